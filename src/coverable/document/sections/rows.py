"""Rows by which a section is known whatever its heading says: citations, and the dated rows of a history."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coverable.document.source import Block

_CITED = re.compile(
    r"\b(?:19|20)[0-9]{2};\s?[0-9]|\bet al\b|\bdoi:|\bRetrieved\b|\bAccessed\b|\bAvailable (?:at|from)\b"
    r"|\bvol\.\s[0-9]|\bpp\.\s?[0-9]|\b[0-9]{1,4}:[0-9]{1,5}[-–][0-9]{1,5}\.\s(?:19|20)[0-9]{2}\b|\.\s[^.]{3,120}\.\s(?:19|20)[0-9]{2}\.?$"
    r"|\[(?:package insert|product label(?:ing)?|prescribing information|database|internet|online)\]"
    r"|\b[A-Z][\w’'-]+,?\s[A-Z]{1,3}\.?\s\((?:19|20)[0-9]{2}[a-z]?\)|;\s(?:[A-Z][a-z]+\.?\s)?(?:19|20)[0-9]{2}\.?$"
)
_DATE = (
    r"(?:(?:19|20)[0-9]{2}\b|[0-9]{1,2}[/.-](?:[0-9]{1,2}[/.-])?(?:[0-9]{2}|[0-9]{4})\b|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s"
    r"(?:[0-9]{1,2},?\s)?(?:19|20)[0-9]{2}\b)"
)
_DATED = re.compile(_DATE, re.IGNORECASE)


def cited(blocks: Sequence[Block]) -> bool:
    """Whether most of these blocks are citations of literature."""
    return bool(blocks) and sum(bool(_CITED.search(b.text)) for b in blocks) * 2 > len(blocks)


def dated(blocks: Sequence[Block]) -> bool:
    """Whether most of these rows begin with a date, or have one in a cell of its own, as in a history."""
    rows = sum(_first(b) for b in blocks)
    dates = sum(bool((_DATED.match if _first(b) else _DATED.fullmatch)(b.text.strip())) for b in blocks)
    return rows > 1 and dates * 2 > rows


def _first(block: Block) -> bool:
    return block.cell is None or block.cell.column == 0


_DEFINED = re.compile(r"[A-Z0-9][^.:;!?]{1,60}(?::|\s[-–—])\s+(?:An?|The|Any|Refers|Means)\s")


def defined(blocks: Sequence[Block]) -> bool:
    """Whether most of these blocks say what a term means: “Claudication: A pain that …”."""
    return len(blocks) > 1 and sum(bool(_DEFINED.match(b.text)) for b in blocks) * 2 > len(blocks)


def has_dates(blocks: Sequence[Block]) -> bool:
    """Whether a date stands in any of these blocks."""
    return any(_DATED.search(b.text) for b in blocks)
