"""Random criteria of every rule, in the shape of the oracle and of the evaluator, and random rows of facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from coverable.logic.criteria import Forest, Leaf, Node
from logic.naive import Cells, Tree

ROWS = 128
"""Rows of facts for each tree: two words of a plane."""
GROUPS = ("all", "any", "none", "at_least")
RULES = (*GROUPS, "all", "any", "not", "if", "silent_if", "interpretation", "reading")
CELLS: tuple[Cells, ...] = tuple(
    frozenset(cell for cell in range(5) if mask >> cell & 1) for mask in range(32)
)
"""The set of cells of each mask, for probes of up to five cells."""


@dataclass(frozen=True)
class Trees:
    """Criteria that share some of their parts, children first; `roots` have nothing above them."""

    nodes: tuple[Tree, ...]
    roots: tuple[Tree, ...]
    cells: tuple[int, ...]
    """How many cells each probe has."""
    options: Mapping[str, tuple[str, ...]]
    """The options of each interpretation."""
    forest: Forest


def random_trees(random: Random) -> Trees:
    """Up to ten tests of up to six facts below up to sixteen criteria."""
    cells = tuple(random.randint(1, 5) for _ in range(random.randint(1, 6)))
    options = {f"i{i}": tuple("abc"[: random.randint(2, 3)]) for i in range(random.randint(0, 3))}
    nodes = [_leaf(random, number, cells) for number in range(random.randint(1, 10))]
    for number in range(len(nodes), len(nodes) + random.randint(1, 16)):
        nodes.append(_node(random, number, nodes, options))
    used = {one.number for node in nodes for one in node.below}
    roots = tuple(node for node in nodes if node.number not in used)
    return Trees(tuple(nodes), roots, cells, options, as_forest(nodes))


def _leaf(random: Random, number: int, cells: Sequence[int]) -> Tree:
    fact = random.randrange(len(cells))
    silent = random.getrandbits(cells[fact]) if random.random() < 0.2 else 0
    true = random.getrandbits(cells[fact]) & ~silent
    return Tree(number, "leaf", fact=fact, true=CELLS[true], silent=CELLS[silent])


def _node(random: Random, number: int, nodes: list[Tree], options: Mapping[str, tuple[str, ...]]) -> Tree:
    rule = random.choice(RULES)
    if rule in ("interpretation", "reading") and not options:
        rule = "all"
    recent = nodes[-8:]  # mostly the newest, so that criteria get deep
    name = random.choice(list(options)) if options else ""
    match rule:
        case "reading":
            return Tree(number, rule, interpretation=name, options=(random.choice(options[name]),))
        case "interpretation":
            below = tuple(random.choice(recent) for _ in options[name])
            return Tree(number, rule, below, interpretation=name, options=options[name])
        case "not":
            return Tree(number, rule, (random.choice(recent),))
        case "silent_if":
            return Tree(number, rule, (random.choice(recent), random.choice(nodes)))
        case "if":
            return Tree(number, rule, tuple(random.choice(recent) for _ in range(random.randint(2, 3))))
        case _:
            least = 0 if rule in ("all", "any") and random.random() < 0.05 else 1
            count = random.randint(least, 5) if least else 0
            below = tuple(random.choice(recent if random.random() < 0.8 else nodes) for _ in range(count))
            return Tree(number, rule, below, n=random.randint(1, count) if rule == "at_least" else 0)


def as_forest(nodes: Sequence[Tree]) -> Forest:
    """The same criteria as the evaluator has them; equal tests stand once."""
    leaves: dict[Leaf, int] = {}
    out: list[Node] = []
    for node in nodes:
        leaf = -1
        if node.rule == "leaf":
            test = Leaf(node.fact, mask_of(node.true), mask_of(node.silent))
            leaf = leaves.setdefault(test, len(leaves))
        out.append(
            Node(
                node.rule,  # pyright: ignore[reportArgumentType]
                tuple(one.number for one in node.below),
                id=str(node.number),
                leaf=leaf,
                n=node.n,
                interpretation=node.interpretation,
                options=node.options,
            )
        )
    return Forest(tuple(out), tuple(leaves))


def mask_of(cells: Cells) -> int:
    """A set of cells as bits."""
    return sum(1 << cell for cell in cells)


def shuffled(random: Random, forest: Forest) -> Forest:
    """The same criteria with the children written in another order, where order has no meaning."""
    nodes: list[Node] = []
    for node in forest.nodes:
        order = list(range(len(node.children)))
        if node.rule in (*GROUPS, "interpretation"):
            random.shuffle(order)
        options = tuple(node.options[i] for i in order) if node.rule == "interpretation" else node.options
        nodes.append(replace(node, children=tuple(node.children[i] for i in order), options=options))
    return Forest(tuple(nodes), forest.leaves)


Masks = list[int]
"""For each probe the cells that the value may lie in, as bits; 0: unknown."""


def random_row(random: Random, cells: Sequence[int]) -> Masks:
    """A quarter unknown, a half exact, the rest known in part or contradictory."""
    out: Masks = []
    for count in cells:
        kind = random.random()
        if kind < 0.25:
            out.append(0)
        elif kind < 0.75:
            out.append(1 << int(random.random() * count))
        else:
            out.append(random.getrandbits(count))
    return out


def forgotten(random: Random, row: Masks) -> Masks:
    """The same row with about half of what it states left out."""
    return [0 if random.random() < 0.5 else mask for mask in row]


def learnt(random: Random, row: Masks, cells: Sequence[int]) -> Masks:
    """The same row with more known: unknown facts stated, vague ones narrowed."""
    out: Masks = []
    for mask, count in zip(row, cells, strict=True):
        possible = [cell for cell in range(count) if not mask or mask >> cell & 1]
        kept = [cell for cell in possible if random.random() < 0.5] or [random.choice(possible)]
        out.append(mask if random.random() < 0.3 else sum(1 << cell for cell in kept))
    return out
