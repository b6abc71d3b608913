"""The sign-off: who stands behind an encoding, which readings were chosen, what was supplied.

It lies outside the policy's hash and has a hash of its own, so that signing changes no logic.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import AfterValidator, model_validator

from coverable.base.dates import read_day
from coverable.base.model import Day, Model


def _said(text: str) -> str:
    if not text.strip():
        raise ValueError("it says nothing")
    return text


Words = Annotated[str, AfterValidator(_said)]
"""A name or reason that somebody wrote; empty it would be a signature of nobody."""


class Encoding(Model):
    status: Literal["draft", "approved"]
    by: Words
    on: Day
    second_person: Words | None = None
    note: str | None = None


class Choice(Model):
    """One signed interpretation."""

    option: str
    by: Words
    on: Day
    because: Words
    carried_from: str | None = None
    """`publisher/number@version` whose signature this is; it holds only while question, options, passage and
    the criteria under each option are the same there (`coverable policy carry`)."""


class Supplied(Model):
    """A value that the source does not state and a person supplied."""

    value: str
    by: Words
    on: Day
    because: Words


class Withdrawal(Model):
    on: Day
    by: Words
    because: Words


class Approval(Model):
    """The committee of the publisher or plan that approved the policy itself (SR-013)."""

    body: Words
    on: Day
    minute: Words | None = None


class LeftOpen(Model):
    """An interpretation that nobody chooses on purpose: a person decides each case that turns on it."""

    by: Words
    on: Day
    because: Words


class ProviderNotice(Model):
    """How providers were told of a change before it took effect (SR-121)."""

    on: Day
    how: Words
    by: Words


class Accepted(Model):
    """A finding of the lint that a person looked at and takes as it is; it stays visible."""

    rule: str
    about: str | None = None
    """What the finding is about (a code, a plan, an interpretation); absent: all findings of the rule."""
    by: str
    on: Day
    because: str


OF_WEIGHT: Final = ("high", "medium")
"""Severities of findings on a document that have to be settled before a version is approved."""


class Settled(Model):
    """A doubt about the reading of the document (`findings.json`) that a person looked at and settled."""

    by: str
    on: Day
    because: str
    """What it came to: how the passage was encoded, or why nothing follows from it."""
    rule: str | None = None
    """The kind of the finding."""
    passage: str | None = None
    """Digest of the words that it was about: settled for these words and no others."""


class Signoff(Model):
    """`signoff.yaml`. Only an approved encoding may decide."""

    encoding: Encoding
    owner: Literal["publisher", "encoder"] = "publisher"
    """Whose files these are: the publisher's own, with its committee's minutes and its notices on record; or
    an encoding by somebody else of a text that the publisher published (docs/decisions/0010)."""
    endorsed_by_publisher: bool = False
    interpretations: dict[str, Choice] = {}
    left_open: dict[str, LeftOpen] = {}
    supplied: dict[Literal["in_effect.from", "next_review", "lines_of_business"], Supplied] = {}
    approval: Approval | None = None
    change: Literal["editorial", "narrower", "wider", "different"] | None = None
    """What the change against the version before is said to be; it is proved or refuted (SR-121)."""
    provider_notice: ProviderNotice | None = None
    withdrawn: Withdrawal | None = None
    accepted_findings: list[Accepted] = []
    settled: dict[str, Settled] = {}
    """By the id of a finding on the document (`F2`)."""

    @model_validator(mode="after")
    def _two_people(self) -> Signoff:
        second = self.encoding.second_person
        if second and _folded(second) == _folded(self.encoding.by):
            raise ValueError("the second person must be somebody else")
        return self

    @model_validator(mode="after")
    def _one_way(self) -> Signoff:
        both = sorted(set(self.left_open) & set(self.interpretations))
        if both:
            raise ValueError(f"{', '.join(both)} is signed and left open at once")
        return self

    @model_validator(mode="after")
    def _a_day(self) -> Signoff:
        supplied = self.supplied.get("in_effect.from")
        if supplied:
            read_day(supplied.value)
        return self


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
