"""Sections under any usual name and order, and tables of contents that are checked against them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from coverable.document.read import read_document
from coverable.document.sections.sections import body, innermost, of_kind
from coverable.document.sections.titles import kind_of
from document.facts_sources import read, seed


def main(found):
    return [
        (s.kind, s.title) for s in found.sections if s.depth == 0 and s.kind not in ("header", "contents")
    ]


def test_the_first_seed_has_the_seven_sections_that_it_announces(seeds: Path):
    found = seed(seeds, 0)
    assert [kind for kind, _ in main(found)] == [
        "description",
        "criteria",
        "history",
        "codes",
        "notes",
        "references",
        "keywords",
    ]
    assert [
        s.span.place for s in found.sections if s.depth == 0 and s.kind not in ("header", "contents")
    ] == [
        "L22-24",
        "L26-36",
        "L38-63",
        "L65-77",
        "L79-87",
        "L89-111",
        "L113-115",
    ]
    assert all(body(found.source, s) for s in found.sections if s.depth == 0 and s.title)
    assert "announced_section_missing" not in found.rules


def test_the_second_seed_keeps_its_sections_around_the_title_block_in_the_middle(seeds: Path):
    found = seed(seeds, 1)
    assert [kind for kind, _ in main(found)] == [
        "description",
        "criteria",
        "codes",
        "codes",
        "discussion",
        "definitions",
    ]
    heads = [s.span.place for s in found.sections if s.kind == "header" and s.depth == 0]
    assert heads == ["L105-141"]
    under = [s.title for s in found.sections if s.kind == "criteria" and s.depth == 1]
    assert under == ["Medically Necessary", "Not Medically Necessary"]
    assert [s.title for s in found.sections if s.kind == "discussion" and s.depth] == [
        "Drug Delivery",
        "Hyperhidrosis",
    ]


def test_every_block_belongs_to_one_main_section(seeds: Path):
    for number in (0, 1):
        found = seed(seeds, number)
        held = [n for s in found.sections if s.depth == 0 for n in range(s.first, s.last)]
        assert held == list(range(len(found.source.blocks)))


def test_anchors_are_unique_and_do_not_depend_on_the_place():
    text = "Criteria:\n\nThe brace is medically necessary for pain.\n\nCoding:\n\nNone\n"
    anchors = [s.anchor for s in read(text).sections]
    assert anchors == ["criteria", "coding"]
    assert [s.anchor for s in read("A brace\n\nNew words here.\n\n" + text).sections] == ["header", *anchors]


def test_a_section_that_the_contents_announce_and_the_text_lacks_is_a_finding():
    found = read(
        "Braces\n\nTable of Contents\n\nDescription\nCriteria\nReferences\n\nDescription\n\nA brace holds a joint still"
        " while it heals.\n\nCriteria\n\nThe brace is medically necessary for a torn ligament.\n"
    )
    assert [f.says for f in found.findings.all() if f.rule == "announced_section_missing"] == [
        "The table of contents announces `References`, which is not in the text"
    ]
    assert [s.kind for s in found.sections] == ["header", "contents", "description", "criteria"]


def test_dot_leaders_make_a_table_of_contents_without_a_heading():
    found = read(
        "Coverage Policy ........................ 1\nOverview ............................ 2\n"
        "References .......................... 9\n\nOverview\n\nA brace holds a joint still while it heals.\n\n"
        "Coverage Policy\n\nA brace is medically necessary for a torn ligament.\n\nReferences\n\n1. A book. 2020.\n"
    )
    assert [s.kind for s in found.sections] == ["contents", "description", "criteria", "references"]


def test_numbered_headings_nest_by_their_number():
    found = read(
        "1.0 Description of the Procedure, Product, or Service\n\nA frame that helps a person stand.\n\n"
        "3.0 When the Procedure, Product, or Service Is Covered\n\n3.1 General Criteria Covered\n\nThe frame is covered.\n\n"
        "3.2 Specific Criteria Covered\n\n3.2.1 Specific criteria for children\n\nThe frame is covered for children.\n\n"
        "8.0 Policy Implementation and History\n\nJune 1, 2020: first version.\n"
    )
    assert [(s.kind, s.depth) for s in found.sections] == [
        ("description", 0),
        ("criteria", 0),
        ("criteria", 1),
        ("criteria", 1),
        ("criteria", 2),
        ("history", 0),
    ]


def test_a_heading_that_runs_into_its_text_is_cut_off_in_the_body():
    found = read(
        "Policy: Northlake covers a standing frame for a member who cannot stand alone and has a plan of care.\n\n"
        "Keywords: frame, standing, stander\n"
    )
    assert [(s.kind, s.title) for s in found.sections] == [("criteria", "Policy"), ("keywords", "Keywords")]
    assert [b.text for b in body(found.source, found.sections[1])] == ["frame, standing, stander"]


def test_the_values_of_a_header_are_no_headings():
    found = read(
        "Standing frames\n\nPolicy: MP 12\nCriteria: 2024\nCoverage Policy\tMP 12\nVersion\t3\n\nCriteria\n\nThe frame is medically necessary.\n"
    )
    assert main(found) == [("criteria", "Criteria")]


def test_items_that_are_called_like_a_section_are_no_headings():
    found = read(
        "Special Notes:\n\n- Coverage: see the booklet of the plan.\n- Special Notes:\n- Limitations\n"
    )
    assert main(found) == [("notes", "Special Notes")]


def test_levels_of_style_decide_where_the_format_states_them():
    source = read("x\n").source
    block = source.blocks[0]

    def made(kind, text, level=None):
        return replace(block, kind=kind, text=text, level=level)

    blocks = (
        made("heading", "Standing frames", 1),
        made("heading", "Policy", 2),
        made("paragraph", "The frame is medically necessary."),
        made("heading", "Children", 3),
        made("paragraph", "The frame grows with the child."),
        made("heading", "Background", 2),
        made("paragraph", "Frames have been known for a long time."),
        made("heading", "Frames of wood", 2),
        made("paragraph", "The frame of wood is considered investigational."),
    )
    found = read(replace(source, blocks=blocks))
    assert [(s.kind, s.title, s.depth) for s in found.sections] == [
        ("header", "", 0),
        ("criteria", "Policy", 0),
        ("criteria", "Children", 1),
        ("discussion", "Background", 0),
        ("criteria", "Frames of wood", 0),
    ]
    inner = innermost(found.sections, 4)
    assert inner is not None
    assert inner.title == "Children"
    assert [s.title for s in of_kind(found.sections, "criteria")] == ["Policy", "Frames of wood"]


def test_a_heading_with_nothing_under_it_is_a_finding():
    found = read("Description\n\nA brace holds a joint.\n\nCriteria\n\nReferences\n\n1. A book. 2020.\n")
    assert "section_empty" in found.rules


def test_a_text_without_any_known_heading_says_so():
    assert "no_sections" in read("A page about braces without any heading at all.\n").rules


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Table of Contents", "contents"),
        ("Description & Definitions:", "description"),
        ("DESCRIPTION/SCOPE", "description"),
        ("Clinical Indications", "criteria"),
        ("Policy/Criteria", "criteria"),
        ("COVERAGE RATIONALE", "criteria"),
        ("Coverage Indications, Limitations, and/or Medical Necessity", "criteria"),
        ("II. Initial Approval Criteria", "criteria"),
        ("4.0 When the Procedure, Product, or Service Is Not Covered", "criteria"),
        ("Experimental, Investigational, or Unproven", "criteria"),
        ("Limitations and Exclusions", "criteria"),
        ("Applicable Codes", "codes"),
        ("CPT Codes / HCPCS Codes / ICD-10 Codes", "codes"),
        ("Billing and Coding Information", "codes"),
        ("ICD-10-CM Codes that Support Medical Necessity", "codes"),
        ("Coding Implications", "codes"),
        ("Policy History/Revision Information", "history"),
        ("Reviews, Revisions, and Approvals", "history"),
        ("Revision Details", "history"),
        ("APPROVAL HISTORY", "history"),
        ("Document History:", "history"),
        ("References", "references"),
        ("Bibliography", "references"),
        ("Government Agency, Medical Society, and Other Authoritative Publications", "references"),
        ("Index", "keywords"),
        ("Search Words", "keywords"),
        ("Related Terms", "keywords"),
        ("Terms for Searching", "keywords"),
        ("Words Defined", "definitions"),
        ("Defined Terms", "definitions"),
        ("Definitions", "definitions"),
        ("Discussion/General Information", "discussion"),
        ("Summary of Evidence", "discussion"),
        ("U.S. Food and Drug Administration (FDA)", "discussion"),
        ("Clinical Evidence", "discussion"),
        ("Instructions for Use", "legal"),
        ("Important Reminder", "legal"),
        ("Special Notes: *", "notes"),
        ("Related Policies", "other"),
        ("Iontophoresis", None),
        ("The individual has tried two drugs", None),
    ],
)
def test_a_usual_name_tells_the_kind_of_section(title: str, kind: str | None):
    assert kind_of(title) == kind


LETTERED = """Braces

A. Description
A brace holds a joint.

B. Knee brace, medically necessary when all are met
  1. Pain on most days.
  2. Physical therapy was tried.

C. {third}

D. Codes
  L1810

E. References
Gray A. One brace. Knee Notes. 2019.
"""


def test_a_statement_in_the_row_of_lettered_sections_opens_criteria():
    found = read(LETTERED.format(third="Ankle brace, investigational for all uses."))
    assert [(s.kind, s.title) for s in found.sections if s.depth == 0] == [
        ("header", ""),
        ("description", "Description"),
        ("criteria", ""),
        ("criteria", ""),
        ("codes", "Codes"),
        ("references", "References"),
    ]
    told = read_document(
        LETTERED.format(third="Ankle brace, investigational for all uses.").encode()
    ).statements
    assert [s.position for s in told] == ["medically_necessary", "investigational"]


def test_an_item_of_a_section_with_another_letter_opens_nothing():
    found = read(LETTERED.format(third="Ankle brace, worn at night.").replace("B. Knee", "F. Knee"))
    assert "criteria" not in {s.kind for s in found.sections}


def test_every_document_of_the_library_has_its_statements(root: Path):
    paths = sorted(root.glob("library/examples/policies/meadowlark/*/*/source.txt"))
    assert len(paths) > 10
    for path in paths:
        told = read_document(path.read_bytes(), path.name).statements
        assert any(s.position == "medically_necessary" for s in told), path


def test_a_part_of_the_criteria_that_is_called_like_a_section_of_prose_and_is_not_announced_is_none():
    text = (
        "Sleep Studies\n\nTable of Contents\nCoverage Rationale ........ 1\nApplicable Codes ........ 2\nClinical Evidence ........ 3\n"
        "References ........ 4\n\nCoverage Rationale\n\nA study is medically necessary for snoring.\n\nOther Studies\n"
        "Actigraphy is not medically necessary for insomnia.\n\nApplicable Codes\n\n95810\n\nClinical Evidence\n\n"
        "A trial of 20 adults found little.\n\nReferences\n\n1. Doe J. Sleep. 2019.\n"
    )
    found = read_document(text.encode(), "a.txt")
    assert [s.position for s in found.statements] == ["medically_necessary", "not_medically_necessary"]
    assert {s.kind for s in found.sections if s.title == "Other Studies"} == {"criteria"}
    assert {s.kind for s in found.sections if s.title == "Clinical Evidence"} == {"discussion"}
