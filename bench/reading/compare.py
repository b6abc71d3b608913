"""One true statement against what was read of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from typing import Any, Literal, TypeAlias

from bench.reading.matching import core, holds, pairs, tokens
from bench.reading.model import TrueStatement
from bench.reading.trees import Normal, Rule, Tree, leaves, normal, outline, same, swapped
from bench.reading.whom import without_whom

Verdict: TypeAlias = Literal["exact", "coarse", "flagged", "silent"]
Span: TypeAlias = tuple[int, int]
Json: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class ReadNode:
    """A node of a reading: its tree, its place and the findings on it."""

    tree: Tree
    span: Span
    findings: tuple[str, ...]
    children: tuple[ReadNode, ...]


@dataclass(frozen=True)
class Compared:
    """A statement of a reading."""

    json: Json
    node: ReadNode | None
    span: Span
    findings: tuple[str, ...]

    @staticmethod
    def of(statement: Json) -> Compared:
        criteria = statement.get("criteria")
        return Compared(
            statement, _node(criteria) if criteria else None, _span(statement["span"]), _ids(statement)
        )

    @property
    def conditions(self) -> list[str]:
        """The words of its conditions, and of the uses it names."""
        some = [t.text for t in leaves(self.node.tree)] if self.node else []
        return some + [str(u["value"]) for u in self.json.get("named_uses", [])]

    @property
    def noted(self) -> set[str]:
        """All findings on it or on a node of it."""
        return (
            set(self.findings).union(*(n.findings for n in _walk(self.node)))
            if self.node
            else set(self.findings)
        )

    def shown(self) -> str:
        names = ("all_other_uses", "criteria_not_met", "stage")
        flags = " ".join(f"{n}={self.json[n]}" for n in names if self.json.get(n))
        uses = [str(u["value"]) for u in self.json.get("named_uses", [])]
        text = f"{self.json.get('position')} [{self.json.get('subject', '')}] {flags}"
        text += f" named={uses}" if uses else ""
        return text + ("\n" + outline(self.node.tree) if self.node else " (no criteria)")


def _node(json: Json) -> ReadNode:
    children = tuple(_node(c) for c in json.get("children", []))
    rule: Rule = json["rule"]
    tree = Tree(rule, tuple(c.tree for c in children), int(json.get("n") or 0), str(json.get("text", "")))
    return ReadNode(tree, _span(json["span"]), _ids(json), children)


def _ids(json: Json) -> tuple[str, ...]:
    return tuple(str(i) for i in json.get("findings", []))


def _span(span: Any) -> Span:
    return int(span["start"]), int(span["end"])


def _walk(node: ReadNode) -> Iterator[ReadNode]:
    yield node
    for child in node.children:
        yield from _walk(child)


def compare(
    true: TrueStatement, read: list[Compared], region: list[Span], spans: dict[str, list[Span]]
) -> tuple[Verdict, str]:
    """How a statement was read, and why it is not exact."""
    places = [s for some in spans.values() for s in some]
    if not read:
        over = (region[0][0], max(e for _, e in region)) if region else (0, 0)
        return ("flagged" if any(_touch(s, over) for s in places) else "silent"), "the statement was not read"
    same_position = [c for c in read if c.json.get("position") in true.positions]
    if not same_position:
        return _flag(read, region, places), f"position read as {read[0].json.get('position')}"
    if len(same_position) < len(read):
        odd = next(c for c in read if c not in same_position)
        return _flag([odd], [], places), f"another position read of it: {odd.json.get('position')}"
    if why := _wrong_flags(true, read):
        return _flag(read, region, places), why
    if true.other or not true.trees:
        return _no_criteria(true, read, region, places)
    return _trees(true, read, region, places)


def _wrong_flags(true: TrueStatement, read: list[Compared]) -> str | None:
    other = any(bool(c.json.get("all_other_uses")) for c in read)
    unmet = any(bool(c.json.get("criteria_not_met")) for c in read)
    if other != true.other:
        return f"all other uses: {true.other} read as {other}"
    if unmet != true.unmet:
        return f"criteria not met: {true.unmet} read as {unmet}"
    if "medically_necessary" not in true.positions:
        return None  # what is not covered may stand below the heading of a stage and is meant for all of them
    stages = {c.json.get("stage") for c in read}
    if true.stage == "continuation" and stages != {"continuation"}:
        return f"stage continuation read as {stages}"
    if true.stage != "continuation" and not stages <= {None, true.stage}:
        return f"stage {true.stage} read as {stages}"
    return None


def _no_criteria(
    true: TrueStatement, read: list[Compared], region: list[Span], places: list[Span]
) -> tuple[Verdict, str]:
    """A catch-all or bare statement: what it names are examples, and it has no other criteria."""
    named = list(true.named) + [t.text for tree in true.trees for t in leaves(tree)]
    for one in read:
        criteria = [t.text for t in leaves(one.node.tree)] if one.node else []
        if criteria and len(pairs(named, criteria)) < len(criteria):
            return _flag(read, region, places), "criteria read in a statement that has none"
    return "exact", ""


def _trees(
    true: TrueStatement, read: list[Compared], region: list[Span], places: list[Span]
) -> tuple[Verdict, str]:
    merged = _merged(read)
    if merged is None:
        return _flag(read, region, places), "the criteria were not read"
    bare = without_whom(merged, true.stage == "continuation")
    if any(_same(tree, one) for one in (merged, bare) for tree in true.trees):
        return "exact", ""
    for tree in true.trees:
        if _same_but_coarse(tree, merged, true.loose):
            return "coarse", "a rule within one sentence was kept whole"
    why = _why(true.trees[0], merged)
    if all(_flagged_at(true, one, read, places) for one in _differing(true, read)):
        return "flagged", why
    return "silent", why


def _merged(read: list[Compared]) -> Tree | None:
    """Several statements of one position: any of their criteria suffices; named uses are criteria too."""
    parts: list[Tree] = []
    seen = set[str]()
    for one in read:
        if one.node:
            shown = outline(one.node.tree)
            if shown not in seen:  # a text that stands twice says nothing more
                parts.append(one.node.tree)
            seen.add(shown)
        elif one.json.get("named_uses"):
            uses = tuple(Tree("leaf", text=str(u["value"])) for u in one.json["named_uses"])
            parts.append(Tree("any", uses))
    if len(parts) < 2:
        return parts[0] if parts else None
    return Tree("any", tuple(parts))


def _normals(true: Tree, read: Tree) -> tuple[Normal, Normal]:
    """Both in normal form, with the conditions of the reading named as those of the truth."""
    mine, theirs = [t.text for t in leaves(true)], [t.text for t in leaves(read)]
    found = pairs(mine, theirs)
    signs = {f"r{i}": core(text)[1] for i, text in enumerate(theirs)}
    names = {f"r{i}": f"t{found[i]}" if i in found else f"r{i}" for i in range(len(theirs))}
    signs |= {f"t{i}": core(text)[1] for i, text in enumerate(mine)}
    names |= {f"t{i}": f"t{i}" for i in range(len(mine))}

    def keys(label: str) -> tuple[str, bool]:
        return names[label], signs[label]

    return normal(_labelled(true, count(), "t"), keys), normal(_labelled(read, count(), "r"), keys)


def _labelled(tree: Tree, numbers: Iterator[int], letter: str) -> Tree:
    """The tree with each condition's words replaced by its number, since words may occur twice."""
    if tree.rule == "leaf":
        return replace(tree, text=f"{letter}{next(numbers)}")
    return replace(tree, children=tuple(_labelled(c, numbers, letter) for c in tree.children))


def _same(true: Tree, read: Tree) -> bool:
    a, b = _normals(true, read)
    return same(a, b)


def _same_but_coarse(true: Tree, read: Tree, loose: tuple[Tree, ...]) -> bool:
    texts = [t.text for t in leaves(read)]
    changed = true
    for rule in loose:
        inner = [core(t.text)[0] for t in leaves(rule)]
        whole = next((t for t in texts if all(holds(tuple(tokens(t)), i) is not None for i in inner)), None)
        if whole is not None:
            changed = swapped(changed, rule, Tree("leaf", text=whole))
    return changed is not true and _same(changed, read)


def _differing(
    true: TrueStatement, read: list[Compared]
) -> list[tuple[ReadNode | None, tuple[ReadNode, ...]]]:
    """The lowest nodes of the reading that say what no part of the truth says, each with those above it."""
    tree = true.trees[0]
    right = set[Normal]()
    whole = _merged(read)
    assert whole
    mine, theirs = [t.text for t in leaves(tree)], [t.text for t in leaves(whole)]
    found = pairs(mine, theirs)
    by_text = {theirs[i]: str(t) for i, t in found.items()}
    numbers = {t: str(i) for i, t in enumerate(mine)}

    def of_true(text: str) -> tuple[str, bool]:
        return numbers[text], core(text)[1]

    def of_read(text: str) -> tuple[str, bool]:
        return by_text.get(text, f"other {text}"), core(text)[1]

    def gather(t: Tree) -> None:
        right.add(normal(t, of_true))
        right.add(normal(t, of_true, positive=False))
        for c in t.children:
            gather(c)

    for alternative in true.trees:
        if {t.text for t in leaves(alternative)} <= set(numbers):
            gather(alternative)
    out: list[tuple[ReadNode | None, tuple[ReadNode, ...]]] = []

    def look(node: ReadNode, above: tuple[ReadNode, ...]) -> None:
        if normal(node.tree, of_read) in right:
            return
        before = len(out)
        for child in node.children:
            look(child, (*above, node))
        if len(out) == before:
            out.append((node, above))

    for one in read:
        if one.node:
            look(one.node, ())
    return out or [(None, ())]


def _flagged_at(
    true: TrueStatement,
    where: tuple[ReadNode | None, tuple[ReadNode, ...]],
    read: list[Compared],
    places: list[Span],
) -> bool:
    node, above = where
    if any(c.findings for c in read):
        return True
    if node is None:
        return any(n.findings for c in read if c.node for n in _walk(c.node))
    if node.findings or any(n.findings for n in above) or any(c.findings for c in node.children):
        return True
    return any(_touch(s, _head(n)) for n in (node, *above) for s in places)


def _head(node: ReadNode) -> Span:
    """The place of a node's own words: up to its first child."""
    if not node.children:
        return node.span
    first = min(c.span[0] for c in node.children)
    return node.span[0], max(node.span[0], first - 1)


def _flag(read: list[Compared], region: list[Span], places: list[Span]) -> Verdict:
    """Whether what was read of a statement as a whole carries a finding."""
    if any(c.findings for c in read):
        return "flagged"
    first = [*region[:1], *((c.span[0], min(c.span[1], c.span[0] + 200)) for c in read)]
    return "flagged" if any(_touch(s, f) for s in places for f in first) else "silent"


def _touch(a: Span, b: Span) -> bool:
    return a[0] <= b[1] and b[0] <= a[1]


def _why(true: Tree, read: Tree) -> str:
    """In a few words: conditions not read, conditions too many, or the rules."""
    mine, theirs = [t.text for t in leaves(true)], [t.text for t in leaves(read)]
    found = pairs(mine, theirs)
    missing = [t for i, t in enumerate(mine) if i not in found.values()]
    extra = [t for i, t in enumerate(theirs) if i not in found]
    parts = [f"not read: {' '.join(tokens(missing[0]))[:60]}"] if missing else []
    parts += [f"not in the document: {' '.join(tokens(extra[0]))[:60]}"] if extra else []
    return "; ".join(parts) or "the rules differ"
