"""`python -m bench.proofs`: what exact answers cost: comparing, example patients, settling sets.

Random criteria of 60 tests (40 for settling sets) over shared facts, the same in every run; and both seeds.
Medians, and the slowest; to the terminal and to bench/RESULTS-proofs.md.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import Any

from bench.run import one_core
from coverable.determination.engine import open_engine
from coverable.logic.criteria import Forest, Leaf, Node, Rule
from coverable.logic.determining import determining
from coverable.logic.evaluate import evaluate, leaf_bits
from coverable.logic.needed import still_needed
from coverable.logic.planes import Bits, Plane
from coverable.logic.prover import Dimension, Prover, seen
from coverable.logic.rationale import values
from coverable.logic.wires import FALSE, TRUE, Wire
from coverable.proof.compare import Shower, compare
from coverable.proof.rows import rows

RESULTS = Path(__file__).with_name("RESULTS-proofs.md")
TREES = 40
SEED = 20261122
Tree = tuple[Forest, int, list[int]]
"""(criteria, root, how many cells each fact has)"""


def tree(random: Random, leaves: int) -> Tree:
    """Random criteria of so many tests; two tests of three look at a fact of their own."""
    cells = [random.randint(2, 4) for _ in range(max(2, leaves * 2 // 3))]
    tests: list[Leaf] = []
    for i in range(leaves):
        fact = i if i < len(cells) else random.randrange(len(cells))
        tests.append(Leaf(fact, random.randrange(1, (1 << cells[fact]) - 1)))
    nodes = [Node("leaf", id=f"t{i}", leaf=i) for i in range(leaves)]
    open_ = list(range(leaves))
    random.shuffle(open_)
    while len(open_) > 1:
        size = min(len(open_), random.randint(2, 5))
        below = tuple(open_.pop() for _ in range(size))
        rule: Rule = random.choice(("all", "any", "all", "any", "at_least", "none"))
        nodes.append(Node(rule, below, id=f"c{len(nodes)}", n=random.randint(1, size)))
        open_.insert(0, len(nodes) - 1)
    return Forest(tuple(nodes), tuple(tests)), len(nodes) - 1, cells


def shuffled(random: Random, one: Tree) -> Tree:
    """The same with children in another order: equivalent."""
    forest, root, cells = one
    nodes = [replace(n, children=tuple(random.sample(n.children, len(n.children)))) for n in forest.nodes]
    return Forest(tuple(nodes), forest.leaves), root, cells


def mutated(random: Random, one: Tree) -> Tree:
    """The same with one rule changed."""
    forest, root, cells = one
    nodes = list(forest.nodes)
    at = random.choice([i for i, node in enumerate(nodes) if node.children])
    nodes[at] = replace(nodes[at], rule="any" if nodes[at].rule == "all" else "all")
    return Forest(tuple(nodes), forest.leaves), root, cells


def met(one: Tree) -> tuple[Wire, Wire]:
    """Whom the criteria are met for, and whom not."""
    forest, root, cells = one
    looks = [tuple((i, cell, 1 << cell) for cell in range(count)) for i, count in enumerate(cells)]
    leaves = leaf_bits(forest, [seen(look) for look in looks], FALSE)
    return evaluate(forest, leaves, TRUE, {})[root]


def prover(one: Tree) -> Prover:
    return Prover([Dimension(f"f{i:02d}", count) for i, count in enumerate(one[2])])


def equivalent(one: Tree, other: Tree) -> bool:
    """From criteria to proof, everything included."""
    (a, _), (b, _) = met(one), met(other)
    return prover(one).never(a ^ b)


def example(one: Tree, other: Tree) -> Any:
    """The smallest patient who tells the two apart, either way."""
    (a, not_a), (b, not_b) = met(one), met(other)
    return prover(one).smallest(a & not_b | b & not_a)


def settle(one: Tree) -> Any:
    """The smallest sets of facts that settle criteria of which nothing is known."""
    forest, root, cells = one
    bits = evaluate(forest, [(0, 0)] * len(forest.leaves), 1, {})
    open_ = [(i, (1 << count) - 1) for i, count in enumerate(cells)]

    def ends(found: list[Bits], full: Plane) -> list[tuple[str, Plane]]:
        return [("criteria_met", found[root][0]), ("criteria_not_met", found[root][1])]

    return determining(forest, [0] * len(cells), open_, lambda _: {}, ends, values(bits, 1), forest.steps)


def needed(one: Tree) -> Any:
    """What is still needed of criteria of which nothing is known."""
    forest, root, _ = one
    bits = evaluate(forest, [(0, 0)] * len(forest.leaves), 1, {})
    return still_needed(forest, root, True, values(bits, 1), lambda _: True, lambda _: None)


def timed(runs: Sequence[Callable[[], Any]]) -> list[float]:
    """Seconds of each run."""
    out: list[float] = []
    for run in runs:
        start = perf_counter()
        run()
        out.append(perf_counter() - start)
    return out


def main() -> None:
    """Measure, print and write."""
    core = one_core()
    random = Random(SEED)
    sixty = [tree(random, 60) for _ in range(TREES)]
    forty = [tree(random, 40) for _ in range(TREES)]
    pairs = [(one, shuffled(random, one)) for one in sixty]
    changed = [(one, mutated(random, one)) for one in sixty]
    engine = open_engine()
    library = engine.library
    seeds = library.policy("sentara/dme-32@7"), library.policy("healthy-blue/cg-med-28@2023-01-01")

    def side_by_side() -> Any:
        return [rows(one) for one in compare(engine, *seeds)]

    def with_examples() -> Any:
        found = compare(engine, *seeds)
        return [rows(one, Shower(engine, one.first, one.second, one.codes)) for one in found]

    equivalent(*pairs[0])  # loads the solver
    measured: list[tuple[str, Sequence[Callable[[], Any]], float | None]] = [
        ("60 tests: proved equivalent to a shuffled copy", [partial(equivalent, *p) for p in pairs], 0.05),
        ("60 tests: told apart from a changed copy", [partial(equivalent, *p) for p in changed], 0.05),
        ("60 tests: smallest example patient", [partial(example, *p) for p in changed], 0.2),
        ("40 tests: settling sets (`determining`)", [partial(settle, t) for t in forty], 0.1),
        ("40 tests: `still_needed`", [partial(needed, t) for t in forty], 0.1),
        ("both seeds: relation, smallest examples", [partial(compare, engine, *seeds)] * 21, 0.1),
        ("both seeds: the same and every row", [side_by_side] * 21, None),
        ("both seeds: an example for every row", [with_examples] * 5, None),
    ]
    lines = ["| | median | slowest | asked (median) | reached |", "|---|---|---|---|---|"]
    for what, runs, most in measured:
        times = timed(runs)
        reached = "" if most is None else "yes" if median(times) <= most else "**no**"
        asked = "" if most is None else f"under {most * 1e3:.0f} ms"
        lines.append(
            f"| {what} | {median(times) * 1e3:.1f} ms | {max(times) * 1e3:.1f} ms | {asked} | {reached} |"
        )
    text = "\n".join(lines)
    print(text)
    made = (
        f"Made by `python -m bench.proofs`, {core}, by the clock. {TREES} random trees each (seed {SEED}), "
        "two thirds as many facts as tests, each fact with two to four cells; the time to load the solver "
        "(about 0.3 s, once in a process) is left out. Times include making the formulas. That the answers "
        "are right is tested against trying every patient (`tests/logic/proofs.py`, part of `make fuzz`)."
    )
    RESULTS.write_text(f"# Proofs\n\n{text}\n\n{made}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
