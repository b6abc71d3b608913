"""Statements that the reader made up: a person takes them out, with a reason that stays in the draft."""

from __future__ import annotations

from collections.abc import Iterator

from coverable.base.problem import Problem, did_you_mean
from coverable.document.draft.analyst import Answers
from coverable.document.draft.made import Draft, Made, below, rows, said, walk


def passage_of(draft: Draft, statement: Made) -> str | None:
    """The digest of the first words that a statement rests on; None where it rests on none of its own."""
    inside = (value.slot for _, value in walk(statement) if isinstance(value, Made) and value.slot)
    slot = next(inside, None)
    return draft.slots[slot].passage if slot else None


def statements_of(draft: Draft) -> dict[str, Made]:
    """The indications and exclusions of a draft by their ids."""
    indications = {
        name: one for name, one in below(draft.policy, "indications").items() if isinstance(one, Made)
    }
    return indications | {said(one, "id"): one for one in rows(draft.policy, "exclusions")}


def drop(draft: Draft, answers: Answers) -> Iterator[Problem]:
    """Take the statements out that the file drops; a problem for each that is not there as it was dropped."""
    known = statements_of(draft)
    for name, one in answers.file.dropped.items():
        where = answers.yaml.where(("dropped", name))
        found = known.get(name)
        if found is None:
            yield Problem(
                f"no statement `{name}` in this document",
                where,
                "the reader does not make it, or the id is misspelt",
                did_you_mean(name, known),
            )
            continue
        passage = passage_of(draft, found)
        if one.passage is not None and passage is not None and one.passage != passage:
            yield Problem(
                f"the words of `{name}` are others than those that were dropped",
                where,
                f"it was dropped for passage {one.passage}; at {found['cite']} stands {passage}",
                f"read {found['cite']}; if they make no statement either, write `passage: {passage}`",
            )
            continue
        found.dropped = True
        by, on = one.by or answers.file.by, one.on or answers.file.on
        says = f"`{name}` is no statement of the document: {one.because} ({by}, {on})"
        draft.loose.append(f"dropped, {found['cite']}: {says}")
