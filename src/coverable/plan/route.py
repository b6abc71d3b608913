"""From (plan, code, date, provider) to the policies that answer, in their order of precedence.

The only place for plan, version, adoption and precedence: one request and a column of claims are
routed by this same function, once for each distinct head.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from coverable.plan.book import Plan, PlanBook
from coverable.plan.model import LEVEL_OF, LEVELS, Adopts, NotReviewed, Searched, in_line
from coverable.policy.executable import NONE, Policy
from coverable.policy.library import Library

ASKED_LEVELS = {
    "medicare_advantage": ("ncd-lcd",),
    "dual_special_needs": ("ncd-lcd", "state-law"),
    "medicaid_managed_care": ("state-law",),
    "chip": ("state-law",),
    "commercial_insured": ("state-law",),
    "exchange": ("state-law",),
    "self_funded": (),
    "federal_employees": (),
}
"""Levels that somebody must have looked at before a lower one may weigh against the member:
42 CFR 422.101(b)(6) for Medicare, state rules for Medicaid and insured business (SR-024, SR-026)."""


class Asked(NamedTuple):
    """What a policy is asked: about the service its table lists the code for (None: it lists none), with the
    root of the code's qualifier; its place in the order of precedence, and why it is asked."""

    policy: Policy
    service: str | None
    qualifier: int
    level: str
    why: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A policy in effect that may answer, with the service its table lists the code for (if it does)."""

    policy: Policy
    level: str
    adopts: Adopts
    service: str | None
    qualifier: int
    why: str

    @property
    def asked(self) -> Asked:
        return Asked(self.policy, self.service, self.qualifier, self.level, self.why)


@dataclass(frozen=True, slots=True)
class Considered:
    """A policy that was looked at and does not answer, and why."""

    policy: str
    version: str | None
    outcome: Literal["not_applicable", "not_in_effect"]
    why: str
    flag: str | None = None


@dataclass(frozen=True, slots=True)
class LevelTrace:
    level: str
    found: str
    """`not searched`, `not loaded`, `nothing`, what a person found, or the policies encoded there."""
    record: Searched | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """Everything about a line that its facts cannot change."""

    plan: Plan
    code: str
    day: date
    candidates: tuple[Candidate, ...]
    considered: tuple[Considered, ...]
    precedence: tuple[LevelTrace, ...]
    not_searched: tuple[str, ...]
    not_reviewed: NotReviewed | None
    authorization: Literal["required", "not_required", "not_stated"]
    authorization_where: str | None


def route(library: Library, plans: PlanBook, plan: Plan, code: str, day: date, provider: str | None) -> Route:
    """The policies that answer for `code` under `plan` on the date of service, highest level first.

    `provider` (NPI) matters only where a policy is adopted for notified providers (SR-079, SR-082).
    """
    on = day.isoformat()
    candidates: list[Candidate] = []
    considered: list[Considered] = []
    lines: dict[str, list[Adopts]] = {}
    for adopts in plan.file.adopts:
        lines.setdefault(adopts.policy, []).append(adopts)
    for decided in lines.values():
        _consider(library, plan, decided, code, day, provider, candidates, considered)
    if not any(c.service for c in candidates):
        considered.extend(_not_adopted(library, plan, code))
    candidates.sort(key=lambda c: (LEVELS.index(c.level), c.policy.key))
    not_reviewed = next(
        (
            n
            for n in plan.file.not_reviewed
            if n.holds(on)
            and (
                code in n.codes
                or (n.policy and any(c.policy.id == n.policy and c.service for c in candidates))
            )
        ),
        None,
    )
    precedence, not_searched = _precedence(plan, code, candidates)
    state, where = _authorization(plan, code, on, candidates)
    return Route(
        plan,
        code,
        day,
        tuple(candidates),
        tuple(considered),
        precedence,
        not_searched,
        not_reviewed,
        state,
        where,
    )


def _consider(
    library: Library,
    plan: Plan,
    decided: list[Adopts],
    code: str,
    day: date,
    provider: str | None,
    candidates: list[Candidate],
    considered: list[Considered],
) -> None:
    """What the plan's decisions on one policy come to on the day, for this provider."""
    id = decided[0].policy
    on = day.isoformat()

    def aside(
        outcome: Literal["not_applicable", "not_in_effect"],
        why: str,
        version: str | None = None,
        flag: str | None = None,
    ) -> None:
        # a policy that does not name the code is no news
        if any(code in p.codes for p in library.versions(id)):
            considered.append(Considered(id, version, outcome, why, flag))

    policy = library.version_on(id, day)
    if policy is None:
        state = (
            "only draft encodings are loaded"
            if all(p.signoff.encoding.status == "draft" for p in library.versions(id))
            else "no version is in effect on the date of service"
        )
        return aside("not_in_effect", state, flag="encoding_draft" if "draft" in state else None)
    holding = [a for a in decided if a.holds(on)]
    if not holding:
        return aside(
            "not_applicable", "the plan's adoption does not reach the date of service", policy.version
        )
    if not in_line(list(policy.file.lines_of_business), plan.file.line_of_business):
        return aside("not_applicable", "the policy is for another line of business", policy.version)
    adopts, why, flag = _reaches(plan, holding, provider, code, day)
    if adopts is None:
        return aside("not_applicable", why, policy.version, flag)
    level = LEVEL_OF[policy.file.kind]
    listed = [s for s in policy.services.values() if code in s.codes]
    for service in listed:
        candidates.append(
            Candidate(
                policy, level, adopts, service.name, service.codes[code], "adopted, in effect, code listed"
            )
        )
    if not listed:
        candidates.append(
            Candidate(
                policy, level, adopts, None, NONE, "adopted and in effect; the code is not in its table"
            )
        )
    return None


def _reaches(
    plan: Plan, holding: list[Adopts], provider: str | None, code: str, day: date
) -> tuple[Adopts | None, str, str | None]:
    """The decision by which the policy reviews this service; else why none does, and its flag.

    A plan may decide in several ways for the same days (SR-077): it is reviewed as soon as one of them
    reviews it, so education for all beside review of notified providers reviews the notified ones.
    """
    modes = {a.mode: a for a in reversed(holding)}
    if "all_providers" in modes:
        return modes["all_providers"], "", None
    if "notified_providers" in modes:
        why = _not_notified(plan, provider, code, day)
        if why is None:
            return modes["notified_providers"], "", None
        beside = "; otherwise the policy only educates" if "education_only" in modes else ""
        return None, f"adopted for notified providers only, and {why}{beside}", "no_notice"
    if "education_only" in modes:
        return None, "adopted for provider education only: no service is reviewed", "education_only"
    return None, "the plan decided not to adopt this policy", None


def _not_notified(plan: Plan, provider: str | None, code: str, day: date) -> str | None:
    """Why a policy for notified providers does not reach this claim; None when it does."""
    if provider is None:
        return "the request names no provider"
    mine = [n for n in plan.file.notices if n.provider == provider and (not n.codes or code in n.codes)]
    if not mine:
        return "this provider has no notice"
    on = day.isoformat()
    if not any(n.on <= on and (n.to is None or on <= n.to) for n in mine):
        return "the notice does not reach the date of service"
    return None


def _not_adopted(library: Library, plan: Plan, code: str) -> list[Considered]:
    """Policies of the same publishers that name the code, but not for this plan."""
    decided = {a.policy for a in plan.file.adopts}
    publishers = {plan.id.split("/")[0], *(a.split("/")[0] for a in decided)}
    return [
        Considered(id, None, "not_applicable", "the plan has not adopted this policy")
        for id in library.ids()
        if id not in decided
        and id.split("/")[0] in publishers
        and any(code in p.codes for p in library.versions(id))
    ]


def _precedence(
    plan: Plan, code: str, candidates: list[Candidate]
) -> tuple[tuple[LevelTrace, ...], tuple[str, ...]]:
    """One entry for each level that was looked at or had to be, and the levels nobody looked at."""
    trace: list[LevelTrace] = []
    missing: list[str] = []
    asked = ASKED_LEVELS[plan.file.line_of_business]
    listing = [c for c in candidates if c.service]
    subjects = {code, *(c.policy.id for c in listing)}
    for level in LEVELS:
        if level == "benefit":
            trace.append(LevelTrace(level, "loaded" if plan.file.benefits.loaded else "not loaded"))
            continue
        here = list(dict.fromkeys(c.policy.key for c in listing if c.level == level))
        records = [
            r
            for r in plan.file.precedence
            if r.level == level and (not r.subjects or subjects & set(r.subjects))
        ]
        record = max(records, key=lambda r: r.on, default=None)
        if here:
            trace.append(LevelTrace(level, ", ".join(here), record))
        elif record:
            trace.append(LevelTrace(level, record.found, record))
        elif level in asked:
            trace.append(LevelTrace(level, "not searched"))
            missing.append(level)
        elif others := list(dict.fromkeys(c.policy.key for c in candidates if c.level == level)):
            trace.append(LevelTrace(level, f"{', '.join(others)} (the code is not in their tables)"))
    return tuple(trace), tuple(missing)


def _authorization(
    plan: Plan, code: str, on: str, candidates: list[Candidate]
) -> tuple[Literal["required", "not_required", "not_stated"], str | None]:
    """Whether prior authorization is asked: the plan's list first, then the policies that list the code."""
    for rule in plan.file.prior_authorization:
        if code in rule.codes and rule.holds(on):
            return ("required" if rule.required else "not_required"), rule.where or plan.id
    for one in candidates:
        if one.service and one.policy.file.prior_authorization != "not_stated":
            return (
                one.policy.file.prior_authorization,
                f"{one.policy.key} {one.policy.file.prior_authorization_cite or ''}".strip(),
            )
    return "not_stated", None
