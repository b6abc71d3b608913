"""Lines between lists: headings, marks and page numbers that a conversion left without any other sign."""

from __future__ import annotations

import pytest

from coverable.document.read import reading_of
from coverable.document.readers.read import read_source
from document.trees import read


@pytest.mark.parametrize(
    ("heading", "short"),
    [
        ("Exclusion criteria", "not_covered: any(gamma, delta)"),
        ("Not covered:", "not_covered: any(gamma, delta)"),
        ("Exclusionary Guidelines", "not_covered: any(gamma, delta)"),
        ("Contraindications", "not_medically_necessary: any(gamma, delta)"),
        ("Reauthorization criteria", "medically_necessary: all(gamma, delta)"),
        ("Renewal", "medically_necessary: all(gamma, delta)"),
    ],
)
def test_a_heading_right_under_a_bullet_begins_the_list_under_it(heading: str, short: str) -> None:
    found = read(
        f"""
        Drug X
        Initial criteria
        - Alpha for at least eighteen weeks
        - Beta was prescribed by or with the advice of a specialist
        {heading}
        - Gamma
        - Delta
        """
    )
    assert found.short == ["medically_necessary: all(alpha, beta)", short]


def test_the_use_over_the_name_of_a_list_ends_the_item_above_it() -> None:
    found = read(
        """
        Drug X
        Initial criteria
        - Alpha
        - Still under the care of a specialist for beta
        Stiff Gamma
        Initial criteria
        - Delta
        - Epsilon
        """
    )
    assert found.short == [
        "medically_necessary: all(alpha, beta)",
        "medically_necessary: all(delta, epsilon)",
    ]
    assert [s.subject for s in found.statements] == ["Drug X", "Stiff Gamma"]


def test_the_rest_of_an_item_is_no_heading_whatever_its_capital() -> None:
    found = read(
        """
        Drug X is medically necessary when all of the following are met:
        - Alpha was shown by the laboratory that the health plan names in its
        Approval guideline
        - Beta was prescribed by or with the advice of a specialist in this field
        1. Gamma was tried for three weeks with the drug that is called Continued
        Therapy
        2. Delta
        """
    )
    assert "alpha" in found.tree
    assert len(found.statements) == 1


def test_a_letter_that_a_later_statement_asks_for_is_its_item() -> None:
    found = read(
        """
        Gadgets are medically necessary when all of the following are met:
        A. Alpha
        B. Beta

        If all of the above are not met, the gadget will be denied as not medically necessary.

        Widgets are covered for members with gamma who meet criterion C below.

        C. Delta
        """
    )
    assert found.short == [
        "medically_necessary: all(alpha, beta)",
        "not_medically_necessary: criteria not met",
        "medically_necessary: all(gamma, delta)",
    ]


def test_a_letter_behind_a_later_statement_that_asks_for_nothing_is_doubted() -> None:
    found = read(
        """
        Gadgets are medically necessary when all of the following are met:
        A. Alpha
        B. Beta

        Widgets are medically necessary for members with gamma.

        C. Delta
        """
    )
    assert "list_structure" in found.rules


def test_a_raised_letter_on_a_line_of_its_own_cuts_no_condition() -> None:
    found = read(
        """
        Gadgets are medically necessary when all of the following are met:
        - Alpha
        - No beta (including but not limited to gamma of the eighth (8
        th
        ) nerve, and delta)
        """
    )
    assert found.tree == "all(alpha, beta+gamma+delta)"


def test_a_quantifier_on_a_line_of_its_own_stays_with_the_sentence_before_it() -> None:
    long = "alpha was recorded by the device and reviewed by the physician, " * 7
    found = read(
        f"""
        Gadgets for the care of members at home are medically necessary when
        ALL
        of the following criteria have been met. Beta;
        and
        -
        It is known that {long}as the plan asks;
        and
        -
        Gamma.
        """
    )
    assert found.short == [f"medically_necessary: all(beta, {'+'.join(['alpha'] * 7)}, gamma)"]
    assert found.rules == ["list_structure"]


def test_a_line_with_a_star_that_explains_a_word_is_no_item() -> None:
    found = read(
        """
        Gadgets are medically necessary when all of the following criteria are met:
          • Alpha for six months.
          • No beta exists.

        *Severe gamma is a score of five or more.

        Widgets are investigational.
        """
    )
    assert found.short == ["medically_necessary: all(alpha, beta)", "investigational: "]
    assert not found.rules


def test_two_stars_behind_a_word_lead_to_the_note_with_two_stars() -> None:
    text = (
        "Gadgets are medically necessary when **all** of the following are met:\n- Alpha*\n- Failure of rest**\n\n"
        "*Alpha is a score of five or more.\n**Rest is six weeks without work.\n"
    )
    found = reading_of(read_source(text.encode(), "test.txt"))
    assert [(n.fields["mark"], n.fields["to"]) for n in found.notes if n.fields.get("mark")] == [
        ("*", "L5"),
        ("**", "L6"),
    ]
    (one,) = found.statements
    assert one.criteria is not None
    assert [c.text for c in one.criteria.children] == ["Alpha*", "Failure of rest**"]


def test_bold_words_over_two_lines_are_no_footnotes() -> None:
    found = read_source(b"**Gadgets for the care of\nmembers at home** are new.\n", "test.txt")
    assert [b.text for b in found.blocks] == ["Gadgets for the care of members at home are new."]


def test_statements_under_a_remark_are_statements_of_their_own() -> None:
    found = read(
        """
        NOTE: Some gadgets are commonly excluded. Members should refer to their benefit booklet.

        1. Gadgets may be considered medically necessary when both of the following are met:
        a) Alpha
        b) Beta

        2. Gadgets are considered not medically necessary when:
        a) Gamma
        b) Delta
        """
    )
    assert found.short == [
        "medically_necessary: all(alpha, beta)",
        "not_medically_necessary: any(gamma, delta)",
    ]


@pytest.mark.parametrize("item", ["Gamma — not indicated", "Gadgets are not covered for gamma"])
def test_an_item_that_says_not_among_what_is_necessary_is_asked_about(item: str) -> None:
    text = (
        f"Gadgets are medically necessary for any of the following:\n- Alpha\n- Beta — indicated\n- {item}\n"
    )
    assert "position_unclear" in read(text).rules


def test_a_field_of_a_form_that_says_none_sets_no_position_and_the_others_are_read() -> None:
    found = read(
        """
        Exclusion Criteria
        N/A

        Required Medical Information
        One of the following: Failure of alpha, or intolerance of beta.

        Prescriber Restrictions
        Gamma (Initial): Prescribed by a specialist for gamma.
        """
    )
    assert not [s for s in found.statements if s.position == "not_covered"]
    assert found.tree == "all(any(alpha, beta), if(gamma, gamma))"
    assert "criteria_in_table" in found.rules


def test_a_line_between_stars_is_neither_an_item_nor_a_heading() -> None:
    found = read(
        """
        Coverage:

        *CHECK THE RULES OF THE STATE*

        1. Gadgets are medically necessary when alpha is severe.

        2. Widgets are not medically necessary for:
        a) beta
        b) gamma
        """
    )
    assert found.short == ["medically_necessary: alpha", "not_medically_necessary: any(beta, gamma)"]
    assert not found.rules
