"""“Members may not be eligible for A. This is considered investigational.”: the second sentence says which denial it is.

It speaks of nothing but what the first one denies, and names no use. The statement keeps its subject and its list.
"""

from __future__ import annotations

from dataclasses import replace

from coverable.document.criteria.positions.headed import heading_position
from coverable.document.criteria.positions.stand import NEGATIVE
from coverable.document.criteria.statements.place import Place
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import Passage
from coverable.document.criteria.text.wordclasses import any_case

_AGAIN = any_case(
    r"(?:therefore,?\s+|thus,?\s+)?(?:this|these|they|it|such\s+(?:use|services?))\s+(?:is|are)\s+(?:therefore\s+|also\s+)?(?:considered|deemed|regarded\s+as)\s+(?:to\s+be\s+)?"
    r"(?P<said>[\w/ -]{4,60}?)(?P<why>\s*,?\s+(?:as|because|since|due\s+to)\s+(?:it|they|this|these|there|of|the|insufficient|lack)\b.*)?\W*"
)
"""“This is considered experimental/investigational as it is not identified as widely used …”"""


def judged_again(sentence: Passage, place: Place, page: Page) -> bool:
    """Whether a sentence says which denial the one before it is; it is taken into that statement."""
    again = _AGAIN.fullmatch(sentence.text)
    if again is None or place.open_ is None:
        return False
    position = heading_position(again["said"])
    before, span = place.made[place.open_], page.span(sentence)
    near = not page.source.text[before.span.end : span.start].strip(" .\n")
    if position not in NEGATIVE or not near or before.position != "not_covered" or before.criteria_not_met:
        return False
    place.made[place.open_] = replace(before, position=position, span=page.source.join([before.span, span]))
    return True
