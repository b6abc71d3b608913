"""A reader that knows the truth: the reading (as JSON) that nothing could be held against."""

from __future__ import annotations

from typing import Any

from bench.reading.model import Doc
from bench.reading.places import Places, statement_places
from bench.reading.trees import Tree

Json = dict[str, Any]


def perfect(doc: Doc, text: str, choice: int = 0) -> Json:
    """The reading of `doc`; of several true readings the one with number `choice`, where there are so many."""
    places = Places(text)
    where = statement_places(doc, places)
    statements: list[Json] = []
    for i, true in enumerate(doc.truth.statements):
        region = where.get(i, [(0, 0)])
        whole = {"start": region[0][0], "end": max(e for _, e in region), "lines": "1"}
        tree = true.trees[min(choice, len(true.trees) - 1)] if true.trees else None
        one: Json = {
            "id": f"s{i + 1}",
            "position": true.positions[0],
            "subject": true.subject,
            "all_other_uses": true.other,
            "criteria_not_met": true.unmet,
            "candidates": [],
            "span": whole,
        }
        if true.stage:
            one["stage"] = true.stage
        if tree:
            one["criteria"] = node(tree, places, whole)
        statements.append(one)
    truth = doc.truth
    meta: Json = {"dates": [{"kind": d.kind, "value": d.value} for d in truth.dates]}
    for name in ("number", "title", "version"):
        if (value := getattr(truth, name)) is not None:
            meta[name] = {"value": value}
    meta["lines_of_business"] = [{"value": v, "kind": "stated"} for v in truth.lines]
    codes = [{"system": c.system, "from": c.first, "to": c.last, "polarity": c.polarity} for c in truth.codes]
    return {
        "document": {"completeness": "complete"},
        "metadata": meta,
        "codes": codes,
        "statements": statements,
        "findings": [],
        "history": [{}] * truth.history,
        "references": [{}] * truth.references,
        "keywords": [{"word": w} for w in truth.keywords],
        "definitions": [{"term": t} for t in truth.definitions],
    }


def node(tree: Tree, places: Places, whole: Json) -> Json:
    """A node as a reading has it."""
    out: Json = {"rule": tree.rule, "text": tree.text, "span": dict(whole)}
    if tree.rule == "leaf":
        at = places.find(tree.text, whole["start"])
        if at:
            out["span"] = {"start": at[0], "end": at[1], "lines": "1"}
        out["thresholds"] = [{"op": b.op, "value": b.value} for b in tree.bounds]
    if tree.rule == "at_least":
        out["n"] = tree.n
    if tree.children:
        out["children"] = [node(c, places, whole) for c in tree.children]
    return out
