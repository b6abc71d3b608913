"""The outline of a regulation, (a) over (1) over (i), and lists that count on from one paragraph to the next."""

from __future__ import annotations

import pytest

from coverable.document.read import reading_of
from coverable.document.readers.read import read_source
from document.trees import read

_RULE = """
§ 410.37 Gadget screening tests: Conditions for and limitations on coverage.

Link to an amendment published at 86 FR 65662.

(a) *Definitions.* As used in this section, the following definitions apply:

(1) *Gadget test* means any of the following:

(i) A red one.

(ii) A blue one.

(2) *Gadget scan* means -

(i) A short one; or

(ii) A long one.

(b) *Condition for coverage of gadget tests.* Medicare Part B pays for a gadget test if alpha is shown.

(c) *Limitations on coverage of gadget tests.* (1) Payment may not be made for a gadget test performed for an individual with beta.

(2) For an individual 50 years of age or over, payment may be made for a gadget test after gamma.

(d) *Condition for coverage of gadget scans.* Medicare Part B pays for a gadget scan if delta is shown.
"""


def test_each_paragraph_of_a_regulation_is_a_statement_and_definitions_are_none() -> None:
    found = read(_RULE)
    assert [s.position for s in found.statements] == [
        "medically_necessary",
        "not_covered",
        "medically_necessary",
        "medically_necessary",
    ]
    assert found.short[0] == "medically_necessary: alpha"
    assert found.short[-1] == "medically_necessary: delta"


def test_a_roman_number_is_no_ninth_letter_of_a_list_that_begins_again() -> None:
    found = read(
        """
        Gadgets are covered when all of these are met:
        (a) One of the following:
        (1) One of the following:
        (i) Alpha
        (ii) Beta
        (2) Both of the following:
        (i) Gamma
        (ii) Delta
        (b) Epsilon
        """
    )
    assert found.tree == "all(any(alpha, beta, all(gamma, delta)), epsilon)"


def test_numbers_that_begin_again_behind_whole_sentences_go_on_with_their_list() -> None:
    found = read(
        "1) Gadgets are small.\n2) Gadgets are red.\n3) Gadgets are sold in shops.\n1) Gadgets come in boxes.\n"
        "2) Gadgets are covered when all of these are met:\nA. Alpha\nB. Beta\n"
    )
    assert found.short == ["medically_necessary: all(alpha, beta)"]


def test_what_stands_under_a_date_of_the_header_is_no_criterion() -> None:
    found = read(
        "Effective Date:\na) This policy applies to services from that date.\nb) For earlier services call the plan.\n"
        "1) Gadgets are covered when all of these are met:\nA. Alpha\nB. Beta\n"
    )
    assert found.short == ["medically_necessary: all(alpha, beta)"]


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        (
            "Gadgets are covered when: A) One of the following: a) alpha OR b) beta, OR B) One of the following: a) gamma, or b) delta.",
            "any(alpha, beta, gamma, delta)",
        ),
        (
            "Gadgets are covered when all are met:\n\nA. Alpha is shown. B. Beta is shown. C. Gamma.",
            "all(alpha, beta, gamma)",
        ),
        (
            "Gadgets are covered when all are met:\n\nA. Alpha is shown. B. Beta is shown.\nC. Gamma.",
            "all(alpha, beta, gamma)",
        ),
        (
            "Gadgets are covered for one of the following: 1) alpha, 2) beta, or 3) gamma.",
            "any(alpha, beta, gamma)",
        ),
    ],
)
def test_labels_that_count_on_inside_a_line_make_a_list(text: str, tree: str) -> None:
    assert read(text).tree == tree


def test_criteria_called_by_letters_over_a_list_with_numbers_are_put_together_and_asked_about() -> None:
    found = read(
        """
        A gadget is covered if:
        - Criteria A, B, and C are met; and
        - Criterion D or E is met.

        1. Alpha
        2. Beta
        3. Gamma
        4. Delta
        5. Epsilon
        """
    )
    assert found.tree == "all(alpha, beta, gamma, any(delta, epsilon))"
    assert "The words call the items by letters, the list has numbers" in found.says["labels_mismatch"]


def test_situations_over_a_list_are_asked_about() -> None:
    assert (
        "no_quantifier" in read("Gadgets are covered under the following situations:\n- Alpha\n- Beta").rules
    )


def test_numbers_that_begin_again_in_a_list_of_a_page_are_asked_about() -> None:
    page = (
        b"<html><body><h2>Criteria</h2><p>Gadgets are not medically necessary for any of these:</p><ol><li>Alpha</li>"
        b"<li>Beta</li></ol><ol><li>Doe J. A trial. Gadget Lett. 2020.</li><li>Roe K. Another. Gadget Lett. 2021.</li></ol>"
        b"</body></html>"
    )
    found = reading_of(read_source(page, "x.html"))
    assert "list_structure" in {f.rule for f in found.findings}
