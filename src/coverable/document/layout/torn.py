"""Sentences that a document tore into two paragraphs: by their words nothing ends, and nothing begins."""

from __future__ import annotations

import re

from coverable.document.criteria.text.connectors import CLOSES
from coverable.document.source import Block

_ENDED = re.compile(r"[.!?:;…)\]”\"]\W*$|[;,.]\s*(?:and|or)\W*$|\b(?:AND|OR)\W*$")
_OPEN = re.compile(
    r"\b(?:a|an|the|of|to|in|for|with|by|is|are|was|were|as|on|at|from|that|than|not|be|any|all|each|least|has|have|who|which|when|if|and|or)$",
    re.IGNORECASE,
)
_CONNECTOR = re.compile(r"\W*(?:and|or|plus|and/or)\W*", re.IGNORECASE)
_CLOSES = re.compile(r"[.:;]\W*$")
_NOTE = re.compile(r"Notes?\b")
"""“Note: Examples are Rezurock” and, on the next page, “(belumosudil) and cyclosporine.”"""
FEWEST = 5
"""Words that a sentence has at the least before its paragraph may have been torn."""


def torn(before: Block, block: Block, following: Block | None) -> bool:
    """Whether `block` goes on with the sentence of `before`, which a wrong paragraph mark tore apart.

    A row of short lines in small letters is a list without markers and stays one.
    """
    if before.cell is not None or block.cell is not None or block.marker or block.kind != "paragraph":
        return False
    if (
        before.kind not in ("paragraph", "item")
        or not (block.text[:1].islower() or (block.text[:1] == "(" and _NOTE.match(before.text)))
        or _CONNECTOR.fullmatch(block.text)
    ):
        return False
    if _ENDED.search(before.text) or before.bold != block.bold:
        return False
    if _OPEN.search(before.text):
        return True
    if before.marker and CLOSES.match(block.text):
        return False
    listed = following is not None and following.text[:1].islower() and not following.marker
    return len(before.text.split()) >= FEWEST and _CLOSES.search(block.text) is not None and not listed
