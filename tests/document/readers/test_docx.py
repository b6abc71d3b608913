"""DOCX: printed numbers, tables, notes and everything else but tracked changes (test_docx_changes)."""

from __future__ import annotations

import pytest

from coverable.document.readers.read import read_source
from coverable.document.source import Source
from document.readers.ooxml import (
    docx,
    item,
    p,
    part,
    run,
    style,
    table,
    tc,
    tr,
)
from document.readers.shown import block, cells, check_places, outline, seen, words

BREAK, TAB = "<w:r><w:br/></w:r>", "<w:r><w:tab/></w:r>"
RAISED = '<w:vertAlign w:val="superscript"/>'


def read(*body: str, **more) -> Source:
    source = read_source(docx(*body, **more), "widget.docx")
    check_places(source)
    return source


def test_heading_levels_come_from_the_style_its_parent_or_the_outline_level() -> None:
    styles = style("H2", "heading 2") + style("Own", "Our heading", based="H2") + style("T", "Title")
    source = read(
        p("Name", properties='<w:pStyle w:val="T"/>'),
        p("Part", properties='<w:pStyle w:val="Own"/>'),
        p("Direct", properties='<w:outlineLvl w:val="2"/>'),
        p("Text"),
        styles=styles,
    )
    assert [(b.kind, b.level) for b in source.blocks] == [
        ("heading", 1),
        ("heading", 2),
        ("heading", 3),
        ("paragraph", None),
    ]


def test_bold_is_of_the_whole_paragraph_whether_by_run_or_by_style() -> None:
    source = read(
        p(run("all", "<w:b/>"), run(" of it", "<w:b/>")),
        p(run("some", "<w:b/>"), " of it"),
        p("styled", properties='<w:pStyle w:val="B"/>'),
        p(run("not", '<w:b w:val="0"/>'), properties='<w:pStyle w:val="B"/>'),
        styles=style("B", "Bold", look="<w:b/>"),
    )
    assert [b.bold for b in source.blocks] == [True, False, True, False]


def test_merged_cells_are_given_once_with_what_they_cover() -> None:
    source = read(
        table(
            tr("Group", "Code", "Label", properties="<w:tblHeader/>"),
            tr(tc("Shown", properties='<w:vMerge w:val="restart"/>'), "X1111", "first"),
            tr(tc("", properties="<w:vMerge/>"), "X2222", "second"),
            tr(tc("All of these are examples", properties='<w:gridSpan w:val="3"/>')),
        )
    )
    assert cells(source) == [
        (0, 0, "Group"), (0, 1, "Code"), (0, 2, "Label"),
        (1, 0, "Shown"), (1, 1, "X1111"), (1, 2, "first"),
        (2, 1, "X2222"), (2, 2, "second"),
        (3, 0, "All of these are examples"),
    ]  # fmt: skip
    merged, wide = block(source, "Shown").cell, block(source, "All of").cell
    assert merged and wide
    assert (merged.row_span, merged.columns, wide.column_span) == (2, 3, 3)
    assert [b.cell.head for b in source.blocks if b.cell][:4] == [True, True, True, False]
    assert source.text.splitlines() == [
        "Group\tCode\tLabel",
        "Shown\tX1111\tfirst",
        "X2222\tsecond",
        "All of these are examples",
    ]


@pytest.mark.parametrize(
    ("first", "more"),
    [
        ([tc(p(run(word, "<w:b/>"))) for word in ("Item", "Status")], ""),
        ([tc(word, properties='<w:shd w:val="clear" w:fill="D9E2F3"/>') for word in ("Item", "Status")], ""),
        (["Item", "Status"], '<w:tblPr><w:tblStyle w:val="G"/><w:tblLook w:val="04A0"/></w:tblPr>'),
        (["Item", "Status"], '<w:tblPr><w:tblStyle w:val="G"/><w:tblLook w:firstRow="1"/></w:tblPr>'),
    ],
    ids=["bold", "shaded", "by the bits of its look", "by the words of its look"],
)
def test_a_first_row_that_alone_is_set_apart_names_the_columns(first: list[str], more: str) -> None:
    heads = style("G", "Grid", look="").replace(
        "</w:style>", '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style>'
    )
    source = read(table(more, tr(*first), tr("Cane", "Covered"), tr("Ramp", "Not covered")), styles=heads)
    assert [b.cell.head for b in source.blocks if b.cell] == [True, True, False, False, False, False]


def test_a_table_that_is_bold_throughout_or_has_no_look_names_no_columns() -> None:
    bold = [tr(*(tc(p(run(word, "<w:b/>"))) for word in row)) for row in (("Cane", "1"), ("Ramp", "2"))]
    look = '<w:tblPr><w:tblStyle w:val="G"/><w:tblLook w:firstRow="0"/></w:tblPr>'
    source = read(table(*bold), table(look, tr("Cane", "1"), tr("Ramp", "2")))
    assert not any(b.cell.head for b in source.blocks if b.cell)


def test_a_list_inside_a_cell_stays_a_list() -> None:
    source = read(table(tr("Item", tc(p("Covered when both:"), item("one"), item("two"))), tr("x", "y")))
    assert outline(source) == [("A.", 0, "one"), ("B.", 0, "two")]
    assert all(b.cell and b.cell.row == 0 and b.cell.column == 1 for b in source.blocks if b.kind == "item")


def test_a_table_of_one_column_is_a_frame_and_its_paragraphs_are_plain() -> None:
    source = read(table(tr(tc("Framed words", item("first"))), tr(tc("More"))))
    assert [(b.kind, b.cell) for b in source.blocks] == [
        ("paragraph", None),
        ("item", None),
        ("paragraph", None),
    ]


def test_nested_tables_have_numbers_of_their_own() -> None:
    source = read(table(tr(tc("outer", table(tr("a", "b"))), "right")))
    assert {b.cell.table for b in source.blocks if b.cell} == {0, 1}
    assert cells(source, 1) == [(0, 0, "a"), (0, 1, "b")]


def test_a_note_reference_is_kept_apart_from_the_word_and_its_note_resolved() -> None:
    notes = part(
        "footnotes",
        '<w:footnote w:id="-1">' + p("separator") + "</w:footnote>",
        '<w:footnote w:id="7">' + p("A biologic counts as a trial.") + "</w:footnote>",
    )
    reference = '<w:r><w:footnoteReference w:id="7"/></w:r>'
    source = read(p("Criteria", reference, " apply"), p("Last"), parts={"footnotes": ("footnotes", notes)})
    assert (source.blocks[0].text, source.blocks[0].refers) == ("Criteria apply", ("1",))
    assert [(b.kind, b.marker, b.text) for b in source.blocks][-1] == (
        "note",
        "1",
        "A biologic counts as a trial.",
    )


def test_raised_letters_are_references_but_exponents_and_ordinals_are_text() -> None:
    source = read(
        p(
            "Criteria",
            run("a,b", RAISED),
            " of BMI 35 kg/m",
            run("2", RAISED),
            " by the 1",
            run("st", RAISED),
            " visit",
        )
    )
    assert source.blocks[0].text == "Criteria of BMI 35 kg/m2 by the 1st visit"
    assert source.blocks[0].refers == ("a", "b")


def test_a_paragraph_that_begins_with_a_raised_letter_is_a_note() -> None:
    source = read(p("Text", run("a", RAISED)), p(run("a", RAISED), " Only in one state."))
    note = source.blocks[1]
    assert (note.kind, note.marker, note.text) == ("note", "a", "Only in one state.")


def test_page_headers_and_footers_are_kept_apart_at_the_end() -> None:
    source = read(
        p("Body"),
        parts={
            "header1": ("header", part("hdr", p("Widget Therapy"))),
            "footer1": ("footer", part("ftr", p("Policy 7", TAB, "Page 1 of 3"))),
        },
    )
    assert [(b.text, b.apart) for b in source.blocks] == [
        ("Body", None),
        ("Widget Therapy", "header"),
        ("Policy 7", "footer"),
        ("Page 1 of 3", "footer"),
    ]


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = "<w:txbxContent>" + p("Boxed words") + "</w:txbxContent>"
    drawing = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    source = read(p("Before", drawing), p("After"))
    assert [(b.text, b.apart) for b in source.blocks] == [
        ("Before", None),
        ("Boxed words", "textbox"),
        ("After", None),
    ]


def test_links_are_kept_and_bookmarks_are_anchors() -> None:
    source = read(
        p('<w:hyperlink r:id="out">' + run("there") + "</w:hyperlink>"),
        p('<w:hyperlink w:anchor="crit">' + run("Criteria") + "</w:hyperlink>"),
        p('<w:bookmarkStart w:id="0" w:name="_Toc1"/><w:bookmarkStart w:id="1" w:name="crit"/>', "Criteria:"),
        links={"out": "https://example.org/policy"},
    )
    assert [b.links for b in source.blocks] == [("https://example.org/policy",), ("#crit",), ()]
    assert source.blocks[2].anchor == "crit"


def test_a_field_shows_its_result_and_not_its_instruction() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "https://example.org/x"</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + run("shown")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    source = read(p("As ", field, "."))
    assert (source.blocks[0].text, source.blocks[0].links) == ("As shown.", ("https://example.org/x",))


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<w:r><w:t>over</w:t><w:softHyphen/><w:t>active</w:t></w:r>", "overactive"),
        ("<w:r><w:t>L11.1</w:t><w:noBreakHyphen/><w:t>L11.9</w:t></w:r>", "L11.1-L11.9"),
        (run("beta\u2011blocker"), "beta-blocker"),
        (run("e\ufb03cient"), "efficient"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t> 40</w:t></w:r>', "≥ 40"),
        (run("\u00b3 40", '<w:rFonts w:ascii="Symbol"/>'), "≥ 40"),
        ("<w:sdt><w:sdtContent>" + run("in a control") + "</w:sdtContent></w:sdt>", "in a control"),
        ("<m:oMath><m:r><m:t>x ≥ 3</m:t></m:r></m:oMath>", "x ≥ 3"),
        (run("one   two\n three"), "one two three"),
    ],
)  # fmt: skip
def test_what_the_page_shows_is_what_is_read(inside: str, text: str) -> None:
    assert words(read(p(inside))) == [text]


def test_placeholder_words_of_an_empty_form_field_are_not_text() -> None:
    empty = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        + run("Click here")
        + "</w:sdtContent></w:sdt>"
    )
    assert words(read(p("Date: ", empty))) == ["Date:"]


def test_a_sign_that_is_not_known_is_reported_at_its_place() -> None:
    source = read(p("BMI ", '<w:r><w:sym w:font="Odd Dingbats" w:char="F021"/></w:r>', " 40"))
    assert source.blocks[0].text == "BMI \ufffd 40"
    remark = next(r for r in source.remarks if r.rule == "unreadable_sign")
    assert [s.place for s in remark.spans] == ["L1"]


def test_hidden_words_are_left_out_and_reported() -> None:
    source = read(p("Shown", run("approve everything", "<w:vanish/>")))
    assert words(source) == ["Shown"]
    assert "hidden_text" in seen(source)


def test_lines_broken_by_hand_are_apart_where_they_begin_something() -> None:
    source = read(
        p("Covered when:", BREAK, "A. one", BREAK, "AND", BREAK, "B. two that goes", BREAK, "on here"),
        p(
            "Text that somebody pasted from a printed page with lines as long as they are",
            BREAK,
            "FDA approved.",
        ),
    )
    assert [(b.kind, b.marker, b.text) for b in source.blocks] == [
        ("paragraph", None, "Covered when:"),
        ("item", "A.", "one"),
        ("paragraph", None, "AND"),
        ("item", "B.", "two that goes on here"),
        (
            "paragraph",
            None,
            "Text that somebody pasted from a printed page with lines as long as they are FDA approved.",
        ),
    ]


def test_words_set_apart_by_tabs_are_a_row() -> None:
    source = read(p("Effective date", TAB, "1/1/2026"), p("Version", TAB, TAB, "7"), p("Text"))
    assert cells(source) == [(0, 0, "Effective date"), (0, 1, "1/1/2026"), (1, 0, "Version"), (1, 1, "7")]


def test_typed_markers_are_markers() -> None:
    source = read(p("- one"), p("(a)", TAB, "two"), p("2 weeks of trial"))
    assert [(b.marker, b.text) for b in source.blocks] == [
        ("-", "one"),
        ("(a)", "two"),
        (None, "2 weeks of trial"),
    ]


def test_empty_paragraphs_are_a_gap() -> None:
    assert [b.gap for b in read(p("a"), p(""), p(" "), p("b")).blocks] == [0, 2]


def test_what_the_file_says_of_itself_is_kept() -> None:
    core = b'<cp xmlns:dc="d"><dc:title>Widget Therapy</dc:title><dc:creator>A. Editor</dc:creator></cp>'
    source = read(p("x"), more={"docProps/core.xml": core})
    assert source.properties == {"title": "Widget Therapy", "creator": "A. Editor"}


def test_pictures_objects_and_comments_are_named() -> None:
    picture = "<w:r><w:drawing><a:blip/></w:drawing></w:r>"
    ole = "<w:r><w:object><o:OLEObject/></w:object></w:r>"
    source = read(
        p(picture),
        p("x", ole),
        more={
            "word/comments.xml": part("comments", "<w:comment/>").encode(),
            "word/embeddings/table.xlsx": b"PK",
        },
    )
    assert seen(source) >= {"picture_not_read", "embedded_content", "comments_not_read"}


def test_a_document_of_python_docx_reads_the_same() -> None:
    import io

    from docx import Document

    made = Document()
    made.add_heading("Widget Therapy", 1)
    made.add_paragraph("Any of these:")
    made.add_paragraph("one", style="List Bullet")
    made.add_paragraph("two", style="List Number")
    grid = made.add_table(rows=2, cols=2)
    for i, words_ in enumerate(("Code", "Label", "X1111", "first")):
        grid.cell(i // 2, i % 2).text = words_
    out = io.BytesIO()
    made.save(out)
    source = read_source(out.getvalue())
    check_places(source)
    assert [(b.kind, b.marker, b.text) for b in source.blocks[:4]] == [
        ("heading", None, "Widget Therapy"),
        ("paragraph", None, "Any of these:"),
        ("item", "•", "one"),
        ("item", "1.", "two"),
    ]
    assert cells(source) == [(0, 0, "Code"), (0, 1, "Label"), (1, 0, "X1111"), (1, 1, "first")]
