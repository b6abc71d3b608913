"""A word on the patient or the use that no condition holds is asked about."""

from __future__ import annotations

import pytest

from document.trees import read


def _asked(text: str) -> list[str]:
    return read(f"Criteria\n\n{text}").says.get("words_lost", [])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "A brace is considered not medically necessary when a swollen knee does not meet criteria.",
            ["swollen", "knee"],
        ),
        (
            "A brace is covered when combined, at once or in sequence, with repair of a torn ligament using any of the"
            " following:\n\n- A graft\n- A screw",
            ["sequence", "torn", "ligament"],
        ),
        (
            "Pads of foam are investigational, which includes those of alpha and those of beta, for all other uses.",
            ["alpha", "beta"],
        ),
    ],
)
def test_words_that_nothing_holds_are_asked_about(text: str, words: list[str]) -> None:
    (says,) = _asked(text)
    assert [w for w in words if f"“{w}”" not in says] == []


@pytest.mark.parametrize(
    "text",
    [
        "Because appearance alone is changed, a brace is cosmetic for all other indications.",
        "Northwind Mutual has concluded that a brace is medically necessary when the knee is loose.",
        "In the judgment of Northwind Mutual, a brace is medically necessary when the knee is loose.",
        "A brace is experimental, investigational, or unproven (EIU) for a loose knee.",
        "A brace is covered when the knee is loose and any of the following is shown on review:\n\n- Pain\n- Swelling",
        "A brace is covered when the child has any of the following:\n\n- Pain\n- Swelling",
    ],
)
def test_who_decides_and_why_is_no_loss(text: str) -> None:
    assert _asked(text) == []


@pytest.mark.parametrize(
    "rest",
    [
        "Everything else falls outside this policy.",
        "No other use counts.",
        "Not Covered\n\nAll other uses.",
        "The plan’s coverage decision on any other brace takes precedence.",
    ],
)
def test_a_remark_on_all_other_uses_that_was_not_read_is_asked_about(rest: str) -> None:
    found = read(f"Criteria\n\nA brace is covered when the knee is loose.\n\n{rest}")
    assert "sentence_not_mapped" in found.rules


@pytest.mark.parametrize(
    "sentence",
    ["The medical necessity of a brace is unproven.", "The need for a brace has not been established."],
)
def test_a_necessity_that_is_not_shown_is_no_research(sentence: str) -> None:
    (one,) = read(f"Criteria\n\n{sentence}").statements
    assert one.position == "not_medically_necessary"
