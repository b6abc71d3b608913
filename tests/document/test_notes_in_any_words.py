"""What stands below a list and changes what it asks for is asked about, in whatever words; what informs is not."""

from __future__ import annotations

import pytest

from coverable.document.read import read_document

LIST = """Knee Brace Policy

Criteria

A knee brace is considered medically necessary when ALL of the following criteria are met:

1. Instability of the knee on examination
2. Six weeks of physical therapy did not help
3. The brace is prescribed by an orthopedic specialist

{below}

References

1. Smith J. Braces. Journal. 2020.
"""


def _asked(below: str) -> list[str]:
    text = LIST.format(below=below)
    at = text.index(below)
    findings = read_document(text.encode(), "policy.txt").findings
    return [f.rule for f in findings if any(s.start < at + len(below) and at < s.end for s in f.spans)]


@pytest.mark.parametrize(
    "note",
    [
        "Note: One telehealth visit is as good as one in the clinic for the purpose of item 1.",
        "Note: Therapy of three weeks will do for members who relapse within a year.",
        "Note: Home exercise is equivalent to supervised therapy where no therapist practices nearby.",
        "Note: Both knees have to be unstable for a bilateral request.",
        "Note: Acupuncture can be credited as therapy.",
        "Note: In an emergency none of this is asked.",
        "Note: Smokers are held to twelve weeks.",
        "*Athletes in season may proceed straight to bracing.",
        "Members with paraplegia go directly to the custom brace.",
        "For children under 6, a caregiver's report takes the place of the examination.",
        "Obese members have to lose 5 percent of weight before item 2 begins.",
        "There is no therapy requirement on renewal.",
    ],
)
def test_a_note_that_changes_a_criterion_is_asked_about(note: str) -> None:
    assert {"exception_in_note", "sentence_not_mapped"} & {*_asked(note)}


@pytest.mark.parametrize(
    "note",
    [
        "Note: Instability is graded from 0 to 3 by the distance that the tibia moves.",
        "Note: A brace is a frame with hinges that limits motion.",
        "Note: Skin irritation is the most common side effect of a brace.",
        "Note: A decision is made within 14 days of receipt.",
        "Note: Custom braces cost more than prefabricated ones.",
        "Note: A summary of the rationale for the criteria is at the end of the policy.",
        "Note: Physical therapy consists of supervised exercise, stretching and gait training.",
        "Bracing was first described in 1970.",
        "Records are kept for seven years.",
    ],
)
def test_a_note_that_only_informs_is_not(note: str) -> None:
    assert _asked(note) == []
