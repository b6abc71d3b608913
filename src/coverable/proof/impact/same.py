"""When two criteria mean the same: equal rule, equal tests, equal parts, whatever their ids and cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from coverable.logic.cells import Choices
from coverable.logic.criteria import Leaf, Node
from coverable.policy.cite import short
from coverable.policy.executable import Policy

UNORDERED = frozenset({"all", "any", "none", "at_least"})
_ALL_OF_NOTHING = ("all", 0, "", (), ())
_ANY_OF_NOTHING = ("any", 0, "", (), ())
_JOIN = {"all": "; ", "any": ", or ", "at_least": ", or ", "none": ", nor "}


@dataclass(frozen=True, slots=True)
class Words:
    """What one side says of a criterion, in our words, and where."""

    says: str
    cite: str | None
    shown: bool = True
    """False: criteria of a third party without a licence on file are not told (SR-025)."""

    def view(self) -> dict[str, Any]:
        return {"says": self.says, "cite": self.cite}


def option_of(policy: Policy, node: Node) -> str | None:
    """The signed option of the interpretation that a node asks for; None where it is not signed."""
    return policy.lanes.chosen.get(node.interpretation)


def shared_names(old: Policy, new: Policy) -> frozenset[str]:
    """Interpretations that neither side has signed and to which both give the same options."""
    open_ = [{n for n in p.lanes.picks if n not in p.lanes.chosen} for p in (old, new)]
    return frozenset(
        n
        for n in open_[0] & open_[1]
        if tuple(old.interpretations[n].options) == tuple(new.interpretations[n].options)
    )


def meaning(policy: Policy, index: int, name: Callable[[str], str], known: dict[Any, int]) -> int:
    """A number for what a criterion means in the signed reading: equal numbers, equal meaning.

    `known` holds the numbers given so far; `name` tells under which name an unsigned interpretation goes.
    """
    memo = (policy.key, policy.sha256, policy.signoff_sha256, id(policy), index)
    found = known.get(memo)
    if found is not None:
        return found
    node = policy.forest.nodes[index]
    below = [meaning(policy, i, name, known) for i in node.children] if node.children else []
    taken = option_of(policy, node)
    if node.rule == "interpretation" and taken is not None:
        number = below[node.options.index(taken)]
    else:
        if node.rule in ("all", "any"):  # what is settled by the signed readings alone is not written down
            holds, fails = (known.setdefault(k, len(known)) for k in (_ALL_OF_NOTHING, _ANY_OF_NOTHING))
            ends, idle = (fails, holds) if node.rule == "all" else (holds, fails)
            below = [ends] if ends in below else [one for one in below if one != idle]
        one = len(below) == 1 and node.rule in ("all", "any")
        key = _key(policy, node, below, name, taken)
        number = below[0] if one else known.setdefault(key, len(known))
    known[memo] = number
    return number


def _key(
    policy: Policy, node: Node, below: list[int], name: Callable[[str], str], taken: str | None
) -> tuple[Any, ...]:
    if node.rule == "leaf":
        return ("leaf", *test_key(policy, policy.forest.leaves[node.leaf]))
    if node.rule == "reading" and taken is not None:
        return _ALL_OF_NOTHING if taken == node.options[0] else _ANY_OF_NOTHING
    parts = tuple(sorted(below)) if node.rule in UNORDERED else tuple(below)
    return (node.rule, node.n, name(node.interpretation), node.options, parts)


def test_key(policy: Policy, leaf: Leaf) -> tuple[Any, ...]:
    """What a test asks, without the cells that other tests of the policy cut."""
    probe = policy.probes[leaf.probe]
    cut = probe.cut
    if isinstance(cut, Choices):
        asked: Any = (frozenset(cut.values(leaf.true)), frozenset(cut.values(leaf.silent)))
    else:
        asked = (tuple(cut.runs(leaf.true)), tuple(cut.runs(leaf.silent)))
    return probe.fact, probe.look, probe.codes.codes if probe.codes else None, probe.test, probe.side, asked


def tell(policy: Policy, index: int) -> Words:
    """A criterion in words with its place; one without a sentence is told by its parts. Criteria of a third
    party without a licence on file are not told (SR-025)."""
    if not policy.may_be_shown:
        return Words("Not shown: no licence for these criteria is on file", None, False)
    node = policy.forest.nodes[index]
    cite = next((c for c in (policy.forest.nodes[i].cite for i in policy.forest.under(index)) if c), None)
    return Words(_says(policy, node), short(cite) if cite else None)


def settled_as(known: dict[Any, int], holds: bool) -> int:
    """The number of what always holds, or never."""
    return known.setdefault(_ALL_OF_NOTHING if holds else _ANY_OF_NOTHING, len(known))


def _says(policy: Policy, node: Node) -> str:
    below = [policy.forest.nodes[i] for i in node.children]
    if any(one.rule == "reading" for one in below):  # the statement itself, not the reading it stands in
        below = [one for one in below if one.rule != "reading"]
    elif node.says:
        taken = option_of(policy, node) if node.rule == "interpretation" else None
        return f"{node.says} (read as: {taken})" if taken else node.says
    if node.rule == "interpretation" and (taken := option_of(policy, node)) is not None:
        inner = policy.forest.nodes[node.children[node.options.index(taken)]]
        return f"{_says(policy, inner)} (read as: {taken})"
    parts = [_says(policy, one) for one in below[:4]]
    more = ", …" if len(below) > 4 else ""
    return _JOIN.get(node.rule, "; ").join(p for p in parts if p) + more
