"""What a result grants: lengths of approvals and limits of numbers are read with their places, and never as criteria."""

from __future__ import annotations

import pytest

from coverable.document.granted.amounts import amounts, only_amounts
from coverable.document.granted.lengths import lengths, only_lengths
from coverable.document.granted.measures import number, period
from coverable.document.granted.past import past_grant
from coverable.document.read import read_document
from coverable.document.reading import Grant, Node, Reading

LIST = "when ALL of the following are met:\n\nA. Pain on most days\nB. Weakness of the joint\n\n"
BRACE = f"A brace is medically necessary {LIST}"
STAGED = f"Initial Criteria\n\n{BRACE}Continuation Criteria\n\nContinued use of a brace is medically necessary {LIST}"


def page(criteria: str) -> Reading:
    head = "Widget Brace\n\nPolicy Number: P-1\nEffective Date: 01/01/2026\n\nCriteria\n\n"
    return read_document(f"{head}{criteria}\n\nCoding\n\nL1810 words\n".encode(), "brace.txt")


def shown(one: Grant) -> tuple[str, tuple[str, ...]]:
    return (f"at most {one.says}" if one.most else one.says), one.statements


def grants(criteria: str) -> list[tuple[str, tuple[str, ...]]]:
    return [shown(one) for one in page(criteria).grants]


def rules(reading: Reading) -> set[str]:
    return {f.rule for f in reading.findings}


def leaves(node: Node | None) -> list[str]:
    if node is None:
        return []
    return [text for child in node.children for text in leaves(child)] if node.children else [node.text]


@pytest.mark.parametrize(
    ("sentence", "says", "stage"),
    [
        ("Approval duration: 6 months", "6 months", None),
        ("Authorization is granted for 6 months.", "6 months", None),
        ("Initial approval: 12 months", "12 months", "initial"),
        ("Approval duration: 1 year", "1 year", None),
        ("Approve for 90 days.", "90 days", None),
        ("It may be renewed for 12 months.", "12 months", "continuation"),
        ("The authorization period is twelve months.", "12 months", None),
        ("Length of authorization: six (6) months", "6 months", None),
        ("Authorization window: 12 months from the date of approval", "12 months", None),
        ("Each authorization is valid for 60 days.", "60 days", None),
        ("Coverage will be provided for six months.", "6 months", None),
        ("12-month approval", "12 months", None),
        ("Length of Approval: 14 Day(s)", "14 days", None),
    ],
)
def test_a_line_that_says_how_long_an_approval_lasts_says_nothing_else(
    sentence: str, says: str, stage: str | None
):
    assert [(one.says, one.stage) for one in lengths(sentence)] == [(says, stage)]
    assert only_lengths(sentence)


def test_two_stages_in_one_line_have_a_length_each():
    found = lengths("Initial: 3 months, renewal: 12 months")
    assert [(one.says, one.stage) for one in found] == [
        ("3 months", "initial"),
        ("12 months", "continuation"),
    ]
    found = lengths("Initial authorization 180 days Subsequent authorizations 365 days")
    assert [(one.says, one.stage) for one in found] == [("180 days", "initial"), ("365 days", "continuation")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Symptoms for at least 3 months",
        "A trial of 6 weeks of exercise",
        "The brace will be approved after a 30-day trial of exercise.",
        "Approval requires symptoms for 6 months.",
        "Coverage is limited to a one year supply.",
        "Members 18 years of age are covered.",
        "Braces are covered for 6 months of pain.",
        "Initial therapy: 8 weeks",
    ],
)
def test_the_length_of_a_symptom_a_trial_or_a_course_is_no_approval(sentence: str):
    assert lengths(sentence) == ()


@pytest.mark.parametrize(
    ("sentence", "count", "of", "per"),
    [
        ("One glove is allowed per 36 months.", "1", "glove", "36 months"),
        ("Straps are limited to 2 units per month.", "2", "units", "month"),
        ("No more than 12 visits in a calendar year are covered.", "12", "visits", "calendar year"),
        ("Quantity limit: 4 syringes per 28 days", "4", "syringes", "28 days"),
        ("Replacement every 5 years", None, "replacement", "5 years"),
        ("Surgery is covered once per lifetime.", "1", None, "lifetime"),
        ("No more than 20 sessions may be administered annually.", "20", "sessions", "year"),
        ("Two pairs of stockings are covered every six (6) months.", "2", "pairs of stockings", "6 months"),
        ("Limit of 3 injections per 12-month period.", "3", "injections", "12 months"),
        ("Coverage is limited to one glove per hand.", "1", "glove", "hand"),
        ("Up to 36 sessions per cardiac event may be covered.", "36", "sessions", "cardiac event"),
        ("Quantity limit: 12 units", "12", "units", None),
        ("Limits: care is limited to 3 sessions per leg per year.", "3", "sessions", "leg per year"),
        ("Replacement is covered once every five years.", "1", "replacement", "5 years"),
    ],
)
def test_a_limit_has_amount_unit_and_period(
    sentence: str, count: str | None, of: str | None, per: str | None
):
    assert [(one.count, one.of, one.per) for one in amounts(sentence)] == [(count, of, per)]
    assert only_amounts(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The patient has no more than 4 migraine days per month.",
        "Three or more headache attacks in a week",
        "More than 2 braces per year are not covered.",
        "The member is seen by a provider every 6 months.",
        "The patient smokes no more than 4 cigarettes per day.",
        "Rental is for 36-monthly payments.",
    ],
)
def test_a_number_in_a_period_that_tells_of_the_patient_is_no_limit(sentence: str):
    assert amounts(sentence) == ()


def test_a_limit_for_some_or_under_conditions_is_not_all_that_its_sentence_says():
    assert not only_amounts("Up to 12 visits in 90 days are covered for members with pain.")
    assert not only_amounts("One brace per year is allowed when the joint is weak.")


def test_counts_in_words_and_digits_agree_or_are_none():
    assert number("six (6)") == "6"
    assert number("six (3)") is None
    assert [
        period(p) for p in ("per 28 days", "annually", "in a calendar year", "every one year", "/day")
    ] == [*("28 days", "year", "calendar year", "year", "day")]


@pytest.mark.parametrize(
    ("words", "tree"),
    [
        ("for up to 3 months when ALL", "at most 3 months"),
        ("for an initial period of 6 months when ALL", "6 months"),
    ],
)
def test_a_length_behind_the_position_is_granted_and_no_condition(words: str, tree: str):
    found = page(
        f"A brace is medically necessary {words} of the following are met:\n\nA. Pain\nB. Weakness\n\n"
    )
    assert [shown(one) for one in found.grants] == [(tree, ("s1",))]
    assert leaves(found.statements[0].criteria) == ["Pain", "Weakness"]


def test_a_period_behind_the_position_is_granted_and_no_condition():
    found = page(f"One brace is covered per 36 months {LIST}")
    assert [(g.units, g.of, g.per, g.statements) for g in found.grants] == [
        (1, "brace", "36 months", ("s1",))
    ]
    assert leaves(found.statements[0].criteria) == ["Pain on most days", "Weakness of the joint"]


def test_a_length_after_something_stays_a_condition():
    text = "Braces are medically necessary for 6 months after surgery."
    assert past_grant(text, text.index("for")) == text.index("for")
    (one,) = page(text).statements
    assert leaves(one.criteria) == ["6 months after surgery"]


def test_cases_before_a_length_are_not_passed_over():
    text = "Braces are covered for all other uses, approved for 6 months."
    assert past_grant(text, text.index("for all")) == text.index("for all")


def test_what_one_statement_alone_can_grant_belongs_to_it():
    assert grants(f"{BRACE}Approval duration: 6 months\n\nOne brace is allowed per 36 months.") == [
        ("6 months", ("s1",)),
        ("1 brace per 36 months", ("s1",)),
    ]


def test_a_limit_that_names_the_service_of_a_statement_belongs_to_it():
    hip = f"A hip brace is medically necessary {LIST}"
    assert grants(f"{BRACE}{hip}Hip braces are limited to 2 per year.") == [("2 per year", ())]
    assert grants(
        f"Knee braces are medically necessary {LIST}{hip}A hip brace is limited to 2 per year."
    ) == [("2 per year", ("s2",))]


def test_a_length_goes_to_the_statement_of_its_stage_wherever_it_stands():
    lines = "Length of Authorization\n\nInitial: 3 months\n\nRenewal: 12 months\n\n"
    assert grants(lines + STAGED) == [("3 months", ("s1",)), ("12 months", ("s2",))]
    assert grants(f"{STAGED}One brace is allowed per year.") == [("1 brace per year", ("s1", "s2"))]


def test_a_length_behind_each_statement_belongs_to_it():
    knee = f"A knee brace is medically necessary {LIST}Approve for 90 days.\n\n"
    hip = f"A hip brace is medically necessary {LIST}Approve for 60 days.\n\n"
    assert grants(knee + hip) == [("90 days", ("s1",)), ("60 days", ("s2",))]


def test_a_length_that_can_belong_to_several_statements_belongs_to_none_and_is_asked_about():
    several = f"A knee brace is medically necessary {LIST}A hip brace is medically necessary {LIST}Approve for 60 days."
    found = page(several)
    assert [one.statements for one in found.grants] == [()]
    (finding,) = [f for f in found.findings if f.rule == "approval_length"]
    assert finding.says == "An approval lasts 60 days. It can belong to 2 statements"
    assert found.grants[0].notes == (finding.id,)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Renewal: 12 months", "It is for going on, and no statement says that it is"),
        ("Approval duration: six (3) months", "Its number is said twice, and differs"),
        (
            "Length of approval: 90 days, depending on the use",
            "Its sentence says more: whom does it concern?",
        ),
        (
            "Approval duration: 6 months\n\nApproval duration: 9 months",
            "Other values are stated for the same statement",
        ),
    ],
)
def test_a_length_that_is_not_plain_is_asked_about_with_the_reason(line: str, why: str):
    found = page(f"{BRACE}{line}\n")
    assert [one.statements for one in found.grants] == [()] * len(found.grants)
    assert any(why in f.says for f in found.findings if f.rule == "approval_length")


def test_a_limit_without_a_number_is_asked_about_with_amount_unit_and_period():
    found = page(f"{BRACE}A replacement is allowed every 5 years.")
    (finding,) = [f for f in found.findings if f.rule == "quantity_limit"]
    assert "amount not printed, unit replacement, period 5 years" in finding.says
    assert len(found.statements) == 1


@pytest.mark.parametrize(
    "line",
    [
        "One brace is allowed per 36 months.",
        "Braces are limited to 2 units per month.",
        "- One brace is allowed per year.",
    ],
)
def test_a_limit_is_no_statement_and_no_criterion(line: str):
    found = page(f"{BRACE}{line}\n")
    assert len(found.statements) == 1
    assert leaves(found.statements[0].criteria) == ["Pain on most days", "Weakness of the joint"]
    assert not rules(found) & {"statement_bare", "items_not_mapped", "position_implied"}


def test_a_list_of_limits_is_no_list_of_criteria():
    found = page(
        f"{BRACE}Limits\n\n- One brace is allowed per year.\n- Straps are limited to 2 units per month.\n"
    )
    assert len(found.statements) == 1
    assert [one.says for one in found.grants] == ["1 brace per year", "2 units per month"]
    assert "quantity_limit" in rules(found)


def test_a_limit_among_criteria_stays_one_of_them():
    found = page(
        "A brace is medically necessary when ALL are met:\n\n- Pain on most days\n- No more than 3 injections are given in one year\n"
    )
    assert leaves(found.statements[0].criteria) == [
        "Pain on most days",
        "No more than 3 injections are given in one year",
    ]
    assert found.grants == ()


def test_a_length_in_a_list_is_granted_and_a_duration_of_symptoms_beside_it_asked_for():
    found = page(
        "A brace is medically necessary when ALL are met:\n\n- Pain on most days\n- Symptoms for at least 3 months\n"
        "- Authorization will be issued for 6 months\n"
    )
    assert leaves(found.statements[0].criteria) == ["Pain on most days", "Symptoms for at least 3 months"]
    assert [shown(one) for one in found.grants] == [("6 months", ("s1",))]


def test_no_value_is_invented_each_stands_where_its_span_says():
    text = f"{STAGED}Initial approval: six months\n\nRenewal: up to 12 months\n\nOne brace is allowed per 36 months.\n"
    head = "Widget Brace\n\nEffective Date: 01/01/2026\n\nCriteria\n\n"
    found = read_document(f"{head}{text}".encode(), "brace.txt")
    printed = [(head + text)[g.span.start : g.span.end] for g in found.grants]
    assert printed == ["six months", "12 months", "One brace is allowed per 36 months"]


def test_what_history_and_references_tell_of_approvals_is_not_granted():
    text = f"Criteria\n\n{BRACE}History\n\n01/01/2020: Approval duration: 6 months was taken out.\n"
    assert read_document(text.encode(), "brace.txt").grants == ()


def test_a_label_in_a_table_stands_beside_its_length():
    html = (
        "<h1>Brace</h1><h2>Criteria</h2><p>A brace is medically necessary when the joint is weak.</p>"
        "<table><tr><td>Coverage Duration</td><td>12 months</td></tr><tr><td>Quantity limit</td><td>2 units per year</td></tr></table>"
    )
    found = read_document(f"<html><body>{html}</body></html>".encode(), "brace.html")
    assert [shown(one) for one in found.grants] == [("12 months", ("s1",)), ("2 units per year", ("s1",))]


def test_a_length_of_one_of_several_groups_is_not_granted_to_all_of_them():
    reading = page(
        "A brace is medically necessary when the following criteria are met:\n\nA. Gout (must meet all):\n1. Pain on most days\n"
        "2. Weakness of the joint\nApproval duration: Gout of the foot: 6 months\n\nB. Sprain (must meet all):\n1. Swelling\n2. A fall\n"
        "Approval duration: 4 months"
    )
    assert [one.statements for one in reading.grants] == [(), ()]
    assert "approval_length" in rules(reading)


def test_a_limit_that_names_another_service_belongs_to_no_statement():
    reading = page(f"Oral examinations are limited to one each year.\n\n{BRACE}")
    assert [shown(one) for one in reading.grants] == [("1 per year", ())]
    assert "quantity_limit" in rules(reading)


def test_a_limit_when_medically_indicated_is_no_statement():
    reading = page(f"{BRACE}One brace per limb per five years is covered when medically indicated.")
    assert [s.subject for s in reading.statements] == ["A brace"]
    assert [shown(one) for one in reading.grants] == [("1 brace per limb per 5 years", ("s1",))]


def test_a_column_of_lengths_or_limits_belongs_to_the_statements_of_its_rows():
    rows = (
        ("Drug", "Initial criteria", "Renewal criteria", "Duration", "Quantity limit"),
        ("Gadgetin", "Pain of the knee", "Less pain", "12 months", "2 tablets per day"),
        ("Gaugeril", "Pain of the hip", "N/A", "Initial: 3 months", "N/A"),
    )
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    html = f"<html><body><h1>Drugs</h1><h2>Criteria</h2><table>{cells}</table></body></html>"
    found = read_document(html.encode(), "drugs.html")
    assert [shown(one) for one in found.grants] == [
        ("12 months", ("s1", "s2")),
        ("2 tablets per day", ("s1", "s2")),
        ("3 months", ("s3",)),
    ]
