"""Which condition of a reading is which condition of the truth: by their words, one to one, never by luck."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from bench.reading.places import tokens

_WHO = (
    r"(?:(?:the|an?|each)\s+)?(?:\w+\s+){0,2}?(?:patient|member|individual|person|beneficiary|recipient|enrollee"
    r"|client|participant|child|insured|resident|customer|record|chart)\s+"
)
NEGATED = re.compile(
    rf"^\W*(?:(?:{_WHO})?(?:does not have|is not|has no|shows? no|(?:is|was|tests?) negative for"
    r"|has never (?:had|experienced|received|undergone|developed|shown)"
    r"|is free (?:of|from)|is without)|there (?:is|was|are|were) no|there must not be|no|not having|not"
    r"|without|(?:documented )?absence of|absent|lack of|free (?:of|from)|negative for|ruled out)\b"
    r"\W*(?:any\b\s*)?",
    re.IGNORECASE,
)
"""Words before a condition that turn it: they, and a “not” over the rest, say the same."""
NEGATED_LAST = re.compile(
    r"(?:\s*:\s*|\s+(?:is|are|has been|have been|must be)?\s*)"
    r"(?:absent|ruled out|excluded|not present|not found)\W*$|\s+must not be present\W*$",
    re.IGNORECASE,
)
"""Words behind one."""
_SIGN_OF = re.compile(
    r"^\W*(?:(?:a|an|any|clinical|documented|known)\s+)*(?:history|evidence|signs?|findings?|indications?|records?"
    r"|documentation|presence) of\s+|^\W*(?:known|documented)\s+",
    re.IGNORECASE,
)
"""“No sign of A”, “no history of A”: how it would be known."""
AROUND = frozenset(
    [
        "with",
        "one",
        "or",
        "more",
        "of",
        "the",
        "following",
        "these",
        "all",
        "any",
        "at",
        "least",
        "each",
        "in",
        "addition",
        "plus",
        "along",
        "and",
        "but",
        "accompanied",
        "by",
        "together",
        "both",
        "either",
        "as",
        "well",
        "if",
        "when",
        "then",
        "unless",
        "where",
        "a",
        "an",
        "is",
        "are",
        "has",
        "have",
        "been",
        "criteria",
        "criterion",
        "met",
        "must",
        "there",
        "documented",
        "documentation",
        "evidence",
        "for",
        "to",
        "be",
        "not",
        "none",
        "i",
        "ii",
        "iii",
        "iv",
        "b",
        "c",
        "d",
        "1",
        "2",
        "3",
        "4",
        "two",
        "three",
        "only",
        "case",
        "cases",
        "note",
        "individual",
        "individuals",
        "member",
        "patient",
        "requests",
        "which",
        "whenever",
        "event",
        "that",
        "should",
        "it",
        "except",
        "required",
        "waived",
        "this",
        "applies",
        "apply",
        "applicable",
        "does",
        "exception",
        "requirement",
        "situations",
        "additionally",
        "otherwise",
        "else",
        "request",
    ]
)
"""Words of a head that may stand around a condition without changing which condition it is."""
ENOUGH = 0.8


@lru_cache(maxsize=50_000)
def core(text: str) -> tuple[tuple[str, ...], bool]:
    """A condition without a leading negation, and whether it is said positively."""
    rest, positive = text, True
    while found := NEGATED.match(rest):
        if found.end() >= len(rest.strip()):
            break
        rest, positive = rest[found.end() :], not positive
    if (last := NEGATED_LAST.search(rest)) and last.start():
        rest, positive = rest[: last.start()], not positive
    rest = _SIGN_OF.sub("", rest)
    return tuple(_trimmed(tokens(rest))), positive


def _trimmed(words: list[str]) -> list[str]:
    while len(words) > 1 and words[-1] in ("and", "or", "then"):
        words = words[:-1]
    return words


@lru_cache(maxsize=200_000)
def alike(true: tuple[str, ...], read: tuple[str, ...]) -> float:
    """From 0 to 1: how far two conditions have the same words."""
    if not true or not read:
        return 0.0
    common = sum((Counter(true) & Counter(read)).values())
    dice = 2 * common / (len(true) + len(read))
    if dice >= ENOUGH:
        return dice
    at = holds(read, true)
    if at is not None:
        rest = (*read[:at], *read[at + len(true) :])
        if all(w in AROUND or w.isdigit() for w in rest):
            return 0.95
        return max(dice, ENOUGH) if len(true) / len(read) >= 0.6 else dice
    if dice > 0.3:
        letters = SequenceMatcher(None, "".join(true), "".join(read), autojunk=False).ratio()
        return letters if letters >= 0.88 else dice
    return dice if len(true) > 3 else max(dice, _spelled(true, read))


def _spelled(true: tuple[str, ...], read: tuple[str, ...]) -> float:
    ratio = SequenceMatcher(None, "".join(true), "".join(read), autojunk=False).ratio()
    return ratio if ratio >= 0.88 else 0.0


def holds(outer: tuple[str, ...], inner: tuple[str, ...]) -> int | None:
    """Where the words of `inner` stand in `outer` in one run."""
    for at in range(len(outer) - len(inner) + 1):
        if outer[at : at + len(inner)] == inner:
            return at
    return None


def pairs(true: Sequence[str], read: Sequence[str]) -> dict[int, int]:
    """Each condition of the reading (by its number) to the condition of the truth that it is.

    A condition that holds the words of two is neither of them.
    """
    cores = [core(t)[0] for t in true]
    found: list[tuple[float, int, int]] = []
    for r, text in enumerate(read):
        mine = core(text)[0]
        scored = [(alike(c, mine), t) for t, c in enumerate(cores)]
        held = [t for t, c in enumerate(cores) if holds(mine, c) is not None]
        if len(held) > 1 and not any(score >= 0.97 for score, _ in scored):
            continue
        found += [(score, r, t) for score, t in scored if score >= ENOUGH]
    out: dict[int, int] = {}
    taken = set[int]()
    for _, r, t in sorted(found, key=lambda f: (-f[0], f[1], f[2])):
        if r not in out and t not in taken:
            out[r] = t
            taken.add(t)
    return out
