"""From draft to approved: all that an encoding still lacks, each with its place (SR-013, SR-015, SR-121).

Nothing is signed here. The gate says what people have to do before a version may decide; whoever approves
writes `status: approved` into the sign-off with their own hands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from coverable.base.problem import Problem, Refused
from coverable.determination.engine import Engine, open_engine
from coverable.policy.executable import Policy
from coverable.policy.library import Library
from coverable.policy.overlay import overlay
from coverable.policy.together import lost_together
from coverable.policy.unfinished import unfinished
from coverable.proof.workflow.carry import not_carried
from coverable.proof.workflow.change import (
    DECLARED,
    NEEDS_NOTICE,
    Change,
    change,
    same_day,
    version_before,
)
from coverable.proof.workflow.readings import At, sign_off_places, unresolved
from coverable.proof.workflow.ready import once_approved
from coverable.proof.workflow.unsettled import FILE, unsettled


@dataclass(frozen=True)
class Review:
    """What the gate found of one version."""

    key: str
    status: str | None
    """draft or approved; None: there is no sign-off that can be read."""
    owner: str | None
    change: Change | None
    """Against the version in effect before; None without one, or where nothing depends on it."""
    missing: tuple[Problem, ...]

    def view(self) -> dict[str, Any]:
        return {
            "policy": self.key,
            "status": self.status,
            "owner": self.owner,
            "may_be_approved": not self.missing,
            "change": self.change.view() if self.change else None,
            "missing": [one.as_json() for one in self.missing],
        }


def review(engine: Engine, key: str, always_compare: bool = True, day: date | None = None) -> Review:
    """Everything that the version lacks to be approved (or to be rightly so, when it is).

    `always_compare=False` leaves out the proof of the change where nothing depends on it. With a `day`, the
    lint and the cases are asked too, as they would stand on that day once it is approved.
    """
    try:
        signed = engine.library.signoff(key)
    except Refused as refused:
        return Review(key, None, None, None, refused.problems)
    status, owner = signed.encoding.status, signed.owner
    try:
        policy = engine.library.policy(key)
        if policy.first_day is not None:
            policy = engine.library.policy(key, policy.first_day)
        gate = _Gate(engine, policy, always_compare)
        missing = tuple(dict.fromkeys(gate.missing()))
        if day is not None:
            told = {one.where for one in missing}  # the lint says some of it in other words
            missing += tuple(one for one in once_approved(engine.library, key, day) if one.where not in told)
    except Refused as refused:
        return Review(key, status, owner, None, refused.problems)
    return Review(key, status, owner, gate.found, missing)


def lacks(root: Path, policy: str, version: str, files: Mapping[str, str]) -> list[dict[str, str]]:
    """JSON-ready: what a version that somebody is writing still lacks to be approved, besides lint and cases
    (`proof.trial`). [] too where it cannot be read at all; the trial says that."""
    with overlay(root, policy, version, files) as top:
        try:
            return [one.as_json() for one in review(open_engine(top), f"{policy}@{version}", False).missing]
        except Refused:
            return []


class _Gate:
    """The questions that are asked of one version, in the order in which people work through them."""

    def __init__(self, engine: Engine, policy: Policy, always_compare: bool) -> None:
        self.engine, self.policy, self.always_compare = engine, policy, always_compare
        self.library: Library = engine.library
        self.found: Change | None = None

    @cached_property
    def _at(self) -> At:
        return sign_off_places(self.library, self.policy.key)

    def missing(self) -> Iterator[Problem]:
        yield from self._people()
        yield from unfinished(self.policy.origin)
        folder = self.library.folders[self.policy.key]
        yield from unsettled(folder, self.library.name(folder / FILE), self.policy.signoff)
        yield from self._date()
        yield from self._approval()
        yield from unresolved(self.policy, self.library, self._at)
        yield from self._carried()
        yield from lost_together(self.library, self.policy)
        yield from self._change()

    def _people(self) -> Iterator[Problem]:
        if self.policy.signoff.encoding.second_person is None:
            yield Problem(
                f"{self.policy.key}: nobody read the encoding besides its author",
                self._at("encoding"),
                "a mistake of one person would decide real requests",
                "let somebody else read it against the document, then add `second_person: NAME`",
            )

    def _date(self) -> Iterator[Problem]:
        policy = self.policy
        if policy.first_day is None:
            yield Problem(
                f"{policy.key}: no effective date",
                policy.origin.yaml.where(("in_effect",)),
                "a change without a day from which it holds cannot be published (SR-015)",
                "state `in_effect: {from: DATE}`, or supply `in_effect.from` in the sign-off with a reason",
            )
            return
        rival = same_day(self.library, policy)
        if rival is not None:
            yield Problem(
                f"{policy.key}: {rival.version} begins on {policy.first_day} as well",
                policy.origin.yaml.where(("in_effect",)),
                "two versions would compete for the same dates of service",
                "correct one of the dates, or make one of the two a draft",
            )

    def _approval(self) -> Iterator[Problem]:
        """The committee's own record; of somebody else's policy nobody here can know it."""
        signed, key = self.policy.signoff, self.policy.key
        if signed.owner != "publisher":
            return
        if signed.approval is None:
            yield Problem(
                f"{key}: no approving body is on record",
                self._at("approval"),
                "only a version that its committee approved may decide (SR-013)",
                "add `approval: {body: ..., on: DATE, minute: ...}`; where the policy is somebody else's and "
                "this only encodes what was published, say `owner: encoder`",
            )
        elif signed.approval.minute is None:
            yield Problem(
                f"{key}: the approval has no minute reference",
                self._at("approval"),
                "nobody can look up what was decided (SR-013)",
                "add `minute: ...` to `approval`",
            )

    def _carried(self) -> Iterator[Problem]:
        """A signature that is said to come from another version must be one that carries over."""
        for name, choice in self.policy.signoff.interpretations.items():
            if choice.carried_from is None:
                continue
            why = not_carried(self.engine, choice.carried_from, self.policy.key, name, choice)
            if why:
                yield Problem(
                    f"{self.policy.key}: {name} is not carried over from {choice.carried_from}",
                    self._at("interpretations", name),
                    why,
                    "let a person read the passage and sign it for this version, without `carried_from`",
                )

    def _change(self) -> Iterator[Problem]:
        policy, signed = self.policy, self.policy.signoff
        before = version_before(self.library, policy)
        if before is None:
            return
        on = policy.first_day.isoformat() if policy.first_day else None
        notice = signed.provider_notice
        in_time = notice is not None and on is not None and notice.on < on
        owed = signed.owner == "publisher" and not in_time
        if not (owed or signed.change or self.always_compare):
            return
        found = self.found = change(self.engine, before, policy)
        because = "; ".join([*found.because[:5], *([f"e.g. {found.example}"] if found.example else [])])
        if signed.change and DECLARED[signed.change] != found.impact:
            proved = found.impact.replace("_", " ")
            yield Problem(
                f"{policy.key}: the change is said to be {signed.change}, it is {proved}",
                self._at("change"),
                f"against {before.key}: {because or 'every outcome is the same for everybody (proved)'}",
                "correct `change`, or the policy file where it does not say what was meant",
            )
        if owed and found.impact in NEEDS_NOTICE:
            what = "no notice to providers is on record"
            if notice is not None:
                what = f"the notice of {notice.on} is not earlier than {on or 'a date in effect'}"
            yield Problem(
                f"{policy.key}: {what}, and the change is {found.impact.replace('_', ' ')}",
                self._at("provider_notice"),
                f"providers are told before a change takes something away (SR-121); {because}",
                "tell providers, then add `provider_notice: {on: DATE, how: ..., by: ...}` with a day before "
                "the effective date; or move the effective date",
            )
