"""A provider education letter: a plan that does not review a policy tells what it holds (SR-077, SR-081).

Made of the same data as the policy's page: criteria in our own words with their places, codes, what to
document, and the mistakes that the text itself names. No claim is decided by it and no member is in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from coverable.base.problem import refuse
from coverable.plan.book import Plan
from coverable.plan.model import Adopts, in_line
from coverable.policy.executable import Policy
from coverable.policy.library import Library
from coverable.publish.gate import refuse_unresolved
from coverable.publish.mistakes import mistakes
from coverable.publish.view import page_view

HEADING: Final = "Provider education letter"
NO_REVIEW: Final = (
    "Under this letter no claim and no request is reviewed, held back or decided. It is for education only."
)
BUT_NOTIFIED: Final = (
    "The plan also reviews claims under this policy, but only those of providers whom it has told so by a "
    "dated notice, and only from the day of that notice on. This letter is no such notice."
)
FICTIONAL: Final = "The plan is fictional: nobody sends this letter."
MADE_UP: Final = "The plan is fictional: nobody sends this letter, and the figures in it are made up."
NOT_COUNTED: Final = "Taken from the text of the policy itself; nobody counted how often they happen."
NO_REQUEST: Final = (
    "Nothing has to be sent under this letter. This is what the record should show, and what would be "
    "asked if a request were ever made."
)
FIGURES: Final = (
    "Figures are no finding: they say nothing on whether any single service was necessary. They count many "
    "members and identify none."
)


@dataclass(frozen=True, slots=True)
class Subject:
    """A policy that a plan only educates about on a day."""

    plan: Plan
    policy: Policy
    adopts: Adopts
    notified_too: bool
    """Beside education, notified providers are reviewed."""


def subjects(library: Library, plan: Plan, day: date, only: Sequence[str] = ()) -> list[Subject]:
    """What the plan educates about on the day. Refused when that is nothing, or not what was asked for."""
    out: list[Subject] = []
    holding = [a for a in plan.file.adopts if a.holds(day.isoformat())]
    for one in holding:
        if one.mode != "education_only" or (only and one.policy not in only):
            continue
        modes = {a.mode for a in holding if a.policy == one.policy}
        policy = library.version_on(one.policy, day)
        if (
            policy is None
            or "all_providers" in modes
            or not in_line(list(policy.file.lines_of_business), plan.file.line_of_business)
        ):
            continue
        out.append(Subject(plan, policy, one, "notified_providers" in modes))
    missing = [name for name in only if name not in {s.policy.id for s in out}]
    if missing or not out:
        raise refuse(
            f"{plan.id} educates about {'no' if not missing else 'nothing in'} "
            f"{', '.join(missing) or 'policy'} on {day.isoformat()}",
            f"plans: {plan.id}",
            "a letter is for a policy in effect that the plan adopts as `education_only` and does not review "
            "for all providers",
            f"see `coverable plan register --plan {plan.id} --on {day.isoformat()}`",
        )
    return out


def letter_view(
    subject: Subject,
    library: Library,
    day: date,
    provider: str | None = None,
    figures: Sequence[dict[str, Any]] = (),
) -> dict[str, Any]:
    """The letter as data for every format. Refused while the policy may not be published: its statements
    compete (SR-052), or its criteria need a licence that is not on file (SR-025)."""
    policy, plan = subject.policy, subject.plan
    refuse_unresolved(policy, library)
    if not policy.may_be_shown:
        raise refuse(
            f"no letter on {policy.key}",
            policy.key,
            "its criteria belong to a third party, and no licence is on file",
            "put the licence on file",
        )
    page = page_view(policy, library, day)
    submit = plan.file.submit
    codes = [code["code"] for service in page["services"] for code in service["codes"]]
    notices = [NO_REVIEW, *([BUT_NOTIFIED] if subject.notified_too else [])]
    fictional = [MADE_UP if figures else FICTIONAL] if plan.file.fictional else []
    says = [*fictional, *(one.replace("This page", "This letter") for one in page["says"])]
    kept = (
        "policy", "version", "title", "number", "publisher", "kind", "in_effect", "services", "codes",
        "definitions", "interpretations", "checklist", "owner", "pins", "notes",
    )  # fmt: skip
    return {
        "heading": HEADING,
        "as_of": day.isoformat(),
        "provider": provider,
        "plan": {
            "id": plan.id,
            "title": plan.file.title,
            "contact": plan.file.contact,
            "send_to": {k: v for k in ("portal", "fax", "phone") if (v := getattr(submit, k))},
            "enclose": list(dict.fromkeys(one for code in codes for one in submit.enclosed(code))),
        },
        "adoption": {
            "by": subject.adopts.by,
            "because": subject.adopts.because,
            "from": subject.adopts.from_,
            "notified_too": subject.notified_too,
        },
        "notices": notices,
        "says": says,
        **{name: page[name] for name in kept},
        "indications": [one for one in page["indications"] if one["stands"]],
        "mistakes": mistakes(page, policy),
        "figures": list(figures),
        "grounds": [],
        "words": {"not_counted": NOT_COUNTED, "no_request": NO_REQUEST, "figures": FIGURES},
    }
