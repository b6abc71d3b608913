"""What a request says of the fact that a criterion tests, in words, also where it says something else.

A trial that was stopped for side effects is no trial without success, but it is not "not documented" either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from coverable.glossary.facts import Derivation, Fact, Glossary
from coverable.glossary.values import Event, Facts, Stated
from coverable.glossary.words import listed, say_stated, say_value

UNDOCUMENTED: Final = "not documented"
EVIDENCE: Final = {
    "medical_record": "medical record",
    "attestation": "attestation",
    "supplier_document": "supplier's document",
    "label": "label",
    "claim": "claim",
}


def stated_says(glossary: Glossary, facts: Facts, name: str) -> str:
    """The stated value; else the events that the fact would be concluded from, as what they are."""
    fact, known = glossary.facts[name], facts.get(name)
    if known is None:
        for rule in fact.derive:
            if rule.exists and (source := facts.get(rule.exists.events)) and source.events:
                events = glossary.facts[rule.exists.events]
                return f"{events.label}: {_events_say(events, source.events, rule)}"
    return say_stated(fact, known)


def _events_say(fact: Fact, events: tuple[Event, ...], rule: Derivation) -> str:
    """How the events ended, by the choices that the conclusion looks at; else how many there are."""
    assert rule.exists is not None
    asked = [name for name in rule.exists.where if name in fact.attributes and fact.attributes[name].choices]
    said = [fact.attributes[a].choices.get(str(e.get(a)), f"{a} not known") for e in events for a in asked]
    return listed(list(dict.fromkeys(said)), "and") if said else f"{len(events)} stated"


def shown(node: Mapping[str, Any]) -> str:
    """The same for a criterion of a rationale, where a condition on which the text is silent may stand."""
    silent = node.get("silent_if")
    if node["stated"] == UNDOCUMENTED and silent and silent["value"] == "met":
        return str(silent["says"])
    return str(node["stated"])


def evidence_says(piece: Mapping[str, str]) -> str:
    """`medical record: clinic note, 2026-01-04, p. 2`."""
    rest = ", ".join(piece[k] for k in ("source", "date", "place") if piece.get(k))
    kind = EVIDENCE.get(piece.get("kind", ""), "evidence")
    return f"{kind}: {rest}" if rest else kind


def which_holds(fact: Fact, stated: Stated | None) -> list[dict[str, Any]]:
    """Each of the values that exclude each other, in words, with the sources it came from; else []."""
    if stated is None or not stated.contradictory:
        return []
    sides: dict[str, dict[str, Any]] = {}
    for one in stated.statements:
        said = say_value(fact, one.value)
        side = sides.setdefault(said, {"stated": said, "evidence": []})
        side["evidence"] += [dict(e) for e in one.evidence]
        if one.derived:
            side["derived_from"] = one.derived
    return list(sides.values())


def evidence_view(fact: Fact, stated: Stated) -> list[dict[str, str]]:
    """The evidence of a fact; where statements exclude each other, each piece names its own (`for`)."""
    return [
        {**e, **({"for": say_value(fact, one.value)} if stated.contradictory else {})}
        for one in stated.statements
        for e in one.evidence
    ]


def sides_say(sides: Sequence[Mapping[str, Any]], glossary: Glossary) -> str:
    """`yes (medical record: clinic note, 2026-01-04) against no (no source given)`."""
    out: list[str] = []
    for side in sides:
        sources = [evidence_says(piece) for piece in side["evidence"]]
        if "derived_from" in side:
            name = str(side["derived_from"])
            label = glossary.facts[name].label if name in glossary.facts else name.replace("_", " ")
            sources.append(f"worked out from: {label}")
        out.append(f"{side['stated']} ({'; '.join(sources) or 'no source given'})")
    return " against ".join(out)


def which_says(fact: Fact, sides: Sequence[Mapping[str, Any]], glossary: Glossary) -> str:
    """The question which of several statements holds."""
    return f"Statements about “{fact.label}” do not agree: {sides_say(sides, glossary)}. Which is right?"
