"""A rationale as a tree in the terminal: each criterion with sign and word, sentence, evidence and place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from coverable.cli.screen import Screen
from coverable.determination.stated import UNDOCUMENTED, evidence_says, shown
from coverable.determination.wording import FOUND, HOLDS, VALUES
from coverable.policy.cite import short

Node: TypeAlias = Mapping[str, Any]
BADGES = {
    "all": "ALL",
    "any": "ANY",
    "none": "NONE",
    "not": "NOT",
    "if": "IF",
    "interpretation": "EACH READING",
}


@dataclass
class Tree:
    """How a rationale is drawn. `full` folds nothing; `values` is False where no result may be suggested.

    `matters`: interpretations that would change the outcome if they were read otherwise.
    """

    screen: Screen
    labels: Mapping[str, str]
    """Fact id to its label."""
    full: bool = False
    values: bool = True
    matters: frozenset[str] = frozenset()
    _column: int = field(default=0, init=False)
    _right: int = field(default=0, init=False)
    _section: str | None = field(default=None, init=False)

    def draw(self, root: Node) -> None:
        """The tree under a heading that names the section in which most of it stands."""
        nodes = _nodes(root)
        exclusion = root["rule"] == "exclusion"
        self._column = max(len(self._word(n, exclusion)) for n in nodes) + 2
        self._right = max(len(short(n.get("cite")) or "") for n in nodes)
        sections = Counter(_section(n) for n in nodes if _section(n))
        self._section = sections.most_common(1)[0][0] if sections else None
        named = self._section not in (None, "Criteria")
        self.screen.title("Criteria" + (f", section “{self._section}”" if named else ""))
        self._node(root, "", "", exclusion, "", None)

    def _word(self, node: Node, exclusion: bool) -> str:
        if not self.values:
            return FOUND[shown(node) != UNDOCUMENTED] if "stated" in node else ""
        if node["value"] == "undetermined" and "stated" in node and shown(node) == UNDOCUMENTED:
            return f"? {UNDOCUMENTED}"
        return (HOLDS if exclusion else VALUES)[node["value"]]

    def _node(self, node: Node, first: str, rest: str, exclusion: bool, role: str, above: Any) -> None:
        """One criterion and what is below it; `first` and `rest` are the guides before its lines, `above` is
        the place of the criterion over it."""
        cite = node.get("cite") or above
        shown, folded = self._shown(node, _children(node))
        word = self._word(node, exclusion)
        below = rest + ("│ " if shown or folded else "  ")
        self.screen.put(
            role + _sentence(node),
            first=f"{word:<{self._column}}{first}",
            rest=" " * self._column + below,
            right=(short(cite) or "").ljust(self._right) if self._right else "",
            margin=node["value"] if self.values and not exclusion else None,
        )
        for detail in self._details(node):
            before = " " * self._column + below
            self.screen.put(detail, first=before, rest=before, style="dim", margin="dim")
        roles = ("if: ", "then: ", "else: ") if node["rule"] == "if" else ()
        for i, child in enumerate(shown):
            last = i == len(shown) - 1 and not folded
            self._node(
                child,
                rest + ("└ " if last else "├ "),
                rest + ("  " if last else "│ "),
                exclusion,
                roles[i] if i < len(roles) else "",
                cite,
            )
        if folded:
            says = f"({folded} other {'way' if folded == 1 else 'ways'}, not needed here)"
            self.screen.put(says, first=" " * self._column + rest + "└ ", style="dim", margin="dim")

    def _shown(self, node: Node, children: Sequence[Node]) -> tuple[Sequence[Node], int]:
        """The children to draw, and how many are folded: a settled choice shows what settled it."""
        if self.full or not self.values or node["value"] != "met" or node["rule"] not in ("any", "at_least"):
            return children, 0
        met = [c for c in children if c["value"] == "met"][: node.get("n", 1)]
        return met, len(children) - len(met)

    def _details(self, node: Node) -> list[str]:
        out: list[str] = []
        if node.get("evidence"):
            out.append("from " + "; ".join(_evidence(e) for e in node["evidence"]))
        if node.get("derived_from"):
            name = str(node["derived_from"])
            out.append(f"worked out from: {self.labels.get(name, name)}")
        silent = node.get("silent_if")
        if silent and (self.full or node["value"] == "undetermined"):
            state = "so a person decides" if silent["value"] == "met" else silent.get("stated", UNDOCUMENTED)
            out.append(f"the text is silent if: {silent['says']} — {state}")
        reading = node.get("interpretation")
        if reading and reading["option"] is None:
            out.append(f"not signed: {reading['id']}")
        elif reading and (self.full or reading["id"] in self.matters):
            out.append(f"read as {reading['option']} ({reading['id']})")
        if _section(node) not in (None, self._section):
            out.append(f"in section “{_section(node)}”")
        return out


def _sentence(node: Node) -> str:
    """The criterion with its badge; a stated value stands behind what is asked for."""
    rule, says = node["rule"], str(node.get("says") or "")
    if rule == "reading":
        return f"This part of the text stands: {says}"
    badge = f"AT LEAST {node.get('n')}" if rule == "at_least" else BADGES.get(rule, "")
    if badge:
        return f"{badge}  {says or 'of these'}"
    stated = shown(node) if "stated" in node else UNDOCUMENTED
    if stated == UNDOCUMENTED or says.endswith(f": {stated}"):
        return says
    return f"{says} — {stated}"


def _children(node: Node) -> list[Node]:
    """What stands below, with groups that add nothing opened: an `all` inside an `all`, for example."""
    out: list[Node] = []
    for child in node.get("children") or ():
        plain = not child.get("says") or child["says"] == node.get("says")
        alike = child["rule"] == ("all" if node["rule"] in ("all", "exclusion") else node["rule"])
        opened = plain and alike and child["rule"] in ("all", "any") and "interpretation" not in child
        out.extend(_children(child) if opened else [child])
    return out


def _section(node: Node) -> str | None:
    cite: Node = node.get("cite") or {}
    return cite.get("section")


def _nodes(node: Node) -> list[Node]:
    return [node, *(n for child in _children(node) for n in _nodes(child))]


def _evidence(piece: Mapping[str, str]) -> str:
    """One piece of evidence, after the statement that it belongs to where several exclude each other."""
    said = evidence_says(piece)
    return f"{said} (for “{piece['for']}”)" if "for" in piece else said
