"""What a supplier asks first: is prior authorization asked, which policy applies, what to document and send.

Codes are listed or not listed, and criteria are looked at: nothing here is promised or refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from coverable.base.problem import Refused, refuse
from coverable.determination.engine import Engine
from coverable.glossary.codebook import ANSWERED_BY_NONE
from coverable.glossary.codes import has_shape, read_code
from coverable.plan.book import Plan
from coverable.plan.route import Candidate, Route
from coverable.plan.search import CARD
from coverable.policy.describe import criteria_view, leaves, owner_view
from coverable.policy.executable import NONE, Policy
from coverable.policy.search import EXACT, Hit, search

SAYS = (
    "Criteria apply to a listed code; a service is looked at as medically necessary when criteria are met.",
    "Being listed or not listed says nothing about benefits. Look into the member's contract first.",
    "For information: no decision, no medical advice, no explanation of benefits.",
)


def need_view(
    engine: Engine, asked: str, plan: str, day: date, provider: str | None = None
) -> dict[str, Any]:
    """The answer for a code, or for words that lead to codes, as JSON-ready data."""
    out: dict[str, Any] = {"asked": asked, "date": day.isoformat(), "plan": None, "found": [], "codes": []}
    found = _plan(engine, plan)
    codes, hits = _codes(engine, asked, found)
    out["found"] = [hit.view() for hit in hits]
    if found is None:
        out["plan"] = {"id": None, "asked": plan}
        out["says"] = [
            f"The plan “{plan}” is not loaded, so nobody here knows whether review is required: ask {CARD}.",
            *SAYS[1:],
        ]
        out["contact"] = CARD
        return out
    file = found.file
    submit = file.submit
    out["plan"] = {"id": found.id, "title": file.title, "line_of_business": file.line_of_business}
    out["contact"] = file.contact
    out["codes"] = [_code(engine, found, code, day, provider) for code in codes]
    listed = [one["code"] for one in out["codes"] if one["policies"]]
    out["enclose"] = list(dict.fromkeys(one for code in listed for one in submit.enclosed(code)))
    out["send_to"] = {k: v for k in ("portal", "fax", "phone") if (v := getattr(submit, k))}
    out["says"] = list(SAYS)
    if not codes:
        other = ", ".join(h.policy for h in hits)
        why = (
            f"found {other}, which this plan does not use"
            if other
            else "neither a code nor a policy was found by it"
        )
        out["says"] = [
            f"No policy of this plan is known by “{asked}” ({why}). That is not the same as no review: "
            f"ask {file.contact}.",
            *SAYS[1:],
        ]
    return out


def _plan(engine: Engine, text: str) -> Plan | None:
    """`publisher/plan`, or `payer, line of business`."""
    known = engine.plans.plans.get(text.strip())
    if known is not None or "," not in text:
        return known
    payer, _, line = text.rpartition(",")
    fits, _ = engine.plans.find(payer.strip(), line.strip())
    return fits[0] if len(fits) == 1 else None


def _codes(engine: Engine, asked: str, plan: Plan | None) -> tuple[list[str], list[Hit]]:
    """The code that was asked for, or those of the plan's policies that the words find."""
    text = asked.strip()
    if not text:
        raise refuse(
            "nothing is asked", "CODE", "a code or words are needed", "name a code such as E1399, or a device"
        )
    if any(ch.isdigit() for ch in text):
        try:
            codes = read_codes(text)
        except Refused:
            if ":" in text:
                raise
            codes = []
        if codes:
            return codes, []
    hits = search(engine.library, text)
    if hits and hits[0].level == EXACT:
        hits = [h for h in hits if h.level == EXACT]
    # a policy in which the words stand in a question only is about something else
    hits = [h for h in hits if h.kind != "fact"] or hits
    used = set(plan.file.adopted) if plan else set[str]()
    return list(dict.fromkeys(code for h in hits if h.policy in used for code in h.codes)), hits


def read_codes(text: str) -> list[str]:
    """The codes of `L74.510, E1399`, each once; [] where some word is none. Refused as `read_code`."""
    words = text.replace(",", " ").replace(";", " ").split()
    try:
        codes = [read_code(word, "CODE") for word in words]
    except Refused:
        if len(words) == 1:
            raise
        codes = [read_code(text, "CODE")]  # `CPT 97033` is one code in two words
    return list(dict.fromkeys(codes)) if all(has_shape(code) for code in codes) else []


def _code(engine: Engine, plan: Plan, code: str, day: date, provider: str | None) -> dict[str, Any]:
    routed = engine.route(plan, code, day, provider)
    listed = [c for c in routed.candidates if c.service is not None]
    state = engine.library.book.look(code, day)
    out: dict[str, Any] = {
        "code": code,
        "code_says": state.says if state.state not in ("valid", *ANSWERED_BY_NONE) else None,
        "prior_authorization": _authorization(plan, routed, listed),
        "policies": [_policy(one) for one in listed],
        "not_listed_in": [c.policy.key for c in routed.candidates if c.service is None],
        "considered": [
            {"policy": c.policy, "version": c.version, "outcome": c.outcome, "why": c.why}
            for c in routed.considered
        ],
        "searched": [{"level": t.level, "found": t.found} for t in routed.precedence],
        "contract": _contract(plan, routed),
        "enclose": plan.file.submit.enclosed(code),
        "says": [],
    }
    if routed.not_reviewed is not None:
        why = routed.not_reviewed
        out["says"].append(f"The plan does not review this subject ({why.because}; stated by {why.by}).")
    if code.startswith("icd10cm:"):
        out["says"].append(_diagnosis(engine, plan, code))
    elif not listed:
        names = "applies to" if routed.considered else "names"
        out["says"].append(
            f"No policy of this plan in effect on {day.isoformat()} {names} {code}. That is not the same as "
            f"no review, and says nothing about benefits: ask {plan.file.contact}."
        )
        unlisted = [c for c in routed.candidates if c.service is None and c.policy.services]
        if unlisted:
            subjects = "; ".join(f"{c.policy.file.title} ({c.policy.key})" for c in unlisted)
            out["says"].append(
                "A code that is in no list may still belong to the subject of a policy; then that policy's "
                f"criteria are used all the same. Policies of this plan: {subjects}."
            )
    return out


def _diagnosis(engine: Engine, plan: Plan, code: str) -> str:
    """What a diagnosis alone can tell: which policies name it. It asks for no authorization."""
    bare = code.partition(":")[2]
    used = set(plan.file.adopted)
    naming = [h for h in search(engine.library, bare) if h.policy in used and h.kind == "code"]
    where = ", ".join(f"{h.title} ({h.number})" for h in naming)
    named = f"policies of this plan that name it: {where}" if where else "no policy of this plan names it"
    return f"{bare} is a diagnosis, not a service: {named}. Look up the service's code as well."


def _authorization(plan: Plan, routed: Route, listed: Sequence[Candidate]) -> dict[str, Any]:
    where = routed.authorization_where
    contact = plan.file.contact
    says = {
        "required": f"Prior authorization is required ({where}).",
        "not_required": f"Prior authorization is not required for this code ({where}); criteria may still be "
        "looked at.",
        "not_stated": f"Whether prior authorization is required is not stated here: ask {contact}.",
    }[routed.authorization]
    only = [_qualifier(one) for one in listed if one.qualifier != NONE]
    if only and len(only) == len(listed):  # a code for many things asks nothing of those that no policy means
        says += f" The policy counts {routed.code.partition(':')[2]} only if: {' or: '.join(only)}. For "
        says += f"anything else under this code nothing is stated here: ask {contact}."
    return {"state": routed.authorization, "where": where, "says": says}


def _qualifier(one: Candidate) -> str:
    """What the item must be for its code to count, in words."""
    view = criteria_view(one.policy, one.qualifier, one.policy.file.services[one.service or ""].cite)
    return str(view["says"]) or "; ".join(str(leaf["says"]) for leaf in leaves(view))


def _contract(plan: Plan, routed: Route) -> dict[str, Any]:
    """What is known of the member's contract; it comes before any criterion."""
    on = routed.day.isoformat()
    clauses = [e.clause for e in plan.file.benefits.excluded if e.code == routed.code and e.holds(on)]
    limits = [
        f"{one.quantity} per {one.per} ({one.clause})"
        for one in plan.file.benefits.limits
        if one.code == routed.code and one.holds(on)
    ]
    return {"loaded": plan.file.benefits.loaded, "clauses": clauses, "limits": limits}


def _policy(one: Candidate) -> dict[str, Any]:
    """One policy that lists the code: qualifier, and what to document for each indication."""
    policy, file = one.policy, one.policy.file
    service = file.services[one.service or ""]
    shown = [i for i in policy.indications if one.service in i.services] if policy.may_be_shown else []
    return {
        "policy": policy.id,
        "version": policy.version,
        "number": file.number,
        "title": file.title,
        "level": one.level,
        "mode": one.adopts.mode,
        "in_effect_from": policy.first_day.isoformat() if policy.first_day else None,
        "endorsed_by_publisher": policy.signoff.endorsed_by_publisher,
        "listed": True,
        "cite": service.cite,
        "says": f"Listed in {file.number}, {file.title} ({policy.key}); its criteria apply, and the service "
        "is looked at as medically necessary when criteria are met.",
        "owner": owner_view(policy),
        "qualifier": _questions(policy, one.qualifier, service.cite)
        if one.qualifier != NONE and policy.may_be_shown
        else [],
        "uses": [
            {
                "id": i.name,
                "says": i.file.says,
                "cite": i.file.cite,
                "use": _questions(policy, i.applies, i.file.cite),
                "document": _questions(policy, i.criteria, i.file.cite),
                "criteria": criteria_view(policy, i.criteria, i.file.cite),
            }
            for i in shown
        ],
    }


def _questions(policy: Policy, root: int, cite: str | None) -> list[dict[str, Any]]:
    """One item for each leaf and nothing else (SR-147): what is asked, for which criterion, and its place."""
    return [
        {
            "criterion": leaf["id"],
            "fact": leaf["fact"],
            "says": leaf["says"],
            "ask": leaf["ask"],
            "help": leaf.get("help"),
            "within": leaf["within"],
            "cite": leaf["cite"],
        }
        for leaf in leaves(criteria_view(policy, root, cite))
    ]
