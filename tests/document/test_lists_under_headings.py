"""A list under a heading takes the position of the heading, behind another statement too; a name alone is asked about."""

from __future__ import annotations

import pytest

from coverable.document.read import reading_of
from coverable.document.readers.read import read_source
from coverable.document.reading import Reading

MN, NM, IN, NC, CO, BE = (
    "medically_necessary",
    "not_medically_necessary",
    "investigational",
    "not_covered",
    "cosmetic",
    "benefit_exclusion",
)
HEADINGS: list[tuple[str, set[str]]] = [
    ("Medically Necessary", {MN}),
    ("Medically Necessary:", {MN}),
    ("Not Medically Necessary", {NM}),
    ("Not Medically Necessary:", {NM}),
    ("Investigational and Not Medically Necessary:", {IN, NM}),
    ("Experimental and Investigational", {IN}),
    ("Investigational", {IN}),
    ("Cosmetic", {CO}),
    ("Cosmetic and Not Medically Necessary:", {CO, NM}),
    ("Indications", {MN}),
    ("Covered Indications", {MN}),
    ("Non-Covered Indications", {NC}),
    ("Noncovered Services", {NC}),
    ("Contraindications", {NC, NM}),
    ("Exclusions", {BE, NC}),
    ("Limitations", {NC, NM}),
    ("Coverage Criteria", {MN}),
    ("Criteria for Approval", {MN}),
    ("Indications and Criteria", {MN}),
    ("When traction is covered", {MN}),
    ("When traction is not covered", {NC}),
    ("When services are medically necessary", {MN}),
    ("Services Not Covered", {NC}),
    ("Nationally Covered Indications", {MN}),
    ("Nationally Non-Covered Indications", {NC}),
    ("Indications for Coverage", {MN}),
    ("Unproven", {IN}),
    ("Experimental, Investigational, or Unproven", {IN}),
    ("Medical Necessity Criteria", {MN}),
    ("Prior Authorization Criteria", {MN}),
    ("Exclusion Criteria", {NC, NM}),
    ("Inclusion Criteria", {MN}),
    ("Policy Exclusions", {BE, NC}),
    ("Not Covered", {NC}),
    ("Covered", {MN}),
    ("Denial Criteria", {NC, NM}),
    ("Approval Criteria", {MN}),
    ("Unproven and Not Medically Necessary", {IN, NM}),
    ("Non-Coverage Criteria", {NC, NM}),
    ("What is not covered", {NC}),
    ("What is covered", {MN}),
    ("Initial Approval Criteria", {MN}),
    ("Continuation of Therapy", {MN}),
    ("Reauthorization Criteria", {MN}),
    ("Conditions Not Covered", {NC}),
    ("Uses Considered Investigational", {IN}),
    ("Uses Considered Medically Necessary", {MN}),
    ("Services considered not medically necessary", {NM}),
    ("Medically necessary indications for traction", {MN}),
    ("Indications that are not covered", {NC}),
]
HEADER = """Juniper Health Plan
Medical Policy
Policy Number: MED-417
Effective Date: 03/01/2026

Subject: Pneumatic Traction

"""
BEFORE = "Coverage Criteria\n\nTraction is considered medically necessary when the patient has pain.\n\n"
REFERENCES = "\n\nReferences\n\n1. Smith J. Traction. 2019.\n"


def under(heading: str, body: str, before: str) -> Reading:
    text = f"{HEADER}{before}{heading}\n\n{body}{REFERENCES}"
    return reading_of(read_source(text.encode(), "policy.txt"))


@pytest.mark.parametrize("before", ["", BEFORE], ids=["alone", "behind a statement"])
@pytest.mark.parametrize(("heading", "positions"), HEADINGS)
def test_a_list_under_a_heading_takes_the_position_of_the_heading(
    heading: str, positions: set[str], before: str
) -> None:
    for body in (
        "- Neck pain\n- Back pain",
        "1. Neck pain\n2. Back pain",
        "Any of the following:\n\n- Neck pain\n- Back pain",
    ):
        *_, last = under(heading, body, before).statements
        assert last.position in positions
        assert last.criteria is not None


@pytest.mark.parametrize("heading", [h for h, _ in HEADINGS])
def test_a_name_alone_under_a_heading_that_judges_is_asked_about(heading: str) -> None:
    found = under(heading, "Traction for neck pain.", BEFORE).findings
    assert "sentence_not_mapped" in {f.rule for f in found}


LABELS = [
    (heading.rstrip(":"), positions)
    for heading, positions in HEADINGS
    if "Approv" not in heading
    and "Authori" not in heading
    and "authori" not in heading
    and "Necessity" not in heading
    and heading
    not in (
        "Continuation of Therapy",
        "When services are medically necessary",
        "Services considered not medically necessary",
    )
]


@pytest.mark.parametrize(("label", "positions"), LABELS)
def test_names_behind_a_label_that_judges_are_its_list(label: str, positions: set[str]) -> None:
    series = ("Neck pain; back pain; scoliosis", "Neck pain, back pain, or scoliosis")
    for names in (*series, *(() if positions == {MN} else ("Neck pain",))):
        found = reading_of(
            read_source(f"{HEADER}{BEFORE}{label}: {names}{REFERENCES}".encode(), "policy.txt")
        )
        first, last = found.statements
        assert first.position == MN
        assert last.position in positions
        assert last.criteria is not None


@pytest.mark.parametrize("label", ["Medically Necessary", "Covered", "Coverage Criteria"])
def test_a_sentence_behind_a_label_that_says_the_same_is_read_alone(label: str) -> None:
    text = f"{HEADER}Policy\n\n{label}: Traction is covered when the patient has pain.{REFERENCES}"
    (one,) = reading_of(read_source(text.encode(), "policy.txt")).statements
    assert one.subject == "Traction"
    assert one.criteria is not None
    assert one.criteria.text == "the patient has pain"
