"""Grouped impact equals, request by request, what deciding each request under both policies says."""

from __future__ import annotations

import json
import shutil
from datetime import date
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any

import pytest

from coverable.base.problem import Refused
from coverable.determination.answer import cells_of
from coverable.determination.decide import determine_or_refusal
from coverable.determination.engine import Engine
from coverable.determination.line import read_line
from coverable.determination.request import parse_json, read_request
from coverable.glossary.facts import Fact
from coverable.glossary.values import read_facts
from coverable.policy.executable import Policy
from coverable.proof.impact import explain as explaining
from coverable.proof.impact.merge import listing, merge
from coverable.proof.impact.needs import answers, settled, still_needed
from coverable.proof.impact.run import Impact, Row, direction
from coverable.proof.impact.side import open_side
from coverable.proof.impact.summary import Summary, cells, harmless, row_view

DME, CG = "sentara/dme-32@7", "healthy-blue/cg-med-28@2023-01-01"
OLD_101, NEW_101 = "meadowlark/mp-101@2024", "meadowlark/mp-101@2026"
PAIRS = [(DME, CG), (CG, DME), (OLD_101, NEW_101), (NEW_101, OLD_101)]
CODES = {
    DME: ["E1399", "97033", "E0601"],
    CG: ["E1399", "97033", "E0601"],
    OLD_101: ["E0601", "E0470", "E1399"],
    NEW_101: ["E0601", "E0470", "E1399"],
}


def value(random: Random, fact: Fact) -> Any:
    """Something that a request may state of a fact."""
    if fact.type == "yes_no":
        return random.choice([True, False])
    if fact.type == "choice":
        return random.choice(list(fact.choices))
    if fact.type == "date":
        return random.choice(["2025-03-01", "2026-01-15", "2026-01", "2025", "2024-02-10"])
    number = random.choice([4, 5, 14, 14.5, 15, 17, 18, 69, 70, 72, 75, 80])
    return {"value": number, "unit": fact.unit} if fact.type == "quantity" else number


def request(random: Random, engine: Engine, key: str, number: int) -> dict[str, Any]:
    """A random request in every form that a fact can take, now and then a wrong one."""
    glossary = engine.library.glossary
    names = {p.fact for p in engine.library.policy(key).probes} | {"device_model", "functional_impairment"}
    facts: dict[str, Any] = {}
    for name in sorted(names - {"diagnoses", "service_date"}):
        fact, chance = glossary.facts[name], random.random()
        if chance < 0.25 or fact.type in ("text", "codes"):
            continue
        if fact.type == "events":
            continue
        stated = value(random, fact)
        if name == "use" and random.random() < 0.6:
            stated = "hyperhidrosis"
        if name == "sleep_device_use" and random.random() < 0.6:
            stated = "obstructive"
        if chance < 0.32:
            other = value(random, fact)
            stated = [s if isinstance(s, dict) else {"value": s} for s in (stated, other)]
        elif chance < 0.38:
            given = stated if isinstance(stated, dict) else {"value": stated}
            stated = {**given, "from": [{"kind": random.choice(["medical_record", "attestation"])}]}
        elif chance < 0.42:
            stated = None
        elif chance < 0.425:
            stated = "nonsense"
        facts[name] = stated
    if random.random() < 0.3:
        trial = {"prescription": True, "outcome": random.choice(["failed", "succeeded", "unknown"])}
        facts["antiperspirant_trials"] = {"events": [trial], "complete": random.random() < 0.5}
    if random.random() < 0.2:
        facts["device_model"] = random.choice(["Drionic", "Hidrex", "Dermadry", "no such device"])
    line: dict[str, Any] = {"code": random.choice(CODES[key][:1] * 5 + CODES[key])}
    if random.random() < 0.9:
        line["date"] = random.choice(["2026-02-10", "2026-05-01", "2025-06-30"])
    if random.random() < 0.2:
        line["place_of_service"] = random.choice(["12", "11"])
    if random.random() < 0.1:
        line["facts"] = {name: facts[name] for name in list(facts)[:2]} | {"skin_maceration": True}
    if random.random() < 0.1:
        line["diagnoses"] = ["R61"]
    out: dict[str, Any] = {
        "id": f"R-{number}",
        "coverages": ["sentara/medicare"],
        "services": [line] * random.choice([1, 1, 1, 2]),
        "diagnoses": random.sample(["L74.512", "R61", "M26.62", "G47.33"], random.randrange(3)),
        "facts": facts,
    }
    if random.random() < 0.9:
        out["member"] = {
            "id": f"M-{number}",
            "birth_date": random.choice(["1954-05-02", "2008", "2008-02-11"]),
        }
    if random.random() < 0.2:
        out["stage"] = random.choice(["concurrent", "retrospective"])
    if random.random() < 0.01:
        out["wrong"] = 1
    return parse_json(json.dumps(out), "test")


def naive(engine: Engine, policy: Policy, data: dict[str, Any], on: date | None = None) -> list[str]:
    """Read by the readers of a determination, answered one by one."""
    asked = read_request(data)
    if on:
        lines = [one.model_copy(update={"date": on.isoformat()}) for one in asked.services]
        asked = asked.model_copy(update={"services": lines})
    glossary, book = engine.library.glossary, engine.library.book
    shared = read_facts(asked.facts, glossary, "$.facts")
    out: list[str] = []
    for i in range(len(asked.services)):
        line = read_line(asked, i, shared, glossary, book)
        found = answers(policy, listing(policy, line.code), cells_of(policy, line.facts, line.day))
        out.append(settled(found)[0])
    return out


def impact(
    engine: Engine, old: str | Path, new: str | Path, on: date | None = None, block: int = 700
) -> Impact:
    sides = [open_side(engine.library, str(name)) for name in (old, new)]
    return Impact(sides[0], sides[1], on, block)


def placed(requests: list[Any]) -> list[tuple[str, Any]]:
    return [(f"test:{i}", one) for i, one in enumerate(requests)]


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_outcomes_equal_those_of_each_request_decided_alone(engine: Engine, old: str, new: str) -> None:
    random = Random(f"{old} {new}")
    requests = [request(random, engine, old, i) for i in range(1500)]
    rows = list(impact(engine, old, new).rows(placed(requests)))
    at = changed = refused = 0
    for i, data in enumerate(requests):
        try:
            pairs = zip(*(naive(engine, engine.library.policy(k), data) for k in (old, new)), strict=True)
        except Refused as refusal:
            said = Row(f"test:{i}", f"R-{i}", None, None, problems=refusal.problems)
            assert rows[at] == said
            at, refused = at + 1, refused + 1
            continue
        for number, (before, after) in enumerate(pairs, 1):
            row = rows[at]
            assert row.verdict is not None, data
            assert (row.verdict.old, row.verdict.new) == (before, after), data
            assert row.verdict.direction == direction(before, after)
            assert (row.request, row.line) == (f"R-{i}", number)
            at, changed = at + 1, changed + (before != after)
    assert at == len(rows)
    assert changed > 20
    assert refused > 5


@pytest.mark.parametrize(("key", "plan"), [(DME, "sentara/medicare"), (CG, "healthy-blue/medicaid")])
def test_outcomes_are_those_of_whole_determinations(engine: Engine, key: str, plan: str) -> None:
    random = Random(5)
    requests = [request(random, engine, key, i) | {"coverages": [plan]} for i in range(400)]
    rows = iter(impact(engine, key, key).rows(placed(requests)))
    for data in requests:
        made = determine_or_refusal(data, engine)
        if "refused" in made:
            assert next(rows).verdict is None
            continue
        for line in made["lines"]:
            row, one = next(rows), line["coverages"][0]
            if line["date"] is None or not any(
                c["policy"] == key.partition("@")[0] for c in one["considered"]
            ):
                continue
            said = next(
                (c["outcome"] for c in one["considered"] if c["policy"] == key.partition("@")[0]), None
            )
            assert row.verdict is not None
            assert row.verdict.new in (said, one["outcome"]) or said == "not_in_effect"
    assert next(rows, None) is None


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_the_explanation_is_the_smallest_set_that_a_search_by_hand_finds(
    engine: Engine, old: str, new: str
) -> None:
    random = Random(9)
    requests = [request(random, engine, old, i) for i in range(300)]
    merged = merge(engine.library.policy(old), engine.library.policy(new))
    checked = 0
    for row, data, index in _changed(impact(engine, old, new), requests):
        want = _by_hand(engine, merged, data, index)
        assert row.verdict is not None
        assert len(row.verdict.edits) == min(len(one) for one in want)
        assert {e.name for e in row.verdict.edits} in [set(one) for one in want]
        checked += 1
    assert checked > 5


def _changed(asked: Impact, requests: list[Any]) -> list[tuple[Row, Any, int]]:
    out: list[tuple[Row, Any, int]] = []
    for data in requests:
        for i, row in enumerate(asked.rows([("test", data)])):
            if row.verdict is not None and row.verdict.direction != "unchanged":
                out.append((row, data, i))
    return out


def _by_hand(engine: Engine, merged: Any, data: Any, index: int) -> list[tuple[str, ...]]:
    """Every smallest set of edits that gives the line its old outcome, found by `answer` alone."""
    from coverable.policy.lanes import Lanes

    glossary, book = engine.library.glossary, engine.library.book
    asked = read_request(data)
    line = read_line(asked, index, read_facts(asked.facts, glossary, "$.facts"), glossary, book)
    shape = merged.shape(line.code)
    before = settled(
        answers(merged.old, shape.old, cells_of(merged.old, line.facts, line.day))
    )[0]  # fmt: skip
    names = [e.name for e in explaining.edits_of(merged, shape)]
    from coverable.determination.answer import answer
    from coverable.plan.model import LEVEL_OF, Adopts
    from coverable.plan.route import Candidate
    from coverable.policy.executable import NONE

    policy = merged.policy
    held = cells_of(policy, line.facts, line.day)
    level, adopts = LEVEL_OF[policy.file.kind], Adopts.model_validate({"policy": policy.id})
    for size in range(len(names) + 1):
        found: list[tuple[str, ...]] = []
        for some in combinations(names, size):
            chosen = {n: "old" if n in some else "new" for n in names}
            readings = tuple({**chosen, **r} for r in merged.readings)
            options = {n: {r[n] for r in readings} | {"old", "new"} for n in readings[0]}
            picks = {
                n: {o: sum(1 << i for i, r in enumerate(readings) if r[n] == o) for o in os}
                for n, os in options.items()
            }
            lanes = Lanes(readings, ((),) * len(readings), (1 << len(readings)) - 1, picks, chosen)
            listed = shape.mixed_old if shape.edit and shape.edit.name in some else shape.mixed_new
            said = [
                answer(Candidate(policy, level, adopts, s, q, ""), held, lanes)
                for s, q in (listed or ((None, NONE),))
            ]
            if settled(said)[0] == before:
                found.append(some)
        if found:
            return found
    raise AssertionError(data)


def test_where_too_many_sets_would_be_tried_nothing_can_be_left_out_of_the_set(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = Random(3)
    requests = [request(random, engine, DME, i) for i in range(300)]
    whole = [row for row in impact(engine, DME, CG).rows(placed(requests)) if row.verdict]
    monkeypatch.setattr(explaining, "MAX_TRIES", 0)
    merged = merge(engine.library.policy(DME), engine.library.policy(CG))
    for full, quick in zip(
        whole, [r for r in impact(engine, DME, CG).rows(placed(requests)) if r.verdict], strict=True
    ):
        assert full.verdict and quick.verdict
        assert (full.verdict.old, full.verdict.new) == (quick.verdict.old, quick.verdict.new)
        assert bool(full.verdict.edits) == bool(quick.verdict.edits)
        assert len(quick.verdict.edits) >= len(full.verdict.edits)
    assert merged.edits


@pytest.mark.parametrize("key", [DME, CG, OLD_101, NEW_101])
def test_a_policy_against_itself_has_no_edits(engine: Engine, key: str) -> None:
    policy = engine.library.policy(key)
    assert merge(policy, policy).edits == ()


def test_what_is_still_needed_is_that_of_the_new_policy(engine: Engine) -> None:
    random, checked = Random(4), 0
    requests = [request(random, engine, DME, i) for i in range(200)]
    glossary, book = engine.library.glossary, engine.library.book
    policy = engine.library.policy(CG)
    for row, data, i in _changed(impact(engine, DME, CG), requests):
        asked = read_request(data)
        line = read_line(asked, i, read_facts(asked.facts, glossary, "$.facts"), glossary, book)
        need, facts = still_needed(policy, listing(policy, line.code), cells_of(policy, line.facts, line.day))
        assert row.verdict is not None
        assert (row.verdict.needs, row.verdict.asks) == (need, facts)
        checked += bool(facts)
    assert checked > 10


def test_the_order_of_requests_and_the_size_of_blocks_change_nothing_but_the_order(engine: Engine) -> None:
    random = Random(6)
    requests = placed([request(random, engine, DME, i) for i in range(300)])
    asked = impact(engine, DME, CG)
    first = [row_view(r, asked) for r in asked.rows(requests)]
    again = [row_view(r, asked) for r in impact(engine, DME, CG, block=1).rows(reversed(requests))]
    assert sorted(map(json.dumps, first)) == sorted(map(json.dumps, again))


def test_duplicates_are_counted_each(engine: Engine) -> None:
    one = request(Random(1), engine, DME, 1)
    done = Summary(impact(engine, DME, CG))
    for row in done.impact.rows(placed([one] * 50)):
        done.add(row)
    assert done.requests == 50
    assert done.lines == 50 * len(one["services"])


def test_no_requests_give_no_rows(engine: Engine) -> None:
    assert list(impact(engine, DME, CG).rows([])) == []


def test_a_request_that_is_no_json_keeps_its_row(engine: Engine) -> None:
    with pytest.raises(Refused) as refused:
        parse_json("{", "x")
    rows = list(impact(engine, DME, CG).rows([("x:1", refused.value), ("x:2", [1]), ("x:3", {})]))
    assert [r.place for r in rows] == ["x:1", "x:2", "x:3"]
    assert all(r.verdict is None and r.problems for r in rows)


def test_on_a_day_is_as_if_every_service_were_on_that_day(engine: Engine) -> None:
    random, day = Random(8), date(2026, 1, 20)
    requests = [request(random, engine, OLD_101, i) for i in range(400)]
    rows = iter(impact(engine, OLD_101, NEW_101, day).rows(placed(requests)))
    for data in requests:
        try:
            want = naive(engine, engine.library.policy(NEW_101), data, day)
        except Refused:
            assert next(rows).verdict is None
            continue
        for outcome in want:
            row = next(rows)
            assert row.verdict is not None
            assert row.dated
            assert row.verdict.new == outcome


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("criteria_met", "criteria_not_met", "narrower"),
        ("criteria_met", "information_needed", "narrower"),
        ("criteria_met", "not_addressed", "narrower"),
        ("information_needed", "use_not_listed", "narrower"),
        ("criteria_not_met", "judgment_needed", "wider"),
        ("governed_elsewhere", "criteria_met", "wider"),
        ("criteria_not_met", "use_excluded", "other"),
        ("information_needed", "judgment_needed", "other"),
        ("use_not_listed", "not_addressed", "other"),
        ("criteria_met", "criteria_met", "unchanged"),
    ],
)
def test_the_direction_of_a_change(old: str, new: str, said: str) -> None:
    assert direction(old, new) == said


# -- drafts and single edits -------------------------------------------------------------------------


def draft(engine: Engine, folder: Path, *edits: tuple[str, str], key: str = DME) -> Path:
    """A copy of a policy folder outside the library, with (old text, new text) replaced."""
    place = folder / "draft"
    shutil.copytree(engine.library.folders[key], place)
    path = place / "policy.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return place


MET = {
    "use": "hyperhidrosis",
    "device_kind": "iontophoresis",
    "social_life_disrupted": True,
    "prescription_antiperspirant_failed": True,
    "device_fda_status": "cleared",
}


def stored(facts: dict[str, Any], **more: Any) -> dict[str, Any]:
    line = {"code": "E1399", "date": "2026-02-10"}
    return {"id": "R-1", "coverages": ["sentara/medicare"], "services": [line], "facts": facts, **more}


def only(engine: Engine, old: str | Path, new: str | Path, facts: dict[str, Any]) -> Any:
    (row,) = impact(engine, old, new).rows([("x", stored(facts))])
    return row.verdict


WORK = "- {id: work, fact: professional_life_disrupted}"
ADDED = (
    "        - id: device\n          says: The device",
    "        - {id: grown, fact: age, ge: 18, says: An adult, cite: L30}\n        - id: device\n          says: The device",
)


def test_a_criterion_that_is_new_in_an_all_is_named(engine: Engine, tmp_path: Path) -> None:
    new = draft(engine, tmp_path, ADDED)
    verdict = only(engine, DME, new, MET)
    assert (verdict.old, verdict.new, verdict.direction) == ("criteria_met", "information_needed", "narrower")
    (edit,) = verdict.edits
    assert (edit.name, edit.kind, edit.old, edit.new.says) == ("grown", "added", None, "An adult")
    assert verdict.asks == ("age",)
    back = only(engine, new, DME, MET)
    assert (back.direction, [(e.name, e.kind) for e in back.edits]) == ("wider", [("grown", "removed")])


def test_a_dropped_alternative_is_named(engine: Engine, tmp_path: Path) -> None:
    new = draft(engine, tmp_path, ("                    " + WORK + "\n", ""))
    facts = {**MET, "social_life_disrupted": False, "professional_life_disrupted": True}
    verdict = only(engine, DME, new, facts)
    assert (verdict.old, verdict.new) == ("criteria_met", "criteria_not_met")
    assert [e.name for e in verdict.edits] == ["work"]


def test_a_reading_that_is_signed_otherwise_is_named(engine: Engine, tmp_path: Path) -> None:
    new = draft(engine, tmp_path)
    path = new / "signoff.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("option: clearance-counts", "option: approval-only"), encoding="utf-8")
    verdict = only(engine, DME, new, MET)
    assert (verdict.old, verdict.new) == ("criteria_met", "criteria_not_met")
    assert [(e.name, e.kind) for e in verdict.edits] == [("device", "changed")]
    assert "approval-only" in verdict.edits[0].new.says


def test_two_criteria_that_both_stand_against_a_request_are_named_together(
    engine: Engine, tmp_path: Path
) -> None:
    new = draft(engine, tmp_path, ADDED, ("                    " + WORK + "\n", ""))
    facts = {**MET, "social_life_disrupted": False, "professional_life_disrupted": True, "age": 5}
    assert [e.name for e in only(engine, DME, new, facts).edits] == ["work", "grown"]


def test_a_code_that_leaves_the_table_is_named(engine: Engine, tmp_path: Path) -> None:
    new = draft(engine, tmp_path, ("    codes: [hcpcs:E1399]\n", "    codes: [hcpcs:E1390]\n"))
    facts = {name: stated for name, stated in MET.items() if name != "device_kind"}
    verdict = only(engine, DME, new, facts)
    assert (verdict.old, verdict.new) == ("information_needed", "not_addressed")
    assert [(e.name, e.kind) for e in verdict.edits] == [("code-table", "removed")]


def test_other_ids_another_order_and_other_words_are_no_edit(engine: Engine, tmp_path: Path) -> None:
    social = "- {id: social, fact: social_life_disrupted}"
    swapped = (
        f"{WORK}\n                    {social}",
        f"{social}\n                    - {{id: job, fact: professional_life_disrupted}}",
    )
    new = draft(
        engine, tmp_path, swapped, ("says: The device is authorized by the FDA", "says: FDA authorization")
    )
    assert impact(engine, DME, new).edits == ()


def test_a_folder_outside_the_library_is_a_draft_and_without_signoff_nothing_is_signed(
    engine: Engine, tmp_path: Path
) -> None:
    new = draft(engine, tmp_path)
    side = open_side(engine.library, str(new))
    assert side.draft
    assert side.view()["outside_library"]
    new = draft(engine, tmp_path / "unsigned")
    (new / "signoff.yaml").unlink()
    assert open_side(engine.library, str(new)).policy().signoff.interpretations == {}
    verdict = only(engine, DME, new, MET)
    assert (verdict.old, verdict.new) == ("criteria_met", "judgment_needed")


def test_a_folder_of_the_library_is_that_version(engine: Engine) -> None:
    side = open_side(engine.library, str(engine.library.folders[DME]))
    assert (side.key, side.draft) == (DME, False)
    assert open_side(engine.library, "meadowlark/mp-180@draft").draft


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", " =1", "\t=1", "|cmd"])
def test_no_cell_of_a_table_is_a_formula(engine: Engine, text: str) -> None:
    assert harmless(text).startswith("'")
    asked = impact(engine, DME, CG)
    (row,) = asked.rows([("x", stored(MET, id="=cmd()"))])
    assert cells(row, asked)[1] == "'=cmd()"
