"""Rows of a criteria tree on the case sheet: value, words, reading, what is documented, place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from coverable.determination.sheettext import BADGES, HOLDS, VALUE, place_says
from coverable.determination.stated import evidence_says, shown, stated_says
from coverable.glossary.values import Facts
from coverable.glossary.words import say_value
from coverable.policy.executable import Policy


def _evidence(name: str, facts: Facts, policy: Policy) -> list[str]:
    """The evidence of a fact; where statements contradict each other, each with what it is evidence of."""
    known = facts.get(name)
    fact = policy.glossary.facts[name]
    out: list[str] = []
    for one in known.statements if known else ():
        lead = f"{say_value(fact, one.value)}: " if known and known.contradictory else ""
        if one.derived:
            source = policy.glossary.facts.get(one.derived)
            out.append(f"{lead}concluded from: {source.label if source else one.derived.replace('_', ' ')}")
        out += [f"{lead}{evidence_says(e)}" for e in one.evidence]
    return out


def criteria_rows(
    view: Mapping[str, Any],
    facts: Facts,
    policy: Policy,
    depth: int,
    above: Any = None,
    excluded: bool = False,
) -> Iterator[dict[str, Any]]:
    """Rows of the rationale, parents first; a criterion without a place of its own has its parent's. How
    silence is read stands only beside what silence leaves open."""
    row, cite = _row(view, depth), view["cite"] or above
    excluded = excluded or view["rule"] == "exclusion"
    row["value"], row["mark"] = (HOLDS if excluded else VALUE)[view["value"]]
    row["cite"] = place_says(cite)
    settled = view.get("silent_if") and view["value"] != "undetermined"
    row["reading"] = "" if settled else _reading_says(policy, view.get("interpretation"))
    if "stated" in view:
        row["stated"] = shown(view)
        row["evidence"] = _evidence(view["fact"], facts, policy)
    silent = view.get("silent_if")
    if silent and (view["value"] == "undetermined" or silent["value"] == "met"):
        row["silent"] = (
            f"The text is silent if: {silent['says']} (stated: {silent.get('stated', 'not documented')})."
        )
    yield row
    for child in view["children"]:
        yield from criteria_rows(child, facts, policy, depth + 1, cite, excluded)


def documented_rows(
    view: Mapping[str, Any], facts: Facts, policy: Policy, depth: int
) -> Iterator[dict[str, Any]]:
    """The same rows without any value: what the text asks beside what is documented."""
    row = _row(view, depth)
    row["cite"] = view["cite"] or ""
    reading = view.get("reading")
    row["reading"] = _reading_says(policy, reading)
    if view["rule"] == "leaf":
        row["stated"] = stated_says(policy.glossary, facts, view["fact"])
        row["evidence"] = _evidence(view["fact"], facts, policy)
    yield row
    for child in view.get("children", ()):
        yield from documented_rows(child, facts, policy, depth + 1)


def _row(view: Mapping[str, Any], depth: int) -> dict[str, Any]:
    badge = BADGES.get(view["rule"], "")
    if view["rule"] == "at_least":
        badge = f"at least {view.get('n')} of"
    return {
        "depth": min(depth, 8),
        "badge": badge,
        "says": view["says"] or "the following",
        "value": "",
        "mark": "",
        "cite": "",
        "stated": None,
        "evidence": [],
        "reading": "",
        "silent": "",
    }


def _reading_says(policy: Policy, view: Mapping[str, Any] | None) -> str:
    if not view:
        return ""
    known = policy.interpretations.get(view["id"])
    if view["option"] is None or known is None:
        return f"{view['id']}: not signed"
    return f"{view['id']}: {known.options[view['option']]}"
