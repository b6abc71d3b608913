"""What tests look at in a Source."""

from __future__ import annotations

import re

from coverable.document.source import Block, Source


def words(source: Source) -> list[str]:
    return [b.text for b in source.blocks]


def outline(source: Source) -> list[tuple[str | None, int | None, str]]:
    """(marker, depth, text) of every item."""
    return [(b.marker, b.depth, b.text) for b in source.blocks if b.kind == "item"]


def cells(source: Source, table: int = 0) -> list[tuple[int, int, str]]:
    return [(b.cell.row, b.cell.column, b.text) for b in source.blocks if b.cell and b.cell.table == table]


def seen(source: Source) -> set[str]:
    return {remark.rule for remark in source.remarks}


def check_places(source: Source) -> None:
    """Every character of every block stands where its piece says, and pieces are in order.

    Any kind of white space may be read as a blank.
    """
    for block in source.blocks:
        at = 0
        for piece in block.pieces:
            assert piece.at >= at, block
            assert piece.at + piece.size <= len(block.text), block
            assert 0 <= piece.start <= piece.end <= len(source.text), block
            if piece.size == piece.end - piece.start:
                stands = re.sub(r"\s", " ", source.text[piece.start : piece.end])
                assert stands == re.sub(r"\s", " ", block.text[piece.at : piece.at + piece.size]), block
            at = piece.at + piece.size
        covered = sum(p.size for p in block.pieces)
        assert covered + block.text.count(" ") >= len(block.text), block
        span = source.span(block)
        assert source.line_of(span.start) == span.lines[0]


def block(source: Source, begins: str) -> Block:
    return next(b for b in source.blocks if b.text.startswith(begins))
