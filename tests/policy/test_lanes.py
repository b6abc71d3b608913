"""Interpretations: every reading at once, signed ones decide, and a result says what others would change."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

from coverable.determination.engine import Engine
from coverable.policy.lanes import MAX_LANES, lanes_of
from coverable.policy.model import Interpretation
from small_library import SIGNOFF, decide, small_engine

TWO = {
    "criteria": "{all: [{interpretation: AM-1, options: {a: {fact: tired}, b: {fact: snores}}}, "
    "{interpretation: AM-2, options: {x: {fact: snores}, y: {fact: tired}}}]}",
    "interpretations": "interpretations: {AM-1: {question: q, cite: L10, options: {a: a, b: b}}, "
    "AM-2: {question: q, cite: L10, options: {x: x, y: y}}}",
    "signoff": SIGNOFF + "interpretations: {AM-1: {option: a, by: A, on: 2026-01-01, because: c}, "
    "AM-2: {option: x, by: A, on: 2026-01-01, because: c}}",
}


def interpretation(*options: str, **more: Any) -> Interpretation:
    return Interpretation(question="q", cite="L1", options={o: o for o in options}, **more)


def signed(**choices: str) -> dict[str, str]:
    return choices


def test_every_combination_is_a_lane_and_the_signed_one_comes_first() -> None:
    lanes = lanes_of(
        {"A": interpretation("a", "b"), "B": interpretation("x", "y", "z")}, ["A", "B"], signed(A="b", B="y")
    )
    assert len(lanes.readings) == 6
    assert lanes.base == 1
    assert dict(lanes.readings[0]) == {"A": "b", "B": "y"}
    assert [len(c) for c in lanes.changes] == sorted(len(c) for c in lanes.changes)
    for name, options in lanes.picks.items():
        for option, plane in options.items():
            assert plane == sum(1 << i for i, r in enumerate(lanes.readings) if r[name] == option)


def test_what_is_not_signed_stays_open_between_its_options() -> None:
    lanes = lanes_of(
        {"A": interpretation("a", "b"), "B": interpretation("x", "y")}, ["A", "B"], signed(A="a")
    )
    assert lanes.base.bit_count() == 2
    assert {r["B"] for r in lanes.signed.readings} == {"x", "y"}
    assert lanes.signed.full == 0b11


def test_a_reading_that_follows_another_makes_no_impossible_mixture() -> None:
    tied = interpretation("here", "there", follows={"A": {"a": "here", "b": "there"}})
    lanes = lanes_of({"A": interpretation("a", "b"), "B": tied}, ["A", "B"], signed(A="a", B="here"))
    assert [dict(r) for r in lanes.readings] == [{"A": "a", "B": "here"}, {"A": "b", "B": "there"}]
    assert lanes.changes[1] == (("A", "b"),)
    what_if = lanes_of(
        {"A": interpretation("a", "b"), "B": tied}, ["A", "B"], signed(A="a", B="here"), {"A": "b"}
    )
    assert dict(what_if.readings[0]) == {"A": "b", "B": "there"}


def test_too_many_combinations_keep_the_signed_one_every_change_and_every_pair() -> None:
    many = {f"A{i}": interpretation("a", "b") for i in range(12)}
    assert MAX_LANES < 2**12
    lanes = lanes_of(many, many, signed(**dict.fromkeys(many, "a")))
    assert lanes.partial
    assert sorted(len(c) for c in lanes.changes) == [0] + [1] * 12 + [2] * 66


def test_a_result_says_what_another_reading_would_change_alone_or_only_jointly(tmp_path: Path) -> None:
    engine = small_engine(tmp_path, **TWO)
    got = decide(engine, {"tired": False, "snores": True})
    assert got["outcome"] == "criteria_not_met"
    assert [i["other_outcomes"] for i in got["interpretations"]] == [{"b": "criteria_met"}, {}]
    assert got["interpretations_jointly"] == []
    swapped = {
        **TWO,
        "criteria": TWO["criteria"]
        .replace("x: {fact: snores}", "x: {fact: tired}")
        .replace("y: {fact: tired}", "y: {fact: snores}"),
    }
    got = decide(small_engine(tmp_path, **swapped), {"tired": False, "snores": True})
    assert [i["other_outcomes"] for i in got["interpretations"]] == [{}, {}]
    assert got["interpretations_jointly"] == [
        {"options": {"AM-1": "b", "AM-2": "y"}, "outcome": "criteria_met"}
    ]


def test_readings_in_lanes_are_the_readings_one_by_one(tmp_path: Path) -> None:
    engine = small_engine(tmp_path, **TWO)
    for tired, snores in product([True, False, None], repeat=2):
        facts = {"tired": tired, "snores": snores}
        together = decide(engine, facts)
        said = {"a": together["outcome"], "x": together["outcome"]}
        for one in together["interpretations"]:
            for option in ("a", "b", "x", "y"):
                if option in one["other_outcomes"]:
                    said[option] = one["other_outcomes"][option]
        for name, option in (("AM-1", "b"), ("AM-2", "y")):
            alone = decide(Engine(engine.library, engine.plans, {name: option}), facts)["outcome"]
            assert alone == said.get(option, together["outcome"])
