"""The trees of the seed report, counted over every assignment: our evaluator and a naive one agree."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

import pytest

from coverable.logic.criteria import Forest, Leaf, Node
from coverable.logic.evaluate import Picks, differs, evaluate
from coverable.logic.planes import Bits

Tree = Any
"""A leaf's name, or (rule, child, ...); `interpretation` has (option, child) pairs behind its name."""

SIGNS = (
    "any",
    "trial failed",
    ("any", "complications", "infected maceration"),
    ("any", "no response", "not tolerated"),
)
DME_32: Tree = (
    "all",
    (
        "interpretation",
        "AM-1",
        ("separate", ("all", ("any", "professional", "social"), SIGNS)),
        ("signs show disruption", SIGNS),
    ),
    "authorized device",
)
A: Tree = ("any", "venipuncture", "dermatologic procedure")
B: Tree = (
    "all",
    ("any", "primary", "secondary"),
    "trial failed",
    ("any", ("any", "complications", "infected maceration"), ("all", "impairment", "documented")),
)
CG_MED_28: Tree = ("interpretation", "AM-5", ("A alone", A), ("A or B", ("any", A, B)))

Truth = bool | None


def naive(tree: Tree, facts: Mapping[str, Truth], chosen: Mapping[str, str]) -> Truth:
    """Strong Kleene logic as its definition says it, one assignment at a time."""
    if isinstance(tree, str):
        return facts[tree]
    rule, *below = tree
    if rule == "interpretation":
        name, *options = below
        ends = {naive(one, facts, chosen) for option, one in options if chosen.get(name, option) == option}
        return ends.pop() if len(ends) == 1 else None
    values = [naive(one, facts, chosen) for one in below]
    deciding = rule == "any"
    if deciding in values:
        return deciding
    return None if None in values else not deciding


def leaves_of(tree: Tree) -> list[str]:
    """The names of the leaves, each once, in written order."""
    if isinstance(tree, str):
        return [tree]
    below = [one for _, one in tree[2:]] if tree[0] == "interpretation" else tree[1:]
    return list(dict.fromkeys(name for one in below for name in leaves_of(one)))


def planted(tree: Tree) -> Forest:
    """The same tree as our evaluator takes it."""
    names = leaves_of(tree)
    nodes: list[Node] = []

    def add(one: Tree) -> int:
        if isinstance(one, str):
            nodes.append(Node("leaf", id=one, leaf=names.index(one)))
        elif one[0] == "interpretation":
            below = tuple(add(child) for _, child in one[2:])
            nodes.append(
                Node("interpretation", below, interpretation=one[1], options=tuple(o for o, _ in one[2:]))
            )
        else:
            below = tuple(add(child) for child in one[1:])
            nodes.append(Node(one[0], below))
        return len(nodes) - 1

    add(tree)
    return Forest(tuple(nodes), tuple(Leaf(i, true=1) for i in range(len(names))))


def assigned(tree: Tree, values: tuple[Truth, ...]) -> tuple[list[dict[str, Truth]], list[Bits], int]:
    """Every assignment, the same as one lane each, and the plane of all lanes."""
    names = leaves_of(tree)
    rows = [dict(zip(names, one, strict=True)) for one in product(values, repeat=len(names))]
    bits = [
        (
            sum(1 << i for i, row in enumerate(rows) if row[name] is True),
            sum(1 << i for i, row in enumerate(rows) if row[name] is False),
        )
        for name in names
    ]
    return rows, bits, (1 << len(rows)) - 1


def picks(full: int, tree: Tree, chosen: Mapping[str, str]) -> Picks:
    if tree[0] != "interpretation":
        tree = tree[1]
    return {
        name: {option: full if option == one else 0 for option, _ in tree[2:]} for name, one in chosen.items()
    }


def both(tree: Tree, values: tuple[Truth, ...], chosen: Mapping[str, str]) -> tuple[int, int, int]:
    """(met, not met, undetermined), after checking that the two evaluators agree on every assignment."""
    rows, bits, full = assigned(tree, values)
    t, f = evaluate(planted(tree), bits, full, picks(full, tree, chosen))[-1]
    ours = [True if t >> i & 1 else False if f >> i & 1 else None for i in range(len(rows))]
    theirs = [naive(tree, row, chosen) for row in rows]
    assert ours == theirs
    return ours.count(True), ours.count(False), ours.count(None)


@pytest.mark.sr("SR-030", "SR-031")
@pytest.mark.parametrize(("reading", "met"), [("separate", 93), ("signs show disruption", 124)])
def test_dme_32_is_met_in_the_counted_number_of_256_assignments(reading: str, met: int) -> None:
    assert len(leaves_of(DME_32)) == 8
    assert both(DME_32, (True, False), {"AM-1": reading}) == (met, 256 - met, 0)


@pytest.mark.sr("SR-031")
def test_the_two_readings_of_am_1_differ_on_31_of_256_assignments_and_leave_those_open_when_unsigned() -> (
    None
):
    rows, bits, full = assigned(DME_32, (True, False))
    forest = planted(DME_32)
    one = picks(full, DME_32, {"AM-1": "separate"})
    other = picks(full, DME_32, {"AM-1": "signs show disruption"})
    plane = differs(forest, len(forest.nodes) - 1, bits, full, one, other)
    assert plane.bit_count() == 31
    listed = [row for i, row in enumerate(rows) if plane >> i & 1]
    assert all(
        not row["professional"] and not row["social"] and row["authorized device"] and naive(SIGNS, row, {})
        for row in listed
    )
    assert both(DME_32, (True, False), {}) == (93, 256 - 124, 31)


@pytest.mark.sr("SR-042")
def test_dme_32_over_three_values_ends_as_counted_in_6561_assignments() -> None:
    assert both(DME_32, (True, False, None), {"AM-1": "separate"}) == (1_055, 2_689, 2_817)


@pytest.mark.sr("SR-044")
@pytest.mark.parametrize(("reading", "met"), [("A or B", 423), ("A alone", 384)])
def test_cg_med_28_is_met_in_the_counted_number_of_512_assignments(reading: str, met: int) -> None:
    assert len(leaves_of(CG_MED_28)) == 9
    assert both(CG_MED_28, (True, False), {"AM-5": reading}) == (met, 512 - met, 0)


def test_the_two_rules_of_cg_med_28_differ_on_39_of_512_assignments() -> None:
    _, bits, full = assigned(CG_MED_28, (True, False))
    forest = planted(CG_MED_28)
    one = picks(full, CG_MED_28, {"AM-5": "A alone"})
    other = picks(full, CG_MED_28, {"AM-5": "A or B"})
    assert differs(forest, len(forest.nodes) - 1, bits, full, one, other).bit_count() == 39


@pytest.mark.parametrize(
    ("reading", "counted"), [("A or B", (11_915, 971, 6_797)), ("A alone", (10_935, 2_187, 6_561))]
)
def test_cg_med_28_over_three_values_ends_as_counted_in_19683_assignments(
    reading: str, counted: tuple[int, int, int]
) -> None:
    assert both(CG_MED_28, (True, False, None), {"AM-5": reading}) == counted


@pytest.mark.sr("SR-055")
def test_no_assignment_without_a_failed_trial_makes_indication_b_true() -> None:
    rows, bits, full = assigned(CG_MED_28, (True, False))
    forest = planted(("any", A, B))
    b = forest.nodes[-1].children[1]
    t, _ = evaluate(forest, bits, full, {})[b]
    held = [row for i, row in enumerate(rows) if t >> i & 1]
    assert held
    assert all(row["trial failed"] for row in held)
