"""Damage and contradictions that the text itself shows are found."""

from __future__ import annotations

import pytest

from coverable.document.codes.codewords import names_a_system, polarity_of
from coverable.document.readers.read import read_source
from document.made import read_policy
from document.trees import read, read_source_of


@pytest.mark.parametrize(
    "denied",
    [
        "Braces for the treatment of alpha are considered investigational.",
        "The use of braces is considered investigational for alpha.",
    ],
)
@pytest.mark.parametrize(
    "granted",
    [
        "A member qualifies for braces when prescribed for alpha.",
        "Braces are medically necessary for individuals diagnosed with alpha.",
    ],
)
def test_a_use_that_is_granted_and_denied_is_found_whatever_leads_it_in(granted: str, denied: str) -> None:
    assert "opposite_positions" in read(f"Criteria\n\n{granted}\n\n{denied}").rules


def test_an_item_that_ends_inside_a_bracket_is_cut() -> None:
    found = read(
        """
        Braces are covered when all of the following are met:

        A. Alpha pain
        B. Beta weakness of the joint (need not b

        Northwind Mutual Page of Braces
        """
    )
    assert "text_ends_early" in found.rules


@pytest.mark.parametrize(
    "note",
    [
        "Note: For transfers from another facility, the alpha requirement is deemed met.",
        "Note: Counseling by telephone is accepted where no counselor practices locally.",
    ],
)
def test_a_note_that_lets_something_count_is_asked_about_whatever_way_it_is_sent(note: str) -> None:
    found = read(f"Braces are covered when all of the following are met:\n\n- Alpha\n- Beta\n\n{note}")
    assert "exception_in_note" in found.rules


def test_a_number_that_the_author_left_out_of_a_list_of_a_web_page_is_found() -> None:
    page = (
        "<html><body><h2>Criteria</h2><p>Braces are covered when at least 2 of the following are met:</p>"
        "<ol type='I'><li>Alpha pain</li><li value='3'>Beta loss</li><li>Gamma.</li></ol></body></html>"
    )
    assert "list_structure" in read_source_of(read_source(page.encode(), "page.html")).rules


def test_codes_that_never_support_a_use_are_not_covered() -> None:
    assert polarity_of("Group 2: Codes that never support medical necessity") == "not_covered"
    assert names_a_system("ICD-10-CM Code Group")


@pytest.mark.parametrize(
    ("lead", "asked"),
    [
        ("ANY of the following are documented: ALL of the following are documented:", True),
        (
            "Approval shall be granted for braces following confirmation of ALL of these:"
            " Approval shall be granted for braces following confirmation of AT LEAST ONE of these:",
            True,
        ),
        ("Coverage is provided when these criteria are met: One of the following is documented:", False),
        ("Indications for Braces: ALL of the following are documented:", False),
    ],
)
def test_old_and_new_words_over_one_list_are_asked_about(lead: str, asked: bool) -> None:
    found = read_policy(f"Criteria\n\n{lead}\n\n- knee pain for 6 weeks\n- failure of a brace")
    assert ("possible_redline" in found.rules) == asked


@pytest.mark.parametrize(
    "note",
    [
        "Note: The trial of two agents is reduced to one for patients older than 75 years.",
        "Note: Members who are stable on the drug are considered to have met the trial requirement.",
        "Note: One failed trial (not two) is enough for members older than 65.",
        "§ The trial of two agents does not apply when symptoms are new.",
    ],
)
def test_a_note_that_eases_a_criterion_is_asked_about(note: str) -> None:
    found = read(
        "Criteria\n\nBraces are medically necessary when all of the following are met:\n\n"
        f"- failure of two agents\n- age of at least 18 years\n\n{note}"
    )
    assert "exception_in_note" in found.rules
