"""Rules on the names by which criteria and statements are cited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from coverable.base.problem import Problem
from coverable.policy.walk import all_criteria
from coverable.proof.lint.rule import Hit, hit, rule
from coverable.proof.lint.subject import Subject


@rule(
    "id-used-twice",
    "error",
    "Two criteria, or two statements, have the same id",
    why="Results and cases cite by id; nobody could tell which of the two is meant.",
    bad="""
indications:
  sleep:
    service: device
    applies_if: {fact: use, is: sleep}
    cite: L10
    criteria: {all: [{id: sign, fact: tired}, {id: sign, fact: snores}]}
""",
    good="""
indications:
  sleep:
    service: device
    applies_if: {fact: use, is: sleep}
    cite: L10
    criteria: {all: [{id: tired, fact: tired}, {id: snores, fact: snores}]}
""",
)
def twice(subject: Subject) -> Iterator[Hit]:
    # criteria and statements are refused by the build: the same words are told here once, under this rule
    for problem in subject.problems:
        if problem.what.startswith("the id `") and problem.what.endswith("is used twice"):
            yield Hit(problem, problem.what.split("`")[1])
    for key, rows in (
        ("codes", subject.file.codes),
        ("evidence", subject.file.evidence),
        ("studies", subject.file.studies),
    ):
        counted = Counter(row.id for row in rows)
        for i, row in enumerate(rows):
            if counted[row.id] > 1 and rows[i].id in {r.id for r in rows[:i]}:
                yield Hit(
                    Problem(
                        f"the id `{row.id}` is used twice",
                        subject.where(key, i, "id"),
                        f"rows of `{key}` are cited by id",
                        "rename one",
                    ),
                    row.id,
                )


@rule(
    "id-shadows",
    "warning",
    "A criterion has the id of a whole indication or statement",
    why="The criteria of an indication are named like it, so a case that names the id could mean either.",
    bad="""
indications:
  sleep:
    service: device
    applies_if: {fact: use, is: sleep}
    cite: L10
    criteria: {all: [{id: sleep, fact: tired}, {id: snores, fact: snores}]}
""",
    good="""
indications:
  sleep:
    service: device
    applies_if: {fact: use, is: sleep}
    cite: L10
    criteria: {all: [{id: is-tired, fact: tired}, {id: snores, fact: snores}]}
""",
)
def shadows(subject: Subject) -> Iterator[Hit]:
    file = subject.file
    names = dict.fromkeys(file.indications, "an indication")
    names |= {one.id: "an exclusion" for one in file.exclusions}
    names |= {one.id: "a referral" for one in file.referrals}
    tops = {("indications", name, "criteria") for name in file.indications}
    tops |= {("exclusions", i, "when") for i in range(len(file.exclusions))}
    tops |= {("referrals", i, "when") for i in range(len(file.referrals))}
    for criterion, path in all_criteria(file):
        if criterion.id in names and path not in tops:
            yield hit(
                f"the criterion `{criterion.id}` is named like {names[criterion.id]}",
                subject.where(*path, "id"),
                "both are cited by this name",
                "rename the criterion",
                criterion.id,
            )


@rule(
    "id-is-label",
    "note",
    "A criterion is named by the letter or number that the document prints",
    why="Another edition numbers otherwise, and each citation by this id would mean something else (SR-054).",
    bad="""
indications:
  sleep:
    service: device
    applies_if: {fact: use, is: sleep}
    cite: L10
    criteria: {all: [{id: a, label: A, fact: tired}, {id: snores, label: B, fact: snores}]}
""",
    good="""
indications:
  sleep:
    service: device
    applies_if: {fact: use, is: sleep}
    cite: L10
    criteria: {all: [{id: is-tired, label: A, fact: tired}, {id: snores, label: B, fact: snores}]}
""",
)
def label(subject: Subject) -> Iterator[Hit]:
    for criterion, path in all_criteria(subject.file):
        if criterion.id and criterion.label and criterion.id == criterion.label.strip("().").lower():
            yield hit(
                f"the id `{criterion.id}` is the printed label",
                subject.where(*path, "id"),
                "labels change from edition to edition",
                "name the criterion by what it asks",
                criterion.id,
            )


RULES = (twice, shadows, label)
