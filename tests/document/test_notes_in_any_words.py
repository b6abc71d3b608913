"""What stands before, in or below a list and changes what it asks for is asked about; what only informs is not."""

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


def _on(text: str, words: str) -> list[str]:
    """The findings on a place of a document."""
    at = text.index(words)
    findings = read_document(text.encode(), "policy.txt").findings
    return [f.rule for f in findings if any(s.start < at + len(words) and at < s.end for s in f.spans)]


def _asked(below: str) -> list[str]:
    return _on(LIST.format(below=below), below)


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


ABOVE = LIST.replace("A knee brace is", "{above}\n\nA knee brace is").replace("\n\n{below}", "")


def _above(line: str) -> list[str]:
    return _on(ABOVE.format(above=line), line)


@pytest.mark.parametrize(
    "line",
    [
        "This section is for adults.",
        "Children are outside of this section.",
        "Athletes are not served by this policy.",
        "These apply once the swelling has gone down.",
        "Custom braces come after a prefabricated one.",
        "What follows binds members of the state program only.",
        "Members in the state program",
    ],
)
def test_what_stands_above_a_list_and_bounds_it_is_asked_about(line: str) -> None:
    assert _above(line) == ["sentence_not_mapped"]


def test_a_heading_that_says_whom_the_criteria_are_for_is_a_condition_with_a_question() -> None:
    text = ABOVE.format(above="Ages 12 to 17")
    reading = read_document(text.encode(), "policy.txt")
    criteria = reading.statements[0].criteria
    assert criteria is not None
    assert (criteria.rule, criteria.children[0].text) == ("all", "Ages 12 to 17")
    assert "use_in_heading" in {f.rule for f in reading.findings}


@pytest.mark.parametrize(
    "line", ["For adults also:", "In addition, for custom braces:", "Not needed in children:"]
)
def test_words_between_two_items_are_asked_about(line: str) -> None:
    text = LIST.format(below="").replace("\n3.", f"\n\n{line}\n\n3.")
    reading = read_document(text.encode(), "policy.txt")
    assert "paragraph_in_list" in {f.rule for f in reading.findings}


@pytest.mark.parametrize(
    "tail",
    [
        " – this last item falls away in children",
        "; the first two may be shown by video",
        ". Items 1 and 2 are for adults",
        ", all within the last 90 days",
        ". One of them will do in an emergency",
        "; failing these, a brace may be loaned",
    ],
)
def test_words_of_the_last_item_that_speak_of_others_are_asked_about(tail: str) -> None:
    text = LIST.format(below="").replace("orthopedic specialist", f"orthopedic specialist{tail}")
    reading = read_document(text.encode(), "policy.txt")
    assert "other_items_meant" in {f.rule for f in reading.findings}


def test_items_that_are_named_because_they_must_be_met_are_no_such_words() -> None:
    text = LIST.format(below="").replace(
        "3. The brace is prescribed", "3. Items 1 and 2 are met in both knees, and the brace is prescribed"
    )
    reading = read_document(text.encode(), "policy.txt")
    assert "other_items_meant" not in {f.rule for f in reading.findings}
