"""One version of one policy as a public page: everything of it as data, for every format (SR-148).

Only our own words and the places are in it, never a sentence of the document (SR-122). Criteria of a
third party without a licence on file are left out, also where they came in by reference (SR-025).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from coverable.determination.wording import POSITIONS
from coverable.policy.cite import read_place, section_of
from coverable.policy.describe import NOT_ENDORSED, leaves, policy_view
from coverable.policy.executable import Policy
from coverable.policy.library import Library
from coverable.policy.timeline import OLD_AFTER, evidence_years
from coverable.publish import words
from coverable.publish.changes import Change, change_rows, meaning
from coverable.publish.codes import code_rows
from coverable.publish.criteria import QUALIFIED, Criteria, exclusion_root, stated_root


def previous_version(policy: Policy, library: Library) -> Policy | None:
    """The approved version before this one, by the day from which they are in effect."""
    if policy.first_day is None:
        return None
    before = [
        p
        for p in library.versions(policy.id)
        if p.signoff.encoding.status == "approved" and p.first_day and p.first_day < policy.first_day
    ]
    return before[-1] if before else None


def page_view(policy: Policy, library: Library, as_of: date, unresolved: bool = False) -> dict[str, Any]:
    """The page as JSON-ready data, in the order of the page.

    `unresolved`: statements of the text still compete (SR-052), and the page says so before anything else.
    """
    file, signed = policy.file, policy.signoff
    shown = policy.may_be_shown
    base = policy_view(policy, as_of)
    before = previous_version(policy, library)
    criteria = Criteria(policy)
    statements = _statements(criteria, base) if shown else _no_statements()
    changes: Sequence[Change] = ()
    proved: list[dict[str, Any]] = []
    if before is not None and shown and before.may_be_shown:
        changes, proved = change_rows(before, policy), meaning(library, before, policy)
    return {
        "policy": policy.id,
        "version": policy.version,
        "as_of": as_of.isoformat(),
        "title": file.title,
        "number": file.number,
        "publisher": file.publisher,
        "kind": file.kind,
        "category": file.category,
        "also_known_as": list(file.also_known_as),
        "lines_of_business": list(file.lines_of_business),
        "jurisdiction": list(file.jurisdiction),
        "in_effect": _in_effect(policy, library, base),
        "review": base["review"],
        "prior_authorization": base["prior_authorization"],
        "approval": _plain(signed.approval) if signed.approval else None,
        "withdrawn": _plain(signed.withdrawn) if signed.withdrawn else None,
        "encoding": {
            **_plain(signed.encoding),
            "endorsed_by_publisher": signed.endorsed_by_publisher,
        },
        "says": [*([words.COMPETING] if unresolved else []), *_says(policy, shown)],
        "readers": dict(words.READERS),
        "owner": base.get("owner"),
        "shown": shown,
        **statements,
        "checklist": checklist(statements),
        "codes": code_rows(policy, as_of),
        "definitions": base["definitions"],
        "changes": {
            "since": before.version if before else None,
            "meaning": proved,
            "rows": [one.view() for one in changes],
        },
        "history": base["history"],
        "evidence": base["evidence"],
        "studies": base["studies"],
        "evidence_age": _evidence_age(policy, as_of),
        "references": base["references"],
        "source_kinds": list(file.source_kinds),
        "schedule": base["schedule"],
        "notes": base["notes"],
        "adoption": [_plain(one) for one in file.adoption],
        "keywords": list(file.keywords),
        "supplied": base["supplied"],
        "not_encoded": base["not_encoded"] if shown else [],
        "source": {**base["source"], "rights": file.source.rights, "says": words.OWN_WORDS},
        "pins": base["pins"],
    }


def _statements(criteria: Criteria, base: Mapping[str, Any]) -> dict[str, Any]:
    """Indications, exclusions, referrals, services and remarks, each with its criteria and anchors."""
    policy = criteria.policy
    file = policy.file
    services = {s["id"]: s for s in base["services"]}
    return {
        "services": [
            {
                "id": name,
                "says": services[name]["says"],
                "cite": services[name]["cite"],
                "codes": [
                    {"code": code, "counts_if": criteria.tree(root, file.services[name].cite, QUALIFIED)}
                    for code, root in policy.services[name].codes.items()
                ],
            }
            for name in policy.services
        ],
        "indications": [
            {
                "id": one.name,
                "label": one.file.label,
                "says": one.file.says or words.titled(one.name),
                "services": list(one.services),
                "cite": one.file.cite,
                "section": section(policy, one.file.cite),
                "approves": _plain(one.file.approves) if one.file.approves else None,
                "under": dict(one.file.under),
                "stands": stands(policy, one.file.under),
                "applies_if": criteria.tree(
                    stated_root(policy, one.applies, one.file.under), one.file.cite, f"{one.name}.applies-if"
                ),
                "criteria": criteria.tree(one.criteria, one.file.cite, one.name),
            }
            for one in policy.indications
        ],
        "exclusions": [
            {
                **{
                    k: view[k]
                    for k in ("id", "position", "reach", "says", "cite", "stands", "under", "evidence")
                },
                "position_says": POSITIONS[view["position"]],
                "section": section(policy, view["cite"]),
                "services": list(built.file.service),
                "unless": built.file.unless is not None,
                "when": criteria.tree(exclusion_root(policy, built), view["cite"], view["id"]),
            }
            for built, view in zip(policy.exclusions, base["exclusions"], strict=True)
        ],
        "referrals": [
            {
                "id": one.id,
                "to": one.to,
                "says": one.says,
                "cite": one.cite,
                "under": dict(one.under),
                "stands": stands(policy, one.under),
                "when": criteria.tree(stated_root(policy, root, one.under), one.cite, one.id),
            }
            for one, (_, root) in zip(file.referrals, policy.referrals, strict=True)
        ],
        "remarks": [
            {
                "id": one.id,
                "kind": one.kind,
                "audience": one.audience,
                "says": one.says,
                "cite": one.cite,
                "when": criteria.tree(root, one.cite, one.id),
            }
            for one, root in policy.remarks
        ],
        "interpretations": [_interpretation(policy, name) for name in policy.interpretations],
    }


def stands(policy: Policy, under: Mapping[str, str]) -> bool:
    """Whether a statement stands in the signed readings."""
    return all(policy.lanes.chosen.get(name) == option for name, option in under.items())


def _no_statements() -> dict[str, Any]:
    names = ("services", "indications", "exclusions", "referrals", "remarks", "interpretations")
    return {name: [] for name in names}


def _interpretation(policy: Policy, name: str) -> dict[str, Any]:
    """The question, its readings, which one was chosen, by whom and why, and what follows from another."""
    one, signed = policy.interpretations[name], policy.signoff.interpretations.get(name)
    home = name in policy.file.interpretations
    return {
        "id": name,
        "anchor": f"reading-{name.replace('/', '-').replace(':', '-')}",
        "question": one.question,
        "cite": one.cite,
        "section": section(policy, one.cite) if home else None,
        "of": None if home else name.partition(":")[0],
        "options": dict(one.options),
        "chosen": policy.signed.get(name) or policy.lanes.chosen.get(name),
        "signed": {"by": signed.by, "on": signed.on, "because": signed.because} if signed else None,
        "follows": {k: dict(v) for k, v in one.follows.items()},
    }


def checklist(statements: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What to send: one item for each leaf and nothing else, in the order of the page (SR-147)."""
    out: list[dict[str, Any]] = []
    for service in statements["services"]:
        for code in service["codes"]:
            if code["counts_if"]:
                out.append(_items(f"For the code {code['code'].partition(':')[2]}", [code["counts_if"]]))
    for one in statements["indications"]:
        out.append(_items(one["says"], [one["applies_if"], one["criteria"]]))
    return out


def _items(title: str, trees: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    items: dict[str, dict[str, Any]] = {}
    for tree in trees:
        for leaf in leaves(tree):
            items.setdefault(
                leaf["anchor"],
                {
                    "anchor": leaf["anchor"],
                    "fact": leaf["fact"],
                    "ask": leaf["ask"],
                    "help": leaf.get("help"),
                    "for": leaf["says"],
                    "within": leaf["within"],
                    "cite": leaf["cite"],
                },
            )
    return {"title": title, "items": list(items.values())}


def _says(policy: Policy, shown: bool) -> list[str]:
    """What must be known before anything else on the page."""
    signed = policy.signoff
    out: list[str] = [*words.DISCLAIMER]
    if not signed.endorsed_by_publisher:
        out.insert(0, NOT_ENDORSED)
    if signed.encoding.status == "draft":
        out.insert(0, words.DRAFT)
    if signed.withdrawn:
        out.insert(0, words.ENDED.format(on=signed.withdrawn.on, because=signed.withdrawn.because))
    if not shown:
        out.append(words.HIDDEN)
    return out


def _in_effect(policy: Policy, library: Library, base: Mapping[str, Any]) -> dict[str, Any]:
    """The days as they are used, as the document states them, and the version that came after."""
    stated = policy.file.in_effect
    later = [
        p
        for p in library.versions(policy.id)
        if p.signoff.encoding.status == "approved"
        and p.first_day
        and policy.first_day
        and p.first_day > policy.first_day
    ]
    after = later[0] if later else None
    return {
        **base["in_effect"],
        "stated": {"from": stated.from_, "to": stated.to},
        "succeeded_by": {"version": after.version, "from": after.first_day.isoformat()}
        if after and after.first_day
        else None,
    }


def _evidence_age(policy: Policy, as_of: date) -> dict[str, Any]:
    """How old the newest dated source is; `None` where no source has a date (SR-124)."""
    newest = max(evidence_years(policy.file), default=None)
    years = as_of.year - newest if newest else None
    return {"newest": newest, "years": years, "old": years is not None and years > OLD_AFTER}


def section(policy: Policy, cite: str | None) -> str | None:
    """The section of the document that a place stands in."""
    return section_of(read_place(cite), policy.file.source) if cite else None


def _plain(model: Any) -> dict[str, Any]:
    return model.model_dump(mode="json", exclude_none=True, by_alias=True)
