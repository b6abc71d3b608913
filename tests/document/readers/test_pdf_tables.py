"""Tables of a PDF: ruled ones by their rules, code lists by where their words begin."""

from __future__ import annotations

from coverable.document.readers.read import read_source
from coverable.document.source import Source
from document.readers.pdfs import Drawn, prose, table
from document.readers.shown import block, cells, check_places


def read(drawn: Drawn | bytes) -> Source:
    source = read_source(drawn if isinstance(drawn, bytes) else drawn.pdf, "widget.pdf")
    check_places(source)
    return source


def test_cells_of_a_ruled_table_are_whole_however_they_were_wrapped() -> None:
    long = "A label that is longer than its column is wide, so that it is broken over three lines of the cell"
    source = read(table([["Code", "Label"], ["X1111", long], ["X2222", "Short"]], [60, 150]))
    assert cells(source) == [
        (0, 0, "Code"),
        (0, 1, "Label"),
        (1, 0, "X1111"),
        (1, 1, long),
        (2, 0, "X2222"),
        (2, 1, "Short"),
    ]
    assert source.text.splitlines()[1] == f"X1111\t{long}"


def test_merged_cells_are_given_once_with_what_they_cover() -> None:
    rows = [
        ["Group", "Code", "Label"],
        ["Shown", "X1111", "first"],
        ["", "X2222", "second"],
        ["All are examples", "", ""],
    ]
    source = read(table(rows, [80, 60, 150], ("SPAN", (0, 1), (0, 2)), ("SPAN", (0, 3), (2, 3))))
    assert cells(source)[3:] == [
        (1, 0, "Shown"), (1, 1, "X1111"), (1, 2, "first"), (2, 1, "X2222"), (2, 2, "second"), (3, 0, "All are examples"),
    ]  # fmt: skip
    shown, wide = block(source, "Shown").cell, block(source, "All are").cell
    assert shown and wide
    assert (shown.row_span, wide.column_span) == (2, 3)


def test_a_table_over_pages_is_one_table_and_its_repeated_head_is_furniture() -> None:
    rows = [["Code", "Label"], *([f"X{1000 + i}", f"label {i}"] for i in range(80))]
    source = read(table(rows, [60, 200], repeat=1))
    assert source.pages and source.pages > 1
    found = [b for b in source.blocks if b.cell]
    assert {b.cell.table for b in found if b.cell} == {0}
    codes = [b.text for b in found if b.cell and b.cell.column == 0 and b.apart is None]
    assert codes == ["Code", *(f"X{1000 + i}" for i in range(80))]
    heads = [b for b in found if b.text == "Code"]
    assert [b.apart for b in heads] == [None] + ["header"] * (source.pages - 1)


def test_text_before_a_ruled_table_stays_before_it() -> None:
    source = read(table([["Code", "Label"], ["X1111", "first"]], [60, 200], before="Words before the table."))
    assert [b.text for b in source.blocks] == ["Words before the table.", "Code", "Label", "X1111", "first"]


def test_a_box_around_text_is_no_table() -> None:
    page = Drawn()
    page.canvas.rect(60, 500, 480, 260)
    page.paragraph(prose(5))
    source = read(page)
    assert all(b.cell is None for b in source.blocks)


def test_a_ruled_table_that_is_open_at_its_sides_is_a_table() -> None:
    page = Drawn()
    for i, row in enumerate((("Code", "Label"), ("X1111", "first"), ("X2222", "second"))):
        page.canvas.drawString(75, 700 - 20 * i, row[0])
        page.canvas.drawString(165, 700 - 20 * i, row[1])
    for i in range(4):
        page.canvas.line(70, 714 - 20 * i, 400, 714 - 20 * i)
    page.canvas.line(160, 714, 160, 654)
    assert cells(read(page)) == [
        (0, 0, "Code"), (0, 1, "Label"), (1, 0, "X1111"), (1, 1, "first"), (2, 0, "X2222"), (2, 1, "second"),
    ]  # fmt: skip


def test_a_list_in_a_ruled_cell_stays_a_list() -> None:
    page = Drawn()
    for x0, x1 in ((70, 160), (160, 460)):
        for top, high in ((714, 24), (690, 70)):
            page.canvas.rect(x0, top - high, x1 - x0, high)
    page.canvas.drawString(75, 698, "Item")
    page.canvas.drawString(165, 698, "Criteria")
    page.canvas.drawString(75, 676, "Widget")
    for i, line in enumerate(("Shown when both are true:", "1. first of them", "2. second of them")):
        page.canvas.drawString(165, 676 - 13 * i, line)
    source = read(page)
    assert [(b.kind, b.marker, b.text) for b in source.blocks if b.cell and b.cell.row == 1] == [
        ("cell", None, "Widget"),
        ("paragraph", None, "Shown when both are true:"),
        ("item", "1.", "first of them"),
        ("item", "2.", "second of them"),
    ]


def test_a_code_list_without_rules_has_its_wrapped_labels_whole() -> None:
    page = Drawn()
    page.paragraph(prose(3))
    page.gap()
    page.row((72, "X1111"), (140, "First label that is long enough to be broken in its column, and"))
    page.row((140, "goes on here [when specified as a widget]"))
    page.row((72, "X2222"), (140, "Second label"))
    page.row((72, "L11.510-"), (140, "A range that is"))
    page.row((72, "L11.519"), (140, "broken in both columns"))
    assert cells(read(page)) == [
        (0, 0, "X1111"),
        (
            0,
            1,
            "First label that is long enough to be broken in its column, and goes on here [when specified as a widget]",
        ),
        (1, 0, "X2222"),
        (1, 1, "Second label"),
        (2, 0, "L11.510-L11.519"),
        (2, 1, "A range that is broken in both columns"),
    ]


def test_labels_and_values_are_rows() -> None:
    page = Drawn()
    page.row((72, "Effective Date"), (300, "1/1/2026"))
    page.row((72, "Version"), (300, "7"))
    page.gap()
    page.paragraph(prose(3))
    assert cells(read(page)) == [(0, 0, "Effective Date"), (0, 1, "1/1/2026"), (1, 0, "Version"), (1, 1, "7")]


def test_bullets_and_their_words_are_no_table() -> None:
    page = Drawn()
    for words in ("first", "second", "third"):
        page.row((72, "•"), (110, words))
    source = read(page)
    assert [(b.kind, b.marker, b.text) for b in source.blocks] == [
        ("item", "•", "first"), ("item", "•", "second"), ("item", "•", "third"),
    ]  # fmt: skip


def test_rows_of_several_wrapped_cells_are_whole_rows_under_their_head() -> None:
    page = Drawn()
    page.row((72, "Item"), (150, "Coverage"), (204, "Comments"), step=20)
    for step, *cells_ in (
        (12.5, "Continuous", "Covered", "When the person has tried widgets for"),
        (12.5, "Monitoring", "with", "three months and the trial is in the"),
        (20.0, "Devices", "criteria", "record."),
        (12.5, "Elbow Splints", "No", "Replacement after five years."),
    ):
        page.row(*zip((72, 150, 204), cells_, strict=True), step=step)
    assert cells(read(page)) == [
        (0, 0, "Item"), (0, 1, "Coverage"), (0, 2, "Comments"),
        (1, 0, "Continuous Monitoring Devices"), (1, 1, "Covered with criteria"),
        (1, 2, "When the person has tried widgets for three months and the trial is in the record."),
        (2, 0, "Elbow Splints"), (2, 1, "No"), (2, 2, "Replacement after five years."),
    ]  # fmt: skip


def test_a_column_of_comments_beside_rows_of_mostly_one_line_is_no_column_of_prose() -> None:
    page = Drawn()
    page.row((60, "Item"), (170, "Coverage"), (330, "Comments"), step=18)
    for step, *cells_ in (
        (18.0, "Elbow Splints", "Never covered", "No exceptions."),
        (12.0, "Gait Panels", "Covered if criteria are met", "If two or more of these hold: the tooth"),
        (12.0, "", "", "is needed to support a denture; surgery"),
        (18.0, "", "", "would pose an unacceptable risk of harm."),
        (18.0, "Bath Lift", "Noncovered", "Refer to the member handbook."),
        (18.0, "Night Lamp", "Cosmetic procedure", "Carved out to the vendor."),
        (18.0, "Wrist Gauge", "Considered cosmetic", "See the benefit booklet."),
        (12.0, "Ledger", "Benefit, see comments", "On the condition that the patient has an"),
        (18.0, "", "", "unstable pattern."),
    ):
        page.row(*((x, c) for x, c in zip((60, 170, 330), cells_, strict=True) if c), step=step)
    found = cells(read(page))
    assert [text for _, column, text in found if column == 2] == [
        "Comments",
        "No exceptions.",
        "If two or more of these hold: the tooth is needed to support a denture; surgery would pose an"
        " unacceptable risk of harm.",
        "Refer to the member handbook.",
        "Carved out to the vendor.",
        "See the benefit booklet.",
        "On the condition that the patient has an unstable pattern.",
    ]


def test_columns_that_stand_close_are_cut_where_their_words_begin_alike() -> None:
    page = Drawn()
    rows = [
        ("Code", "Units", "Description"),
        ("L1810", "1", "Knee brace, elastic"),
        ("L1812", "2", "Ready made"),
    ]
    for code, units, says in [
        *rows,
        ("L1820", "10", "With pads"),
        ("L1830", "4", "Immobilizer for the knee"),
    ]:
        page.row((72, code), (104, units), (128, says), step=14)
    cells = [
        (b.cell.row, b.cell.column, b.cell.columns, b.text)
        for b in read_source(page.pdf, "x.pdf").blocks
        if b.cell
    ]
    assert cells[3:6] == [(1, 0, 3, "L1810"), (1, 1, 3, "1"), (1, 2, 3, "Knee brace, elastic")]
    assert {columns for _, _, columns, _ in cells} == {3}


def test_labels_of_several_words_stay_one_column() -> None:
    page = Drawn()
    for code, says in (
        ("L1810", "Knee brace"),
        ("L1812", "Knee brace, new"),
        ("L1820", "Knee pads"),
        ("L1830", "Knee"),
    ):
        page.row((72, code), (140, says), step=14)
    assert [b.text for b in read_source(page.pdf, "x.pdf").blocks if b.cell and b.cell.column == 1][:2] == [
        "Knee brace",
        "Knee brace, new",
    ]


def test_a_grid_whose_cells_fill_their_columns_is_told_by_where_its_words_begin() -> None:
    page = Drawn()
    for item, covered, remark, step in [
        ("Item", "Coverage", "Comments", 21),
        ("Small", "Considered", "See the evidence of", 13),
        ("Gadgets", "investigational", "coverage.", 21),
        ("Gauges", "Payable with", "Once the patient", 13),
        (None, "criteria", "has had rest for six", 13),
        (None, None, "weeks.", 21),
        ("Braces", "Not payable", "Two pairs in each", 13),
        (None, None, "year.", 13),
    ]:
        cells = [(x, t) for x, t in ((68, item), (112, covered), (164, remark)) if t]
        page.row(*cells, step=step)
    cells = [(b.cell.row, b.cell.column, b.text) for b in read_source(page.pdf, "x.pdf").blocks if b.cell]
    assert cells[3:9] == [
        (1, 0, "Small Gadgets"),
        (1, 1, "Considered investigational"),
        (1, 2, "See the evidence of coverage."),
        (2, 0, "Gauges"),
        (2, 1, "Payable with criteria"),
        (2, 2, "Once the patient has had rest for six weeks."),
    ]


def test_a_ruled_table_in_one_of_two_columns_does_not_interrupt_the_other() -> None:
    page = Drawn()
    page.paragraph(prose(8, seed=4), 40)
    for label, words in zip(
        "abcd", ("alpha at rest", "beta on exertion", "gamma by night", "delta"), strict=True
    ):
        page.line(f"({label}) {words}", 90)
    page.paragraph(prose(6, seed=5), 40)
    page.y = page.height - 60
    page.paragraph(prose(3, seed=6), 40, x=320)
    page.y -= 20
    top = page.y
    for code in ("X1111", "X2222", "X3333"):
        page.row((324, code), (384, "related item"), step=20)
    for y in (top + 14, top - 6, top - 26, top - 46):
        page.canvas.line(320, y, 540, y)
    for x in (320, 380, 540):
        page.canvas.line(x, top + 14, x, top - 46)
    page.paragraph(prose(8, seed=7), 40, x=320)
    source = read(page)
    items = [i for i, b in enumerate(source.blocks) if b.marker]
    assert [source.blocks[i].text for i in items] == [
        "alpha at rest",
        "beta on exertion",
        "gamma by night",
        "delta",
    ]
    assert items == list(range(items[0], items[0] + 4))
    assert [b.text for b in source.blocks if b.cell and b.cell.column == 0] == ["X1111", "X2222", "X3333"]
    assert max(items) < min(i for i, b in enumerate(source.blocks) if b.cell)


def test_lines_across_and_what_no_word_crosses_make_a_table_with_a_heading_over_its_columns() -> None:
    page = Drawn()
    page.paragraph(prose(3), 80)
    page.y -= 10
    rows = [
        (("Item", "Status"), 20),
        (("Walking aids that are made for one person", ""), 20),
        (("Cane", "Covered"), 12),
        (("with four feet", "once in five years"), 20),
        (("Ramp", "Not covered"), 20),
    ]
    places = [page.y + 14]
    for (left, right), step in rows:
        page.row((75, left), (230, right), step=step)
        if step == 20:
            places.append(page.y + 14)
    for y in places:
        page.canvas.line(70, y, 400, y)
    page.paragraph(prose(3, seed=2), 80)
    found = cells(read(page))
    assert found == [
        (0, 0, "Item"), (0, 1, "Status"),
        (1, 0, "Walking aids that are made for one person"),
        (2, 0, "Cane with four feet"), (2, 1, "Covered once in five years"),
        (3, 0, "Ramp"), (3, 1, "Not covered"),
    ]  # fmt: skip


def test_lines_over_prose_and_over_columns_of_prose_make_no_table() -> None:
    page = Drawn()
    page.row((72, "Northwind Plan"), (400, "Medical policy"), step=8)
    tops = [page.y]
    page.y -= 20
    for seed in (3, 4):
        top = page.y
        page.paragraph(prose(9, seed=seed), 42)
        bottom, page.y = page.y, top
        page.paragraph(prose(9, seed=seed + 10), 42, x=320)
        page.y = min(bottom, page.y)
    tops.append(page.y)
    page.y -= 12
    page.row((72, "Page 1"), (400, "July 2026"))
    for y in tops:
        page.canvas.line(70, y, 540, y)
    other = Drawn()
    for seed in (5, 6, 7):
        other.line(f"Part {seed}", font="Helvetica-Bold", step=6)
        other.canvas.line(70, other.y, 540, other.y)
        other.y -= 14
        other.paragraph(prose(5, seed=seed), 90)
        other.y -= 14
    assert not [words for p in (page, other) for _, _, words in cells(read(p)) if len(words.split()) > 3]


def test_a_row_without_a_service_on_top_of_a_page_stands_beside_the_service_before_it() -> None:
    head, foot = ["Test", "For", "Decision"], ["", "worn joints", "Not covered"]
    spans = set[int]()
    for count in range(30, 46):
        rows = [[f"Scan {i}", f"pain of kind {i}", "Covered"] for i in range(1, count)]
        source = read(table([head, *rows, foot], [90, 120, 90]))
        first = block(source, "worn joints").cell
        last = block(source, f"Scan {count - 1}").cell
        assert first and last and first.table == last.table
        assert first.row == last.row + 1
        spans.add(last.row_span)
    assert spans == {
        1,
        2,
    }  # on one page the cell beside it is empty; on the next it goes on with the one before


def test_words_of_a_typewriter_that_begin_alike_by_chance_are_no_table() -> None:
    page = Drawn()
    page.font("Courier", 10)
    for words in (
        "scans shows level notes after visit",
        "Joint drugs shown often grade weeks",
        "trial doses might lower score again",
    ):
        page.line(f"{words} {words}", font="Courier")
    for words in ("notes after scans shows visit level", "often weeks Joint grade drugs shown"):
        page.line(f"{words} {words}", font="Courier")
    assert all(b.cell is None for b in read(page).blocks)
