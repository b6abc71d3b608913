"""Forms that whole policies taught: heads that are wrapped, frames, contents, keys, lengths between two lists."""

from __future__ import annotations

import pytest

from coverable.document.read import read_document
from coverable.document.reading import Reading
from document.made import drawn, read_policy

BODY = "Criteria\n\nA pump is medically necessary when the leg is swollen.\n\nReferences\n\n1. Smith J. Pumps. 2019.\n"


def text(head: str, body: str = BODY) -> Reading:
    return read_document(f"{head}\n\n{body}".encode(), "policy.txt")


def page(body: str) -> Reading:
    return read_document(f"<html><body>{body}</body></html>".encode(), "policy.html")


def meta(found: Reading, field: str) -> str | None:
    return (found.view()["metadata"].get(field) or {}).get("value")


def lines(found: Reading) -> set[str]:
    return {
        x["value"] for x in found.view()["metadata"].get("lines_of_business", []) if x["kind"] == "stated"
    }


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (
            "SUBJECT: PNEUMATIC PUMPS              EFFECTIVE DATE: 06/21/07\n"
            "         FOR LYMPHEDEMA AND CHRONIC   REVISED DATE: 06/17/21\n"
            "         VENOUS DISEASE\nPOLICY NUMBER: 1.01.88                PAGE: 1 OF: 4",
            "PNEUMATIC PUMPS FOR LYMPHEDEMA AND CHRONIC VENOUS DISEASE",
        ),
        (
            "State of Jefferson Medicaid              Medicaid and CHIP\n"
            "Private Duty Nursing for                 Clinical Coverage Policy No: 3G-7\n"
            "Members Age 21 and Older                 Amended Date: February 15, 2024",
            "Private Duty Nursing for Members Age 21 and Older",
        ),
        (
            "Harbor Health\n\nMedical Necessity Guidelines:\n\nIslet Cell Transplantation",
            "Islet Cell Transplantation",
        ),
        (
            "Halcyon\n\nClinical Guideline\n\nGlucose Monitors\n\nPolicy Number: CG-88\n\n"
            "Halcyon's clinical guidelines tell the public how questions are answered, and are no advice.\n\n"
            "A glucose monitor reads the sugar in the fluid between the cells of the skin.",
            "Glucose Monitors",
        ),
    ],
    ids=["under its value", "under an open end", "under its kind", "below its owner"],
)
def test_the_title_is_whole_and_is_not_the_payer(head: str, title: str) -> None:
    assert meta(text(head), "title") == title


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [
        ("function is good or frailty is low and the committee approves in writing", True),
        ("the member has cystic fibrosis or FEV1 is below 30% and rehabilitation has been completed", True),
        ("function is good or frailty is low, and the committee approves in writing", False),
        ("pain or numbness is present and exercise was tried", False),
        ("either the knee hurts or the ligament is torn and the member is 18 or older", True),
        ("either the knee hurts or the ligament is torn", False),
    ],
)
def test_clauses_that_and_and_or_join_without_a_comma_are_asked_about(sentence: str, asked: bool) -> None:
    found = read_policy(f"Criteria\n\nA transplant is medically necessary if {sentence}.")
    assert ("and_or_scope" in found.rules) is asked


MARKED = "- Islet cell transplants (investigational)\n- Transplants for type 2 diabetes (not medically necessary)\n- Grafts of pigs (considered investigational)\n"


def test_items_that_say_their_own_position_are_parted_by_it():
    found = read_policy(f"Limitations\n\nThe plan will not cover the following, as marked:\n{MARKED}")
    assert [(s.position, len(s.criteria.children)) for s in found.statements if s.criteria] == [
        ("investigational", 2),
        ("not_medically_necessary", 1),
    ]


@pytest.mark.parametrize(
    "items",
    [
        "- Tests in members with a rash (not covered by another plan)\n- Imaging (see Cosmetic Procedures)\n",
        "- Magnets (unlike braces, which are not medically necessary)\n- Heat packs\n",
    ],
)
def test_brackets_that_speak_of_something_else_part_nothing(items: str) -> None:
    found = read_policy(f"Criteria\n\nThe following are considered investigational:\n{items}")
    assert [s.position for s in found.statements] == ["investigational"]


def test_conditions_of_patients_are_not_parted_by_what_stands_behind_them():
    found = read_policy(
        "Criteria\n\nA brace is not medically necessary for members who have ANY of these:\n- Sepsis\n- Prior therapy (investigational)\n"
    )
    assert [s.position for s in found.statements] == ["not_medically_necessary"]


def test_a_word_for_what_is_measured_is_no_condition_beside_its_scales():
    found = read_policy(
        "Criteria\n\nA course is medically necessary when all of the following are met:\n1. Age 18 or older\n"
        "2. Severity is shown by at least two of the following scales:\n   a. PHQ-9 of 20 or higher\n   b. MADRS of 35 or higher\n   c. HAM-D of 24 or higher\n"
    )
    scales = ("at_least", ["PHQ-9 of 20 or higher", "MADRS of 35 or higher", "HAM-D of 24 or higher"])
    assert drawn(found.statements[0].criteria) == ("all", ["Age 18 or older", scales])


BANDS = (
    "<p>Policy Number: MP 12</p><h2>Criteria</h2><p>The plan considers Alpha medically necessary when the following criteria are met:</p>"
    "<p><b>I. Initial Approval Criteria</b></p><p>A. Gout (must meet all):</p><ol><li>Age 18 or older;</li><li>Allopurinol failed.</li></ol>"
    "<p><b>Approval duration: 6 months</b></p><p>B. Lupus (must meet all):</p><ol><li>Age 12 or older;</li><li>A rash.</li></ol>"
    "<p><b>Approval duration: 12 months</b></p><h2>References</h2><p>1. Smith A. Alpha. 2020.</p>"
)


def test_a_length_in_bold_between_two_lists_heads_neither():
    found = page(BANDS)
    assert not any("duration" in s.title for s in found.sections)
    assert "Approval duration" not in " ".join(s.subject for s in found.statements)


def test_a_bullet_behind_a_length_is_asked_about():
    found = read_policy(
        "Criteria\n\nAlpha is medically necessary when ANY of the following is met:\n- Three exacerbations\n- An ICU stay\n"
        "Approval duration: 6 months\n- Prescribed by a pulmonologist\n"
    )
    assert "list_structure" in found.rules


FRAME = (
    "<table border=1><tr><td>Title</td><td>Private Duty Nursing</td></tr><tr><td>Definitions</td><td><p>Skilled need: a task of a nurse.</p></td></tr>"
    "<tr><td>{row}</td><td>{said}</td></tr>"
    "<tr><td>References</td><td><p>1. Elias E. Home care. Pediatr J. 2019;1:2-3.</p></td></tr>"
    "<tr><td>History</td><td><p>08/15/2024 – yearly review, no change</p><p>09/01/2022 – first issue</p></td></tr></table>"
)
NURSING = "<p>Nursing is medically necessary if ALL of these are met:</p><ul><li>A ventilator is used</li><li>A caregiver is trained</li></ul>"


def test_a_table_that_frames_a_document_is_read_as_its_sections():
    found = page(FRAME.format(row="Initial request", said=NURSING))
    assert [(s.position, s.stage) for s in found.statements] == [("medically_necessary", "initial")]
    assert (len(found.history), len(found.references), len(found.definitions)) == (2, 1, 1)


def test_a_form_with_fields_of_its_own_is_no_frame():
    found = page(FRAME.format(row="Prescriber", said="A pulmonologist"))
    assert {s.kind for s in found.sections}.isdisjoint({"references", "history"})


def test_contents_without_dots_announce_sections_and_are_none():
    head = "Feeding Therapy\n\nPolicy Number: 10-F\n\nTable of Contents\n\n1.0 Description of the Service 1\n2.0 When the Service Is Covered 2\n3.0 References 3"
    body = "1.0 Description of the Service\n\nTherapy helps children to eat.\n\n2.0 When the Service Is Covered\n\nTherapy is medically necessary when growth has slowed.\n\n3.0 References\n\n1. Smith J. Feeding. J Eat. 2019;1:2.\n"
    found = text(head, body)
    assert len(found.statements) == 1
    assert [s.kind for s in found.sections][1] == "contents"


@pytest.mark.parametrize(
    ("said", "stated"),
    [
        (
            "Applies to:\n☒ Harbor Commercial products\n☐ Harbor Preferred (a Medicare Advantage product)",
            {"commercial"},
        ),
        (
            "This policy applies to commercial members only; Medicare and Medicaid members have their own rules.",
            {"commercial"},
        ),
        (
            "This policy applies to commercial plans. Medicare contractors cover it at a lower index.",
            {"commercial"},
        ),
    ],
)
def test_lines_of_business_are_those_that_the_policy_is_for(said: str, stated: set[str]) -> None:
    assert lines(text(f"Pumps\n\nPolicy Number: MP 12\n\n{said}")) == stated


@pytest.mark.parametrize(
    ("codes", "told"),
    [
        (
            "The Plan does not cover these:\n\nTable 2: CPT/HCPCS Codes\n    0584T       Islets, percutaneous\n    0585T       Islets, laparoscopic",
            {"0584T": "not_covered", "0585T": "not_covered"},
        ),
        (
            "Code Key:   Investigational = (I),  Not medically necessary = (NMN)\n\n    E0650       Pump\n    E0656 (I)   Trunk part\n    E0675 (I)   Rapid pump",
            {"E0650": "informational", "E0656": "not_covered", "E0675": "not_covered"},
        ),
    ],
    ids=["said before a caption", "marks of a key"],
)
def test_codes_keep_what_is_said_of_them(codes: str, told: dict[str, str]) -> None:
    found = text(
        "Pumps\n\nPolicy Number: MP 12", BODY.replace("References", f"Codes\n\n{codes}\n\nReferences")
    )
    assert {c.first: c.polarity for c in found.codes} == told


def test_lines_under_the_rows_of_a_table_are_asked_about():
    rows = "<tr><td>Knee brace</td><td>The knee is unstable</td></tr><tr><td colspan=2><b>Criteria for all services</b></td></tr><tr><td colspan=2>Ordered by a surgeon</td></tr>"
    found = page(
        f"<p>Policy Number: MP 12</p><h2>Criteria</h2><p>The following are medically necessary when the criteria are met:</p><table border=1><tr><th>Service</th><th>Criteria</th></tr>{rows}</table>"
    )
    assert {"criteria_in_table", "sentence_not_mapped"} & {f.rule for f in found.findings}


def test_a_heading_over_one_of_its_own_name_is_no_table_of_contents():
    body = "<h1>Gadgets</h1><p>Policy Number: MP 12</p><h2>1. Purpose</h2><p>Gadgets help.</p><h2>2. Coverage Guidelines:</h2><h3>Coverage Guidelines:</h3><p>A gadget is medically necessary when the leg is swollen.</p><h2>3. Codes</h2><p>E0650</p>"
    found = page(body)
    assert "contents" not in {s.kind for s in found.sections}
    assert [s.position for s in found.statements] == ["medically_necessary"]
