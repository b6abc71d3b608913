"""Wordings that whole policies in print taught: denials behind announcements, lengths between lists, grounds, kinds."""

from __future__ import annotations

import pytest

from coverable.document.read import read_document
from coverable.document.readers.read import read_source
from document.made import drawn, read_policy


def found(text: str) -> list[tuple[str, object]]:
    return [(s.position, drawn(s.criteria)) for s in read_policy(text).statements]


@pytest.mark.parametrize(
    "words", ["Coverage will not be provided when:", "Not covered:", "Coverage is not provided when:"]
)
def test_a_denial_takes_no_list_that_a_sentence_above_announced(words: str):
    text = f"Criteria\n\nThe drug is covered when the criteria for the indication are met:\n\nEXCLUSIONS\n{words}\n- Used with A\n- Used for B\n"
    assert found(text)[1] == ("not_covered", ("any", ["Used with A", "Used for B"]))


def test_grounds_behind_words_of_their_own_are_alternatives_and_asked_about():
    read = read_policy(
        "Criteria\n\nAn MRI is not medically necessary for women at average risk, and when dense breasts are the only risk.\n"
    )
    (one,) = read.statements
    assert one.criteria is not None
    assert one.criteria.rule == "any"
    assert one.criteria.notes


def test_a_condition_that_the_policy_does_not_name_is_any_other_use():
    (one,) = read_policy(
        "Criteria\n\nUse of Alphamab for any condition that this policy does not name is investigational.\n"
    ).statements
    assert (one.position, one.all_other_uses) == ("investigational", True)


def test_what_the_only_means_is_stays_in_the_name_of_the_service():
    (one,) = read_policy(
        "Criteria\n\nLiposuction as the only means of reduction is considered investigational.\n"
    ).statements
    assert one.subject == "Liposuction as the only means of reduction"


def test_a_length_between_two_lists_sets_no_stage():
    read = read_policy(
        "When covered\n\nA. Renewal. Continued use may be considered medically necessary when:\n   1. The member met the initial criteria; and\n"
        "   2. The score has improved\nRenewal: 12 months.\n"
        "B. Cluster headache. Alphamab may be considered medically necessary when ALL of the following are met:\n"
        "   1. Cluster headache was diagnosed by a neurologist\n   2. Trial of verapamil\n"
    )
    assert [s.stage for s in read.statements] == ["continuation", None]


def test_a_length_of_a_first_treatment_is_no_condition():
    text = "Criteria\n\nIVIG may be considered medically necessary as initial treatment for 3 months when all are met:\n- Weakness\n- Fever\n"
    assert found(text) == [("medically_necessary", ("all", ["Weakness", "Fever"]))]


def test_the_kind_of_things_in_brackets_asks_nothing():
    text = "Policy\n\nNot covered (comfort or convenience items):\n- Bed boards\n- Vibrating beds\n"
    assert found(text) == [("not_covered", ("any", ["Bed boards", "Vibrating beds"]))]


def test_what_a_list_defines_for_some_patients_binds_only_them():
    read = read_policy(
        "Criteria\n\nA device is covered when all are met:\n- Age 2 or older\n- For adults, failure of pressure, defined as one of these:\n"
        "   - An index above 15\n   - Use for less than 4 hours\n"
    )
    (one,) = read.statements
    assert drawn(one.criteria) == (
        (
            "all",
            [
                "Age 2 or older",
                (
                    "if",
                    [
                        "adults",
                        (
                            "all",
                            [
                                "failure of pressure",
                                ("any", ["An index above 15", "Use for less than 4 hours"]),
                            ],
                        ),
                    ],
                ),
            ],
        )
    )
    assert one.criteria is not None
    assert one.criteria.children[1].notes


def test_a_bare_list_under_unless_is_asked_for_as_a_whole_with_a_question():
    (one,) = read_policy(
        "Criteria\n\nCoverage will not be provided unless:\n- Age 18 or older\n- BMI 40 or more\n"
    ).statements
    assert drawn(one.criteria) == ("not", [("all", ["Age 18 or older", "BMI 40 or more"])])
    assert one.criteria is not None
    assert one.criteria.children[0].notes


def page(body: str):
    return read_document(
        f"<html><body><h1>Chairs</h1><p>Policy Number: MP 12</p>{body}</body></html>".encode(), "policy.html"
    )


def test_a_table_that_one_criterion_points_to_grants_nothing_by_itself():
    read = page(
        "<h2>Criteria</h2><p>Alphamab is medically necessary when all are met:</p><ul><li>Age 18 or older</li>"
        "<li>Step therapy has been completed as shown in Table 1</li></ul><h3>Table 1. Step therapy</h3>"
        "<table border=1><tr><th>Requested drug</th><th>What must have been tried</th></tr>"
        "<tr><td>Alphamab</td><td>Two preventives</td></tr><tr><td>Betamab</td><td>Alphamab</td></tr></table>"
    )
    (one,) = read.statements
    assert "criteria_in_table" in {f.rule for f in read.findings if f.id in one.notes}


@pytest.mark.parametrize(
    "words", ["Not covered for the following:", "Investigational for the following indications:"]
)
def test_a_line_that_denies_over_a_table_denies_its_rows(words: str):
    read = page(
        f"<h2>Criteria</h2><p>{words}</p><table border=1><tr><th>Drug</th><th>Criteria</th></tr>"
        "<tr><td>Alphamab</td><td>Eczema</td></tr><tr><td>Betamab</td><td>Arthritis</td></tr></table>"
    )
    assert {s.position for s in read.statements} <= {"not_covered", "investigational"}
    assert [s.subject for s in read.statements] == ["Alphamab", "Betamab"]


def test_a_column_of_lengths_is_no_criterion():
    read = page(
        "<h2>Criteria</h2><p>Nursing is medically necessary for a member on a ventilator.</p><h3>Hours</h3>"
        "<table border=1><tr><th>What the member has</th><th>First authorization</th></tr>"
        "<tr><td>Ventilator</td><td>90 days</td></tr><tr><td>Tracheostomy</td><td>60 days</td></tr></table>"
    )
    assert [s.subject for s in read.statements] == ["Nursing"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Nursing is available to a member who is under 21 years of age.",
        "A virtual program is held to the same guidelines.",
        "A second pump requires in addition that the first one broke.",
    ],
)
def test_what_a_section_without_a_usual_name_requires_is_asked_about(sentence: str):
    body = "<h1>Chairs</h1><p>Policy Number: MP 12</p><h2>Criteria</h2><p>Nursing is medically necessary for a member on a ventilator.</p>"
    body += f"<h2>Further programs</h2><p>{sentence}</p><h2>References</h2><ol><li>Smith A. 2020.</li></ol>"
    data = f"<html><body>{body}</body></html>".encode()
    text = read_source(data, "policy.html").text
    asked = [f for f in read_document(data, "policy.html").findings if f.rule == "sentence_not_mapped"]
    assert any(sentence in text[s.start : s.end] for f in asked for s in f.spans)


def test_words_that_a_page_breaks_are_whole_and_compounds_keep_their_hyphen():
    text = "Background\n\nThe commit-\ntee has looked at the treat-\nment of the condi-\ntion, with beta-\nblockers and follow-\nup among them.\n"
    (block,) = [b for b in read_source(text.encode(), "a.txt").blocks if "committee" in b.text]
    assert "treatment of the condition" in block.text
    assert "beta-blockers and follow-up" in block.text


def test_the_number_of_a_group_at_the_end_of_a_line_is_no_marker():
    text = "Criteria\n\nOxygen is covered when the member qualifies under Group I or Group\nII.\nGeneral conditions\n- Seen within 30 days\n"
    assert any(b.text.endswith("Group I or Group II.") for b in read_source(text.encode(), "a.txt").blocks)
