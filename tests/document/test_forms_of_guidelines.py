"""Forms of commercial and public guidelines, in our own words: each was once read wrongly without a finding."""

from __future__ import annotations

import pytest

from coverable.document.findings import Findings
from coverable.document.parts.footnotes import footnotes
from coverable.document.read import reading_of
from coverable.document.readers.read import read_source
from document.trees import read

MN = "medically_necessary"
FORMS = [
    pytest.param(
        "Surgery is considered medically necessary when:\n\n1. BMI is 40 or greater; or\n"
        "2. BMI is 35 or greater with one or more of the following:\n   a. alpha\n   b. beta",
        [f"{MN}: any(“BMI is 40 or greater”, all(“BMI is 35 or greater”, any(alpha, beta)))"],
        id="a bound that is no age is asked for beside its list",
    ),
    pytest.param(
        "Gadgets are considered medically necessary when the patient has:\n\n- alpha of 15 or more; or\n"
        "- Age 12 to 17 years with any of the following:\n   a. beta\n   b. gamma",
        [f"{MN}: any(alpha, all(“Age 12 to 17 years”, any(beta, gamma)))"],
        id="an age is asked for in a list of which one item suffices",
    ),
    pytest.param(
        "The following services are outside the scope of this policy:\n\n- alpha\n- beta\n\nGadgets are covered for gamma.",
        [f"{MN}: gamma"],
        id="what a policy does not speak of is not denied",
    ),
    pytest.param(
        "Gadgets are covered when alpha is shown, as follows:\n\n1. beta is shown.\n2. A small gadget is covered when gamma is"
        " present.\n3. A large gadget is covered for delta.\n4. A spare gadget is not covered.",
        [f"{MN}: all(alpha, beta)", f"{MN}: gamma", f"{MN}: delta", "not_covered: "],
        id="items that grant services of their own are statements",
    ),
    pytest.param(
        "In addition, the following services are covered when provided as part of the alpha program:\n\n- beta\n- gamma",
        [f"{MN}: all(alpha, any(beta, gamma))"],
        id="an adverb before what follows changes nothing",
    ),
    pytest.param(
        "A gadget is considered medically necessary for members when it is ordered by an alpha physician within 12 months"
        " after any of the following:\n\n- beta\n- gamma",
        [f"{MN}: all(alpha, any(beta, gamma))"],
        id="who orders it and when is asked for beside the list",
    ),
    pytest.param(
        "A gadget is considered medically necessary for alpha of the lower legs only in any of the following:\n\n- beta\n- gamma",
        [f"{MN}: all(alpha, any(beta, gamma))"],
        id="the use over a list of settings is asked for",
    ),
    pytest.param(
        "A gadget is covered when fitted by an alpha expert and delivered by any of the following: a beta, a gamma, or a delta.",
        [f"{MN}: all(alpha, any(beta, gamma, delta))"],
        id="who fits it is asked for beside who delivers it",
    ),
    pytest.param(
        "When surgery is performed by alpha, it is considered medically necessary.\n\n"
        "If surgery is done by beta, it is considered investigational.",
        [f"{MN}: alpha", "investigational: beta"],
        id="it stands for what the clause before does",
    ),
    pytest.param(
        "Therapy is not covered for alpha and the beta used for gamma.",
        ["not_covered: alpha+beta+gamma"],
        id="words behind the last use may be said of each",
    ),
    pytest.param(
        "Light for alpha is considered medically necessary.5\n\nLight is considered investigational for beta.3",
        [f"{MN}: ", "investigational: beta"],
        id="the figure of a note behind the full stop is no word",
    ),
    pytest.param(
        "Coverage of gadgets is subject to the following conditions:\n\n- alpha\n- beta",
        [f"{MN}: all(alpha, beta)"],
        id="conditions that coverage is subject to are all asked for",
    ),
    pytest.param(
        "The following gadgets are covered for alpha when all of the selection criteria are met. Staff should be well trained.\n\n"
        "- beta\n- gamma",
        [f"{MN}: all(alpha, any(beta, gamma))"],
        id="the list belongs to the sentence that speaks of what follows",
    ),
    pytest.param(
        "A gadget does not meet Acme and Birch Health of Elm’s medical criteria for coverage when the criteria above are not met"
        " and is considered investigational.",
        ["investigational: criteria not met"],
        id="the name of a plan has several words",
    ),
    pytest.param(
        "Gadgets are covered for members who (1) have alpha; or (2) have beta; and/or (3) have gamma.",
        [f"{MN}: any(alpha, beta, gamma)"],
        id="or and and/or make alternatives",
    ),
    pytest.param(
        "Exclusions come before a general benefit. (For example, custodial alpha is not covered.)\n\nGadgets are covered for beta.",
        [f"{MN}: beta"],
        id="an example in brackets denies nothing",
    ),
]


@pytest.mark.parametrize(("text", "expected"), FORMS)
def test_forms_of_guidelines_are_read(text: str, expected: list[str]) -> None:
    assert read(f"Criteria\n\n{text}").short == expected


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        pytest.param(
            "Gadgets are considered medically necessary when all of the following are met:\n\n1. alpha\n"
            "2. A spare part is covered to allow beta.",
            "position_unclear",
            id="one item that grants a service of its own",
        ),
        pytest.param(
            "When the member has alpha, it is covered.",
            "position_unclear",
            id="it that stands for nothing in the sentence",
        ),
        pytest.param(
            "All policy statements below refer to imaging with alpha.\n\nImaging is covered for beta.",
            "sentence_not_mapped",
            id="what all statements are about",
        ),
        pytest.param(
            "Braces for an alpha or a beta are covered as per the indications listed below.",
            "reference_unknown",
            id="criteria that the words only point to",
        ),
        pytest.param(
            "A gadget is covered for alpha*.\n\n*Study widgets are considered medically necessary when beta is shown.",
            "position_elsewhere",
            id="a position in a footnote",
        ),
        pytest.param(
            "A gadget is considered medically necessary for adults who meet the following criteria:\n\n- alpha\n"
            "- beta and also one of the following:\n- gamma OR\n- delta",
            "list_structure",
            id="connectors behind a list that was lost",
        ),
    ],
)
def test_what_forms_of_guidelines_leave_open_is_asked(text: str, rule: str) -> None:
    assert rule in read(f"Criteria\n\n{text}").rules


def test_a_line_that_names_a_setting_limits_the_statement_under_it() -> None:
    found = read("Criteria\n\nOutpatient\nAlpha Therapy is covered when beta is shown.")
    assert found.tree == "all(“Outpatient”, beta)"
    assert "use_in_heading" in found.rules


def test_a_heading_names_the_service_of_a_sentence_that_begins_with_its_position() -> None:
    found = read("Criteria\n\nGadget Therapy\n\nCovered for either of the following:\n\n- alpha\n- beta")
    assert [s.subject for s in found.statements] == ["Gadget Therapy"]


def test_a_lone_line_over_the_heading_of_criteria_names_what_they_are_for() -> None:
    text = b"Policy Number: 7\n\ngouty disease\n\nInitial criteria\n\n- age over 18\n- the drug was tried"
    found = reading_of(read_source(text, "policy.txt")).view()["statements"]
    assert [s["subject"] for s in found] == ["gouty disease"]


def test_connectors_behind_a_lost_list_do_not_join_the_items_before_it() -> None:
    text = "A gadget is covered for adults who meet the following criteria:\n\n- alpha\n- beta and one of the following:\n- gamma OR\n- delta"
    (one,) = read(f"Criteria\n\n{text}").statements
    assert one.criteria is not None
    assert one.criteria.children[-1].rule == "all"


def test_a_label_that_ends_in_a_dash_is_not_joined_to_the_statement_under_it() -> None:
    found = read("Criteria\n\nRelated policies -\nGadget repair is covered when alpha is shown.")
    assert [s.subject for s in found.statements] == ["Gadget repair"]


def test_diseases_under_the_word_diagnosis_are_no_codes() -> None:
    text = b"Gadgets\n\nPOLICY:\n\nGadget therapy is considered medically necessary for the following diagnoses:\n\nDiagnosis\n\nAsthma\n\nGout"
    made = reading_of(read_source(text, "policy.txt")).view()
    assert [s["subject"] for s in made["statements"]] == ["Gadget therapy"]
    assert "list_lost" in [f["rule"] for f in made["findings"]]


def test_a_star_before_an_item_leads_to_the_note_with_the_star() -> None:
    text = (
        "Gadgets are covered for:\n\n- Severe alpha\n- *Marked beta\n\n*Marked is 5 or more on a scale of 10."
    )
    found = footnotes(read_source(f"Criteria\n\n{text}".encode(), "policy.txt"), Findings())
    assert [r.fields["mark"] for r in found] == ["*"]
