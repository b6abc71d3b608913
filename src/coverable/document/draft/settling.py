"""What the findings on a document came to, said by a person: it holds for a kind of finding and its words.

The number of a finding (`F2`) is of one reading: another edition, or a better reader, gives it to another
question. So a signature that names only the number counts for the very document that it was written for, and
one with the words counts wherever they are doubtful in the same way, whatever number that has.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from coverable.base.problem import Problem, did_you_mean
from coverable.document.draft.analyst import Answers, Open, Settled
from coverable.document.draft.made import Draft, Made, Slot
from coverable.document.draft.names import words_digest
from coverable.document.draft.places import place_of
from coverable.document.reading import Finding
from coverable.document.source import Source
from coverable.policy.signoff import OF_WEIGHT


def passage_of(draft: Draft, found: Finding) -> str:
    """The digest of the words that a finding is about, with the whole lists that it stands on: an item more
    is another question. Where it is about no words, of what it says."""
    words = [draft.source.words(span) for span in found.spans]
    words += [slot.text for slot in draft.slots.values() if found.id in slot.notes]
    return words_digest("\n".join(words) or found.says)


def places_of(source: Source, found: Finding) -> str:
    """Where a finding stands, for people; empty where it is about the document."""
    return ", ".join(dict.fromkeys(place_of(source, span) for span in found.spans))


@dataclass
class Settling:
    """Collects what was settled, by the numbers that the findings have in this reading."""

    draft: Draft
    answers: Answers
    rows: dict[str, Made] = field(default_factory=dict[str, Made])
    apart: set[str] = field(default_factory=set[str])
    """Those that stand under `settled`, not at a passage."""
    lost: list[Problem] = field(default_factory=list[Problem])
    """Signatures whose words are not in this document, or are asked about in another way."""

    def sign_all(self) -> None:
        """The findings that stand under `settled`; where an answer settles one too, this reason is kept."""
        file = self.answers.file
        for name, one in file.signoff.settled.items():
            where = self.answers.yaml.where(("signoff", "settled", name))
            found = self._by_words(name, one) if one.passage else self._by_number(name, where)
            if found is not None:
                self.apart.add(found.id)
                self.sign(found, one)
            elif one.passage:
                self.lost.append(self._gone(name, one, where))

    def on(self, slots: Iterable[Slot]) -> list[Finding]:
        """The findings that stand on these passages."""
        noted = {note for slot in slots for note in slot.notes}
        return [one for one in self.draft.reading.findings if one.id in noted]

    def sign(self, found: Finding, one: Open) -> None:
        """What one finding came to."""
        file = self.answers.file
        made = Made(because=one.because, by=one.by or file.by, on=one.on or file.on)
        self.rows[found.id] = Made({**made, "rule": found.rule, "passage": self._passages[found.id]})

    @cached_property
    def _passages(self) -> dict[str, str]:
        """The digest of the words of each finding, by its number."""
        return {one.id: passage_of(self.draft, one) for one in self.draft.reading.findings}

    @cached_property
    def _findings(self) -> dict[str, Finding]:
        return {one.id: one for one in self.draft.reading.findings}

    def _by_words(self, name: str, one: Settled) -> Finding | None:
        alike = [
            found
            for found in self.draft.reading.findings
            if one.rule in (None, found.rule) and self._passages[found.id] == one.passage
        ]
        same = [found for found in alike if found.id == name]
        free = [found for found in alike if found.id not in self.rows]
        return (same or free or [None])[0]

    def _by_number(self, name: str, where: str) -> Finding | None:
        source, document = self.draft.source, self.answers.file.document
        found = self._findings.get(name)
        if found is None:
            why = "findings are named by the numbers that `coverable read` prints"
            next = did_you_mean(name, self._findings)
            self.lost.append(Problem(f"no finding `{name}` on this document", where, why, next))
        elif document not in (None, source.sha256):
            self.lost.append(
                Problem(
                    f"`{name}` was settled for another document",
                    where,
                    f"its words are not named; {name} is {found.rule} here, {places_of(source, found)}: "
                    f"{found.says}",
                    f"if the reason holds, add `{_flow(self.draft, found)}`",
                )
            )
            return None
        return found

    def _gone(self, name: str, one: Settled, where: str) -> Problem:
        source = self.draft.source
        found = self._findings.get(name)
        here = f"; {name} is {found.rule} here, {places_of(source, found)}: {found.says}" if found else ""
        again = f"if the reason holds for it, write `{_flow(self.draft, found)}`; else " if found else ""
        return Problem(
            f"what `{name}` settled is not doubtful in this document",
            where,
            f"no finding {f'`{one.rule}` ' if one.rule else ''}stands on the words {one.passage}{here}",
            f"{again}take the line out",
        )


def _flow(draft: Draft, found: Finding) -> str:
    return f"rule: {found.rule}, passage: {passage_of(draft, found)}"


def waiting(draft: Draft, settled: Iterable[str]) -> list[Finding]:
    """The findings of weight that nobody settled yet, in the order of the reading."""
    done = set(settled)
    return [one for one in draft.reading.findings if one.severity in OF_WEIGHT and one.id not in done]


def line_to_sign(draft: Draft, found: Finding) -> str:
    """The line that settles a finding in analyst.yaml, with the reason to be written."""
    return f"{found.id}: {{{_flow(draft, found)}, because: REASON}}"
