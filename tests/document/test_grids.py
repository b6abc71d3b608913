"""Tables of services, their positions and conditions: which tables are grids, and what a cell says."""

from __future__ import annotations

import pytest

from coverable.document.read import reading_of
from coverable.document.readers.read import read_source
from document.trees import read

HEAD = "Item\tCoverage\tComments"


@pytest.mark.parametrize(
    ("cell", "position"),
    [
        ("Not a plan benefit", "not_covered"),
        ("Excluded from benefits", "not_covered"),
        ("Not covered", "not_covered"),
        ("Contract exclusion", "benefit_exclusion"),
        ("Benefit exclusion", "benefit_exclusion"),
    ],
)
def test_a_cell_of_a_grid_of_benefits_names_an_exclusion_only_where_it_says_one(
    cell: str, position: str
) -> None:
    found = read(f"Criteria\n\n{HEAD}\nBath lift\t{cell}\tsee the handbook\nBed board\tCovered\tno limits")
    assert found.short == [f"{position}: ", "medically_necessary: "]


def test_a_cell_that_excludes_from_benefits_is_asked_about_because_it_names_no_contract() -> None:
    rows = "Bath lift\tExcluded from benefits\tnone\nBed board\tNot covered\tnone"
    found = read(f"Criteria\n\n{HEAD}\n{rows}")
    assert [bool(s.notes) for s in found.statements] == [True, False]
    assert found.rules == ["position_unclear"]


def test_rows_without_a_column_of_positions_take_the_one_of_the_heading_or_are_asked_about() -> None:
    rows = "Drug\tCriteria\nGadgetin\twhen alpha is shown\nGaugeril\twhen beta is shown"
    headed, bare = read(f"Criteria\n\n{rows}"), read(f"Injections\n\n{rows}")
    assert headed.short == bare.short == ["medically_necessary: alpha", "medically_necessary: beta"]
    assert (headed.rules, bare.rules) == ([], ["position_implied"])
    assert {s.notes for s in bare.statements} == {("F1",)}


def test_labels_and_values_in_columns_are_no_grid() -> None:
    found = read("Procedure\tPolicy 12\nEffective\t01/02/2026\n\nGadgets are covered when alpha is shown.")
    assert found.short == ["medically_necessary: alpha"]


def test_a_grid_whose_rows_lie_in_tables_of_several_shapes_is_asked_about() -> None:
    torn = f"{HEAD}\nBath lift\tNot covered\tnone\n\nand its parts\n\nBed board\tCovered"
    apart = f"{HEAD}\nBath lift\tNot covered\tnone\n\nOther beds\n\n{HEAD}\nBed board\tCovered\tnone"
    assert "criteria_in_table" in read(f"Criteria\n\n{torn}").rules
    assert "criteria_in_table" not in read(f"Criteria\n\n{apart}").rules


@pytest.mark.parametrize(
    ("cell", "position"),
    [
        ("Appearance only - cosmetic", "cosmetic"),
        ("Unproven - investigational", "investigational"),
        ("Insufficient evidence", "investigational"),
        ("Benefit - see comments", "medically_necessary"),
        ("PA required", "medically_necessary"),
    ],
)
def test_a_cell_says_its_position_in_its_own_few_words(cell: str, position: str) -> None:
    found = read(f"Criteria\n\n{HEAD}\nBath lift\t{cell}\twhen alpha is shown\nBed board\tNot covered\tnone")
    assert [s.position for s in found.statements] == [position, "not_covered"]


def test_no_authorization_required_denies_nothing() -> None:
    rows = "Bath lift\tNo prior authorization required\tnone\nBed board\tNot covered\tnone"
    found = read(f"Criteria\n\n{HEAD}\n{rows}")
    assert [s.position for s in found.statements] == ["not_covered"]
    assert "criteria_in_table" in found.rules


def test_a_remark_beside_a_covered_service_that_asks_something_is_never_left_in_silence() -> None:
    told = read(
        f"Criteria\n\n{HEAD}\nBath lift\tCovered\tOn the condition that alpha is shown\nBed\tNot covered\t-"
    )
    assert told.short[0] == "medically_necessary: alpha"
    odd = read(f"Criteria\n\n{HEAD}\nBath lift\tCovered\tPatient walks with alpha\nBed\tNot covered\t-")
    assert "criteria_in_table" in odd.rules
    plain = read(f"Criteria\n\n{HEAD}\nBath lift\tCovered\tSee the handbook\nBed\tNot covered\t-")
    assert plain.rules == []


def test_a_grid_outside_of_the_criteria_whose_words_are_not_understood_is_asked_about() -> None:
    grid = f"{HEAD}\nBath lift\tTier two\tnone\nBed board\tTier two\tnone"
    found = read(f"Criteria\n\nGadgets are covered when alpha is shown.\n\nOur grid\n\n{grid}")
    assert "criteria_in_table" in found.rules


def test_words_of_a_cell_that_go_on_in_the_line_below_make_one_row() -> None:
    rows = "Sinus\tUnproven -\tnone\nDilation\tinvestigational\tat all\nBed board\tNot covered\tnone"
    found = read(f"Criteria\n\n{HEAD}\n{rows}")
    assert [(s.position, s.subject) for s in found.statements] == [
        ("investigational", "Sinus Dilation"),
        ("not_covered", "Bed board"),
    ]


@pytest.mark.parametrize(
    ("cell", "position"),
    [
        ("Criteria-based", "medically_necessary"),
        ("Paid if criteria are met", "medically_necessary"),
        ("Limited coverage", "medically_necessary"),
        ("PA", "medically_necessary"),
        ("Does not qualify", "not_covered"),
        ("E&I", "investigational"),
        ("NMN", "not_medically_necessary"),
    ],
)
def test_a_cell_of_few_words_grants_or_refuses_by_each_of_them(cell: str, position: str) -> None:
    found = read(f"Criteria\n\n{HEAD}\nBath lift\t{cell}\twhen alpha is shown\nBed board\tCovered\tno limits")
    assert found.statements[0].position == position


@pytest.mark.parametrize("cell", ["No PA required", "Case by case", "Considered with criteria"])
def test_a_cell_that_neither_grants_nor_refuses_is_asked_about(cell: str) -> None:
    found = read(f"Criteria\n\n{HEAD}\nBath lift\t{cell}\twhen alpha is shown\nBed board\tCovered\tno limits")
    assert len(found.statements) == 1
    assert "criteria_in_table" in found.rules


def test_the_fields_of_a_header_that_stand_in_columns_are_no_grid() -> None:
    found = read(
        "Number: 17\tPolicy Effective: June 5, 2025\nLines: Medicare\tReviewed: June 7, 2025\n\nNone."
    )
    assert not found.statements


def test_columns_of_beginning_and_of_going_on_are_statements_of_their_stages() -> None:
    rows = (
        "Drug\tInitial criteria\tRenewal criteria\tDuration\n"
        "Gadgetin\tAlpha is shown\tBeta is shown\t12 months\nGaugeril\tGamma is shown\tN/A\t6 months"
    )
    found = read(f"Criteria\n\n{rows}")
    assert [(s.stage, s.subject) for s in found.statements] == [
        ("initial", "Gadgetin"),
        ("continuation", "Gadgetin"),
        ("initial", "Gaugeril"),
    ]
    assert found.short == [f"medically_necessary: {name}" for name in ("alpha", "beta", "gamma")]


def test_a_column_that_says_when_a_service_is_denied_is_a_statement_of_denial() -> None:
    rows = "Indication\tWhen imaging is approved\tWhen imaging is not approved\nSciatica\tAlpha is shown\tBeta alone"
    found = read(f"Criteria\n\n{rows}")
    assert found.short == [
        "medically_necessary: all(“Sciatica”, alpha)",
        "not_covered: all(“Sciatica”, beta)",
    ]


def test_a_cell_of_criteria_that_denies_the_service_is_no_condition() -> None:
    rows = "Drug\tInitial criteria\tRenewal criteria\nGadgetin\tAlpha is shown\tBeta is shown\nGaugeril\tNot covered\tN/A"
    found = read(f"Criteria\n\n{rows}")
    assert found.short[-1] == "not_covered: "
    assert "position_unclear" in found.rules


@pytest.mark.parametrize(
    "table",
    [
        "Program\tHours per week\tSetting\nFocused\t10 to 24\tHome\nComprehensive\t25 to 40\tHome",
        "Need\tPoints\nVentilator\t14\nTracheostomy\t8",
    ],
)
def test_a_table_that_bounds_what_is_granted_is_never_left_in_silence(table: str) -> None:
    found = read(f"Policy\nTraction is covered when alpha is shown.\n\nIntensity of Service\n\n{table}")
    assert "criteria_in_table" in found.rules


def test_a_table_of_codes_that_bounds_what_is_granted_is_asked_about() -> None:
    table = "<table><tr><th>Test</th><th>CPT</th><th>{}</th></tr><tr><td>Gene A</td><td>81162</td><td>Once</td></tr></table>"
    page = (
        "<h1>Genes</h1><h2>Criteria</h2><p>Genes are covered when alpha is shown.</p><h2>Frequency</h2>"
        + table
    )
    asked = {
        name: "criteria_in_table"
        in {f.rule for f in reading_of(read_source(page.format(name).encode(), "a.html")).findings}
        for name in ("Limit", "Description")
    }
    assert asked == {"Limit": True, "Description": False}


def test_a_column_beside_those_of_a_grid_is_asked_about_where_it_bounds_something() -> None:
    grid = "Service\tCoverage\tComments\tMinimum age\nBath lift\tCovered\tno remarks\t18\nBed board\tNot covered\tno remarks\t18"
    assert "criteria_in_table" in read(f"Criteria\n\n{grid}").rules
    assert "criteria_in_table" not in read(f"Criteria\n\n{grid.replace('Minimum age', 'Fax')}").rules


def test_an_exception_beside_a_denied_service_is_asked_about() -> None:
    rows = "Bath lift\tNot covered\tExcept for members under 5\nBed board\tNot covered\tcomfort only"
    found = read(f"Criteria\n\n{HEAD}\n{rows}")
    assert found.rules == ["criteria_in_table"]


def test_a_column_of_criteria_beside_covered_services_is_never_a_remark() -> None:
    rows = "Service\tCoverage\t{}\tNot covered when\nBath lift\tCovered\talpha at rest\tbeta alone\nBed board\tCovered\tgamma\tN/A"
    asked = read(f"Criteria\n\n{rows.format('Criteria')}")
    remark = read(f"Criteria\n\n{rows.format('Comments')}")
    assert asked.short == ["medically_necessary: alpha", "not_covered: beta", "medically_necessary: gamma"]
    assert remark.short == ["medically_necessary: ", "not_covered: beta", "medically_necessary: "]


def test_a_table_whose_cells_compare_is_never_left_in_silence() -> None:
    table = (
        "| Diagnosis | Hemoglobin Level | Phone |\n|---|---|---|\n| Anemia | <=11 | {} |\n| Gout | {} | N/A |"
    )
    text = "Approval\n\n{}\n\nCriteria\n\nTraction is covered when alpha is shown."
    compares, tells = (read(text.format(table.format("N/A", cell))) for cell in ("<=10", "N/A"))
    assert "criteria_in_table" in compares.rules
    assert "criteria_in_table" in tells.rules
    names = "| Diagnosis | Phone |\n|---|---|\n| Anemia | 555 |\n| Gout | 556 |"
    assert "criteria_in_table" not in read(text.format(names)).rules
