"""Rules on code tables against services and exclusions: what is listed must mean the same in both."""

from __future__ import annotations

from collections.abc import Iterator

from coverable.glossary.codes import split_code
from coverable.proof.lint.rule import Hit, hit, library_rule, rule
from coverable.proof.lint.subject import House, Subject

PROCEDURES = ("hcpcs", "cpt")
COVERED = "with_criteria"


@rule(
    "listed-code-without-service",
    "warning",
    "A procedure code of the covered table belongs to no service",
    why="A request with this code does not find the policy, though the policy lists it.",
    bad="""
codes: [{id: devices, polarity: with_criteria, entries: [hcpcs:E0601, hcpcs:E0470], cite: L30}]
""",
    good="""
services:
  device: {codes: [hcpcs:E0601, hcpcs:E0470], cite: L5}
codes: [{id: devices, polarity: with_criteria, entries: [hcpcs:E0601, hcpcs:E0470], cite: L30}]
""",
)
def without_service(subject: Subject) -> Iterator[Hit]:
    served = {c for e in subject.entries if e.group is None and e.part for c in e.part.codes}
    for entry in subject.entries:
        if entry.group is None or entry.group.polarity != COVERED or entry.part is None:
            continue
        if split_code(entry.part.first)[0] not in PROCEDURES:
            continue
        missing = [c for c in entry.part.codes if c not in served]
        if missing:
            yield hit(
                f"`{missing[0]}` is listed, but no service has it",
                subject.where(*entry.path),
                "requests for it are not decided by this policy",
                "add it to the service that it is for, with its qualifier if it has one",
                missing[0],
            )


@rule(
    "service-code-not-listed",
    "warning",
    "A code of a service stands in none of the policy's tables of procedures",
    why="The encoding claims a code for the policy that its tables do not print.",
    bad="""
services:
  device: {codes: [hcpcs:E0601, hcpcs:E0470], cite: L5}
codes: [{id: devices, polarity: with_criteria, entries: [hcpcs:E0601], cite: L30}]
""",
    good="""
services:
  device: {codes: [hcpcs:E0601, hcpcs:E0470], cite: L5}
codes: [{id: devices, polarity: with_criteria, entries: [hcpcs:E0601, hcpcs:E0470], cite: L30}]
""",
)
def not_listed(subject: Subject) -> Iterator[Hit]:
    tables = [e for e in subject.entries if e.group is not None and e.part]
    printed = {c for e in tables if e.part for c in e.part.codes}
    covered = {c for e in tables if e.part and e.group and e.group.polarity == COVERED for c in e.part.codes}
    if not {split_code(c)[0] for c in covered} & set(PROCEDURES):
        return  # the document prints no table of covered procedures
    for entry in subject.entries:
        if entry.group is None and entry.part and not set(entry.part.codes) & printed:
            yield hit(
                f"`{entry.text}` is a code of a service, but no table lists it",
                subject.where(*entry.path),
                "requests find the policy by a code that its document does not print",
                "list it where the document does, or take it from the service",
                entry.part.first,
            )


@rule(
    "qualifier-not-tested",
    "warning",
    "A table names a condition for a code, but no service tests it",
    why="The code would count for every item that is billed with it.",
    bad="""
codes:
  - id: devices
    polarity: with_criteria
    entries: [{code: hcpcs:E0601, qualifier: a mask}]
    cite: L30
""",
    good="""
services:
  device: {codes: [{code: hcpcs:E0601, only_if: {fact: kind, is: mask}}], cite: L5}
codes:
  - id: devices
    polarity: with_criteria
    entries: [{code: hcpcs:E0601, qualifier: a mask}]
    cite: L30
""",
)
def qualifier(subject: Subject) -> Iterator[Hit]:
    tested = {c for e in subject.entries if e.group is None and e.qualifier and e.part for c in e.part.codes}
    served = {c for e in subject.entries if e.group is None and e.part for c in e.part.codes}
    for entry in subject.entries:
        if entry.group is None or not entry.qualifier or entry.part is None:
            continue
        bare = [c for c in entry.part.codes if c in served and c not in tested]
        if bare:
            yield hit(
                f"`{bare[0]}` has a condition that no service tests",
                subject.where(*entry.path),
                "the table says when the code counts; the service takes it always",
                "add `only_if` to the code of the service",
                bare[0],
            )


@library_rule(
    "qualifier-differs",
    "note",
    "One policy lists a code with a condition, another lists it without",
    why="The same code on a claim means different things under the two policies (SR-063).",
    bad="""
services:
  device: {codes: [{code: hcpcs:E0601, only_if: {fact: kind, is: mask}}], cite: L5}
codes: [{id: devices, polarity: with_criteria, entries: [{code: hcpcs:E0601, qualifier: a mask}], cite: L30}]
# another.yaml
codes: [{id: devices, polarity: with_criteria, entries: [hcpcs:E0601], cite: L30}]
""",
    good="""
services:
  device: {codes: [{code: hcpcs:E0601, only_if: {fact: kind, is: mask}}], cite: L5}
codes: [{id: devices, polarity: with_criteria, entries: [{code: hcpcs:E0601, qualifier: a mask}], cite: L30}]
# another.yaml
services:
  device: {codes: [{code: hcpcs:E0601, only_if: {fact: kind, is: mask}}], cite: L5}
codes: [{id: devices, polarity: with_criteria, entries: [{code: hcpcs:E0601, qualifier: a mask}], cite: L30}]
""",
)
def differs(house: House) -> Iterator[tuple[str, Hit]]:
    with_one: dict[str, dict[str, str]] = {}
    without: dict[str, dict[str, str]] = {}
    for subject in house.subjects():
        if subject.origin is None:
            continue
        for entry in subject.entries:
            if entry.group is None or entry.part is None or not entry.single:
                continue
            for code in entry.part.codes:
                table = with_one if entry.qualifier else without
                table.setdefault(code, {}).setdefault(subject.id, subject.where(*entry.path))
    for code, places in with_one.items():
        others = {p: w for p, w in without.get(code, {}).items() if p not in places}
        for policy, where in others.items():
            yield (
                policy,
                hit(
                    f"the table here prints no condition for `{code}`",
                    where,
                    f"{' and '.join(sorted(places))} lists it with one",
                    "nothing, or ask the publisher whether the condition is meant here as well",
                    code,
                ),
            )


@rule(
    "empty-table-without-exclusion",
    "warning",
    "The table of excluded codes is empty, and nothing else excludes anything",
    why="An empty table does not cancel what the text excludes in words; that sentence seems to be missing.",
    bad="""
exclusions: []
codes: [{id: excluded, polarity: not_necessary, none_stated: true, cite: L31}]
""",
    good="""
exclusions: [{id: other, position: not_medically_necessary, all_other_uses: true, cite: L20}]
codes: [{id: excluded, polarity: not_necessary, none_stated: true, cite: L31}]
""",
)
def empty(subject: Subject) -> Iterator[Hit]:
    for i, group in enumerate(subject.file.codes):
        if group.polarity == "not_necessary" and group.none_stated and not subject.file.exclusions:
            yield hit(
                "the table of excluded codes says `none`, and there is no exclusion in words",
                subject.where("codes", i),
                "other uses would be answered by nobody",
                "look in the document for the sentence on other uses, and add it under `exclusions`",
                group.id,
            )


RULES = (without_service, not_listed, qualifier, differs, empty)
