"""Which line at the head names what the rest of the document speaks of, wherever it stands (SR-130).

A masthead, a form's fax number and the name of a list stand at the head as a title does, in any layout. Only
the words of a title come back all over the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from coverable.document.header.documentkind import KIND, is_kind
from coverable.document.header.fields import Field
from coverable.document.header.labelwords import names_kind
from coverable.document.header.linenames import LINE
from coverable.document.header.publisher import is_payer, names_organization
from coverable.document.header.spokenof import acts
from coverable.document.header.titlewords import PARTS, may_be_title, may_name, without_number
from coverable.document.layout.furniture import Cleaned
from coverable.document.patterns import word_set
from coverable.document.reading import Stated
from coverable.document.sections.titles import words_of_sections
from coverable.document.source import Block, Source, inside

TOP: Final = 16
"""Blocks from the head of the text in which a title may stand, in a table or beside one."""
_LEAST: Final = 12
"""Blocks of running text that tell of what a document speaks; fewer tell of nothing."""
_FEWEST: Final = 2
"""Words of a title in a table or in a running head, where “Item” and “Test” head columns."""
_WORD = re.compile(r"\b[A-Za-z][A-Za-z0-9-]{2,}")
_SMALL = re.compile(r"\b[a-z][a-z0-9-]{2,}")
"""Words in small letters: the name of a payer comes back as well, but with its capital."""
_STEM: Final = 6
_TIMES: Final = 2.5
"""How much more often the words of another line must come back than those of the line that was chosen."""
_SHARE: Final = 0.015
"""Of the blocks, how many hold a word of the title on average at the least."""
_PLAIN: Final = word_set(
    "the and for with not policy policies medical clinical coverage criteria guideline guidelines health"
    " plan plans service services prior authorization benefit benefits drug drugs pharmacy member members"
    " patient patients program care use treatment department state commercial medicaid medicare provider"
    " providers manual brand name generic form request review group description must satisfy any none all"
    " related supersedes replaces replaced preferred list approve approval months month year years step"
    " use uses booklet product products status"
)
"""Words that documents repeat whatever they are about."""
_OTHERS = re.compile(
    r"(?:related|replaces|supersedes|see\b|subtitle|index|abbreviations|keywords|formular)", re.IGNORECASE
)
_OPEN = re.compile(r"^\*|\s(?:and|or|of|for|the|with)\s*$", re.IGNORECASE)
"""A line that is cut: another column stands behind it."""


_APART: Final = frozenset({"references", "history", "contents"})


def recurring_title(
    chosen: Stated | None,
    cleaned: Cleaned,
    kinds: Sequence[str],
    found: Sequence[Field],
    number: Stated | None,
) -> Stated | None:
    """The line whose words come back far more often than those of the one that was chosen; else that one."""
    source = cleaned.source
    texts = [b.text for b, kind in zip(source.blocks, kinds, strict=True) if kind not in _APART]
    bodies = [_stems(text) for text in texts[3:]]
    small = frozenset[str]().union(*(_stems(text, _SMALL) for text in texts))
    if len(bodies) < _LEAST:
        return chosen
    now = _recurs(str(chosen.value), bodies) if chosen and not _OPEN.search(str(chosen.value)) else 0.0
    tables = {
        None,
        *(f.block.cell.table for f in found if f.block.cell),
    }  # those that hold fields of the head
    top = [b for b, kind in zip(source.blocks[:TOP], kinds, strict=False) if kind == "header"]
    lines = (_named(source, b, number) for b in top if (b.cell.table if b.cell else None) in tables)
    best: tuple[float, Stated] | None = None
    for name in (*lines, *_running(cleaned)):
        often = _recurs(str(name.value), bodies) if name else 0.0
        more = often > max(_SHARE, _TIMES * now) and (best is None or often > _TIMES * best[0])
        if name and more and _mostly_in(str(name.value), small) and not acts(str(name.value), source):
            best = often, name
    return best[1] if best else chosen


def _running(cleaned: Cleaned) -> Iterator[Stated]:
    """What stands in the running heads and feet, each part of a line by itself."""
    for furniture in cleaned.furniture:
        parts = PARTS.finditer(cleaned.source.text, furniture.span.start, furniture.span.end)
        for part in parts if furniture.kind == "repeated" else ():
            if may_name(part[0]) and len(_stems(part[0])) >= _FEWEST:
                yield Stated(part[0], inside(cleaned.source, furniture.span, *part.span()), 0.6)


def _named(source: Source, block: Block, number: Stated | None) -> Stated | None:
    """What a line names, if it can be a title wherever it stands."""
    text = block.text
    cut = _OTHERS.match(text) or _OPEN.search(text) or text.endswith(":")
    if cut or not may_be_title(block, len(text), numbered=True):
        return None
    title = without_number(source, block, 0, len(block.text), number, 0.7)
    name = str(title.value) if title else ""
    payer = is_payer(name) or names_organization(name)
    kind = is_kind(name) or names_kind(name) or LINE.fullmatch(name)
    alone = block.cell is not None and len(name.split()) < _FEWEST
    return None if payer or kind or alone else title


def _recurs(name: str, bodies: Sequence[frozenset[str]]) -> float:
    """How many of the blocks hold a word of a name, on average over its words."""
    words = _stems(KIND.sub(" ", name))
    return sum(w in body for w in words for body in bodies) / (len(words) * len(bodies)) if words else 0.0


def _mostly_in(name: str, small: frozenset[str]) -> bool:
    """Whether half of the words of a name come back in small letters: those of a payer's name do not."""
    words = _stems(KIND.sub(" ", name))
    return 2 * len(words & small) >= len(words)


def _stems(text: str, words: re.Pattern[str] = _WORD) -> frozenset[str]:
    own = {word.lower() for word in words.findall(text)} - _PLAIN - words_of_sections()
    return frozenset(w.removesuffix("s")[:_STEM] for w in own)
