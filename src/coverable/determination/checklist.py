"""The questions of one service line, and which of them can still matter (SR-147).

One question for each fact that a criterion asks, in the order of the text and asked once, whichever policies
and coverages ask it. What an outcome needs no more stays in the list, so that no answer is lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from coverable.base.dates import read_day
from coverable.determination.engine import Engine
from coverable.glossary.facts import Fact, Glossary
from coverable.plan.route import Candidate
from coverable.policy.describe import criteria_view, leaves
from coverable.policy.executable import NONE, Policy

FIELDS: Final = {
    "age": "birth_date",
    "service_date": "date",
    "diagnoses": "diagnoses",
}
"""Facts that a request gives by a field of its own."""


def questions(engine: Engine, line: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Groups of questions for one line of a determination: the item, each use with its criteria, the rest.

    A group: {title, policy, version, items}; an item: {fact, type, ask, plain, help, choices, unit,
    attributes, field, criterion, says, within, cite, concluded_from}. JSON-ready.
    """
    glossary = engine.library.glossary
    seen: set[str] = set()
    out: list[dict[str, Any]] = []
    for title, policy, views in _parts(engine, line):
        items = [
            {**question(glossary, view["fact"]), **_place(view)}
            for view in views
            if view["fact"] not in seen and not seen.add(view["fact"])
        ]
        if items:
            out.append({"title": title, "policy": policy.id, "version": policy.version, "items": items})
    left = [name for name in needed_facts(line) if name not in seen and not seen.add(name)]
    if left:  # asked in a reading, or on the way to a policy, that the lists above do not show
        items = [{**question(glossary, name), **_place({})} for name in left]
        out.append({"title": "Also asked", "policy": None, "version": None, "items": items})
    for group in out:  # what a fact can be concluded from is offered once, and not where it is asked itself
        for item in group["items"]:
            sources = item["concluded_from"]
            item["concluded_from"] = [s for s in sources if s["fact"] not in seen and not seen.add(s["fact"])]
    return out


def question(glossary: Glossary, name: str) -> dict[str, Any]:
    """One fact as a question: its words, kind of answer, and what it can also be concluded from."""
    fact = glossary.facts[name]
    sources = dict.fromkeys(source for rule in fact.derive for source in rule.sources)
    return {
        "fact": name,
        "type": fact.type,
        "label": fact.label,
        "ask": fact.ask,
        "plain": fact.plain,
        "help": fact.help,
        "choices": dict(fact.choices),
        "unit": fact.unit,
        "units": [fact.unit, *fact.units] if fact.unit else [],
        "possible": fact.possible.says(fact.unit) if fact.possible else None,
        "attributes": _attributes(fact),
        "field": FIELDS.get(name),
        "evidence": fact.needs_evidence,
        "concluded_from": [question(glossary, one) for one in sources if one != name],
    }


def needed_facts(line: Mapping[str, Any]) -> list[str]:
    """Facts that some coverage of a line still needs, each once, in the order in which they are asked."""
    found = (name for one in line["coverages"] for name, _ in asked_in(one["still_needed"]))
    return list(dict.fromkeys(found))


def asked_in(need: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(fact, place) of a `still_needed` tree, in the order in which they are asked."""
    if "fact" in need:
        yield need["fact"], need["cite"] or ""
    for key in ("all_of", "one_of", "of"):
        for item in need.get(key, ()):
            yield from asked_in(item)


def matters(line: Mapping[str, Any]) -> set[str] | None:
    """Facts whose answer can still change something; None: any of them, as no policy speaks yet.

    What is needed, and what is asked once a needed fact is answered no: the conditions on which the text is
    silent.
    """
    if line["combined"]["outcome"] == "not_addressed":
        return None
    needed = set(needed_facts(line))
    shown = [one["rationale"] for one in line["coverages"] if one["rationale"]]
    while shown:
        node = shown.pop()
        silent = node.get("silent_if")
        if silent and node.get("fact") in needed:
            needed |= {leaf["fact"] for leaf in leaves(silent) if leaf["value"] == "undetermined"}
        shown += node.get("children", ())
    return needed


def _attributes(fact: Fact) -> dict[str, Any]:
    return {
        name: {"type": one.type, "choices": dict(one.choices), "unit": one.unit}
        for name, one in fact.attributes.items()
    }


def _place(view: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "criterion": view.get("id"),
        "says": view.get("says") or None,
        "within": list(view.get("within", ())),
        "cite": view.get("cite"),
    }


def _parts(
    engine: Engine, line: Mapping[str, Any]
) -> Iterator[tuple[str, Policy, Sequence[Mapping[str, Any]]]]:
    """(title, policy, leaves) of everything that the policies of all coverages ask."""
    every = _candidates(engine, line)
    listed = [one for one in every if one.service is not None]
    shown: set[tuple[str, str | None]] = set()
    for one in listed or every:
        if (one.policy.key, one.service) not in shown and one.policy.may_be_shown:
            shown.add((one.policy.key, one.service))
            yield from parts(one.policy, one.service, one.qualifier)


def _candidates(engine: Engine, line: Mapping[str, Any]) -> list[Candidate]:
    """The policies in effect under all coverages. Those that do not list the code may still reach the
    service by its use, and are asked where no policy lists it. Without a date of service the latest
    versions are asked (`date.max` is before no end that is not stated)."""
    day = read_day(line["date"]) if line["date"] else date.max
    plans = (engine.plans.plans.get(one["plan"] or "") for one in line["coverages"])
    return [one for plan in plans if plan for one in engine.route(plan, line["code"], day, None).candidates]


def parts(
    policy: Policy, service: str | None, qualifier: int
) -> Iterator[tuple[str, Policy, Sequence[Mapping[str, Any]]]]:
    """(title, policy, leaves) of what one policy asks about a service (None: about all of them), where
    `qualifier` is the root that says whether the code counts."""
    services = [service] if service is not None else list(policy.services)
    for name in services:
        cite = policy.file.services[name].cite
        qualifier = qualifier if service is not None else policy.services[name].known_by
        if qualifier != NONE:
            yield "The item", policy, list(_leaves(criteria_view(policy, qualifier, cite)))
    for use in policy.indications:
        if any(name in use.services for name in services):
            trees = (criteria_view(policy, root, use.file.cite) for root in (use.applies, use.criteria))
            title = use.file.says or use.name.replace("_", " ").replace("-", " ").capitalize()
            yield title, policy, [leaf for tree in trees for leaf in _leaves(tree)]
    for built in policy.exclusions:
        if built.root != NONE and any(name in (built.file.service or services) for name in services):
            tree = criteria_view(policy, built.root, built.file.cite)
            yield "What the text excludes", policy, list(_leaves(tree))


def _leaves(view: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Leaves in order; a condition on which the text is silent comes after the leaf that it belongs to."""
    for leaf in leaves(view):
        yield leaf
        if leaf.get("silent_if"):
            yield from leaves(leaf["silent_if"], tuple(leaf["within"]))
