"""Criteria by reference that the version in effect does not give, though another version of it does.

They stay open for a person; the rest of the policy is decided as ever.
"""

from __future__ import annotations

from collections.abc import Callable

from coverable.base.problem import Problem
from coverable.policy.model import Interpretation

Lends = Callable[[str, str], bool]
"""Whether any approved version of a policy gives criteria for an indication: (policy, indication)."""


def lends_nothing(policy: str, indication: str) -> bool:
    """Of an indication that a file lacks: no other version is known that has it."""
    return False


def open_question(asked: str, cite: str | None) -> Interpretation:
    """What a person decides in place of the criteria `publisher/number#indication`; nobody can sign it."""
    options = {"met": "they are", "not-met": "they are not"}
    return Interpretation(question=f"Are the criteria of {asked} met?", options=options, cite=cite or "L1")


def lost_criteria(version: str, indication: str, where: str) -> Problem:
    """Why they are not there."""
    return Problem(
        f"`{version}` has no indication `{indication}`",
        where,
        "another version of it gives these criteria; where this one is in effect a person must decide",
        "name the indication of that version, or give this policy a version of its own for that time",
    )
