"""HTML: lists, tables and words as a browser shows them; the frame of the page left out."""

from __future__ import annotations

import pytest

from coverable.document.readers.read import read_source
from coverable.document.source import Source
from document.readers.shown import block, cells, check_places, outline, seen, words


def read(body: str, encoding: str = "utf-8") -> Source:
    source = read_source(f"<!doctype html><html><body>{body}</body></html>".encode(encoding))
    check_places(source)
    return source


def test_items_keep_their_own_words_apart_from_lists_inside_them() -> None:
    source = read("<ul><li>Any of:<ul><li>one; or</li><li>two</li></ul>and</li><li>three</li></ul>")
    assert [(b.kind, b.marker, b.depth, b.text) for b in source.blocks] == [
        ("item", "•", 0, "Any of:"),
        ("item", "○", 1, "one; or"),
        ("item", "○", 1, "two"),
        ("paragraph", None, 0, "and"),
        ("item", "•", 0, "three"),
    ]


def test_items_that_are_not_closed_are_items() -> None:
    source = read("<ol><li>one<li>two<ol type=a><li>deep<li>deeper</ol><li>three</ol>")
    assert outline(source) == [
        ("1.", 0, "one"), ("2.", 0, "two"), ("a.", 1, "deep"), ("b.", 1, "deeper"), ("3.", 0, "three"),
    ]  # fmt: skip


def test_a_list_directly_in_a_list_is_one_level_deeper() -> None:
    source = read("<ul><li>one</li><ul><li>two</li></ul><li>three</li></ul>")
    assert [(d, t) for _, d, t in outline(source)] == [(0, "one"), (1, "two"), (0, "three")]


@pytest.mark.parametrize(
    ("opened", "markers"),
    [
        ("<ol type=A start=3>", ["C.", "D."]),
        ("<ol type=i>", ["i.", "ii."]),
        ("<ol reversed>", ["2.", "1."]),
        ('<ol style="list-style-type: upper-roman">', ["I.", "II."]),
        ('<ul style="list-style: none">', [None, None]),
        ("<ul type=square>", ["▪", "▪"]),
    ],
)
def test_markers_are_those_that_a_browser_prints(opened: str, markers: list[str | None]) -> None:
    source = read(f"{opened}<li>one</li><li>two</li>")
    assert [b.marker for b in source.blocks] == markers


def test_an_item_may_set_its_number() -> None:
    assert [m for m, _, _ in outline(read("<ol><li>a<li value=7>b<li>c</ol>"))] == ["1.", "7.", "8."]


def test_a_paragraph_in_an_item_takes_its_marker_once() -> None:
    source = read("<ol><li><p>first</p><p>second</p></li></ol>")
    assert [(b.kind, b.marker, b.depth) for b in source.blocks] == [("item", "1.", 0), ("paragraph", None, 0)]


def test_merged_cells_are_given_once_with_what_they_cover() -> None:
    source = read(
        "<table><caption>Codes</caption><thead><tr><th>Group<th>Code<th>Label</thead>"
        "<tr><td rowspan=2>Shown<td>X1111<td>first<tr><td>X2222<td>second<tr><td colspan=3>All are examples</table>"
    )
    assert source.blocks[0].text == "Codes"
    assert cells(source)[3:] == [
        (1, 0, "Shown"), (1, 1, "X1111"), (1, 2, "first"), (2, 1, "X2222"), (2, 2, "second"), (3, 0, "All are examples"),
    ]  # fmt: skip
    assert (shown := block(source, "Shown").cell)
    assert (shown.row_span, shown.columns) == (2, 3)
    assert [b.cell.head for b in source.blocks if b.cell][:4] == [True, True, True, False]


def test_a_row_of_head_cells_is_the_head_and_a_head_cell_at_the_side_is_not() -> None:
    source = read("<table><tr><th>a<th>b<tr><th>c<td>d</table>")
    assert [b.cell.head for b in source.blocks if b.cell] == [True, True, False, False]


def test_a_table_that_arranges_the_page_is_no_table() -> None:
    source = read("<table><tr><td><h1>Widget</h1><p>Text</p></td><td><ul><li>x</ul></td></tr></table>")
    assert [(b.kind, b.cell) for b in source.blocks] == [
        ("heading", None),
        ("paragraph", None),
        ("item", None),
    ]


def test_a_definition_list_is_a_table_of_terms() -> None:
    source = read("<dl><dt>Term</dt><dd>What it <b>means</b>.</dd><dt>Other</dt><dd>x</dd></dl>")
    assert cells(source) == [(0, 0, "Term"), (0, 1, "What it means."), (1, 0, "Other"), (1, 1, "x")]


def test_headings_have_levels_and_bold_is_of_the_whole_block() -> None:
    source = read("<h2>Part</h2><p><strong>All bold</strong></p><p><b>Some</b> bold</p>")
    assert [(b.kind, b.level, b.bold) for b in source.blocks] == [
        ("heading", 2, True),
        ("paragraph", None, True),
        ("paragraph", None, False),
    ]


def test_words_cut_by_inline_markup_stay_whole() -> None:
    assert words(read("<p>For <u>any</u> of <b>th</b>ese (<i>x</i>), <span>done</span>.</p>")) == [
        "For any of these (x), done."
    ]


def test_insertions_and_deletions_are_two_sides() -> None:
    source = read(
        '<p>Tried <del datetime="2026-02-03">two</del> <ins>three</ins> drugs</p><p><s>Old rule.</s></p>'
    )
    assert words(source.side("before")) == ["Tried two drugs", "Old rule."]
    assert words(source.side("after")) == ["Tried three drugs"]
    assert "struck_out" in seen(source)
    assert source.blocks[0].pieces[1].on == "2026-02-03"


def test_breaks_set_lines_apart_where_they_begin_something() -> None:
    source = read("<p>A. one that goes<br>on<br>AND<br/>B. two</p>")
    assert [(b.marker, b.text) for b in source.blocks] == [
        ("A.", "one that goes on"),
        (None, "AND"),
        ("B.", "two"),
    ]


def test_links_are_kept_and_places_that_are_linked_to_are_anchors() -> None:
    source = read(
        '<p><a href="#crit">Criteria</a> <a href="https://example.org/x">out</a> <a href="javascript:x()">s</a></p><h2 id=crit>Criteria</h2><p id=other>y</p>'
    )
    assert source.blocks[0].links == ("#crit", "https://example.org/x")
    assert [b.anchor for b in source.blocks] == [None, "crit", None]


def test_entities_raised_letters_and_exponents() -> None:
    source = read("<p>Age &ge;&nbsp;18<sup>a</sup> &amp; BMI &lt; 35 kg/m<sup>2</sup>, be&shy;cause</p>")
    assert source.blocks[0].text == "Age ≥ 18 & BMI < 35 kg/m2, because"
    assert source.blocks[0].refers == ("a",)


def test_markup_that_was_escaped_is_read_as_markup_and_reported() -> None:
    source = read("<p>Covered when: &lt;ul&gt;&lt;li&gt;one&lt;li&gt;two&lt;/ul&gt;</p>")
    assert [t for _, _, t in outline(source)] == ["one", "two"]
    assert "escaped_markup" in seen(source)


def test_the_frame_of_the_page_is_left_out_and_the_remark_says_what() -> None:
    source = read(
        "<nav>Home Plans</nav><div class='cookie-banner'>We use cookies</div><form><label>Find</label><input></form>"
        "<script>var x = 'necessary';</script><style>p {}</style><ol class=breadcrumb><li>You are here</ol>"
        "<main><h1>Widget</h1><p>Text</p></main>"
    )
    assert words(source) == ["Widget", "Text"]
    says = next(r.says for r in source.remarks if r.rule == "page_parts_left_out")
    assert "navigation (5 words)" in says
    assert "banner (3 words)" in says
    assert "form (1 words)" in says
    assert "2 scripts" in says


def test_a_menu_of_links_before_the_heading_is_left_out_but_a_list_of_links_after_it_is_not() -> None:
    links = "<ul>" + "".join(f"<li><a href=/{i}>Page {i}</a>" for i in range(6)) + "</ul>"
    source = read(f"<div>{links}</div><h1>Widget</h1>{links}")
    assert words(source) == ["Widget", *(f"Page {i}" for i in range(6))]


def test_a_form_around_the_whole_page_is_not_left_out() -> None:
    assert words(read("<form id=aspnetForm><h1>Widget</h1><p>Text</p><button>Go</button></form>")) == [
        "Widget",
        "Text",
    ]


def test_page_header_footer_and_sidebar_are_kept_apart() -> None:
    source = read(
        "<header>Plan</header><article><header><p>Number 7</p></header><p>Text</p></article>"
        "<aside>Last review 1/1/2026</aside><footer>Foot</footer>"
    )
    assert [(b.text, b.apart) for b in source.blocks] == [
        ("Plan", "header"),
        ("Number 7", None),
        ("Text", None),
        ("Last review 1/1/2026", "sidebar"),
        ("Foot", "footer"),
    ]


def test_hidden_words_are_left_out_and_counted() -> None:
    source = read("<p>Shown</p><p style='display: none'>approve all of it</p><div hidden>more</div>")
    assert words(source) == ["Shown"]
    assert next(r.says for r in source.remarks if r.rule == "hidden_text").endswith("5 words")


def test_a_frame_is_named_and_not_loaded() -> None:
    source = read("<p>x</p><iframe src='https://example.org/codes'></iframe>")
    assert "https://example.org/codes" in next(r.says for r in source.remarks if r.rule == "outside_content")


@pytest.mark.parametrize(
    ("data", "guessed"),
    [
        ("<meta charset=windows-1252><p>Zone 5 – é".encode("cp1252"), False),
        ("<meta http-equiv=x content='text/html; charset=ISO-8859-1'><p>Zone 5 – é".encode("cp1252"), False),
        ("<p>Zone 5 – é".encode("cp1252"), True),
        (b"\xef\xbb\xbf" + "<p>Zone 5 – é".encode(), False),
        ("\ufeff<html><p>Zone 5 – é".encode("utf-16-le"), False),
        ("<meta charset=utf-8><p>Zone 5 – é".encode(), False),
        ("<meta charset=utf-8><p>Zone 5 – é".encode("cp1252"), True),
        ("<meta charset=iso-8859-1><p>Zone 5 – é".encode(), True),
    ],
)
def test_the_encoding_is_as_marked_as_stated_or_guessed(data: bytes, guessed: bool) -> None:
    source = read_source(data)
    assert words(source) == ["Zone 5 – é"]
    assert ("guessed_encoding" in seen(source)) is guessed


def test_signs_that_were_encoded_twice_are_mended_and_reported() -> None:
    twice = "≥ 40 – plan’s".encode().decode("cp1252")
    source = read(f"<p>BMI {twice}</p><p>à la</p>")
    assert words(source) == ["BMI ≥ 40 – plan’s", "à la"]
    remark = next(r for r in source.remarks if r.rule == "mended_encoding")
    assert [s.place for s in remark.spans] == ["L1"]


def test_what_the_page_says_of_itself_is_kept() -> None:
    source = read_source(
        b"<html lang=en><head><title>Widget\n Therapy</title><meta name=author content=Plan><link rel=canonical href=https://example.org/p></head><p>x"
    )
    assert source.properties == {
        "title": "Widget Therapy",
        "author": "Plan",
        "address": "https://example.org/p",
        "language": "en",
    }


def test_preformatted_lines_stay_lines() -> None:
    assert words(read("<pre>Covered when:\n- one\n- two</pre>")) == ["Covered when:", "one", "two"]
