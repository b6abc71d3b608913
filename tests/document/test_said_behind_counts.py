"""Words behind those that count a list bound its items, are asked for beside them, or say nothing; none is lost in silence."""

from __future__ import annotations

import pytest

from document.trees import read

_LEAD = (
    "Coverage Criteria\n\nA stimulator is medically necessary when any of the following {}:\n- Alpha\n- Beta"
)


@pytest.mark.parametrize(
    ("behind", "asked"),
    [
        ("fractures is present and the member is skeletally mature", "gamma"),
        ("is present and the member has gamma", "gamma"),
        ("sites, and the patient cannot take gamma", "gamma"),
        ("sites and there is gamma", "gamma"),
    ],
)
def test_a_clause_of_its_own_behind_the_count_is_asked_for_as_well(behind: str, asked: str) -> None:
    found = read(_LEAD.format(behind))
    (tree,) = [s.criteria for s in found.statements if s.criteria]
    assert tree.rule == "all"
    assert len(tree.children) == 2
    assert (asked in tree.children[0].text) == (asked in behind)


@pytest.mark.parametrize(
    "behind",
    [
        "sites, in a member who is skeletally mature",
        "sites (skeletally mature members only)",
        "in a skeletally mature member",
        "sites once growth has ended",
        "symptoms persisting beyond one month",
        "and closed growth plates",
        "fractures, all of which must be closed",
        "refractory to bracing",
        "plus bracing",
        "under the care of a surgeon",
        "at a certified center",
        "affecting both legs",
        "limited to the leg",
    ],
)
def test_what_bounds_the_items_behind_the_count_is_asked_about(behind: str) -> None:
    assert "lead_in_qualifier" in read(_LEAD.format(behind)).rules


@pytest.mark.parametrize(
    "behind",
    [
        "is present",
        "are met at the time of the request",
        "are documented in the medical record",
        "in the list below",
        "symptoms and findings are present",
        "are in place at the time of service",
        "indications (not an all-inclusive list)",
    ],
)
def test_what_only_says_that_they_are_met_is_not_asked_about(behind: str) -> None:
    assert not {"lead_in_qualifier", "words_lost"} & {*read(_LEAD.format(behind)).rules}


@pytest.mark.parametrize(
    "how",
    ["as an adjunct to gamma", "in combination with gamma", "together with gamma"],
)
def test_how_something_is_used_is_asked_for_beside_its_uses(how: str) -> None:
    found = read(
        f"Coverage Criteria\n\nA wand is covered for ANY of the following:\n- {how} for either of these:\n  - Alpha\n  - Beta"
    )
    assert "gamma" in found.short[0]


def test_a_treatment_for_uses_says_nothing_of_how_it_is_used() -> None:
    found = read(
        "Coverage Criteria\n\nA wand is covered as a treatment for any of the following:\n- Alpha\n- Beta"
    )
    assert found.short == ["medically_necessary: any(alpha, beta)"]
