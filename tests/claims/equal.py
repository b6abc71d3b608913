"""A decided block beside what `check` says of the same rows, one by one."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from coverable.base.problem import Refused
from coverable.claims.decide import Decided, Reviewer
from coverable.claims.faults import FAULTS
from coverable.claims.row import Row, request_of
from coverable.claims.verdict import decide
from coverable.claims.words import unpacked
from coverable.determination.decide import determine
from coverable.publish.criteria import rationale_links

VALUES = ("not_met", "met", "undetermined")
NOT_REFUSED = {"plan_unknown", "claim_missing"}
"""Reasons of rejects that `check` answers: about a plan it does not know it says whom to ask."""


def differences(reviewer: Reviewer, decided: Decided) -> list[str]:
    """Everything in which a row differs from the determination of its request; [] where nothing does."""
    out: list[str] = []
    block = decided.block
    head, _ = reviewer.heads.ids(block)
    criteria = _criteria(decided)
    names = ["", *FAULTS]
    for row in range(block.rows):
        fault = names[block.fault[row]] if block.fault is not None else ""
        asked = reviewer.rows.at(block, row, int(head[row]))
        verdict = decided.verdicts[decided.ids[row]]
        if fault:
            if verdict is not None:
                out.append(f"row {row}: {fault}, and yet a verdict")
            continue
        assert verdict is not None, row
        request = request_of(asked, reviewer.as_of)
        try:
            said = determine(request, reviewer.engine)
        except Refused as refused:
            out.append(f"row {row}: check refuses ({refused.problems[0].what}) {request}")
            continue
        line = said["lines"][0]
        coverage = line["coverages"][0]
        out += [f"row {row}: {d}\n  {request}" for d in _verdict(verdict, line, coverage)]
        out += [f"row {row}: {d}\n  {request}" for d in _values(reviewer, asked, row, criteria)]
        out += [f"row {row}: {d}\n  {request}" for d in _rationale(coverage, row, decided, criteria)]
    return out


def _verdict(verdict: Any, line: dict[str, Any], coverage: dict[str, Any]) -> list[str]:
    governing = coverage["governing"] or {}
    pairs = {
        "outcome": (verdict.outcome, coverage["outcome"]),
        "combined": (verdict.outcome, line["combined"]["outcome"]),
        "next_step": (verdict.next_step, coverage["next_step"]),
        "combined step": (verdict.next_step, line["combined"]["next_step"]),
        "flags": (set(verdict.flags), {f["code"] for f in coverage["flags"]}),
        "plan": (verdict.plan, coverage["plan"]),
        "policy": (verdict.policy, governing.get("policy")),
        "version": (verdict.version, governing.get("version")),
        "sha256": (verdict.sha256, governing.get("sha256")),
    }
    return [
        f"{name}: {mine} here, {theirs} by check" for name, (mine, theirs) in pairs.items() if mine != theirs
    ]


def _criteria(decided: Decided) -> dict[str, dict[int, Any]]:
    """{policy version: {criterion: values of all rows, by their place in VALUES}}."""
    out: dict[str, dict[int, Any]] = {}
    for key in {v.key for v in decided.verdicts if v is not None and v.key}:
        for speaking, here in decided.governed(key):
            count, some = decided.some.count, decided.some.rows
            places = np.arange(count) if some is None else some
            rows = unpacked(here, count).astype(bool)
            columns = out.setdefault(key, {})
            for column in speaking.speaker.columns:
                met, known = (unpacked(p, count) for p in speaking.criterion(column.node, here))
                values = columns.setdefault(column.node, np.full(decided.block.rows, -1, np.int8))
                values[places[rows]] = np.where(known[rows] == 1, met[rows], 2)
    return out


def _values(reviewer: Reviewer, asked: Row, row: int, criteria: dict[str, dict[int, Any]]) -> list[str]:
    """Every criterion's value in the answer that governs."""
    covered, _ = decide(reviewer.engine, asked, reviewer.as_of)
    one = covered.governing
    if one is None:
        return []
    return [
        f"criterion {node}: {VALUES[values[row]]} here, {one.values[node]} by check"
        for node, values in criteria[one.policy.key].items()
        if VALUES[values[row]] != one.values[node]
    ]


def _rationale(
    coverage: dict[str, Any], row: int, decided: Decided, criteria: dict[str, dict[int, Any]]
) -> list[str]:
    """Criteria of the rationale that have a column say the same there; an anchor may stand for two tests of
    one fact, which then are not compared here."""
    if coverage["rationale"] is None or coverage["governing"] is None:
        return []
    key = f"{coverage['governing']['policy']}@{coverage['governing']['version']}"
    links = list(rationale_links(coverage["rationale"]))
    often = Counter(anchor for anchor, _ in links)
    nodes = {c.anchor: c.node for one, _ in decided.governed(key) for c in one.speaker.columns}
    return [
        f"{anchor}: {VALUES[criteria[key][nodes[anchor]][row]]} here, {shown['value']} by check"
        for anchor, shown in links
        if anchor in nodes
        and often[anchor] == 1
        and shown["value"] != VALUES[criteria[key][nodes[anchor]][row]]
    ]
