"""The form of requirements that drug plans print line by line: its labels, and what stands under or behind them."""

from __future__ import annotations

from document.trees import read

_REST = "\n\nCoverage Duration\n12 months\n"


def test_a_form_asks_for_its_fields_and_bars_its_exclusions() -> None:
    found = read(
        "GADGETIN\n\nExclusion Criteria\nAlpha. Beta.\n\nRequired Medical Information\nDiagnosis of gamma.\n\n"
        f"Age Restrictions\n18 years of age and older\n\nPrescriber Restrictions\nN/A{_REST}"
    )
    assert found.short == [
        "medically_necessary: all(not(alpha), not(beta), gamma, “18 years of age and older”)"
    ]
    assert found.statements[0].subject == "GADGETIN"
    assert "criteria_in_table" in found.rules


def test_a_field_that_names_uses_asks_of_each_what_follows_it() -> None:
    found = read(
        "Prior Authorization Group Description:\nGADGETIN\n\nExclusion Criteria:\n\nRequired Medical Information:\n"
        f"Arthritis: Failure of alpha. Psoriasis: Failure of beta.\n\nAge Restrictions:\n{_REST}"
    )
    assert found.tree == "all(if(“Arthritis”, alpha), if(“Psoriasis”, beta))"
    assert found.rules.count("only_for_some") == 2


def test_labels_may_stand_before_what_they_ask_for_and_behind_an_empty_field() -> None:
    found = read(
        "REQUIRED MEDICAL INFORMATION Diagnosis of alpha.\n\nAGE RESTRICTION N/A PRESCRIBER RESTRICTION Prescribed by a beta "
        "specialist.\n\nCOVERAGE DURATION\n12 months\n"
    )
    assert found.tree == "all(alpha, beta)"


def test_two_forms_are_two_statements() -> None:
    one = f"Exclusion Criteria\nN/A\n\nRequired Medical Information\n{{}}\n\nAge Restrictions\nN/A{_REST}"
    found = read(f"GADGETIN\n\n{one.format('Alpha')}\n\nGAUGERIL\n\n{one.format('Beta')}")
    assert [(s.subject, s.criteria and s.criteria.children[0].text) for s in found.statements] == [
        ("GADGETIN", "Alpha"),
        ("GAUGERIL", "Beta"),
    ]


def test_a_list_in_a_field_is_read_whole_with_the_list_inside_its_item() -> None:
    found = read(
        "GADGETIN\n\nExclusion Criteria\nN/A\n\nRequired Medical Information\nONE OF THE FOLLOWING: (1) RISK DEFINED AS ONE OF THE "
        f"FOLLOWING: (A) ALPHA, (B) BETA, OR (C) GAMMA. (2) DELTA. (3) EPSILON.\n\nAge Restrictions\nN/A{_REST}"
    )
    assert found.tree == "any(all(“RISK”, any(alpha, beta, gamma)), delta, epsilon)"


def test_two_labels_alone_make_no_form() -> None:
    found = read("Exclusion Criteria\nN/A\n\nGadgets are covered when alpha is shown.\n\nOther Criteria\nN/A")
    assert "medically_necessary: alpha" in found.short
