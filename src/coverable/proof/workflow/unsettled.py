"""Doubts about the reading of a document that nobody settled: what was not understood is not approved."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from coverable.base.problem import Problem
from coverable.policy.signoff import OF_WEIGHT, Settled, Signoff

FILE: Final = "findings.json"
"""Written beside a draft by `coverable read` and by the workbench; without one there was no reading."""


def unsettled(folder: Path, name: str, signoff: Signoff) -> Iterator[Problem]:
    """Every finding of weight in the folder of a version that its sign-off does not settle. `name`: the file
    as messages show it."""
    path = folder / FILE
    if not path.is_file():
        return
    try:
        found: list[Any] = json.loads(path.read_bytes())["findings"]
        doubts = [_Doubt.of(one) for one in found if one["severity"] in OF_WEIGHT]
    except (ValueError, KeyError, TypeError):
        why = "it cannot be read, so nobody knows what was doubtful"
        yield Problem("the findings on the document are lost", name, why, "read the document again")
        return
    for doubt in doubts:
        if (problem := _problem(doubt, signoff.settled.get(doubt.id), name)) is not None:
            yield problem


@dataclass(frozen=True)
class _Doubt:
    id: str
    says: str
    question: str
    rule: str | None
    passage: str | None

    @classmethod
    def of(cls, view: Any) -> _Doubt:
        return cls(view["id"], view["says"], view["question"], view.get("rule"), view.get("passage"))

    @property
    def words(self) -> str:
        """What binds a signature to it, as it is written."""
        return f"rule: {self.rule}, passage: {self.passage}, " if self.rule and self.passage else ""

    def is_other(self, signed: Settled) -> bool:
        """Whether it was signed for another question or other words, or by its number alone."""
        return bool(self.passage) and (self.rule, self.passage) != (signed.rule or self.rule, signed.passage)


def _problem(doubt: _Doubt, signed: Settled | None, name: str) -> Problem | None:
    if signed is None:
        return Problem(
            f"{doubt.id} is not settled: {doubt.says}",
            name,
            doubt.question,
            f"look at the passage, encode what it says, and add `settled: {{{doubt.id}: {{by: NAME, "
            f"on: DATE, {doubt.words}because: WHAT IT CAME TO}}}}` to the sign-off "
            "(in analyst.yaml: under `signoff`)",
        )
    if doubt.is_other(signed):
        return Problem(
            f"{doubt.id} was settled for another passage: {doubt.says}",
            name,
            f"signed were {signed.rule or 'a finding'} and the words {signed.passage or '(not said)'}; "
            f"here stand {doubt.rule} and {doubt.passage}",
            f"look at the passage again; if the reason holds, sign it with `{doubt.words.rstrip(', ')}`",
        )
    return None
