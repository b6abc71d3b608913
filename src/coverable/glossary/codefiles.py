"""Code files that a user brings: read, checked, and put into the code book as one release.

Read are the CMS ICD-10-CM order file (fixed width), the CMS HCPCS record (fixed width, or its CSV with the
headings HCPC, LONG DESCRIPTION, ADD DT, TERM DT) and a plain CSV of `code,label[,from,to]`. HCPCS `D` codes
are left out: they are CDT, which belongs to the American Dental Association. CPT belongs to the American
Medical Association and is read only with `licensed=True`. Nothing of a refused file is kept.
"""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from coverable.base.dates import read_day
from coverable.base.problem import Problem, Refused, refuse
from coverable.base.yamlfile import hidden_character
from coverable.glossary import codeshelf
from coverable.glossary.codelayouts import reader_for
from coverable.glossary.codes import SYSTEMS, has_shape, read_code, read_system, split_code
from coverable.glossary.codeshelf import Entry

MAX_BYTES: Final = 100_000_000
MAX_PROBLEMS: Final = 20
MAX_LABEL: Final = 4_000
AMA_NOTICE: Final = (
    "CPT is a registered trademark of the American Medical Association; CPT codes and descriptions are its "
    "copyright, all rights reserved. By loading this file you state that your licence covers this use."
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was put into the book: how many codes, and how many were left out on purpose (CDT, modifiers)."""

    system: str
    release: str
    codes: int
    left_out: int
    source: str
    notice: str | None


def read_release(text: str, where: str = "$") -> date:
    """The first day of a release: `FY2027` is 2026-10-01, `2026Q4` and `2026-10` are 2026-10-01, `2027` is
    2027-01-01, and a date is itself. Refused otherwise."""
    folded = text.strip().upper().replace(" ", "")
    if match := re.fullmatch(r"FY(20[0-9]{2})", folded):
        return date(int(match[1]) - 1, 10, 1)
    if match := re.fullmatch(r"(20[0-9]{2})-?Q([1-4])", folded):
        return date(int(match[1]), int(match[2]) * 3 - 2, 1)
    if match := re.fullmatch(r"(20[0-9]{2})(?:-(0[1-9]|1[0-2]))?", folded):
        return date(int(match[1]), int(match[2] or 1), 1)
    try:
        return read_day(folded)
    except ValueError:
        raise refuse(
            f"`{text[:40]}` is not a release",
            where,
            "a release is named by the day it takes effect",
            "write it as FY2027, 2026Q4 or 2026-10-01",
        ) from None


def load_file(
    path: Path, system: str, release: str, licensed: bool = False, book: Path | None = None
) -> Loaded:
    """Put one file into the code book (made first if there is none) as that release of that system.

    The same release is replaced, in one transaction. Open code books see it when they are opened again.
    Refused with `file:line`: over 100 MB, binary, unreadable as any known layout, impossible codes or dates,
    a code given twice, CPT without `licensed`.
    """
    system = read_system(system, "--system")
    day = read_release(release, "--release")
    if system == "cpt" and not licensed:
        raise refuse(
            "CPT is loaded only under a licence",
            str(path),
            "CPT codes and descriptions are the copyright of the American Medical Association",
            "if your organisation holds a licence that covers this use, say so with --licensed",
        )
    entries, left_out = _read(path, system)
    from coverable.glossary.codebook import open_codebook

    target = open_codebook(book).path
    import sqlite3

    try:
        with closing(sqlite3.connect(target, timeout=30)) as db, db:
            codeshelf.put_release(db, system, day, path.name, entries, licensed)
    except sqlite3.DatabaseError as error:
        raise refuse(
            "the code book cannot be changed",
            str(target),
            str(error),
            "set COVERABLE_CODES to a code book that you can write to",
        ) from None
    notice = AMA_NOTICE if system == "cpt" else None
    return Loaded(system, day.isoformat(), len(entries), left_out, path.name, notice)


def _read(path: Path, system: str) -> tuple[list[Entry], int]:
    name = str(path)
    entries: list[Entry] = []
    places: dict[str, int] = {}
    problems: list[Problem] = []
    left_out = 0
    for number, row in reader_for(system, _lines(path), name):
        if isinstance(row, Problem):
            problems.append(row)
        elif row is None:
            left_out += 1
        else:
            taken = _taken(row, system, f"{name}:{number}", places, number)
            if isinstance(taken, Problem):
                problems.append(taken)
            elif taken is None:
                left_out += 1
            else:
                entries.append(taken)
        if len(problems) >= MAX_PROBLEMS:
            break
    if not problems and system.startswith("icd"):
        problems = _out_of_order(entries, places, name)
    if problems:
        raise Refused(problems)
    if not entries:
        raise refuse(
            "no code was found",
            f"{name}:1",
            f"the file names no {SYSTEMS[system]} code",
            "check that it is the right file for this system",
        )
    return entries, left_out


def _out_of_order(entries: list[Entry], places: dict[str, int], name: str) -> list[Problem]:
    """The first ICD code that does not stand with the code it belongs under: ranges go by position."""
    above: list[str] = []
    for entry in entries:
        while above and not entry.code.startswith(above[-1]):
            above.pop()
        beginnings = (entry.code[:n] for n in range(len(entry.code) - 1, 2, -1))
        parent = next((b for b in beginnings if b in places), None)
        if parent and parent not in above:
            why = f"it belongs under {parent} (line {places[parent]}); ranges of codes go by position"
            where = f"{name}:{places[entry.code]}"
            return [
                Problem(f"{entry.code} is out of order", where, why, "keep the order of the official file")
            ]
        above.append(entry.code)
    return []


def _lines(path: Path) -> list[str]:
    name = str(path)
    try:
        if path.exists() and not path.is_file():
            raise refuse("this is no file", name, "a folder, a device or a pipe", "name one text file")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise refuse(
                f"the file has {size:,} bytes",
                f"{name}:1",
                f"a code file stays under {MAX_BYTES:,} bytes",
                "check that it is the right file; unpacked code files have 1 to 30 MB",
            )
        raw = path.read_bytes()
    except OSError as error:
        raise refuse(
            "the file cannot be read",
            name,
            error.strerror or str(error),
            "check the path and its permissions",
        ) from None
    zero = raw.find(b"\0")
    if zero >= 0 or raw.startswith(b"PK\x03\x04"):
        line = raw.count(b"\n", 0, max(zero, 0)) + 1
        raise refuse(
            "this is not a text file",
            f"{name}:{line}",
            "it holds binary data",
            "unpack the ZIP, or save the sheet as CSV, and load that",
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")  # CMS writes some files in this encoding
    return text.split("\n")


def _taken(
    row: Entry, system: str, where: str, places: dict[str, int], number: int
) -> Entry | Problem | None:
    """The row with its code folded; None when it is left out on purpose."""
    try:
        code = read_code(f"{system}:{row.code}", where)
    except Refused as refused:
        return refused.problems[0]
    bare = split_code(code)[1]
    if system == "hcpcs" and (bare.startswith("D") or bare.isdigit() or len(bare) == 2):
        return None  # CDT, CPT that strayed into the file, and modifiers
    label = row.label or ""
    if not has_shape(code):
        return Problem(
            f"`{row.code[:20]}` is no {SYSTEMS[system]} code",
            where,
            "its shape is not used by this system",
            "check the system, and that the columns are in order",
        )
    if bare in places:
        return Problem(
            f"the code {bare} is given twice (first on line {places[bare]})",
            where,
            "one of the two would silently win",
            "keep one",
        )
    if len(label) > MAX_LABEL or hidden_character(label):
        return Problem(
            "a description that cannot be shown",
            where,
            "it is too long or holds hidden characters",
            "correct the description",
        )
    if row.valid_from and row.valid_to and row.valid_to < row.valid_from:
        return Problem(
            "the code ends before it begins",
            where,
            f"{row.valid_from} to {row.valid_to}",
            "correct one of the dates",
        )
    places[bare] = number
    return Entry(
        bare,
        label or None,
        True if system in ("hcpcs", "cpt") else row.billable,
        row.valid_from,
        row.valid_to,
    )
