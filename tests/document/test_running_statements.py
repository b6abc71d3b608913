"""A statement in one sentence says what it covers, for whom and on what condition, or is asked about."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from document.made import Whole, read_policy, same_position
from document.meanings import FILLINGS, filled, letters_in, letters_of, said_by

ENTRIES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data" / "running-statements.yaml").read_text("utf-8")
)
EXACT = 46
"""So many of every second one, of 95, are read exactly; the others are kept in their words, or asked about."""


def reading(entry: dict[str, Any]) -> Whole:
    text = filled(entry["text"].replace("{S}", "gadgets"), FILLINGS[entry.get("form", "use")][0])
    return read_policy(f"Policy\n\n{text}")


def means_it(found: Whole, entry: dict[str, Any]) -> str | None:
    """`exact` or `kept` where the only statement says what is meant; None where it does not."""
    if len(found.statements) != 1:
        return None
    one = found.statements[0]
    closes = (one.all_other_uses, one.criteria_not_met)
    if closes != (entry.get("other", False), entry.get("unmet", False)):
        return None
    stage = one.stage == entry.get("stage") or entry.get("other", False)
    if not (stage and same_position(one, entry["position"])):
        return None
    if entry.get("means") is None:
        return "exact" if one.criteria is None else None
    if one.criteria is not None:
        return said_by(one.criteria, entry["means"])
    named = set(letters_in(one.subject)) == set(letters_of(entry["means"]))
    return "kept" if named else None  # the uses, or the services, stand in what it is about


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: e["text"][:60])
def test_a_statement_in_one_sentence_is_read_or_asked_about(entry: dict[str, Any]) -> None:
    found = reading(entry)
    assert means_it(found, entry) or found.rules, found.statements


def test_most_statements_in_one_sentence_are_read_exactly() -> None:
    assert [means_it(reading(e), e) for e in ENTRIES[::2]].count("exact") >= EXACT


@pytest.mark.parametrize(
    ("condition", "tree"),
    [
        ("the patient has alpha; or beta has failed and gamma is present", "any(a, all(b, c))"),
        ("the patient has alpha; and beta has failed or gamma is present", "all(a, any(b, c))"),
        (
            "the patient has alpha or beta has failed, and in either case gamma is present",
            "all(any(a, b), c)",
        ),
        (
            "the patient has alpha, beta has failed, and either gamma is present or delta was tried",
            "all(a, b, any(c, d))",
        ),
    ],
)
def test_what_joins_most_of_a_sentence_is_parted_first(condition: str, tree: str) -> None:
    found = read_policy(f"Policy\n\nGadgets are covered when {condition}.")
    assert [said_by(s.criteria, tree) for s in found.statements if s.criteria] == ["exact"]


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        ("ALPHAMAB and BETAMAB require a diagnosis of gamma.", "ALPHAMAB and BETAMAB"),
        ("For a non-preferred drug, there must have been a trial of gamma.", "a non-preferred drug"),
        ("Authorization of gadgets requires evidence of gamma.", "gadgets"),
    ],
)
def test_what_a_drug_requires_is_a_statement_on_it(sentence: str, subject: str) -> None:
    (one,) = read_policy(f"Policy\n\n{sentence}").statements
    assert one.subject == subject
    assert one.criteria is not None
    assert said_by(one.criteria, "c") == "exact"
