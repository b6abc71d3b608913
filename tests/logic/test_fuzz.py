"""A hundred thousand random (criteria, facts) pairs; `make fuzz` runs ten million others."""

from __future__ import annotations

from random import Random

import pytest

from logic import fuzz
from logic.forests import ROWS, RULES, random_row, random_trees

PAIRS = 100_000
PARTS = 8


@pytest.mark.parametrize("part", range(PARTS))
def test_the_evaluator_is_the_oracle_and_unknown_is_never_no(part: int) -> None:
    trees = -(-PAIRS // ROWS // PARTS)
    assert fuzz.run(1_000_000 * part, trees) == (trees, trees * ROWS)


def test_the_forests_hold_every_rule_and_the_rows_every_kind_of_knowledge() -> None:
    random = Random(0)
    seen: set[str] = set()
    masks: set[int] = set()
    for _ in range(50):
        trees = random_trees(random)
        seen |= {node.rule for node in trees.nodes}
        masks |= {mask.bit_count() for mask in random_row(random, trees.cells)}
    assert seen == {*RULES, "leaf"}
    assert masks >= {0, 1, 2, 3}


def test_a_wrong_evaluator_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    right = fuzz.evaluate

    def unknown_as_no(forest, leaves, full, picks, only=None):
        return right(forest, [(t, full ^ t) for t, _ in leaves], full, picks, only)

    monkeypatch.setattr(fuzz, "evaluate", unknown_as_no)
    with pytest.raises(AssertionError):
        fuzz.run(0, 20)
