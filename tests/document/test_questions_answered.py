"""Questions that their next words answer are sentences of position."""

from __future__ import annotations

import pytest

from coverable.document.read import reading_of
from coverable.document.readers.read import read_source
from document.trees import read

LIST = "\n- Alpha\n- Beta"


@pytest.mark.parametrize(
    ("asked", "position"),
    [
        ("Is traction covered? Yes, for", "medically_necessary"),
        ("Does the plan cover traction? Yes, for", "medically_necessary"),
        ("Is traction medically necessary? The answer is no for", "not_medically_necessary"),
        ("Is traction covered? No, not for", "not_covered"),
        ("Is traction investigational? Yes, for", "investigational"),
    ],
)
def test_a_question_with_its_answer_takes_a_position(asked: str, position: str) -> None:
    listed = read(f"Policy\n{asked} any of the following indications:{LIST}")
    running = read(f"Policy\n{asked} the treatment of alpha or beta.")
    others = read(f"Policy\n{asked} all other indications.").statements
    assert listed.short == running.short == [f"{position}: any(alpha, beta)"]
    assert [s.subject for s in (*listed.statements, *running.statements)] == ["traction", "traction"]
    assert [s.position for s in others] == [position]
    assert not listed.rules + running.rules
    if position != "medically_necessary":
        assert all(s.all_other_uses for s in others)


@pytest.mark.parametrize(
    "text",
    [
        "Is traction covered?",
        "Is traction covered? It depends on the plan.",
        "What is traction? Traction is a pull on the spine.",
        "Was the patient told? Yes, he was.",
    ],
)
def test_a_question_without_such_an_answer_takes_none(text: str) -> None:
    assert not read(f"Policy\n{text}").statements


def test_a_no_to_investigational_is_no_sure_position() -> None:
    found = read(f"Policy\nIs traction investigational? No, when all of these are met:{LIST}")
    assert "position_unclear" in found.rules


@pytest.mark.parametrize("not_", ["", "not "])
def test_what_a_payer_will_cover_names_the_service_behind_its_colon(not_: str) -> None:
    found = read(f"Policy\nWhat Juniper will {not_}cover: traction when any of these applies:{LIST}")
    position = "not_covered" if not_ else "medically_necessary"
    assert found.short == [f"{position}: any(alpha, beta)"]
    assert [s.subject for s in found.statements] == ["traction"]
    assert not found.rules


@pytest.mark.parametrize(
    ("answer", "short"),
    [
        ("Yes, when alpha is present.", "medically_necessary: all(“burns of the hand”, alpha)"),
        ("No, not at this time.", "not_covered: “burns of the hand”"),
    ],
)
def test_a_use_in_the_question_is_a_condition(answer: str, short: str) -> None:
    found = read(f"Policy\nIs traction covered for burns of the hand? {answer}")
    assert found.short == [short]
    assert [s.subject for s in found.statements] == ["traction"]


def test_a_question_in_bold_goes_on_with_its_answer() -> None:
    page = (
        "<h1>Traction</h1><h2>Coverage Criteria</h2><p>Traction is medically necessary for gout.</p>"
        "<p><b>Is traction covered for lupus?</b><br>Yes, when started within 24 hours.</p>"
    )
    reading = reading_of(read_source(page.encode(), "a.html"))
    assert [(s.subject.lower(), s.position) for s in reading.statements] == [
        ("traction", "medically_necessary"),
        ("traction", "medically_necessary"),
    ]
