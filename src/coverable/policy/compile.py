"""A policy file, its sign-off and the glossary become one executable policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from coverable.base.canonical import digest
from coverable.base.dates import read_day
from coverable.base.problem import Problem, Refused
from coverable.glossary.codebook import CodeBook
from coverable.glossary.codes import read_code
from coverable.glossary.codeset import CodeSet
from coverable.glossary.facts import Glossary
from coverable.glossary.probes import Probe
from coverable.logic.criteria import Forest
from coverable.logic.evaluate import reached
from coverable.policy.build import Builder, Origin, Refer
from coverable.policy.cite import cite_view
from coverable.policy.faults import file_faults, signing_faults
from coverable.policy.lanes import Lanes, lanes_of
from coverable.policy.model import Exclusion, Indication, PolicyFile, Remark
from coverable.policy.signoff import Signoff

NONE = -1
"""In place of a node index: there is no such statement."""


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
    named: int
    other: int
    """Roots of: some referral holds; some named exclusion holds; all other uses are excluded.
    `other` is NONE without such a statement and the root of its reading otherwise."""
    remarks: tuple[tuple[Remark, int], ...]
    used: frozenset[str]
    """Interpretations that some criterion or statement rests on."""
    sha256: str
    signoff_sha256: str
    includes: Mapping[str, str]
    """Hashes of the policies whose criteria stand in this one by reference."""
    excluded_diagnoses: tuple[tuple[CodeSet, str], ...]
    """Diagnosis tables that the source prints as not necessary, with their places; a code never decides."""
    book: CodeBook
    glossary: Glossary

    def place(self, cite: str) -> Mapping[str, Any]:
        """A place of this policy as determinations show it."""
        found = self._places.get(cite)
        if found is None:
            found = self._places[cite] = cite_view(cite, self.file.source, self.origin.passages)
        return found

    @cached_property
    def _places(self) -> dict[str, Mapping[str, Any]]:
        return {}

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
        """Criteria of a third party are shown only with its licence on file (SR-025)."""
        owner = self.file.criteria_owner
        return owner is None or owner.licence is not None

    @cached_property
    def lanes(self) -> Lanes:
        return lanes_of(self.file.interpretations, self.used, self.signoff)

    def signed_nodes(self, lanes: Lanes) -> tuple[int, ...]:
        """The criteria that the signed readings of `lanes` rest on, children first."""
        key = tuple(sorted(lanes.chosen.items()))
        found = self._signed.get(key)
        if found is None:
            services = self.services.values()
            roots = {r for s in services for r in (s.met, s.applies, s.known_by, *s.codes.values())}
            roots |= {r for i in self.indications for r in (i.applies, i.criteria)}
            roots |= {r for _, r in self.remarks}
            roots |= {self.elsewhere, self.named, self.other, *(e.root for e in self.exclusions)}
            found = self._signed[key] = reached(self.forest, roots - {NONE}, lanes.chosen)
        return found

    @cached_property
    def _signed(self) -> dict[tuple[tuple[str, str], ...], tuple[int, ...]]:
        return {}

    @cached_property
    def first_day(self) -> date | None:
        """From when the version is in effect: stated by the source, or supplied in the sign-off."""
        supplied = self.signoff.supplied.get("in_effect.from")
        text = self.file.in_effect.from_ or (supplied.value if supplied else None)
        return read_day(text) if text else None

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


def compile_policy(
    origin: Origin, signoff: Signoff, glossary: Glossary, book: CodeBook, refer: Refer
) -> Policy:
    """The executable policy; Refused with every problem of the file when it has any."""
    file = origin.file
    included: dict[str, str] = {}

    def referring(policy: str, where: str) -> Origin:
        other = refer(policy, where)
        included[other.name] = digest(other.file.model_dump(exclude_unset=True, by_alias=True))
        return other

    build = Builder(origin, glossary, book, referring)
    problems = [*file_faults(origin), *signing_faults(origin, signoff)]
    build.note_ids(origin)
    indications = tuple(_indication(build, name, one) for name, one in file.indications.items())
    services = {name: _service(build, name, indications) for name in file.services}
    exclusions = tuple(_exclusion(build, i, one) for i, one in enumerate(file.exclusions))
    referrals = tuple(
        (
            one.to,
            _under(
                build,
                build.root(one.when, ("referrals", i, "when"), one.id, one.cite),
                one.under,
                ("referrals", i),
                one.id,
                one.cite,
            ),
        )
        for i, one in enumerate(file.referrals)
    )
    named = [e.root for e in exclusions if e.file.when is not None]
    other = [e.root for e in exclusions if e.file.all_other_uses]
    remarks = tuple(
        (one, build.root(one.when, ("remarks", i, "when"), one.id, one.cite))
        for i, one in enumerate(file.remarks)
    )
    tables = _excluded_tables(origin, book, problems)
    problems += build.problems
    if problems:
        raise Refused(dict.fromkeys(problems))
    policy_other = build.join("any", other, "all-other-uses", "", None) if other else NONE
    policy_named = build.join("any", named, "named-exclusions", "", None) if named else NONE
    elsewhere = build.join("any", [r for _, r in referrals], "referrals", "", None) if referrals else NONE
    forest, probes = build.forest()
    return Policy(
        file,
        origin,
        signoff,
        forest,
        probes,
        services,
        indications,
        exclusions,
        referrals,
        elsewhere,
        policy_named,
        policy_other,
        remarks,
        frozenset(build.used),
        digest(
            {"policy": file.model_dump(exclude_unset=True, by_alias=True), "passages": dict(origin.passages)}
        ),
        digest(signoff.model_dump(exclude_unset=True, by_alias=True)),
        included,
        tables,
        book,
        glossary,
    )


def _excluded_tables(
    origin: Origin, book: CodeBook, problems: list[Problem]
) -> tuple[tuple[CodeSet, str], ...]:
    """Every code table is read (so that a misspelt code is found); those of excluded diagnoses are kept."""
    out: list[tuple[CodeSet, str]] = []
    for i, group in enumerate(origin.file.codes):
        entries = [e if isinstance(e, str) else e.code for e in group.entries]
        try:
            codes = CodeSet.read(entries, book, origin.yaml.where(("codes", i, "entries")))
        except Refused as refused:
            problems.extend(refused.problems)
            continue
        if group.polarity == "not_necessary" and entries:
            out.append((codes, group.cite))
    return tuple(out)


def _under(
    build: Builder, root: int, under: Mapping[str, str], path: tuple[str | int, ...], id: str, cite: str
) -> int:
    """The root, but only in the readings that its statement stands under."""
    readings = build.reading(under, path)
    if not readings:
        return root
    says = "In the reading that this statement stands in"
    return build.join("all", [*readings, root] if root != NONE else readings, id, says, cite)


def _indication(build: Builder, name: str, one: Indication) -> BuiltIndication:
    path = ("indications", name)
    applies = build.root(one.applies_if, (*path, "applies_if"), f"{name}.applies-if", one.cite)
    applies = _under(build, applies, one.under, path, f"{name}.applies-if", one.cite)
    criteria = build.root(one.criteria, (*path, "criteria"), name, one.cite)
    services = (one.service,) if isinstance(one.service, str) else tuple(one.service)
    for service in services:
        if service not in build.home.file.services:
            build.problems.append(
                Problem(
                    f"unknown service `{service}`",
                    build.home.yaml.where((*path, "service")),
                    "the indication could never be asked for",
                    "name one of `services`",
                )
            )
    return BuiltIndication(name, one, services, applies, criteria)


def _service(build: Builder, name: str, indications: tuple[BuiltIndication, ...]) -> BuiltService:
    service = build.home.file.services[name]
    path = ("services", name)
    general = NONE
    if service.only_if is not None:
        general = build.root(service.only_if, (*path, "only_if"), f"{name}.qualifier", service.cite)
    codes: dict[str, int] = {}
    for i, entry in enumerate(service.codes):
        here = (*path, "codes", i)
        text = entry if isinstance(entry, str) else entry.code
        try:
            code = read_code(text, build.home.yaml.where(here))
        except Refused as refused:
            build.problems.extend(refused.problems)
            continue
        own = NONE
        if not isinstance(entry, str) and entry.only_if is not None:
            own = build.root(
                entry.only_if, (*here, "only_if"), f"{name}.{code}.qualifier", entry.cite or service.cite
            )
        both = [r for r in (general, own) if r != NONE]
        codes[code] = (
            NONE
            if not both
            else both[0]
            if len(both) == 1
            else build.join("all", both, f"{name}.{code}.qualifier", "", service.cite)
        )
    known = (
        build.root(service.known_by, (*path, "known_by"), f"{name}.known-by", service.cite)
        if (service.known_by)
        else general
    )
    mine = [i for i in indications if name in i.services]
    if not mine:
        build.problems.append(
            Problem(
                f"no indication for the service `{name}`",
                build.home.yaml.where(path),
                "a request for it could never be decided",
                "add an indication, or remove the service",
            )
        )
    pairs = [build.join("all", [i.applies, i.criteria], f"{i.name}.met", "", i.file.cite) for i in mine]
    return BuiltService(
        name,
        codes,
        known,
        build.join("any", pairs, f"{name}.met", "", None),
        build.join("any", [i.applies for i in mine], f"{name}.applies", "", None),
    )


def _exclusion(build: Builder, i: int, one: Exclusion) -> BuiltExclusion:
    root = build.root(one.when, ("exclusions", i, "when"), one.id, one.cite) if one.when is not None else NONE
    if one.unless is not None:
        inner = build.root(one.unless, ("exclusions", i, "unless"), f"{one.id}.unless", one.cite)
        root = build.join("not", [inner], one.id, "", one.cite)
    root = _under(build, root, one.under, ("exclusions", i), one.id, one.cite)
    if root == NONE and one.all_other_uses:
        root = build.join(
            "all", [], one.id, one.says or "", one.cite
        )  # unconditional: an `all` of nothing asked
    return BuiltExclusion(one, root)
