"""Page counters: `Page 3 of 9` alone, behind a running foot, inside a sentence, or behind an item."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

LONGEST = 20
"""Words beside a counter; what is longer is no running foot."""

MOST_CUTS = 50
"""Counters that are cut out of one block; more are no page counters."""

_COUNTER = re.compile(
    r"\b(?:page|pg\.?)\s{0,3}[:|#]?\s{0,3}(?P<page>[0-9]{1,4})\s{0,3}(?:of:?|/)\s{0,3}(?P<total>[0-9]{1,4})\b",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"(?:[-–—|•\[(=#*<\s]{0,9}(?:page|pg\.?)\s{0,3}[-–—|:#]?\s{0,3}(?P<page>[0-9]{1,4})(?:\s{1,3}of:?\s{1,3}[0-9]{1,4})?|(?:[-–—~]|<<|\[)\s{0,2}(?P<dashed>[0-9]{1,4})(?:\s{0,2}/\s{0,2}[0-9]{1,4})?\s{0,2}(?:[-–—~]|>>|\])"
    r"|(?P<of>[0-9]{1,4})\s{1,3}of\s{1,3}(?P<total>[0-9]{1,4})(?:\s{1,2}pages?)?)[-–—|•\])=#*>\s]{0,9}",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"(?:^|\s)(?:(?P<page>[0-9]{1,4})\s?\|\s?page|[-–—~]\s?(?P<of>[0-9]{1,4})\s{1,3}of\s{1,3}(?P<total>[0-9]{1,4})\s?[-–—~])$",
    re.IGNORECASE,
)
"""“12 | Page” and “GADGET-1 - 1 of 2 -”: a counter behind the name of the document."""
_PIPED = re.compile(
    r"[^|]{0,100}(?:\|[^|]{0,100}){0,4}\|\s?(?:page\s(?P<page>[0-9]{1,3})|(?P<of>[0-9]{1,3})\s?/\s?(?P<total>[0-9]{1,3}))",
    re.IGNORECASE,
)
"""“GADGET-1 | Gadgets | 1/2”: the last part of a foot whose parts are set apart."""
_NAMED = re.compile(r"\bpage\s[0-9]{1,4}(?:\s(?:of|/)\s[0-9]{1,4})?$", re.IGNORECASE)
_NUMBER = re.compile(r"[-–—|\s]*(?:page\s*)?[0-9]{1,4}(?:\s*(?:/|of)\s*[0-9]{1,4})?[-–—|\s]*", re.IGNORECASE)
_BRACKETED = re.compile(
    r"\[\s?page\s(?P<page>[0-9]{1,4})(?:\sof\s(?P<total>[0-9]{1,4}))?\s?\]", re.IGNORECASE
)
_LAST = re.compile(r"(?<=[.;:]\s)Page\s(?P<page>[0-9]{1,4})$")
"""Behind the end of a sentence: “… for 3 months. Page 4”."""
_OWNER = re.compile(r"CPT Only\s?[-–—]\s?American Medical Association\s?$", re.IGNORECASE)
_SAID = re.compile(r"(?:\b(?:see|on|at|from|and|to|refer to)|\()\s{0,2}$", re.IGNORECASE)


def page_counter(text: str, item: bool = False) -> tuple[int, int | None] | None:
    """The page and the total that a line states when it is a page counter and little else.

    `item`: the line begins with a marker. The foot of a page is rarely printed so; an item may end in one.
    """
    match = _ALONE.fullmatch(text.strip())
    if match:
        page = match["page"] or match["dashed"] or match["of"]
        total = match["total"]
        counted = _COUNTER.search(text)
        return int(page), int(total or 0) or (int(counted["total"]) if counted else None)
    behind = _behind(text.strip())
    if behind and len(text.split()) <= LONGEST:
        return int(behind["page"] or behind["of"]), int(behind["total"]) if behind["total"] else None
    match = _COUNTER.search(text)
    if match and not _SAID.search(text[: match.start()]):
        before = text[: match.start()].rstrip()
        beside = (before + " " + text[match.end() :]).split()
        plain = sum(word[0].islower() for word in beside)
        if item and len(before.split()) > 2 and (plain > 1 or before[-1] in ".;:,"):
            return None
        # A running foot is made of names; a sentence that was joined to its counter is not all furniture.
        if len(beside) <= LONGEST and (len(beside) <= 3 or 2 * plain <= len(beside)):
            return int(match["page"]), int(match["total"])
    return None


def ends_as_foot(line: str) -> bool:
    """Whether a printed line is a number and nothing else, or ends as a page does: nothing joins it."""
    if not (line[-1:].isdigit() or line[-1:] in "-–—~| eE"):
        return False
    return bool(_NUMBER.fullmatch(line) or _NAMED.search(line) or _behind(line))


def _behind(text: str) -> re.Match[str] | None:
    """The counter behind the name of the document."""
    return ("|" in text and _PIPED.fullmatch(text)) or _BEHIND.search(text)


def counters_in(text: str) -> Iterator[tuple[int, int, int, int | None]]:
    """The counters that words run over, the last one first: where each stands, its page and its total."""
    if "age" not in text and "AGE" not in text:
        return
    inside = [m for p in (_COUNTER, _BRACKETED, _LAST) for m in p.finditer(text)][:MOST_CUTS]
    for match in sorted(_apart(inside), key=lambda m: -m.start()):
        if not _SAID.search(text, max(0, match.start() - 12), match.start()):
            owner = _OWNER.search(text[: match.start()])
            total = match.groupdict().get("total")
            first = owner.start() if owner else match.start()
            yield first, match.end(), int(match["page"]), int(total) if total else None


def ends_with_counter(text: str) -> bool:
    return any(last == len(text) for _, last, _, _ in counters_in(text))


def _apart(found: Sequence[re.Match[str]]) -> list[re.Match[str]]:
    """Those that lie in no other one; the bracketed form holds the plain one."""
    return [
        m
        for m in found
        if not any(o is not m and o.start() <= m.start() and m.end() <= o.end() for o in found)
    ]
