"""What readers hand on is used: page headers leave the text, raised marks lead to their notes."""

from __future__ import annotations

from coverable.document.findings import Findings
from coverable.document.layout.furniture import clean
from coverable.document.parts.footnotes import footnotes
from coverable.document.readers.read import read_source
from document.readers.ooxml import docx, p, part, run

RAISED = '<w:vertAlign w:val="superscript"/>'


def test_page_headers_and_footers_of_a_docx_are_furniture_and_count_no_pages() -> None:
    source = read_source(
        docx(p("Criteria apply."), parts={"footer1": ("footer", part("ftr", p("Policy 7, page 1 of 3")))})
    )
    cleaned = clean(source, Findings())
    assert [b.text for b in cleaned.source.blocks] == ["Criteria apply."]
    (foot,) = cleaned.furniture
    assert (foot.text, foot.kind, foot.number, foot.total) == (
        "Policy 7, page 1 of 3",
        "repeated",
        None,
        None,
    )


def test_a_raised_letter_leads_to_its_note() -> None:
    source = read_source(docx(p("Criteria", run("a", RAISED)), p(run("a", RAISED), " Only in one state.")))
    findings = Findings()
    (found,) = footnotes(source, findings)
    assert (found.fields["mark"], found.fields["to"]) == ("a", "L2")
    assert findings.all() == ()


def test_a_raised_letter_without_a_note_is_a_finding_and_a_raised_figure_is_a_reference() -> None:
    source = read_source(docx(p("Criteria", run("b", RAISED)), p("Trial", run("1,2", RAISED))))
    findings = Findings()
    assert footnotes(source, findings) == ()
    (found,) = findings.all()
    assert found.rule == "footnote_unresolved"
    assert [s.place for s in found.spans] == ["L1"]
