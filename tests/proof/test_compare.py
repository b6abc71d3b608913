"""What two texts mean, side by side: proved, with the smallest patient for each difference."""

from __future__ import annotations

import json
from typing import Any

import pytest

from coverable.determination.decide import determine
from coverable.determination.engine import Engine, open_engine
from coverable.policy.library import default_root
from coverable.proof.compare import Compared, Shower, Shown, compare
from coverable.proof.rows import Row, rows

DME, CG = "sentara/dme-32@7", "healthy-blue/cg-med-28@2023-01-01"


@pytest.fixture(scope="module")
def engine() -> Engine:
    return open_engine(default_root())


@pytest.fixture(scope="module")
def seeds(engine: Engine) -> Compared:
    (one,) = compare(engine, engine.library.policy(DME), engine.library.policy(CG))
    return one


@pytest.fixture(scope="module")
def by_id(engine: Engine, seeds: Compared) -> dict[tuple[str | None, str], Row]:
    show = Shower(engine, seeds.first, seeds.second, seeds.codes)
    out: dict[tuple[str | None, str], Row] = {}
    for row in rows(seeds, show):
        for part in (row.first, row.second):
            if part is not None:
                use, one = part
                out[use.name if use else None, one.fixed["id"]] = row
    return out


def facts(shown: Shown | None) -> dict[str, Any]:
    assert shown is not None
    return shown.example.request["facts"]


def outcomes(engine: Engine, request: dict[str, Any]) -> list[str]:
    return [c["outcome"] for c in determine(request, engine)["lines"][0]["coverages"]]


def test_the_seeds_differ_both_ways_and_each_way_has_its_smallest_patient(seeds: Compared) -> None:
    assert seeds.relation == "different" and not seeds.same_outcomes
    assert seeds.only_first is not None and seeds.only_second is not None
    assert (seeds.only_first.first, seeds.only_first.second) == ("criteria_met", "criteria_not_met")
    assert (seeds.only_second.first, seeds.only_second.second) == ("use_not_listed", "criteria_met")
    assert len(facts(seeds.only_second)) == 4


@pytest.mark.sr("SR-139")
def test_a_failed_antiperspirant_trial_is_one_way_in_one_seed_and_always_needed_in_the_other(
    by_id: dict[tuple[str | None, str], Row],
) -> None:
    row = by_id["hyperhidrosis", "antiperspirant"]
    assert row.kind == "same" and not row.always_first and row.always_second
    assert row.differs and row.example is not None
    assert (row.example.first, row.example.second) == ("criteria_met", "criteria_not_met")
    assert facts(row.example)["prescription_antiperspirant_failed"] is False
    assert facts(row.example)["medical_complications"] is True


@pytest.mark.sr("SR-140")
def test_failed_drug_treatment_counts_in_one_seed_only(by_id: dict[tuple[str | None, str], Row]) -> None:
    row = by_id["hyperhidrosis", "drug-ineffective"]
    assert row.kind == "only_first" and row.example is not None
    assert (row.example.first, row.example.second) == ("criteria_met", "criteria_not_met")
    stated = facts(row.example)
    assert stated["sweating_drug_ineffective"] is True and stated["medical_complications"] is False


@pytest.mark.sr("SR-141")
def test_one_seed_needs_disruption_always_where_the_other_does_not_ask_for_it(
    by_id: dict[tuple[str | None, str], Row],
) -> None:
    row = by_id["hyperhidrosis", "disruption"]
    assert row.kind == "only_first" and row.always_first and row.example is not None
    assert (row.example.first, row.example.second) == ("criteria_not_met", "criteria_met")
    stated = facts(row.example)
    assert stated["professional_life_disrupted"] is False and stated["social_life_disrupted"] is False
    impairment = by_id["hyperhidrosis", "impairment"]
    assert impairment.kind == "only_second" and not impairment.always_second


@pytest.mark.sr("SR-142")
def test_one_seed_asks_for_the_device_and_stays_open_without_it(
    engine: Engine, by_id: dict[tuple[str | None, str], Row]
) -> None:
    row = by_id["hyperhidrosis", "device"]
    assert row.kind == "only_first" and row.example is not None
    assert facts(row.example)["device_fda_status"] == "not_authorized"
    request = json.loads(json.dumps(row.example.example.request))
    del request["facts"]["device_fda_status"]
    assert outcomes(engine, request) == ["information_needed", "criteria_met"]


@pytest.mark.sr("SR-143")
def test_local_anesthesia_is_a_use_of_one_seed_and_not_listed_in_the_other(
    by_id: dict[tuple[str | None, str], Row],
) -> None:
    row = by_id["anesthesia", "anesthesia"]
    assert row.kind == "only_second" and row.example is not None
    assert (row.example.first, row.example.second) == ("use_not_listed", "criteria_met")
    assert facts(row.example)["use"] == "local_anesthesia"


@pytest.mark.sr("SR-144")
def test_similar_words_over_different_facts_are_no_counterparts(
    by_id: dict[tuple[str | None, str], Row],
) -> None:
    disruption = by_id["hyperhidrosis", "disruption"]
    assert disruption.second is None  # functional impairment is not disruption until an analyst says so
    assert by_id["hyperhidrosis", "impairment"].first is None


def test_every_example_runs_as_a_request_and_ends_as_it_says(
    engine: Engine, seeds: Compared, by_id: dict[tuple[str | None, str], Row]
) -> None:
    shown = [seeds.only_first, seeds.only_second, *(row.example for row in by_id.values())]
    ran = [one for one in shown if one is not None]
    assert len(ran) > 15
    for one in ran:
        assert outcomes(engine, one.example.request) == [one.first, one.second]


def test_no_smaller_example_exists(seeds: Compared, engine: Engine) -> None:
    for shown in (seeds.only_first, seeds.only_second):
        assert shown is not None
        for name in facts(shown):
            request = json.loads(json.dumps(shown.example.request))
            del request["facts"][name]
            assert outcomes(engine, request) != [shown.first, shown.second], name


def test_a_policy_is_equivalent_to_itself_and_the_directions_turn_with_the_order(engine: Engine) -> None:
    library = engine.library
    for key in library.folders:
        policy = library.policy(key)
        for one in compare(engine, policy, policy):
            assert one.relation == "equivalent" and one.same_outcomes
            assert all(row.kind == "same" and not row.differs for row in rows(one))
    old, new = library.policy("meadowlark/mp-101@2024"), library.policy("meadowlark/mp-101@2026")
    assert {one.relation for one in compare(engine, old, new)} == {"wider"}
    assert {one.relation for one in compare(engine, new, old)} == {"narrower"}


def test_thresholds_quantities_and_lists_are_compared_by_meaning(engine: Engine) -> None:
    library = engine.library
    old, new = library.policy("meadowlark/mp-101@2024"), library.policy("meadowlark/mp-101@2026")
    one = compare(engine, old, new)[0]
    kinds = {row.first[1].fixed["id"]: row.kind for row in rows(one) if row.first}
    assert kinds["adherent"] == kinds["test-kind"] == kinds["sign"] == "looser"
    assert kinds["severe"] == kinds["adult"] == "same"


def test_a_question_too_large_for_its_budget_says_so(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    from coverable.logic.prover import Prover, Undecided

    def late(self: Prover, *_: Any) -> None:
        raise Undecided("no answer within 5 s")

    monkeypatch.setattr(Prover, "_check", late)
    (one,) = compare(engine, engine.library.policy(DME), engine.library.policy(CG))
    assert one.relation == "not_decided" and one.undecided == "no answer within 5 s"
    assert one.only_first is None and one.only_second is None
