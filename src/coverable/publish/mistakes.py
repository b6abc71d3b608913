"""What goes wrong with requests under a policy, as its own text tells it: nothing here was counted.

Each mistake has the place in the document that it follows from, so that a letter can be checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from coverable.policy.executable import Policy
from coverable.publish import words
from coverable.publish.criteria import below


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing to avoid: in words, with its place, and the kind of thing that it is."""

    kind: str
    says: str
    cite: str | None


NOT_ACCEPTED = "What the text does not accept"
CODES = "Codes that need something beside them"
ABSENT = "What must not be so"
SHOWN = "How it has to be shown"
SILENT = "Where the text is silent and a person decides"


def mistakes(page: Mapping[str, Any], policy: Policy) -> list[dict[str, Any]]:
    """Every mistake that the policy names, each once with all its places, kind by kind."""
    found = [*_not_accepted(page), *_codes(page), *_absent(page), *_shown(page, policy), *_silent(page)]
    cites: dict[tuple[str, str], dict[str, None]] = {}
    for one in found:
        cites.setdefault((one.kind, one.says), {})[one.cite or ""] = None
    kinds: dict[str, list[dict[str, Any]]] = {}
    for (kind, says), places in cites.items():
        row = {"says": says, "cite": ", ".join(filter(None, places)) or None}
        kinds.setdefault(kind, []).append(row)
    return [{"kind": kind, "rows": rows} for kind, rows in kinds.items()]


def _not_accepted(page: Mapping[str, Any]) -> Iterator[Mistake]:
    for one in page["exclusions"]:
        if not one["stands"]:
            continue
        position = one["position_says"]
        if one["reach"] == "all_other_uses":
            says = f"A use for which the text gives no criteria is held to be {position}"
        elif one["reach"] == "criteria_not_met":
            says = f"A listed use whose criteria are not met is held to be {position}"
        else:
            says = f"{one['says'] or words.titled(one['id'])}: held to be {position}"
        yield Mistake(NOT_ACCEPTED, says, one["cite"])
    for one in page["referrals"]:
        if one["stands"]:
            yield Mistake(NOT_ACCEPTED, f"{one['says'] or 'This use'}: {one['to']} speaks of it", one["cite"])


def _codes(page: Mapping[str, Any]) -> Iterator[Mistake]:
    for service in page["services"]:
        for code in service["codes"]:
            if code["counts_if"]:
                tests = [one["says"] for one in below(code["counts_if"]) if one["rule"] == "leaf"]
                says = f"{code['code'].partition(':')[2]} counts only where this is shown: {'; '.join(tests)}"
                yield Mistake(CODES, says, code["counts_if"]["cite"])
    for group in page["codes"]:
        if group["polarity"] == "not_necessary" and group["entries"]:
            codes = ", ".join(entry["printed"] for entry in group["entries"])
            yield Mistake(
                CODES, f"Printed as not necessary: {codes}. A code alone decides nothing", group["cite"]
            )


def _trees(page: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Every criterion of every use, parents first."""
    for one in page["indications"]:
        if one["stands"]:
            yield from below(one["criteria"])


def _absent(page: Mapping[str, Any]) -> Iterator[Mistake]:
    for use in page["indications"]:
        for one in _needed(use["criteria"]) if use["stands"] else ():
            if one["rule"] in ("none", "not"):
                for child in one["children"]:
                    yield Mistake(ABSENT, child["says"] or words.rule_says(child), child["cite"])


def _needed(tree: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What must hold in every case: not what stands inside a choice or a condition."""
    yield tree
    if tree["rule"] == "all":
        for child in tree["children"]:
            yield from _needed(child)


def _shown(page: Mapping[str, Any], policy: Policy) -> Iterator[Mistake]:
    facts = policy.glossary.facts
    dates: list[str] = []
    for one in _trees(page):
        fact = facts.get(one.get("fact") or "")
        if fact is None:
            continue
        if fact.needs_evidence:
            kind = fact.needs_evidence.replace("_", " ")
            says = f"A mere statement is not enough; the {kind} must show it: {fact.label}"
            yield Mistake(SHOWN, says, one["cite"])
        if fact.type == "events":
            says = f"Give all of them, each with its dates, and say that the list is complete: {fact.label}"
            yield Mistake(SHOWN, says, one["cite"])
        if fact.type == "date":
            dates.append(fact.label)
    if dates:
        labels = "; ".join(dict.fromkeys(dates))
        yield Mistake(SHOWN, f"Give the whole date, for a month alone may leave it open: {labels}", None)


def _silent(page: Mapping[str, Any]) -> Iterator[Mistake]:
    for one in _trees(page):
        if one.get("silent_on"):
            yield Mistake(SILENT, f"{one['says']}; nothing is said about {one['silent_on']}", one["cite"])
        if one.get("silent_if"):
            yield Mistake(SILENT, one["silent_if"]["says"] or one["says"], one["silent_if"]["cite"])
