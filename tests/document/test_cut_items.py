"""Items that a conversion cut, and statements that tell of studies, requests and rules, are asked about."""

from __future__ import annotations

import pytest

from coverable.document.read import reading_of
from coverable.document.readers.read import read_source
from document.trees import read

ALL = "Gadgets are medically necessary when all of the following are met:\n"


def test_the_rest_of_a_sentence_as_an_item_of_its_own_is_asked_about() -> None:
    found = read(f"{ALL}- Stable on the\n- drug for alpha\n- Beta is shown\n- Gamma is shown")
    assert "list_structure" in found.rules


@pytest.mark.parametrize(
    "items",
    [
        "- stable on alpha\n- beta is shown\n- gamma is shown",
        "- Alpha is shown;\n- beta is shown;\n- Gamma is shown;",
        "- Alpha is shown\n- eGFR of beta\n- Gamma is shown",
    ],
)
def test_small_letters_alone_cut_no_item(items: str) -> None:
    assert "list_structure" not in read(f"{ALL}{items}").rules


def test_a_connector_between_a_list_and_a_heading_is_asked_about() -> None:
    page = f"<h2>Criteria</h2><p>{ALL}</p><ul><li>Alpha.</li><li>Beta.</li></ul><p>AND</p><h2>Notes</h2><p>None.</p>"
    found = reading_of(read_source(page.encode(), "x.html"))
    assert "list_structure" in [f.rule for f in found.findings]


@pytest.mark.parametrize(
    "text",
    [
        "An invoice for gadgets is rejected until alpha is on file.",
        "The board found that gadgets were covered in four of ten requests although alpha was missing.",
        "The pharmacy claim is denied until alpha is on file.",
    ],
)
def test_what_tells_of_a_study_or_a_claim_is_asked_about(text: str) -> None:
    assert "position_unclear" in read(text).rules


def test_whom_a_study_took_is_no_position_and_asked_about() -> None:
    found = read("Families in the study were eligible if all of these applied:\n- Alpha\n- Beta")
    assert not found.statements
    assert "sentence_not_mapped" in found.rules


def test_a_rule_of_payment_is_no_position() -> None:
    assert read("Such advice protects safety; it is not a payment rule.").statements == ()
