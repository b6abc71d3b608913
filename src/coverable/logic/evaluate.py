"""The one evaluator: from a single request (ints of width one) to columns of claims (NumPy words)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from coverable.logic.criteria import Forest
from coverable.logic.planes import Bits, Plane, every, leaf, reach, some

Picks: TypeAlias = Mapping[str, Mapping[str, Plane]]
"""For each interpretation the plane (lanes or rows) in which each option is taken. An
interpretation that is absent is unsigned: true or false only where all its options agree."""


def leaf_bits(forest: Forest, probes: Sequence[Iterable[tuple[int, Plane]]], zero: Plane) -> list[Bits]:
    """Bits of every distinct test, from each probe's (cells, plane) pairs."""
    return [leaf(probes[one.probe], one.true, one.silent, zero) for one in forest.leaves]


def evaluate(forest: Forest, leaves: Sequence[Bits], full: Plane, picks: Picks) -> list[Bits]:
    """Strong Kleene bits of every criterion of the forest, by index.

    all: (AND t, OR f) · any: (OR t, AND f) · none: (AND f, OR t) · not: swapped ·
    at_least n of k: (reach(n, ts), reach(k-n+1, fs)) ·
    if c then a else b: t = c.t & a.t | c.f & b.t | a.t & b.t, f alike.
    """
    zero = full ^ full
    bits: list[Bits] = []
    add = bits.append
    for node in forest.nodes:
        rule = node.rule
        if rule == "leaf":
            add(leaves[node.leaf])
        elif rule == "all":
            t, f = full, zero
            for i in node.children:
                a, b = bits[i]
                t = t & a
                f = f | b
            add((t, f))
        elif rule == "any":
            t, f = zero, full
            for i in node.children:
                a, b = bits[i]
                t = t | a
                f = f & b
            add((t, f))
        elif rule == "none":
            t, f = some((bits[i] for i in node.children), full)
            add((f, t))
        elif rule == "not":
            t, f = bits[node.children[0]]
            add((f, t))
        elif rule == "at_least":
            below = [bits[i] for i in node.children]
            add(
                (
                    reach(node.n, [t for t, _ in below], full),
                    reach(len(below) - node.n + 1, [f for _, f in below], full),
                )
            )
        elif rule == "if":
            (ct, cf), (at, af) = bits[node.children[0]], bits[node.children[1]]
            bt, bf = bits[node.children[2]] if len(node.children) == 3 else (full, zero)
            add((ct & at | cf & bt | at & bt, ct & af | cf & bf | af & bf))
        elif rule == "silent_if":
            (t, f), (_, clear) = bits[node.children[0]], bits[node.children[1]]
            add((t, f & clear))
        elif rule == "interpretation":
            options = [bits[i] for i in node.children]
            lanes = picks.get(node.interpretation)
            if lanes is None:
                add((every(options, full)[0], some(options, full)[1]))
                continue
            t = f = zero
            for option, (a, b) in zip(node.options, options, strict=True):
                taken = lanes[option]
                t = t | taken & a
                f = f | taken & b
            add((t, f))
        else:  # reading
            lanes = picks.get(node.interpretation)
            if lanes is None:
                add((zero, zero))
            else:
                taken = lanes[node.options[0]]
                add((taken, full ^ taken))
    return bits


def differs(
    forest: Forest, root: int, leaves: Sequence[Bits], full: Plane, one: Picks, other: Picks
) -> Plane:
    """The rows where the criterion at `root` ends differently under two sets of picks."""
    a, b = evaluate(forest, leaves, full, one)[root]
    c, d = evaluate(forest, leaves, full, other)[root]
    return a ^ c | b ^ d
