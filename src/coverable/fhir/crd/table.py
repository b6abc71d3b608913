"""From the determination of a line under one coverage to what CRD can say of it: decision 0025 has the table.

The engine never refuses. `not-covered` is said in two cases only: the plan file states that the member's
contract excludes the service, or there is no such member or coverage (`missing.py`). Criteria that are not
met are for a clinician, and so `conditional`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from coverable.determination.answer import ADVERSE
from coverable.determination.checklist import asked_in
from coverable.fhir.crd.assertion import Asserted, Contact, Detail, Reason
from coverable.glossary.facts import Glossary
from coverable.plan.book import Plan

SILENT: Final = frozenset({"not_addressed", "not_applicable", "not_in_effect", "governed_elsewhere"})
"""Outcomes of which no policy of the plan says anything."""
CODE_FLAGS: Final = ("service_code_header", "service_code_unknown", "service_code_ended")
NAMED: Final = 3
"""Facts that a reason names; the card names all."""


@dataclass(frozen=True, slots=True)
class Known:
    """What stands beside a determination: the plan, the policy's page, the form, the code."""

    plan: Plan | None
    title: str
    """Of the governing policy; "" where none governs."""
    page: str
    form: str | None
    code: str
    glossary: Glossary


def asserted(view: Mapping[str, Any], known: Known) -> Asserted:
    """What CRD says of one entry of `lines[].coverages`."""
    said = _judged(view, known)
    if said.covered != "not-covered":
        said = _documented(said, view, known)
    return replace(said, details=(*_limits(known), *_links(known)), contacts=_contacts(known.plan))


def needed(view: Mapping[str, Any]) -> list[str]:
    """Facts that are still needed, each once, in the order in which they are asked."""
    return list(dict.fromkeys(name for name, _ in asked_in(view["still_needed"])))


def _judged(view: Mapping[str, Any], known: Known) -> Asserted:
    """covered, pa-needed and why."""
    outcome, step = view["outcome"], view["next_step"]
    flags = {one["code"]: one["says"] for one in view["flags"]}
    authorization = _authorization(view)
    unknown = _unknown_authorization(view, known)
    if outcome == "benefit_excluded" and step != "physician_review":
        clause = view["benefit"]["clause"]
        return Asserted("not-covered", reasons=(Reason(f"Excluded by the member's contract: {clause}."),))
    if outcome in ("criteria_met", "review_not_required"):
        told = "The criteria are met." if outcome == "criteria_met" else _first(flags, "not_reviewed")
        if "benefit_not_verified" in flags and step != "approve":
            why = Reason(f"{told} {flags['benefit_not_verified']}")
            return Asserted("conditional", authorization, information=("OTH",), reasons=(why, *unknown))
        open_ = ("OTH",) if authorization == "conditional" else ()
        return Asserted("covered", authorization, information=open_, reasons=(Reason(told), *unknown))
    if outcome in SILENT:
        says = f"No policy of this plan speaks about this order: {_why(view)}"
        if authorization == "conditional":
            authorization = "indeterminate"
        return Asserted("indeterminate", authorization, reasons=(Reason(f"{says} {_ask(known)}"),))
    if outcome == "information_needed":
        information = _information(view, flags)
        return Asserted(
            "conditional", authorization, information=information, reasons=(_open(view, known), *unknown)
        )
    return Asserted(
        "conditional", authorization, information=("OTH",), reasons=(_person(view, known), *unknown)
    )


def _authorization(view: Mapping[str, Any]) -> str:
    match view["prior_authorization"]["state"]:
        case "required":
            return "satisfied" if view["next_step"] == "approve" else "auth-needed"
        case "not_required":
            return "no-auth"
        case _ if view["outcome"] == "review_not_required":
            return "no-auth"
        case _:
            return "conditional"


def _unknown_authorization(view: Mapping[str, Any], known: Known) -> tuple[Reason, ...]:
    if view["prior_authorization"]["state"] != "not_stated" or view["outcome"] == "review_not_required":
        return ()
    return (Reason(f"Whether prior authorization is required is not stated here. {_ask(known)}"),)


def _information(view: Mapping[str, Any], flags: Mapping[str, str]) -> tuple[str, ...]:
    """What of the order itself would say more; else `OTH`, which the reason names."""
    out: list[str] = []
    if "service_date" in needed(view) or "date_of_service_missing" in flags:
        out.append("timeframe")
    if any(name in flags for name in CODE_FLAGS):
        out.append("detail-code")
    return tuple(out) if out and len(needed(view)) <= len(out) else (*out, "OTH")


def _open(view: Mapping[str, Any], known: Known) -> Reason:
    names = [known.glossary.facts[n].label or n.replace("_", " ") for n in needed(view)]
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    shown = "; ".join(names[:NAMED]) or "what the policy asks"
    return Reason(f"Still to be documented for {known.title or 'this order'}: {shown}{more}.")


def _person(view: Mapping[str, Any], known: Known) -> Reason:
    """Criteria not met, or a judgment: a person decides. Nothing says what would have to become otherwise."""
    about = f" under {known.title}" if known.title else ""
    if view["outcome"] in ADVERSE and view["display"] == "full":
        return Reason(f"What is documented does not meet the criteria{about}; a licensed clinician decides.")
    return Reason(f"A licensed clinician looks at this order{about}; nothing is decided yet.")


def _documented(said: Asserted, view: Mapping[str, Any], known: Known) -> Asserted:
    """doc-needed, doc-purpose and the form: with the authorization where one is asked for; else kept."""
    governed = view["governing"] is not None and view["outcome"] not in SILENT
    asks = bool(needed(view)) or view["outcome"] in (*ADVERSE, "judgment_needed")
    if not governed or not (
        said.authorization == "auth-needed" or (asks and said.authorization != "satisfied")
    ):
        return said
    purpose = "withpa" if said.authorization in ("auth-needed", "conditional") else "retain-doc"
    forms = (known.form,) if known.form else ()
    return replace(said, documentation=("clinical",), purposes=(purpose,), questionnaires=forms)


def _limits(known: Known) -> tuple[Detail, ...]:
    """Contract limits of the code, as the plan file states them."""
    limits = known.plan.file.benefits.limits if known.plan else []
    return tuple(
        Detail(
            "cat-limitation",
            "allowed-quantity",
            "valueQuantity",
            {"value": one.quantity, "unit": f"per {one.per}"},
            one.clause,
        )
        for one in limits
        if one.code == known.code
    )


def _links(known: Known) -> tuple[Detail, ...]:
    if not known.page:
        return ()
    return (Detail("cat-other", "policy-link", "valueUrl", known.page, known.title),)


def _contacts(plan: Plan | None) -> tuple[Contact, ...]:
    if plan is None:
        return ()
    submit = plan.file.submit
    points = tuple(
        (system, value) for system, value in (("phone", submit.phone), ("fax", submit.fax)) if value
    )
    return (Contact(plan.file.contact[:1].upper() + plan.file.contact[1:], points),)


def _why(view: Mapping[str, Any]) -> str:
    said = [
        one["says"]
        for one in view["flags"]
        if one["code"] in ("no_policy_names_code", "code_not_for_this_service")
    ]
    considered = [
        f"{one['policy']} is left out, {one['why']}." for one in view["considered"] if not one.get("level")
    ]
    return (said or considered or ["none in effect names its code."])[0]


def _ask(known: Known) -> str:
    return f"Ask {known.plan.file.contact}." if known.plan else "Ask the insurer."


def _first(flags: Mapping[str, str], name: str) -> str:
    return flags.get(name, "The plan does not review this subject.")
