"""The code book: what a code is on a day, which codes a range holds, what must not be coded together.

Answers come from one SQLite file (made by `codebuild`), read only. Every answer says which release gave it.
A lookup judges the code, never the service: a code alone decides nothing.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final, Literal

from coverable.base.problem import Refused, refuse
from coverable.glossary import coderange, wording
from coverable.glossary.coderange import ICD10_BEGAN
from coverable.glossary.codereader import Reader, Release, Row
from coverable.glossary.codes import SYSTEMS, has_shape, read_code, split_code

State = Literal["valid", "header", "ended", "not_yet", "nonexistent", "not_checked", "not_loaded"]
"""No release answers for the last two: `not_checked` is known as a code, `not_loaded` not even that."""
ANSWERED_BY_NONE: Final = ("not_checked", "not_loaded")
_CACHED: Final = 200_000
_SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class CodeState:
    """What one code is on one day.

    `billable`: complete enough to stand on a claim; None where that is not known. `successors`: the codes to
    use instead of an ended one, or the first complete codes under a header. `says`: a sentence for a person.
    """

    code: str
    state: State
    billable: bool | None
    label: str | None
    parent: str | None
    successors: tuple[str, ...]
    says: str


class CodeBook:
    """One open code book. Threads may share it; a process that is forked or started opens its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._reader = Reader(path)
        self._states: dict[tuple[str, date | None], CodeState] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        return CodeBook, (self.path,)

    def close(self) -> None:
        self._reader.close()

    @property
    def stamp(self) -> str:
        """What the packaged part of the book was made from."""
        return self._reader.stamp

    def releases(self) -> tuple[Release, ...]:
        """Every release in the book, by system, newest first."""
        return self._reader.releases

    def release(self, system: str) -> str | None:
        """The newest release of a system (`2026-04-01`), or None when none is loaded."""
        return next((r.release for r in self._reader.of(system)), None)

    def turns(self) -> frozenset[date]:
        """The days on which an answer about some code may begin to be another one."""
        out = {ICD10_BEGAN}
        for release in self._reader.releases:
            out |= {date.fromisoformat(release.release), release.first, release.last + timedelta(days=1)}
        return frozenset(out | self._reader.turns())

    def made_for(self, system: str, on: date) -> bool:
        """Whether a release in the book was made for that day; otherwise another release answers for it."""
        return any(r.first <= on <= r.last for r in self._reader.of(system))

    def look(self, code: str, on: date | None = None) -> CodeState:
        """What `code` (canonical) is on the day `on`; without a day, in the newest release.

        A code that can be read is always answered, never refused. Answers are kept, so that asking again
        costs next to nothing.
        """
        known = self._states.get((code, on))
        if known is None:
            known = self._judge(read_code(code), on)
            if len(self._states) >= _CACHED:
                self._states.clear()
            self._states[code, on] = known
        return known

    def expand(self, first: str, last: str, on: date | None = None, where: str = "$") -> tuple[str, ...]:
        """All codes, headers and complete ones, from `first` to `last` by position in the official order.

        Both ends are included; an end that is a header brings everything under it. `on` keeps the codes
        valid on that day; without it, every code of every release loaded. HCPCS and CPT ranges are counted
        by number while their system is not loaded.

        Refused: two systems, an end that does not exist (with the nearest codes), a reversed range, and over
        2,000 codes by number.
        """
        return coderange.interval(self._reader, first, last, on, where)

    def prefix(self, text: str, on: date | None = None, where: str = "$") -> tuple[str, ...]:
        """All codes that begin with `text`: `L74.5-`, `E66.x` or `L74.5`. Refused when there is none."""
        return coderange.beginning(self._reader, text, on, where)

    def category(self, code: str, on: date | None = None, where: str = "$") -> tuple[str, ...]:
        """The code and everything under it. Refused when it does not exist."""
        return coderange.interval(self._reader, code, code, on, where)

    def excludes1(self, a: str, b: str) -> str | None:
        """The code or block whose Excludes1 note says that `a` and `b` must not be coded together.

        None when no note says so; a note that narrows its codes in words is not guessed at.
        """
        noted = self._reader.noted_release
        rows = [
            self._reader.row(noted, split_code(read_code(code, expect="icd10cm"))[1]) if noted else None
            for code in (a, b)
        ]
        if noted is None or rows[0] is None or rows[1] is None:
            return None
        place = self._reader.excluding(noted, rows[0].position, rows[1].position)
        return f"icd10cm:{place}" if place else None

    def search(self, words: str, system: str | None = None, limit: int = 20) -> tuple[CodeState, ...]:
        """The codes whose description holds all the words (or words that begin so), complete codes first.

        Only the newest release of each system is searched; `limit` lies between 1 and 1,000.
        """
        terms = "".join(c if c.isalnum() else " " for c in words).split()[:12]
        newest = [r[0].id for s in SYSTEMS if (r := self._reader.of(s)) and system in (None, s)]
        if not terms or not newest:
            return ()
        found = self._reader.all(
            "SELECT c.system, c.code FROM word JOIN code c ON c.id = word.rowid"
            f" WHERE word MATCH ? AND c.release IN ({', '.join('?' * len(newest))})"
            " ORDER BY c.billable IS NOT 1, round(bm25(word), 1), c.position LIMIT ?",
            " ".join(f'"{term}"*' for term in terms),
            *newest,
            max(1, min(limit, 1_000)),
        )
        return tuple(self.look(f"{s}:{code}") for s, code in found)

    def _judge(self, code: str, on: date | None) -> CodeState:
        system, bare = split_code(code)
        if system == "icd9cm" and (on is None or on >= ICD10_BEGAN):
            return _without_row(code, "ended", wording.icd9_ended(code))
        if not has_shape(code):
            return _without_row(code, "nonexistent", wording.impossible(code))
        release = self._reader.answering(system, on)
        if release is None:
            if code in self._reader.bare:
                return _without_row(code, "not_checked", wording.bare(code))
            return _without_row(code, "not_loaded", wording.not_loaded(code))
        note = wording.release_note(release.release, on, release.first, release.last)
        row = self._reader.row(release, bare)
        if row is None:
            says = wording.nonexistent(code, self._reader.nearest(release, bare))
            return _without_row(code, "nonexistent", f"{says} {note}")
        billable = row.billable
        if billable is not None and row.flipped and on and on < date.fromisoformat(row.flipped):
            billable = not billable
        state, successors, says = self._on_day(code, release, row, billable, on)
        label = row.label if system != "cpt" or release.licensed else None
        parent = f"{system}:{row.parent}" if row.parent else None
        return CodeState(code, state, billable, label, parent, successors, f"{says} {note}")

    def _on_day(
        self, code: str, release: Release, row: Row, billable: bool | None, on: date | None
    ) -> tuple[State, tuple[str, ...], str]:
        """The state of a code that the release knows, what to use instead, and the sentence."""
        day = on or date.fromisoformat(release.release)
        if release.system == "icd10cm" and day < ICD10_BEGAN:
            return "not_yet", (), wording.not_yet(SYSTEMS["icd10cm"], ICD10_BEGAN.isoformat(), day)
        if row.valid_from and day.isoformat() < row.valid_from:
            return "not_yet", (), wording.not_yet(row.code, row.valid_from, day)
        if row.valid_to and day.isoformat() > row.valid_to:
            successors = tuple(f"{release.system}:{c}" for c in row.successors)
            return "ended", successors, wording.ended(code, row.valid_to, successors)
        if billable is False:
            rows = [r for r in self._reader.under(release, row) if r.billable and r.exists_on(day)]
            under = tuple(f"{release.system}:{r.code}" for r in rows)
            return "header", under[:_SHOWN], wording.header(code, len(under), under)
        return "valid", (), wording.valid(code)


def open_codebook(path: Path | None = None) -> CodeBook:
    """The code book at `path` (see `codebuild.default_path`).

    It is made on first use, and made again when the package or our own facts have changed since; a book that
    cannot be written is used as it is. Refused when it can be neither opened nor made.
    """
    import sqlite3

    from coverable.glossary import codebuild

    path = path or codebuild.default_path()
    if not path.exists():
        codebuild.build(path, replace=False)
    try:
        book = CodeBook(path)
    except (sqlite3.DatabaseError, IndexError) as error:
        raise refuse(
            "this is not a code book",
            str(path),
            str(error),
            "delete the file so that it is made again, or point COVERABLE_CODES elsewhere",
        ) from None
    if book.stamp != codebuild.stamp() and codebuild.package_version():
        with suppress(Refused):
            codebuild.build(path)
            book.close()
            book = CodeBook(path)
    return book


def _without_row(code: str, state: State, says: str) -> CodeState:
    return CodeState(code, state, None, None, None, (), says)
