"""What is still needed: the open facts, as all-of / one-of, that lead a criterion to the wanted end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from coverable.logic.criteria import Forest
from coverable.logic.rationale import Value


@dataclass(frozen=True, slots=True)
class Ask:
    """One open fact, and the criterion and place that ask for it."""

    probe: int
    criterion: str
    cite: Any
    answer: tuple[int, bool] = (-1, True)
    """The test that asks (by leaf), and whether it is to hold."""


@dataclass(frozen=True, slots=True)
class Group:
    """`n` of `items` lead there: all of them when n is their number, one of them when n is 1."""

    n: int
    items: tuple[Need, ...]


Need: TypeAlias = Ask | Group
NOTHING = Group(0, ())
"""Already there, or only a person can say (the text is silent, the statements contradict)."""


def still_needed(
    forest: Forest,
    root: int,
    want: bool,
    values: Sequence[Value],
    open_leaf: Callable[[int], bool],
    chosen: Callable[[str], str | None],
) -> Need | None:
    """What to ask so that the criterion at `root` becomes met (`want`) or not met.

    NOTHING when there is nothing to ask; None when it cannot end so any more. `open_leaf(leaf)`
    tells whether a statement of fact could still answer that test.
    """

    def need(index: int, want: bool, cite: Any, name: str = "") -> Need | None:
        # `name`: a leaf that stands for a whole criterion (its reading, its silence) is asked by that name
        value = values[index]
        if value != "undetermined":
            return NOTHING if (value == "met") == want else None
        node = forest.nodes[index]
        cite = node.cite or cite
        below = node.children
        match node.rule:
            case "leaf":
                if not open_leaf(node.leaf):
                    return NOTHING
                return Ask(forest.leaves[node.leaf].probe, name or node.id, cite, (node.leaf, want))
            case "not":
                return need(below[0], not want, cite)
            case "all" | "any" | "none" | "at_least":
                inner = want if node.rule != "none" else not want
                count = {"all": len(below), "any": 1, "none": 1, "at_least": node.n}[node.rule]
                if not inner:  # to fail n of k, k - n + 1 must fail
                    count = len(below) - count + 1
                done = sum(values[i] == ("met" if inner else "not_met") for i in below)
                asked = [need(i, inner, cite) for i in below if values[i] == "undetermined"]
                return _group(count - done, asked)
            case "if":
                branches = [all_of([need(below[0], True, cite), need(below[1], want, cite)])]
                if len(below) == 3:
                    branches.append(all_of([need(below[0], False, cite), need(below[2], want, cite)]))
                elif want:
                    branches.append(need(below[0], False, cite))
                return _group(1, branches)
            case "silent_if":
                if values[below[0]] == "undetermined":
                    return need(below[0], want, cite, name or node.id)
                return need(below[1], False, cite)
            case "interpretation":
                option = chosen(node.interpretation)
                if option is not None:
                    return need(below[node.options.index(option)], want, cite, name or node.id)
                return all_of([need(i, want, cite) for i in below])
            case "reading" | "unmapped":
                return NOTHING

    return need(root, want, None)


def all_of(parts: Sequence[Need | None]) -> Need | None:
    """All of the parts; None when one of them can no longer be had."""
    return _group(len(parts), list(parts))


def _group(n: int, parts: list[Need | None]) -> Need | None:
    """`n` of the parts, simplified: impossible parts dropped, nested all-ofs opened, one kept once."""
    possible = [p for p in parts if p is not None]
    if len(possible) < n:
        return None
    if n <= 0 or not possible:
        return NOTHING
    whole = n == len(possible)
    items: list[Need] = []
    for part in possible:
        if part == NOTHING:
            continue  # nothing to ask there, but a person may have to look
        flat = isinstance(part, Group) and (part.n == len(part.items) if whole else part.n == 1 == n)
        opened = part.items if flat and isinstance(part, Group) else (part,)
        items.extend(one for one in opened if one not in items)
    if whole:
        items = _once(items)
        n = len(items)
    if not items:
        return NOTHING
    if len(items) == 1:
        return items[0]
    n = min(n, len(items))
    return _factored(items) if n == 1 else Group(n, tuple(items))


def _once(items: list[Need]) -> list[Need]:
    """Each fact is asked once within an all-of, at its first place."""
    seen: set[int] = set()
    out: list[Need] = []
    for item in items:
        if isinstance(item, Ask):
            if item.probe in seen:
                continue
            seen.add(item.probe)
        out.append(item)
    return out


def _factored(items: list[Need]) -> Need:
    """one of (A and B, A and C) is asked as A, then one of (B, C)."""
    ways = [i.items if isinstance(i, Group) and i.n == len(i.items) else (i,) for i in items]
    common = [a for a in ways[0] if isinstance(a, Ask) and all(_asks_for(way, a.probe) for way in ways[1:])]
    if not common:
        return Group(1, tuple(items))
    probes = {a.probe for a in common}
    rest = [tuple(p for p in way if not (isinstance(p, Ask) and p.probe in probes)) for way in ways]
    answers = [{p.answer for p in way if isinstance(p, Ask) and p.probe in probes} for way in ways]
    done = [mine for mine, left in zip(answers, rest, strict=True) if not left]
    # a way that needs nothing more makes up for those that need the same answer and then some; where they
    # need another answer (if A then B), what they ask besides is asked in the same pass
    others = [
        Group(len(left), left)
        for mine, left in zip(answers, rest, strict=True)
        if left and not any(enough <= mine for enough in done)
    ]
    tail = (
        others[0].items
        if len(others) == 1
        else (Group(1, tuple(_bare(o) for o in others)),)
        if others
        else ()
    )
    return _bare(Group(len(common) + len(tail), (*common, *tail)))


def _bare(group: Group) -> Need:
    """A group of one is that one."""
    return group.items[0] if len(group.items) == 1 else group


def _asks_for(way: Sequence[Need], probe: int) -> bool:
    return any(isinstance(p, Ask) and p.probe == probe for p in way)


def asks(need: Need | None) -> list[Ask]:
    """Every open fact in a need, in order, each once."""
    out: list[Ask] = []
    stack: list[Need] = [need] if need is not None else []
    while stack:
        one = stack.pop()
        if isinstance(one, Ask):
            if all(one.probe != a.probe for a in out):
                out.append(one)
        else:
            stack.extend(reversed(one.items))
    return out
