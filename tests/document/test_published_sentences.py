"""Sentences and lists of published policies that were read wrongly once: each has the words that misled."""

from __future__ import annotations

import pytest

from coverable.document.read import reading_of
from coverable.document.readers.read import read_source
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
        "Policy\nTraction when alpha has failed is considered medically necessary for one of these:\n- Beta\n- Gamma"
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


def test_a_deep_number_says_where_an_item_stands_whatever_note_is_printed_before_it() -> None:
    found = read(
        "4.0  POLICY\n4.1  Surgery is covered when all the following conditions are met:\n4.1.1  The patient has alpha.\n"
        "4.1.2  The patient has beta.\nNote:  These programs are not covered by the Acme Program.\n"
        "4.1.3  The patient has either of the following:\n•  Gamma\n•  Delta"
    )
    surgery = next(s for s in found.statements if s.subject == "Surgery")
    assert surgery.criteria is not None
    assert [c.rule for c in surgery.criteria.children] == ["leaf", "leaf", "any"]


def test_an_aside_in_brackets_on_a_line_of_its_own_belongs_to_the_item_before_it() -> None:
    found = read(
        "Policy\nSurgery is covered when all of these are met:\n1. The patient has completed growth\n"
        "(18 years of age or proof of closed growth lines).\n2. Alpha\n3. A band\n(except when done for beta)."
    )
    (one,) = found.statements
    assert one.criteria is not None
    texts = [c.text for c in one.criteria.children]
    assert texts[0] == "The patient has completed growth (18 years of age or proof of closed growth lines)"
    assert "except when done for beta" in texts[2]


def test_exceptions_behind_limitations_are_no_limitations() -> None:
    text = (
        "Gadget Policy\nPolicy Number: MED-4\nEffective Date: 03/01/2026\n\nCoverage Criteria\n\n1.0  LIMITATIONS\n"
        "1.1  Gadgets for show.\n1.2  Gadgets for play.\n2.0  EXCEPTIONS\n2.1  Gadgets for alpha.\n2.2  Gadgets for beta.\n"
    )
    found = reading_of(read_source(text.encode(), "gadgets.txt"))
    assert [s.position for s in found.statements] == ["not_covered", "medically_necessary"]
    assert "position_implied" in {f.rule for f in found.findings}


def test_how_much_is_covered_is_asked_about_under_a_denial_and_denies_nothing() -> None:
    found = read(
        "Limitations:\n- Coverage is limited to one brace per lifetime.\n- Braces for alpha\n- Braces for beta"
    )
    (one,) = found.statements
    assert one.criteria is not None
    assert [c.text for c in one.criteria.children] == ["Braces for alpha", "Braces for beta"]
    assert "sentence_not_mapped" in found.rules


@pytest.mark.parametrize(
    ("sentence", "position"),
    [
        ("Devices may be cost-shared when alpha is shown.", "medically_necessary"),
        ("The program will cost share devices when alpha is shown.", "medically_necessary"),
        ("The program will not cost-share devices for alpha.", "not_covered"),
    ],
)
def test_what_a_program_cost_shares_it_covers(sentence: str, position: str) -> None:
    (one,) = read(f"Policy\n{sentence}").statements
    assert one.position == position
    assert one.subject.lower() == "devices"
    assert one.criteria is not None
    assert "alpha" in one.criteria.text


def test_who_does_not_cover_and_from_when_are_no_conditions() -> None:
    found = read(
        "Policy\nThe programs are not covered by the Acme Program.\n\nBraces are covered, effective July 1, 2020."
    )
    assert [s.criteria for s in found.statements] == [None, None]


def test_the_length_of_an_approval_over_a_list_is_no_condition() -> None:
    found = read(
        "Policy\nHormone is covered for one of the following:\n\nGout – 180-day approval:\n1. Alpha; AND\n2. Beta"
    )
    assert "180" not in found.tree


@pytest.mark.parametrize("over", ["Delta of the joint due to:", "Delta of the joint associated with:"])
def test_one_cause_of_what_is_asked_for_is_enough(over: str) -> None:
    found = read(
        f"Policy\nGadgets are covered when any of the following is met:\n1. Alpha\n2. {over}\n   a. Beta\n   b. Gamma"
    )
    assert found.tree == "any(alpha, all(delta, any(beta, gamma)))"


def test_a_list_that_is_not_complete_is_not_barred() -> None:
    found = read(
        "Exclusions\n\nThe following is a partial list of what is excluded. This list is not all-inclusive.\n- Alpha\n- Beta"
    )
    assert found.short == ["benefit_exclusion: any(alpha, beta)"]


def test_a_favourable_list_that_is_not_complete_is_asked_about() -> None:
    found = read(
        "Policy\nGadgets are covered for any of these conditions. This list is not exhaustive.\n- Alpha\n- Beta"
    )
    assert found.short == ["medically_necessary: any(alpha, beta)"]
    assert "open_list" in found.rules


def test_items_that_begin_with_a_position_say_it_of_the_name_over_them() -> None:
    found = read(
        "Bulletin\n\nHome robots\n\n- Addresses home use of robots.\n- Considered investigational for all indications.\n- Must be returned"
    )
    assert [(s.position, s.subject) for s in found.statements] == [("investigational", "Home robots")]


def test_even_if_widens_and_asks_nothing() -> None:
    found = read("Policy\nShoes for individuals with alpha are covered, even if only one foot is ill.")
    assert found.short == ["medically_necessary: alpha"]


def test_a_pointer_in_brackets_is_no_part_of_a_condition() -> None:
    (one,) = read("Policy\nBraces are covered when following alpha (see Section 5.2).").statements
    assert one.criteria is not None
    assert one.criteria.text == "following alpha"


def test_a_pointer_to_criteria_stays_in_the_condition() -> None:
    (one,) = read(
        "Policy\nBraces are covered when the member meets the criteria (see Section 5.2)."
    ).statements
    assert one.criteria is not None
    assert "Section 5.2" in one.criteria.text


def test_an_exception_between_a_service_and_its_denial_is_asked_about() -> None:
    found = read("Policy\nTraction unless alpha has failed is considered not medically necessary.")
    assert "sentence_not_mapped" in found.rules


def test_what_a_physician_must_do_is_no_denial_whatever_heading_stands_over_it() -> None:
    found = read("Limitations\n\nThe physician who treats it must:\n- Document alpha\n- Certify beta")
    assert [s.position for s in found.statements] == ["medically_necessary"]
    assert "position_implied" in found.rules


def test_a_list_of_pointers_asks_nothing() -> None:
    found = read(
        "Limitations\n\nRelated policies:\n- For orthotics, see Section 3.1.\n- For shoes, refer to the brace policy."
    )
    assert not found.statements


def test_a_list_that_goes_on_without_a_mark_is_asked_about() -> None:
    found = read(
        "Coverage:\n1) Alpha is shown; and,\n2) Beta is shown; and,\nSelf-testing is done once a week."
    )
    assert "connector_at_end" in found.rules
    (one,) = found.statements
    assert one.criteria is not None
    assert [c.text for c in one.criteria.children] == ["Alpha is shown", "Beta is shown"]


def test_an_item_that_grants_something_of_its_own_is_asked_about() -> None:
    found = read(
        "Policy\nNerve treatment is considered medically reasonable and necessary for patients who meet these criteria:\n"
        "a. First treatment after alpha\nb. Repeat treatment is considered medically reasonable and necessary provided beta is shown."
    )
    assert "position_unclear" in found.rules


def test_what_an_agency_did_not_list_is_no_other_use() -> None:
    (one,) = read(
        "Policy\nGadgets are not covered for alpha not listed by the FDA as an approved use."
    ).statements
    assert not one.all_other_uses


def test_unless_inside_a_clause_on_a_disease_opens_no_way_around_it() -> None:
    item = "The patient has an illness that would end in death unless alpha is done"
    found = read(f"Policy\nGadgets are covered in any of these cases:\n- {item}\n- Beta")
    (one,) = found.statements
    assert one.criteria is not None
    assert one.criteria.children[0].text == item
    assert "exception_inside" in found.rules


def test_what_a_sentence_aims_at_is_not_judged() -> None:
    found = read(
        "Policy\nIn order to be considered necessary, the label must name alpha.\n\nGadgets are covered when beta is shown."
    )
    assert [s.subject for s in found.statements] == ["Gadgets"]


def test_whole_statements_among_limitations_are_statements_of_their_own() -> None:
    found = read(
        "Limitations\n\n1. Gadgets without alpha are considered not medically necessary.\n2. More than two visits\n3. Visits for show"
    )
    assert {(s.position, s.subject) for s in found.statements} == {
        ("not_medically_necessary", "Gadgets without alpha"),
        ("not_covered", ""),
    }


def test_key_words_in_small_letters_stand_under_their_heading_and_end_with_their_line() -> None:
    text = (
        "Gadget Policy\nPolicy Number: MED-4\n\nCriteria\n\nGadgets are covered when alpha is shown.\n\nKEY WORDS\n"
        "small gadget, large gadget, gadget map\n\nPolicy Chronology:\n\n11/14/2024 Reaffirmed\n"
    )
    found = reading_of(read_source(text.encode(), "gadgets.txt"))
    assert [k.fields["word"] for k in found.keywords] == ["small gadget", "large gadget", "gadget map"]


def test_a_however_behind_if_belongs_to_no_name() -> None:
    (one,) = read("Policy\nIf, however, alpha has failed, gadgets are covered.").statements
    assert one.subject == "gadgets"
    assert one.criteria is not None
    assert "alpha has failed" in one.criteria.text
