"""Safe changes to YAML files: only the characters that change are touched, comments and layout stay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from coverable.proof.lint.rule import Edit, Finding, Fix

Spot = tuple[int, int]


def apply(findings: Iterable[Finding]) -> list[Finding]:
    """Write the fixes of these findings; those that were written. Where two fixes would touch the same
    characters only the first is written: the next run finds the other again."""
    chosen: list[Finding] = []
    taken: dict[Path, list[Edit]] = defaultdict(list)
    for finding in findings:
        fix = finding.hit.fix
        if fix is None or finding.accepted or any(_touches(e, taken[e.path]) for e in fix.edits):
            continue
        for edit in fix.edits:
            taken[edit.path].append(edit)
        chosen.append(finding)
    for path, edits in taken.items():
        text = path.read_bytes().decode("utf-8")
        for edit in sorted(edits, key=lambda e: e.start, reverse=True):
            start, end = _offset(text, edit.start), _offset(text, edit.end)
            text = text[:start] + edit.text + text[end:]
        path.write_bytes(text.encode("utf-8"))
    return chosen


def replaced(path: Path, name: str, at: tuple[str | int, ...], text: str, says: str) -> Fix | None:
    """The value at a path written otherwise; None when it is no plain value."""
    node = _node(path, at)
    if node is None or not isinstance(node.value, str):
        return None
    return Fix(says, (Edit(path, name, *_span(node), text),))


def removed(path: Path, name: str, at: tuple[str | int, ...], says: str) -> Fix | None:
    """One item taken out of a list, or one key out of a mapping; None where that is not done safely: it is
    the only one, or it does not have its lines to itself."""
    within = _node(path, at[:-1])
    if within is None or len(within.value) < 2:
        return None
    items = _items(within)
    number = list(items).index(at[-1]) if at[-1] in items else -1
    if number < 0:
        return None
    spans = list(items.values())
    if within.flow_style:
        start, end = (
            (spans[number][0], spans[number + 1][0])
            if number == 0
            else (spans[number - 1][1], spans[number][1])
        )
        return Fix(says, (Edit(path, name, start, end, ""),))
    line, last = spans[number][0][0], spans[number][1][0]
    alone = last == line and all(s[0][0] != line for i, s in enumerate(spans) if i != number)
    before = path.read_text(encoding="utf-8").splitlines()[line - 1][: spans[number][0][1] - 1]
    if not alone or before.strip() not in ("", "-"):
        return None
    return Fix(says, (Edit(path, name, (line, 1), (line + 1, 1), ""),))


def added(path: Path, name: str, at: tuple[str | int, ...], row: tuple[str, str], says: str) -> Fix | None:
    """(key, value) written before the first of a mapping, quoted as that one is; None where the mapping has
    no lines of its own."""
    within = _node(path, at)
    if within is None or type(within).__name__ != "MappingNode" or within.flow_style or not within.value:
        return None
    line, column = _span(within.value[0][0])[0]
    if path.read_text(encoding="utf-8").splitlines()[line - 1][: column - 1].strip():
        return None
    quote = within.value[0][0].style or ""
    text = f"{' ' * (column - 1)}{quote}{row[0]}{quote}: {row[1]}\n"
    edit = Edit(path, name, (line, 1), (line, 1), text)
    return Fix(says, (edit,))


def _items(node: Any) -> dict[str | int, tuple[Spot, Spot]]:
    if type(node).__name__ == "MappingNode":
        return {key.value: (_span(key)[0], _span(value)[1]) for key, value in node.value}
    return {i: _span(one) for i, one in enumerate(node.value)}


def _node(path: Path, at: tuple[str | int, ...]) -> Any:
    """The YAML node at a path; None when there is none."""
    from ruamel.yaml import YAML

    loader: Any = YAML(typ="safe", pure=True)
    node: Any = loader.compose(path.read_text(encoding="utf-8"))
    for step in at:
        kind: str = type(node).__name__
        if kind == "MappingNode":
            node = next((value for key, value in node.value if key.value == step), None)
        elif kind == "SequenceNode" and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
        else:
            return None
        if node is None:
            return None
    return node


def _span(node: Any) -> tuple[Spot, Spot]:
    start, end = node.start_mark, node.end_mark
    return (start.line + 1, start.column + 1), (end.line + 1, end.column + 1)


def _touches(edit: Edit, others: list[Edit]) -> bool:
    return any((edit.start < o.end and o.start < edit.end) or edit.start == o.start for o in others)


def _offset(text: str, spot: Spot) -> int:
    line, column = spot
    lines = text.split("\n")
    return min(len(text), sum(len(one) + 1 for one in lines[: line - 1]) + column - 1)
