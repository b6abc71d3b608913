"""CQL: the criteria as definitions over parameters, run by cql-execution in a Node process.

CQL has unknown (null) with the same three-valued `and`, `or` and `not`, so each criterion is one
definition. The translator is @cqframework/cql; see cql.mjs.
"""

from __future__ import annotations

import atexit
import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.check import Said
from bench.facts import Sample
from bench.rivals.rival import Absent
from bench.signed import Criterion, Signed

SCRIPT = Path(__file__).with_name("cql.mjs")


def library(tree: Signed) -> tuple[str, list[str]]:
    """The CQL library, and its parameters."""
    lists = {one.fact for one in tree.criteria if one.among}
    texts = {one.fact for one in tree.criteria if one.values and isinstance(one.values[0], str)} - lists
    facts = sorted({one.fact for one in tree.criteria if one.fact})
    lines = ["library Benchmark version '1'"]
    for fact in facts:
        kind = "List<String>" if fact in lists else "String" if fact in texts else "Boolean"
        lines.append(f"parameter {fact} {kind}")
    lines.append("context Unfiltered")
    lines += [f"define c{i}: {_definition(one)}" for i, one in enumerate(tree.criteria)]
    lines.append(f"define outcome: {_outcome(tree)}")
    return "\n".join(lines), facts


def _definition(one: Criterion) -> str:
    below = [f"c{i}" for i in one.children]
    match one.rule:
        case "leaf" if one.among:
            held = " or ".join(f"'{v}' in {one.fact}" for v in one.values)
            return f"if {held} then true else null as Boolean"
        case "leaf":
            return " or ".join(
                f"{one.fact} = '{v}'" if isinstance(v, str) else one.fact if v else f"not {one.fact}"
                for v in one.values
            )
        case "reading":
            return str(one.constant).lower()
        case "all":
            return " and ".join(below) or "true"
        case "any":
            return " or ".join(below) or "false"
        case "not":
            return f"not {below[0]}"
        case "silent_if":
            tested, silent = below
            return f"if {tested} is false and {silent} is not false then null as Boolean else {tested}"
        case other:
            raise ValueError(f"no such rule: {other}")


def _outcome(tree: Signed) -> str:
    """The ladder of statements; its order is that of `coverable.policy.outcome`."""
    at = {name: f"c{place}" for name, place in tree.roots.items()}
    counts, applies = at.get("qualifier", "true"), at["applies"]
    speaks = f"({counts} or ({at['known']} and {applies}))"
    cases = [(f"{speaks} is false", "not_addressed"), (f"{speaks} is null", "open")]
    if "elsewhere" in at:
        cases += [
            (f"{at['elsewhere']} is true", "governed_elsewhere"),
            (f"{at['elsewhere']} is not false", "open"),
        ]
    cases += [
        (f"{at['met']} is true and {counts} is not null", "criteria_met"),
        (f"{at['met']} is not false", "open"),
    ]
    for name, root in (
        ("use_excluded", "named"),
        ("criteria_not_met", "applies"),
        ("use_not_listed", "other"),
    ):
        if root in at:
            cases += [(f"{at[root]} is true", name), (f"{at[root]} is not false", "open")]
    whens = " ".join(f"when {test} then '{then}'" for test, then in cases)
    return f"case {whens} else 'not_addressed' end"


class CqlExecution:
    """A Node process that keeps the translated library and the requests."""

    name = "cql-execution (Node)"

    def __init__(self, tree: Signed, samples: Sequence[Sample], packages: Path) -> None:
        node = shutil.which("node")
        if node is None:
            raise Absent("node is not there")
        if not (packages / "node_modules" / "cql-execution").is_dir():
            raise Absent("cql-execution is not installed")
        text, facts = library(tree)
        requests = [{fact: sample.plain.get(fact) for fact in facts} for sample in samples]
        self._count = len(tree.criteria)
        self._node = subprocess.Popen(
            [node, str(SCRIPT), str(packages)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        atexit.register(self.close)
        self._results = self._ask({"cql": text, "requests": requests})
        self.version = f"cql-execution {self._results['version']}, Node {self._results['node']}"

    def _ask(self, question: dict[str, Any]) -> dict[str, Any]:
        assert self._node.stdin is not None
        assert self._node.stdout is not None
        self._node.stdin.write(json.dumps(question) + "\n")
        self._node.stdin.flush()
        answer = self._node.stdout.readline()
        if not answer:
            raise Absent("the Node process ended")
        return json.loads(answer)

    def seconds(self) -> float:
        """Measured inside Node, so that talking to it costs nothing."""
        return self._ask({"run": True})["seconds"]

    def said(self) -> list[Said]:
        return [
            (one["outcome"], [one[f"c{i}"] for i in range(self._count)]) for one in self._results["results"]
        ]

    def close(self) -> None:
        """End the process."""
        assert self._node.stdin is not None
        self._node.stdin.close()
        self._node.wait(timeout=30)
