"""Small words that turn what a statement means: exceptions in denials, “and” between uses, labels of stages, remarks beside grants.

Two readers who looked for statements that are read otherwise without a question found these forms.
"""

from __future__ import annotations

import pytest

from coverable.document.readers.read import read_source
from document.trees import Read, read, read_source_of


def _page(body: str) -> Read:
    page = f"<html><body><h1>Wand</h1><h2>Coverage Criteria</h2>{body}</body></html>"
    return read_source_of(read_source(page.encode(), "policy.html"))


def _table(*rows: str) -> Read:
    return _page("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")


@pytest.mark.parametrize(
    ("denies", "means"),
    [
        (
            "within 12 months of alpha, unless beta has changed, or gamma is new.",
            "all(alpha, not(any(beta, gamma)))",
        ),
        (
            "when alpha is present, or beta is absent, except when gamma is present.",
            "all(any(alpha, not(beta)), not(gamma))",
        ),
        ("for alpha unless beta is present.", "all(alpha, not(beta))"),
    ],
)
def test_an_exception_of_a_denial_takes_its_cases_out_of_it(denies: str, means: str) -> None:
    assert read(f"Limitations\n\nRepeat imaging is not covered {denies}").short == [f"not_covered: {means}"]


def test_what_was_ruled_out_behind_a_condition_denies_the_condition_not() -> None:
    found = read(
        "Coverage Criteria\n\nA wand is medically necessary when all of the following are met:\n"
        "- Gastroparesis with obstruction ruled out\n- Cough after reflux is excluded\n- Obstruction has been ruled out"
    )
    (tree,) = [s.criteria for s in found.statements if s.criteria]
    assert [child.rule for child in tree.children] == ["leaf", "leaf", "not"]


@pytest.mark.parametrize(
    "item",
    [
        "Gout of short duration (imaging not recommended)",
        "Gout (not indicated)",
        "Gout (rarely appropriate)",
        "Gout - not appropriate without symptoms",
    ],
)
def test_an_item_that_refuses_itself_among_grants_is_asked_about(item: str) -> None:
    found = read(f"Indications\n\nA wand is indicated in any of the following scenarios:\n- Pain\n- {item}")
    assert "position_unclear" in found.rules


@pytest.mark.parametrize(
    ("over", "rule"),
    [
        ("when A is met, and any of:", "reference_unknown"),
        ("when two or more of the following, one of which must be 1 or 2, are met:", "quantifier_unclear"),
        (
            "when two or more of the following, including at least one of 1 or 2, are met:",
            "quantifier_unclear",
        ),
    ],
)
def test_items_that_are_named_over_a_list_are_asked_about(over: str, rule: str) -> None:
    found = read(f"Coverage Criteria\n\nA wand is covered {over}\n1. Alpha\n2. Beta\n3. Gamma")
    assert rule in found.rules


@pytest.mark.parametrize("item", ["A is met", "1.1 or 1.2 is met", "Does not meet the initial criteria"])
def test_an_item_that_only_names_another_one_says_that_it_stands_elsewhere(item: str) -> None:
    found = read(
        f"Coverage Criteria\n\nA wand is covered when all of the following are met:\n- {item}\n- Beta"
    )
    assert "reference_unknown" in found.rules


_STAY = (
    "Admission Criteria\n\nThe member must meet all of the following:\n1. Alpha\n2. Beta\n\n"
    "Continued Stay Criteria\n\nThe member must meet all of the following:\n1. Admission criteria still met\n2. Gamma"
)


def test_criteria_for_an_admission_stand_by_themselves_beside_a_stay_that_asks_for_them() -> None:
    found = read(_STAY)
    assert found.short == [
        "medically_necessary: all(alpha, beta)",
        "medically_necessary: all(alpha, beta, gamma)",
    ]
    assert found.statements[1].stage == "continuation"


def test_lists_that_named_lists_name_are_read_as_well() -> None:
    found = read(
        "Common Criteria\n\nAll of the following:\n1. Delta\n2. Zeta\n\nAdmission Criteria\n\n"
        "The member meets common criteria and all of the following:\n1. Alpha\n2. Beta\n\nContinued Stay Criteria\n\n"
        "The member continues to meet all admission criteria and at least one of the following:\n1. Gamma\n2. Eta"
    )
    assert found.short == [
        "medically_necessary: all(delta, zeta, alpha, beta)",
        "medically_necessary: all(delta, zeta, alpha, beta, any(gamma, eta))",
    ]


def test_general_criteria_without_a_position_are_asked_about_beside_those_of_a_use() -> None:
    found = read(
        "General Criteria\n\nAll of the following must be met:\n- Alpha\n- Beta\n\n"
        "Specific Criteria\n\nOne of the following must be met:\n- Gamma\n- Delta"
    )
    assert "general_criteria" in found.rules


def test_discharge_criteria_grant_nothing() -> None:
    found = read("Discharge Criteria (any one)\n1. Goals are met\n2. No participation")
    assert "stage_inferred" in found.rules


@pytest.mark.parametrize(
    ("uses", "rule"),
    [
        ("for alpha pain, and for beta pain when surgery has failed", "any"),
        ("for treatment of alpha; beta; and gamma in members who had prior therapy", "any"),
    ],
)
def test_uses_in_a_row_are_each_enough_and_asked_about(uses: str, rule: str) -> None:
    found = read(f"Coverage Criteria\n\nA wand is medically necessary {uses}.")
    (tree,) = [s.criteria for s in found.statements if s.criteria]
    assert tree.rule == rule
    assert "running_text" in found.rules


def test_a_connector_on_its_own_line_joins_the_paragraph_behind_it() -> None:
    found = read(
        "Coverage Criteria\n\nA wand is medically necessary when all of the following are met:\n- Alpha\n- Beta\n\nOR\n\nGamma disease."
    )
    assert found.short == ["medically_necessary: any(all(alpha, beta), gamma)"]


@pytest.mark.parametrize(
    "half",
    [
        "With inadequate response to steroids",
        "Or if the member has gamma.",
        "Patients with diabetes also need an eye examination.",
    ],
)
def test_half_a_sentence_under_a_list_is_asked_about(half: str) -> None:
    found = read(
        f"Coverage Criteria\n\nA wand is medically necessary when one of the following is met:\n- Alpha\n- Beta\n\n{half}\n\n"
        "Background\n\nWands are sticks. They were invented long ago."
    )
    assert "sentence_not_mapped" in found.rules


def test_a_column_of_notes_beside_grants_is_no_grant_and_asked_about() -> None:
    found = _table(
        "<th>Device</th><th>Medically necessary when</th><th>Notes</th>",
        "<td>Knee brace</td><td>Knee pain for 3 months</td><td>Must have failed physical therapy</td>",
        "<td>Back brace</td><td>Disuse atrophy</td><td>Not for members with a pacemaker</td>",
    )
    assert len(found.short) == 2
    assert "criteria_in_table" in found.rules


def test_stages_in_a_second_row_of_the_head_are_those_of_their_columns() -> None:
    found = _table(
        '<th rowspan="2">Diagnosis</th><th colspan="2">Criteria</th>',
        "<th>Initial</th><th>Renewal</th>",
        "<td>RA</td><td>Failure of methotrexate</td><td>Clinical response</td>",
    )
    assert [s.stage for s in found.statements] == ["initial", "continuation"]


@pytest.mark.parametrize("cell", ["As for Crohn's disease", "Ditto", "Criteria for psoriasis and stage II"])
def test_a_cell_that_points_to_another_row_is_asked_about(cell: str) -> None:
    found = _table(
        "<th>Diagnosis</th><th>Criteria</th>",
        "<td>Crohn's disease</td><td>Failure of one drug</td>",
        f"<td>Ulcerative colitis</td><td>{cell}</td>",
    )
    assert "reference_unknown" in found.rules


def test_a_line_over_rows_that_bounds_them_is_asked_about() -> None:
    for line in ("Rheumatology (must be prescribed by a rheumatologist)", "Age 18 or older"):
        found = _table(
            "<th>Indication</th><th>Criteria</th>",
            f'<td colspan="2"><b>{line}</b></td>',
            "<td>RA</td><td>Failure of one drug</td>",
            "<td>Gout</td><td>Failure of another drug</td>",
        )
        assert "criteria_in_table" in found.rules


def test_a_condition_behind_yes_in_a_column_of_coverage_is_asked_for() -> None:
    found = _table(
        "<th>Service</th><th>Criteria</th><th>Covered</th>",
        "<td>Mattress</td><td>Pressure ulcer</td><td>Yes, if the bed is covered</td>",
        "<td>Rails</td><td>Fall risk</td><td>Yes</td>",
    )
    assert "the bed is covered" in found.short[0]


def test_new_starts_and_continuing_members_are_of_both_stages() -> None:
    found = read(
        "New Starts and Continuing Members\n\nA wand is medically necessary when all of the following are met:\n- Alpha\n- Beta"
    )
    assert [s.stage for s in found.statements] == [None]


def test_a_count_of_what_is_absent_or_present_is_asked_about() -> None:
    found = read(
        "Exclusions\n\nA wand is excluded when any of the following is not documented, or is present:\n- Alpha\n- Beta"
    )
    assert "quantifier_unclear" in found.rules


def test_what_is_asked_for_among_exclusions_is_no_ground_without_a_question() -> None:
    found = read(
        "A wand is not covered when any of the following is present:\n- Alpha\n- Not used with other wands"
    )
    assert "position_unclear" in found.rules
