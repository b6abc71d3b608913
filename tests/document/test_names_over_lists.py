"""Names over lists: diseases with criteria of their own, parts of one text, titles of a rule's sections."""

from __future__ import annotations

import pytest

from document.trees import read

_FOR_EACH = "Patients must meet the criteria below for the indications above:\n\n"


def test_most_names_over_lists_are_diseases_and_so_are_the_others() -> None:
    found = read(
        f"{_FOR_EACH}Lupus\n\n  • Diagnosis of alpha AND\n  • Failure of beta\n\n"
        "Psoriasis\n\n  • Diagnosis of gamma AND\n  • Failure of delta"
    )
    assert found.short == [
        "medically_necessary: any(all(“Lupus”, alpha, beta), all(“Psoriasis”, gamma, delta))"
    ]
    assert "no_quantifier" in found.rules


def test_a_disease_over_what_is_asked_of_those_who_have_it_is_asked_about_no_more() -> None:
    found = read(
        f"{_FOR_EACH}Gout\n\n  • Diagnosis of alpha\n\nPsoriasis\n\n  • The patient has gamma AND\n  • Failure of delta"
    )
    assert not {"double_role", "single_item"} & {*found.rules}


def test_a_disease_over_its_kinds_is_asked_about() -> None:
    found = read(
        "Surgery is covered when all of the following are met:\n- Alpha\n- Liver disease\n  - Beta\n  - Gamma"
    )
    assert "double_role" in found.rules


def test_a_numbered_scenario_may_have_one_item() -> None:
    found = read(
        "Policy\nA pad is covered when one of these scenarios applies:\n\n"
        "Scenario 1:\n\n• The patient has alpha\n\nScenario 2:\n\n• The patient has beta and gamma"
    )
    assert "single_item" not in found.rules


@pytest.mark.parametrize("title", ["Dental services.", "Limits and coverage"])
def test_lettered_sections_of_a_rule_are_statements_of_their_own(title: str) -> None:
    found = read(
        f"""
        {title}

        A. Crowns are covered for members with alpha.

        B. Certain services require a review by the agency.

        C. Bridges are covered when beta is present.
        """
    )
    assert found.short == ["medically_necessary: alpha", "medically_necessary: beta"]
    assert "sentence_not_mapped" in found.rules


def test_letters_under_words_that_announce_criteria_are_no_sections() -> None:
    found = read(
        """
        Crowns are covered when all of the following are met:

        A. Alpha is present.

        B. The tooth is covered by gamma.
        """
    )
    assert len(found.short) == 1


def test_what_must_be_based_on_necessity_takes_no_position() -> None:
    found = read("Policy\nAuthorization for a brace must be based on medical necessity as described below.")
    assert not found.statements


@pytest.mark.parametrize(
    "title", ["42 CFR §403.766 Home services", "COMAR 10.09.19.04 Services.", "§ 409.30 Basic requirements."]
)
def test_the_title_of_a_rule_is_no_condition(title: str) -> None:
    found = read(
        f"""
        {title}

        (a) Home care is covered if all of the following are met:

        (1) Alpha is present.

        (2) Beta is present.

        (b) The plan tells its members of gamma.
        """
    )
    assert found.short == ["medically_necessary: all(alpha, beta)"]
    assert "double_role" not in found.rules


@pytest.mark.parametrize(
    ("words", "tree"),
    [
        (
            "BMI of 40 or greater, or BMI of 35 or greater with at least one of the following",
            "any(“BMI of 40 or greater”, all(“BMI of 35 or greater”, any(alpha, beta)))",
        ),
        (
            "gout, or for arthritis when one of the following is met",
            "any(“gout”, all(“arthritis”, any(alpha, beta)))",
        ),
        ("gout, or arthritis, and one of the following", "all(“gout, or arthritis”, any(alpha, beta))"),
        ("gout or arthritis with one of the following", "all(“gout or arthritis”, any(alpha, beta))"),
        (
            "BMI of 35 or more with at least one clinically significant comorbidity",
            "all(“BMI of 35 or more”, any(alpha, beta))",
        ),
        (
            "BMI of 40 or more, or BMI of 35 or more and one or more comorbidities",
            "any(“BMI of 40 or more”, all(“BMI of 35 or more”, any(alpha, beta)))",
        ),
    ],
)
def test_the_second_way_over_a_list_takes_the_list(words: str, tree: str) -> None:
    assert read(f"Policy\n\nGadgets are covered for {words}:\n- alpha\n- beta").tree == tree
