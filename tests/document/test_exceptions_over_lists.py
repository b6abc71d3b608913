"""A list behind an exception takes out of a denial what it names; read as its grounds it would deny them."""

from __future__ import annotations

import pytest

from document.trees import read

NOT = "not_covered"
LIST = "\n- Alpha\n- Beta"


@pytest.mark.parametrize(
    "words",
    [
        ", with the exception of:",
        " with the exception of any of the following:",
        ", with exception of the following:",
        ", except for:",
        ", the only exception being:",
        ", with the following exceptions:",
        " apart from:",
        " but for the following:",
        " outside of the following:",
        " for conditions other than those listed below:",
        ", other than for:",
        ", other than when:",
    ],
)
def test_a_list_of_exceptions_from_a_denial_must_be_absent(words: str) -> None:
    assert read(f"Gadgets are not covered{words}{LIST}").short == [f"{NOT}: none(alpha, beta)"]


@pytest.mark.parametrize(
    "words",
    [", with the exception of a gadget worn during gamma for:", ", except gadgets worn with gamma in:"],
)
def test_what_bounds_all_exceptions_is_asked_about(words: str) -> None:
    found = read(f"Gadgets are not covered{words}{LIST}")
    assert found.tree == "none(alpha, beta)"
    assert found.rules


def test_a_list_of_exceptions_from_a_grant_must_be_absent() -> None:
    found = read(f"Gadgets are covered, with the exception of:{LIST}")
    assert found.tree == "none(alpha, beta)"


@pytest.mark.parametrize("words", ["With the exception of alpha", "Except for alpha", "Other than for alpha"])
def test_an_exception_before_a_denial_is_none_of_its_grounds(words: str) -> None:
    assert read(f"{words}, gadgets are not covered.").short == [f"{NOT}: not(alpha)"]


def test_an_exception_behind_a_denial_is_no_catch_all() -> None:
    assert read("Gadgets are not covered other than for alpha.").short == [f"{NOT}: not(alpha)"]


def test_an_exception_before_a_grant_is_asked_about() -> None:
    found = read("With the exception of alpha, gadgets are covered when beta is shown.")
    assert found.tree == "all(not(alpha), beta)"
    assert "exception_inside" in found.rules


def test_apart_from_in_an_item_is_beside_it() -> None:
    found = read(
        "Gadgets are covered when the gadget is worn apart from alpha for one of the following:\n- Beta\n- Gamma"
    )
    assert "none" not in found.tree
