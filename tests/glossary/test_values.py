"""Stated values: numbers, dates, units, contradictions, and what is only partly known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from coverable.base.problem import Refused
from small_library import GLOSSARY, decide, small_engine

MET, NOT, OPEN, PERSON = "criteria_met", "criteria_not_met", "information_needed", "judgment_needed"
HEAVY = "{fact: bmi, ge: 35, unit: kg/m2}"
GAP = "{any: [{fact: bmi, ge: 40, unit: kg/m2}, {all: [{fact: bmi, ge: 27, lt: 29.99, unit: kg/m2, silent_on: [{ge: 29.99, lt: 30}]}, {fact: tired}]}]}"
ADULT = "{fact: age, ge: 18}"
RECENT = "{fact: tested_on, within: {to: 6 months, before: service_date}}"
BANDS = "{any: [{all: [{fact: tested_on, within: {to: 6 months, before: service_date}}, {fact: tired}]}, {all: [{fact: tested_on, within: {from: 6 months, to: 24 months, before: service_date}}, {fact: snores}]}]}"

TABLE: list[tuple[str, dict[str, Any], str]] = [
    (HEAVY, {"bmi": {"value": 35, "unit": "kg/m2"}}, MET),
    (HEAVY, {"bmi": {"value": 34.999, "unit": "kg/m2"}}, NOT),
    (HEAVY, {"bmi": {"value": "0.05", "unit": "lb/in2"}}, "refused"),
    (HEAVY, {"bmi": {"value": 0.05, "unit": "lb/in2"}}, MET),  # 35.15
    (HEAVY, {"bmi": 36}, "refused"),
    (HEAVY, {"bmi": {"value": 36, "unit": "kg"}}, "refused"),
    (HEAVY, {"bmi": {"statements": [{"value": 36, "unit": "kg/m2"}, {"value": 41, "unit": "kg/m2"}]}}, MET),
    (HEAVY, {"bmi": {"statements": [{"value": 30, "unit": "kg/m2"}, {"value": 41, "unit": "kg/m2"}]}}, PERSON),
    (GAP, {"bmi": {"value": 29.995, "unit": "kg/m2"}, "tired": True}, PERSON),  # the text has a gap there
    (GAP, {"bmi": {"value": 28, "unit": "kg/m2"}, "tired": True}, MET),
    (GAP, {"bmi": {"value": 33, "unit": "kg/m2"}, "tired": True}, NOT),
    (RECENT, {"tested_on": "2025-12-15"}, MET),
    (RECENT, {"tested_on": "2025-12-14"}, NOT),
    (RECENT, {"tested_on": "2025-12"}, OPEN),
    (RECENT, {"tested_on": "2026-01"}, MET),
    (RECENT, {"tested_on": "2026"}, OPEN),
    (BANDS, {"tested_on": "2025-12-15", "tired": False, "snores": True}, MET),  # both windows hold the edge
    (BANDS, {"tested_on": "2025-12-16", "tired": False, "snores": True}, NOT),
    (BANDS, {"tested_on": "2025-12", "tired": True, "snores": True}, OPEN),
]  # fmt: skip


@pytest.mark.parametrize(("criteria", "facts", "outcome"), TABLE)
def test_values_lie_in_their_cells(
    tmp_path: Path, criteria: str, facts: dict[str, Any], outcome: str
) -> None:
    engine = small_engine(tmp_path, criteria=criteria)
    if outcome == "refused":
        with pytest.raises(Refused):
            decide(engine, facts)
    else:
        assert decide(engine, facts)["outcome"] == outcome


BOUNDED = GLOSSARY.replace("unit: kg/m2,", "unit: kg/m2, possible: {from: 4, to: 300},")


@pytest.mark.parametrize(
    ("facts", "where"),
    [
        ({"age": 131}, "$.facts.age"),
        ({"age": {"value": -1}}, "$.facts.age.value"),
        ({"bmi": {"value": 3.99, "unit": "kg/m2"}}, "$.facts.bmi.value"),
        ({"bmi": {"value": 1, "unit": "lb/in2"}}, "$.facts.bmi.value"),  # 703 kg/m2
        ({"bmi": [{"value": 30, "unit": "kg/m2"}, {"value": 301, "unit": "kg/m2"}]}, "$.facts.bmi[1].value"),
    ],
)
def test_a_number_that_nobody_can_have_is_refused_and_not_repeated(
    tmp_path: Path, facts: dict[str, Any], where: str
) -> None:
    with pytest.raises(Refused) as refused:
        decide(small_engine(tmp_path, criteria=HEAVY, glossary=BOUNDED), facts)
    (problem,) = refused.value.problems
    assert (problem.where, problem.what) == (where, "a number that is not possible here")
    assert "703" not in str(problem) and "131" not in str(problem)
    assert ("from 0 to 130 a" if "age" in facts else "from 4 to 300 kg/m2") in problem.why


@pytest.mark.parametrize("value", [4, 300, 0.006])
def test_the_ends_of_what_is_possible_are_possible(tmp_path: Path, value: float) -> None:
    unit = "lb/in2" if value < 1 else "kg/m2"
    engine = small_engine(tmp_path, criteria=HEAVY, glossary=BOUNDED)
    assert decide(engine, {"bmi": {"value": value, "unit": unit}})["outcome"] in (MET, NOT)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("possible: {from: 5, to: 4}", "nothing is possible"),
        ("possible: {}", "`from`, `to` or both"),
        ("possible: {from: low}", "valid decimal"),
    ],
)
def test_what_is_possible_is_said_rightly_in_the_glossary(tmp_path: Path, said: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        _ = small_engine(
            tmp_path, glossary=GLOSSARY.replace("unit: kg/m2,", f"unit: kg/m2, {said},")
        ).library.glossary


def test_only_a_number_can_be_out_of_bounds(tmp_path: Path) -> None:
    glossary = GLOSSARY.replace("{type: yes_no,", "{type: yes_no, possible: {from: 1},")
    with pytest.raises(Refused, match="of a number or a quantity"):
        _ = small_engine(tmp_path, glossary=glossary).library.glossary


@pytest.mark.parametrize(
    ("birth", "outcome"),
    [
        ("2008-06-15", MET),
        ("2008-06-16", NOT),
        ("2008-06", OPEN),
        ("2008", OPEN),
        ("2007", MET),
        ("2009", NOT),
        (None, OPEN),
    ],
)
def test_age_is_that_of_the_date_of_service_and_a_partial_birth_date_a_range(
    tmp_path: Path, birth: str | None, outcome: str
) -> None:
    engine = small_engine(tmp_path, criteria=ADULT)
    member = {"member": {"birth_date": birth}} if birth else {}
    assert decide(engine, {}, **member)["outcome"] == outcome


def test_a_stated_age_that_the_birth_date_excludes_is_a_contradiction(tmp_path: Path) -> None:
    engine = small_engine(tmp_path, criteria=ADULT)
    got = decide(engine, {"age": 17}, member={"birth_date": "1990-01-01"})
    assert got["outcome"] == PERSON
    assert "contradictory_statements" in {f["code"] for f in got["flags"]}
    assert decide(engine, {"age": 36}, member={"birth_date": "1990"})["outcome"] == MET


def test_statements_that_disagree_go_to_a_person_and_those_that_agree_do_not(tmp_path: Path) -> None:
    engine = small_engine(tmp_path, criteria="{fact: tired}")
    both = {"statements": [{"value": True, "from": [{"kind": "label"}]}, {"value": False}]}
    got = decide(engine, {"tired": both})
    assert (got["outcome"], got["next_step"]) == (PERSON, "nurse_review")
    assert any("contradict" in r for r in got["review_reasons"])
    assert decide(engine, {"tired": [True, True, None]})["outcome"] == MET
    assert decide(engine, {"tired": [None]})["outcome"] == OPEN


def test_null_is_the_same_as_not_stated(tmp_path: Path) -> None:
    engine = small_engine(tmp_path, criteria="{fact: tired}")
    assert decide(engine, {"tired": None})["outcome"] == decide(engine, {})["outcome"] == OPEN
    assert decide(engine, {"tired": {"value": None, "from": []}})["outcome"] == OPEN
