"""Questions in a line of their own, in bold or as a heading: one paragraph with their answer."""

from __future__ import annotations

from dataclasses import replace

from coverable.document.passages import joined
from coverable.document.patterns import ANSWER
from coverable.document.source import Block, Source


def with_answers(source: Source) -> Source:
    """The document with such questions and their answers as paragraphs: “Is X covered?” and “Yes, when …”."""
    out: list[Block] = []
    for block in source.blocks:
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
    return source if len(out) == len(source.blocks) else replace(source, blocks=tuple(out))


def _asks(block: Block) -> bool:
    return block.cell is None and block.text.rstrip().endswith("?") and len(block.text) <= _LONGEST


_LONGEST = 200
"""Characters of a question."""
