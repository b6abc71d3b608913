"""Guidelines that name a study first and what it is for behind it, in our own words."""

from __future__ import annotations

from document.trees import read

GUIDELINE = """\
Imaging Guideline

Criteria

HD-4.5 Giant Cell Arteritis

• MRI Orbits when alpha is shown
• CTA Chest for all of these:
   ◦ beta
   ◦ gamma
• CT Head is not medically necessary for delta
"""


def test_each_study_is_a_statement_with_what_it_is_for() -> None:
    found = read(GUIDELINE)
    told = [(s.position, s.subject) for s in found.statements]
    assert told == [
        ("medically_necessary", "MRI Orbits"),
        ("medically_necessary", "CTA Chest"),
        ("not_medically_necessary", "CT Head"),
    ]
    assert found.short[:2] == [
        "medically_necessary: all(“Giant Cell Arteritis”, alpha)",
        "medically_necessary: all(“Giant Cell Arteritis”, beta, gamma)",
    ]


def test_that_a_study_is_necessary_is_asked_once_for_each_heading() -> None:
    assert read(GUIDELINE).rules.count("position_implied") == 1


def test_a_heading_that_denies_makes_no_study_necessary() -> None:
    found = read(
        "Imaging Guideline\n\nCriteria\n\nHD-4.8 Not Indicated\n\n• CT Sinus for alpha\n• X-ray of the skull\n"
    )
    assert "medically_necessary" not in {s.position for s in found.statements}


def test_a_study_that_is_not_indicated_is_never_read_as_necessary() -> None:
    text = "Imaging Guideline\n\nCriteria\n\nHD-4.5 Arteritis\n\n• MRI Orbits when alpha is shown\n• MRA is not indicated before a biopsy\n"
    found = read(text)
    assert [s.subject for s in found.statements if s.position == "medically_necessary"] == ["MRI Orbits"]
    assert "sentence_not_mapped" in found.rules


def test_a_numbered_study_over_a_list_is_read_outside_of_sections_of_criteria() -> None:
    text = (
        "Imaging Guideline\n\nABD-203 Liver Lesion\n\n"
        "203.1 MRI abdomen with contrast: ANY of the following\n  • alpha\n  • beta\n\n"
        "203.2 CT abdomen: when gamma is shown and delta is not available\n"
    )
    found = read(text)
    assert [s.subject for s in found.statements] == ["MRI abdomen with contrast", "CT abdomen"]
    assert found.short[0] == "medically_necessary: any(alpha, beta)"
    assert "position_implied" in found.rules


def test_an_imaging_study_among_what_is_asked_for_is_none() -> None:
    text = "Gadgets\n\nCriteria\n\nGadgets are medically necessary when all of these are met:\n1. alpha\n2. Imaging study\n   a. MRI knee\n   b. CT knee when MRI cannot be performed\n"
    assert {s.subject for s in read(text).statements} == {"Gadgets"}
