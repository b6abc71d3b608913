"""The notice to a provider whose figures stand out: by which measure, beside which peers, until when.

It educates: nobody is accused, no money is asked for, no member is in it, no claim is decided by it. It is
made of the recorded grounds of a plan's notice (SR-080) and of the policy's page, as an education letter is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from coverable.base.problem import refuse
from coverable.plan.book import Plan
from coverable.plan.ground import INNOCENT
from coverable.plan.model import Adopts, Notice
from coverable.policy.library import Library
from coverable.publish.letter import FICTIONAL, Subject, letter_view

TELLS: Final = (
    "Claims for {codes} with services from {on} to {to} may be looked at against the criteria below. Claims "
    "of services before, claims for other codes, and requests for authorization of your patients are not "
    "touched by this notice."
)
NO_FINDING: Final = (
    "This notice is no finding. Figures of many patients say nothing on whether a single service was "
    "necessary; only a clinician who reads the record can. Nothing has to be paid back by it, and nothing "
    "has to be sent now."
)
EXPIRES: Final = "The notice expires on {to} by itself."
DECIDED: Final = "A person looked at the figures and decided on this notice: {by}, {on}."
WHY: Final = (
    "Figures differ for good reasons. These were looked at before: {reasons}. If one of them, or another, "
    "explains yours, or if a figure is wrong, tell us: a person looks at it and answers."
)
CASES: Final = (
    "Which of your claims were counted is shown to you on request, over a secure way only; it is never "
    "written in a letter."
)
NEXT: Final = (
    "If claims are looked at, each is looked at by itself, with its record. The figures of this notice are "
    "no part of that."
)
FIGURES: Final = (
    "Each figure stands beside what is expected: that of other providers for patients such as yours. You are "
    "not among your own peers. Usual is the range in which figures of providers of your size mostly lie."
)
MADE_UP: Final = "The plan is fictional: nobody sends this notice, and the figures in it are made up."


@dataclass(frozen=True, slots=True)
class Told:
    """A notice with recorded grounds, and a policy by which claims are looked at under it."""

    notice: Notice
    subject: Subject


def notices(library: Library, plan: Plan, day: date, providers: Sequence[str] = ()) -> list[Told]:
    """The notices that hold on the day, each with every policy that it is about. Refused: none to write."""
    on = day.isoformat()
    wanted = [
        one
        for one in plan.file.notices
        if one.grounds and (not providers or one.provider in providers) and (one.to is None or on <= one.to)
    ]
    adopted = [a for a in plan.file.adopts if a.mode == "notified_providers" and a.holds(on)]
    out = [
        Told(notice, Subject(plan, policy, adopts, True))
        for notice in wanted
        for adopts in adopted
        if (policy := library.version_on(adopts.policy, day)) is not None
        and (not notice.codes or set(notice.codes) & set(policy.codes))
    ]
    told = {one.notice.provider for one in out}
    missing = [one for one in providers if one not in told]
    if missing or not out:
        raise refuse(
            f"{plan.id} has no notice to write{f' to {missing[0][:10]}' if missing else ''} on {on}",
            f"plans: {plan.id}",
            _why_not(wanted, adopted),
            "confirm a flag with `coverable claims ground`, and put what it writes under `notices`",
        )
    return out


def _why_not(wanted: Sequence[Notice], adopted: Sequence[Adopts]) -> str:
    if not wanted:
        return "none of its notices has recorded grounds and holds on that day"
    if not adopted:
        return "it adopts no policy for notified providers on that day"
    return "no policy that it adopts for notified providers lists the codes of the notice"


def notice_view(told: Told, library: Library, day: date) -> dict[str, Any]:
    """The notice as data for every format."""
    notice, plan = told.notice, told.subject.plan
    letter = letter_view(told.subject, library, day, notice.provider)
    codes = ", ".join(code.partition(":")[2] for code in notice.codes) or "the codes below"
    reasons = "; ".join(INNOCENT.values())
    assert notice.to is not None  # a notice with grounds has an end
    first = notice.grounds[0]
    return {
        **letter,
        "heading": "Notice to a provider",
        "notices": [
            TELLS.format(codes=codes, on=notice.on, to=notice.to),
            NO_FINDING,
            EXPIRES.format(to=notice.to),
            DECIDED.format(by=first.by, on=first.on),
        ],
        "says": [
            *([MADE_UP] if plan.file.fictional else []),
            *(one.replace("This letter", "This notice") for one in letter["says"] if one != FICTIONAL),
        ],
        "adoption": {**letter["adoption"], "because": None},
        "grounds": [one.view() for one in notice.grounds],
        "words": {
            **letter["words"],
            "grounds": FIGURES,
            "after": [WHY.format(reasons=reasons), CASES, NEXT],
            "no_request": "What the record should show for each use; nothing has to be sent now.",
        },
    }
