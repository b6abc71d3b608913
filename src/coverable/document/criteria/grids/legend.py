"""Signs in a table that a legend explains: “● = covered, ◐ = covered only as described, ○ = not covered”.

The legend may be a row of the table or a line beside it. Where it explains a sign, a cell of that sign says what the
legend says, whatever the sign would mean elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from coverable.document.criteria.grids.says import position_of
from coverable.document.source import Block

_SIGN = r"[^\w\s.,;:()=–—-]{1,2}|[A-Z][A-Z/&]{0,3}|Yes|No|Approve|Deny"
_MEANS = r"[\"“”']?\s*(?:=|:|–|—|-|\bmeans(?:\s+that)?\b)\s*"
_ENTRY = re.compile(
    rf"(?<![^\s\"“'])(?P<sign>{_SIGN}){_MEANS}(?P<says>[^=:;|]*?)"
    rf"(?=\s*(?:[;,|•.]\s*)?(?<!\S)[\"“']?(?:{_SIGN}){_MEANS}|\s*[;|]|\W*$)"
)
_FEWEST = 2
"""Signs of a legend."""


def spelled_out(part: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """These blocks, with each sign in a cell as the words that it stands for; and the legends."""
    told = {id(b): found for b in part if (found := meanings_in(b.text))}
    meanings = {sign: says for found in told.values() for sign, says in found.items()}
    signed = any(b.cell is not None and b.text.strip() in meanings for b in part if id(b) not in told)
    if not (meanings and signed):
        return [*part], []
    kept = [b for b in part if id(b) not in told]
    return [_spelled(b, meanings) for b in kept], [b for b in part if id(b) in told]


def meanings_in(text: str) -> Mapping[str, str]:
    """The signs that a line explains; nothing where it explains fewer than two, or none by a position."""
    found = {m["sign"]: m["says"].strip(" ,.;") for m in _ENTRY.finditer(text)}
    found = {sign: says for sign, says in found.items() if says}
    positions = sum(position_of(says) is not None for says in found.values())
    return found if len(found) >= _FEWEST and positions >= _FEWEST else {}


def _spelled(block: Block, meanings: Mapping[str, str]) -> Block:
    """A cell of one sign, which stands in the document for all of the words that it means."""
    says = meanings.get(block.text.strip()) if block.cell is not None else None
    if says is None or not block.pieces:
        return block
    first, last = block.pieces[0], block.pieces[-1]
    piece = replace(first, at=0, size=len(says), end=last.end)
    return replace(block, text=says, pieces=(piece,))
