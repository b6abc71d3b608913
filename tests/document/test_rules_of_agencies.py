"""Forms of the rules of public agencies: paragraphs that are statements, kinds of a service, how often in a sentence."""

from __future__ import annotations

import pytest

from coverable.document.granted.amounts import amounts
from document.trees import read

MN = "medically_necessary"


@pytest.mark.parametrize("title", ["", "(1) Indications and limitations of coverage:\n"])
def test_paragraphs_of_a_rule_are_statements_where_one_denies_all_other_uses(title: str) -> None:
    found = read(
        f"""{title}(a) The agency shall cover gadgets for clients with alpha;
(b) Gadgets require prior authorization;
(c) The agency considers all other uses of gadgets to be investigational as its effect has not been established in the peer-reviewed literature;"""
    )
    assert [s.position for s in found.statements] == [MN, "investigational"]
    assert found.tree == "alpha"
    assert found.statements[1].all_other_uses
    assert "items_not_mapped" in found.rules


@pytest.mark.parametrize("pointer", ["as follows:", "including:", "for a condition of gamma, including:"])
def test_of_kinds_of_a_service_one_is_enough(pointer: str) -> None:
    found = read(
        f"""The plan may cover hospital beds {pointer}
(a) A fixed height hospital bed when alpha is shown;
(b) A variable height bed when beta is shown;"""
    )
    assert "any(alpha, beta)" in found.tree


def test_criteria_that_name_the_service_are_no_kinds_of_it() -> None:
    found = read(
        "The plan covers hospital beds as follows:\n(a) The hospital bed is ordered for alpha;\n(b) Beta is shown;"
    )
    assert found.tree == "all(alpha, beta)"


@pytest.mark.parametrize(
    "words",
    [
        "Covered services include the following:",
        "Covered equipment services shall include the following devices:",
        "Coverage includes:",
    ],
)
def test_each_of_the_services_that_are_covered_is_enough(words: str) -> None:
    assert read(f"{words}\n- Alpha\n- Beta").tree == "any(alpha, beta)"


@pytest.mark.parametrize(
    ("sentence", "says"),
    [
        (
            "Gadgets are considered medically necessary up to twice per lifetime when the patient has alpha.",
            "2 per lifetime",
        ),
        ("Gadgets are covered once per year if the patient has alpha.", "1 per year"),
        (
            "Gadgets are covered for up to twelve sessions per year when the patient has alpha.",
            "12 sessions per year",
        ),
        (
            "The plan will consider reimbursement for gadgets up to once per lifetime in patients with alpha.",
            "1 per lifetime",
        ),
    ],
)
def test_how_often_before_a_condition_is_granted_and_the_condition_asked_for(
    sentence: str, says: str
) -> None:
    assert read(sentence).short == [f"{MN}: alpha"]
    assert [a.says for a in amounts(sentence)] == [says]


def test_a_number_of_treatments_directly_behind_a_position_is_granted() -> None:
    sentence = (
        "Gadgets are considered medically necessary for two treatments per week when the patient has alpha."
    )
    assert read(sentence).short == [f"{MN}: alpha"]
    assert [a.says for a in amounts(sentence)] == ["2 treatments per week"]


def test_how_often_in_a_denial_stays_with_its_condition() -> None:
    (one,) = read("Gadgets are not covered once per year when the patient has alpha.").statements
    assert one.criteria is not None
    assert one.criteria.text.startswith("once per year")


def test_a_denial_of_reimbursement_names_the_service_and_not_the_payer() -> None:
    (one,) = read("The plan will not consider reimbursement of in vitro assays.").statements
    assert (one.position, one.subject, one.criteria) == ("not_covered", "in vitro assays", None)


def test_a_payment_that_is_decided_case_by_case_is_no_position() -> None:
    assert read("The plan considers coverage of gadgets case by case.").statements == ()


@pytest.mark.parametrize("whom", ["persons whose alpha is at rest", "asymptomatic persons with alpha"])
def test_for_whom_a_denied_service_is_is_a_condition(whom: str) -> None:
    (one,) = read(f"Gadgets in {whom} are considered not medically necessary.").statements
    assert one.subject == "Gadgets"
    assert one.criteria is not None


def test_a_clause_that_says_which_ones_are_denied_is_not_parted() -> None:
    found = read("Comfort items which do not contribute to the treatment of alpha or beta are not covered.")
    (one,) = found.statements
    assert one.criteria is None
    assert "running_text" in found.rules


def test_supports_that_are_things_say_nothing() -> None:
    (one,) = read("Arch supports prescribed by a physician are covered when alpha is shown.").statements
    assert one.subject == "Arch supports prescribed by a physician"


def test_a_roman_number_behind_a_letter_is_told_by_the_next_one() -> None:
    found = read(
        """Gadgets are covered when:
(g) Alpha;
(h) One of the following is met:
(i) Beta;
(ii) Gamma."""
    )
    assert found.tree == "all(alpha, any(beta, gamma))"


def test_a_paragraph_under_a_whole_sentence_that_takes_a_position_is_a_statement() -> None:
    found = read(
        """(1) Gadgets may be approved only when alpha is shown and one of the covered conditions is present.
(a) A search for a gadget is a covered service."""
    )
    assert [s.subject for s in found.statements] == ["Gadgets", "A search for a gadget"]


@pytest.mark.parametrize(
    "sentence",
    [
        "A starter kit will be reimbursed separately from the rental.",
        "The director approves of this rule, as required by law.",
    ],
)
def test_how_it_is_paid_and_who_agrees_are_no_positions(sentence: str) -> None:
    assert read(sentence).statements == ()


def test_a_use_before_when_and_the_clause_behind_it_are_both_asked_for() -> None:
    assert read("Gadgets are covered for alpha when the patient has beta.").tree == "all(alpha, beta)"
    assert read("Gadgets are covered for alpha when used with beta.").tree == "alpha+beta"


def test_titled_paragraphs_of_a_rule_stay_beside_each_other_where_their_lists_ask_for_the_patient() -> None:
    found = read(
        """(1) The following services are covered.
(2) Liver.
(a) The patient must:
(i) have alpha; and
(ii) be free of beta.
(3) Cornea.
(a) The patient must have gamma."""
    )
    assert [s.criteria is not None and s.criteria.text for s in found.statements] == ["Liver.", "Cornea."]
    assert "list_structure" not in found.rules


def test_a_number_apart_from_its_dot_goes_on_with_its_list() -> None:
    found = read(
        "Gadgets are covered when all of the following are met:\n1. Alpha\n2 . Patients have:\na. Beta, or\nb. Gamma."
    )
    assert found.tree == "all(alpha, any(beta, gamma))"


@pytest.mark.parametrize(
    ("sentence", "leaf"),
    [
        (
            "Gadgets are covered if treatment of the alpha becomes impractical.",
            "treatment of the alpha becomes impractical",
        ),
        ("Gadgets are covered when the treatment of alpha has failed.", "the treatment of alpha has failed"),
    ],
)
def test_a_clause_on_a_treatment_is_kept_whole(sentence: str, leaf: str) -> None:
    (one,) = read(sentence).statements
    assert one.criteria is not None
    assert one.criteria.text == leaf


def test_uses_directly_behind_a_position_are_asked_about() -> None:
    found = read("Gadgets are considered medically necessary: alpha; beta; and gamma.")
    assert "no_quantifier" in found.rules


def test_devices_that_allow_patients_to_do_something_are_named_whole() -> None:
    (one,) = read(
        "The plan covers devices that allow recipients with disorders to speak when alpha is shown."
    ).statements
    assert one.subject == "devices that allow recipients with disorders to speak"


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        ("Gadgets are a benefit contract exclusion for all products of the Company.", "Gadgets"),
        ("Gadgets are not eligible for reimbursement consideration.", "Gadgets"),
    ],
)
def test_which_benefit_pays_and_for_which_products_is_no_condition(sentence: str, subject: str) -> None:
    (one,) = read(sentence).statements
    assert (one.subject, one.criteria) == (subject, None)


def test_criteria_that_a_text_uses_when_determining_necessity_are_all_that_it_asks_for() -> None:
    found = read(
        "The following guidelines are used when determining the medical necessity of gadgets:\n1. Alpha.\n2. Beta."
    )
    assert found.tree == "all(alpha, beta)"


def test_for_whom_all_of_a_list_applies_is_read_with_the_use_before_it() -> None:
    found = read(
        "The plan covers gadgets to treat alpha in members for whom all of the following criteria apply:\n- Beta\n- Gamma"
    )
    assert found.tree == "all(alpha, beta, gamma)"


def test_a_series_within_an_item_goes_on_in_the_next_line() -> None:
    found = read(
        """Gadgets are covered when the device has alpha and the client must meet any of the following criteria:
(A) Excessive beta that the agency sees in the records of the client over a year; or
(B) Pain, weakness, or
gamma."""
    )
    assert found.tree == "all(alpha, any(beta, gamma))"


def test_a_person_at_the_end_of_a_condition_is_kept() -> None:
    (one,) = read(
        "Gadgets are covered after a discussion of alpha between the physician and the patient."
    ).statements
    assert one.criteria is not None
    assert one.criteria.text.endswith("and the patient")
