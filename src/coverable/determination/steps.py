"""What happens next, and how a line's coverages combine. The engine approves or passes on, no more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coverable.determination.answer import ADVERSE
from coverable.determination.cover import Covered
from coverable.determination.flags import Flag, flag
from coverable.determination.line import Line
from coverable.determination.request import Request

ADMINISTRATIVE = (
    "benefit_excluded",
    "not_in_effect",
    "not_applicable",
    "not_addressed",
    "governed_elsewhere",
)
STEP = {
    "information_needed": "request_information",
    "judgment_needed": "nurse_review",
    "review_not_required": "none",
    **dict.fromkeys(ADVERSE, "nurse_review"),
    **dict.fromkeys(ADMINISTRATIVE, "administrative"),
}
UNFAVOURABLE = ADVERSE | {"benefit_excluded"}


def next_step(result: Covered, line: Line, request: Request) -> tuple[str, list[str]]:
    """The next step and every reason why a person must look (SR-016, SR-024, architecture 4.7)."""
    reasons = list(result.review_reasons)
    stops = [f for f in result.flags if f.stops]
    if result.outcome != "not_addressed" and result.governing is not None:
        # a judgment names its contradictions itself, each with its place
        told = {"contradictory_statements"} if result.outcome == "judgment_needed" else set[str]()
        reasons += [f.says for f in stops if f.code not in told]
    if result.epsdt and result.outcome in UNFAVOURABLE:
        return "physician_review", reasons
    if result.outcome != "criteria_met":
        return STEP[result.outcome], reasons
    reasons += _not_automatic(result, line, request)
    return ("nurse_review" if reasons else "approve"), list(dict.fromkeys(reasons))


def _not_automatic(result: Covered, line: Line, request: Request) -> list[str]:
    """Why a result with all criteria met is not approved by the engine itself; [] when it may be."""
    assert result.plan is not None
    rule = result.plan.file.automatic_approval
    out: list[str] = []
    if not rule.allowed:
        out.append("The plan does not allow automatic approval.")
    elif line.stage not in rule.stages:
        out.append(f"The plan does not allow automatic approval of {line.stage} requests.")
    if request.benefits is None and not result.plan.file.benefits.loaded and not rule.benefit_not_loaded:
        out.append("The member's contract was not checked.")
    out += [f.says for f in result.flags if f.code in rule.stopped_by and not f.stops]
    granted = approval_span(result)
    if rule.allowed and granted is None:
        out.append("Neither policy nor plan states how long an approval lasts.")
    asked, most = line.service.quantity, (granted or {}).get("quantity")
    if most and asked is not None and asked > most["units"]:
        said = f"{most['units']} {most.get('of', '')}".strip() + (
            f" per {most['per']}" if "per" in most else ""
        )
        out.append(f"{asked} asked; the policy grants {said}.")
    return out


def approval_span(result: Covered) -> dict[str, Any] | None:
    """What an approval grants: how long or until what, and how much, where policy or plan states it."""
    one = result.governing
    granted = one.indication.file.approves if one and one.indication else None
    quantity = granted.quantity.model_dump(exclude_none=True) if granted and granted.quantity else None
    if granted is not None and (granted.for_ or granted.until):
        span = {"for": granted.for_, "until": granted.until, "quantity": quantity, "cite": granted.cite}
        return {name: value for name, value in span.items() if value}
    lasting = result.plan.file.automatic_approval.approve_for if result.plan else None
    if lasting:
        return {"for": lasting, **({"quantity": quantity} if quantity else {})}
    return None


def combine(results: Sequence[tuple[Covered, str, list[str]]]) -> tuple[str, str, list[Flag], list[str]]:
    """(outcome, next step, flags, review reasons) of a line over its coverages, in payer order.

    Opposite settled answers go to a person; nothing adverse stands while a coverage is open; no review
    is needed only when every coverage says so.
    """
    outcomes = [r.outcome for r, _, _ in results]
    adverse = [i for i, o in enumerate(outcomes) if o in ADVERSE]
    met = [i for i, o in enumerate(outcomes) if o == "criteria_met"]
    open_ = [i for i, o in enumerate(outcomes) if o in ("information_needed", "judgment_needed")]
    if met and adverse:
        says = "The coverages of this line answer differently: a person decides."
        return (
            "judgment_needed",
            "nurse_review",
            [flag("policies_disagree", says, "coverages", "reviewer", True)],
            [says],
        )
    reviewed = [i for i, o in enumerate(outcomes) if o != "review_not_required"]
    speaking = [i for i in reviewed if outcomes[i] not in ADMINISTRATIVE]
    pick = (met or open_ or adverse or speaking or reviewed or range(len(results)))[0]
    result, step, reasons = results[pick]
    if result.outcome in UNFAVOURABLE and any(s == "physician_review" for _, s, _ in results):
        step = "physician_review"  # one coverage with EPSDT keeps the whole line from being final
    shared = [f for r, _, _ in results for f in r.flags if f.code in ("epsdt", "policies_disagree")]
    return result.outcome, step, list(dict.fromkeys(shared)), reasons
