"""A policy version as people read it: its criteria as a tree with places, and everything beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Literal

from coverable.policy.cite import short
from coverable.policy.executable import NONE, Policy
from coverable.policy.model import CodeGroup, ServiceEntry
from coverable.policy.timeline import timeline_view

Role = Literal["analyst", "provider", "member"]
PROVIDER = {"all", "provider", "member"}
DISCLAIMER = (
    "Criteria in our own words, for information. No medical advice, no explanation of benefits, no decision; "
    "to be used together with independent professional judgment. Prior authorization rules stay as they are."
)
NOT_ENDORSED = "This encoding was not endorsed by the publisher."
MEMBER = "This is written for health professionals. Talk with your clinician about what it means for you."
CODES = "Listed for information: a code alone decides nothing, a service is looked at when criteria are met."
BADGE = {
    "all": "ALL of",
    "any": "ANY of",
    "none": "NONE of",
    "not": "NOT",
    "if": "IF / THEN",
    "at_least": "AT LEAST",
    "reading": "READING",
    "unmapped": "NOT MAPPED",
}


def criteria_view(policy: Policy, root: int, cite: str | None = None) -> dict[str, Any]:
    """The criteria under a root in the signed reading; an unsigned interpretation shows every option.

    `cite` is the place of the statement that they belong to, for criteria without a place of their own.
    """
    written = policy.written

    def view(index: int, above: Any) -> dict[str, Any]:
        node = policy.forest.nodes[index]
        cite = node.cite or above
        out: dict[str, Any] = {"id": node.id, "rule": node.rule, "says": node.says, "cite": short(cite)}
        mine = written.get(node.id)
        if mine is not None and mine.label:
            out["label"] = mine.label
        if mine is not None and mine.definition:
            out["definition"] = mine.definition
        children = node.children
        if node.rule == "interpretation":
            chosen = policy.lanes.chosen.get(node.interpretation)
            reading = {"id": node.interpretation, "option": chosen}
            if chosen is not None:
                inner = view(children[node.options.index(chosen)], cite)
                return {
                    **inner,
                    **out,
                    "rule": inner["rule"],
                    "says": node.says or inner["says"],
                    "reading": reading,
                }
            out["reading"] = reading
            out["options"] = list(node.options)
        elif node.rule == "silent_if":
            tested, condition = (view(i, cite) for i in children)
            return {**tested, "id": node.id, "silent_if": condition}
        elif node.rule == "leaf":
            fact = policy.probes[policy.forest.leaves[node.leaf].probe].fact
            known = policy.glossary.facts[fact]
            out |= {"fact": fact, "ask": known.ask, "plain": known.plain}
            if known.help:
                out["help"] = known.help
        elif node.rule == "at_least":
            out["n"] = node.n
        if node.rule != "leaf":
            out["children"] = [view(i, cite) for i in children]
        return out

    return view(root, policy.place(cite) if cite else None)


def leaves(view: Mapping[str, Any], within: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """The leaves of a criteria view in order, each with the groups that it stands in."""
    if view["rule"] == "leaf":
        return [{**view, "within": list(within)}]
    badge = BADGE.get(view["rule"], "").lower()
    if view["rule"] == "at_least":
        badge = f"at least {view['n']} of"
    here = f"{badge}: {view['says']}" if view["says"] else badge
    return [leaf for child in view.get("children", ()) for leaf in leaves(child, (*within, here))]


def policy_view(
    policy: Policy, as_of: date, role: Role = "analyst", in_scope: Callable[[str], bool] | None = None
) -> dict[str, Any]:
    """Everything that the version states, for one kind of reader.

    `in_scope(line)` tells whether a note for that line of business concerns the reader (SR-028).
    """
    file, signed = policy.file, policy.signoff
    out: dict[str, Any] = {
        "policy": policy.id,
        "version": policy.version,
        "number": file.number,
        "title": file.title,
        "publisher": file.publisher,
        "kind": file.kind,
        "also_known_as": list(file.also_known_as),
        "lines_of_business": list(file.lines_of_business),
        "in_effect": in_effect(policy),
        "review": timeline_view(policy, as_of)["next_review"],
        "prior_authorization": {"state": file.prior_authorization, "cite": file.prior_authorization_cite},
        "source": {
            "title": file.source.title,
            "sha256": file.source.sha256,
            "completeness": file.source.completeness,
            "missing": list(file.source.missing),
        },
        "encoding": {"status": signed.encoding.status, "endorsed_by_publisher": signed.endorsed_by_publisher},
        "says": [DISCLAIMER, *([] if signed.endorsed_by_publisher else [NOT_ENDORSED])],
        "indications": [
            {
                "id": i.name,
                "label": i.file.label,
                "says": i.file.says,
                "cite": i.file.cite,
                "applies_if": criteria_view(policy, i.applies, i.file.cite),
                "criteria": criteria_view(policy, i.criteria, i.file.cite),
            }
            for i in (policy.indications if policy.may_be_shown else ())
        ],
    }
    owner = owner_view(policy)
    if owner is not None:
        out["owner"] = owner
        out["says"].append(owner["says"])
    notes = [n for n in file.notes if n.scope is None or in_scope is None or in_scope(n.scope)]
    if role == "member":
        out["says"] = [MEMBER, *out["says"]]
        out["notes"] = [_plain(n) for n in notes if n.audience in ("all", "member")]
        return {k: v for k, v in out.items() if k not in ("also_known_as", "source", "review", "encoding")}
    out |= {
        "services": [_service(policy, name) for name in policy.services if policy.may_be_shown],
        "exclusions": [_exclusion(policy, i) for i in range(len(policy.exclusions)) if policy.may_be_shown],
        "codes": [code_group(policy, group) for group in file.codes],
        "definitions": {k: {"says": d.says, "cite": d.cite} for k, d in file.definitions.items()},
        "interpretations": [
            _interpretation(policy, name, role) for name in file.interpretations if policy.may_be_shown
        ],
        "notes": [_plain(n) for n in notes if role == "analyst" or n.audience in PROVIDER],
        "evidence": [_plain(e) for e in file.evidence],
        "studies": [_plain(s) for s in file.studies],
        "references": [_plain(r) for r in file.references],
        "schedule": {k: _plain(s) for k, s in file.schedule.items()},
        "cross_references": [{"to": r.to, "says": r.says, "cite": r.cite} for r in file.referrals],
    }
    if role == "analyst":
        out["history"] = timeline_view(policy, as_of)
        out["remarks"] = [{"id": r.id, "kind": r.kind, "says": r.says, "cite": r.cite} for r in file.remarks]
        out["not_encoded"] = not_encoded(policy)
        out["signed"] = _plain(signed.encoding)
        out["supplied"] = {k: _plain(v) for k, v in signed.supplied.items()}
        out["pins"] = {"sha256": policy.sha256, "signoff_sha256": policy.signoff_sha256}
    return out


def owner_view(policy: Policy) -> dict[str, Any] | None:
    """Whose criteria these are, when a third party's; without a licence they are not shown (SR-025)."""
    if not policy.owners:
        return None
    first = next(iter(policy.owners.values()))
    says = ", and of ".join(
        f"{owner.name}, edition {owner.edition}" + (f" (by reference to {key})" if key != policy.key else "")
        for key, owner in policy.owners.items()
    )
    says = f"Criteria of {says}"
    says += "." if policy.may_be_shown else "; no licence is on file, so they are not shown."
    return {"name": first.name, "edition": first.edition, "shown": policy.may_be_shown, "says": says}


def in_effect(policy: Policy) -> dict[str, Any]:
    """From and to as they are used, and where the first day comes from."""
    supplied = policy.signoff.supplied.get("in_effect.from")
    first, last = policy.first_day, policy.last_day
    return {
        "from": first.isoformat() if first else None,
        "to": last.isoformat() if last else None,
        "stated_by": "source" if policy.file.in_effect.from_ else "sign-off" if supplied else None,
    }


def code_group(policy: Policy, group: CodeGroup) -> dict[str, Any]:
    """One printed table of codes: its polarity, its entries with marks, or that it says it is empty."""
    return {
        "id": group.id,
        "polarity": group.polarity,
        "says": group.says,
        "cite": group.cite,
        "none_stated": group.none_stated,
        "illustrative": group.illustrative,
        "entries": [_entry(policy, e) for e in group.entries],
    }


def _entry(policy: Policy, entry: str | ServiceEntry) -> dict[str, Any]:
    from coverable.glossary.codeset import CodeSet

    one = ServiceEntry(code=entry) if isinstance(entry, str) else entry
    codes = CodeSet.read([one.code], policy.book)
    out: dict[str, Any] = {"code": one.code, "names": one.names, "qualifier": one.qualifier, "cite": one.cite}
    out["holds"] = len(codes.billable(policy.book)) if len(codes.codes) > 1 else None
    out["marks"] = [note.says for note in codes.notes]
    return out


def _service(policy: Policy, name: str) -> dict[str, Any]:
    file, built = policy.file.services[name], policy.services[name]
    return {
        "id": name,
        "says": file.says,
        "cite": file.cite,
        "codes": [
            {"code": code, "counts_if": None if root == NONE else criteria_view(policy, root, file.cite)}
            for code, root in built.codes.items()
        ],
    }


def _exclusion(policy: Policy, at: int) -> dict[str, Any]:
    built = policy.exclusions[at]
    file = built.file
    rows = {e.id: e for e in policy.file.evidence} | {s.id: s for s in policy.file.studies}
    chosen = policy.lanes.chosen
    reach = (
        "criteria_not_met" if file.criteria_not_met else "all_other_uses" if file.all_other_uses else "named"
    )
    return {
        "id": file.id,
        "position": file.position,
        "reach": reach,
        "says": file.says,
        "cite": file.cite,
        "stands": all(chosen.get(name) == option for name, option in file.under.items()),
        "under": dict(file.under),
        "when": criteria_view(policy, built.root, file.cite) if file.when is not None else None,
        "evidence": [
            {"id": name, "quality": rows[name].quality, "cite": rows[name].cite} for name in file.evidence
        ],
    }


def _interpretation(policy: Policy, name: str, role: Role) -> dict[str, Any]:
    file, signed = policy.file.interpretations[name], policy.signoff.interpretations.get(name)
    out: dict[str, Any] = {
        "id": name,
        "question": file.question,
        "cite": file.cite,
        "options": dict(file.options),
        "chosen": signed.option if signed else policy.lanes.chosen.get(name),
    }
    if role == "analyst" and signed:
        out["signed"] = {"by": signed.by, "on": signed.on, "because": signed.because}
    return out


def not_encoded(policy: Policy) -> list[str]:
    """What the encoding does not cover, told by the encoding itself."""
    file = policy.file
    out = [f"Missing in the source: {one}." for one in file.source.missing]
    if not file.in_effect.from_:
        out.append("The source states no effective date.")
    if not file.next_review:
        out.append("The source states no next review.")
    if not file.history:
        out.append("The source states no history.")
    if not file.references:
        out.append("The source has no reference list.")
    unsigned = [n for n in file.interpretations if n in policy.used and n not in policy.lanes.chosen]
    out += [f"{name} is not signed: where it matters a person decides." for name in unsigned]
    silent = {n.interpretation for n in policy.forest.nodes if n.interpretation} & {
        name for name, option in policy.lanes.chosen.items() if option == "person-decides"
    }
    out += [
        f"{name}: the text is silent, a person decides: {file.interpretations[name].question}"
        for name in file.interpretations
        if name in silent
    ]
    out += [f"{to} is referred to; its criteria are not part of this file." for to in file.cross_references]
    return out


def _plain(model: Any) -> dict[str, Any]:
    return model.model_dump(mode="json", exclude_none=True)
