"""zen-engine (Rust): a decision with one expression node, and one compiled expression."""

from __future__ import annotations

import importlib
import json
from collections.abc import Sequence
from typing import Any

from bench.check import Said
from bench.facts import Sample
from bench.rivals.language import spell, value
from bench.rivals.rival import PythonRival
from bench.signed import Signed

PACKAGE = "zen-engine"


class Words:
    """The expression language of zen."""

    def equal(self, fact: str, value: Any) -> str:
        return f"{fact} == {_quoted(value)}"

    def stated(self, fact: str) -> str:
        return f"{fact} != null"

    def differs(self, fact: str, value: Any) -> str:
        return f"{fact} != {_quoted(value)}"

    def has(self, fact: str, value: Any) -> str:
        return f"{_quoted(value)} in {fact}"

    def constant(self, value: bool) -> str:
        return _quoted(value)

    def every(self, parts: Sequence[str]) -> str:
        return f"({' and '.join(parts)})" if parts else "true"

    def some(self, parts: Sequence[str]) -> str:
        return f"({' or '.join(parts)})" if parts else "false"

    def text(self, value: str) -> str:
        return _quoted(value)

    def choose(self, cases: Sequence[tuple[str, str]], default: str) -> str:
        out = default
        for test, then in reversed(cases):
            out = f"({test} ? {then} : {out})"
        return out


def _quoted(value: Any) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else f"'{value}'"


def _said(result: dict[str, Any], count: int) -> Said:
    return result["outcome"], [value(result[f"c{i}t"], result[f"c{i}f"]) for i in range(count)]


def decision(tree: Signed, samples: Sequence[Sample]) -> PythonRival:
    """As its users write it: a graph of input, expressions that name one another, and output."""
    zen: Any = importlib.import_module("zen")
    pairs, outcome = spell(tree, Words(), lambda i, _: (f"$.c{i}t", f"$.c{i}f"))
    named = [(f"c{i}{'tf'[k]}", pair[k]) for i, pair in enumerate(pairs) for k in (0, 1)]
    expressions = [{"id": k, "key": k, "value": v} for k, v in [*named, ("outcome", outcome)]]
    place = {"x": 0, "y": 0}
    graph = {
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "request", "position": place},
            {
                "id": "criteria",
                "type": "expressionNode",
                "name": "criteria",
                "position": place,
                "content": {"expressions": expressions},
            },
            {"id": "out", "type": "outputNode", "name": "result", "position": place},
        ],
        "edges": [
            {"id": "1", "sourceId": "in", "targetId": "criteria", "type": "edge"},
            {"id": "2", "sourceId": "criteria", "targetId": "out", "type": "edge"},
        ],
    }
    run = zen.ZenEngine().create_decision(json.dumps(graph)).evaluate
    count = len(pairs)
    return PythonRival("zen-engine, decision", PACKAGE, samples, run, lambda r: _said(r["result"], count))


def expression(tree: Signed, samples: Sequence[Sample]) -> PythonRival:
    """One object expression, every criterion spelled out down to the facts (it has no names of its own)."""
    zen: Any = importlib.import_module("zen")
    pairs, outcome = spell(tree, Words(), lambda _, pair: pair)
    named = [f"c{i}{'tf'[k]}: {pair[k]}" for i, pair in enumerate(pairs) for k in (0, 1)]
    run = zen.compile_expression(f"{{{', '.join([*named, f'outcome: {outcome}'])}}}").evaluate
    count = len(pairs)
    return PythonRival(
        "zen-engine, one compiled expression", PACKAGE, samples, run, lambda r: _said(r, count)
    )
