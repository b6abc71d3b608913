"""Items and conditions that stand on lines of their own without any marker."""

from __future__ import annotations

from document.trees import read


def test_the_last_line_of_a_list_without_markers_is_its_last_item() -> None:
    found = read(
        """
        Gadgets may be considered medically necessary in the following indications:

        Alpha that has failed to heal; OR

        Beta that does not heal despite the best of care; OR

        Gamma where a first closure has failed.

        Further Use

        Widgets are investigational for delta.
        """
    )
    assert found.short == ["medically_necessary: any(alpha, beta, gamma)", "investigational: delta"]
    assert "connector_at_end" not in found.rules


def test_lines_that_go_on_with_and_are_asked_for_by_the_sentence_over_them() -> None:
    found = read(
        """
        Continued coverage of a gadget requires that the physician documents alpha.

        Beta was seen face to face by the treating physician; and
        Gamma was recorded by the device and reviewed by the treating physician.
        """
    )
    assert found.short == ["medically_necessary: all(alpha, beta, gamma)"]
    assert "list_structure" in found.rules


def test_a_short_item_behind_a_long_one_and_an_empty_line_is_an_item() -> None:
    found = read(
        """
        Gadgets may be considered medically necessary for the following indications:

        alpha;

        single or multiple beta in individuals who have good performance status and no active systemic disease;

        gamma delta.
        """
    )
    assert found.short == ["medically_necessary: any(alpha, beta, gamma+delta)"]


def test_half_a_sentence_behind_a_statement_limits_it_and_is_asked_about() -> None:
    found = read(
        """
        Gadgets may be considered medically necessary as a treatment of

        alpha or

        beta.

        In patients who are at high risk of gamma.

        Gadgets are considered investigational for all other indications.
        """
    )
    assert found.short == [
        "medically_necessary: all(any(alpha, beta), gamma)",
        "investigational: other uses",
    ]
    assert "running_text" in found.rules


def test_bare_names_behind_words_that_announce_them_are_the_items_and_asked_about() -> None:
    found = read(
        """
        Coverage Rationale

        A stimulator is medically necessary for the following uses (this does not apply to a coil):
        Alpha
        Chronic beta
        Gamma with pain
        A coil is medically necessary for treating delta.
        """
    )
    assert found.short == [
        "medically_necessary: any(alpha, beta, gamma)",
        "medically_necessary: delta",
    ]
    assert "list_structure" in found.rules
    assert "list_lost" not in found.rules


def test_bare_sentences_on_the_patient_are_the_items_up_to_the_next_heading() -> None:
    found = read(
        """
        Severity

        All the criteria listed below must be met for a gadget to be medically necessary:
        The patient has alpha.
        There is evidence that the patient has beta.
        The patient does not appear to present gamma.

        Background

        The patient has delta.
        """
    )
    assert found.tree == "all(alpha, beta, gamma)"


def test_prose_behind_empty_lines_is_no_item() -> None:
    found = read(
        """
        Policy

        Gadgets are covered when the following criteria are met:

        Alpha comes in many sizes. Its makers are many.

        Beta is treated with exercise in most cases.
        """
    )
    assert "list_lost" in found.rules


def test_a_bare_name_that_begins_a_paragraph_is_the_only_item() -> None:
    found = read(
        """
        Limits: The plan does not reimburse for the following services:
        Bridges on alpha. The plan covers sealants for beta.
        """
    )
    assert found.short == ["not_covered: alpha", "medically_necessary: beta"]
    assert "list_structure" in found.rules


def test_a_starred_line_that_leads_a_list_is_no_footnote() -> None:
    found = read(
        """
        Policy
        - Exercise includes alpha.
        - Surgery* includes beta.
        *Surgery is covered if all of the following criteria are met:
            - Gamma.
            - Delta.
        """
    )
    assert found.short[-1] == "medically_necessary: all(gamma, delta)"


def test_diseases_on_bare_lines_are_not_asked_for_together() -> None:
    found = read(
        """
        Policy
        Drug X may be considered medically necessary when the following criteria are met:
        Mantle Cell Lymphoma
        Acute Leukemia
        """
    )
    assert found.short == ["medically_necessary: any(“Mantle Cell Lymphoma”, “Acute Leukemia”)"]
    assert "no_quantifier" in found.rules


def test_lines_apart_that_go_on_with_the_words_over_them_are_items_though_they_hold_verbs() -> None:
    found = read(
        """
        Gadgets are medically necessary for individuals who meet any of the following criteria:

        Are in a trial that asks for alpha

        Have a known beta

        Require gamma

        Widgets are investigational for delta.
        """
    )
    assert found.short == ["medically_necessary: any(alpha, beta, gamma)", "investigational: delta"]


def test_the_heading_of_the_next_statement_is_no_last_item() -> None:
    found = read(
        """
        Gadgets are medically necessary for one of the following conditions:

        Alpha that lasts

        Beta

        Gamma Gadgets
        Gadgets are medically necessary for delta.
        """
    )
    assert found.short[0] == "medically_necessary: any(alpha, beta)"
