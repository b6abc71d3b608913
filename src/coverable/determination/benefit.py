"""What the member's contract says of a service: whose contract, which clauses, which limits.

The contract comes before any criterion, and excluded by contract is not "not medically necessary"
(architecture 4.3). Each coverage has a contract of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from coverable.base.problem import Problem, Refused, did_you_mean
from coverable.determination.flags import Flag, flag
from coverable.determination.line import Line
from coverable.determination.request import Coverage, ExcludedBenefit, Request
from coverable.glossary.codes import read_code
from coverable.plan.book import Plan, PlanBook
from coverable.plan.model import Excluded
from coverable.plan.route import Candidate, LevelTrace, Route


def plans_of(plans: PlanBook, asked: Coverage) -> tuple[list[Plan], bool, str]:
    """The plans that fit a coverage, whether its payer is known at all, and the coverage's name."""
    if asked.plan is not None:
        found = plans.plans.get(asked.plan)
        return ([found] if found else []), False, asked.plan
    assert asked.payer is not None
    fits, known = plans.find(asked.payer, asked.line_of_business or "")
    return fits, known, f"{asked.payer}, {asked.line_of_business or 'line of business not stated'}"


def check_excluded(request: Request, plans: PlanBook, path: str) -> None:
    """Refused: an exclusion of a coverage that the request does not have, or that may be one of several."""
    stated = request.benefits.excluded if request.benefits else []
    named = [(i, one.coverage) for i, one in enumerate(stated) if one.coverage is not None]
    known = [(asked, *plans_of(plans, asked)) for asked in request.coverages] if named else []
    problems: list[Problem] = []
    for i, coverage in named:
        meant = {
            name
            for asked, fits, _, name in known
            if _means(coverage, asked, fits[0] if len(fits) == 1 else None)
        }
        where = f"{path}.benefits.excluded[{i}].coverage"
        if not meant:
            names = [asked.plan or asked.payer or "" for asked in request.coverages]
            problems.append(
                Problem(
                    f"`{coverage[:60]}` is no coverage of this request",
                    where,
                    "nobody could tell whose contract has the clause",
                    did_you_mean(coverage, [*names, *(name for _, _, _, name in known)]),
                )
            )
        elif len(meant) > 1:
            problems.append(
                Problem(
                    f"`{coverage[:60]}` names several coverages of this request",
                    where,
                    "the clause stands in one contract only",
                    f"write {' or '.join(f'`{name}`' for name in sorted(meant))}",
                )
            )
    if problems:
        raise Refused(problems)


def excluded_for(request: Request, asked: Coverage, plan: Plan) -> list[ExcludedBenefit]:
    """What the request says that the contract of this coverage excludes."""
    stated = request.benefits.excluded if request.benefits else []
    return [one for one in stated if one.coverage is None or _means(one.coverage, asked, plan)]


def _means(name: str, asked: Coverage, plan: Plan | None) -> bool:
    """Whether a name is that of a coverage: its plan, its payer, or `payer, line of business`."""
    if name in (asked.plan, plan.id if plan else None):
        return True
    if asked.payer is None:
        return False
    whole = f"{asked.payer}, {asked.line_of_business}"
    return folded(name) in (folded(asked.payer), folded(whole))


def clause_of(stated: Sequence[ExcludedBenefit], plan: Plan, line: Line, routed: Route) -> str | None:
    """The contract clause that excludes the service, from the request first, then from the plan file."""
    assert line.day is not None
    every: list[Any] = [*stated, *plan.file.benefits.excluded]
    if not every:
        return None
    on = line.day.isoformat()
    names = {folded(n) for c in routed.candidates for n in _service_names(c, line.code)}
    for one in every:
        if (one.from_ and on < one.from_) or (one.to and one.to < on):
            continue
        code = one.code
        if code is not None:
            if (code if isinstance(one, Excluded) else read_code(code, "$.benefits.excluded")) == line.code:
                return str(one.clause)
        elif folded(one.service) in names:
            return str(one.clause)
    return None


def with_benefit(
    levels: tuple[LevelTrace, ...], request: Request, excluded: str | None
) -> tuple[LevelTrace, ...]:
    """The trace with what the request itself says of the contract."""
    if excluded is not None:
        found = f"excluded: {excluded}"
    elif request.benefits is not None:
        found = "stated with the request: not excluded"
    else:
        return levels
    return tuple(replace(t, found=found) if t.level == "benefit" else t for t in levels)


def over_limits(plan: Plan, line: Line) -> list[Flag]:
    """Contract limits that the requested quantity passes: a person looks, criteria stay (SR-017)."""
    quantity, on = line.service.quantity, line.day.isoformat() if line.day else ""
    return [
        flag(
            "quantity_over_limit",
            f"{quantity} asked, the contract of {plan.id} allows {limit.quantity} per {limit.per} "
            f"({limit.clause}).",
            f"services.{line.number}.quantity",
            "reviewer",
            stops=True,
        )
        for limit in plan.file.benefits.limits
        if quantity is not None and limit.code == line.code and limit.holds(on) and quantity > limit.quantity
    ]


def _service_names(candidate: Candidate, code: str) -> list[str]:
    """What a contract may call the service that a policy lists the code for."""
    if candidate.service is None:
        return []
    service = candidate.policy.file.services[candidate.service]
    own = [
        category
        for entry in service.codes
        if not isinstance(entry, str) and code.endswith(":" + entry.code.split(":")[-1].upper())
        for category in entry.benefit_categories
    ]
    return [
        candidate.service,
        candidate.policy.id,
        candidate.policy.file.number,
        *service.benefit_categories,
        *own,
    ]


def unrecognized(stated: Sequence[ExcludedBenefit], routed: Route) -> list[Flag]:
    """Exclusions of services by a name that no policy of the plan knows: they may mean this service."""
    if not stated:
        return []
    known: set[str] = set()
    for one in {c.policy.id: c.policy for c in routed.candidates}.values():
        known |= {folded(one.id), folded(one.file.number)}
        for name, service in one.file.services.items():
            entries = [e for e in service.codes if not isinstance(e, str)]
            categories = [*service.benefit_categories, *(c for e in entries for c in e.benefit_categories)]
            known |= {folded(n) for n in (name, *categories)}
    return [
        flag(
            "exclusion_not_recognized",
            f"The contract excludes “{one.service}” ({one.clause}); nobody here knows whether that is "
            "this service.",
            "benefits.excluded",
            "reviewer",
            stops=True,
        )
        for one in stated
        if one.service is not None and folded(one.service) not in known
    ]


def folded(text: str) -> str:
    """Names as people mean them: case, hyphens and spaces do not matter."""
    return " ".join(text.casefold().replace("-", " ").replace("_", " ").split())
