"""Two documents as one text with what was taken out and put in, line by line and then word by word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any, Final, Literal, TypeAlias

from coverable.policy.cite import TextForm

Change: TypeAlias = Literal["same", "removed", "added"]
AROUND: Final = 2
"""Lines that are the same, shown before and after a change."""


def redline(old: TextForm, new: TextForm) -> list[dict[str, Any]]:
    """Rows of the merged text, JSON-ready: {first, second, words: [{change, text}]} with line numbers of both
    sides; {skipped: n} stands for lines that are the same."""
    rows: list[dict[str, Any]] = []
    told = 0
    matcher = SequenceMatcher(
        None, [_squashed(t) for t in old.lines], [_squashed(t) for t in new.lines], False
    )
    for group in matcher.get_grouped_opcodes(AROUND):
        if group[0][1] > told:
            rows.append({"skipped": group[0][1] - told})
        for kind, a, b, c, d in group:
            rows += (
                _same(new.lines, a, c, d)
                if kind == "equal"
                else _changed(old.lines, new.lines, (a, b), (c, d))
            )
        told = group[-1][2]
    if rows and told < len(old.lines):
        rows.append({"skipped": len(old.lines) - told})
    return rows


def _squashed(text: str) -> str:
    return " ".join(text.split())


def _same(new: Sequence[str], first: int, second: int, end: int) -> Iterator[dict[str, Any]]:
    for at in range(end - second):
        if text := new[second + at].strip():
            words = [{"change": "same", "text": text}]
            yield {"first": first + at + 1, "second": second + at + 1, "words": words}


def _changed(
    old: Sequence[str], new: Sequence[str], was: tuple[int, int], now: tuple[int, int]
) -> Iterator[dict[str, Any]]:
    before, after = " ".join(old[slice(*was)]).split(), " ".join(new[slice(*now)]).split()
    if before or after:
        yield {
            "first": was[0] + 1 if was[1] > was[0] else None,
            "second": now[0] + 1 if now[1] > now[0] else None,
            "words": list(_words(before, after)),
        }


def _words(before: Sequence[str], after: Sequence[str]) -> Iterator[dict[str, Any]]:
    for kind, a, b, c, d in SequenceMatcher(None, before, after, False).get_opcodes():
        if kind == "equal":
            yield {"change": "same", "text": " ".join(after[c:d])}
            continue
        if b > a:
            yield {"change": "removed", "text": " ".join(before[a:b])}
        if d > c:
            yield {"change": "added", "text": " ".join(after[c:d])}
