"""Facts that were stated two ways: which statement holds is asked, with the sources of both.

Neither statement wins, the outcome stays a person's; but whoever sends the records can tell which is right.
"""

from __future__ import annotations

from collections.abc import Iterator

from coverable.determination.answer import Answer
from coverable.glossary.values import Facts
from coverable.logic.criteria import Node
from coverable.logic.needed import Ask, Need, all_of, asks


def need_with_disputes(one: Answer, facts: Facts) -> Need:
    """What is still needed, where a contradiction that matters is asked like an open fact."""
    policy = one.policy
    disputed = {name for name, stated in facts.items() if stated.contradictory}

    def asked(leaf: int) -> bool:
        return one.open_leaf(leaf) or policy.probes[policy.forest.leaves[leaf].probe].fact in disputed

    if not disputed:
        return one.need
    need = one.asking(asked)
    told = {ask.probe for ask in asks(need)}
    more = [ask for ask in _disputed_below(one, disputed) if ask.probe not in told]
    return all_of([need, *more]) or need


def _disputed_below(one: Answer, disputed: set[str]) -> Iterator[Ask]:
    """Tests of disputed facts in what is undetermined; also in conditions on which the text is silent."""
    forest, probes = one.policy.forest, one.policy.probes
    for indication in one.indications:
        place = one.policy.place(indication.file.cite)
        stack = [(root, place) for root in (indication.criteria, indication.applies)]
        while stack:
            index, above = stack.pop()
            node = forest.nodes[index]
            if one.values[index] != "undetermined":
                continue
            cite = node.cite or above
            if node.rule == "leaf":
                probe = forest.leaves[node.leaf].probe
                if probes[probe].fact in disputed:
                    yield Ask(probe, node.id, cite)
            stack += [(child, cite) for child in reversed(_read_as(one, node))]


def _read_as(one: Answer, node: Node) -> tuple[int, ...]:
    """The criteria below, in the reading that was signed."""
    option = one.chosen(node.interpretation) if node.rule == "interpretation" else None
    return (node.children[node.options.index(option)],) if option is not None else node.children
