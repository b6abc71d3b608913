"""HTML tables between the lines of a text in Markdown: the same cells as in a page, and the lines stay lines."""

from __future__ import annotations

from html import escape
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverable.document.readers.read import read_source
from coverable.document.source import Source
from document.made import read_bytes
from document.readers.shown import block, check_places, seen, words

AROUND = "# Standing Frames\n\nPolicy Number: MED-1\nPublisher: Northwind\n\n{}\n\n## Notes\n\nLine one\nLine two\n"
FRAMES = """<table>
<thead><tr><th>Service</th><th>Position</th><th>Criteria</th></tr></thead>
<tbody>
<tr><td rowspan="2">Sit to stand frame</td><td>Covered</td><td>Any of:<ul><li>The member has an injury of the cord</li>
<li>The member has <b>palsy</b> &amp; cannot
stand</li></ul></td></tr>
<tr><td>Not covered</td><td>Used only for sport</td></tr>
<tr><td>Mobile frame</td><td colspan=2>Investigational</td></tr>
</table>"""


def read(table: str) -> Source:
    return read_source(AROUND.format(table).encode(), "policy.md")


def in_cells(source: Source) -> list[object]:
    """Each line of a cell: its cell, its bullet and its words."""
    return [(b.cell, b.marker, b.text) for b in source.blocks if b.cell]


def test_the_cells_of_a_table_in_markdown_are_those_of_the_same_table_in_a_page() -> None:
    source = read(FRAMES)
    page = read_source(f"<html><body><p>x</p>{FRAMES}</body></html>".encode(), "policy.html")
    assert (source.kind, page.kind) == ("text", "html")
    assert in_cells(source) == in_cells(page)
    check_places(source)


def test_lines_around_a_table_stay_lines() -> None:
    found = words(read(FRAMES))
    assert found[:3] == ["Standing Frames", "Policy Number: MED-1", "Publisher: Northwind"]
    assert found[-3:] == ["Notes", "Line one", "Line two"]


def test_a_criterion_in_such_a_cell_is_cited_by_its_line_in_the_file() -> None:
    source = read(FRAMES)
    cited = source.span(block(source, "The member has palsy"))
    assert source.text.split("\n")[cited.lines[0] - 1].startswith("<li>The member has <b>palsy</b>")
    assert cited.lines == (10, 11)


def test_statements_are_read_from_such_a_table() -> None:
    said = read_bytes(AROUND.replace("## Notes", "").format(f"## Criteria\n\n{FRAMES}").encode(), "policy.md")
    positions = [(s.position, s.subject) for s in said.statements]
    assert positions == [
        ("medically_necessary", "Sit to stand frame"),
        ("not_covered", "Sit to stand frame"),
        ("investigational", "Mobile frame"),
    ]
    first = said.statements[0].criteria
    assert first is not None
    assert (first.rule, [c.text for c in first.children]) == (
        "any",
        ["The member has an injury of the cord", "The member has palsy & cannot stand"],
    )


def test_numbered_lists_in_cells_have_the_numbers_that_a_browser_shows() -> None:
    table = "<table><tr><td>a</td><td><ol type=A start=2><li>one<ul><li>inner</li></ul></li><li>two</li></ol></td></tr></table>"
    source = read(table)
    assert [(b.marker, b.indent, b.text) for b in source.blocks if b.kind == "item"] == [
        ("B.", 0.0, "one"),
        ("○", 4.0, "inner"),
        ("C.", 0.0, "two"),
    ]


def test_a_table_of_one_column_is_lines_of_text_and_a_table_inside_a_cell_lines_of_it() -> None:
    assert [
        b.cell for b in read("<table><tr><td>one</td></tr><tr><td>two</td></tr></table>").blocks if b.cell
    ] == []
    inner = "<table><tr><td>a</td><td>b<table><tr><td>c</td><td>d</td></tr></table></td></tr></table>"
    found = [(b.cell.column, b.text) for b in read(inner).blocks if b.cell]
    assert found == [(0, "a"), (1, "b"), (1, "c"), (1, "d")]


def test_tables_between_bars_and_tables_in_html_are_told_apart_in_one_file() -> None:
    source = read(f"| Drug | Limit |\n|---|---|\n| Gadgetin | 2 |\n\n{FRAMES}")
    first, last = source.blocks[3], block(source, "Mobile frame")
    assert first.cell is not None
    assert last.cell is not None
    assert first.cell.table != last.cell.table


def test_words_beside_a_table_on_its_line_are_kept() -> None:
    found = words(read("Frames: <table><tr><td>a</td><td>b</td></tr></table>"))
    assert found[3:6] == ["Frames:", "a", "b"]
    assert "loose" in words(read("<table>loose<tr><td>a</td><td>b</td></tr></table>"))


def test_a_comment_is_not_shown() -> None:
    source = read(f'<!-- PageHeader="Northwind" -->\n{FRAMES}\n<!-- PageBreak -->')
    assert not any("Page" in text for text in words(source))
    assert not seen(source)


@pytest.mark.parametrize(
    "page",
    [
        f"<h2>Frames</h2>{FRAMES}<p>Notes</p>",
        f"<div><p>One</p><p>Two</p><p>Three</p>{FRAMES}</div>",
        f"<html><body>\nOne line\nTwo lines\nThree lines\n{FRAMES}</body></html>",
        "<table><tr><td>One<td>Two</table>",
    ],
)
def test_a_page_stays_a_page(page: str) -> None:
    assert read_source(page.encode(), "policy.md").kind == "html"


CELL = st.text("ab c.\n&<", max_size=8)
ROWS = st.lists(
    st.lists(st.tuples(st.sampled_from((1, 2)), st.sampled_from((1, 2)), CELL), min_size=1, max_size=3),
    min_size=1,
    max_size=4,
)


@given(ROWS)
def test_any_table_has_the_cells_that_it_has_in_a_page(rows: list[list[tuple[int, int, str]]]) -> None:
    table = "<table>"
    for row in rows:
        made = (f"<td rowspan={down} colspan='{wide}'>x{escape(text)}</td>" for down, wide, text in row)
        table += f"<tr>{''.join(made)}</tr>\n"
    table += "</table>"
    source = read(table)
    page = read_source(f"<html><body>{table}</body></html>".encode(), "policy.html")
    assert source.kind == "text"
    assert in_cells(source) == in_cells(page)
    check_places(source)


@pytest.mark.parametrize(
    "part", ["<!--", "<table>", "<td>", "<", "<a ", "<li>", "<td rowspan=99999>x", "</table>"]
)
def test_what_never_ends_is_read_in_bounded_time(part: str) -> None:
    begun = perf_counter()
    read_source(AROUND.format(FRAMES + part * 40_000).encode(), "policy.md")
    assert perf_counter() - begun < 20


def test_a_list_in_html_inside_a_row_between_bars_is_a_list_of_its_cell() -> None:
    text = "# Drugs\n\n| Class | Criteria |\n|---|---|\n| Steroid | <ul><li>Alpha</li><li>Beta</li></ul> |\n| Other | one<br>two |\n| Last | Gamma |\n"
    source = read_source(text.encode(), "policy.md")
    assert source.kind == "text"
    found = [(b.cell.row, b.cell.column, b.marker, b.text) for b in source.blocks if b.cell][2:]
    assert found == [
        (1, 0, None, "Steroid"),
        (1, 1, "•", "Alpha"),
        (1, 1, "•", "Beta"),
        (2, 0, None, "Other"),
        (2, 1, None, "one"),
        (2, 1, None, "two"),
        (3, 0, None, "Last"),
        (3, 1, None, "Gamma"),
    ]
    check_places(source)


def test_attributes_of_headings_and_links_are_no_words() -> None:
    source = read_source(
        b'# Criteria { data-search-exclude }\n\n[Form](#x){:target="_blank" rel="noopener"}\n\nSet {a, b} is kept.\n',
        "p.md",
    )
    assert words(source) == ["Criteria", "Form", "Set {a, b} is kept."]


def test_words_behind_a_stray_tag_of_a_table_in_a_row_between_bars_are_kept() -> None:
    text = "# Drugs\n\n| Class | Criteria |\n|---|---|\n| Steroid | <td>Alpha<br>Beta</td> Gamma |\n| Other | Delta |\n"
    source = read_source(text.encode(), "policy.md")
    assert [b.text for b in source.blocks if b.cell and b.cell.row == 1] == [
        "Steroid",
        "Alpha",
        "Beta",
        "Gamma",
    ]
