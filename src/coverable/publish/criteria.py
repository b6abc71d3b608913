"""The criteria of a policy as they are published: every one with an anchor that links can rely on.

An anchor is made of the criterion's own id, so it stays the same from version to version and does not
depend on labels or order (SR-146). A leaf without an id of its own is named below the criterion that
holds it. `rationale_links` gives the same anchors to letters and programs that hold a determination.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from coverable.glossary.words import say_codes, say_events, say_names, say_ranges
from coverable.logic.cells import Choices
from coverable.policy.cite import short
from coverable.policy.describe import criteria_view
from coverable.policy.executable import NONE, BuiltExclusion, Policy

PREFIX = "c-"
AROUND = (".applies-if", "-if-it-applies")
"""How a rationale calls an indication together with the question whether it applies."""
QUALIFIED = "code-and-criteria"
"""What a rationale calls the qualifier of a code together with the criteria."""


def criterion_anchor(criterion: Mapping[str, Any], within: str) -> str:
    """The anchor of a criterion as a rationale or a criteria view shows it.

    `within` is the id of the criterion (or statement) that holds it. A leaf that has no id of its own
    is called by its fact, which several criteria may test.
    """
    name = str(criterion["id"])
    own = criterion.get("fact") != name
    return PREFIX + (name if own else f"{within}.{name}")


def rationale_links(
    criterion: Mapping[str, Any], within: str = "", exclusion: str | None = None
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(anchor, criterion) of everything in a determination's rationale, parents first.

    What a rationale puts around the criteria (several open uses, a code that must count, the statement
    of an exclusion, a reading) leads to the section of the page that says it.
    """
    name, rule = str(criterion["id"]), criterion["rule"]
    if rule == "exclusion":
        exclusion = name
    around = {"indications": "criteria", QUALIFIED: "criteria"}.get(name)
    if rule == "reading":
        around = "readings"
    elif "governed_by" in criterion:
        around = "exclusions"
    elif exclusion is not None and (
        exclusion == name or (exclusion == within and criterion.get("fact") == name)
    ):
        around = f"exclusion-{exclusion}"
    for suffix in AROUND:
        if name.endswith(suffix):
            around = f"indication-{name.removesuffix(suffix)}"
    yield around or criterion_anchor(criterion, within), criterion
    silent = criterion.get("silent_if")
    if silent:
        yield from rationale_links(silent, f"{name}.silent-if", exclusion)
    for child in criterion.get("children", ()):
        yield from rationale_links(child, name, exclusion)


@dataclass(frozen=True, slots=True)
class Published:
    """One criterion on the page: its anchor, its place in the forest, and what is said of it."""

    anchor: str
    node: int
    statement: str
    depth: int
    view: dict[str, Any]


@dataclass
class Criteria:
    """Collects the criteria of one policy in the order in which the page shows them."""

    policy: Policy
    rows: list[Published] = field(default_factory=list)
    _known: dict[str, list[int]] = field(default_factory=dict)

    def tree(self, root: int, cite: str | None, statement: str) -> dict[str, Any] | None:
        """The criteria under a root with anchors; None where there is no such statement."""
        if root == NONE:
            return None
        view = criteria_view(self.policy, root, cite)
        above = self.policy.place(cite) if cite else None
        return self._one(view, root, statement, statement, above, 0)

    def _one(
        self, view: dict[str, Any], index: int, within: str, statement: str, above: Any, depth: int
    ) -> dict[str, Any]:
        nodes, chosen = self.policy.forest.nodes, self.policy.lanes.chosen
        outer, condition = index, -1
        node = nodes[index]
        cite = above
        # a signed reading and a silence are shown as one criterion with what they hold
        while node.rule == "silent_if" or (node.rule == "interpretation" and node.interpretation in chosen):
            cite = node.cite or cite
            if node.rule == "silent_if":
                index, condition = node.children
            else:
                index = node.children[node.options.index(chosen[node.interpretation])]
            node = nodes[index]
        shown = nodes[outer].cite or above
        cite = node.cite or cite
        anchor, first = self._anchor(criterion_anchor(view, within), outer)
        out: dict[str, Any] = {"anchor": anchor, "first": first, **self._place(view, shown or cite)}
        if node.rule == "leaf":
            out["test"] = test_says(self.policy, node.leaf)
            out["silent_on"] = silent_on_says(self.policy, node.leaf)
        if first:
            self.rows.append(Published(anchor, outer, statement, depth, out))
        name = str(view["id"])
        if condition != -1:
            out["silent_if"] = self._one(
                view["silent_if"], condition, f"{name}.silent-if", statement, cite, depth + 1
            )
        if "children" in view:
            out["children"] = [
                self._one(child, below, name, statement, cite, depth + 1)
                for child, below in zip(view["children"], node.children, strict=True)
            ]
        return out

    def _anchor(self, base: str, node: int) -> tuple[str, bool]:
        """The anchor, and whether it is shown here for the first time (`same_as` shows one again)."""
        known = self._known.setdefault(base, [])
        first = node not in known
        if first:
            known.append(node)
        at = known.index(node)
        return (f"{base}-{at + 1}" if at else base), first

    def _place(self, view: Mapping[str, Any], cite: Any) -> dict[str, Any]:
        """The view without its children, and where in which document it stands."""
        out = {k: v for k, v in view.items() if k not in ("children", "silent_if")}
        if cite is not None and short(cite) == view["cite"]:
            out["section"] = cite.get("section")
            if "policy" in cite:
                out["of"] = cite["policy"]
        return out


def stated_root(policy: Policy, root: int, under: Mapping[str, str], unless: bool = False) -> int:
    """The root of what a statement itself says, without the reading that it stands in or its `not`."""
    nodes = policy.forest.nodes
    if root != NONE and under:
        last = nodes[root].children[-1]
        root = NONE if nodes[last].rule == "reading" else last
    return nodes[root].children[0] if unless and root != NONE else root


def exclusion_root(policy: Policy, one: BuiltExclusion) -> int:
    """The root of what a named exclusion says, or of the uses that it does not reach; NONE for neither."""
    if one.file.when is None and one.file.unless is None:
        return NONE
    return stated_root(policy, one.root, one.file.under, unless=one.file.unless is not None)


def published(policy: Policy) -> list[Published]:
    """Every criterion that an outcome rests on, in the order of the page."""
    criteria, file = Criteria(policy), policy.file
    for name, service in policy.services.items():
        for root in service.codes.values():
            criteria.tree(root, file.services[name].cite, QUALIFIED)
    for one in policy.indications:
        applies = stated_root(policy, one.applies, one.file.under)
        criteria.tree(applies, one.file.cite, f"{one.name}.applies-if")
        criteria.tree(one.criteria, one.file.cite, one.name)
    for exclusion in policy.exclusions:
        criteria.tree(exclusion_root(policy, exclusion), exclusion.file.cite, exclusion.file.id)
    for one, (_, root) in zip(file.referrals, policy.referrals, strict=True):
        criteria.tree(stated_root(policy, root, one.under), one.cite, one.id)
    return criteria.rows


def below(view: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Every criterion of a tree, parents first; conditions of silence after what they belong to."""
    yield dict(view)
    if view.get("silent_if"):
        yield from below(view["silent_if"])
    for child in view.get("children", ()):
        yield from below(child)


def test_says(policy: Policy, leaf: int) -> str:
    """What a test asks, in words made from the test itself: the very thing that runs."""
    one = policy.forest.leaves[leaf]
    probe = policy.probes[one.probe]
    fact = policy.glossary.facts[probe.fact]
    if probe.test is not None:
        return say_events(fact, probe.test)
    if probe.codes is not None:
        return say_codes(fact, probe.codes)
    if isinstance(probe.cut, Choices):
        return say_names(fact, probe.cut.values(one.true))
    return say_ranges(fact, probe.cut.runs(one.true))


def silent_on_says(policy: Policy, leaf: int) -> str | None:
    """The values on which the text is silent, in words; None when there are none."""
    one = policy.forest.leaves[leaf]
    probe = policy.probes[one.probe]
    if not one.silent:
        return None
    fact = policy.glossary.facts[probe.fact]
    if isinstance(probe.cut, Choices):
        return say_names(fact, probe.cut.values(one.silent))
    return say_ranges(fact, probe.cut.runs(one.silent))
