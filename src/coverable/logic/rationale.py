"""Why the outcome is what it is: a view over (criteria, bits, facts), built only when someone asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

from coverable.logic.criteria import Forest
from coverable.logic.planes import Bits

Value: TypeAlias = Literal["met", "not_met", "undetermined"]


def values(bits: Sequence[Bits], lanes: int) -> list[Value]:
    """The value of every criterion where all of `lanes` agree; undetermined where they do not."""
    return ["met" if not lanes & ~t else "not_met" if not lanes & ~f else "undetermined" for t, f in bits]


@dataclass(frozen=True, slots=True)
class Outline:
    """A criterion as it is shown whatever the request: in its signed reading, with its place."""

    index: int
    """Whose value is shown."""
    fixed: dict[str, Any]
    leaf: int
    children: tuple[Outline, ...]
    silent_if: Outline | None
    interpretation: dict[str, Any] | None


def outline(forest: Forest, index: int, chosen: Mapping[str, str], above: Any = None) -> Outline:
    """The criteria under `index`, ready to be shown.

    `chosen` names the signed option of each interpretation, whose criteria are shown in place of the
    choice; one that is unsigned shows every option. A criterion without a place of its own carries that
    of its nearest ancestor, the outermost that of the statement that holds it (`above`).
    """
    node = forest.nodes[index]
    cite = node.cite or above
    option = chosen.get(node.interpretation) if node.rule == "interpretation" else None
    if option is not None:
        inner = outline(forest, node.children[node.options.index(option)], chosen, cite)
        fixed = inner.fixed | {"id": node.id} | ({"says": node.says} if node.says else {})
        return replace(inner, fixed=fixed, interpretation={"id": node.interpretation, "option": option})
    children = tuple(outline(forest, i, chosen, cite) for i in node.children)
    if node.rule == "silent_if":
        tested, condition = children
        return replace(tested, index=index, fixed=tested.fixed | {"id": node.id}, silent_if=condition)
    fixed = {"id": node.id, "rule": node.rule, "value": None, "says": node.says, "cite": cite}
    if node.rule == "at_least":
        fixed["n"] = node.n
    unsigned = {"id": node.interpretation, "option": None} if node.rule == "interpretation" else None
    return Outline(index, fixed, node.leaf if node.rule == "leaf" else -1, children, None, unsigned)


def rationale(
    one: Outline, values: Sequence[Value], stated: Callable[[int], dict[str, Any]]
) -> dict[str, Any]:
    """An outline as nested JSON-ready dicts, each criterion with its value; `stated(leaf)` adds what the
    request says about the tested fact."""
    out = one.fixed.copy()
    out["value"] = values[one.index]
    if out["cite"] is not None:
        out["cite"] = dict(out["cite"])  # what is handed out is the caller's own
    if one.leaf >= 0:
        out.update(stated(one.leaf))
    out["children"] = [rationale(child, values, stated) for child in one.children]
    if one.silent_if is not None:
        out["silent_if"] = rationale(one.silent_if, values, stated)
    if one.interpretation is not None:
        out["interpretation"] = dict(one.interpretation)
    return out
