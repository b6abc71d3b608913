"""What is still needed leads there, and nothing in it is asked in vain."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from coverable.logic.criteria import Forest, Leaf, Node, Rule
from coverable.logic.evaluate import evaluate
from coverable.logic.needed import NOTHING, Ask, Group, Need, asks, still_needed
from coverable.logic.rationale import Value, values

LEAVES = 5
RULES: list[Rule] = ["all", "any", "none", "not", "at_least", "if"]


@st.composite
def forests(draw: st.DrawFn) -> Forest:
    """Random trees over five yes/no facts, each of which may stand in several places."""
    nodes = [Node("leaf", leaf=i, id=f"f{i}") for i in range(LEAVES)]
    for n in range(draw(st.integers(1, 6))):
        rule: Rule = draw(st.sampled_from(RULES))
        size = 1 if rule == "not" else 2 if rule == "if" else draw(st.integers(1, 3))
        below = tuple(draw(st.lists(st.integers(0, len(nodes) - 1), min_size=size, max_size=size)))
        nodes.append(Node(rule, below, f"n{n}", n=draw(st.integers(1, size)) if rule == "at_least" else 0))
    return Forest(tuple(nodes), tuple(Leaf(i, 1) for i in range(LEAVES)))


facts_of = st.lists(st.sampled_from([True, False, None]), min_size=LEAVES, max_size=LEAVES)


def valued(forest: Forest, facts: list[bool | None]) -> list[Value]:
    leaves = [(1, 0) if f else (0, 1) if f is False else (0, 0) for f in facts]
    return values(evaluate(forest, leaves, 1, {}), 1)


def need_of(forest: Forest, facts: list[bool | None], want: bool) -> Need | None:
    root = len(forest.nodes) - 1
    return still_needed(forest, root, want, valued(forest, facts), lambda i: facts[i] is None, lambda _: None)


def reachable(forest: Forest, facts: list[bool | None], want: bool) -> bool:
    """By brute force: some completion of the open facts ends as wanted."""
    return reachable_by(forest, facts, {i for i, f in enumerate(facts) if f is None}, want)


def reachable_by(forest: Forest, facts: list[bool | None], told: set[int], want: bool) -> bool:
    """The same, when only the facts of `told` are ever stated."""
    open_ = sorted(told)
    for n in range(2 ** len(open_)):
        full = [*facts]
        for j, i in enumerate(open_):
            full[i] = bool(n >> j & 1)
        if valued(forest, full)[-1] == ("met" if want else "not_met"):
            return True
    return False


@given(forests(), facts_of, st.booleans())
@settings(max_examples=600)
def test_a_settled_criterion_needs_nothing_and_an_open_one_asks(
    forest: Forest, facts: list[bool | None], want: bool
) -> None:
    value, need = valued(forest, facts)[-1], need_of(forest, facts, want)
    if value == "undetermined":
        assert need is None or asks(need)
        if reachable(forest, facts, want):
            assert need is not None
    else:
        assert need == (NOTHING if (value == "met") == want else None)


@given(forests(), facts_of, st.booleans())
@settings(max_examples=600)
def test_only_open_facts_are_asked_and_each_once_in_a_list(
    forest: Forest, facts: list[bool | None], want: bool
) -> None:
    need = need_of(forest, facts, want)
    for ask in asks(need):
        assert facts[ask.probe] is None
    stack = [need] if need else []
    while stack:
        one = stack.pop()
        if isinstance(one, Group):
            assert 0 <= one.n <= len(one.items)
            if one.n == len(one.items):
                direct = [i.probe for i in one.items if isinstance(i, Ask)]
                assert len(direct) == len(set(direct))
            stack.extend(one.items)


@given(forests(), facts_of, st.booleans())
@settings(max_examples=600)
def test_the_facts_that_are_asked_are_enough(forest: Forest, facts: list[bool | None], want: bool) -> None:
    """Where the wanted end can be reached at all, some answers to just these questions reach it."""
    need = need_of(forest, facts, want)
    if valued(forest, facts)[-1] != "undetermined" or not reachable(forest, facts, want):
        return
    asked = {a.probe for a in asks(need)}
    assert reachable_by(forest, facts, asked, want)


def test_a_fact_whose_other_answer_needs_more_is_asked_together_with_that() -> None:
    # if a then b (else it holds)
    nodes = (*(Node("leaf", leaf=i, id="ab"[i]) for i in range(2)), Node("if", (0, 1)))
    forest = Forest(nodes, tuple(Leaf(i, 1) for i in range(2)))
    need = still_needed(forest, 2, True, valued_of(forest), lambda _: True, lambda _: None)
    assert [a.criterion for a in asks(need)] == ["a", "b"]


def test_a_fact_that_every_way_needs_is_asked_before_the_choice() -> None:
    # (a and b) or (a and c)
    nodes = (
        *(Node("leaf", leaf=i, id="abc"[i]) for i in range(3)),
        Node("all", (0, 1)),
        Node("all", (0, 2)),
        Node("any", (3, 4)),
    )
    forest = Forest(nodes, tuple(Leaf(i, 1) for i in range(3)))
    need = still_needed(forest, 5, True, valued_of(forest), lambda _: True, lambda _: None)
    assert isinstance(need, Group)
    assert need.items[0] == Ask(0, "a", None, (0, True))
    assert need.items[1] == Group(1, (Ask(1, "b", None, (1, True)), Ask(2, "c", None, (2, True))))


def valued_of(forest: Forest) -> list[Value]:
    return values(evaluate(forest, [(0, 0)] * len(forest.leaves), 1, {}), 1)
