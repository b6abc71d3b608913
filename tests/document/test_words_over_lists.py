"""What the words over a list mean does not depend on the position before them: every one behind every position.

A reading that differs must carry a question; what is read in silence must be right.
"""

from __future__ import annotations

from itertools import product

import pytest

from coverable.document.reading import Node
from document.trees import Read, read

FAVOURABLE = (
    "Gadgets are considered medically necessary",
    "Gadgets are covered",
    "Gadgets may be considered medically necessary",
    "Gadgets will be approved",
    "Gadgets are a covered benefit",
    "Gadgets are considered reasonable and necessary",
    "Gadgets may be authorized",
    "Gadgets meet the definition of medical necessity",
    "Gadgets are eligible for coverage",
    "Gadgets are indicated",
    "Gadgets are proven and medically necessary",
    "The plan covers gadgets",
    "The plan considers gadgets medically necessary",
    "Coverage of gadgets is provided",
    "Authorization of gadgets may be granted",
    "Gadgets may be approved",
    "Benefits are available for gadgets",
)
DENYING = (
    "Gadgets are considered not medically necessary",
    "Gadgets are not covered",
    "Gadgets are considered investigational",
    "Gadgets are excluded from coverage",
    "Gadgets are considered experimental and investigational",
    "Gadgets are unproven and not medically necessary",
    "Gadgets are contraindicated",
    "Gadgets will be denied",
    "Gadgets are not a covered benefit",
    "Gadgets do not meet the definition of medical necessity",
    "Gadgets are considered cosmetic",
    "The plan does not cover gadgets",
    "The plan considers gadgets investigational",
    "Coverage of gadgets is not provided",
)
WORDS = {
    "any": (
        "when any of the following is present",
        "for any of the following",
        "for the following indications",
        "in any one of the following situations",
        "if at least one of the following criteria is met",
        "when one or more of the following apply",
        "under any of the following circumstances",
        "when either of the following is met",
        "for one of the following diagnoses",
        "in the following clinical situations",
        "for patients with any of the following",
        "for members who meet one of the following",
        "when there is documentation of any of the following",
        "for the treatment of any of the following",
        "for the treatment of the following conditions",
        "for individuals with one of the following conditions",
        "when performed for any of the following",
        "when used for one of the following reasons",
        "for the following",
        "in patients with any one of the following",
        "in the presence of any of the following",
        "following failure of any of the following",
        "to treat any of the following conditions",
        "as a treatment for any of the following",
    ),
    "all": (
        "when all of the following criteria are met",
        "when the following criteria are met",
        "if each of the following is documented",
        "provided that all of the following apply",
        "only if all of the following conditions are satisfied",
        "for patients who meet all of the following",
        "for patients who satisfy the following requirements",
        "when the medical record documents all of the following",
        "subject to all of the following conditions",
        "when ALL of the criteria below are met",
        "if the patient has all of the following",
        "after all of the following have been tried and failed",
        "only when every one of the following is met",
        "as long as all of the following are true",
        "when the patient meets each of the following",
        "in patients with all of the following",
        "when the following are documented",
        "if the following requirements have been met",
        "in accordance with the following criteria",
        "when the member meets the criteria below",
        "once all of the following are met",
        "when medical records show all of the following",
    ),
    "at_least": (
        "when at least two of the following are met",
        "when two or more of the following are present",
        "if any two of the following are met",
        "with a minimum of two of the following",
        "when two (2) of the following criteria are met",
        "for patients with at least two of the following",
        "in the presence of two or more of the following",
        "when the patient has two or more of the following",
    ),
    "not all": (
        "unless all of the following criteria are met",
        "unless the following criteria are met",
        "unless the patient meets all of the following criteria",
        "except when all of the following are met",
        "until all of the following are met",
        "unless all of the following",
        "unless all of the following are documented",
        "unless both of the following are met",
        "except if all of the following apply",
        "unless the following requirements are satisfied",
        "unless the member meets the following criteria",
        "unless each of the following is documented",
    ),
    "none": (
        "when none of the following is present",
        "in the absence of any of the following",
        "unless any of the following is present",
        "if the patient does not have any of the following",
        "for patients without any of the following",
        "unless one of the following applies",
        "except in patients with any of the following",
        "except when any of the following is present",
        "unless the patient has one of the following",
        "except for the following",
        "except in the following situations",
        "other than in the following situations",
        "except for patients with",
        "if the patient has no history of any of the following",
        "when the patient has none of the following",
        "provided none of the following apply",
        "in patients who do not have any of the following",
        "unless there is documentation of any of the following",
        "excluding patients with any of the following",
        "but not in patients with any of the following",
        "barring any of the following",
        "when there is no evidence of any of the following",
        "unless contraindicated by any of the following",
        "outside of the following situations",
        "in all cases except the following",
        "for all indications except the following",
        "for any indication other than the following",
        "with the exception of patients with any of the following",
        "save in patients with any of the following",
    ),
}
LIST = "\n- Alpha\n- Beta\n- Gamma"
BOTH = [*product(FAVOURABLE, (False,)), *product(DENYING, (True,))]


def over_list(node: Node) -> str:
    """The rule of the list: `none` and `not any` are one."""
    for child in node.children:
        if child.children:
            rule = over_list(child)
            return {"any": "none"}.get(rule, f"not {rule}") if node.rule == "not" else rule
    return node.rule


def says(found: Read, denies: bool) -> str | None:
    """The rule of the list in the only statement, of the position that is printed."""
    if len(found.statements) != 1 or found.statements[0].criteria is None:
        return None
    (one,) = found.statements
    assert one.criteria is not None
    return over_list(one.criteria) if (one.position == "medically_necessary") != denies else None


@pytest.mark.parametrize(("rule", "words"), [(rule, words) for rule, some in WORDS.items() for words in some])
def test_words_over_a_list_are_read_alike_behind_every_position_or_asked_about(rule: str, words: str) -> None:
    wrong = []
    for position, denies in BOTH:
        found = read(f"{position} {words}:{LIST}")
        if says(found, denies) != rule and not found.rules:
            wrong.append((position, found.short))
    assert wrong == []


@pytest.mark.parametrize(("rule", "words"), [(rule, some[0]) for rule, some in WORDS.items()])
def test_usual_words_over_a_list_are_read_without_a_question(rule: str, words: str) -> None:
    denies = rule == "not all"  # “not covered unless all of these are met”
    for position in (DENYING if denies else FAVOURABLE)[:6]:
        found = read(f"{position} {words}:{LIST}")
        assert (says(found, denies), found.rules) == (rule, [])


@pytest.mark.parametrize(
    "lead",
    [
        "Submission of medical records (e.g., chart notes, laboratory values) documenting one of the following:",
        "Submission of medical records (for example, chart notes) confirming that one of the following is present:",
    ],
)
def test_examples_of_papers_over_a_list_lead_in_as_the_papers_do(lead: str) -> None:
    found = read(f"Gadgets are necessary when all are met:\n\n- Gamma\n- {lead}\n  - Alpha\n  - Beta")
    assert found.short == ["medically_necessary: all(gamma, any(alpha, beta))"]
    assert found.rules == []
