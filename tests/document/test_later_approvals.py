"""Items that speak of a later approval among the conditions of the first, and where a stage ends."""

from __future__ import annotations

import pytest

from document.trees import read


@pytest.mark.parametrize(
    "item",
    [
        "Subsequent authorizations require beta",
        "Reauthorization requires beta",
        "Renewal may be granted if beta is shown",
        "Subsequent authorizations will be for 180 days and require beta",
        "Continued approval is contingent on beta",
    ],
)
def test_an_item_on_a_later_approval_is_no_condition_of_the_first(item: str) -> None:
    found = read(f"Gadgets are covered when all of the following are met:\n- Alpha\n- Gamma\n- {item}")
    first, *later = found.statements
    assert found.short[0] == "medically_necessary: all(alpha, gamma)"
    assert all(s.stage == "continuation" and s.subject == first.subject for s in later)
    assert any("first" in says for rule in found.says.values() for says in rule)


def test_a_list_that_speaks_of_later_approvals_only_is_theirs() -> None:
    found = read(
        "Reauthorization criteria\n- Renewal requires alpha\n- Reauthorization may be granted if beta is shown"
    )
    assert all("later approval" not in says for says in found.says.get("sentence_not_mapped", []))


def test_a_heading_of_the_same_series_ends_the_stage_of_the_one_before() -> None:
    found = read(
        """
        Pain Agents: Gout

        Clinical Criteria:
        - Must have alpha
        - Must have beta

        Subsequent Authorization Criteria:
        - Must have gamma
        - Must have delta

        Pain Agents: Lupus

        Clinical Criteria:
        - Must have epsilon
        - Must have zeta
        """
    )
    assert [s.stage for s in found.statements] == [None, "continuation", None]


def test_items_that_each_say_they_must_be_are_all_needed() -> None:
    asked = read("Drug X\n\nClinical criteria:\n- Must have alpha\n- The member must have beta")
    assert asked.tree == "all(alpha, beta)"
    assert "no_quantifier" not in asked.rules
    assert "no_quantifier" in read("Drug X\n\nClinical criteria:\n- Must have alpha\n- Beta").rules


def test_the_same_list_under_the_name_of_each_drug_is_asked_about_once() -> None:
    one = "\n\n## {}\n\nClinical Criteria:\n\n- Must have {}\n- Must have {}"
    found = read(
        "".join(one.format(*n) for n in (("Gadgetin", "alpha", "beta"), ("Gaugeril", "gamma", "delta")))
    )
    assert [s.subject for s in found.statements] == ["Gadgetin", "Gaugeril"]
    assert found.rules.count("position_implied") < 2
