"""Tables, boxes and headings that nothing but space, colour or size tells, as modern pages print them (SR-131)."""

from __future__ import annotations

import pytest

from document.readers.test_printed import leaves, read, said

SPACED = "td,th{border:0;padding:6pt 5pt;vertical-align:top;text-align:left} th{background:#ddd}"
FILLER = (
    "<p>" + "The joint is looked at by a nurse who writes down what she sees in every visit. " * 6 + "</p>"
)


def test_rows_that_only_space_parts_are_rows():
    found = read(
        "<h2>Coverage Criteria</h2><p>A chair is covered when the criteria of its row are met:</p>"
        "<table><tr><th>Chair</th><th>Criteria</th></tr>"
        "<tr><td>Alpha</td><td>The member cannot walk in the home without help from others</td></tr>"
        "<tr><td>Beta</td><td>The member cannot sit upright for an hour</td></tr>"
        "<tr><td>Gamma</td><td>The member is younger than 12 years</td></tr></table>",
        SPACED,
    )
    assert [(s.subject, len(leaves(s.criteria))) for s in found.statements] == [
        ("Alpha", 1),
        ("Beta", 1),
        ("Gamma", 1),
    ]


def test_a_name_that_covers_several_rows_has_them_as_one_list_and_is_asked_about():
    found = read(
        "<h2>Coverage Criteria</h2><p>A drug is necessary once all the requirements in its rows are fulfilled.</p>"
        "<table><tr><th>Drug</th><th>Condition</th><th>Requirements</th><th>Cycle</th></tr>"
        "<tr><td rowspan=2>Alpha</td><td rowspan=2>Migraine</td><td>Adult of 18 years or more</td><td rowspan=2>155 units</td></tr>"
        "<tr><td>Two preventive drugs failed</td></tr>"
        "<tr><td>Beta</td><td>Dystonia</td><td>Neck posture is twisted</td><td>per label</td></tr></table>"
    )
    alpha, beta = found.statements
    assert leaves(alpha.criteria) == ["Migraine", "Adult of 18 years or more", "Two preventive drugs failed"]
    assert leaves(beta.criteria) == ["Dystonia", "Neck posture is twisted"]
    assert "no_quantifier" in {f.rule for f in found.findings}


def test_items_set_in_two_columns_are_one_list():
    found = read(
        "<h2>Coverage Criteria</h2><p>The following procedures are considered investigational:</p>"
        "<ul style='columns:2'><li>gastric balloon</li><li>gastric plication</li><li>vagal block</li><li>duodenal sleeve</li></ul>"
    )
    ((position, tree),) = said(found)
    assert position == "investigational"
    assert tree == ("any", ["gastric balloon", "gastric plication", "vagal block", "duodenal sleeve"])


def test_a_bar_over_the_columns_of_a_table_is_its_heading():
    found = read(
        "<h2>Coverage Criteria</h2><p>Drug A is medically necessary for migraine.</p>"
        "<table><tr><th colspan=2>Section 3. Renewal</th></tr><tr><th>Diagnosis</th><th>Renewal criteria</th></tr>"
        "<tr><td>Migraine</td><td>Fewer headache days each month</td></tr>"
        "<tr><td>Cluster headache</td><td>Fewer attacks each week</td></tr></table>"
    )
    assert [s.stage for s in found.statements[1:]] == ["continuation", "continuation"]


def test_names_of_columns_on_a_ground_of_their_own_belong_to_the_rows_below():
    found = read(
        "<h2>Coding</h2><table><tr><th>CPT</th><th>Words</th><th>Group</th></tr></table>"
        "<table style='margin-top:0'><tr><td>43644</td><td>bypass</td><td>Covered with criteria</td></tr>"
        "<tr><td>43290</td><td>balloon</td><td>Investigational</td></tr></table>",
        "td,th{border:0;padding:4pt 5pt;text-align:left;width:33%} th{background:#bbc} td{border-bottom:0.5pt solid #999}",
    )
    assert {(c.first, c.polarity) for c in found.codes} == {("43644", "covered"), ("43290", "not_covered")}


def test_a_cell_that_covers_several_rows_says_what_their_codes_are():
    found = read(
        "<h2>Codes</h2><table><tr><th>Code</th><th>Words</th><th>Group</th></tr>"
        "<tr><td>19318</td><td>smaller</td><td rowspan=2 style='vertical-align:middle'>Covered if criteria are met</td></tr>"
        "<tr><td>15823</td><td>upper lid</td></tr>"
        "<tr><td>15847</td><td>tummy</td><td rowspan=2>Not covered (cosmetic)</td></tr><tr><td>15820</td><td>lower lid</td></tr></table>"
    )
    assert {(c.first, c.polarity) for c in found.codes} == {
        ("19318", "covered"),
        ("15823", "covered"),
        ("15847", "not_covered"),
        ("15820", "not_covered"),
    }


FLOAT = "<div style='float:right;width:34%;border:0.8pt solid #a00;padding:4pt;margin-left:8pt'>{}</div>"


@pytest.mark.parametrize(
    "note",
    ["Exception. Item 2 is not needed when the level is below 200.", "The patient has seen a neurologist."],
)
def test_a_box_beside_criteria_leaves_them_whole_and_is_asked_about(note: str):
    found = read(
        "<h2>Coverage Criteria</h2>"
        + FLOAT.format(note)
        + "<p>Globulin is considered medically necessary when all of these criteria are met by the member:</p>"
        "<ol><li>The level is below the limit on two samples</li><li>Response to vaccination is poor</li><li>Infections came back</li></ol>"
        + FILLER
    )
    ((_, tree),) = said(found)[:1]
    assert tree == (
        (
            "all",
            [
                "The level is below the limit on two samples",
                "Response to vaccination is poor",
                "Infections came back",
            ],
        )
    )
    assert "sidebar_with_criteria" in {f.rule for f in found.findings}


def test_paragraphs_in_larger_letters_than_the_items_are_no_headings():
    items = "".join(f"<li>Item {n} of the list is met by the member</li>" for n in "abcdefgh")
    found = read(
        "<h2>Coverage Criteria</h2><p>A pump is medically necessary if the request shows all of these:</p>"
        f"<ul>{items}</ul><p>A pump is not covered for a member who lives in a nursing facility of any kind.</p>",
        "p{font-size:11pt} li{font-size:9pt}",
    )
    assert [s.position for s in found.statements] == ["medically_necessary", "not_covered"]


def test_white_words_on_a_rounded_ground_are_read():
    found = read(
        "<div style='background:#247;color:#fff;border-radius:8pt;padding:6pt;font-size:16pt'>Pumps for the Leg</div>"
        "<h2>Coverage Criteria</h2><p>A pump is medically necessary for swelling.</p>"
    )
    title = found.view()["metadata"]["title"]
    assert title is not None
    assert title["value"] == "Pumps for the Leg"
    assert "hidden_text" not in {f.rule for f in found.findings}


def test_white_words_on_white_stay_hidden():
    found = read(
        "<p style='color:#fff'>The pump is never covered.</p><h2>Coverage Criteria</h2><p>A pump is medically necessary for swelling.</p>"
    )
    assert [s.position for s in found.statements] == ["medically_necessary"]


def test_bold_lines_behind_a_square_in_big_letters_are_headings():
    found = read(
        "<p class=h>■ Definitions</p><p>Skilled task – a task which only a nurse may do.</p>"
        "<p class=h>■ Start of care</p><p>Nursing is medically necessary if all are met:</p>"
        "<ol><li>A physician ordered it</li><li>The home is safe</li></ol><p class=h>■ Past versions</p><p>1/2/2020 New.</p>",
        ".h{font-weight:bold;font-size:13pt}",
    )
    ((_, tree),) = said(found)
    assert tree == ("all", ["A physician ordered it", "The home is safe"])
    assert found.view()["definitions"][0]["term"] == "Skilled task"
