"""Sentences and lists of published policies that were read wrongly once: each has the words that misled."""

from __future__ import annotations

import pytest

from document.trees import read


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        (
            "Acme considers FDA-approved home monitors medically necessary for alpha.",
            "FDA-approved home monitors",
        ),
        ("Acme considers FDA cleared monitors medically necessary for alpha.", "FDA cleared monitors"),
        ("An FDA-approved monitor is considered medically necessary for alpha.", "An FDA-approved monitor"),
    ],
)
def test_what_an_agency_approved_is_part_of_a_name_and_no_position(sentence: str, subject: str) -> None:
    found = read(f"Policy\n{sentence}")
    assert [s.subject for s in found.statements] == [subject]
    assert found.short == ["medically_necessary: alpha"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Implants when the above criteria are not met are considered not medically necessary.",
        "Implants when criteria are not met are not medically necessary and are not covered.",
    ],
)
def test_criteria_that_are_not_met_stand_before_the_verb_too(sentence: str) -> None:
    (one,) = read(f"Policy\n{sentence}").statements
    assert (one.position, one.criteria_not_met, one.subject) == ("not_medically_necessary", True, "Implants")


def test_a_condition_between_a_service_and_its_verb_is_its_condition() -> None:
    (one,) = read("Policy\nTraction when alpha has failed is considered medically necessary.").statements
    assert one.subject == "Traction"
    assert one.criteria is not None
    assert one.criteria.text == "alpha has failed"


def test_a_condition_before_the_verb_holds_beside_the_list_under_it() -> None:
    found = read(
        "Policy\nTraction when alpha has failed is considered medically necessary for any of the following:\n- Beta\n- Gamma"
    )
    assert found.short == ["medically_necessary: all(alpha, any(beta, gamma))"]


def test_what_lacks_what_it_must_have_is_denied_and_nothing_else() -> None:
    (one,) = read(
        "Policy\nAny device must have alpha, otherwise it will be considered investigational."
    ).statements
    assert (one.position, one.all_other_uses, one.subject) == ("investigational", False, "Any device")
    assert one.criteria is not None
    assert one.criteria.rule == "not"
    assert one.criteria.children[0].text == "have alpha"


def test_patients_without_a_finding_are_no_criteria_that_are_not_met() -> None:
    (one,) = read(
        "Policy\nSurgery for patients without documentation of alpha is considered not medically necessary."
    ).statements
    assert not one.criteria_not_met
    assert one.criteria is not None
    assert one.criteria.text == "patients without documentation of alpha"


def test_what_a_document_means_by_a_word_of_position_is_no_statement() -> None:
    found = read(
        "Policy\nCosmetic: In this document, procedures are considered cosmetic when they change a normal look.\n\n"
        "Gadgets are covered when alpha is shown."
    )
    assert [s.subject for s in found.statements] == ["Gadgets"]
    assert "sentence_not_mapped" not in found.rules


def test_words_before_examples_stay_whole() -> None:
    found = read(
        "Policy\nGadgets are covered when any of the following are met:\n1. Alpha when the child is at risk from causes "
        "including, but not limited to, the following:\n   a. Beta\n   b. Gamma\n2. Delta"
    )
    (one,) = found.statements
    assert one.criteria is not None
    assert one.criteria.children[0].children[0].text == "Alpha when the child is at risk from causes"
    assert found.tree == "any(all(alpha, any(beta, gamma)), delta)"
    assert "open_list" in found.rules


def test_names_between_semicolons_that_end_one_phrase_stay_one_condition() -> None:
    item = "Lung disease, above all in those requiring oxygen; airway pressure; or ventilation"
    found = read(f"Policy\nGadgets are covered in any of these cases:\n- {item}\n- Alpha")
    (one,) = found.statements
    assert one.criteria is not None
    assert [c.text for c in one.criteria.children] == [item, "Alpha"]


def test_a_series_of_purposes_is_one_use() -> None:
    (one,) = read(
        "Policy\nGene profiling for diagnosing, managing and monitoring alpha is investigational."
    ).statements
    assert one.criteria is not None
    assert (one.criteria.rule, one.criteria.text) == ("leaf", "diagnosing, managing and monitoring alpha")


def test_a_sentence_on_the_document_heads_no_list() -> None:
    found = read(
        "Policy\n\nThis bulletin addresses monitors for infants.\n-\nMedical Necessity\n\n"
        "Monitors are covered for any of the following:\n- Alpha\n- Beta"
    )
    assert found.short == ["medically_necessary: any(alpha, beta)"]


@pytest.mark.parametrize(
    "over",
    [
        "The following medical policies were revised:",
        "New medical policies effective for dates of service on and after 1 June 2021:",
        "Updated clinical guidelines:",
    ],
)
def test_a_list_of_changed_policies_states_what_its_items_state(over: str) -> None:
    found = read(
        f"Bulletin\n\n{over}\n- Knee braces\n  - Revised the tables\n- Gadget maps:\n  - Gadget maps are considered investigational."
    )
    assert [(s.position, s.subject) for s in found.statements] == [("investigational", "Gadget maps")]
    assert "position_implied" not in found.rules


def test_a_list_of_changed_policies_with_a_demand_is_asked_about() -> None:
    found = read(
        "Bulletin\n\nThe following policies were revised:\n- Knee braces\n- Must be prescribed by a surgeon"
    )
    assert "sentence_not_mapped" in found.rules
