"""Codes in the sentences of a section of codes: “Certified services: 90867, 90868. Not certified: E1399.”

The words before codes, or behind them in their sentence, say what they are; what one sentence says does not
hold in the next. A code that another one replaces, or that is only referred to, is not listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from coverable.document.codes.codeforms import System, Token, token_at
from coverable.document.codes.codewords import NAMED, polarity_of, system_of
from coverable.document.reading import Polarity

SEPARATOR: Final = re.compile(r"(?:[\s,;/&|•+]|\band\b|\bor\b)+", re.IGNORECASE)
REFERS: Final = re.compile(
    r"\b(?:see|code|codes|with|with\s+an?|than|from|report|plus|(?<!any\s)(?<!one\s)of|by|replac(?:es?|ing)|into|instead|after|before|same\s+day\s+as|(?:stand\s+in|covered|payable|necessity)\s+for)\s$"
    r"|\([^()]*\b(?:use|bill)\s$|[→]\s?$|->\s?$",
    re.IGNORECASE,
)
_CANDIDATE = re.compile(r"(?<![\w.$#/–—-])(?:[A-Z][0-9]|[0-9]{4}|[0-9][A-Z0-9]{6}\b)")
_GONE = re.compile(
    r"(?:,?\s+and\s+[A-Z0-9.]+)?\s+(?:(?:is|are|was|were|has\s+been|have\s+been)\s+)?(?:no\s+longer\s+(?:valid|used|active)|replaced\s+(?:by|with)|ended\s+(?:on|in)|stopped\b"
    r"|(?:deleted|retired|discontinued)\s+(?:on|in)|used\s+(?:for\b.{0,80}?\b)?(?:until|before))|\s?(?:→|->)",
    re.IGNORECASE,
)
"""“Q75.0 is no longer valid”: a code that is named as one of the past."""
_WORD_END = re.compile(r"[\w.]*")
_WITH = re.compile(r"\b(?:with|of)\s(?:any\s+of\s)?$", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.])\s+(?=[A-Z])")
_BEHIND = re.compile(
    r"[,\s)]*(?:(?:alone|as\s+the\s+(?:only|sole|first|primary)\s+\w+)\s+)?(?:\([^()]{0,80}\)\s*)?"
    r"(?:[:–—-]\s*|,?\s*(?:is|are|will|may|can|do|does)\b)",
    re.IGNORECASE,
)
_SPEAKS = re.compile(
    r"\b(?:codes?|cpt|hcpcs|procedures?|services?|visits?|billed|certified|covered|paid|payable)\b",
    re.IGNORECASE,
)
_LIMITED = re.compile(r"\b(?:if|when|only|unless|except)\b", re.IGNORECASE)
_LEAD = re.compile(r"(?P<words>[^:;]{2,160}?):\s*(?=[+A-Z0-9])")
_BY_LIST: Final = ("revenue", "icd10pcs")
"""Systems whose codes are known by the list that they stand in."""
_WORDS = 20
"""Words before a colon that lead in codes."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A code in words, what they say of it, and whether they say so under a condition."""

    token: Token
    polarity: Polarity | None
    limited: bool = False


def led(text: str, expect: System | None) -> tuple[int, str] | None:
    """Where the codes begin behind words and a colon, and the words: “Codes not covered: I42.6, I42.7”."""
    match = _LEAD.match(text)
    if match is None or len(match["words"].split()) > _WORDS or _SENTENCE.search(match["words"]):
        return None
    at = match.end() + (text[match.end()] == "+")
    system = system_of(match["words"])[0] or expect
    token = token_at(text, at, system) or token_at(text, at, None, strong=True)
    return (at, match["words"]) if token else None


def is_gone(text: str, at: int) -> bool:
    """Whether what stands behind a code says that it is one of the past: “Q75.0 is no longer valid”."""
    return _GONE.match(text, at) is not None


def refers_to(text: str, begin: int, at: int, behind: bool) -> bool:
    """Whether the words before a code only point to it; `behind` another one “with Z68.35” lists both."""
    before = text[max(begin, at - _BEFORE) : at]
    if _AFTER.search(before) or _INSTEAD.match(text, at):
        return True
    paired = behind and text[at].isalpha() and _WITH.search(before) is not None
    return not paired and REFERS.search(before) is not None


_AFTER = re.compile(r"\b(?:after|before|same\s+day\s+as)\s[A-Z]?[0-9]\w{3,4}\s(?:or|and)\s$")
"""“not payable after D4341 or | D4342”."""
_INSTEAD = re.compile(r"[A-Z]?[0-9]\w{3,4}\s(?:in\s(?:its|their)\s(?:place|stead)|instead)\b")
"""“bill | L8679 in its place”."""
_BEFORE = 40
"""Characters before a code."""


def lists_several(text: str) -> bool:
    """Whether a line is several codes and nothing else, or behind words that say what they are."""
    lead = led(text, None)
    if lead and not (polarity_of(lead[1]) or system_of(lead[1]) != (None, False)):
        return False
    read = at = lead[0] if lead else 0
    found = 0
    first = token_at(text, at, None, strong=True)
    while token := token_at(text, at, first.system) if first and found else first:
        found, read = found + 1, token.end
        gap = SEPARATOR.match(text, read)
        at = gap.end() if gap else read
    return found >= _SEVERAL and not text[read:].strip(" .;,*")


_SEVERAL = 2
_DENIES = re.compile(
    r"[\s,;]*(?:\([^()]*\)\s*)?[:–—-]?\s*"
    r"(?:not\s+(?:covered|certified|payable|reimbursable|billable|allowed)|non-?covered|excluded)\b",
    re.IGNORECASE,
)
_COVERED = re.compile(r"\s*[:–—-]?\s*covered\.?\s*$", re.IGNORECASE)
_ARE = re.compile(
    r"(?:[\s,;]*(?:\([^()]*\)\s*)?(?:and|or)\s+[A-Z]?[0-9][\w.]{2,7})*"
    r"[\s,;]*(?:\([^()]*\)\s*)?(?:[a-z][^,.;()]{3,60},\s)?(?:is|are)\s+(?P<what>[^.;]{3,120})"
)


def said_behind(text: str, at: int) -> Polarity | None:
    """What stands behind codes, where it takes a position: “G25.81 (restless legs): not covered unless …”."""
    if _DENIES.match(text, at):
        return "not_covered"
    if _COVERED.match(text, at):
        return "covered"
    said = _ARE.match(text, at)
    return polarity_of(f"are {said['what']}") if said else None


def next_sentence(text: str, at: int) -> int | None:
    """Where the next sentence begins behind a place."""
    match = _SENTENCE.search(text, at)
    return match.end() if match else None


_THESE: Final = re.compile(r"(?:These|Those|They|Such|Both)\b")
_FOR: Final = re.compile(
    r"For\s[A-Z]?[0-9][\w.]{2,7}(?:(?:,|\s(?:and|or))\s[A-Z]?[0-9][\w.]{2,7})*(?:\sonly)?\s?[:,]"
)
"""“For E2603 and E2604: …”: the codes that a list is for."""


def said_after(text: str, at: int) -> Polarity | None:
    """What a sentence says of the codes of the one before it: “These are given for convenience”."""
    return polarity_of(text[at : at + _LONGEST]) if _THESE.match(text, at) else None


def in_words(text: str, first: int, expect: System | None) -> Iterator[Listed]:
    """The codes of the sentences of `text[first:]`; `expect` is the system of the list that is open."""
    begins = [first, *(m.end() for m in _SENTENCE.finditer(text, first))]
    for begin, end in zip(begins, [*begins[1:], len(text)], strict=True):
        found = _of_sentence(text, begin, end, expect)
        yield from (replace(one, polarity=one.polarity or said_after(text, end)) for one in found)


def _of_sentence(text: str, begin: int, end: int, expect: System | None) -> list[Listed]:
    """The codes of the sentence `text[begin:end]`."""
    out: list[Listed] = []
    polarity: Polarity | None = None
    whose = _FOR.match(text, begin, end)
    read = begin = whose.end() if whose else begin
    speaks = _SPEAKS.search(text, max(0, begin - _LONGEST), min(end, begin + _LONGEST)) is not None
    for match in _CANDIDATE.finditer(text, begin, end):
        if match.start() < read:
            continue
        before = text[max(read, match.start() - _LONGEST) : match.start()]
        refers = refers_to(text, begin, match.start(), bool(out)) and not _named(before)
        refers = refers and text[begin : match.start()].strip().casefold() != "codes"
        word = _WORD_END.match(text, match.end())
        if refers or (word and is_gone(text, word.end())):
            continue
        named = _named(before)
        system = named or (expect if not out else out[-1].token.system)
        token = token_at(text, match.start(), system, strong=named is None and system not in _BY_LIST)
        token = token or token_at(text, match.start(), None, strong=True)
        known = (
            named or expect == "cpt" or speaks or any(o.token.system in ("cpt", "hcpcs") for o in out[-1:])
        )
        if token is None or (token.system == "cpt" and not known):
            continue  # a number of five figures
        polarity = polarity_of(before) or polarity
        while token is not None:
            out.append(Listed(token, polarity))
            read = token.end
            gap = SEPARATOR.match(text, read)
            token = token_at(text, gap.end(), token.system) if gap and gap.end() > read else None
    if out and polarity is None and _BEHIND.match(text, read, end):
        behind = text[read : min(end, read + _LONGEST)].split(";", maxsplit=1)[0]
        told = polarity_of(behind)
        limited = told is not None and _LIMITED.search(behind) is not None
        out = [Listed(one.token, told, limited) for one in out]
    return out


def _named(before: str) -> System | None:
    """The system that is named right before a code: “Revenue codes 0260”."""
    named = [m for m in NAMED.finditer(f"{before}0") if m.end() == len(before)]
    return system_of(named[-1]["system"])[0] if named else None


_LONGEST: Final = 300
"""Characters around codes in which words are looked for."""
