"""Forms that real policies have, in our own words: each was once read wrongly in a payer's document."""

from __future__ import annotations

import pytest

from document.trees import read

MN = "medically_necessary"
FORMS = [
    pytest.param(
        "Gadgets are considered not medically necessary and not investigational if any of the following apply:\n- alpha\n- beta",
        ["not_medically_necessary: any(alpha, beta)"],
        id="not this and not that",
    ),
    pytest.param(
        "Gadgets are defined here. This guideline defines medical necessity criteria for gadgets.\n\nGadgets are considered medically necessary when alpha is severe.",
        [f"{MN}: alpha"],
        id="talk about necessity takes no position",
    ),
    pytest.param(
        "We will provide coverage for a gadget when it is determined to be medically necessary because the criteria shown below are met.\n\nA gadget is considered medically necessary when alpha is severe.",
        [f"{MN}: alpha"],
        id="the sentence that points on to the criteria",
    ),
    pytest.param(
        "Coverage of gadgets is recommended in those who meet one of the following criteria:\n\nFDA-Approved Indications\n\n1. Chronic alpha. Approve for 1 year if the patient tried beta.\n2. Chronic gamma. Approve for 1 year if the patient tried delta.",
        [f"{MN}: any(all(alpha, beta), all(gamma, delta))"],
        id="a heading between the words and their list",
    ),
    pytest.param(
        "Authorization of 12 months may be granted for adults with alpha when both of the following are met:\n1. beta\n2. gamma",
        [f"{MN}: all(alpha, beta, gamma)"],
        id="how long is no subject and no condition",
    ),
    pytest.param(
        "Gadgets are considered medically necessary when criteria 1 through 3 below are met:\n1. alpha\n2. beta\n3. gamma",
        [f"{MN}: all(alpha, beta, gamma)"],
        id="criteria by their numbers are no count",
    ),
    pytest.param(
        "The plan does not cover:\nA. The following equipment:\n(1) alpha\n(2) beta\nB. gamma\nC. Severe delta unless epsilon is shown",
        ["not_covered: any(alpha, beta, gamma, all(delta, not(epsilon)))"],
        id="excluded things are cases, and an exception takes its case out",
    ),
    pytest.param(
        "Gadgets are covered when the client meets the following criteria:\n(a) For clients of 21 and older, alpha is severe.\n(b) For clients under 21, beta is severe.",
        [f"{MN}: all(if(“For clients of 21 and older”, alpha), if(“For clients under 21”, beta))"],
        id="criteria by age hold for that age only",
    ),
    pytest.param(
        "I. A gadget is covered if criterion A is met:\nA. alpha is shown.\nIf the criterion above has not been met, it will be denied as not reasonable and necessary.\nII. A widget is covered if beta is shown.",
        [f"{MN}: alpha", "not_medically_necessary: criteria not met", f"{MN}: beta"],
        id="a paragraph between numbered parts",
    ),
    pytest.param(
        "Gadgets do not meet medical necessity criteria for alpha or beta.",
        ["not_medically_necessary: any(alpha, beta)"],
        id="criteria that a use does not meet are its position",
    ),
    pytest.param(
        "Gadgets are medically necessary when alpha is severe, unless beta is shown.",
        [f"{MN}: alpha+beta"],
        id="an exception in a running sentence is not taken for an alternative",
    ),
    pytest.param(
        "Gadgets are considered medically necessary for adults with alpha, such as gamma or delta.",
        [f"{MN}: alpha+gamma+delta"],
        id="examples are no alternatives",
    ),
    pytest.param(
        "Gadgets are covered when alpha is severe.\n\nInitial authorization is granted for 12 months.\n\nReauthorization is granted for 12 months.",
        [f"{MN}: alpha"],
        id="how long an authorization lasts is no statement",
    ),
    pytest.param(
        "Gadgets are covered when either of the following is met:\n1. alpha of 15 or more; or\n2. alpha of 5 to 14 with a minimum of 10 events and documentation of:\na. beta; or\nb. gamma",
        [f"{MN}: any(alpha, all(alpha, any(beta, gamma)))"],
        id="a figure in the words over a list counts no items",
    ),
    pytest.param(
        "Gadgets are medically necessary when all of the following are met:\n1. No history of:\n   a. alpha\n   b. beta\n2. Any of:\n   a. gamma\n   b. delta",
        [f"{MN}: all(none(alpha, beta), any(gamma, delta))"],
        id="no history of, any of",
    ),
    pytest.param(
        "If the member has alpha, gadgets are considered medically necessary for beta but not for gamma.",
        [f"{MN}: all(alpha, beta, not(gamma))"],
        id="a condition before, an exception behind",
    ),
    pytest.param(
        "Gadgets are considered investigational for each of the following:\n- alpha\n- beta",
        ["investigational: any(alpha, beta)"],
        id="each of the uses is one",
    ),
    pytest.param(
        "Gadgets are considered medically necessary in the following two situations:\n- alpha\n- beta",
        [f"{MN}: any(alpha, beta)"],
        id="the number of the cases is no rule",
    ),
    pytest.param(
        "Gadgets are covered when the two conditions below are both met:\n- alpha\n- beta",
        [f"{MN}: all(alpha, beta)"],
        id="the two conditions are both",
    ),
    pytest.param(
        "Gadgets are covered when ALL of the following are met: severe alpha, beta and gamma of the knee, and delta.",
        [f"{MN}: all(alpha, beta+gamma, delta)"],
        id="and without a comma joins words within an item",
    ),
]


@pytest.mark.parametrize(("text", "expected"), FORMS)
def test_a_form_of_real_policies_is_read_as_a_nurse_reads_it(text: str, expected: list[str]) -> None:
    assert read(f"Criteria\n\n{text}").short == expected


@pytest.mark.parametrize("named", ["A through C", "A-C", "A \u2013 C", "A, B and C"])
def test_labels_from_one_to_another_name_what_lies_between(named: str) -> None:
    text = f"Criteria\n\nGadgets are covered when all of the following ({named}) are met:\nA. alpha\nB. beta\nC. gamma."
    found = read(text)
    assert found.tree == "all(alpha, beta, gamma)"
    assert "labels_mismatch" not in found.rules


def test_a_range_of_labels_that_ends_before_the_list_is_a_finding() -> None:
    text = "Criteria\n\nGadgets are covered when all of the following (A-B) are met:\nA. alpha\nB. beta\nC. gamma."
    assert "labels_mismatch" in read(text).rules


DOUBTED = [
    pytest.param(
        "Gadgets are medically necessary when alpha is shown.\n\nRequired Documentation\n\nThe notes show the following:\n- failure of a drug\n- diagnosis of beta",
        "sentence_not_mapped",
        id="papers that ask something of the patient",
    ),
    pytest.param(
        "12-34, except as provided in section 2, the agency does not cover:\n- alpha\n- beta",
        "exception_inside",
        id="an exception that stands elsewhere",
    ),
    pytest.param(
        "Gadgets are medically necessary when alpha is shown.\n\nThe patient must be at risk of at least one of the following:\n- beta\n- gamma",
        "position_implied",
        id="a second list that may be asked for besides the first",
    ),
    pytest.param(
        "Gadgets are considered medically necessary when the member has a documented diagnosis.",
        "running_text",
        id="a condition that names nothing",
    ),
    pytest.param(
        "Gadgets are medically necessary when alpha is severe.\n\nStep therapy may be waived if any of the following is met:\n- beta\n- gamma",
        "position_implied",
        id="a waiver is no indication",
    ),
    pytest.param(
        "Gadgets are covered when all of the following are met:\n(1) alpha\n(2) Widgets are not covered.",
        "position_unclear",
        id="an item that takes a position",
    ),
    pytest.param(
        "Gadgets are medically necessary when all of the following are met:\n• alpha\n•\n• beta",
        "list_structure",
        id="an empty item",
    ),
    pytest.param(
        "Gadgets are covered, when one or more of the following apply, except where beta suffices:\n- alpha\n- gamma",
        "exception_inside",
        id="an exception in the words over a list",
    ),
    pytest.param(
        "Gadgets are medically necessary when alpha is severe, unless beta is shown.",
        "exception_inside",
        id="an exception in a running sentence",
    ),
    pytest.param(
        "Gadgets are medically necessary when all of the following are met:\n- alpha",
        "single_item",
        id="a list of one",
    ),
]


@pytest.mark.parametrize(("text", "rule"), DOUBTED)
def test_what_a_form_leaves_open_is_a_finding(text: str, rule: str) -> None:
    assert rule in read(f"Criteria\n\n{text}").rules
