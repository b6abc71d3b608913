"""“Unless”, “except”, “without”, “other than”: what lifts a condition, and what bars, is read or asked about."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from coverable.document.reading import Statement
from document.made import Whole, read_policy, same_position
from document.meanings import FILLINGS, filled, letters_in, letters_of, said_by

ENTRIES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data" / "exceptions.yaml").read_text("utf-8")
)
EXACT = 133
"""So many of every second one, filled in once, of 148, are read exactly or kept in their words."""
OTHERWISE = {
    "The use of {S} for {a} is considered investigational unless there is {b}.",  # {a} stands in the subject
    "Use of {S} to treat {a} remains unproven,",
    "{S} are covered when both of the following are met:",  # what bars is a statement of its own
}
"""Wordings that are read as two statements, or with a use in the subject, which means the same."""


def reading(entry: dict[str, Any], which: int) -> Whole:
    text = filled(entry["text"].replace("{S}", "gadgets"), FILLINGS[entry["form"]][which])
    if entry["shape"] != "item":
        return read_policy(f"Policy\n\n{text}")
    over = "Gadgets are considered medically necessary when all of the following criteria are met:"
    return read_policy(f"Policy\n\n{over}\n\n1. The patient agrees.\n2. {text}\n3. The site is ready.")


def told(one: Statement, entry: dict[str, Any]) -> str | None:
    """`exact` or `kept` where a statement says what is meant, as its position or as the opposite one."""
    meant = [entry[k] for k in ("means", "or_means") if k in entry]
    position = entry.get("position", "medically_necessary")
    if one.criteria is None:
        named = set(letters_in(one.subject)) == set(letters_of(entry["means"]))
        return "kept" if named and same_position(one, position) else None
    if same_position(one, position):
        held = ("patient agrees", "site is")
        return next((v for m in meant if one.criteria and (v := said_by(one.criteria, m, held))), None)
    turned = one.position == "medically_necessary"  # “not covered unless A” as “covered if A”
    return next((v for m in meant if (v := said_by(one.criteria, f"not({m})"))), None) if turned else None


def means_it(found: Whole, entry: dict[str, Any]) -> str | None:
    closing = [s for s in found.statements if not (s.all_other_uses or s.criteria_not_met)]
    main = closing or list(found.statements)
    return told(main[0], entry) if len(main) == 1 else None


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: e["text"][:60])
def test_a_condition_with_an_exception_is_read_or_asked_about(entry: dict[str, Any], which: int) -> None:
    found = reading(entry, which)
    otherwise = any(entry["text"].startswith(words) for words in OTHERWISE)
    assert means_it(found, entry) or found.rules or otherwise, found.statements


def test_most_conditions_with_exceptions_are_read_as_they_are_meant() -> None:
    assert sum(means_it(reading(e, 0), e) is not None for e in ENTRIES[::2]) >= EXACT
