"""National determinations of Medicare: whose opinion it is, what contractors decide, what points back, tables of criteria."""

from __future__ import annotations

import pytest

from document.made import drawn, read_policy, read_table

_HEAD = "Indications and Limitations of Coverage\n\n"


@pytest.mark.parametrize(
    ("said", "position", "asked"),
    [
        (
            "Effective for services performed on or after July 2, 2019, the Centers for Medicare & Medicaid Services (CMS) believes that"
            " the evidence is sufficient to determine that gadgets are reasonable and necessary for the diagnosis of hypertension.",
            "medically_necessary",
            "hypertension",
        ),
        (
            "Effective for services performed on or after November 17, 2005, CMS determines that gadgets are reasonable and necessary when"
            " performed at approved facilities.",
            "medically_necessary",
            "performed at approved facilities",
        ),
        (
            "The evidence is not adequate to conclude that gadgets are reasonable and necessary for the treatment of gout.",
            "investigational",
            "gout",
        ),
        (
            "Medicare does not cover under Part B gadgets when used alone for nausea.",
            "not_covered",
            "used alone for nausea",
        ),
        (
            "Gadgets are reasonable and necessary within the meaning of §1862(a)(1) of the Act for gout.",
            "medically_necessary",
            "gout",
        ),
    ],
)
def test_whose_opinion_it_is_and_by_which_law_is_no_part_of_a_statement(
    said: str, position: str, asked: str
) -> None:
    found = read_policy(_HEAD + said)
    (one,) = found.statements
    assert (one.position, one.subject.lower(), drawn(one.criteria)) == (position, "gadgets", asked)
    assert found.rules == []


@pytest.mark.parametrize(
    "said",
    [
        "Medicare Administrative Contractors may determine coverage of gadgets for other indications.",
        "Coverage of all off-label uses of gadgets is left to the discretion of the local Medicare Administrative Contractors.",
        "The MAC has discretion to determine reasonable and necessary coverage of gadgets for individuals who use wheelchairs.",
        "Gadgets for other ocular indications continue to be eligible for local coverage determinations through contractor discretion.",
    ],
)
def test_what_contractors_decide_is_no_statement_and_no_question(said: str) -> None:
    found = read_policy(_HEAD + said)
    assert found.statements == ()
    assert found.rules == ["no_statements"]


def test_a_contractor_that_covers_something_takes_a_position() -> None:
    found = read_policy(f"{_HEAD}The contractor will cover gadgets when the member has gout.")
    assert [(s.subject, drawn(s.criteria)) for s in found.statements] == [("gadgets", "the member has gout")]


def test_a_population_that_is_named_elsewhere_is_asked_about() -> None:
    made = read_policy(
        f"{_HEAD}The use of gadgets is reasonable and necessary for a specified patient population."
    )
    (one,) = made.statements
    assert one.criteria is not None
    assert one.criteria.notes


def test_coverage_with_evidence_development_is_a_condition() -> None:
    (one,) = read_policy(
        f"{_HEAD}CMS covers gadgets through Coverage with Evidence Development (CED)."
    ).statements
    assert (one.subject, drawn(one.criteria)) == (
        "gadgets",
        "through Coverage with Evidence Development (CED)",
    )


def test_what_an_agency_approves_is_no_position_on_a_service() -> None:
    found = read_policy(f"{_HEAD}All clinical research study protocols must be reviewed and approved by CMS.")
    assert found.statements == ()


@pytest.mark.parametrize(
    "said",
    [
        "The above indications are covered only when the member is 18.",
        "Limitations: Covered only for pre-surgical evaluation.",
    ],
)
def test_what_points_back_to_named_uses_is_asked_about(said: str) -> None:
    found = read_policy(f"{_HEAD}Gadgets are covered for:\n- gout\n- fever\n\n{said}")
    assert not {"general_criteria", "position_unclear"}.isdisjoint(found.rules)
    assert "Limitations" not in [s.subject for s in found.statements]


def test_uses_that_a_sentence_numbers_stand_beside_its_list() -> None:
    found = read_policy(
        f"{_HEAD}Gadgets are covered for the treatment of biopsy-proven (1) lupus, (2) gout, and (3) fever for the following"
        " patient groups:\n- Patients who have failed therapy;\n- Patients with rapidly progressive disease.\n"
    )
    assert drawn(found.statements[0].criteria) == (
        "all",
        [
            ("any", ["biopsy-proven lupus", "biopsy-proven gout", "biopsy-proven fever"]),
            ("any", ["Patients who have failed therapy", "Patients with rapidly progressive disease"]),
        ],
    )
    assert found.rules == []


@pytest.mark.parametrize("how", ["provided outside of an approved trial", "provided at home"])
def test_how_a_service_is_provided_ends_no_sentence(how: str) -> None:
    found = read_policy(f"{_HEAD}Gadgets {how} are not covered.")
    assert [s.position for s in found.statements] == ["not_covered"]


def test_all_that_is_not_listed_is_one_closing_and_no_exception() -> None:
    found = read_policy(
        f"{_HEAD}Gadgets are covered for gout.\n\nGadgets are not covered unless listed above."
    )
    assert [s.all_other_uses for s in found.statements] == [False, True]
    assert found.rules == []


def test_items_under_limitations_that_are_sentences_are_no_grounds_of_a_denial() -> None:
    found = read_policy(
        "Indications\n\nGadget testing is covered for gout.\n\nLimitations\n\n"
        "1. Gadget-2 testing is covered if the first gadget test is negative.\n"
        "2. The blot test should be performed only after two positive gadget tests.\n"
        "3. The antigen tests currently have no defined diagnostic use.\n"
    )
    assert [s.position for s in found.statements] == ["medically_necessary", "medically_necessary"]
    assert "sentence_not_mapped" in found.rules


def test_a_table_of_assessments_is_the_list_of_criteria_over_it() -> None:
    rows = (
        '<tr><td rowspan="2">History</td><td>Consistent with emphysema</td></tr><tr><td>Stable with 20 mg prednisone</td></tr>'
        "<tr><td>Consent</td><td>Signed consents for screening</td></tr>"
    )
    found = read_table(
        f"<table><tr><th>Assessment</th><th>Criteria</th></tr>{rows}</table>",
        "Gadgets are covered when the patient satisfies all the criteria outlined below:",
    )
    asked = ["Consistent with emphysema", "Stable with 20 mg prednisone", "Signed consents for screening"]
    assert [(s.subject, drawn(s.criteria)) for s in found.statements] == [("Gadgets", ("all", asked))]


def test_a_second_paragraph_of_an_item_does_not_end_the_list_of_a_page() -> None:
    found = read_table(
        "<ul><li>Classic lesions at the first visit.<p>Follow-up visits need a picture of the eye.</p></li><li>Occult lesions.</li></ul>",
        "Gadgets are covered for any of the following:",
    )
    (one,) = found.statements
    assert drawn(one.criteria) == ("any", ["Classic lesions at the first visit", "Occult lesions"])
    assert found.rules == ["paragraph_in_list"]


def test_criteria_of_a_part_behind_a_statement_are_asked_about() -> None:
    found = read_policy(
        f"{_HEAD}Gadgets are covered for gout.\n\nFacility Criteria\n\nThe following criteria must be met:\n- A team\n- A registry\n"
    )
    assert "position_implied" in found.rules


def test_an_item_that_judges_and_counts_on_is_asked_about() -> None:
    found = read_table(
        "<p>1. The member has gout</p><p>2. In addition, the member must have:</p><ul><li>Pain, or</li><li>Effusion.</li></ul>"
        "<p>Patients with effusion are those whose knee is swollen.</p>"
        "<p>3. CMS determines that gadgets are reasonable and necessary when performed at facilities that are:</p>"
        "<p>(1) certified by a commission; or (2) approved as hospitals.</p>",
        "Gadgets are covered when all of the following requirements are met:",
    )
    assert "list_structure" in found.rules


def test_a_note_under_an_item_that_changes_it_is_asked_about() -> None:
    for indent in ("", "  ", "    "):
        found = read_policy(
            "Criteria\n\nGadgets are medically necessary when both of the following are met:\n• A response to one measure; and\n"
            f"{indent}Note: This may be waived for children.\n• Effusion\n"
        )
        assert "exception_in_note" in found.rules


def test_a_position_with_a_colon_takes_the_numbers_that_count_on() -> None:
    found = read_policy(
        "Limitations:\n\n1. Gadgets for screening are not covered.\n\n"
        "The following indications (#2-4) are deemed to be not medically necessary:\n\n"
        "2. Yearly evaluation of gout.\n\n3. Evaluation of fever.\n\n4. Re-evaluation of lupus.\n"
    )
    assert [(s.position, drawn(s.criteria)) for s in found.statements] == [
        ("not_covered", None),
        (
            "not_medically_necessary",
            ("any", ["Yearly evaluation of gout", "Evaluation of fever", "Re-evaluation of lupus"]),
        ),
    ]


def test_paragraphs_that_are_joined_under_a_heading_that_denies_are_its_list() -> None:
    found = read_policy(
        "Nationally Non-Covered Indications\n\nAlpha for chronic wounds, and,\n\nBeta for deep wounds, and,\n\nGadgets for open wounds.\n"
    )
    (one,) = found.statements
    assert (one.position, drawn(one.criteria)) == (
        "not_covered",
        ("any", ["Alpha for chronic wounds", "Beta for deep wounds", "Gadgets for open wounds"]),
    )


def test_guidelines_of_dosing_are_no_criteria() -> None:
    found = read_policy(
        f"{_HEAD}Gadgets are covered when both of the following are met:\n- Gout\n- Effusion\n\n"
        "Initial Dosing Guidelines\n\n1. The initial dose is 80 to 100 Units.\n"
    )
    assert len(found.statements) == 1
    assert found.rules == []
