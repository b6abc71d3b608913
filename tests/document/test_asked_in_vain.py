"""What is plain is not asked about: last bullets without a stop, lists of one under a heading, remarks of publishers."""

from __future__ import annotations

import pytest

from coverable.document.read import reading_of
from coverable.document.readers.read import read_source
from document.trees import read

ALL = "Gadgets are medically necessary when all of the following are met:\n"


def test_a_last_bullet_without_a_stop_is_whole_where_the_others_have_none_either() -> None:
    assert not read(f"{ALL}- Alpha for six months\n- Beta was tried").rules


@pytest.mark.parametrize("items", ["- Alpha.\n- Beta was tried", "- Alpha was tried\n- Beta for at least"])
def test_a_last_bullet_that_stops_before_its_end_is_asked_about(items: str) -> None:
    assert "text_ends_early" in read(f"{ALL}{items}").rules


def test_one_item_under_the_name_of_a_list_is_no_doubt() -> None:
    assert "single_item" not in read(f"{ALL}- Alpha.\n- Beta.\n\nRenewal criteria\n- Gamma.").rules


def test_words_that_count_over_one_item_are_asked_about() -> None:
    assert "single_item" in read("Gadgets are covered when any of the following is met:\n- Alpha.").rules


@pytest.mark.parametrize(
    "line",
    [
        "These services may or may not be covered by your plan.",
        "Effective for dates of service on and after October 16, 2023:",
        "This policy only affects commercial plans.",
    ],
)
def test_what_publishers_say_of_plans_and_days_is_no_condition(line: str) -> None:
    found = reading_of(
        read_source(
            f"Gadgets\n\nPolicy\n\n{line}\n\nGadgets are covered when alpha is severe.\n".encode(), "x.txt"
        )
    )
    assert "sentence_not_mapped" not in [f.rule for f in found.findings]


def test_a_list_whose_items_have_no_full_stops_ends_no_text_early() -> None:
    for items in (
        "- Alpha (DSM-5)\n- Beta",
        "- Alpha; or\n- Beta; or\n- Gamma",
        "- Alpha AND\n- Beta of the joint [C]",
    ):
        assert "text_ends_early" not in read(f"{ALL}{items}").rules
    assert "text_ends_early" not in read("Drug X is covered for the following uses:\nAlpha\nBeta").rules


def test_two_sentences_on_all_other_uses_that_agree_are_one() -> None:
    found = read(
        """
        Policy

        Braces are considered investigational in all other indications, such as alpha.

        Braces for the neck are considered investigational.

        Braces are considered investigational in all other situations.
        """
    )
    assert "competing_statements" not in found.rules
    assert [s.all_other_uses for s in found.statements] == [True, False]


def test_no_exceptions_are_no_change() -> None:
    assert "exception_in_note" not in read(f"{ALL}- Alpha.\n- Beta.\n\nExceptions: None").rules


@pytest.mark.parametrize(
    "head",
    [
        "A referral is confirmed by ONE of the following:",
        "Diagnosis of gout and one of the following:",
        "Prescribed by a physician and one of the following:",
    ],
)
def test_a_whole_condition_in_few_words_over_a_list_is_asked_about_no_more(head: str) -> None:
    found = read(f"{ALL}- Alpha.\n- {head}\n  - Beta.\n  - Gamma.")
    assert "double_role" not in found.rules
    assert found.tree.startswith("all(alpha, “")


@pytest.mark.parametrize(
    "head", ["The order must specify:", "Six weeks have passed since either of the following:"]
)
def test_words_that_the_items_finish_are_no_condition(head: str) -> None:
    found = read(f"{ALL}- Alpha.\n- {head}\n  - Beta.\n  - Gamma.")
    assert "double_role" not in found.rules
    assert found.tree in ("all(alpha, beta, gamma)", "all(alpha, any(beta, gamma))")
