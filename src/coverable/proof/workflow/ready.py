"""What a version must not have once it decides: errors of the lint, cases that do not hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from coverable.base.problem import Problem
from coverable.policy.library import Library
from coverable.policy.signing import as_approved
from coverable.proof.trial import trial


def once_approved(library: Library, key: str, day: date) -> Iterator[Problem]:
    """What would be wrong on `day` with a version of this library if its sign-off said `approved`.

    A draft decides nothing, so its cases are tried as they would hold then; nothing is written.
    """
    policy, _, version = key.partition("@")
    signed = (library.folders[key] / "signoff.yaml").read_text(encoding="utf-8")
    yield from not_ready(trial(library.root, policy, version, {"signoff.yaml": as_approved(signed)}, day))


def not_ready(done: Mapping[str, Any]) -> Iterator[Problem]:
    """The same out of a trial (`proof.trial`); what somebody accepted with a reason does not count."""
    yield from (Problem(**one) for one in done["problems"])
    for one in done["findings"]:
        if one["severity"] == "error" and not one["accepted"]:
            yield Problem(one["what"], one["where"], "an approved version decides", one["next"])
    for one in (done["tests"] or {"cases": ()})["cases"]:
        yield from (Problem(**problem) for problem in one["problems"])
