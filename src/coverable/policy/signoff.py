"""The sign-off: who stands behind an encoding, which readings were chosen, what was supplied.

It lies outside the policy's hash and has a hash of its own, so that signing changes no logic.
"""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from coverable.base.model import Day, Model


class Encoding(Model):
    status: Literal["draft", "approved"]
    by: str
    on: Day
    second_person: str | None = None
    note: str | None = None


class Choice(Model):
    """One signed interpretation."""

    option: str
    by: str
    on: Day
    because: str


class Supplied(Model):
    """A value that the source does not state and a person supplied."""

    value: str
    by: str
    on: Day
    because: str


class Withdrawal(Model):
    on: Day
    by: str
    because: str


class Approval(Model):
    """The committee of the publisher or plan that approved the policy itself (SR-013)."""

    body: str
    on: Day
    minute: str | None = None


class Accepted(Model):
    """A finding of the lint that a person looked at and takes as it is; it stays visible."""

    rule: str
    about: str | None = None
    """What the finding is about (a code, a plan, an interpretation); absent: all findings of the rule."""
    by: str
    on: Day
    because: str


class Signoff(Model):
    """`signoff.yaml`. Only an approved encoding may decide."""

    encoding: Encoding
    endorsed_by_publisher: bool = False
    interpretations: dict[str, Choice] = {}
    supplied: dict[Literal["in_effect.from", "next_review", "lines_of_business"], Supplied] = {}
    approval: Approval | None = None
    withdrawn: Withdrawal | None = None
    accepted_findings: list[Accepted] = []

    @model_validator(mode="after")
    def _two_people(self) -> Signoff:
        if self.encoding.second_person and self.encoding.second_person == self.encoding.by:
            raise ValueError("the second person must be somebody else")
        return self
