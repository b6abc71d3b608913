"""An item that holds a rule in one sentence means what it says, is kept in its words, or is asked about."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from document.meanings import FILLINGS, filled, said_by
from document.trees import Read, read

ITEMS: list[dict[str, str]] = yaml.safe_load(
    (Path(__file__).parent / "data" / "rules-within-items.yaml").read_text("utf-8")
)
EXACT = 290
"""So many of the 498 readings of every third item are exact trees; the others are kept in their words, or asked about."""


def means_it(found: Read, entry: dict[str, str]) -> str | None:
    """`exact` or `kept` where the tree can be what the entry means; None where it can not."""
    if len(found.statements) != 1 or found.statements[0].criteria is None:
        return None
    tree, held = found.statements[0].criteria, ("patient agrees", "site is")
    meant = [entry[k] for k in ("means", "or_means") if k in entry]
    return next((told for text in meant if (told := said_by(tree, text, held))), None)


def reading(entry: dict[str, str], which: int) -> tuple[str, Read]:
    item = filled(entry["text"], FILLINGS[entry["form"]][which])
    return item, read(
        "Gadgets are considered medically necessary when all of the following criteria are met:\n\n"
        f"1. The patient agrees.\n2. {item}\n3. The site is ready.\n"
    )


@pytest.mark.parametrize("entry", ITEMS, ids=lambda e: e["text"][:60])
def test_a_rule_within_an_item_means_what_it_says_or_is_asked_about(entry: dict[str, str]) -> None:
    for which in (0, 1):
        item, found = reading(entry, which)
        assert means_it(found, entry) or found.rules, (item, found.short)


def test_most_rules_within_items_are_read_exactly() -> None:
    read_so = [means_it(reading(e, which)[1], e) for e in ITEMS[::3] for which in (0, 1)]
    assert read_so.count("exact") >= EXACT


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("Gadgets are covered for chronic alpha of the knee as well as acute beta of the arm.", "alpha+beta"),
        (
            "Gadgets are not covered for any of the following:\n- Alpha of 3 cm plus beta over 4 cm\n- Gamma",
            None,
        ),
        (
            "Gadgets are covered for any of these:\n- Severe alpha of the knee along with acute beta\n- Gamma",
            None,
        ),
    ],
)
def test_two_uses_in_one_sentence_are_not_asked_for_together(text: str, tree: str | None) -> None:
    assert read(text).tree == (tree or "any(alpha+beta, gamma)")


def test_what_may_be_used_for_something_replaces_nothing() -> None:
    found = read("Gadgets are covered when all are met:\n- Alpha may be used for beta of the arm\n- Gamma")
    assert found.tree == "all(alpha+beta, gamma)"


@pytest.mark.parametrize(
    "text",
    [
        "Gadgets are covered when none of the following is present:\n- Alpha, unless beta has failed\n- Gamma",
        "Gadgets are covered when all are met:\n- None of these: alpha, unless beta has failed; or gamma\n- Delta",
        "Gadgets are covered when none of the following is present:\n- Alpha (waived if beta has failed)\n- Gamma",
    ],
)
def test_an_exception_under_none_of_bars_only_where_it_does_not_hold(text: str) -> None:
    assert "none(all(alpha, not(beta)), gamma)" in read(text).tree


@pytest.mark.parametrize(
    "exception", ["(does not apply if beta has failed)", "; members with beta are exempt"]
)
def test_an_exception_in_a_list_of_denials_is_no_ground_of_its_own(exception: str) -> None:
    found = read(
        f"Gadgets are not covered for any of the following:\n- Alpha{exception}\n- Gamma".replace("a(", "a (")
    )
    assert found.tree == "any(all(alpha, not(beta)), gamma)"


@pytest.mark.parametrize(
    "item",
    [
        "Should be prescribed by alpha, and beta is documented",
        "Trial of alpha, if alpha is contraindicated then a trial of beta",
        "Trial of alpha and beta, if not contraindicated",
        "Severe alpha with great loss of blood: only when beta is impossible",
        "Diet programs for alpha are acceptable, if there is beta",
        "The patient cannot manage alpha and it would have to be changed so often that beta fails",
    ],
)
def test_what_only_begins_like_a_case_is_none(item: str) -> None:
    found = read(
        f"Gadgets are covered when all of the following are met:\n\n1. {item}\n2. The site is ready."
    )
    assert "if(" not in found.tree
