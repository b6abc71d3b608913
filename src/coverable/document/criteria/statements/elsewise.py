"""What a sentence says of everything else in a few words at its end: “…, and is otherwise cosmetic”, “but not otherwise”."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from coverable.document.criteria.grids.says import position_of
from coverable.document.criteria.positions.judgement import judgement
from coverable.document.criteria.positions.stand import NEGATIVE
from coverable.document.criteria.statements.place import Place, make
from coverable.document.criteria.text.clauseverbs import VERB
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import Passage
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.reading import Position, Statement

_BE: Final = r"(?:(?:is|are|will\s+be|would\s+be|remains?)\s+)?(?:considered\s+|deemed\s+|regarded\s+as\s+)?"
_TAIL: Final = any_case(
    r"[,;]?\s+(?:but|and)\s+(?P<not>not\s+otherwise|otherwise\s+not)(?=\s*[.:]?\s*$)"
    rf"|[,;]?\s+(?:and|but)\s+{_BE}otherwise,?\s+{_BE}(?P<says>[a-z][^.;:,]{{3,60}}?)(?=\s*[.:]?\s*$)"
    rf"|[,;]\s+(?:(?:it|they|this|these|the\s+\w+)\s+)?{_BE}otherwise\s+{_BE}(?P<also>[a-z][^.;:,]{{3,60}}?)(?=\s*[.:]?\s*$)"
    rf"|[,;]\s+otherwise,?\s+(?:(?:it|they|this|these|the\s+\w+)\s+)?{_BE}(?P<then>[a-z][^.;:,]{{3,60}}?)(?=\s*[.:]?\s*$)"
    rf"|[,;]\s+(?:and\s+)?{_BE}(?P<first>[a-z][^.;:,]{{3,60}}?)\s+otherwise(?=\s*[.:]?\s*$)"
)


@dataclass(frozen=True, slots=True)
class Elsewise:
    """What is said of everything else, and where."""

    position: Position
    words: Passage


def parted(sentence: Passage) -> tuple[Passage, Elsewise | None]:
    """A sentence that grants without such words at its end, and what they say; the sentence as it is without any."""
    match = _TAIL.search(sentence.text)
    if match is None:
        return sentence, None
    said = match["says"] or match["also"] or match["then"] or match["first"]
    told: Position | None = "not_covered" if said is None else position_of(said)
    main = sentence.part(0, match.start())
    found = judgement(main.text)
    if told not in NEGATIVE or found is None or found.position in NEGATIVE:
        return sentence, None
    return main, Elsewise(told, sentence.part(match.start(), match.end()))


def close(said: Elsewise | None, made: int, place: Place, page: Page) -> None:
    """Make the statement on everything else; `made` statements stood before those of its sentence."""
    granting = [s for s in place.made[made:] if s.position not in NEGATIVE]
    if said is None or not granting:
        return
    tree = granting[-1].criteria
    unmet = tree is not None and bool(tree.children or VERB.search(tree.text))
    one = Statement("", said.position, granting[-1].subject, page.span(said.words))
    make(replace(one, criteria_not_met=unmet, all_other_uses=not unmet), place)
