"""Questions in a line of their own, in bold, as a heading or behind “Q1.”: one paragraph with the answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from coverable.document.passages import joined
from coverable.document.patterns import ANSWER
from coverable.document.source import Block, Source


def with_answers(source: Source) -> Source:
    """The document with such questions and their answers as paragraphs: “Is X covered?” and “Yes, when …”."""
    out: list[Block] = []
    for block in _without_letters(source.blocks):
        if (
            out
            and _asks(out[-1])
            and block.cell is None
            and block.marker is None
            and ANSWER.match(block.text)
        ):
            out[-1] = replace(joined(out[-1], block), kind="paragraph", level=None, bold=False)
        else:
            out.append(block)
    return source if out == list(source.blocks) else replace(source, blocks=tuple(out))


def _without_letters(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks with a question behind “Q1.” and the answer behind its “A1.” as plain paragraphs."""
    asked = False
    for block in blocks:
        answers = asked and _lettered(block, "A")
        asked = _lettered(block, "Q") and _asks(block)
        yield replace(block, kind="paragraph", marker=None) if asked or answers else block


def _lettered(block: Block, letter: str) -> bool:
    match = _LETTER.fullmatch(block.marker or "")
    return match is not None and match[1].upper() == letter


def _asks(block: Block) -> bool:
    return block.cell is None and block.text.rstrip().endswith("?") and len(block.text) <= _LONGEST


_LETTER = re.compile(r"\W*(Q|A)(?:[0-9]{1,2})?[.):]*", re.IGNORECASE)
_LONGEST = 200
"""Characters of a question."""
