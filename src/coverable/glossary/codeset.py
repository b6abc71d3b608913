"""A list of codes as a policy file writes it, and which codes are in it on a day.

Entries are single codes, ranges and beginnings: `icd10cm:L74.52`, `icd10cm:L74.510-L74.519`,
`icd10cm:L74.5-`. The printed form is kept for people; membership is by code, never by spelling. Being
listed decides nothing by itself, and not being listed is no ground for anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from coverable.base.problem import Problem, Refused
from coverable.glossary.codebook import CodeBook
from coverable.glossary.codes import read_code, split_code

NoteKind = Literal[
    "nonexistent", "header", "header_end", "not_billable_end", "ended", "by_number", "repeated"
]
_RANGE = re.compile(r"(.+?)\s*(?:[-\u2013\u2014]|\bto\b|\bthrough\b)\s*(\w.*)", re.IGNORECASE)
_SPELT = re.compile(r"icd-(9|10)(-cm)?(?=\s*:)", re.IGNORECASE)  # hyphens of a prefix are no ranges


@dataclass(frozen=True, slots=True)
class Note:
    """Something a policy author should know about one entry; the entry is taken all the same.

    header: a single code that is incomplete · header_end: an end of a range is incomplete ·
    not_billable_end: likewise, and nothing complete stands under it · nonexistent · ended: no longer in use ·
    by_number: a range counted by number, since its system is not loaded · repeated: listed before.
    """

    kind: NoteKind
    entry: int
    code: str
    says: str


@dataclass(frozen=True, slots=True)
class Part:
    """One entry: as printed, its first and last code (the same for a single one), and all codes it holds."""

    printed: str
    first: str
    last: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodeSet:
    """The codes of a list. `codes` holds every level of every release loaded; ask `has` for a day."""

    parts: tuple[Part, ...]
    notes: tuple[Note, ...]
    codes: frozenset[str] = field(repr=False)

    @property
    def printed(self) -> tuple[str, ...]:
        return tuple(part.printed for part in self.parts)

    @classmethod
    def read(
        cls, entries: Sequence[str], book: CodeBook, where: str = "$", expect: str | None = None
    ) -> CodeSet:
        """Read the entries of one list; `where` names the list, `expect` the system of codes without prefix.

        Refused, all problems at once: an entry that cannot be read, a range that is reversed, crosses systems
        or has an end that does not exist. A single code that does not exist is noted instead: documents do
        list codes that have ended, or that the loaded release does not know.
        """
        parts: list[Part] = []
        problems: list[Problem] = []
        for n, entry in enumerate(entries):
            try:
                parts.append(_part(entry, book, f"{where}[{n}]", expect))
            except Refused as refused:
                problems += refused.problems
        if problems:
            raise Refused(problems)
        codes = frozenset(code for part in parts for code in part.codes)
        return cls(tuple(parts), tuple(_notes(parts, book)), codes)

    def has(self, code: str, book: CodeBook, on: date | None = None) -> bool:
        """Whether the canonical code is listed and, with a day, in use on that day.

        A header counts where the list holds it; whether a code is complete is `CodeBook.look`'s answer.
        """
        if code not in self.codes:
            return False
        if on is None:
            return True
        state = book.look(code, on).state
        if state == "nonexistent":  # a release made for other days cannot take a listed code out
            return not book.made_for(split_code(code)[0], on)
        return state not in ("not_yet", "ended")

    def found(self, codes: Iterable[str], book: CodeBook, on: date | None = None) -> tuple[str, ...]:
        """Those of the codes that are listed, in the order given."""
        return tuple(code for code in codes if self.has(code, book, on))

    def part_of(self, code: str) -> Part | None:
        """The first entry that holds the code, to say where it is listed."""
        return next((part for part in self.parts if code in part.codes), None)

    def billable(self, book: CodeBook, on: date | None = None) -> tuple[str, ...]:
        """The complete codes in use on the day, in the order of the list, or unchecked by any release."""
        every = dict.fromkeys(code for part in self.parts for code in part.codes)
        return tuple(code for code in every if book.look(code, on).state in ("valid", "not_checked"))


def _part(entry: str, book: CodeBook, where: str, expect: str | None) -> Part:
    text = _SPELT.sub(r"icd\1cm", entry.strip())
    if text.endswith(("-", "*")) or (text[-1:] in "xX" and "." in text and not _exists(text, book, where)):
        codes = book.prefix(_with_system(text.rstrip("-*"), where, expect), where=where)
        return Part(entry, codes[0], codes[-1], codes)
    ends = _RANGE.fullmatch(text)
    if ends is None:
        code = read_code(text, where, expect)
        return Part(entry, code, code, (code,))
    first = read_code(ends[1], where, expect)
    last = read_code(ends[2], where, expect=split_code(first)[0])
    return Part(entry, first, last, book.expand(first, last, where=where))


def _with_system(text: str, where: str, expect: str | None) -> str:
    """The beginning with its system in front, so that it is read as the same system throughout."""
    return text if ":" in text else f"{expect or 'icd10cm'}:{text}"


def _exists(text: str, book: CodeBook, where: str) -> bool:
    return book.look(read_code(text, where, expect="icd10cm")).state != "nonexistent"


def _notes(parts: Sequence[Part], book: CodeBook) -> Iterable[Note]:
    before: set[str] = set()
    for n, part in enumerate(parts):
        yield from _end_notes(n, part, book)
        again = [code for code in part.codes if code in before]
        if again:
            yield Note("repeated", n, again[0], f"{part.printed}: {again[0]} is already listed above.")
        before.update(part.codes)


def _end_notes(n: int, part: Part, book: CodeBook) -> Iterable[Note]:
    single = part.first == part.last
    if not single and book.release(split_code(part.first)[0]) is None:
        says = f"{part.printed} was counted by number; some of these codes may not exist."
        yield Note("by_number", n, part.first, says)
        return
    if len(part.codes) > 1 and part.printed.strip()[-1:] in "-*xX":
        return  # a beginning is a header on purpose
    for code in dict.fromkeys((part.first, part.last)):
        state = book.look(code)
        if state.state == "header":
            kind: NoteKind = "header" if single else "header_end" if state.successors else "not_billable_end"
            yield Note(kind, n, code, f"{part.printed}: {state.says}")
        elif state.state in ("nonexistent", "ended"):
            yield Note("ended" if state.state == "ended" else "nonexistent", n, code, state.says)
