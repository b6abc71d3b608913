"""The clauses of a sentence that takes two positions: “X is not covered for A, but is covered for B”."""

from __future__ import annotations

from coverable.document.criteria.positions.judgement import judgement
from coverable.document.criteria.positions.stand import Stand
from coverable.document.criteria.text.passage import Passage


def clauses(sentence: Passage, found: Stand, number: int) -> list[tuple[Passage, Stand]]:
    """The clause and the predicate of each of the statements that a sentence makes.

    What turns the first turns nothing of the second.
    """
    rest = sentence.part(found.second + 3) if found.second and number == 2 else None
    again = judgement(rest.text) if rest else None
    if rest is None or again is None:
        return [(sentence, found)] * number
    return [(sentence.part(0, found.second).trimmed(",;"), found), (rest, again)]
