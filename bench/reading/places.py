"""Where words of a made-up document stand in the text that a reader made of it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from bench.reading.model import Doc

WORD = re.compile(r"[^\W_]+")


def tokens(text: str) -> list[str]:
    """The words alone, in small letters."""
    return WORD.findall(unicodedata.normalize("NFKC", text).lower())


@dataclass
class Places:
    """The words of a text and where each stands."""

    text: str
    words: list[str] = field(init=False)
    starts: list[tuple[int, int]] = field(init=False)
    index: dict[str, list[int]] = field(init=False)

    def __post_init__(self) -> None:
        found = list(WORD.finditer(self.text))
        self.words = [unicodedata.normalize("NFKC", m.group()).lower() for m in found]
        self.starts = [m.span() for m in found]
        self.index = {}
        for i, word in enumerate(self.words):
            self.index.setdefault(word, []).append(i)

    def find(self, words: str, after: int = 0) -> tuple[int, int] | None:
        """The first place of these words from an offset on; furniture may stand between them."""
        wanted = tokens(words)
        best: tuple[int, int, int] | None = None
        for shift in range(min(3, len(wanted))):
            rest = wanted[shift:]
            for i in self.index.get(rest[0], ()):
                if self.starts[i][0] < after:
                    continue
                run = _run(self.words, i, rest)
                if run >= min(4, len(rest)) and (best is None or run > best[0]):
                    best = (run, i, shift)
            if best:
                break
        if best is None:
            return None
        return self.starts[best[1]][0], self._end(best[1], wanted[best[2] :])

    def _end(self, first: int, wanted: list[str]) -> int:
        """The end of the last of the words, a page's furniture at most away."""
        tail = wanted[-4:]
        limit = min(len(self.words), first + len(wanted) + 45)
        for last in range(first + len(wanted) - 1, limit):
            if self.words[last - len(tail) + 1 : last + 1] == tail:
                return self.starts[last][1]
        return self.starts[min(first + len(wanted), len(self.words)) - 1][1]


def _run(words: list[str], at: int, wanted: list[str]) -> int:
    """How many of the wanted words stand there in a row."""
    for n, word in enumerate(wanted):
        if at + n >= len(words) or words[at + n] != word:
            return n
    return len(wanted)


def statement_places(doc: Doc, places: Places) -> dict[int, list[tuple[int, int]]]:
    """Of each true statement, where its paragraphs stand, in order."""
    out: dict[int, list[tuple[int, int]]] = {}
    after = 0
    for para in doc.paras:
        if (
            not para.words.strip()
            or para.kind in ("break", "furniture", "connector")
            or para.change == "deleted"
        ):
            continue
        place = places.find(para.words, after) or places.find(para.words)
        if place is None:
            continue
        if place[0] >= after:
            after = place[0] + 1
        if para.statement is not None:
            out.setdefault(para.statement, []).append(place)
    return out
