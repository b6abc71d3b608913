"""Random pairs of criteria over shared facts: what the prover says against trying every patient.

`python -m logic.proofs --trees 10000` is the long campaign; the tests run a few hundred.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from itertools import product
from random import Random
from time import perf_counter

from coverable.logic.evaluate import evaluate, leaf_bits
from coverable.logic.prover import Dimension, Patient, Prover, seen
from coverable.logic.wires import TRUE
from logic.forests import Trees, random_trees, shuffled

MOST = 20_000
"""Patients that are tried one by one for a tree; larger spaces are left out."""


def small_trees(random: Random) -> Trees:
    """Trees of up to twelve tests whose patients can all be tried."""
    while True:
        trees = random_trees(random)
        count = 1
        for cells in trees.cells:
            count *= cells + 1
        if count <= MOST and len(trees.roots) > 1:
            return trees


def check(seed: int) -> int:
    """Two roots of one random forest; the number of patients tried. AssertionError names the seed."""
    random = Random(seed)
    trees = small_trees(random)
    a, b = random.sample([tree.number for tree in trees.roots], 2)
    patients = list(product(*[(None, *range(cells)) for cells in trees.cells]))
    rows = [[0 if cell is None else 1 << cell for cell in row] for row in patients]
    full = (1 << len(rows)) - 1
    probes = [_planes(column) for column in zip(*rows, strict=True)]
    bits = evaluate(trees.forest, leaf_bits(trees.forest, probes, 0), full, {})
    goal = bits[a][0] & bits[b][1]
    apart = bits[a][0] & (full ^ bits[b][0])
    documented = sum(1 << i for i, row in enumerate(patients) if None not in row)
    try:
        found = asked(trees, trees.forest, a, b)
        again = asked(trees, shuffled(random, trees.forest), a, b)
        assert found == again, "the order of the criteria changes the example"
        _smallest_is_smallest(patients, goal, found[0])
        assert (found[1] is not None) == bool(apart & documented), "an equivalence is not one"
    except AssertionError as failed:
        failed.add_note(f"seed {seed}: roots {a} and {b} of {trees.forest}")
        raise
    return len(patients)


def asked(trees: Trees, forest, a: int, b: int) -> tuple[Patient | None, bool | None]:
    """The smallest patient who meets `a` and fails `b`, and whether some documented one tells them apart."""
    prover = Prover([Dimension(f"f{i}", cells) for i, cells in enumerate(trees.cells)])
    looks = [tuple((i, cell, 1 << cell) for cell in range(cells)) for i, cells in enumerate(trees.cells)]
    leaves = leaf_bits(forest, [seen(look) for look in looks], TRUE ^ TRUE)
    bits = evaluate(forest, leaves, TRUE, {})
    apart = prover.possible(bits[a][0] & (TRUE ^ bits[b][0]))
    return prover.smallest(bits[a][0] & bits[b][1]), None if apart is None else True


def _planes(column: Sequence[int]) -> list[tuple[int, int]]:
    planes: dict[int, int] = {}
    for i, mask in enumerate(column):
        if mask:
            planes[mask] = planes.get(mask, 0) | 1 << i
    return list(planes.items())


def _smallest_is_smallest(patients: list[tuple[int | None, ...]], goal: int, found: Patient | None) -> None:
    sizes = [
        sum(cell is not None for cell in row)
        for row, digit in zip(patients, f"{goal:0{len(patients)}b}"[::-1], strict=True)
        if digit == "1"
    ]
    if found is None:
        assert not sizes, "there is a patient, and none was found"
        return
    row = tuple(found.get(i) for i in range(len(patients[0])))
    assert goal >> patients.index(row) & 1, "the example does not do what it is to show"
    assert len(found) == min(sizes), "there is a smaller example"


def main() -> None:
    """Run, and say what was done."""
    parser = argparse.ArgumentParser(prog="python -m logic.proofs", description=__doc__)
    parser.add_argument("--trees", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0)
    given = parser.parse_args()
    start = perf_counter()
    tried = sum(check(seed) for seed in range(given.first, given.first + given.trees))
    print(
        f"proofs: {given.trees:,} random pairs of criteria, {tried:,} patients tried one by one, seeds from "
        f"{given.first}, {perf_counter() - start:.0f} s: every equivalence and every smallest example holds"
    )


if __name__ == "__main__":
    main()
