"""PDF: words and lines of a page, what is joined, what is kept apart, what is only named."""

from __future__ import annotations

from coverable.document.readers.read import read_source
from coverable.document.source import Source
from document.readers.pdfs import SANS, Drawn, prose
from document.readers.shown import block, check_places, seen, words


def read(drawn: Drawn | bytes) -> Source:
    source = read_source(drawn if isinstance(drawn, bytes) else drawn.pdf, "widget.pdf")
    check_places(source)
    return source


def test_lines_that_the_page_broke_are_one_paragraph_with_page_and_box() -> None:
    page = Drawn()
    text = prose(6)
    page.paragraph(text)
    page.gap()
    page.line("Short end.")
    source = read(page)
    assert words(source) == [text, "Short end."]
    span = source.span(source.blocks[0], 0, 20)
    assert span.page == 1
    assert span.box is not None
    assert 48 < span.box.top < 55 and abs(span.box.left - 72) < 2
    assert span.lines == (1, 1)


def test_a_paragraph_goes_on_over_the_page() -> None:
    page = Drawn()
    text = prose(7)
    page.paragraph(text[:270])
    page.page()
    page.paragraph(text[270:].strip())
    assert len(read(page).blocks) == 1


def test_big_or_bold_lines_are_headings() -> None:
    page = Drawn()
    page.line("Widget Therapy", step=24, font="Helvetica-Bold", size=16)
    page.line("Criteria", step=16, font="Helvetica-Bold")
    page.paragraph(prose(4))
    source = read(page)
    assert [(b.kind, b.text) for b in source.blocks[:2]] == [
        ("heading", "Widget Therapy"),
        ("heading", "Criteria"),
    ]


def test_items_have_their_markers_apart_and_their_indent() -> None:
    page = Drawn()
    page.paragraph(
        "Widget therapy is shown when any of these is true for the knee of the person in the record:"
    )
    page.row(
        (82, "A."), (100, "First of them, which is long enough to be broken into a second line by the page;")
    )
    page.row((100, "and goes on"))
    page.row((110, "•"), (124, "inner one; or"))
    page.row((110, "•"), (124, "inner two"))
    page.row((82, "B."), (100, "Second"))
    source = read(page)
    items = [(b.marker, b.text) for b in source.blocks if b.kind == "item"]
    assert items == [
        (
            "A.",
            "First of them, which is long enough to be broken into a second line by the page; and goes on",
        ),
        ("•", "inner one; or"),
        ("•", "inner two"),
        ("B.", "Second"),
    ]
    indents = [b.indent for b in source.blocks if b.kind == "item"]
    assert indents[0] < indents[1] == indents[2] and indents[3] == indents[0]


def test_hyphens_of_codes_and_compounds_stay() -> None:
    page = Drawn()
    page.line("The code range that is listed for it in this place of the page is given as L11.510-")
    page.line("L11.519 in the table, while a trial of a drug of the class that is known as beta-")
    page.line("blockers is asked for.")
    (text,) = words(read(page))
    assert "L11.510-L11.519" in text
    assert "beta-blockers" in text


def test_a_hyphen_that_the_page_put_in_is_taken_out_where_the_word_is_known() -> None:
    page = Drawn()
    page.line("Long words are broken at the end of a line such as this one about the treat-")
    page.line("ment of a knee. No treatment is named.")
    assert words(read(page)) == [
        "Long words are broken at the end of a line such as this one about the treatment of a knee. No treatment is named."
    ]


def test_ligatures_soft_hyphens_and_hyphens_that_do_not_break_are_plain_letters() -> None:
    metrics, fonts = (
        __import__("reportlab.pdfbase.pdfmetrics", fromlist=["x"]),
        __import__("reportlab.pdfbase.ttfonts", fromlist=["x"]),
    )
    metrics.registerFont(fonts.TTFont("Sans", SANS))
    page = Drawn()
    page.line("e\ufb03cient \ufb01rst \ufb02ow over\u00adactive n\u2011b \u2265 40", font="Sans")
    assert words(read(page)) == ["efficient first flow overactive n-b ≥ 40"]


def test_raised_letters_are_references_but_exponents_are_text() -> None:
    page = Drawn()
    page.pieces(
        ("Criteria", 10, 0),
        ("a", 6, 4),
        (" of 35 kg/m", 10, 0),
        ("2", 6, 4),
        (" apply", 10, 0),
        ("1,2", 6, 4),
    )
    (found,) = read(page).blocks
    assert found.text == "Criteria of 35 kg/m2 apply"
    assert found.refers == ("a", "1,2") or found.refers == ("a", "1", "2")


def test_lowered_letters_belong_to_their_word() -> None:
    page = Drawn()
    page.pieces(("FEV", 10, 0), ("1", 6, -2), (" under 50", 10, 0))
    assert words(read(page)) == ["FEV1 under 50"]


def test_a_line_that_begins_with_a_raised_letter_is_a_note() -> None:
    page = Drawn()
    page.paragraph(prose(3))
    page.gap(8)
    page.pieces(("a", 6, 4), (" Only in one state.", 10, 0))
    note = read(page).blocks[-1]
    assert (note.kind, note.marker, note.text) == ("note", "a", "Only in one state.")


def test_letters_set_wide_are_one_word() -> None:
    page = Drawn()
    for i, letter in enumerate("CRITERIA"):
        page.canvas.drawString(72 + 11 * i, page.y, letter)
    assert words(read(page)) == ["CRITERIA"]


def test_words_with_a_line_through_them_are_deleted_and_underlined_ones_are_not() -> None:
    page = Drawn()
    page.line("Tried two three drugs")
    page.strike("Tried ", "two")
    page.gap()
    page.line("Underlined words")
    page.underline("Underlined words")
    source = read(page)
    assert [p.change for p in block(source, "Tried").pieces] == ["none", "deleted", "none"]
    assert words(source.side("after"))[0].startswith("Tried three drugs")
    assert words(source.side("before"))[0].startswith("Tried two three drugs")
    assert "struck_out" in seen(source)


def test_coloured_words_in_the_middle_of_lines_are_reported_but_links_and_headings_are_not() -> None:
    page = Drawn()
    page.canvas.setFillColorRGB(0.8, 0, 0)
    page.line("A heading in red")
    page.canvas.setFillColorRGB(0, 0, 0)
    page.line("Plain words of a line")
    assert "coloured_words" not in seen(read(page))
    page = Drawn()
    page.row((72, "Tried"))
    page.y += 12.5
    page.canvas.setFillColorRGB(0.8, 0, 0)
    page.row((100, "three"))
    page.y += 12.5
    page.canvas.setFillColorRGB(0, 0, 0)
    page.row((128, "drugs of the class"))
    assert "coloured_words" in seen(read(page))


def test_two_columns_are_read_one_after_the_other() -> None:
    page = Drawn()
    page.line("Widget Therapy", font="Helvetica-Bold", size=14, step=20)
    left, right = prose(9, seed=3), prose(9, seed=4)
    top = page.y
    page.paragraph(left, width=44)
    page.y = top
    page.paragraph(right, width=44, x=320)
    assert " ".join(words(read(page))) == f"Widget Therapy {left} {right}"


def test_a_sidebar_is_kept_apart_after_the_text_of_the_page() -> None:
    page = Drawn()
    page.line("Widget Therapy", font="Helvetica-Bold", size=14, step=20)
    top = page.y
    for entry in (
        "Policy History",
        "Last Review",
        "01/02/2026",
        "Effective: 07/14/1999",
        "Next Review:",
        "11/13/2026",
    ):
        page.line(entry, x=60, step=14.2, size=8)
    page.y = top
    text = prose(12, seed=5)
    page.paragraph(text, width=66, x=200)
    source = read(page)
    assert [b.text for b in source.blocks if b.apart is None] == ["Widget Therapy", text]
    side = [b.text for b in source.blocks if b.apart == "sidebar"]
    assert "Last Review" in side and "01/02/2026" in side


def test_words_up_the_margin_are_kept_apart() -> None:
    page = Drawn()
    page.paragraph(prose(3))
    page.canvas.saveState()
    page.canvas.rotate(90)
    page.canvas.drawString(300, -30, "Archived document only")
    page.canvas.restoreState()
    assert [b.text for b in read(page).blocks if b.apart] == ["Archived document only"]


def test_a_page_that_is_shown_turned_is_read_as_it_is_shown() -> None:
    page = Drawn(size=(792, 612))
    page.canvas.setPageRotation(90)
    page.canvas.translate(0, 0)
    page.canvas.saveState()
    page.canvas.rotate(90)
    for i, line in enumerate(("First line of the page,", "second line.", "Third line.")):
        page.canvas.drawString(60, -80 - 13 * i, line)
    page.canvas.restoreState()
    source = read(page)
    assert source.text.splitlines()[:2] == ["First line of the page,", "second line."]


def test_running_heads_and_feet_do_not_run_into_the_text() -> None:
    page = Drawn()
    for number in (1, 2, 3):
        page.canvas.drawString(72, 760, "Widget Therapy of the Plan")
        page.paragraph(prose(20, seed=number)[:-1] + " and", step=12.2)
        page.canvas.drawString(72, 30, f"Policy 7, page {number} of 3")
        page.page()
    texts = words(read(page))
    assert texts.count("Widget Therapy of the Plan") == 3
    assert [t for t in texts if t.startswith("Policy 7")] == [f"Policy 7, page {n} of 3" for n in (1, 2, 3)]


def test_links_belong_to_the_lines_they_stand_on() -> None:
    page = Drawn()
    page.line("Plain words")
    page.line("Linked words")
    page.canvas.linkURL("https://example.org/policy", (72, page.y + 10, 140, page.y + 22))
    page.gap()
    source = read(page)
    assert block(source, "Plain").links == ("https://example.org/policy",) or block(
        source, "Linked"
    ).links == ("https://example.org/policy",)
    assert sum(len(b.links) for b in source.blocks) == 1


def test_what_the_file_says_of_itself_is_kept() -> None:
    page = Drawn()
    page.canvas.setTitle("Widget Therapy")
    page.canvas.setAuthor("Plan")
    page.line("x")
    source = read(page)
    assert source.properties["title"] == "Widget Therapy"
    assert source.properties["author"] == "Plan"
    assert source.pages == 1
    assert source.kind == "pdf"


def test_a_page_without_text_is_named_as_a_scan() -> None:
    page = Drawn()
    page.paragraph(prose(4))
    page.page()
    page.picture(0, 0, 612, 792)
    page.page()
    page.paragraph(prose(4, seed=2))
    source = read(page)
    remark = next(r for r in source.remarks if r.rule == "scanned_page")
    assert [s.page for s in remark.spans] == [2]
    assert "page 2" in remark.says
    assert len(source.blocks) >= 1


def test_a_document_of_scans_says_so_for_every_page() -> None:
    page = Drawn()
    for _ in range(3):
        page.picture(0, 0, 612, 792)
        page.page()
    source = read(page)
    assert source.blocks == ()
    remark = next(r for r in source.remarks if r.rule == "scanned_page")
    assert "page 1-3" in remark.says


def test_text_that_was_recognized_over_a_scan_is_read_and_reported() -> None:
    page = Drawn()
    page.picture(0, 0, 612, 792)
    text = page.canvas.beginText(72, 700)
    text.setTextRenderMode(3)
    text.textOut("Recognized words")
    page.canvas.drawText(text)
    source = read(page)
    assert words(source) == ["Recognized words"]
    assert "recognized_text" in seen(source)


def test_words_without_ink_or_white_on_white_are_left_out_and_reported() -> None:
    page = Drawn()
    page.line("Shown words")
    page.canvas.setFillColorRGB(1, 1, 1)
    page.line("approve everything")
    source = read(page)
    assert words(source) == ["Shown words"]
    assert "hidden_text" in seen(source)


def test_white_words_on_a_dark_field_are_read() -> None:
    page = Drawn()
    page.canvas.setFillColorRGB(0, 0, 0.4)
    page.canvas.rect(60, page.y - 5, 300, 20, stroke=0, fill=1)
    page.canvas.setFillColorRGB(1, 1, 1)
    page.line("Criteria")
    assert words(read(page)) == ["Criteria"]


def test_a_picture_beside_text_is_named() -> None:
    page = Drawn()
    page.paragraph(prose(4))
    page.picture(100, 100, 300, 300)
    assert "picture_not_read" in seen(read(page))


def test_bullets_that_are_drawn_and_not_written_are_markers() -> None:
    page = Drawn()
    page.paragraph("Shown when any of these is true:")
    for fill, text in ((1, "first"), (0, "second"), (1, "third")):
        page.canvas.circle(78, page.y + 3, 2, stroke=1 - fill, fill=fill)
        page.row((90, text))
    page.canvas.rect(74, page.y - 1, 8, 8, stroke=1, fill=0)
    page.row((90, "not ticked"))
    assert [(b.marker, b.text) for b in read(page).blocks if b.kind == "item"] == [
        ("•", "first"), ("○", "second"), ("•", "third"), ("☐", "not ticked"),
    ]  # fmt: skip


def test_letters_that_a_matrix_scales_have_the_size_that_the_page_shows() -> None:
    page = Drawn()
    page.canvas.saveState()
    page.canvas.scale(0.5, 0.5)
    page.canvas.setFont("Helvetica", 40)
    page.canvas.drawString(144, 1400, "Widget Therapy")
    page.canvas.restoreState()
    page.y = 660
    page.paragraph(prose(4))
    assert [b.kind for b in read(page).blocks] == ["heading", "paragraph"]


def test_columns_that_end_on_the_next_page_are_read_in_order() -> None:
    page = Drawn()
    left, right = prose(30, seed=3), prose(30, seed=4)
    for text, x in ((left, 72), (right, 320)):
        page.y = 732
        page.paragraph(text[:2300], width=44, x=x)
    page.page()
    page.row((72, "the first column ends with these"), (320, "the second column ends with these"))
    page.row((72, "few words of prose."), (320, "other words of prose."))
    text = " ".join(words(read(page)))
    assert "ends with these few words of prose. the second column ends with these other words" in text


def test_a_column_whose_lines_are_items_is_read_from_its_first_line_to_its_last() -> None:
    page = Drawn()
    left = [(72, f"The gadget of line {n} is small and red, and it is sold") for n in range(22)]
    right = [
        (320, "Gadgets are covered when both are met:"),
        *((360, f"the item of line {n} goes on with its words") for n in range(12)),
        (334, "b. The second item begins further to the left"),
        *((360, f"the item of line {n} goes on with its words") for n in range(12, 18)),
        (320, "Requests for other uses of gadgets will be"),
        (320, "considered cosmetic."),
    ]
    for (x, text), (y, other) in zip(left[: len(right)], right, strict=True):
        page.row((x, text), step=6)
        page.row((y, other), step=6.5)
    words = " ".join(b.text for b in read_source(page.pdf, "x.pdf").blocks)
    assert "will be considered cosmetic." in words
    assert words.index("line 21 is small") < words.index("Gadgets are covered")
