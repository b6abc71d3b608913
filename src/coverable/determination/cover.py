"""One line under one coverage: the steps from plan to policies, and the answer that governs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from coverable.determination.answer import ADVERSE, SETTLED, Answer
from coverable.determination.benefit import (
    clause_of,
    excluded_for,
    over_limits,
    plans_of,
    unrecognized,
    with_benefit,
)
from coverable.determination.engine import Engine
from coverable.determination.flags import Flag, flag
from coverable.determination.line import Line, under_age
from coverable.determination.request import Coverage, Request
from coverable.glossary.values import Facts
from coverable.plan.book import Plan
from coverable.plan.route import Considered, LevelTrace, Route

MEDICAID = frozenset({"medicaid_managed_care", "dual_special_needs", "chip"})


@dataclass
class Covered:
    """The result of one line under one coverage, before it is shown."""

    plan: Plan | None
    asked: str
    """The coverage as the request names it."""
    outcome: str
    governing: Answer | None = None
    answers: list[Answer] = field(default_factory=list[Answer])
    considered: tuple[Considered, ...] = ()
    precedence: tuple[LevelTrace, ...] = ()
    flags: list[Flag] = field(default_factory=list[Flag])
    review_reasons: list[str] = field(default_factory=list[str])
    clause: str | None = None
    route: Route | None = None
    epsdt: bool = False
    at_end: Answer | None = None
    """The answer under the version in effect on the last day, where that is another one."""
    needs: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    """Facts asked before any policy can be looked at."""


def cover(engine: Engine, request: Request, line: Line, asked: Coverage, as_of: date | None) -> Covered:
    """Steps 1 to 6: plan, EPSDT, benefit, precedence, applicability, indications and exclusions."""
    result = _cover(engine, request, line, asked, as_of)
    if result.route is not None and any(_fact_of(f) for f in line.flags):
        used = _facts_used(engine, result)
        mine = [f for f in result.flags if f not in line.flags or _fact_of(f) in (None, *used)]
        result.flags = mine
    return result


def _fact_of(flag: Flag) -> str | None:
    """The fact that a flag is about."""
    return flag.where.removeprefix("facts.") if flag.where.startswith("facts.") else None


def _facts_used(engine: Engine, result: Covered) -> set[str]:
    """Facts that the policies which speak here ask about, and those they are concluded from."""
    speaking = [a for a in result.answers if a.outcome != "not_addressed"] or result.answers
    used: set[str] = set()
    left = {probe.fact for a in speaking for probe in a.policy.probes}
    while left:
        used |= left
        derived = [rule for name in left for rule in engine.library.glossary.facts[name].derive]
        left = {source for rule in derived for source in rule.sources} - used
    return used


def _cover(engine: Engine, request: Request, line: Line, asked: Coverage, as_of: date | None) -> Covered:
    plan, result = _plan(engine, asked)
    if plan is None:
        return result
    result.flags += line.flags
    if line.day is None:
        result.outcome = "information_needed"
        result.flags.append(
            flag(
                "date_of_service_missing",
                "The date of service decides which version applies; it is not stated.",
                f"services.{line.number}.date",
                "provider",
            )
        )
        result.needs = [{"fact": "service_date", "criterion": None, "cite": None}]
        return result
    _epsdt(plan, line, result)
    routed = engine.route(plan, line.code, line.day, line.provider)
    result.route, result.precedence, result.considered = routed, routed.precedence, routed.considered
    result.flags += [
        flag(c.flag, f"{c.policy}: {c.why}.", "plan.adopts", "analyst") for c in routed.considered if c.flag
    ]
    stated = excluded_for(request, asked, plan)
    excluded = clause_of(stated, plan, line, routed)
    result.precedence = with_benefit(routed.precedence, request, excluded)
    if excluded is not None:
        result.outcome, result.clause = "benefit_excluded", excluded
        return result
    if not plan.file.benefits.loaded and request.benefits is None:
        result.flags.append(
            flag(
                "benefit_not_verified",
                "The member's contract was not checked: this is a result on the criteria only.",
                "benefits",
                "provider",
            )
        )
    if routed.not_reviewed is not None:
        result.outcome = "review_not_required"
        result.flags.append(
            flag(
                "not_reviewed",
                f"The plan does not review this subject: {routed.not_reviewed.because}.",
                "plan.not_reviewed",
                "provider",
            )
        )
        return result
    result.flags += [*over_limits(plan, line), *unrecognized(stated, routed)]
    _levels(engine, line, routed, result)
    _straddle(engine, line, plan, result)
    if result.governing is not None:
        _governing_flags(result, line, as_of)
    elif result.outcome == "not_addressed":
        result.flags.append(_silent(line, routed))
    return result


def _silent(line: Line, routed: Route) -> Flag:
    """Why no policy answers: none names the code, or the facts stated are those of another service."""
    listing = sorted({c.policy.key for c in routed.candidates if c.service})
    where = f"services.{line.number}.code"
    if listing:
        says = f"{line.code} is listed by {', '.join(listing)}, but not for what is stated."
        return flag("code_not_for_this_service", says, where, "provider")
    says = (
        "No policy of this plan in effect on the date of service speaks about this code; that says nothing "
        "about whether the service is paid for."
    )
    return flag("no_policy_names_code", says, where, "provider")


def _plan(engine: Engine, asked: Coverage) -> tuple[Plan | None, Covered]:
    """The plan that a coverage names, or the result of not knowing it (SR-076, SR-019)."""
    fits, known, name = plans_of(engine.plans, asked)
    if len(fits) == 1:
        return fits[0], Covered(fits[0], name, "not_addressed")
    result = Covered(None, name, "not_addressed")
    whom = "ask the number on the member's card"
    if fits:
        plans = ", ".join(sorted(p.id for p in fits))
        says = f"Several plans fit “{name}” ({plans}): please name the plan, or {whom}."
        result.flags.append(flag("plan_ambiguous", says, "coverages", "provider"))
    elif known:
        result.outcome = "not_applicable"
        says = f"The payer is known, but it has no plan here for “{name}”: {whom}."
        result.flags.append(flag("line_of_business_unknown", says, "coverages", "provider"))
    else:
        says = f"The plan “{name}” is not loaded, so nobody here knows whether review is required: {whom}."
        result.flags.append(flag("plan_unknown", says, "coverages", "provider"))
    return None, result


def _epsdt(plan: Plan, line: Line, result: Covered) -> None:
    """Medicaid and under 21, or age not known: nothing unfavourable is final (42 U.S.C. 1396d(r)(5))."""
    if plan.file.line_of_business in MEDICAID and under_age(line, 21) is not False:
        result.epsdt = True
        why = "is under 21" if line.birth else "may be under 21 (no birth date)"
        result.flags.append(
            flag(
                "epsdt",
                f"The member {why} and has Medicaid: an unfavourable result, a limit or a benefit "
                "exclusion goes to a physician for individual review.",
                "member.birth_date",
                "reviewer",
            )
        )


def _levels(engine: Engine, line: Line, routed: Route, result: Covered) -> None:
    """From the highest level down: the first that addresses the request answers (SR-021)."""
    assert line.day is not None
    adopted = {c.policy.id: c for c in routed.candidates}
    sent: list[Answer] = []
    for level in dict.fromkeys(c.level for c in routed.candidates):
        answers = _of_level(engine, routed, level, line.facts, line.day)
        result.answers += answers
        addressed = [a for a in answers if a.outcome != "not_addressed"]
        # a policy whose table does not list the code speaks only where no policy of its level lists it
        addressed = _standing([a for a in addressed if a.listed] or addressed)
        if not addressed:
            continue
        referred = [a for a in addressed if a.outcome == "governed_elsewhere"]
        if (
            referred
            and len(referred) == len(addressed)
            and any(
                to in adopted for a in referred for to, root in a.policy.referrals if a.values[root] == "met"
            )
        ):
            sent = sent or referred
            continue  # the policy referred to is adopted here and answers itself
        _settle(addressed, result)
        return
    if sent:
        _settle(sent, result)
    elif not any(a.listed for a in result.answers) and result.considered:
        first = result.considered[0]
        result.outcome = first.outcome


def _of_level(engine: Engine, routed: Route, level: str, facts: Facts, day: date) -> list[Answer]:
    return [engine.answer(c, facts, day) for c in routed.candidates if c.level == level]


def _standing(answers: list[Answer]) -> list[Answer]:
    """`All other uses` counts only where no policy of the level lists the use."""
    lists_use = [a for a in answers if a.outcome != "use_not_listed"]
    return lists_use or answers


def _settle(answers: list[Answer], result: Covered) -> None:
    """One level's answers become one: opposite ones go to a person."""
    open_ = [a for a in answers if a.outcome not in SETTLED]
    met = [a for a in answers if a.outcome == "criteria_met"]
    adverse = [a for a in answers if a.outcome in ADVERSE]
    result.governing = (open_ or adverse or met or answers)[0]
    result.outcome = result.governing.outcome
    if met and adverse:
        result.governing, result.outcome = met[0], "judgment_needed"
        names = " and ".join(sorted({a.policy.key for a in (*met, *adverse)}))
        result.flags.append(
            flag(
                "policies_disagree",
                f"Two policies of the same level answer differently ({names}): a person decides.",
                "plan.adopts",
                "reviewer",
                stops=True,
            )
        )


def _straddle(engine: Engine, line: Line, plan: Plan, result: Covered) -> None:
    """A service over several days under two versions is evaluated under both (architecture 4.5)."""
    if line.end_day is None or line.end_day == line.day or result.governing is None:
        return
    late = Covered(plan, result.asked, "not_addressed")
    _levels(
        engine,
        replace(line, day=line.end_day),
        engine.route(plan, line.code, line.end_day, line.provider),
        late,
    )
    first, last = result.governing.policy.key, late.governing.policy.key if late.governing else "none"
    if first == last:
        return
    result.answers += late.answers
    result.at_end = late.governing
    says = f"The service begins under {first} and ends under {last}"
    where = f"services.{line.number}.end_date"
    if late.outcome == result.outcome:
        result.flags.append(
            flag("versions_straddled", f"{says}; both give the same result.", where, "reviewer")
        )
        return
    says += f", which answer differently ({result.outcome}, {late.outcome}): a person decides."
    result.flags.append(flag("versions_straddled", says, where, "reviewer", stops=True))
    result.outcome = "judgment_needed"


def _governing_flags(result: Covered, line: Line, as_of: date | None) -> None:
    """What a person should know about the governing policy and its readings."""
    from coverable.determination.remarks import governing_flags

    assert result.governing is not None
    flags, reasons = governing_flags(result.governing, line, as_of, result.route)
    result.flags += flags
    result.review_reasons += reasons
