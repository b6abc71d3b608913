"""What a draft may leave open and an approved policy may not: passages without a fact, words nobody wrote."""

from __future__ import annotations

from collections.abc import Iterator

from coverable.base.problem import Problem
from coverable.policy.build import Origin
from coverable.policy.model import PolicyFile
from coverable.policy.walk import Path, all_criteria

UNSTATED = ("kind", "title", "publisher", "lines_of_business")
"""Fields that a draft may leave empty, an approved policy not."""


def unmapped(file: PolicyFile) -> Iterator[tuple[str, Path]]:
    """(id or place, path) of every criterion that is not yet tied to a fact."""
    for criterion, path in all_criteria(file):
        if criterion.unmapped:
            yield criterion.id or criterion.cite or ".".join(map(str, path)), path


def unwritten(file: PolicyFile) -> Iterator[tuple[str, Path]]:
    """(what is missing, path) of every field that a draft leaves empty; a document may have no number."""
    if file.kind == "not-stated":
        yield "the kind of document", ("kind",)
    for name in ("title", "publisher"):
        if not getattr(file, name):
            yield f"the {name}", (name,)
    if not file.lines_of_business:
        yield "the line of business", ("lines_of_business",)
    for term, one in file.definitions.items():
        if not one.says:
            yield f"the meaning of `{term}`", ("definitions", term, "says")
    for i, note in enumerate(file.notes):
        if not note.says:
            yield f"what {note.cite} says", ("notes", i, "says")
    for i, row in enumerate(file.evidence):
        if row.concludes == "unread" or not row.intervention or not row.condition:
            yield f"what the evidence `{row.id}` is and concludes", ("evidence", i)


def unfinished(origin: Origin) -> list[Problem]:
    """Why a policy can be no more than a draft: everything that is still open in it."""
    where = origin.yaml.where
    problems = [
        Problem(
            f"`{name}` is unmapped in an approved policy",
            where(path),
            "what nobody has tied to a fact is undetermined for ever",
            "say what fact and test it is, or set the sign-off back to `status: draft`",
        )
        for name, path in unmapped(origin.file)
    ]
    problems += [
        Problem(
            f"{what} is missing in an approved policy",
            where(path),
            "a draft may leave it open, an approved policy is complete",
            "write it, or set the sign-off back to `status: draft`",
        )
        for what, path in unwritten(origin.file)
    ]
    return problems
