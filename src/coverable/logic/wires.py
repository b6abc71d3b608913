"""Planes whose rows are all possible patients: formulas instead of bits.

A wire answers to `&`, `|` and `^` as an int or a NumPy array does, so the one evaluator turns criteria
into formulas, and what is proved of them is proved of the evaluator that decides. Constants are folded and
equal formulas are one wire, so that most criteria stay small.
"""

from __future__ import annotations

from typing import Any, Literal, TypeAlias
from weakref import WeakValueDictionary

Gate: TypeAlias = Literal["const", "input", "and", "or", "xor"]


class Wire:
    """One formula. `args` are its parts, or what an input is called."""

    __slots__ = ("__weakref__", "args", "gate", "number")

    def __init__(self, gate: Gate, args: tuple[Any, ...], number: int) -> None:
        self.gate = gate
        self.args = args
        self.number = number

    def __and__(self, other: Wire) -> Wire:
        if self is other or other is TRUE or self is FALSE:
            return self
        if self is TRUE or other is FALSE:
            return other
        return _gate("and", self, other)

    def __or__(self, other: Wire) -> Wire:
        if self is other or other is FALSE or self is TRUE:
            return self
        if self is FALSE or other is TRUE:
            return other
        return _gate("or", self, other)

    def __xor__(self, other: Wire) -> Wire:
        if self is other:
            return FALSE
        if other is FALSE:
            return self
        if self is FALSE:
            return other
        return _gate("xor", self, other)


_made: WeakValueDictionary[tuple[Any, ...], Wire] = WeakValueDictionary()
_count = iter(range(1 << 62))
TRUE = Wire("const", (True,), next(_count))
FALSE = Wire("const", (False,), next(_count))


def _gate(gate: Gate, a: Wire, b: Wire) -> Wire:
    key = (gate, a.number, b.number) if a.number < b.number else (gate, b.number, a.number)
    found = _made.get(key)
    if found is None:
        found = _made[key] = Wire(gate, (a, b), next(_count))
    return found


def wire(name: Any) -> Wire:
    """The input of that name; the same name is the same input."""
    found = _made.get(("input", name))
    if found is None:
        found = _made["input", name] = Wire("input", (name,), next(_count))
    return found
