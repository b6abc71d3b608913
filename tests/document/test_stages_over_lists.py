"""What a list is for, beginning or going on, is said by the words over it, as a heading, a label or a sentence."""

from __future__ import annotations

from itertools import product

import pytest

from document.trees import read

INITIAL = (
    "Initial Approval Criteria",
    "Initial Therapy",
    "Initial",
    "Initiation of Therapy",
    "New Starts",
    "For initial therapy:",
    "For initial therapy, all of the following must be met:",
    "Initial approval requires all of the following:",
    "Initial therapy is considered medically necessary when all of the following are met:",
)
GOING_ON = (
    "Continued Therapy",
    "Continuation of Therapy",
    "Reauthorization Criteria",
    "Renewal",
    "For continuation of therapy:",
    "For continuation of therapy, all of the following must be met:",
    "Reauthorization requires all of the following:",
    "Gadgets may be approved for continued therapy when all of the following are met:",
)


@pytest.mark.parametrize(("first", "second"), list(product(INITIAL, GOING_ON)))
def test_two_lists_are_for_beginning_and_for_going_on(first: str, second: str) -> None:
    found = read(f"{first}\n\n- Alpha\n- Beta\n\n{second}\n\n- Gamma\n- Delta")
    assert [s.stage for s in found.statements] == ["initial", "continuation"]
    assert found.short == ["medically_necessary: all(alpha, beta)", "medically_necessary: all(gamma, delta)"]


def test_those_who_receive_it_already_are_no_service() -> None:
    text = "Members already receiving gadgets may be approved for continued therapy if both are met:\n\n- Alpha\n- Beta"
    found = read(text)
    assert [(s.subject, s.stage) for s in found.statements] == [("gadgets", "continuation")]
    assert found.rules == []
