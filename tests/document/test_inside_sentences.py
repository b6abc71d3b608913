"""What goes wrong inside sentences, in our own words: each cause once turned or lost a condition in a real policy."""

from __future__ import annotations

import pytest

from document.made import read_bytes
from document.trees import read

MN = "medically_necessary"
DENTAL = "The following services are covered for members under 21:\n(1) alpha;\n(2) "


@pytest.mark.parametrize(
    ("item", "tree"),
    [
        ("beta, no more than every 90 days, unless needed to find gamma.", "any(alpha, beta, gamma)"),
        ("beta, unless gamma is shown.", "any(alpha, beta+gamma)"),
    ],
)
def test_an_exception_in_a_list_of_covered_services_takes_nothing_out(item: str, tree: str) -> None:
    found = read(DENTAL + item)
    assert found.short == [f"{MN}: all(“members under 21”, {tree})"]
    assert ("exception_inside" in found.rules) == ("beta+gamma" in tree)


def test_an_exception_in_a_list_of_exclusions_takes_its_case_out() -> None:
    found = read("The following services are not covered:\n(1) alpha;\n(2) beta, unless gamma is shown.")
    assert found.short == ["not_covered: any(alpha, all(beta, not(gamma)))"]


@pytest.mark.parametrize(
    ("words", "tree"),
    [
        ("covered for members with gamma", "medically_necessary: all(gamma, any(alpha, beta))"),
        ("not covered for members with gamma", "not_covered: all(gamma, any(alpha, beta))"),
        ("investigational because evidence is limited", "investigational: any(alpha, beta)"),
    ],
)
def test_whom_a_list_of_services_is_for_is_a_condition_of_each(words: str, tree: str) -> None:
    found = read(f"The following gadgets are considered {words}:\n- alpha\n- beta.")
    assert (found.short, found.rules) == ([tree], [])


def test_requirements_that_do_not_apply_take_no_position() -> None:
    found = read(
        "Gadgets are covered for alpha.\n\nThe coverage requirements above do not apply to gadgets for beta."
    )
    assert (found.short, found.rules) == ([f"{MN}: alpha"], ["sentence_not_mapped"])


@pytest.mark.parametrize(
    ("sentence", "short"),
    [
        ("investigational in all other situations and not covered.", "investigational: other uses"),
        ("investigational for alpha and are not covered.", "investigational: alpha"),
        ("not medically necessary and are considered investigational for alpha.", "investigational: alpha"),
        ("investigational and are not covered for alpha.", "investigational: alpha"),
    ],
)
def test_a_second_position_keeps_what_stands_before_it(sentence: str, short: str) -> None:
    found = read(f"Gadgets are considered {sentence}")
    assert (found.short, found.rules) == ([short], [])


@pytest.mark.parametrize(
    ("sentence", "short"),
    [
        (
            "covered when the client has a diagnosed condition that contributes to alpha",
            f"{MN}: “the client has a diagnosed condition that contributes to alpha”",
        ),
        (
            "not covered when the need for them is mostly due to alpha",
            "not_covered: “the need for them is mostly due to alpha”",
        ),
        (
            "not covered for the general well-being of clients with alpha",
            "not_covered: “general well-being of clients with alpha”",
        ),
    ],
)
def test_a_condition_is_kept_whole(sentence: str, short: str) -> None:
    (one,) = read(f"Gadgets are {sentence}.").statements
    assert one.criteria is not None
    assert f"{one.position}: “{one.criteria.text}”" == short


@pytest.mark.parametrize(
    ("sentence", "tree"),
    [
        (
            "for a patient who has (a) alpha or (b) beta, either of which requires gamma",
            "all(any(alpha, beta), gamma)",
        ),
        (
            "when used for alpha where it is beta or where the patient refuses gamma",
            "all(alpha, any(beta, gamma))",
        ),
        ("when alpha is shown or when beta is shown", "any(alpha, beta)"),
        (
            "when the member has harm from alpha, serious beta or acute gamma that makes walking hard",
            "alpha+beta+gamma",
        ),
    ],
)
def test_words_that_belong_to_every_alternative_stay_with_each(sentence: str, tree: str) -> None:
    assert read(f"Gadgets are covered {sentence}.").tree == tree


@pytest.mark.parametrize(
    "item",
    [
        "provided in a setting that is less strict than alpha, but the notes show that it failed.",
        "When it goes with a disease, such as alpha or gamma.",
        "When it goes with a disease, including alpha.",
    ],
)
def test_words_that_are_no_condition_make_no_case(item: str) -> None:
    found = read(f"Gadgets are covered when all of the following apply:\n(A) beta\n(B) {item}")
    assert "if(" not in found.tree and "exception_inside" not in found.rules


def test_how_a_service_is_used_is_asked_for_beside_the_list_of_purposes() -> None:
    item = "For a client younger than eight years, the gadget is used apart from alpha for one of the following purposes:"
    found = read(
        f"Gadgets are covered if any of the following is met:\n(a) {item}\n(i) beta; or\n(ii) gamma;\n(b) delta."
    )
    assert found.short == [f"{MN}: any(all(alpha, any(beta, gamma)), delta)"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Gadgets are only covered for members without a beta benefit.",
        "Gadgets are covered only when beta is shown.",
    ],
)
def test_only_beside_another_statement_on_the_service_is_asked_about(sentence: str) -> None:
    assert "general_criteria" in read(f"Gadgets are covered when alpha is shown.\n\n{sentence}").rules
    assert "general_criteria" not in read(sentence).rules


@pytest.mark.parametrize(
    ("item", "tree"),
    [
        (
            "For gadget requests after surgery, the member must meet all criteria above and beta.",
            "if(“For gadget requests after surgery”, beta)",
        ),
        ("Children age 2 years or older must have used beta.", "if(“Children age 2 years or older”, beta)"),
        ("Children of any age who have shown beta.", "beta"),
    ],
)
def test_what_is_asked_of_some_is_asked_about(item: str, tree: str) -> None:
    found = read(f"Gadgets are covered when all of the following are met:\n1. alpha\n2. {item}")
    assert (found.tree, "only_for_some" in found.rules) == (f"all(alpha, {tree})", True)


def test_a_time_before_a_requirement_is_no_case() -> None:
    item = "For at least 6 months, the member must have tried beta."
    assert (
        read(f"Gadgets are covered when all of the following are met:\n1. alpha\n2. {item}").tree
        == "all(alpha, beta)"
    )


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("reference_unknown", "when the criteria above and one of the following are met"),
        (
            "labels_mismatch",
            "when it is known (that is: one of criteria A or B) and all of criteria C are met",
        ),
    ],
)
def test_other_criteria_named_over_a_list_are_asked_about(rule: str, words: str) -> None:
    found = read(f"Gadgets are covered {words}:\nA. alpha\nB. beta\nC. gamma.")
    assert rule in found.rules and "if(" not in found.tree


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (
            "stage_inferred",
            "Gadgets are covered for alpha.\n\nAdditional authorization may be given if beta is shown.",
        ),
        ("position_unclear", "Frequent changes to the gadget are necessary based on alpha."),
        (
            "sentence_not_mapped",
            "This section applies to clients under 21.\n\nGadgets are covered for alpha.",
        ),
        (
            "running_text",
            "The plan covers gadgets without approval at a frequency of one pair per 12 months.",
        ),
    ],
)
def test_what_a_sentence_may_mean_besides_is_asked_about(rule: str, text: str) -> None:
    assert rule in read(text).rules


def test_one_object_of_two_verbs_is_kept_with_both() -> None:
    found = read(
        "Gadgets are covered when all of the following are met:\n1. alpha\n2. The member is intolerant of, or refuses beta"
    )
    assert found.tree == "all(alpha, beta)"


def test_costs_that_go_with_a_program_are_one_thing() -> None:
    (one,) = read("The plans do not cover costs associated with alpha programs.").statements
    assert (one.subject, one.criteria) == ("costs associated with alpha programs", None)


@pytest.mark.parametrize(
    ("sentence", "subject", "short"),
    [
        ("Gadgets for adults are covered when alpha is shown.", "Gadgets", "all(“adults”, alpha)"),
        ("Gadgets for members with alpha are considered investigational.", "Gadgets", "alpha"),
        (
            "Gadgets for adult members are covered when alpha is shown.",
            "Gadgets",
            "all(“adult members”, alpha)",
        ),
        ("Gadgets for alpha are covered when beta is shown.", "Gadgets for alpha", "beta"),
        ("Gadgets for meniscal tears are covered when beta is shown.", "Gadgets for meniscal tears", "beta"),
    ],
)
def test_patients_in_the_subject_are_a_condition(sentence: str, subject: str, short: str) -> None:
    found = read(sentence)
    assert ([s.subject for s in found.statements], found.tree, found.rules) == ([subject], short, [])


def test_how_something_is_ordered_is_no_use_of_it() -> None:
    found = read(
        "Gadgets are covered if it is ordered in writing by the alpha physician, a nurse, or a specialist."
    )
    assert found.short == ["medically_necessary: alpha"]


def test_what_lies_between_two_values_is_one_condition() -> None:
    found = read("Gadgets are covered when all are met: alpha, beta, and a walk between 8 and 45 seconds.")
    assert found.tree == "all(alpha, beta, “a walk between 8 and 45 seconds”)"


def test_a_list_inside_an_item_leaves_the_outer_numbers_alone() -> None:
    found = read("Gadgets are covered when 1) alpha, AND 2) either of the following: a) beta, b) gamma.")
    assert found.tree == "all(alpha, any(beta, gamma))"


def test_labels_with_full_stops_number_the_items_of_a_sentence() -> None:
    found = read("Gadgets are covered when the patient meets both (i and ii): i. alpha, and ii. beta.")
    assert found.tree == "all(alpha, beta)"
    assert found.rules == []


def test_who_is_asked_for_is_asked_beside_all_that_semicolons_part() -> None:
    found = read(
        "Gadgets are covered in individuals younger than 18 when the individual has alpha, or has beta; gamma is at least "
        "40, or at least 35 with delta; and epsilon is met."
    )
    assert found.tree.startswith("all(“individuals younger than 18”, any(alpha, beta), ")


def test_who_makes_a_diagnosis_is_no_use() -> None:
    found = read(
        "Gadgets are covered if the member has a diagnosis of alpha made by a physician, nurse or other person."
    )
    assert found.statements[0].criteria is not None and not found.statements[0].criteria.children


def test_an_item_for_a_kind_of_patient_asks_it_of_that_one() -> None:
    found = read(
        "Gadgets are covered if all are met:\n- alpha\n- for an ambulatory patient: beta, gamma, or delta"
    )
    assert found.tree == "all(alpha, if(“for an ambulatory patient”, beta+gamma+delta))"
    assert "only_for_some" in found.rules


def test_what_meets_none_of_the_conditions_is_what_does_not_meet_them() -> None:
    found = read("Gadget care that meets none of the conditions above is not medically necessary.")
    assert found.statements[0].criteria_not_met
    assert found.rules == []


def test_all_other_uses_may_be_looked_upon() -> None:
    found = read("Every other use is looked upon as experimental and is not a covered benefit.")
    assert [(s.position, s.all_other_uses) for s in found.statements] == [("investigational", True)]


def test_what_points_back_over_a_semicolon_is_asked_about() -> None:
    found = read("Alpha is no indication for beta; such beta is considered not medically necessary.")
    assert "position_unclear" in found.rules


def test_either_clause_on_persons_stands_beside_the_use_that_they_have() -> None:
    found = read("Gadgets are covered for alpha in adults who have failed beta or cannot take gamma.")
    assert found.tree == "all(alpha, any(beta, gamma))"
    assert found.rules == []


def test_what_a_service_is_for_may_stand_before_it() -> None:
    found = read("To judge whether alpha is solid, gadgets are considered medically necessary.")
    assert [(s.subject, s.position) for s in found.statements] == [("gadgets", MN)]
    assert found.tree == "alpha"


@pytest.mark.parametrize(
    "subject",
    ["Claims for gadgets that do not meet Section C", "A gadget that satisfies neither Part A nor Part B"],
)
def test_what_does_not_meet_a_section_does_not_meet_the_criteria(subject: str) -> None:
    found = read(f"{subject} will be denied as not medically necessary.")
    assert [s.criteria_not_met for s in found.statements] == [True]


@pytest.mark.parametrize(
    ("sentence", "position"),
    [
        (
            "Repeat scans because the first were lost, or at a patient's request, are not medically necessary.",
            "not_medically_necessary",
        ),
        ("Testing for alpha DOES NOT MEET COVERAGE CRITERIA.", "not_covered"),
        ("12 months may be approved when alpha has improved.", MN),
    ],
)
def test_sentences_of_position_of_further_authors(sentence: str, position: str) -> None:
    found = read(sentence)
    assert [s.position for s in found.statements] == [position]


def test_a_time_after_either_of_two_events_is_no_alternative_to_what_stands_before_it() -> None:
    found = read(
        "Repeat gadgets are covered for an individual who has alpha and beta, at least 12 weeks after gamma was started or "
        "the dose was changed."
    )
    assert "running_text" in found.rules


@pytest.mark.parametrize(
    "over", ["in the evaluation or treatment of:", "prior to:", "to diagnose:", "for the management of:"]
)
def test_a_list_of_what_a_service_is_for_asks_for_one_of_it(over: str) -> None:
    found = read(f"Gadgets are covered {over}\n- alpha\n- beta")
    assert found.tree == "any(alpha, beta)"
    assert found.rules == []


def test_values_under_the_word_that_they_are_of_are_no_second_condition() -> None:
    found = read(
        "Gadgets are covered when all are met:\nA. BMI as follows:\n  1. 40 or greater; or\n  2. 35 or greater with alpha\nB. beta."
    )
    assert found.rules == []


def test_these_are_asked_about_where_nothing_says_which() -> None:
    assert "position_unclear" in read("These beds will be denied as not medically necessary.").rules


def test_a_cell_that_only_judges_says_it_of_its_row_and_a_number_over_a_policy_says_nothing() -> None:
    rows = "".join(
        f"<tr><td>{a}</td><td>{b}</td></tr>"
        for a, b in (
            ("Procedure", "Cosmetic"),
            (
                "Alpha repair",
                "Alpha repair of the trunk is considered cosmetic for all indications of any kind.",
            ),
            (
                "Beta repair",
                "Alpha repair, beta repair and gamma repair are considered cosmetic in all cases.",
            ),
            ("Removal of delta", "Considered cosmetic."),
        )
    )
    told = read_bytes(f"<h1>Policy</h1><h2>Criteria</h2><table>{rows}</table>".encode(), "policy.html")
    assert ("cosmetic", "Removal of delta") in [(s.position, s.subject) for s in told.statements]
    header = "STATE AGENCY                        Clinical Coverage Policy\nGadgets                             No. 3-PD-2\n\n"
    assert [s.subject for s in read(f"{header}Gauges are covered when alpha is shown.").statements] == [
        "Gauges"
    ]
