"""What stands in the head of a grid, in the name of a row, and around it may bound its rows: somebody is asked."""

from __future__ import annotations

import pytest

from coverable.document.read import read_document
from coverable.document.reading import Reading

ROWS = (
    ("Rigid knee brace", "Instability of the knee and failed therapy"),
    ("Soft knee brace", "Sprain of a ligament"),
)


def _read(
    column: str = "Medically necessary when",
    more: tuple[str, str] | None = None,
    above: str = "",
    below: str = "",
) -> Reading:
    rows = [*ROWS, *([more] if more else [])]
    cells = "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in rows)
    page = (
        "<h1>Knee Brace Policy</h1><p>Policy Number: KB-1</p><p>Effective Date: 01/01/2026</p><h2>Criteria</h2>"
        f"{above}<table><tr><th>Brace</th><th>{column}</th></tr>{cells}</table>{below}"
        "<h2>References</h2><p>1. Smith J. Braces. Journal. 2020.</p>"
    )
    return read_document(page.encode(), "policy.html")


def _rules(reading: Reading) -> set[str]:
    return {f.rule for f in reading.findings} - {"running_text"}


def test_a_plain_grid_is_read_without_a_question() -> None:
    assert _rules(_read()) == set()


@pytest.mark.parametrize(
    "column",
    [
        "Medically necessary when (adults)",
        "Medically necessary after surgery when",
        "Medically necessary when, besides a film,",
        "Medically necessary once taping failed and",
    ],
)
def test_words_in_the_name_of_a_column_are_asked_about_on_every_row(column: str) -> None:
    reading = _read(column=column)
    asked = {f.id for f in reading.findings if f.rule == "criteria_in_table"}
    assert asked
    assert all(asked & {*s.notes} for s in reading.statements)


@pytest.mark.parametrize(
    "name", ["Either brace", "Both of the above", "Children", "Exceptions", "Members over 18"]
)
def test_a_row_that_names_no_service_is_asked_about(name: str) -> None:
    assert _rules(_read(more=(name, "A film has been taken"))) == {"criteria_in_table"}


@pytest.mark.parametrize(
    "line",
    [
        "<p>Rigid braces are for adults.</p>",
        "<p>The second row ends with the first surgery.</p>",
        "<p>Either brace needs a film of the knee.</p>",
        "<p>Children: soft braces only.</p>",
        "<p>* Adults only.</p>",
        "<ul><li>Braces for sport are outside of this table.</li></ul>",
    ],
)
def test_a_line_under_a_grid_that_bounds_its_rows_is_asked_about(line: str) -> None:
    reading = _read(below=line)
    assert {"sentence_not_mapped", "exception_in_note"} & _rules(reading)
    assert [s.subject for s in reading.statements] == ["Rigid knee brace", "Soft knee brace"]


@pytest.mark.parametrize(
    "line", ["<p>The table binds adults.</p>", "<h3>Members over 18</h3>", "<h3>After surgery</h3>"]
)
def test_what_stands_over_a_grid_and_bounds_it_is_asked_about(line: str) -> None:
    assert {"sentence_not_mapped", "use_in_heading"} & _rules(_read(above=line))


def test_that_there_is_no_determination_is_no_denial() -> None:
    page = (
        "<h1>Knee Brace Policy</h1><h2>Coverage</h2><table><tr><th>Region</th><th>Coverage</th></tr>"
        "<tr><td>National</td><td>No determination found</td></tr><tr><td>Local</td><td>No LCD</td></tr></table>"
    )
    assert read_document(page.encode(), "policy.html").statements == ()


@pytest.mark.parametrize(
    "heading",
    ["Adults 18 and older", "After ligament repair", "Second ventilator", "Custom-fabricated braces"],
)
def test_a_heading_that_may_bound_criteria_is_asked_about(heading: str) -> None:
    page = (
        f"<h1>Knee Brace Policy</h1><h2>Criteria</h2><h3>{heading}</h3><p>A knee brace is considered medically "
        "necessary when ALL of the following criteria are met:</p><ul><li>Instability of the knee</li>"
        "<li>Therapy did not help</li></ul>"
    )
    assert "use_in_heading" in {f.rule for f in read_document(page.encode(), "policy.html").findings}
