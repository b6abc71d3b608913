"""What a row of a PDF page says: its words with blanks, raised marks taken out, struck words marked."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from statistics import median

from coverable.document.layout.lines import Part
from coverable.document.layout.raised import raised
from coverable.document.readers.pdf.rows import SMALL, Row, base
from coverable.document.readers.pdf.words import Word
from coverable.document.source import Change

_LIFTED = 0.2
"""Letters are raised when their line is higher by this part of the row's size."""
_SPACED = 4
"""So many single letters with like gaps are one word set wide."""


@dataclass(frozen=True, slots=True)
class Said:
    """The text of a row."""

    text: str
    changes: tuple[tuple[int, int], ...] = ()
    """Struck-out stretches of it."""
    refers: tuple[str, ...] = ()
    note: str | None = None

    def parts(self, start: int, at: int = 0) -> tuple[Part, ...]:
        """The parts of a line that stands at `start`, and begins there after `at` characters."""
        out: list[Part] = []
        edges = sorted({0, len(self.text), *(e for change in self.changes for e in change)})
        for first, last in itertools.pairwise(edges):
            struck = any(a <= first and last <= b for a, b in self.changes)
            change: Change = "deleted" if struck else "none"
            out.append(Part(at + first, last - first, start + first, start + last, change))
        return tuple(out)


def said(row: Row, struck: Collection[Word] = ()) -> Said:
    """The words of a row as they are read."""
    words = _tightened(row.words)
    text = ""
    refers: list[str] = []
    changes: list[tuple[int, int]] = []
    note: str | None = None
    for i, word in enumerate(words):
        lifted = (
            word.size < SMALL * row.size
            and base(word) < row.base - _LIFTED * row.size
            and any(w.size >= SMALL * row.size for w in words)
        )
        shown = word.text
        if lifted:
            shown, marks = raised(text, word.text, words[i + 1].text if i + 1 < len(words) else "")
            if marks and not text and len(marks) == 1 and i + 1 < len(words):
                note = marks[0]
            else:
                refers.extend(marks)
            if marks or not shown.strip():
                continue
        blank = "" if not text or word.glued or lifted else " "
        if word in struck:
            first = len(text) if changes and changes[-1][1] == len(text) else len(text) + len(blank)
            changes.append((first, len(text) + len(blank) + len(shown)))
        text += blank + shown
    return Said(text, tuple(_joined(changes)), tuple(refers), note)


def _joined(changes: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for first, last in changes:
        if out and first <= out[-1][1]:
            out[-1] = (out[-1][0], last)
        else:
            out.append((first, last))
    return out


def _tightened(words: list[Word]) -> list[Word]:
    """Words whose letters were set wide, made whole; the library takes each letter for a word."""
    if sum(len(w.text) == 1 for w in words) < _SPACED:
        return words
    out: list[Word] = []
    at = 0
    while at < len(words):
        end = at
        while end < len(words) and len(words[end].text) == 1 and words[end].text.isalnum():
            end += 1
        if end - at < _SPACED:
            out.extend(words[at : max(end, at + 1)])
            at = max(end, at + 1)
            continue
        run = words[at:end]
        gaps = [b.left - a.left for a, b in itertools.pairwise(run)]
        usual = median(gaps)
        whole = run[0]
        for gap, word in zip(gaps, run[1:], strict=True):
            if gap <= 1.6 * usual:
                whole = whole._replace(text=whole.text + word.text, right=word.right)
            else:
                out.append(whole)
                whole = word
        out.append(whole)
        at = end
    return out
