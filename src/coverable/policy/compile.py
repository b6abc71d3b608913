"""A policy file, its sign-off and the glossary become one executable policy."""

from __future__ import annotations

from collections.abc import Mapping

from coverable.base.canonical import digest
from coverable.base.problem import Problem, Refused, did_you_mean
from coverable.glossary.codebook import CodeBook
from coverable.glossary.codes import read_code
from coverable.glossary.codeset import CodeSet
from coverable.glossary.facts import Glossary
from coverable.policy.build import Builder, Origin, Refer
from coverable.policy.executable import NONE, BuiltExclusion, BuiltIndication, BuiltService, Policy
from coverable.policy.faults import file_faults, signing_faults
from coverable.policy.lost import Lends, lends_nothing
from coverable.policy.model import Exclusion, Indication
from coverable.policy.signoff import Signoff
from coverable.policy.unfinished import unfinished


def compile_policy(
    origin: Origin,
    signoff: Signoff,
    glossary: Glossary,
    book: CodeBook,
    refer: Refer,
    lends: Lends = lends_nothing,
) -> Policy:
    """The executable policy; Refused with every problem of the file when it has any.

    Criteria that only another version of a policy referred to gives (`lends`) are left open: `Policy.lost`.
    """
    file = origin.file
    included: dict[str, str] = {}
    owners = {origin.name: file.criteria_owner} if file.criteria_owner else {}

    def referring(policy: str, where: str) -> tuple[Origin, Signoff]:
        other, signed = refer(policy, where)
        included[other.name] = digest(other.file.model_dump(exclude_unset=True, by_alias=True))
        if other.file.criteria_owner:
            owners[other.name] = other.file.criteria_owner
        return other, signed

    build = Builder(origin, glossary, book, referring, lends)
    problems = [*file_faults(origin), *signing_faults(origin, signoff)]
    if signoff.encoding.status == "approved":
        problems += unfinished(origin)
    build.note_ids(origin)
    indications = tuple(_indication(build, name, one) for name, one in file.indications.items())
    exclusions = tuple(_exclusion(build, i, one) for i, one in enumerate(file.exclusions))
    services = {name: _service(build, name, indications, exclusions) for name in file.services}
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
    remarks = tuple(
        (one, build.root(one.when, ("remarks", i, "when"), one.id, one.cite))
        for i, one in enumerate(file.remarks)
    )
    tables = _excluded_tables(origin, book, problems)
    problems += build.problems
    if problems:
        raise Refused(dict.fromkeys(problems))
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
        remarks,
        {**file.interpretations, **build.borrowed},
        frozenset(build.used),
        {**{name: one.option for name, one in signoff.interpretations.items()}, **build.borrowed_signed},
        digest(
            {"policy": file.model_dump(exclude_unset=True, by_alias=True), "passages": dict(origin.passages)}
        ),
        digest(signoff.model_dump(exclude_unset=True, by_alias=True)),
        included,
        owners,
        tables,
        book,
        glossary,
        build.lost,
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
        _known_service(build, service, (*path, "service"))
    return BuiltIndication(name, one, services, applies, criteria)


def _known_service(build: Builder, service: str, path: tuple[str | int, ...]) -> None:
    known = build.home.file.services
    if service not in known:
        build.problems.append(
            Problem(
                f"unknown service `{service}`",
                build.home.yaml.where(path),
                "nobody could ever ask for it",
                did_you_mean(service, known),
            )
        )


def _service(
    build: Builder,
    name: str,
    indications: tuple[BuiltIndication, ...],
    exclusions: tuple[BuiltExclusion, ...],
) -> BuiltService:
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
    here = [e for e in exclusions if not e.file.service or name in e.file.service]

    def some(id: str, roots: list[int]) -> int:
        return build.join("any", roots, f"{name}.{id}", "", None) if roots else NONE

    pairs = [build.join("all", [i.applies, i.criteria], f"{i.name}.met", "", i.file.cite) for i in mine]
    return BuiltService(
        name,
        codes,
        known,
        build.join("any", pairs, f"{name}.met", "", None),
        build.join("any", [i.applies for i in mine], f"{name}.applies", "", None),
        some("named-exclusions", [e.root for e in here if e.file.when is not None]),
        some("all-other-uses", [e.root for e in here if e.file.all_other_uses]),
    )


def _exclusion(build: Builder, i: int, one: Exclusion) -> BuiltExclusion:
    for service in one.service:
        _known_service(build, service, ("exclusions", i, "service"))
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
