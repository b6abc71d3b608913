"""What changed from one version to the next: what is proved of its meaning, and the criteria by their ids."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from coverable.policy.executable import Policy
from coverable.policy.library import Library
from coverable.publish import words
from coverable.publish.criteria import published


@dataclass(frozen=True, slots=True)
class Change:
    """One row under “what changed”: `was` and `now` are sentences, None where there was or is nothing."""

    kind: Literal["added", "removed", "changed"]
    id: str
    says: str
    was: str | None
    now: str | None
    cite: str | None
    """The place in the newer document; in the older one for what was removed."""

    def view(self) -> dict[str, Any]:
        return asdict(self)


def meaning(library: Library, old: Policy, new: Policy) -> list[dict[str, Any]]:
    """For each service: for whom the new version is met as against the old one, with example patients."""
    from coverable.determination.engine import Engine
    from coverable.plan.book import PlanBook
    from coverable.proof.compare import compare
    from coverable.proof.words import compared_says

    names = f"version {old.version}", f"version {new.version}"
    out: list[dict[str, Any]] = []
    for one in compare(Engine(library, PlanBook(library, leave_out=True)), old, new):
        shown = ((names[0], one.only_first), (names[1], one.only_second), (None, one.otherwise))
        out.append(
            {
                "service": one.second.service,
                "codes": list(one.codes),
                "relation": one.relation,
                "says": compared_says(one, *names),
                "examples": [
                    {"met_under": name, "patient": [f"{a}: {b}" for a, b in example.example.facts]}
                    for name, example in shown
                    if example is not None
                ],
            }
        )
    return out


def change_rows(old: Policy, new: Policy) -> list[Change]:
    """Added, removed and changed criteria in the order of the newer page, removed ones last."""
    before, after = _told(old), _told(new)
    out: list[Change] = []
    for anchor, (says, asked, cite) in after.items():
        if anchor not in before:
            out.append(Change("added", _id(anchor), says, None, asked, cite))
        elif before[anchor][1] != asked:
            out.append(Change("changed", _id(anchor), says, before[anchor][1], asked, cite))
    out += [
        Change("removed", _id(anchor), says, asked, None, cite)
        for anchor, (says, asked, cite) in before.items()
        if anchor not in after
    ]
    return out


def _told(policy: Policy) -> dict[str, tuple[str, str, str | None]]:
    """Anchor to (what it says, what it asks in words made from the test or rule, place)."""
    nodes = policy.forest.nodes
    out: dict[str, tuple[str, str, str | None]] = {}
    for row in published(policy):
        view, node = row.view, nodes[row.node]
        if node.rule == "silent_if":
            node = nodes[node.children[0]]
        if "test" in view:
            asked = str(view["test"])
            asked += f" (silent on {view['silent_on']})" if view["silent_on"] else ""
        else:
            parts = ", ".join(nodes[i].id for i in node.children)
            asked = f"{words.badge(view)}: {parts}" if parts else words.badge(view)
        reading = view.get("reading")
        if reading and reading["option"]:
            asked += f" [{reading['id']}: {reading['option']}]"
        out[row.anchor] = (str(view["says"] or view["id"]), asked, view["cite"])
    return out


def _id(anchor: str) -> str:
    return anchor.partition("-")[2]
