"""Pages as word processors and browsers print them: what only their layout says is read (SR-130, SR-131)."""

from __future__ import annotations

import re

import pytest

from coverable.document.read import read_document
from coverable.document.reading import Node, Reading
from document.made import drawn

PAGE = "@page{size:6.5in 5.5in;margin:.6in} body{font:10pt sans-serif} table{border-collapse:collapse;width:100%}"
RULED = "td,th{border:0.7pt solid #333;padding:3pt 5pt;vertical-align:top;text-align:left}"
HEAD = "<p>Policy Number: MP 12</p><p>Effective Date: 1/1/2025</p>"
REFERENCES = "<h2>References</h2><p>1. Smith A. Devices. J Med. 2020;1:2-3.</p>"


def pdf(body: str, css: str = "") -> bytes:
    import weasyprint

    page = f"<html><head><style>{PAGE}{RULED}{css}</style></head><body>{HEAD}{body}{REFERENCES}</body></html>"
    return weasyprint.HTML(string=page).write_pdf(presentational_hints=True, uncompressed_pdf=True) or b""


def read(body: str, css: str = "") -> Reading:
    return read_document(pdf(body, css), "policy.pdf")


def said(found: Reading) -> list[tuple[str, object]]:
    return [(s.position, drawn(s.criteria)) for s in found.statements]


def leaves(node: Node | None) -> list[str]:
    if node is None:
        return []
    return [node.text] if not node.children else [x for c in node.children for x in leaves(c)]


ABUTTING = (
    "<h2>Coverage Criteria</h2>"
    "<table><tr><th style='width:30%'>Service</th><th>Medical Necessity</th></tr>"
    "<tr><td>Knee brace</td><td>A knee brace may be considered medically necessary when the knee is unstable.</td></tr></table>"
    "<table style='margin-top:-1px'><tr><th style='width:45%'>Service</th><th>Investigational</th></tr>"
    "<tr><td>Ankle brace</td><td>An ankle brace worn at night is considered investigational for all sprains of the ankle.</td></tr></table>"
    "<table style='margin-top:-1px'><tr><th>Documentation Requirements</th></tr>"
    "<tr><td>Send notes of the last visit.</td></tr></table>"
)


def test_tables_that_stand_right_under_each_other_are_read_one_by_one():
    found = read(ABUTTING)
    assert [s.position for s in found.statements] == ["medically_necessary", "investigational"]
    assert found.statements[0].criteria is not None
    assert leaves(found.statements[0].criteria) == ["the knee is unstable"]


LIST = (
    "<ul><li>Pain for three months, with at least TWO of the following:<ul><li>Swelling</li><li>Locking</li><li>Giving way</li></ul></li>"
    "<li>Exercise was tried for six weeks</li></ul>"
)


def test_the_levels_of_a_list_in_a_cell_are_told_by_how_far_its_bullets_stand_in():
    body = f"<h2>Coverage Criteria</h2><table><tr><th>Service</th><th>Medical Necessity</th></tr><tr><td>Knee brace</td><td>A brace is medically necessary when ALL of the following are met:{LIST}</td></tr></table>"
    (one,) = read(body, "@page{size:8.5in 11in}").statements
    two = ("at_least", ["Swelling", "Locking", "Giving way"])
    assert drawn(one.criteria) == (
        "all",
        [("all", ["Pain for three months", two]), "Exercise was tried for six weeks"],
    )
    assert "list_structure" not in {f.rule for f in read(body, "@page{size:8.5in 11in}").findings}


@pytest.mark.parametrize("high", [2.4, 2.8, 3.2, 3.6, 4.0])
def test_a_cell_that_a_page_cuts_is_read_as_if_it_stood_on_one(high: float):
    items = "".join(
        f"<li>The member has sign number {word} of the disease, seen at a visit within the past year</li>"
        for word in ("one", "two", "three", "four")
    )
    body = (
        "<h2>Coverage Criteria</h2><table><thead><tr><th style='width:25%'>Service</th><th>Medical Necessity</th></tr></thead>"
        f"<tr><td>Knee brace</td><td><p>A brace is medically necessary when ALL of the following are met:</p><ul>{items}</ul></td></tr></table>"
    )
    (one,) = read(body, f"@page{{size:6.5in {high}in}}").statements
    assert one.criteria is not None
    assert one.criteria.rule == "all"
    assert [re.sub(r"\D*number (\w+) .*", r"\1", x) for x in leaves(one.criteria)] == [
        "one",
        "two",
        "three",
        "four",
    ]


def test_a_sentence_that_a_page_cuts_in_a_cell_is_whole_again():
    text = "A brace is medically necessary when the knee is unstable and exercise was tried for six weeks without any gain in function."
    body = f"<h2>Coverage Criteria</h2><table><thead><tr><th style='width:25%'>Service</th><th>Medical Necessity</th></tr></thead><tr><td>Knee brace</td><td>{text}</td></tr></table>"
    for high in (2.3, 2.45, 2.6, 2.75):
        found = read(body, f"@page{{size:4in {high}in}} td{{orphans:1;widows:1}}")
        (one,) = found.statements
        assert " ".join(leaves(one.criteria)).endswith("without any gain in function")


HEADINGS = (
    "<h1>Gum Services</h1><h2>Clinical Criteria</h2><h3>Deep cleaning (D4341)</h3>"
    "<p>Deep cleaning is considered necessary if pockets of 4 mm are charted.</p>"
    "<h3>Maintenance (D4910)</h3><p>Maintenance is considered necessary if 90 days have gone by since that therapy ended.</p>"
    "<h2>Frequency</h2><p>Twice in a year.</p>"
)


def test_headings_stand_in_each_other_by_the_size_of_their_letters():
    found = read(HEADINGS, "h1{font-size:20pt} h2{font-size:15pt} h3{font-size:12.5pt}")
    assert [s.subject for s in found.statements] == ["Deep cleaning", "Maintenance"]
    depths = {s.title: s.depth for s in found.sections}
    assert depths["Clinical Criteria"] < depths["Maintenance (D4910)"]


def test_the_only_line_in_the_tallest_letters_is_the_title():
    found = read("<p>Providers / Policies / Dental</p>" + HEADINGS, "h1{font-size:20pt} h2{font-size:15pt}")
    assert found.view()["metadata"]["title"]["value"] == "Gum Services"


def test_a_number_before_a_big_line_numbers_a_heading_and_no_item():
    body = "<h2>1. Home Care</h2><h3>1.1 Admission</h3><p>Home care is medically necessary when the member cannot leave home.</p><h3>1.2 Continued stay</h3><p>Continued home care is medically necessary when progress is documented.</p>"
    found = read(body, "h2{font-size:16pt} h3{font-size:13pt}")
    assert [s.stage for s in found.statements] == [None, "continuation"]
    assert not {"list_structure", "no_quantifier"} & {f.rule for f in found.findings}


def test_sections_with_decimals_and_a_wide_gap_behind_them_are_no_table():
    rows = "".join(
        f"<p><span style='display:inline-block;width:.6in'>{n}</span>{name}</p><p style='margin-left:.6in'>{text}</p>"
        for n, name, text in (
            ("1.0", "Description of the Service", "Feeding therapy helps children to eat."),
            (
                "2.0",
                "When the Service Is Covered",
                "Feeding therapy is medically necessary when growth has slowed.",
            ),
            ("3.0", "When the Service Is Not Covered", "Feeding therapy is not covered for picky eating."),
        )
    )
    found = read(rows)
    assert {"description", "criteria"} <= {s.kind for s in found.sections}
    assert [s.position for s in found.statements] == ["medically_necessary", "not_covered"]


def test_a_list_of_codes_beside_another_one_keeps_its_own_heading():
    columns = (
        "<div style='columns:2;column-gap:.6in'><div><b>Covered</b><br>E0650 pump, plain<br>E0651 pump, chambers<br>E0652 pump, control<br>E0667 sleeve, leg</div>"
        "<div style='break-before:column'>E0668 sleeve, arm<br>E0669 sleeve, half<br><b>Not covered</b><br>E0675 pump, rapid</div></div>"
    )
    found = read(f"<h2>Codes</h2>{columns}", "@page{size:8.5in 11in}")
    told = {code.first: code.polarity for code in found.codes}
    assert told["E0667"] == told["E0668"] == "covered"
    assert told["E0675"] == "not_covered"


def test_a_sentence_goes_on_behind_the_notes_at_the_foot_of_a_page():
    body = (
        "<h2>Coverage Criteria</h2><p>Purchase of the pump is medically necessary if the member has used it on most days and girth has gone</p>"
        "<p style='font-size:8pt'>1 Calf pumps used in hospital are outside of this policy.</p>"
        "<p style='page-break-before:always'>down by two centimeters.</p>"
    )
    (one,) = read(body).statements
    assert " ".join(leaves(one.criteria)).endswith("girth has gone down by two centimeters")


def test_a_raised_figure_lifts_no_bullet_off_its_line():
    body = (
        "<h2>Coverage Criteria</h2><p>A device is medically necessary when none of the following is present:</p>"
        "<ul><li>Fusion at the same level</li><li>Body mass index above 40 kg/m<sup>2</sup></li></ul>"
    )
    (one,) = read(body, "sup{font-size:8.6pt}").statements
    assert [re.sub(r"\W+", " ", x).strip() for x in leaves(one.criteria)] == [
        "Fusion at the same level",
        "Body mass index above 40 kg m2",
    ]


def test_a_date_that_a_narrow_column_breaks_is_one():
    rows = "".join(
        f"<tr><td style='width:.42in;word-break:break-all'>{day}</td><td>{text}</td></tr>"
        for day, text in (("03/10/2020", "New policy."), ("05/01/2021", "Annual review, no changes."))
    )
    found = read(f"<h2>History</h2><table><tr><th>Date</th><th>Comments</th></tr>{rows}</table>")
    assert [e["on"] for e in found.view()["history"]] == ["2020-03-10", "2021-05-01"]


def test_letters_whose_font_states_a_wrong_height_make_whole_words_with_blanks():
    body = "<h2>Coverage Criteria</h2><p>A cranial orthosis is medically necessary for positional deformity when all of the following are met:</p><ul><li>The infant is 4 to 12 months of age when treatment starts</li><li>Repositioning was tried for two months</li></ul>"
    made = pdf(body)
    wrong = re.sub(
        rb"/Ascent (\d+)", lambda m: b"/Ascent " + b"7".rjust(len(m[1]), b"0") if m[1] else m[0], made
    )
    wrong = re.sub(
        rb"/Descent (-\d+)", lambda m: b"/Descent " + b"-" + b"1".rjust(len(m[1]) - 1, b"0"), wrong
    )
    assert wrong != made
    assert said(read_document(wrong, "policy.pdf")) == said(read_document(made, "policy.pdf"))
    assert said(read_document(made, "policy.pdf"))


def test_criteria_in_letters_larger_than_the_background_stay_criteria():
    items = "<ol><li>Pain lasting for three months</li><li>Exercise was tried for six weeks</li></ol>"
    background = (
        "<p style='font-size:9pt'>" + "Braces hold a joint and were studied in small trials. " * 30 + "</p>"
    )
    body = f"<h2>Coverage Criteria</h2><div style='font-size:11pt'><p>Knee braces are medically necessary when ALL of the following are met:</p>{items}</div><h2>Background</h2>{background}"
    (one,) = read(body, "@page{size:8.5in 11in}").statements
    assert leaves(one.criteria) == ["Pain lasting for three months", "Exercise was tried for six weeks"]


def test_a_line_that_closes_a_list_is_not_joined_to_its_last_item_behind_a_note():
    body = (
        "<h2>Coverage Criteria</h2><p>A brace is medically necessary when ANY of the following is met:</p><ul><li>Pain lasting for three months</li><li>A torn ligament</li></ul>"
        "<p style='font-size:8pt'>1 Pain is told by the member.</p><p style='page-break-before:always'>and the member is 18 or older.</p>"
    )
    (one,) = read(body).statements
    either = ("any", ["Pain lasting for three months", "A torn ligament"])
    assert drawn(one.criteria) == ("all", [either, "the member is 18 or older"])


def test_a_table_with_the_same_columns_under_another_name_is_another_table():
    head, row = "<tr><th style='width:30%'>Service</th><th>{}</th></tr>", "<tr><td>{}</td><td>{}</td></tr>"
    first = head.format("Medically Necessary When") + row.format("Knee brace", "The knee is unstable")
    second = head.format("Not Medically Necessary When") + row.format("Ankle brace", "Worn for a sprain")
    body = f"<h2>Coverage Criteria</h2><table>{first}</table><table style='margin-top:-1px'>{second}</table>"
    assert [s.position for s in read(body).statements] == ["medically_necessary", "not_medically_necessary"]


def as_page(body: str) -> Reading:
    return read_document(f"<html><body>{HEAD}{body}{REFERENCES}</body></html>".encode(), "policy.html")


def test_a_bold_row_that_groups_rows_begins_no_table():
    rows = "".join(
        f"<tr><td>{a}</td><td>{b}</td></tr>"
        for a, b in (("<b>Adults</b>", "<b>see below</b>"), ("Ankle brace", "Covered"))
    )
    body = f"<h2>Coverage Criteria</h2><table><tr><th>Service</th><th>Coverage</th></tr><tr><td>Knee brace</td><td>Not covered</td></tr>{rows}</table>"
    assert [s.subject for s in read(body).statements] == [s.subject for s in as_page(body).statements]
    assert len(read(body).statements) == 2


def test_borders_that_are_drawn_between_two_rectangles_are_lines():
    css = "table{border-collapse:separate} td,th{border:1px solid gray}"
    body = "<h2>Coverage Criteria</h2><table><tr><th>Service</th><th>Coverage</th><th>Criteria</th></tr><tr><td>Knee brace</td><td>Covered</td><td>The knee is unstable</td></tr><tr><td>Ankle brace</td><td>Not covered</td><td>Worn for sport</td></tr></table>"
    assert said(read(body, css)) == said(as_page(body))
    assert len(said(read(body, css))) == 2
