"""Rules on drafts: passages that are not yet tied to a fact, and words that nobody has written yet."""

from __future__ import annotations

from collections.abc import Iterator

from coverable.policy.unfinished import unmapped, unwritten
from coverable.proof.lint.rule import Hit, hit, rule
from coverable.proof.lint.subject import Subject


@rule(
    "unmapped-criterion",
    "warning",
    "A criterion of a draft is not yet tied to a fact",
    why="It is undetermined whatever the facts are, so nothing that rests on it can be decided.",
    bad="""
# signoff.yaml
encoding: {status: draft, by: A. Analyst, on: 2026-01-05}
# plan.yaml
adopts: []
# policy.yaml
indications:
  sleep:
    service: device
    applies_if: {fact: use, is: sleep}
    cite: L10
    criteria: {id: sign, unmapped: true}
""",
    good="""
indications:
  sleep:
    service: device
    applies_if: {fact: use, is: sleep}
    cite: L10
    criteria: {id: sign, fact: tired}
""",
)
def criterion(subject: Subject) -> Iterator[Hit]:
    if subject.approved:
        return  # refused when it is built
    for name, path in unmapped(subject.file):
        yield hit(
            f"`{name}` is not mapped",
            subject.where(*path),
            "it is undetermined whatever the facts are",
            "answer it in analyst.yaml and read the document again, or write its fact and test here",
            name,
        )


@rule(
    "unwritten-words",
    "note",
    "A draft lacks words that an approved policy must have",
    why="Publisher, title, kind, lines of business, definitions, notes and evidence are shown to people.",
    bad="""
# signoff.yaml
encoding: {status: draft, by: A. Analyst, on: 2026-01-05}
# plan.yaml
adopts: []
# policy.yaml
definitions: {sleepiness: {says: null, cite: L12}}
""",
    good="definitions: {sleepiness: {says: falling asleep in the daytime, cite: L12}}",
)
def words(subject: Subject) -> Iterator[Hit]:
    if subject.approved:
        return
    for what, path in unwritten(subject.file):
        yield hit(
            f"{what} is missing",
            subject.where(*path),
            "it can stay open in a draft only",
            "write it in analyst.yaml and read the document again, or here",
            ".".join(map(str, path)),
        )


RULES = (criterion, words)
