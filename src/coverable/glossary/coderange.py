"""Which codes a range, a beginning or a category holds: by position in the official order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from coverable.base.problem import Refused, refuse
from coverable.glossary import wording
from coverable.glossary.codereader import Reader, Release, Row
from coverable.glossary.codes import SYSTEMS, has_shape, read_code, split_code

ICD10_BEGAN: Final = date(2015, 10, 1)
"""The first date of service coded in ICD-10-CM in the United States; ICD-9-CM ended the day before."""
MAX_NUMBERED: Final = 2_000


def interval(reader: Reader, first: str, last: str, on: date | None, where: str) -> tuple[str, ...]:
    """See `CodeBook.expand`."""
    first = read_code(first, where)
    system = split_code(first)[0]
    last = read_code(last, where, expect=system)
    if split_code(last)[0] != system:
        raise refuse(
            f"`{first}` and `{last}` are of two code systems",
            where,
            "a range stays within one system",
            "write one range for each system",
        )
    if not reader.of(system):
        return _numbered(first, last, where)

    def rows(release: Release) -> list[Row]:
        a, b = (_end(reader, release, end, where) for end in (first, last))
        if a.position > b.position:
            raise refuse(
                f"the range {first} to {last} runs backwards",
                where,
                f"{last} stands before {first} in the official order",
                f"write {last} first, or correct one of the ends",
            )
        return reader.rows(release, "position BETWEEN ? AND ?", a.position, max(a.last, b.last))

    return _over_releases(reader, system, on, rows)


def beginning(reader: Reader, text: str, on: date | None, where: str) -> tuple[str, ...]:
    """See `CodeBook.prefix`."""
    code = read_code(text.strip().rstrip("-*"), where, expect="icd10cm")
    system, bare = split_code(code)
    if not reader.of(system):
        raise _not_loaded(code, where)

    def rows(release: Release) -> list[Row]:
        start = bare
        if bare.endswith("X") and not reader.row(release, bare):
            start = bare.rstrip("X").rstrip(".")  # `E66.x`: any character; `T36.0X` is a code of its own
        found = reader.rows(release, "code >= ? AND code < ?", start, start + "~")
        if not found:
            raise refuse(
                f"no code begins with `{start}` in {SYSTEMS[system]} {release.release}",
                where,
                "a beginning must name at least one code",
                wording.nearest(reader.nearest(release, start)),
            )
        return found

    return _over_releases(reader, system, on, rows)


def _end(reader: Reader, release: Release, code: str, where: str) -> Row:
    bare = split_code(code)[1]
    row = reader.row(release, bare)
    if row is None:
        raise refuse(
            f"`{code}` does not exist in {SYSTEMS[release.system]} {release.release}",
            where,
            "a code that does not exist has no place in the order; the range could mean anything",
            wording.nearest(reader.nearest(release, bare)),
        )
    return row


def _over_releases(
    reader: Reader, system: str, on: date | None, rows: Callable[[Release], list[Row]]
) -> tuple[str, ...]:
    """The union over the releases that answer, newest first; refused when all of them refuse."""
    if system == "icd10cm" and on is not None and on < ICD10_BEGAN:
        return ()
    answering = reader.answering(system, on)
    asked = (answering,) if on is not None and answering is not None else reader.of(system)
    found: dict[str, None] = {}
    refusals: list[Refused] = []
    for release in asked:
        try:
            here = rows(release)
        except Refused as refused:
            refusals.append(refused)
            continue
        found |= dict.fromkeys(f"{system}:{row.code}" for row in here if on is None or row.exists_on(on))
    if len(refusals) == len(asked):
        raise refusals[0]
    return tuple(found)


def _numbered(first: str, last: str, where: str) -> tuple[str, ...]:
    """A range of HCPCS or CPT codes by number, while their system is not loaded: codes as opaque words."""
    system, a = split_code(first)
    b = split_code(last)[1]
    at = slice(1, 5) if a[0].isalpha() else slice(0, 4) if a[-1].isalpha() else slice(0, 5)
    if system.startswith("icd") or not (has_shape(first) and has_shape(last)):
        raise _not_loaded(f"{first} to {last}", where)
    alike = b[at].isdigit() and a.replace(a[at], "") == b.replace(b[at], "")
    numbers = range(int(a[at]), int(b[at]) + 1) if alike else range(0)
    if not 0 < len(numbers) <= MAX_NUMBERED:
        raise _not_loaded(f"{first} to {last}", where)
    return tuple(f"{system}:{a[: at.start]}{n:0{at.stop - at.start}}{a[at.stop :]}" for n in numbers)


def _not_loaded(code: str, where: str) -> Refused:
    system = split_code(code)[0]
    return refuse(
        f"`{code}` cannot be expanded",
        where,
        f"no release of {SYSTEMS[system]} is loaded",
        f"load it with `coverable codes load FILE --system {system} --release R`, or list each code",
    )
