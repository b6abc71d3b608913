"""The one evaluator: from a single request (ints of width one) to columns of claims (NumPy words)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from coverable.logic.criteria import Forest, Node, Step
from coverable.logic.planes import Bits, Plane, every, leaf, reach, some

Picks: TypeAlias = Mapping[str, Mapping[str, Plane]]
"""For each interpretation the plane (lanes or rows) in which each option is taken. An
interpretation that is absent is unsigned: true or false only where all its options agree."""


def leaf_bits(forest: Forest, probes: Sequence[Iterable[tuple[int, Plane]]], zero: Plane) -> list[Bits]:
    """Bits of every distinct test, from each probe's (cells, plane) pairs."""
    return [leaf(probes[one.probe], one.true, one.silent, zero) for one in forest.leaves]


def evaluate(
    forest: Forest,
    leaves: Sequence[Bits] | Mapping[int, Bits],
    full: Plane,
    picks: Picks,
    only: Iterable[Step] | None = None,
    settled: Sequence[Bits] | None = None,
) -> list[Bits]:
    """Strong Kleene bits of every criterion of the forest, by index. With `only`, of these steps: the
    others keep what `settled` gives them, or are left undetermined.

    all: (AND t, OR f) · any: (OR t, AND f) · none: (AND f, OR t) · not: swapped ·
    at_least n of k: (reach(n, ts), reach(k-n+1, fs)) ·
    if c then a else b: t = c.t & a.t | c.f & b.t | a.t & b.t, f alike.
    """
    zero = full ^ full
    bits: list[Bits] = [(zero, zero)] * len(forest.nodes) if settled is None else list(settled)
    for index, rule, below, node in forest.steps if only is None else only:
        if rule == "leaf":
            bits[index] = leaves[node.leaf]
        elif rule == "all":
            t, f = full, zero
            for i in below:
                a, b = bits[i]
                t = t & a
                f = f | b
            bits[index] = (t, f)
        elif rule == "any":
            t, f = zero, full
            for i in below:
                a, b = bits[i]
                t = t | a
                f = f & b
            bits[index] = (t, f)
        elif rule == "same":
            bits[index] = bits[below[0]]
        else:
            bits[index] = _rarer(node, [bits[i] for i in below], full, picks)
    return bits


def _rarer(node: Node, below: list[Bits], full: Plane, picks: Picks) -> Bits:
    """The other rules, from the bits of the node's children."""
    zero = full ^ full
    match node.rule:
        case "none":
            t, f = some(below, full)
            return f, t
        case "not":
            t, f = below[0]
            return f, t
        case "at_least":
            ts, fs = [t for t, _ in below], [f for _, f in below]
            return reach(node.n, ts, full), reach(len(below) - node.n + 1, fs, full)
        case "if":
            (ct, cf), (at, af) = below[0], below[1]
            bt, bf = below[2] if len(below) == 3 else (full, zero)
            return ct & at | cf & bt | at & bt, ct & af | cf & bf | af & bf
        case "silent_if":
            (t, f), (_, clear) = below
            return t, f & clear
        case "interpretation":
            lanes = picks.get(node.interpretation)
            if lanes is None:
                return every(below, full)[0], some(below, full)[1]
            t = f = zero
            for option, (a, b) in zip(node.options, below, strict=True):
                taken = lanes[option]
                t = t | taken & a
                f = f | taken & b
            return t, f
        case "unmapped":
            return zero, zero
        case _:  # reading
            lanes = picks.get(node.interpretation)
            taken = zero if lanes is None else lanes[node.options[0]]
            return taken, (zero if lanes is None else full ^ taken)


def differs(
    forest: Forest, root: int, leaves: Sequence[Bits], full: Plane, one: Picks, other: Picks
) -> Plane:
    """The rows where the criterion at `root` ends differently under two sets of picks."""
    a, b = evaluate(forest, leaves, full, one)[root]
    c, d = evaluate(forest, leaves, full, other)[root]
    return a ^ c | b ^ d
