"""JsonLogic: in Python (maykin-json-logic-py, a maintained fork of json-logic), in Rust (datalogic-py)."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from typing import Any

from bench.check import Said
from bench.facts import Sample
from bench.rivals.language import spell, value
from bench.rivals.rival import PythonRival
from bench.signed import Signed


class Words:
    """JsonLogic's operators."""

    def equal(self, fact: str, value: Any) -> Any:
        return {"===": [{"var": fact}, value]}

    def stated(self, fact: str) -> Any:
        return {"!==": [{"var": fact}, None]}

    def differs(self, fact: str, value: Any) -> Any:
        return {"!==": [{"var": fact}, value]}

    def has(self, fact: str, value: Any) -> Any:
        return {"in": [value, {"var": fact}]}

    def constant(self, value: bool) -> Any:
        return value

    def every(self, parts: Sequence[Any]) -> Any:
        return {"and": list(parts)} if parts else True

    def some(self, parts: Sequence[Any]) -> Any:
        return {"or": list(parts)} if parts else False

    def text(self, value: str) -> Any:
        return value

    def choose(self, cases: Sequence[tuple[Any, Any]], default: Any) -> Any:
        return {"if": [*(part for case in cases for part in case), default]}


def python(tree: Signed, samples: Sequence[Sample]) -> PythonRival:
    """One rule after the other, each result kept in the data for the next: faster than spelling all out."""
    apply: Any = importlib.import_module("json_logic").jsonLogic
    pairs, outcome = spell(tree, Words(), lambda i, _: ({"var": f"c{i}t"}, {"var": f"c{i}f"}))
    rules = [(f"c{i}{'tf'[k]}", pair[k]) for i, pair in enumerate(pairs) for k in (0, 1)]
    rules.append(("outcome", outcome))
    count = len(pairs)

    def run(facts: Mapping[str, Any]) -> dict[str, Any]:
        data = dict(facts)
        for name, rule in rules:
            data[name] = apply(rule, data)
        return data

    def said(result: dict[str, Any]) -> Said:
        return result["outcome"], [value(result[f"c{i}t"], result[f"c{i}f"]) for i in range(count)]

    return PythonRival("json-logic (Python)", "maykin-json-logic-py", samples, run, said)


def rust(tree: Signed, samples: Sequence[Sample]) -> PythonRival:
    """One compiled rule that lists the outcome and every criterion, spelled out down to the facts."""
    engine: Any = importlib.import_module("datalogic_py").Engine()
    pairs, outcome = spell(tree, Words(), lambda _, pair: pair)
    rule = engine.compile([outcome, *(part for pair in pairs for part in pair)])
    evaluate = engine.session().evaluate
    count = len(pairs)

    def run(facts: Mapping[str, Any]) -> list[Any]:
        return evaluate(rule, facts)

    def said(result: list[Any]) -> Said:
        return result[0], [value(result[1 + 2 * i], result[2 + 2 * i]) for i in range(count)]

    return PythonRival("JsonLogic in Rust (datalogic-py)", "datalogic-py", samples, run, said)
