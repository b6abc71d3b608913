"""What is proved is what trying every patient finds."""

from __future__ import annotations

import pytest

from coverable.logic.prover import Dimension, Prover, Undecided, value
from coverable.logic.wires import FALSE, TRUE, wire
from logic.proofs import check

TREES = 300


@pytest.mark.parametrize("part", range(3))
def test_equivalences_and_smallest_examples_of_random_criteria_are_those_of_brute_force(part: int) -> None:
    assert sum(check(seed) for seed in range(part * TREES // 3, (part + 1) * TREES // 3)) > 1000


def test_constants_fold_and_equal_formulas_are_one_wire() -> None:
    a, b = wire((0, 0)), wire((1, 0))
    assert a & TRUE is a and a | FALSE is a and a ^ FALSE is a
    assert a & FALSE is FALSE and a | TRUE is TRUE and a ^ a is FALSE
    assert (a & b) is (b & a) and (a | b) is (b | a) and (a ^ b) is (b ^ a)


def test_a_value_lies_in_one_cell_at_most() -> None:
    prover = Prover([Dimension("f", 3)])
    cells = [wire((0, cell)) for cell in range(3)]
    assert prover.never(cells[0] & cells[1])
    assert prover.never(TRUE ^ (cells[0] | cells[1] | cells[2]))
    assert prover.smallest(TRUE ^ (cells[0] | cells[1] | cells[2])) == {}


def test_among_the_smallest_patients_the_first_in_order_of_facts_and_cells_is_named() -> None:
    prover = Prover([Dimension("b", 3), Dimension("a", 2), Dimension("c", 2)])
    goal = wire((0, 1)) | wire((0, 2)) | wire((1, 1)) | wire((2, 0))
    assert prover.smallest(goal) == {2: 0}  # what comes first in order is rather left out
    assert prover.smallest(goal & (wire((0, 1)) | wire((0, 2)))) == {0: 1}


def test_a_question_that_is_too_large_for_its_budget_is_not_answered() -> None:
    holes = 11  # more pigeons than holes: hard for any solver of this kind
    dimensions = [Dimension(f"p{i}", holes) for i in range(holes + 1)]
    prover = Prover(dimensions, budget=50)
    crowded = FALSE
    for hole in range(holes):
        for one in range(holes + 1):
            for other in range(one):
                crowded = crowded | wire((one, hole)) & wire((other, hole))
    with pytest.raises(Undecided, match=r"within 0\.05 s"):
        prover.possible(TRUE ^ crowded)


def test_the_value_of_a_formula_for_one_patient() -> None:
    goal = (wire((0, 1)) | wire((1, 0))) & (TRUE ^ wire((2, 0)))
    assert value(goal, {0: 1}) and value(goal, {1: 0, 2: 1})
    assert not value(goal, {0: 1, 2: 0}) and not value(goal, {})
