"""The passages that an answer is for: by its id and words, by its words under another id, and `also` others.

The same bullet stands under four diseases and means the same under each. One answer says so for all of them,
and names them; a place that is not named keeps its own question.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from coverable.base.problem import Problem, did_you_mean
from coverable.base.shape import is_list
from coverable.document.draft.analyst import BEGUN, Answers
from coverable.document.draft.made import Draft, Made, Slot, walk


def names_in(value: Any) -> list[str]:
    """One name or several, as `also`, `settles` and `place` take them."""
    return [str(one) for one in value] if is_list(value) else [] if value is None else [str(value)]


class Passages:
    """Finds the passages of a document that the answers of a file are for."""

    def __init__(self, draft: Draft, answers: Answers) -> None:
        self.slots, self.answers = draft.slots, answers
        self.named = {
            name
            for id, body in answers.file.answers.items()
            for name in (id, *names_in((body or {}).get("also")))
        }
        self.by_words: dict[str, list[str]] = {}
        for slot in draft.slots.values():
            self.by_words.setdefault(slot.passage, []).append(slot.id)

    def of(self, id: str, body: Made) -> tuple[list[Slot], list[Problem]]:
        """The passages of one answer, and a problem for each that is not there in the words of it.

        An id that is gone is found again by its words where no more places have them than lost their id:
        which of several was meant, nobody can tell.
        """
        where = self.answers.yaml.where(("answers", id))
        also = [(name, body.where.get("also", where)) for name in names_in(body.get("also"))]
        passage = str(body.get("passage") or "") or self._words_of(id)
        slots: list[Slot] = []
        gone: list[tuple[str, str]] = []
        for name, at in [(id, where), *also]:
            slot = self.slots.get(name)
            if slot is not None and passage in ("", slot.passage):
                slots.append(slot)
            else:
                gone.append((name, at))
        free = [name for name in self.by_words.get(passage, ()) if name not in self.named]
        if 0 < len(free) <= len(gone):
            return [*slots, *(self.slots[name] for name in free)], []
        return slots, [self._lost(name, passage, at, name != id) for name, at in gone]

    def _words_of(self, id: str) -> str:
        slot = self.slots.get(id)
        return slot.passage if slot is not None else ""

    def _lost(self, id: str, passage: str, where: str, besides: bool) -> Problem:
        found = self.slots.get(id)
        if found is None:
            why = "its words are not there, or the id is misspelt"
            return Problem(f"no passage `{id}` in this document", where, why, did_you_mean(id, self.slots))
        return Problem(
            f"the words of `{id}` are others than those that were answered",
            where,
            f"the answer is for passage {passage}; at {found.place} stands {found.passage}",
            f"take it out of `also`, and answer `{id}` by itself"
            if besides
            else f"read {found.place}; if the answer holds for them too, write `passage: {found.passage}`",
        )


def shared(id: str, body: Made, answers: Answers) -> Iterator[Problem]:
    """What an answer for several places cannot say, and places that have an answer of their own besides."""
    also = names_in(body.get("also"))
    where = body.where.get("also", answers.yaml.where(("answers", id)))
    if also and any(isinstance(value, Made) and "node" in value for _, value in walk(body)):
        yield Problem(
            f"`{id}` is for several passages, and names a criterion of one",
            where,
            "`node` is one passage of the document; it cannot stand in several places",
            "write an answer for each of these passages, without `also`",
        )
    for other, written in answers.file.answers.items():
        if other != id and set(written or {}) - BEGUN and other in also:
            yield Problem(
                f"`{other}` is answered twice",
                where,
                f"it stands in `also` of `{id}`, and has an answer of its own",
                f"take it out of `also`, or take out the answer `{other}`",
            )
        elif other != id and (twice := set(also) & set(names_in((written or {}).get("also")))) and other < id:
            yield Problem(
                f"`{min(twice)}` is answered twice",
                where,
                f"it stands in `also` of `{id}` and of `{other}`",
                "take it out of one of them",
            )
