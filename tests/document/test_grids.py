"""Tables of services, their positions and conditions: which tables are grids, and what a cell says."""

from __future__ import annotations

import pytest

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
