"""A result as the JSON of contracts section 5: stable, ordered, everything pinned."""

from __future__ import annotations

from typing import Any

from coverable.determination.answer import Answer
from coverable.determination.cover import Covered
from coverable.determination.disputes import need_with_disputes
from coverable.determination.stated import evidence_view, stated_says, which_holds
from coverable.determination.steps import approval_span
from coverable.glossary.values import Facts
from coverable.glossary.words import needs_view
from coverable.logic.needed import NOTHING, Ask, Need
from coverable.logic.rationale import rationale
from coverable.policy.cite import short
from coverable.policy.executable import NONE, Policy


def coverage_view(
    result: Covered, facts: Facts, step: str, reasons: list[str], outlook: bool = True
) -> dict[str, Any]:
    """One entry of `lines[].coverages`; without `outlook` nothing of what would change the outcome."""
    one = result.governing
    plan = result.plan
    out: dict[str, Any] = {
        "plan": plan.id if plan else None,
        "plan_sha256": plan.sha256 if plan else None,
        "coverage": result.asked,
        "outcome": result.outcome,
        "next_step": step,
        "display": plan.file.display if plan else "full",
        "governing": _governing(one) if one else None,
        "considered": _considered(result),
        "precedence": [_level(t) for t in result.precedence],
        "prior_authorization": {
            "state": result.route.authorization,
            "where": result.route.authorization_where,
        }
        if result.route
        else {"state": "not_stated", "where": None},
        "flags": [f.view() for f in dict.fromkeys(result.flags)],
        "review_reasons": reasons,
        "still_needed": {"all_of": list(result.needs)},
        "determining": {"sets": [], "more": False},
        "interpretations": [],
        "interpretations_jointly": [],
        "rationale": None,
    }
    if result.at_end is not None:
        out["governing_at_end"] = _governing(result.at_end)
    if result.outcome == "benefit_excluded":
        out["benefit"] = {"clause": result.clause}
    if result.outcome == "criteria_met":
        out["approval"] = approval_span(result)
    if one is None or one.service is None:
        return out
    if result.outcome == "information_needed" or one.outcome == "judgment_needed":
        out["still_needed"] = need_view(one, need_with_disputes(one, facts), facts)
    if outlook:
        if result.outcome == "information_needed":
            out["determining"] = determining_view(one)
        out["interpretations"], out["interpretations_jointly"] = one.other_outcomes()
    if one.policy.may_be_shown:
        out["rationale"] = rationale_view(one, facts)
    return out


def _governing(one: Answer) -> dict[str, Any]:
    policy = one.policy
    out: dict[str, Any] = {
        "policy": policy.id,
        "version": policy.version,
        "sha256": policy.sha256,
        "signoff_sha256": policy.signoff_sha256,
        "indication": one.indication.name if one.indication else None,
        "statement": one.statement,
    }
    owner = next(iter(policy.owners.values()), None)
    if owner is not None:
        out["owner"] = {"name": owner.name, "edition": owner.edition}
    if policy.includes:
        out["includes"] = dict(sorted(policy.includes.items()))
    if one.exclusion:
        out["position"] = one.exclusion.file.position
        out["cite"] = one.exclusion.file.cite
        if one.exclusion.file.evidence:
            out["evidence"] = list(one.exclusion.file.evidence)
    return out


def _considered(result: Covered) -> list[dict[str, Any]]:
    out: list[dict[str, Any]] = []
    for one in result.answers:
        if one.outcome == "not_addressed":
            why = "neither code nor facts show a service and use that it speaks about"
        elif not one.listed:
            why = "adopted, in effect; code not listed (or its qualifier fails), but service and use match"
        else:
            why = one.why + (
                " and qualifier match"
                if one.qualifier != NONE and one.values[one.qualifier] == "met"
                else ", its qualifier is open"
                if one.qualifier != NONE
                else ""
            )
        out.append(
            {
                "policy": one.policy.id,
                "version": one.policy.version,
                "level": one.level,
                "outcome": one.outcome,
                "why": why,
            }
        )
    out += [
        {"policy": c.policy, "version": c.version, "level": None, "outcome": c.outcome, "why": c.why}
        for c in result.considered
    ]
    return out


def _level(trace: Any) -> dict[str, Any]:
    out: dict[str, Any] = {"level": trace.level, "found": trace.found}
    if trace.record is not None:
        record = trace.record
        out["searched"] = {"where": record.where, "on": record.on, "by": record.by, "found": record.found}
    return out


def need_view(one: Answer, need: Need, facts: Facts) -> dict[str, Any]:
    """`{"all_of": [...]}`, with `one_of` (or `n` of) groups inside."""
    if need == NOTHING:
        return {"all_of": []}
    view = _need(one, need, facts)
    return view if "all_of" in view else {"all_of": [view]}


def _need(one: Answer, need: Need, facts: Facts) -> dict[str, Any]:
    if isinstance(need, Ask):
        name = one.policy.probes[need.probe].fact
        sides = which_holds(one.policy.glossary.facts[name], facts.get(name))
        asked = {"fact": name, "criterion": need.criterion, "cite": short(need.cite)}
        return {**asked, "which_holds": sides} if sides else asked
    items = [_need(one, item, facts) for item in need.items]
    if need.n == len(items):
        return {"all_of": items}
    return {"one_of": items} if need.n == 1 else {"n": need.n, "of": items}


def determining_view(one: Answer) -> dict[str, Any]:
    """The smallest sets of open facts that would settle the outcome, and what it would become."""
    probes = one.policy.probes
    sets, more = one.settling
    return {
        "sets": [
            [
                {"fact": probes[p].fact, "needs": needs_view(probes[p], cells), "then": s.then}
                for p, cells in s.facts
            ]
            for s in sets
        ],
        "more": more,
    }


def rationale_view(one: Answer, facts: Facts) -> dict[str, Any] | None:
    """The criteria that the outcome rests on, each with its value, sentence and place."""
    policy, stated = one.policy, stated_view(one.policy, facts)

    def view(root: int, cite: str) -> dict[str, Any]:
        return rationale(policy.outline(root, cite, one.lanes), one.values, stated)

    if one.outcome == "governed_elsewhere":
        to, root = next((to, r) for to, r in policy.referrals if one.values[r] == "met")
        cite = next(r.cite for r in policy.file.referrals if r.to == to)
        return {**view(root, cite), "governed_by": to}
    if one.outcome in ("use_excluded", "use_not_listed") and one.exclusion is not None:
        return _excluded_view(one, view)
    shown = [_indication_view(one, i, view) for i in one.indications]
    out = shown[0] if len(shown) == 1 else _either(one, shown)
    return out if one.qualifier == NONE or one.values[one.qualifier] == "met" else _qualified(one, out, view)


def _either(one: Answer, shown: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": "indications",
        "rule": "any",
        "value": one.values[one.service.met] if one.service else "undetermined",
        "says": "Any of these uses",
        "cite": None,
        "children": shown,
    }


def _qualified(one: Answer, inner: dict[str, Any], view: Any) -> dict[str, Any]:
    """The criteria beside the question whether the code counts at all, while that is open or refused."""
    assert one.service is not None
    service = one.policy.file.services[one.service.name]
    qualifier = view(one.qualifier, service.cite or one.indications[0].file.cite)
    if qualifier["value"] == "not_met":
        return inner  # answered as for a code that is not listed
    says = "The code counts, and the criteria are met"
    value = "not_met" if inner["value"] == "not_met" and one.outcome == "criteria_not_met" else "undetermined"
    return {
        "id": "code-and-criteria",
        "rule": "all",
        "value": value,
        "says": says,
        "cite": inner["cite"],
        "children": [qualifier, inner],
    }


def _indication_view(one: Answer, indication: Any, view: Any) -> dict[str, Any]:
    out = view(indication.criteria, indication.file.cite)
    out["id"] = indication.name
    if indication.file.says:
        out["says"] = indication.file.says
    if one.values[indication.applies] != "met":
        out = {
            "id": f"{indication.name}-if-it-applies",
            "rule": "all",
            "value": "undetermined",
            "says": indication.file.says or indication.name,
            "cite": out["cite"],
            "children": [view(indication.applies, indication.file.cite), out],
        }
    return out


def _excluded_view(one: Answer, view: Any) -> dict[str, Any]:
    """An exclusion as its own sentence and place, over what shows that it holds."""
    exclusion = one.exclusion
    assert exclusion is not None
    file = exclusion.file
    if file.when is not None:
        children = [view(exclusion.root, file.cite)]
    else:  # all other uses: show that none of the listed ones applies
        children = [view(i.applies, i.file.cite) for i in one.policy.indications]
    return {
        "id": file.id,
        "rule": "exclusion",
        "value": "met",
        "says": file.says or "Not a use that the policy lists",
        "position": file.position,
        "cite": dict(one.policy.place(file.cite)),
        "children": children,
    }


def stated_view(policy: Policy, facts: Facts) -> Any:
    """For each leaf: the fact, what the request says of it in words, and the evidence given."""
    glossary, leaves, probes = policy.glossary, policy.forest.leaves, policy.probes

    def stated(leaf: int) -> dict[str, Any]:
        name = probes[leaves[leaf].probe].fact
        known = facts.get(name)
        out: dict[str, Any] = {"fact": name, "stated": stated_says(glossary, facts, name)}
        if known is not None:
            evidence = evidence_view(glossary.facts[name], known)
            if evidence:
                out["evidence"] = evidence
            derived = next((s.derived for s in known.statements if s.derived), None)
            if derived:
                out["derived_from"] = derived
        return out

    return stated
