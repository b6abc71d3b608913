"""Doubts about the reading of a document that nobody settled: what was not understood is not approved."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from coverable.base.problem import Problem
from coverable.policy.signoff import Signoff

FILE: Final = "findings.json"
"""Written beside a draft by `coverable read` and by the workbench; without one there was no reading."""
OF_WEIGHT: Final = ("high", "medium")


def unsettled(folder: Path, name: str, signoff: Signoff) -> Iterator[Problem]:
    """Every finding of weight in the folder of a version that its sign-off does not settle. `name`: the file
    as messages show it."""
    path = folder / FILE
    if not path.is_file():
        return
    try:
        found: list[Any] = json.loads(path.read_bytes())["findings"]
        doubts = [(one["id"], one["says"], one["question"]) for one in found if one["severity"] in OF_WEIGHT]
    except (ValueError, KeyError, TypeError):
        why = "it cannot be read, so nobody knows what was doubtful"
        yield Problem("the findings on the document are lost", name, why, "read the document again")
        return
    for id, says, question in doubts:
        if id not in signoff.settled:
            yield Problem(
                f"{id} is not settled: {says}",
                name,
                question,
                f"look at the passage, encode what it says, and add `settled: {{{id}: {{by: NAME, on: DATE, "
                "because: WHAT IT CAME TO}}` to the sign-off (in analyst.yaml: under `signoff`)",
            )
