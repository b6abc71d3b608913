"""The last item of a list is an item: no heading of what follows, no limit of a grant, no line that the next one ends."""

from __future__ import annotations

import pytest

from document.made import read_policy

OVER = "Gadgets are covered when any of the following is met:\n"
SECOND = "A second course of gadgets is considered appropriate when all of these are met:\n- alpha\n- beta"


def conditions(body: str) -> list[str]:
    found = read_policy(f"Policy\n\n{body}")
    criteria = found.statements[0].criteria
    assert criteria is not None
    return [c.text for c in criteria.children]


@pytest.mark.parametrize("nested", ["  – Painful alpha,\n  – Failure of beta.\n", ""])
def test_a_last_item_without_a_full_stop_before_another_statement(nested: str) -> None:
    head = "– Any one of these is met:\n" if nested else ""
    body = f"{OVER}– Fever beyond 14 days\n{head}{nested}– Metastases on imaging\n\n{SECOND}"
    assert conditions(body)[-1] == "Metastases on imaging"


def test_a_bound_of_a_dose_between_two_connectors_is_an_item() -> None:
    items = (
        "Prescriber is an allergist",
        "The prescribed dose is at most 20 mg per day",
        "Treatment completed",
    )
    assert conditions(OVER + "\n\nor\n\n".join(f"– {item}" for item in items)) == list(items)


def test_a_first_item_behind_words_that_end_a_line_without_a_colon_is_an_item() -> None:
    over = "Northwind considers gadgets medically necessary for any of the following"
    body = f"{over}\nChronic alpha of the knee; or\nPain of the beta as adjuvant therapy; or\nGamma headache."
    wide = "x" * 3 + " words that make the lines of this text as long as that one, " + "and so on and on."
    assert conditions(f"{body}\n\n{wide}") == [
        "Chronic alpha of the knee",
        "Pain of the beta as adjuvant therapy",
        "Gamma headache",
    ]


@pytest.mark.parametrize(
    ("sentence", "position"),
    [
        (
            "Whole Genome Sequencing is viewed as lacking medical necessity for alpha.",
            "not_medically_necessary",
        ),
        (
            "Support surfaces will fail to meet the standard of medical necessity for alpha.",
            "not_medically_necessary",
        ),
        ("Gadgets are not routinely funded.", "not_covered"),
        (
            "Coverage will not be provided for the assessment of alpha by gadgets (i.e. the Beta test) as this is considered investigational.",
            "investigational",
        ),
        ("Gadgets are commissioned when alpha is present.", "medically_necessary"),
    ],
)
def test_a_position_in_other_words_is_not_turned(sentence: str, position: str) -> None:
    assert [s.position for s in read_policy(f"Policy\n\n{sentence}").statements] == [position]


@pytest.mark.parametrize(
    "sentence",
    [
        "Gadgets may not be covered by all plans.",
        "Some employer groups may not cover gadgets.",
        "The study was funded by the makers of gadgets.",
        "The need for gadgets can be determined by the member's risk.",
    ],
)
def test_what_some_plans_cover_and_who_paid_for_a_study_is_no_position(sentence: str) -> None:
    assert not read_policy(f"Policy\n\n{sentence}").statements


@pytest.mark.parametrize("payer", ["The plan does", "Northwind does", "TRICARE does"])
def test_a_payer_over_a_list_is_not_what_is_denied(payer: str) -> None:
    found = read_policy(f"Policy\n\n{payer} not cover:\n- gadgets\n- alpha pumps")
    assert [(s.position, s.subject) for s in found.statements] == [("not_covered", "")]


def test_what_is_needless_otherwise_is_no_condition() -> None:
    over = OVER.replace("any", "all")
    found = read_policy(
        f"Policy\n\n{over}- Alpha is present when beta is present; otherwise not required\n- Gamma"
    )
    criteria = found.statements[0].criteria
    assert criteria is not None
    assert [(c.rule, len(c.children)) for c in criteria.children] == [("if", 2), ("leaf", 0)]


def test_a_list_that_is_not_to_be_met_stands_beside_its_condition() -> None:
    found = read_policy(
        f"Policy\n\n{OVER}- The member has alpha, and does not meet any of the following:\n  a. beta\n  b. gamma\n- delta"
    )
    criteria = found.statements[0].criteria
    assert criteria is not None
    inner = criteria.children[0]
    assert (inner.rule, [c.rule for c in inner.children]) == ("all", ["leaf", "none"])
    assert not found.rules
