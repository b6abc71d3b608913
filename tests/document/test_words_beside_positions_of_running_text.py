"""Small words behind a position in running text: what they limit, and what they do not."""

from __future__ import annotations

import pytest

from document.made import read_policy


@pytest.mark.parametrize(
    "sentence",
    [
        "Custodial care is not covered, no matter who provides it.",
        "Custodial care is not covered as well.",
        "Custodial care is not covered under NCD 150.7.",
        "Custodial care is non-covered by Medicare under NCD 150.7.",
    ],
)
def test_words_that_limit_nothing_are_no_condition(sentence: str) -> None:
    found = read_policy(f"Policy\n\n{sentence}")
    assert [(s.position, s.subject, s.criteria) for s in found.statements] == [
        ("not_covered", "Custodial care", None)
    ]
    assert found.rules == []


def test_the_exception_behind_such_words_is_kept() -> None:
    found = read_policy("Policy\n\nMeals are not covered as well, unless the booklet lists them.")
    [one] = found.statements
    assert one.criteria is not None
    assert (one.criteria.rule, one.criteria.children[0].text) == ("not", "the booklet lists them")


def test_what_is_allowed_all_the_same_is_asked_about() -> None:
    text = "When a caregiver can do it, visits are not medically necessary, although a weekly visit will be allowed."
    assert "exception_inside" in read_policy(f"Policy\n\n{text}").rules


def test_how_long_two_services_are_granted_is_no_condition() -> None:
    text = "Initial requests are usually authorized for 5 to 7 days; IOP for 9 sessions."
    assert read_policy(f"Policy\n\n{text}").statements == ()


@pytest.mark.parametrize(
    "text",
    [
        "Some treatments have not been proven to work.",
        "The criteria for each procedure must be met separately, and taping must show that each one contributes.",
    ],
)
def test_what_names_no_service_is_asked_about(text: str) -> None:
    found = read_policy(f"Policy\n\n{text}")
    assert {"sentence_not_mapped", "position_unclear"} & {*found.rules}


def test_a_sentence_left_of_the_bullet_is_none_of_the_item() -> None:
    text = (
        "Policy\n\nMRI of the shoulder is indicated for any of the following:\n"
        "  > Acute injury with new weakness\n  > Planning of surgery already decided on\n"
        "MR arthrogram is indicated in place of plain MRI for a labral tear.\n"
    )
    found = read_policy(text)
    assert [s.subject for s in found.statements] == ["MRI of the shoulder", "MR arthrogram"]
