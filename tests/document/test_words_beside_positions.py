"""Words beside a position or over a list that were read wrongly, or asked about in vain, in a round of made-up documents."""

from __future__ import annotations

import pytest

from coverable.document.read import reading_of
from coverable.document.readers.read import read_source
from document.trees import read

LIST = "\n- Alpha\n- Beta"


@pytest.mark.parametrize(
    "sentence",
    [
        "Based on the available evidence, Saltmeadow considers traction to be medically necessary when all of these are met:",
        "Beginning with requests received on the first of May, Northwind Mutual will approve traction when all of these are met:",
    ],
)
def test_a_payer_behind_an_opening_clause_is_no_word_that_was_lost(sentence: str) -> None:
    found = read(f"Policy\n{sentence}{LIST}")
    assert found.short == ["medically_necessary: all(alpha, beta)"]
    assert not found.rules


def test_a_payer_behind_a_reason_is_no_word_that_was_lost() -> None:
    found = read(
        "Policy\nSince controlled trials are lacking, Northwind Mutual considers traction investigational for all other indications."
    )
    assert [s.all_other_uses for s in found.statements] == [True]
    assert not found.rules


def test_uses_that_criteria_do_not_name_are_other_uses_and_no_unmet_criteria() -> None:
    (one,) = read(
        "Policy\nTraction is investigational for any use not specified in the criteria above."
    ).statements
    assert (one.all_other_uses, one.criteria_not_met) == (True, False)


def test_without_limitation_is_no_use_that_is_named() -> None:
    (one,) = read(
        "Policy\nTraction is investigational in all other cases, such as, without limitation, gout, lupus, or scurvy."
    ).statements
    assert one.all_other_uses
    assert [use.value for use in one.named_uses] == ["gout", "lupus", "scurvy"]


def test_conditions_below_a_verb_that_denies_are_uses_and_not_all_others() -> None:
    found = read(
        f"Policy\nCurrent literature does not support the use of traction in the management of any of the conditions below:{LIST}"
    )
    assert found.short == ["investigational: any(alpha, beta)"]
    assert not found.statements[0].all_other_uses


def test_a_short_name_with_strokes_is_no_part_of_the_first_use() -> None:
    found = read(
        "Policy\nTraction is considered experimental/investigational/unproven (E/I/U) for the treatment of gout, lupus, or scurvy."
    )
    assert found.short == ["investigational: any(“gout”, “lupus”, “scurvy”)"]


@pytest.mark.parametrize(
    ("lead", "rule"),
    [
        ("when the clinical situation matches one of the descriptions below:", "any"),
        ("when need is shown by one of the following:", "any"),
        ("when the reviewer can check off all of the boxes below:", "all"),
        ("if there is no known:", "none"),
    ],
)
def test_words_that_only_lead_a_list_in_are_no_condition(lead: str, rule: str) -> None:
    found = read(f"Policy\nTraction is considered medically necessary {lead}{LIST}")
    assert found.statements[0].criteria is not None
    assert found.statements[0].criteria.rule == rule
    assert not found.rules


def test_what_stands_before_must_also_have_is_asked_for() -> None:
    found = read(
        "Policy\nTraction is medically necessary when all of the following are met:\n"
        "A. Gamma\nB. Delta – must also have one of the following:\n  1. Alpha\n  2. Beta"
    )
    assert found.short == ["medically_necessary: all(gamma, delta, any(alpha, beta))"]


def test_any_time_is_a_case() -> None:
    found = read(
        "Policy\nTraction is medically necessary when all of the following are met:\n"
        "A. Gamma\nB. Any time the drug is given by infusion, all of the following apply:\n  1. Alpha\n  2. Beta"
    )
    (one,) = found.statements
    assert one.criteria is not None
    assert [c.rule for c in one.criteria.children] == ["leaf", "if"]


def test_an_entry_of_a_history_that_says_as_written_is_no_position() -> None:
    assert not read("Policy\nBiennial review, approved as written").statements


def test_a_title_that_sounds_like_a_section_is_none_where_the_criteria_follow() -> None:
    text = (
        "Prior Authorization Criteria – Traction\n\nPolicy Number: MED-417\n\nBenefit Category Description\n\n"
        "Places where the service is commonly provided:\na. Hospital outpatient department\nb. Physician office\n\n"
        "Coverage Criteria\n\nTraction is medically necessary when all of the following are met:\n1. Fever\n2. Cough\n"
    )
    view = reading_of(read_source(text.encode(), "title.txt")).view()
    assert [section["title"] for section in view["sections"] if section["kind"] == "criteria"] == [
        "Coverage Criteria"
    ]


@pytest.mark.parametrize(
    "opening", ["Coverage extends to", "The program shall reimburse for", "The plan covers"]
)
def test_with_names_a_part_of_the_service_where_conditions_follow(opening: str) -> None:
    found = read(f"Policy\n{opening} retesting with a fine probe when all of these are met:{LIST}")
    assert found.short == ["medically_necessary: all(alpha, beta)"]
    assert [s.subject for s in found.statements] == ["retesting with a fine probe"]


def test_with_a_failure_of_drugs_is_a_condition_and_no_part_of_the_service() -> None:
    found = read("Policy\nThe plan covers traction with failure of two drugs when the pain persists.")
    assert [s.subject for s in found.statements] == ["traction"]
    assert found.short == ["medically_necessary: “failure of two drugs when the pain persists”"]


@pytest.mark.parametrize(
    "over",
    [
        "No barrier to treatment listed below exists:",
        "NO safety concern listed below exists:",
        "NO exclusion criterion is met; the exclusion criteria are:",
        "Subject to these contraindications (NONE may be present):",
    ],
)
def test_what_keeps_a_service_from_a_patient_is_named_under_a_negation(over: str) -> None:
    found = read(
        f"Policy\nTraction is covered when all of these are met:\nA. Gamma\nB. {over}\n  1. Alpha\n  2. Beta"
    )
    assert found.short == ["medically_necessary: all(gamma, none(alpha, beta))"]
    assert not found.rules


@pytest.mark.parametrize("told", ["when the member has", "when the examination finds", "in members with"])
def test_a_list_behind_except_is_one_of_what_must_not_be_there(told: str) -> None:
    found = read(f"Policy\nCoverage of traction is provided except {told} any of the following:{LIST}")
    assert found.short == ["medically_necessary: none(alpha, beta)"]


def test_a_payer_who_cannot_establish_the_necessity_is_not_what_is_judged() -> None:
    found = read(
        "Policy\nNorthwind cannot establish the medical necessity of traction for alpha, beta, or gamma."
    )
    assert found.short == ["not_medically_necessary: any(alpha, beta, gamma)"]
    assert [s.subject for s in found.statements] == ["traction"]
    assert not found.rules


@pytest.mark.parametrize(
    ("sentence", "position"),
    [
        ("Traction will be deemed to serve a cosmetic purpose when used for:", "cosmetic"),
        (
            "Medical necessity criteria for traction are not met (indications: alpha, or beta).",
            "not_medically_necessary",
        ),
    ],
)
def test_a_noun_behind_or_before_the_position_belongs_to_it(sentence: str, position: str) -> None:
    found = read(f"Policy\n{sentence}{LIST if sentence.endswith(':') else ''}")
    assert found.short == [f"{position}: any(alpha, beta)"]


def test_pain_in_association_with_a_list_is_asked_for_too() -> None:
    found = read(
        f"Policy\nTraction is covered when the member has gamma in association with any of the following:{LIST}"
    )
    assert found.short == ["medically_necessary: all(gamma, any(alpha, beta))"]
    assert not found.rules


def test_this_set_of_criteria_is_all_of_it() -> None:
    found = read(f"Policy\nTraction is covered when this set of criteria is met:{LIST}")
    assert found.short == ["medically_necessary: all(alpha, beta)"]
    assert not found.rules


@pytest.mark.parametrize("said", ["The reviewer sees medical merit of traction"])
def test_words_over_a_list_that_say_nothing_of_a_patient_are_asked_about_and_no_condition(said: str) -> None:
    found = read(
        f"Policy\nTraction is covered when both are met:\n- Gamma\n- Delta\n\nTraction is not covered for:\n- Iota\n- Zeta\n\n"
        f"{said} when any of these is met:{LIST}"
    )
    assert found.short[-1] == "medically_necessary: any(alpha, beta)"
    assert "words_vacant" in found.rules


@pytest.mark.parametrize(
    "said", ["Pregnancy", "Age under 12", "No benefit from traction", "Symptoms", "Diagnosis of HIV"]
)
def test_words_over_a_list_that_can_be_a_condition_stay_one(said: str) -> None:
    found = read(
        f"Policy\nTraction is covered when both are met:\n- Gamma\n- {said} and any of these:\n  - Alpha\n  - Beta"
    )
    assert "words_vacant" not in found.rules
    assert said.removeprefix("No ") in str(found.short)
