"""A rule that passes a sentence, a row or a line over passes none that says more: each of these was lost once."""

from __future__ import annotations

import pytest

from document.made import drawn, read_policy, read_table

_LIST = "Gadgets are covered when all of the following are met:\n- Gout\n- Age 18\n\n"


@pytest.mark.parametrize(
    ("said", "position"),
    [
        (
            "The DME MAC will determine that a power gadget is not reasonable and necessary if the patient can walk.",
            "not_medically_necessary",
        ),
        (
            "Gadgets are nationally non-covered for infection and remain at local contractor discretion for all other uses.",
            "not_covered",
        ),
        (
            "Intermediaries may make payment for gadgets only if the physician ordered the test.",
            "medically_necessary",
        ),
        ("Gadgets will be approved by us when the patient has psoriasis.", "medically_necessary"),
    ],
)
def test_a_position_beside_what_others_decide_is_read(said: str, position: str) -> None:
    assert [s.position for s in read_policy(f"Criteria\n\n{said}").statements] == [position]


@pytest.mark.parametrize(
    "said",
    [
        "Coverage of gadgets is at the discretion of the Medicare Administrative Contractor only when the patient has gout.",
        "Authorization is limited to the knee with inadequate response to corticosteroid injections.",
        "Approval will be for one course only after failure of steroids.",
        "CMS proposed that gadgets are reasonable and necessary for gout.",
        "The member must have an inadequate response to the following:\n- Alphar® (alphamab)\n- Betin® (betacin)",
        "Maximum dosage:\n- Member must have failed 4 mg/kg\n- Weight is at least 40 kg",
        "Note: Examples of corticosteroids include prednisone and dexamethasone, which must be tried for 3 months.",
        "Note: Prednisone must be tried for 3 months.",
    ],
)
def test_what_asks_for_more_is_asked_about(said: str) -> None:
    assert read_policy(f"Criteria\n\n{_LIST}{said}").rules != []


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        (
            "In adults and adolescents, gadgets are medically necessary for dermatitis when steroids failed.",
            ("all", ["adults and adolescents", ("all", ["dermatitis", "steroids failed"])]),
        ),
        ("For adults and adolescents, gadgets are not covered.", ("any", ["adults", "adolescents"])),
        (
            "For qualifying patients, gadgets are covered for asthma.",
            ("all", ["qualifying patients", "asthma"]),
        ),
        ("For eligible patients, gadgets are covered for asthma.", "asthma"),
        (
            "Gadgets are medically necessary under 1500 grams birth weight when the infant is preterm.",
            "under 1500 grams birth weight when the infant is preterm",
        ),
        (
            "Gadgets are not covered unless included in a clinical trial.",
            ("not", ["included in a clinical trial"]),
        ),
        (
            "Gadgets are not covered unless covered by the member's rider.",
            ("not", ["covered by the member's rider"]),
        ),
        (
            "Gadgets are not covered during the trial unless:\n- The skin is bad; and\n- The surgeon agrees",
            ("all", ["during the trial", ("not", [("all", ["The skin is bad", "The surgeon agrees"])])]),
        ),
        ("Both gadgets are covered when the patient has gout.", "the patient has gout"),
        (
            "Accessories must meet the coverage criteria for the base gadget.",
            "meet the coverage criteria for the base gadget",
        ),
    ],
)
def test_no_condition_is_lost(said: str, asked: object) -> None:
    (one,) = read_policy(f"Criteria\n\n{said}").statements
    assert drawn(one.criteria) == asked


def test_dots_inside_the_words_over_a_list_are_asked_about() -> None:
    found = read_policy(
        "Criteria\n\nGadgets are covered when AT LEAST ONE OF THE ….TWO items below is documented:\n- Gout\n- Age 18\n"
    )
    assert "quantifier_unclear" in found.rules


def test_conditions_that_a_sentence_numbers_are_no_uses() -> None:
    found = read_policy(
        "Criteria\n\nGadgets are medically necessary when the patient (1) has a lung disease, (2) is seen within 30 days, and"
        " (3) has hypoxemia with one of the following:\n- PaO2 of 55 or less\n- Saturation of 88% or less\n"
    )
    assert "competing_statements" in found.rules


@pytest.mark.parametrize(
    ("over", "between"),
    [
        ("Gadgets are not medically necessary for any of the following:", "Other Uses"),
        ("Gadgets are investigational for the following:", "FDA-approved uses"),
        ("Gadgets are medically necessary when ALL of the following are met:", "Off-label Uses"),
    ],
)
def test_a_line_between_items_is_passed_in_a_list_of_granted_uses_only(over: str, between: str) -> None:
    found = read_policy(f"Criteria\n\n{over}\n\n1. Asthma\n2. Eczema\n\n{between}\n3. Rhinitis\n4. Gout\n")
    assert "paragraph_in_list" in found.rules


def test_grounds_of_a_denial_that_are_sentences_stay_grounds() -> None:
    found = read_policy(
        "Criteria\n\nGadgets are medically necessary for dystonia.\n\nNot Medically Necessary\n\n"
        "1. Injections are performed more often than every 12 weeks.\n2. The total dose exceeds 400 units.\n"
    )
    assert [s.position for s in found.statements] == ["medically_necessary", "not_medically_necessary"]


def test_rows_of_groups_of_patients_are_no_list_of_criteria() -> None:
    rows = "".join(
        f"<tr><td>{group}</td><td>{asked}</td></tr>"
        for group, asked in (
            ("Adults age 22 and older", "AHI of 15 to 65"),
            ("Down syndrome", "AHI of 10 to 50"),
        )
    )
    found = read_table(
        f"<table><tr><th>Assessment</th><th>Criteria</th></tr>{rows}</table>",
        "Gadgets are medically necessary when one of the following criteria is met:",
    )
    assert [s.subject for s in found.statements][-2:] == ["Adults age 22 and older", "Down syndrome"]


def test_a_rule_between_a_name_and_its_list_is_no_name() -> None:
    rows = "".join(
        f"<tr><td>{drug}</td><td>Any one of the following</td><td><ul><li>Patient has failed A</li><li>Patient has failed B</li></ul></td></tr>"
        for drug in ("Alphar", "Betin", "Cerez")
    )
    found = read_table(f"<table>{rows}</table>")
    assert {s.criteria.rule for s in found.statements if s.criteria} == {"any"}


def test_what_a_later_approval_asks_for_keeps_its_list_and_its_not() -> None:
    items = (
        "<li>Renewal of therapy no longer requires repeat testing</li><li>Failure of methotrexate</li>",
        "<li>Reauthorization requires response shown by one of these:<ul><li>BASDAI</li><li>CRP</li></ul></li><li>Negative test</li>",
        "<li>Must be prescribed by a surgeon</li>",
    )
    rows = "".join(f"<tr><td>Drug{n}</td><td><ul>{one}</ul></td></tr>" for n, one in enumerate(items))
    found = read_table(f"<table>{rows}</table>")
    told = {(s.subject, s.stage): drawn(s.criteria) for s in found.statements}
    assert told["Drug0", "continuation"] == "Renewal of therapy no longer requires repeat testing"
    assert told["Drug1", "continuation"] == ("all", ["response", ("any", ["BASDAI", "CRP"])])
    assert "BASDAI" not in str(told["Drug1", None])
