"""Faults of a policy file and its sign-off that no single criterion shows."""

from __future__ import annotations

from coverable.base.problem import Problem
from coverable.policy.build import Origin
from coverable.policy.cite import all_cites, read_place
from coverable.policy.signoff import Signoff
from coverable.policy.walk import all_criteria


def file_faults(origin: Origin) -> list[Problem]:
    """Faults of the file that no single criterion shows."""
    file, where = origin.file, origin.yaml.where
    problems: list[Problem] = []
    for path, text in all_cites(origin.yaml.data):
        try:
            place = read_place(text)
        except ValueError as error:
            problems.append(Problem(f"`{text}` is no place", where(path), str(error), "write L34 or L30-33"))
            continue
        if place.unit == "L" and file.source.lines and place.last > file.source.lines:
            problems.append(
                Problem(
                    f"`{text}` lies behind the end",
                    where(path),
                    f"the document has {file.source.lines} lines",
                    "correct the place",
                )
            )
    defined = set(file.definitions)
    ids = [e.id for e in file.exclusions] + [r.id for r in file.remarks] + [r.id for r in file.referrals]
    for name in sorted({i for i in ids if ids.count(i) > 1}):
        problems.append(
            Problem(
                f"the id `{name}` is used twice",
                where(("exclusions",)),
                "statements are cited by id",
                "rename one",
            )
        )
    evidence = {e.id for e in file.evidence} | {s.id for s in file.studies}
    for i, exclusion in enumerate(file.exclusions):
        for name in exclusion.evidence:
            if name not in evidence:
                problems.append(
                    Problem(
                        f"unknown evidence `{name}`",
                        where(("exclusions", i, "evidence")),
                        "the reviewer would find nothing",
                        "name a row of `evidence` or `studies`",
                    )
                )
    for criterion, path in all_criteria(file):
        if criterion.definition and criterion.definition not in defined:
            problems.append(
                Problem(
                    f"unknown definition `{criterion.definition}`",
                    where((*path, "definition")),
                    "the criterion links to nothing",
                    "name one of `definitions`",
                )
            )
    for name, one in file.interpretations.items():
        for leader, options in one.follows.items():
            known = file.interpretations.get(leader)
            if (
                known is None
                or set(options) != set(known.options)
                or not set(options.values()) <= set(one.options)
            ):
                problems.append(
                    Problem(
                        f"{name} cannot follow {leader}",
                        where(("interpretations", name, "follows")),
                        "every option of the one must give an option of the other",
                        "complete the table",
                    )
                )
    return problems


def signing_faults(origin: Origin, signoff: Signoff) -> list[Problem]:
    """Faults of the sign-off against the policy."""
    problems: list[Problem] = []
    folder = "/".join([*origin.yaml.name.split("/")[:-1], "signoff.yaml"])
    for name, choice in signoff.interpretations.items():
        declared = origin.file.interpretations.get(name)
        if declared is None:
            problems.append(
                Problem(
                    f"the sign-off chooses an unknown interpretation `{name}`",
                    folder,
                    "it would have no effect",
                    f"name one of {', '.join(origin.file.interpretations) or 'none'}",
                )
            )
        elif choice.option not in declared.options:
            problems.append(
                Problem(
                    f"{name} has no option `{choice.option}`",
                    folder,
                    "nothing would be chosen",
                    f"choose one of {', '.join(declared.options)}",
                )
            )
    for name in signoff.left_open:
        if name not in origin.file.interpretations:
            problems.append(
                Problem(
                    f"the sign-off leaves open an unknown interpretation `{name}`",
                    folder,
                    "it would have no effect",
                    f"name one of {', '.join(origin.file.interpretations) or 'none'}",
                )
            )
    for name in signoff.supplied:
        if name == "in_effect.from" and origin.file.in_effect.from_:
            problems.append(
                Problem(
                    "the sign-off supplies a date that the source states",
                    folder,
                    "two dates would compete",
                    "remove one",
                )
            )
    if (
        not origin.file.in_effect.from_
        and "in_effect.from" not in signoff.supplied
        and signoff.encoding.status == "approved"
    ):
        problems.append(
            Problem(
                "no effective date",
                origin.yaml.where(("in_effect",)),
                "the source states none and nobody supplied one",
                "add `supplied: {in_effect.from: ...}` to the sign-off, or keep the encoding a draft",
            )
        )
    return problems
