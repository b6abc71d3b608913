"""Passages that decide nothing are no statements, whatever words they use, or somebody is asked."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from document.made import Whole, read_policy
from document.trees import shown

ENTRIES: list[dict[str, str | None]] = yaml.safe_load(
    (Path(__file__).parent / "data" / "passages-without-position.yaml").read_text("utf-8")
)
CRITERIA = (
    "Policy\n\nGadgets are considered medically necessary when all of the following criteria are met:\n\n"
    "1. The member has alpha.\n2. Treatment with beta has failed.\n3. Gamma is present."
)
STATED = ["medically_necessary: all(alpha, beta, gamma)"]
LET_ALONE = 170
"""So many of the 177 readings of every fourth passage state nothing but what the criteria beside the passage say."""


def bodies(entry: dict[str, str | None]) -> list[str]:
    """The criteria with the passage behind them, and before them where it has a heading."""
    text = str(entry["text"]).strip().replace("{S}", "gadgets")
    text = text[:1].upper() + text[1:]
    if entry["heading"] is None:
        return [f"{CRITERIA}\n\n{text}"]
    headed = f"{entry['heading'].replace('{S}', 'Gadgets')}\n\n{text}"
    return [f"{CRITERIA}\n\n{headed}", f"{headed}\n\n{CRITERIA}"]


def lets_alone(found: Whole) -> bool:
    return [shown(s) for s in found.statements] == STATED


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: str(e["text"])[:60])
def test_a_passage_that_decides_nothing_is_no_statement_or_is_asked_about(
    entry: dict[str, str | None],
) -> None:
    for body in bodies(entry):
        found = read_policy(body)
        assert lets_alone(found) or found.rules, [shown(s) for s in found.statements]


def test_most_passages_that_decide_nothing_are_let_alone() -> None:
    read = [lets_alone(read_policy(body)) for entry in ENTRIES[::4] for body in bodies(entry)]
    assert sum(read) >= LET_ALONE
