"""Which of the conditions that somebody wrote down a leaf of a reading holds, by their words."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SMALL = re.compile(
    r"(?:the|an?|of|for|in|and|or|with|to|is|are|at|if|when|be|has|have|had|been|was|were|as|by|on|that|this|which"
    r"|who|any|nor?|not|neither|none|without|never|absen(?:t|ce)|negative|free|members?|patients?|individuals?)"
)


def words(text: str) -> frozenset[str]:
    """The words of a condition that tell it from others."""
    return frozenset(w for w in re.findall(r"[a-z0-9]+", text.lower()) if not _SMALL.fullmatch(w))


def share(wanted: str, read: frozenset[str]) -> float:
    """How much of a condition stands in what was read."""
    mine = words(wanted)
    return len(mine & read) / len(mine) if mine else 0.0


def held(read: str, wanted: Sequence[str]) -> list[str]:
    """The conditions that a leaf holds: all whose words stand in it, else the one that it is most like."""
    mine = words(read)
    whole = [w for w in wanted if share(w, mine) >= 0.8]
    if len(whole) > 1 and _apart(read, whole):
        return whole
    if same := [w for w in whole if words(w) == mine]:
        return same[:1]
    if len(whole) > 1:  # one whose words are a part of another's is told from it by the rest of the leaf
        inner = [w for w in whole if not any(words(w) < words(o) for o in whole)]
        return inner if len(inner) == 1 and len(words(inner[0]) & mine) >= 0.8 * len(mine) else whole
    if whole:
        return whole
    best = max(wanted, key=lambda w: len(words(w) & mine) / max(1, len(words(w) | mine)), default=None)
    if best is None or len(words(best) & mine) < 0.5 * min(len(mine), len(words(best))) or not mine:
        return []
    return [best]


def _apart(read: str, whole: Sequence[str]) -> bool:
    """Whether conditions stand word for word behind each other in a leaf: “quit, or enrolled to quit”."""
    left = _plain(read)
    for one in sorted(map(_plain, whole), key=len, reverse=True):
        found = one in left
        left = left.replace(one, "|", 1)
        if not found:
            return False
    return True


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))
