"""What a new version changes for members and providers: narrower, wider, different, neutral (SR-121).

The class comes from the comparison of the two versions' logic. What the comparison does not see (codes, how
long an approval lasts, whether authorization is asked) is looked at beside it and never taken for harmless.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeAlias

from coverable.base.problem import Refused
from coverable.determination.engine import Engine
from coverable.policy.executable import Policy
from coverable.policy.library import Library
from coverable.policy.model import Indication
from coverable.proof.compare import Compared, Shown, compare
from coverable.proof.patient import common_day

Impact: TypeAlias = Literal["neutral", "narrower", "wider", "different", "not_decided"]
"""Of the new version against the one before: for whom its criteria are met."""
NEEDS_NOTICE: frozenset[Impact] = frozenset({"narrower", "different", "not_decided"})
"""Changes that may take something from somebody, or of which that could not be ruled out."""
DECLARED: dict[str, Impact] = {
    "editorial": "neutral",
    "narrower": "narrower",
    "wider": "wider",
    "different": "different",
}
"""What a sign-off may say of a change, to what would have to be proved."""


@dataclass(frozen=True)
class Change:
    """The proved change against the version in effect before."""

    before: str
    after: str
    impact: Impact
    because: tuple[str, ...]
    """What differs, in words; empty for a neutral change."""
    examples: tuple[Shown, ...]
    """Patients who show it: met before and not now, then met now and not before."""

    def view(self) -> dict[str, Any]:
        return {
            "before": self.before,
            "after": self.after,
            "impact": self.impact,
            "because": list(self.because),
            "examples": [one.view() for one in self.examples],
        }

    @property
    def example(self) -> str:
        """The first example patient in one sentence, or nothing."""
        if not self.examples:
            return ""
        one = self.examples[0]
        ends = f"{self.before}: {one.first}, {self.after}: {one.second}".replace("_", " ")
        return f"{'; '.join(f'{label}: {value}' for label, value in one.example.facts)} → {ends}"


def version_before(library: Library, policy: Policy) -> Policy | None:
    """The approved version that was in effect before this one began; None where the library has none."""
    before = [
        (begins, other.version, other)
        for other in library.versions(policy.id)
        if other.key != policy.key
        and other.signoff.encoding.status == "approved"
        and (begins := other.first_day)
        and (policy.first_day is None or begins < policy.first_day)
    ]
    return max(before, key=lambda found: found[:2])[2] if before else None


def same_day(library: Library, policy: Policy) -> Policy | None:
    """Another approved version that begins on the same day, so that nobody could tell which one decides."""
    for other in library.versions(policy.id):
        approved = other.key != policy.key and other.signoff.encoding.status == "approved"
        if approved and policy.first_day is not None and other.first_day == policy.first_day:
            return other
    return None


def change(engine: Engine, before: Policy, after: Policy) -> Change:
    """What `after` changes against `before`, for a service on the first day of `after`."""
    day = after.first_day or common_day((before, after))
    first, second = _on(engine, before, day), _on(engine, after, day)
    reasons = list(_terms(first, second))
    compared: Sequence[Compared] = ()
    try:
        compared = compare(engine, first, second, day)
    except Refused as refused:
        reasons.append(refused.problems[0].why)
    for name in sorted({*first.services, *second.services}):
        sides = {one.first.service for one in compared} | {one.second.service for one in compared}
        if compared and name not in sides:
            reasons.append(f"the service {name} has no counterpart")
    impact = _impact(compared, bool(reasons))
    said = [f"{one.second.service}: {_said(one)}" for one in compared if _said(one)]
    shown = [x for one in compared for x in (one.only_first, one.otherwise, one.only_second) if x]
    return Change(before.key, after.key, impact, tuple(dict.fromkeys([*said, *reasons])), tuple(shown))


def _on(engine: Engine, policy: Policy, day: date) -> Policy:
    return engine.library.policy(policy.key, day)


def _impact(compared: Sequence[Compared], more: bool) -> Impact:
    found = {one.relation for one in compared}
    if "not_decided" in found:
        return "not_decided"
    ends_differ = any(one.relation == "equivalent" and not one.same_outcomes for one in compared)
    if more or ends_differ or "different" in found or {"narrower", "wider"} <= found:
        return "different"
    return "narrower" if "narrower" in found else "wider" if "wider" in found else "neutral"


def _said(one: Compared) -> str:
    match one.relation:
        case "equivalent":
            return "" if one.same_outcomes else "where the criteria are not met, some end differently"
        case "narrower":
            return "met for fewer patients"
        case "wider":
            return "met for more patients"
        case "different":
            return "met for some patients no longer, for others now"
        case "not_decided":
            return f"not decided: {one.undecided}"


def _terms(first: Policy, second: Policy) -> Iterator[str]:
    """Differences that are no criteria and may still take something from somebody."""
    for codes, says in (
        (first.codes - second.codes, "no longer listed"),
        (second.codes - first.codes, "newly listed"),
    ):
        if codes:
            yield f"codes {says}: {', '.join(sorted(codes))}"
    a, b = first.file, second.file
    if b.prior_authorization == "required" and a.prior_authorization != "required":
        yield "prior authorization is newly required"
    for name, indication in b.indications.items():
        if name in a.indications and _grants(indication) != _grants(a.indications[name]):
            yield f"{name}: what an approval grants changed"
    if set(a.lines_of_business) != set(b.lines_of_business) or set(a.jurisdiction) != set(b.jurisdiction):
        yield "the lines of business or the jurisdiction changed"
    position = {one.id: one.position for one in a.exclusions}
    for exclusion in b.exclusions:
        was = position.get(exclusion.id, exclusion.position)
        if exclusion.position != was:
            yield f"{exclusion.id}: {was} became {exclusion.position}".replace("_", " ")
    if _tables(first) != _tables(second):
        yield "the diagnoses that are listed as no reason for the service changed"


def _grants(indication: Indication) -> dict[str, Any]:
    """What an approval grants; where the text says so is of no matter."""
    return indication.approves.model_dump(exclude={"cite"}) if indication.approves else {}


def _tables(policy: Policy) -> set[str]:
    return {
        entry if isinstance(entry, str) else entry.code
        for group in policy.file.codes
        if group.polarity == "not_necessary"
        for entry in group.entries
    }
