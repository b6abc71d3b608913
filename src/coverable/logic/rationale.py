"""Why the outcome is what it is: a view over (criteria, bits, facts), built only when someone asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal, TypeAlias

from coverable.logic.criteria import Forest
from coverable.logic.planes import Bits

Value: TypeAlias = Literal["met", "not_met", "undetermined"]


def values(bits: Sequence[Bits], lanes: int) -> list[Value]:
    """The value of every criterion where all of `lanes` agree; undetermined where they do not."""
    return ["met" if not lanes & ~t else "not_met" if not lanes & ~f else "undetermined" for t, f in bits]


def rationale(
    forest: Forest,
    root: int,
    values: Sequence[Value],
    chosen: Callable[[str], str | None],
    stated: Callable[[int], dict[str, Any]],
    above: Any = None,
) -> dict[str, Any]:
    """The criteria under `root` as nested JSON-ready dicts, each with its value, sentence and place.

    `chosen(interpretation)` names the signed option, whose criteria are shown in place of the
    choice; None (unsigned) shows every option. `stated(leaf)` adds what the request says about the
    tested fact. A criterion without a place of its own carries that of its nearest ancestor, the
    outermost that of the statement that holds `root` (`above`).
    """
    return _view(forest, root, values, chosen, stated, above)


def _view(
    forest: Forest,
    index: int,
    values: Sequence[Value],
    chosen: Callable[[str], str | None],
    stated: Callable[[int], dict[str, Any]],
    above: Any,
) -> dict[str, Any]:
    node = forest.nodes[index]
    cite = node.cite or above
    out: dict[str, Any] = {
        "id": node.id,
        "rule": node.rule,
        "value": values[index],
        "says": node.says,
        "cite": cite,
    }
    children = node.children
    if node.rule == "interpretation":
        option = chosen(node.interpretation)
        out["interpretation"] = {"id": node.interpretation, "option": option}
        if option is not None:
            inner = _view(forest, children[node.options.index(option)], values, chosen, stated, cite)
            says = out["says"] or inner["says"]
            return {
                **inner,
                "id": node.id,
                "says": says,
                "cite": inner["cite"],
                "interpretation": out["interpretation"],
            }
    elif node.rule == "leaf":
        out.update(stated(node.leaf))
    elif node.rule == "silent_if":
        tested, condition = (_view(forest, i, values, chosen, stated, cite) for i in children)
        return {**tested, "id": node.id, "value": values[index], "silent_if": condition}
    elif node.rule == "at_least":
        out["n"] = node.n
    out["children"] = [_view(forest, i, values, chosen, stated, cite) for i in children]
    return out
