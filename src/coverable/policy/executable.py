"""A policy that can decide: its file, its criteria as a forest, and the roots of its statements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from coverable.base.dates import read_day
from coverable.base.problem import Problem
from coverable.glossary.codebook import CodeBook
from coverable.glossary.codeset import CodeSet
from coverable.glossary.facts import Glossary
from coverable.glossary.probes import Probe
from coverable.logic.criteria import Forest, Step, steps
from coverable.logic.rationale import Outline, outline
from coverable.policy.build import Origin
from coverable.policy.cite import cite_view
from coverable.policy.criterion import Criterion
from coverable.policy.lanes import Changes, Lanes, lanes_of
from coverable.policy.model import Exclusion, Indication, Interpretation, Owner, PolicyFile, Remark
from coverable.policy.signoff import Signoff
from coverable.policy.walk import all_criteria

NONE = -1
"""In place of a node index: there is no such statement."""


def first_day(file: PolicyFile, signoff: Signoff) -> date | None:
    """From when a version is in effect: stated by the source, or supplied in the sign-off."""
    supplied = signoff.supplied.get("in_effect.from")
    text = file.in_effect.from_ or (supplied.value if supplied else None)
    return read_day(text) if text else None


@dataclass(frozen=True)
class BuiltService:
    """A service with the roots that decide a request for it."""

    name: str
    codes: Mapping[str, int]
    """Each listed code with the root of its qualifier, or NONE."""
    known_by: int
    met: int
    """Some indication of this service applies and its criteria hold."""
    applies: int
    """Some indication of this service applies."""
    named: int
    """Some named exclusion holds."""
    other: int
    """All other uses are excluded (in the signed reading); NONE without such a statement."""


@dataclass(frozen=True)
class BuiltIndication:
    name: str
    file: Indication
    services: tuple[str, ...]
    applies: int
    criteria: int


@dataclass(frozen=True)
class BuiltExclusion:
    file: Exclusion
    root: int
    """When it holds; NONE for an unconditional `all_other_uses` or `criteria_not_met`."""


@dataclass(frozen=True, eq=False)
class Policy:
    """One version of one policy, ready to decide. Roots are indices into `forest.nodes`."""

    file: PolicyFile
    origin: Origin
    signoff: Signoff
    forest: Forest
    probes: tuple[Probe, ...]
    services: Mapping[str, BuiltService]
    indications: tuple[BuiltIndication, ...]
    exclusions: tuple[BuiltExclusion, ...]
    referrals: tuple[tuple[str, int], ...]
    """(policy referred to, root)."""
    elsewhere: int
    """Some referral holds."""
    remarks: tuple[tuple[Remark, int], ...]
    interpretations: Mapping[str, Interpretation]
    """Those of the file, and those of policies whose criteria stand here (`publisher/number:AM-1`)."""
    used: frozenset[str]
    """Interpretations that some criterion or statement rests on."""
    signed: Mapping[str, str]
    """{interpretation: option} of all that are signed, each in the sign-off of its own policy."""
    sha256: str
    signoff_sha256: str
    includes: Mapping[str, str]
    """Hashes of the policies whose criteria stand in this one by reference."""
    owners: Mapping[str, Owner]
    """{policy version: whose criteria it holds}, where they are a third party's: this one first, then those
    whose criteria stand here by reference."""
    excluded_diagnoses: tuple[tuple[CodeSet, str], ...]
    """Diagnosis tables that the source prints as not necessary, with their places; a code never decides."""
    book: CodeBook
    glossary: Glossary
    lost: Mapping[int, Problem] = field(default_factory=dict[int, Problem])
    """Nodes for criteria that the version referred to does not give (another one does), and why."""

    def place(self, cite: str) -> Mapping[str, Any]:
        """A place of this policy as determinations show it."""
        found = self._places.get(cite)
        if found is None:
            found = self._places[cite] = cite_view(cite, self.file.source, self.origin.passages)
        return found

    @cached_property
    def _places(self) -> dict[str, Mapping[str, Any]]:
        return {}

    @cached_property
    def written(self) -> Mapping[str, Criterion]:
        """The criteria of the file by their ids."""
        return {c.id: c for c, _ in all_criteria(self.file) if c.id}

    @property
    def id(self) -> str:
        return self.file.policy

    @property
    def version(self) -> str:
        return self.file.version

    @property
    def key(self) -> str:
        return f"{self.file.policy}@{self.file.version}"

    @property
    def may_be_shown(self) -> bool:
        """Criteria of a third party are shown only with its licence on file, also where they came in by
        reference (SR-025)."""
        return not self.unlicensed

    @property
    def unlicensed(self) -> tuple[Owner, ...]:
        """Third parties whose criteria stand here without a licence on file."""
        return tuple(owner for owner in self.owners.values() if owner.licence is None)

    @cached_property
    def looks(self) -> Mapping[str, tuple[tuple[int, Probe], ...]]:
        """The probes of each fact that is looked at, with their places in `probes`."""
        out: dict[str, list[tuple[int, Probe]]] = {}
        for i, probe in enumerate(self.probes):
            out.setdefault(probe.fact, []).append((i, probe))
        return {name: tuple(some) for name, some in out.items()}

    @cached_property
    def lanes(self) -> Lanes:
        return lanes_of(self.interpretations, self.used, self.signed)

    def outcome_roots(self) -> frozenset[int]:
        """What an outcome rests on: the statements, but no remarks."""
        roots = {self.elsewhere}
        for one in self.services.values():
            roots |= {one.met, one.applies, one.known_by, one.named, one.other, *one.codes.values()}
        return frozenset(roots - {NONE})

    def signed_steps(self, lanes: Lanes) -> tuple[Step, ...]:
        """What to work out in the signed readings of `lanes`: what outcomes and remarks rest on."""
        found = self._steps.get(("signed", lanes.signed_key))
        if found is None:
            remarks = {root for _, root in self.remarks} | {e.root for e in self.exclusions}
            roots = self.outcome_roots() | remarks - {NONE}
            found = self._steps["signed", lanes.signed_key] = steps(self.forest, roots, lanes.chosen)
        return found

    def other_steps(self, lanes: Lanes) -> tuple[Step, ...]:
        """What is left to work out for the outcomes in all readings, once the signed ones are known:
        what depends on an interpretation, and what only options not signed rest on."""
        found = self._steps.get(("other", lanes.signed_key))
        if found is None:
            known = {index for index, *_ in self.signed_steps(lanes)}
            varying: set[int] = set()
            for index, rule, below, _ in self.forest.steps:
                if rule in ("interpretation", "reading") or varying.intersection(below):
                    varying.add(index)
            found = self._steps["other", lanes.signed_key] = tuple(
                step
                for step in steps(self.forest, self.outcome_roots(), {})
                if step[0] in varying or step[0] not in known
            )
        return found

    @cached_property
    def _steps(self) -> dict[tuple[str, Changes], tuple[Step, ...]]:
        return {}

    def outline(self, root: int, cite: str, lanes: Lanes) -> Outline:
        """The criteria under `root` in their signed reading, ready to be shown; `cite` is the place of the
        statement that holds them."""
        key = (root, cite, lanes.signed_key)
        found = self._outlines.get(key)
        if found is None:
            found = self._outlines[key] = outline(self.forest, root, lanes.chosen, self.place(cite))
        return found

    @cached_property
    def forms(self) -> dict[str, tuple[str, str]]:
        """Name and version of the form of each service, as far as somebody asked (`fhir.crd.forms`)."""
        return {}

    @cached_property
    def _outlines(self) -> dict[tuple[int, str, Changes], Outline]:
        return {}

    @cached_property
    def first_day(self) -> date | None:
        """From when the version is in effect: stated by the source, or supplied in the sign-off."""
        return first_day(self.file, self.signoff)

    @cached_property
    def last_day(self) -> date | None:
        ends = [
            read_day(t)
            for t in (self.file.in_effect.to, self.signoff.withdrawn.on if self.signoff.withdrawn else None)
            if t
        ]
        return min(ends) if ends else None

    @cached_property
    def codes(self) -> frozenset[str]:
        return frozenset(code for service in self.services.values() for code in service.codes)
