"""What a version must not have once it decides: errors of the lint, cases that do not hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from coverable.base.problem import Problem
from coverable.base.yamlfile import parse_yaml
from coverable.policy.library import Library
from coverable.proof.trial import trial

STATUS: Final = ("encoding", "status")


def once_approved(library: Library, key: str, day: date) -> Iterator[Problem]:
    """What would be wrong on `day` with a version of this library if its sign-off said `approved`.

    A draft decides nothing, so its cases are tried as they would hold then; nothing is written.
    """
    policy, _, version = key.partition("@")
    signed = (library.folders[key] / "signoff.yaml").read_text(encoding="utf-8")
    yield from not_ready(trial(library.root, policy, version, {"signoff.yaml": _approved(signed)}, day))


def _approved(text: str) -> str:
    """The sign-off with another status at the place where it stands, so that places stay what they are."""
    file = parse_yaml(text, "signoff.yaml")
    if STATUS not in file.places:
        return text
    line, column = file.places[STATUS]
    lines = text.splitlines(keepends=True)
    before, after = lines[line - 1][: column - 1], lines[line - 1][column - 1 :]
    lines[line - 1] = before + after.replace("draft", "approved", 1)
    return "".join(lines)


def not_ready(done: Mapping[str, Any]) -> Iterator[Problem]:
    """The same out of a trial (`proof.trial`); what somebody accepted with a reason does not count."""
    yield from (Problem(**one) for one in done["problems"])
    for one in done["findings"]:
        if one["severity"] == "error" and not one["accepted"]:
            yield Problem(one["what"], one["where"], "an approved version decides", one["next"])
    for one in (done["tests"] or {"cases": ()})["cases"]:
        yield from (Problem(**problem) for problem in one["problems"])
