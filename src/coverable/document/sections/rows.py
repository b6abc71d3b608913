"""Rows by which a section is known whatever its heading says: citations, and the dated rows of a history."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import takewhile

from coverable.document.source import Block

_CITED = re.compile(
    r"\b(?:19|20)[0-9]{2};\s?[0-9]|\bet al\b|\bdoi:|\bRetrieved\b|\bAccessed\b|\bAvailable (?:at|from)\b"
    r"|\bvol\.\s[0-9]|\bpp\.\s?[0-9]|\b[0-9]{1,4}:[0-9]{1,5}[-–][0-9]{1,5}\.\s(?:19|20)[0-9]{2}\b|\.\s[^.]{3,120}\.\s(?:19|20)[0-9]{2}\.?$"
    r"|\[(?:package insert|product label(?:ing)?|prescribing information|database|internet|online)\]"
    r"|\b[A-Z][\w’'-]+,?\s[A-Z]{1,3}\.?\s\((?:19|20)[0-9]{2}[a-z]?\)|;\s(?:[A-Z][a-z]+\.?\s)?(?:19|20)[0-9]{2}\.?$"
)
_UNIT = (
    r"(?!\s?(?:%|(?:mg|mcg|g|grams?|kg|ml|m|iu|mm|cm|kcal|calories|units?|years?|months?|weeks?|days?|hours?|minutes?"
    r"|visits?|events?|times|per|or|and|of|to|loss|pain)\b))"
)
_DATE = (
    r"(?:(?:19|20)[0-9]{2}\b|[0-9]{1,2}(?:/[0-9]{1,2}/|\.[0-9]{1,2}\.|-[0-9]{1,2}-)(?:[0-9]{4}|[0-9]{2})\b"
    r"|(?:0?[1-9]|1[0-2])(?:/(?:[0-9]{4}|[0-9]{2})|[.-](?:19|20)[0-9]{2})\b"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s(?:[0-9]{1,2},?\s)?(?:19|20)[0-9]{2}\b)"
    + _UNIT
)
"""No range of ages (“6-11 years”), no dose (“2000 mg”), and no score (“7/10 or greater”)."""
_DATED = re.compile(_DATE, re.IGNORECASE)
_ROW = re.compile(
    rf"{_DATE}|(?:effective|revised|reviewed|updated)\s(?:on\s)?{_DATE}\s?[:–—-]\s", re.IGNORECASE
)
_DATES = rf"{_DATE}(?:\s?\([^()]{{1,80}}\))?"
_WHAT = (
    r"(?:last\s)?(?:reviewed|revised|updated|approved|amended|created|devised|issued|adopted|originated"
    r"|effective|reviews?|revisions?|updates?|(?:[\w&]+\s){1,5}approvals?)"
)
_EVENT = re.compile(
    rf"{_WHAT}(?:\s(?:on|dates?))?\s?:?\s{_DATES}(?P<more>(?:[,;&]?\s(?:and\s)?{_DATES})*)[.;]?",
    re.IGNORECASE,
)
"""“Reviewed: 03/2024, 04/2023”, “Revised: 9/10 (added an exclusion), 11/15”."""


def begun(blocks: Sequence[Block]) -> Sequence[Block]:
    """The table that a section begins with, or all of it: a menu of the page may stand behind its rows."""
    first = blocks[0].cell if blocks else None
    if first is None:
        return blocks
    return [*takewhile(lambda b: b.cell is not None and b.cell.table == first.table, blocks)]


def cited(blocks: Sequence[Block]) -> bool:
    """Whether most of these blocks are citations of literature."""
    return bool(blocks) and sum(bool(_CITED.search(b.text)) for b in blocks) * 2 > len(blocks)


def dated(blocks: Sequence[Block]) -> bool:
    """Whether most of these rows begin with a date, as those of a history do."""
    rows = [b for b in blocks if _first(b)]
    return len(rows) > 1 and sum(bool(_ROW.match(b.text.strip())) for b in rows) * 2 > len(rows)


def dated_behind(blocks: Sequence[Block]) -> bool:
    """Whether most rows of a table have a date in one column, which is not the first."""
    if any(b.cell is not None and b.text.rstrip().endswith(":") for b in blocks):
        return False  # labels of a head and their values
    rows = sum(_first(b) for b in blocks)
    alone = Counter(b.cell.column for b in blocks if b.cell and _DATED.fullmatch(b.text.strip()))
    return rows > 1 and max(alone.values(), default=0) * 2 > rows


def in_one_line(blocks: Sequence[Block]) -> bool:
    """Whether these are a history in one line, and nothing else: “Reviewed: 03/2024, 04/2023”."""
    return len(blocks) == 1 and several_events(blocks[0].text) > 1


def several_events(text: str) -> int:
    """How many events a line names that says what happened and when, and nothing else; 0 for another one."""
    found = 0
    at = len(text) - len(text.lstrip())
    while match := _EVENT.match(text, at):
        found += 1 + len(_DATED.findall(re.sub(r"\([^()]*\)", "", match["more"])))
        at = match.end() + len(text[match.end() :]) - len(text[match.end() :].lstrip())
    return found if at == len(text) else 0


def _first(block: Block) -> bool:
    return block.cell is None or block.cell.column == 0


_DEFINED = re.compile(r"[A-Z0-9][^.:;!?]{1,60}(?::|\s[-–—])\s+(?:An?|The|Any|All|Refers|Means)\s")


_ASKS = re.compile(
    r"\b(?:must|shall|should|requires?|required|limited|maximum|minimum|only|documented|criteri\w+|necessary|older|younger"
    r"|trial|failure|per\s+[0-9]+|not\s+(?:be|allowed|covered))\b",
    re.IGNORECASE,
)
"""“Prior treatment: A trial of methotrexate”: what is asked, and no term with its meaning."""


def defined(blocks: Sequence[Block]) -> bool:
    """Whether most of these rows say what a term means, and none asks for anything: “Cramp: A pain …”."""
    rows = [b for b in blocks if _first(b)]
    told = sum(bool(_DEFINED.match(b.text)) for b in rows)
    return len(rows) > 1 and told * 2 > len(rows) and not any(_ASKS.search(b.text) for b in blocks)


def has_dates(blocks: Sequence[Block]) -> bool:
    """Whether a date stands in any of these blocks."""
    return any(_DATED.search(b.text) for b in blocks)
