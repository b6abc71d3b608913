"""Facts that were stated two ways, or otherwise than asked: shown as what they are, and asked once more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from coverable.determination.decide import determine
from coverable.determination.engine import Engine
from small_library import decide, small_engine

NOTE = {"kind": "medical_record", "source": "clinic note", "date": "2026-01-04"}
BOTH = {"statements": [{"value": True, "from": [NOTE]}, {"value": False, "from": [{"kind": "attestation"}]}]}
SIDES = [
    {"stated": "yes", "evidence": [NOTE]},
    {"stated": "no", "evidence": [{"kind": "attestation"}]},
]
TRIAL: dict[str, Any] = {
    "coverages": ["healthy-blue/medicaid"],
    "services": [{"code": "E1399", "date": "2026-02-10"}],
    "facts": {
        "use": "hyperhidrosis",
        "device_kind": "iontophoresis",
        "antiperspirant_trials": {"events": [{"prescription": True, "outcome": "not_tolerated"}]},
        "medical_complications": True,
    },
}


def test_which_of_two_statements_holds_is_asked_with_the_sources_of_both(tmp_path: Path) -> None:
    got = decide(small_engine(tmp_path, criteria="{fact: tired}"), {"tired": BOTH})
    assert got["outcome"] == "judgment_needed"
    (item,) = got["still_needed"]["all_of"]
    assert (item["fact"], item["cite"], item["which_holds"]) == ("tired", "L10", SIDES)


def test_it_is_asked_in_the_same_pass_as_what_is_not_stated(tmp_path: Path) -> None:
    engine = small_engine(tmp_path, criteria="{all: [{fact: tired}, {fact: snores}]}")
    asked = decide(engine, {"tired": BOTH})["still_needed"]["all_of"]
    assert [(one["fact"], "which_holds" in one) for one in asked] == [("tired", True), ("snores", False)]
    either = small_engine(tmp_path / "any", criteria="{any: [{fact: tired}, {fact: snores}]}")
    (group,) = decide(either, {"tired": BOTH})["still_needed"]["all_of"]
    assert [one["fact"] for one in group["one_of"]] == ["tired", "snores"]


def test_a_dispute_that_changes_nothing_is_not_asked_but_named_with_its_sources(tmp_path: Path) -> None:
    engine = small_engine(tmp_path, criteria="{any: [{fact: tired}, {fact: snores}]}")
    got = decide(engine, {"tired": BOTH, "snores": True})
    assert (got["outcome"], got["still_needed"]) == ("criteria_met", {"all_of": []})
    (reason,) = got["review_reasons"]
    assert "yes (medical record: clinic note, 2026-01-04) against no (attestation)" in reason


def test_a_disputed_condition_on_which_the_text_is_silent_is_asked_too(engine: Engine) -> None:
    facts = {**TRIAL["facts"], "prescription_antiperspirant_not_tolerated": False}
    got = determine({**TRIAL, "facts": facts}, engine)["lines"][0]["coverages"][0]
    asked = {one["fact"]: one.get("which_holds") for one in got["still_needed"]["all_of"]}
    sides = asked["prescription_antiperspirant_not_tolerated"]
    assert [s["stated"] for s in sides] == ["no", "yes"]
    assert sides[1]["derived_from"] == "antiperspirant_trials"


def test_evidence_says_which_of_two_statements_it_belongs_to(tmp_path: Path) -> None:
    engine = small_engine(tmp_path, criteria="{fact: tired}")
    shown = decide(engine, {"tired": BOTH})["rationale"]
    assert [one["for"] for one in shown["evidence"]] == ["yes", "no"]
    agreed = decide(engine, {"tired": {"value": True, "from": [NOTE]}})["rationale"]
    assert agreed["evidence"] == [NOTE]


def test_a_dispute_about_a_fact_that_the_policy_does_not_use_is_not_its_matter(engine: Engine) -> None:
    facts = {"device_setting": ["home", "clinic"], "use": "hyperhidrosis"}
    request = {**TRIAL, "coverages": ["sentara/medicare", "healthy-blue/medicaid"], "facts": facts}
    first, second = determine(request, engine)["lines"][0]["coverages"]
    assert "contradictory_statements" not in [f["code"] for f in first["flags"]]
    assert "contradictory_statements" in [f["code"] for f in second["flags"]]


def test_a_dispute_about_what_a_used_fact_is_concluded_from_stays(tmp_path: Path) -> None:
    glossary_fact = """
  grumpy: {type: yes_no, label: Grumpy, ask: Grumpy?, plain: Grumpy?}
  weary: {type: yes_no, label: Weary, ask: Weary?, plain: Weary?, derive: [{evidence_of: {fact: tired, kind: label}}]}
"""
    from small_library import GLOSSARY

    engine = small_engine(tmp_path, criteria="{fact: weary}", glossary=GLOSSARY + glossary_fact)
    assert "contradictory_statements" in [f["code"] for f in decide(engine, {"tired": BOTH})["flags"]]
    other = decide(engine, {"grumpy": BOTH})
    assert "contradictory_statements" not in [f["code"] for f in other["flags"]]


def test_a_trial_that_was_not_tolerated_is_shown_as_what_it_is(engine: Engine) -> None:
    from coverable.determination.sheet import sheets

    got = determine(TRIAL, engine)["lines"][0]["coverages"][0]
    nodes, said = [got["rationale"]], {}
    while nodes:
        one = nodes.pop()
        nodes += one["children"]
        said[one.get("fact")] = one.get("stated")
    assert said["prescription_antiperspirant_failed"] == "Trials of antiperspirants: stopped for side effects"
    stated = {"prescription_antiperspirant_not_tolerated": True, "antiperspirant_trials": None}
    plainly = {**TRIAL, "facts": {**TRIAL["facts"], **stated}}
    rows = sheets([("$", plainly)], engine)[0]["lines"][0]["coverages"][0]["criteria"]
    row = next(r for r in rows if r["says"] == "Prescription strength antiperspirant tried without success")
    assert row["stated"] == "Prescription strength antiperspirant not tolerated"
