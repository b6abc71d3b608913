"""Plan, version, adoption and precedence: settled in one place, before any criterion is looked at."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import pytest

from coverable.determination.decide import determine
from coverable.determination.engine import Engine, open_engine
from small_library import PLAN, POLICY, SIGNOFF, decide, small_engine, write_library

LEVELS = ("ncd", "medical-policy", "clinical-um-guideline")
ENDS = {
    "met": ("criteria_met", "{fact: tired}"),
    "unmet": ("criteria_not_met", "{fact: snores}"),
    "open": ("information_needed", "{fact: bmi, ge: 35, unit: kg/m2}"),
    "silent": (None, None),
}


def add_policy(folder: Path, id: str, version: str = "1", signoff: str = SIGNOFF, **change: str) -> None:
    text = POLICY.replace("CRITERIA", change.pop("criteria", "{fact: tired}")).replace("INTERPRETATIONS", "")
    text = text.replace("test/sleep", id).replace('version: "1"', f'version: "{version}"')
    for old, new in change.items():
        text = text.replace(OLD[old], new)
    place = folder / "policies" / id / version
    place.mkdir(parents=True)
    (place / "policy.yaml").write_text(text)
    (place / "signoff.yaml").write_text(signoff)


OLD = {
    "kind": "kind: medical-policy",
    "start": "from: 2026-01-01",
    "lines": "[commercial]",
    "other_uses": "  - {id: other-use, position: not_medically_necessary, all_other_uses: true, cite: L20}",
    "codes": "[hcpcs:E0601]",
    "use": "is: sleep",
}


@pytest.mark.sr("SR-021")
@pytest.mark.sr("SR-011")
@pytest.mark.parametrize("ends", list(product(ENDS, repeat=3)), ids="-".join)
def test_the_highest_level_that_speaks_answers(tmp_path: Path, ends: tuple[str, str, str]) -> None:
    folder = write_library(tmp_path)
    adopts = []
    for level, end in zip(LEVELS, ends, strict=True):
        id = f"test/{level}"
        adopts.append(f"{{policy: {id}}}")
        if end == "silent":  # it speaks about another use and excludes nothing
            add_policy(folder, id, kind=f"kind: {level}", use="is: other", other_uses="  []")
        else:
            add_policy(folder, id, kind=f"kind: {level}", criteria=str(ENDS[end][1]))
    (folder / "plans/plan.yaml").write_text(PLAN.replace("{policy: test/sleep}", ", ".join(adopts)))
    got = decide(open_engine(folder), {"tired": True, "snores": False})
    first = next((i for i, end in enumerate(ends) if end != "silent"), None)
    if first is None:
        assert got["outcome"] == "not_addressed"
        return
    assert got["outcome"] == ENDS[ends[first]][0]
    assert got["governing"]["policy"] == f"test/{LEVELS[first]}"
    looked = [t["level"] for t in got["precedence"]]
    assert looked == ["ncd-lcd", "benefit", "medical-policy", "clinical-um-guideline"]


def test_two_policies_of_one_level_that_disagree_go_to_a_person(tmp_path: Path) -> None:
    folder = write_library(tmp_path, criteria="{fact: tired}")
    add_policy(folder, "test/strict", criteria="{fact: snores}")
    (folder / "plans/plan.yaml").write_text(
        PLAN.replace("{policy: test/sleep}", "{policy: test/sleep}, {policy: test/strict}")
    )
    got = decide(open_engine(folder), {"tired": True, "snores": False})
    assert (got["outcome"], got["next_step"]) == ("judgment_needed", "nurse_review")
    assert "policies_disagree" in {f["code"] for f in got["flags"]}
    assert decide(open_engine(folder), {"tired": True, "snores": True})["outcome"] == "criteria_met"


def test_all_other_uses_counts_only_where_no_policy_of_the_level_lists_the_use(tmp_path: Path) -> None:
    folder = write_library(tmp_path, criteria="{fact: tired}")
    add_policy(folder, "test/other", criteria="{fact: snores}", use="is: other")
    (folder / "plans/plan.yaml").write_text(
        PLAN.replace("{policy: test/sleep}", "{policy: test/sleep}, {policy: test/other}")
    )
    engine = open_engine(folder)
    assert decide(engine, {"tired": True})["outcome"] == "criteria_met"
    assert decide(engine, {"use": "other", "snores": False})["outcome"] == "criteria_not_met"


@pytest.mark.sr("SR-003")
@pytest.mark.sr("SR-012")
def test_the_date_of_service_picks_the_version(tmp_path: Path) -> None:
    folder = write_library(tmp_path, criteria="{fact: tired}")
    add_policy(folder, "test/sleep", "2", criteria="{fact: snores}", start="from: 2026-07-01")
    withdrawn = SIGNOFF + "withdrawn: {on: 2026-12-31, by: A, because: b}"
    add_policy(
        folder, "test/sleep", "3", criteria="{fact: snores}", start="from: 2026-12-01", signoff=withdrawn
    )
    add_policy(
        folder, "test/sleep", "4", start="from: 2026-08-01", signoff=SIGNOFF.replace("approved", "draft")
    )
    engine = open_engine(folder)
    for day, version in (("2025-12-31", None), ("2026-01-01", "1"), ("2026-06-30", "1"), ("2026-07-01", "2"),
                         ("2026-11-30", "2"), ("2026-12-01", "3"), ("2026-12-31", "3"), ("2027-01-01", None)):  # fmt: skip
        got = decide(engine, {"tired": True, "snores": False}, service={"date": day})
        assert (got["governing"] or {}).get("version") == version, day
        if version is None:
            assert (got["outcome"], got["next_step"]) == ("not_in_effect", "administrative")


def test_a_service_over_two_versions_is_evaluated_under_both(tmp_path: Path) -> None:
    folder = write_library(tmp_path, criteria="{fact: tired}")
    add_policy(folder, "test/sleep", "2", criteria="{fact: snores}", start="from: 2026-07-01")
    engine = open_engine(folder)
    over = {"date": "2026-06-20", "end_date": "2026-07-05"}
    got = decide(engine, {"tired": True, "snores": False}, service=over)
    assert (got["outcome"], got["next_step"]) == ("judgment_needed", "nurse_review")
    same = decide(engine, {"tired": True, "snores": True}, service=over)
    assert same["outcome"] == "criteria_met"
    assert "versions_straddled" in {f["code"] for f in same["flags"]}


def test_an_adoption_reaches_only_its_own_dates(tmp_path: Path) -> None:
    plan = PLAN.replace("{policy: test/sleep}", "{policy: test/sleep, from: 2026-06-01, to: 2026-06-30}")
    engine = small_engine(tmp_path, plan=plan)
    for day, outcome in (
        ("2026-05-31", "not_applicable"),
        ("2026-06-30", "information_needed"),
        ("2026-07-01", "not_applicable"),
    ):
        assert decide(engine, {}, service={"date": day})["outcome"] == outcome


@pytest.mark.sr("SR-019")
def test_a_policy_of_another_line_is_not_applicable_and_the_search_goes_on(engine: Engine) -> None:
    line = {"code": "E1399", "date": "2026-02-01"}
    asked = {
        "coverages": [{"payer": "Sentara", "line_of_business": "Medicaid"}, "sentara/medicare"],
        "services": [line],
    }
    got = determine(asked, engine)["lines"][0]
    assert [c["outcome"] for c in got["coverages"]] == ["not_applicable", "information_needed"]
    assert got["combined"]["outcome"] == "information_needed"


def test_a_policy_that_the_plan_did_not_adopt_is_not_applied(tmp_path: Path) -> None:
    folder = write_library(tmp_path)
    (folder / "plans/plan.yaml").write_text(PLAN.replace("adopts: [{policy: test/sleep}]", "adopts: []"))
    got = decide(open_engine(folder), {"tired": True, "snores": True})
    assert (got["outcome"], got["next_step"]) == ("not_applicable", "administrative")
    assert got["considered"][0]["why"] == "the plan has not adopted this policy"


NOTICE: list[tuple[dict[str, Any], str]] = [
    ({"servicing_provider": {"npi": "1234567893"}}, "information_needed"),
    ({"ordering_provider": {"npi": "1234567893"}}, "information_needed"),
    ({"servicing_provider": {"npi": "1992999999"}}, "not_applicable"),
    ({}, "not_applicable"),
    (
        {"servicing_provider": {"npi": "1234567893"}, "services": [{"code": "97033", "date": "2026-01-14"}]},
        "not_applicable",
    ),
    (
        {"servicing_provider": {"npi": "1234567893"}, "services": [{"code": "97033", "date": "2026-01-15"}]},
        "information_needed",
    ),
]


@pytest.mark.parametrize(("change", "outcome"), NOTICE)
def test_notified_providers_only_means_a_dated_notice_first(
    engine: Engine, change: dict[str, Any], outcome: str
) -> None:
    asked = {
        "coverages": ["sample/commercial"],
        "services": [{"code": "97033", "date": "2026-03-01"}],
        **change,
    }
    got = determine(asked, engine)["lines"][0]["coverages"][0]
    assert got["outcome"] == outcome
    assert ("no_notice" in {f["code"] for f in got["flags"]}) == (outcome == "not_applicable")


def test_a_record_of_a_search_is_shown_and_its_absence_flagged(tmp_path: Path) -> None:
    insured = PLAN.replace("self_funded", "commercial_insured")
    got = decide(small_engine(tmp_path, plan=insured), {"tired": True, "snores": True})
    assert {"level": "state-law", "found": "not searched"} in got["precedence"]
    assert got["next_step"] == "nurse_review"
    record = (
        "precedence: [{level: state-law, where: code of the state, on: 2026-01-05, by: A, found: nothing}]"
    )
    got = decide(small_engine(tmp_path, plan=insured + record), {"tired": True, "snores": True})
    assert got["precedence"][0]["searched"] == {
        "where": "code of the state",
        "on": "2026-01-05",
        "by": "A",
        "found": "nothing",
    }
    assert got["next_step"] == "approve"


@pytest.mark.sr("SR-026")
def test_a_rule_of_another_subject_is_no_search_for_this_one(tmp_path: Path) -> None:
    medicare = PLAN.replace("self_funded", "medicare_advantage").replace(
        "{policy: test/sleep}", "{policy: test/sleep}, {policy: test/ncd}"
    )
    folder = write_library(tmp_path, plan=medicare, policy=POLICY.replace("[commercial]", "[medicare]"))
    add_policy(
        folder,
        "test/ncd",
        kind="kind: ncd",
        lines="[medicare]",
        codes="[hcpcs:E1390]",
        use="is: other",
        other_uses="  []",
    )
    got = decide(open_engine(folder), {"tired": True, "snores": True})
    assert got["governing"]["policy"] == "test/sleep"
    assert {"level": "ncd-lcd", "found": "not searched"} in got["precedence"]
    assert "level_not_searched" in {f["code"] for f in got["flags"]}


@pytest.mark.sr("SR-026")
def test_without_a_recorded_search_nothing_weighs_against_the_member_yet(tmp_path: Path) -> None:
    medicare = PLAN.replace("self_funded", "medicare_advantage")
    folder = write_library(tmp_path, plan=medicare, policy=POLICY.replace("[commercial]", "[medicare]"))
    got = decide(open_engine(folder), {"tired": False})
    assert (got["outcome"], got["next_step"]) == ("criteria_not_met", "nurse_review")
    assert any("nothing counts against the member" in r for r in got["review_reasons"])
    assert decide(open_engine(folder), {"tired": True, "snores": True})["outcome"] == "criteria_met"
