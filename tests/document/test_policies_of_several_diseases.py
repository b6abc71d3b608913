"""One drug for several diseases: the same lists return under each, and none of them is another wording of another."""

from __future__ import annotations

import pytest

from coverable.document.draft.apply import unanswered
from coverable.document.draft.make import make_draft
from coverable.document.read import reading_of
from document.handmade import ON, document
from document.made import drawn, read_policy

DISEASES = ("plaque psoriasis", "psoriatic arthritis", "Crohn's disease", "cluster headache")


def policy(first: str = "for {} when ALL of the following are met", headings: bool = True) -> str:
    """Beginning and going on, for each disease, in nearly the same words."""
    out = "Coverage Criteria\n\n"
    for disease in DISEASES:
        out += f"{disease.title()}\n\n" if headings else ""
        out += (
            f"Initial Authorization\n\nZelvora is considered medically necessary {first.format(disease)}:\n\n"
            f"- Diagnosis of active {disease}\n- The member is 18 years of age or older\n- A specialist prescribes it\n\n"
            f"Authorization will be issued for 12 months.\n\nContinuation of Therapy\n\n"
            f"Continued use of Zelvora is considered medically necessary for {disease} when ALL of the following are met:\n\n"
            "- The member responded to it\n- A specialist prescribes it\n\nAuthorization will be issued for 12 months.\n\n"
        )
    return out


@pytest.mark.parametrize("headings", [True, False])
def test_lists_for_different_diseases_are_all_read_and_none_is_asked_about(headings: bool) -> None:
    found = read_policy(policy(headings=headings), "Zelvora")
    assert found.rules == []
    assert [s.stage for s in found.statements] == ["initial", "continuation"] * len(DISEASES)
    assert all(
        s.criteria and s.criteria.children[0].text == d
        for s, d in zip(found.statements[::2], DISEASES, strict=True)
    )


def test_the_disease_tells_the_use_and_is_asked_for_once() -> None:
    source = document(f"Zelvora\n\n{policy()}")
    draft = unanswered(make_draft(reading_of(source), source), ON).draft
    initial = next(iter(draft.policy["indications"].values()))
    use, stage = initial["applies_if"]["all"]
    assert (draft.slots[use.slot].text, stage["is"]) == ("plaque psoriasis", "initial")
    asked = [draft.slots[one.slot].text for one in initial["criteria"]["all"]]
    assert asked == [
        "Diagnosis of active plaque psoriasis",
        "The member is 18 years of age or older",
        "A specialist prescribes it",
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("plaque psoriasis", "moderate plaque psoriasis"),
        ("severe plaque psoriasis", "moderate plaque psoriasis"),
        ("adults with gout", "members with gout"),
        ("members", "adults"),
    ],
)
def test_a_disease_in_fewer_words_or_of_other_people_may_be_another_wording(one: str, other: str) -> None:
    body = "Gadgets are considered medically necessary for {} when ALL of the following are met:\n\n- Alpha was tried before\n- Beta was tried before\n- Gamma was tried\n\n"
    found = read_policy(f"Criteria\n\n{body.format(one)}{body.format(other)}")
    assert "competing_statements" in found.rules


@pytest.mark.parametrize("disease", ["gout", "psoriatic arthritis"])
def test_a_heading_over_a_statement_that_asks_for_less_than_it_names_is_asked_about(disease: str) -> None:
    body = "{}\n\nGadgets are covered when ANY of the following is present:\n\n- {}\n- Beta\n\n"
    found = read_policy(
        "Criteria\n\n" + body.format(disease.title(), disease) + body.format("Lupus", "Delta")
    )
    assert "use_in_heading" in found.rules


@pytest.mark.parametrize(
    "over",
    [
        "The following requirements apply to all indications:",
        "For all indications, the following are required:",
        "All requests must meet the following:",
        "Criteria for every indication:",
    ],
)
def test_what_is_asked_for_all_indications_is_no_way_around_the_criteria_of_one(over: str) -> None:
    found = read_policy(
        f"Criteria\n\n{over}\n- The member is an adult\n- No other biologic is taken\n\n{policy()}", "Zelvora"
    )
    assert found.rules == ["general_criteria"]
    assert found.statements[0].subject != "The following requirements apply to"


def test_what_is_asked_for_all_indications_is_not_asked_about_where_nothing_else_is_granted() -> None:
    found = read_policy(
        "Criteria\n\nFor all indications, gadgets are covered when both are met:\n- Alpha\n- Beta"
    )
    assert "general_criteria" not in found.rules


@pytest.mark.parametrize(
    "condition",
    [
        "investigational for COPD",
        "not covered for children",
        "not medically necessary in adults",
        "Experimental when used for gout",
    ],
)
def test_a_refusal_among_conditions_is_asked_about_where_it_stands(condition: str) -> None:
    found = read_policy(
        f"Criteria\n\nGadgets are covered when ANY of the following is present:\n- Asthma\n- {condition}\n"
    )
    assert "exception_inside" in found.rules or "position_unclear" in found.rules


def test_refused_is_what_a_condition_may_say_of_another_thing() -> None:
    found = read_policy(
        "Criteria\n\nGadgets are covered when both are met:\n- An experimental drug for asthma failed\n- Surgery is excluded as an option\n"
    )
    assert found.rules == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Approval is recommended for those who meet the Criteria and Dosing for the listed indications.",
        "Approval is recommended for those who meet the conditions of coverage in the criteria below.",
        "Coverage is provided for members who meet the criteria listed below.",
    ],
)
def test_a_sentence_that_points_to_the_criteria_grants_nothing_by_itself(sentence: str) -> None:
    found = read_policy(
        f"Criteria\n\n{sentence}\n\nGadgets are covered when ALL of the following are met:\n- Alpha was tried\n- Beta was tried"
    )
    assert [drawn(s.criteria) for s in found.statements] == [("all", ["Alpha was tried", "Beta was tried"])]


def test_a_requirement_of_all_authorizations_over_the_criteria_is_asked_about() -> None:
    found = read_policy(
        "All Authorizations: Must be prescribed in accordance with its label\n\nCriteria\n\nGadgets are covered when ALL of the following are met:\n- Alpha was tried\n- Beta was tried"
    )
    assert "general_criteria" in found.rules


def test_a_full_line_goes_on_though_the_next_one_would_judge_by_itself() -> None:
    found = read_policy(
        "Criteria\n\nAttended Repeat Testing\n"
        "When the above criteria for an attended study are met, a repeat attended full-channel study and repeat\n"
        "PAP titration are medically necessary in the following circumstances:\n"
        "- The member has new symptoms despite treatment that was appropriate for the last three months\n- The member lost weight\n",
        "Sleep studies",
    )
    (one,) = found.statements
    assert one.subject == "a repeat attended full-channel study and repeat PAP titration"


@pytest.mark.parametrize(
    "told", ["there is documentation that", "there is clear evidence that", "there is documentation of"]
)
def test_that_something_is_documented_is_no_part_of_the_disease_over_a_list(told: str) -> None:
    found = read_policy(
        f"Criteria\n\nGadgets are covered for gout when {told} ALL of the following:\n- Alpha was tried\n- Beta was tried"
    )
    assert drawn(found.statements[0].criteria) == (
        "all",
        ["gout", ("all", ["Alpha was tried", "Beta was tried"])],
    )
