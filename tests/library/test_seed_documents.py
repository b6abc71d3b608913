"""Identity, version and life of the two seed policies, and their citations (group A)."""

from __future__ import annotations

import itertools
from datetime import date
from pathlib import Path

import pytest

from coverable.base.dates import read_date
from coverable.base.model import read_model
from coverable.base.problem import Refused
from coverable.base.yamlfile import read_yaml
from coverable.determination.decide import determine, dump
from coverable.determination.engine import Engine
from coverable.policy.cite import Citations, check_citations
from coverable.policy.library import Library
from seed_requests import CG_MED_28, DME_32, MET, SEEDS, decided, edited, flags, request

FOLDER = "policies/sentara/dme-32/7"


@pytest.mark.parametrize("key", SEEDS)
def test_every_citation_of_a_seed_policy_rests_on_the_passage_that_was_read(
    engine: Engine, seeds: Path, key: str
) -> None:
    origin = engine.library.origin(key)
    cited = engine.library.folders[key] / "citations.yaml"
    citations = read_model(Citations, read_yaml(cited))
    assert origin.file.source.file
    source = seeds / origin.file.source.file
    assert check_citations(origin.file, origin.yaml.data, origin.yaml.where, citations, source) == []
    assert citations.source_sha256 == origin.file.source.sha256
    lines = source.read_text(encoding="utf-8").splitlines()
    assert len(lines) == origin.file.source.lines


@pytest.mark.parametrize("key", SEEDS)
def test_a_citation_moved_by_a_line_is_found(engine: Engine, seeds: Path, key: str) -> None:
    origin = engine.library.origin(key)
    citations = read_model(Citations, read_yaml(engine.library.folders[key] / "citations.yaml"))
    names = list(citations.passages)
    moved = dict(zip(names, [*[*citations.passages.values()][1:], citations.passages[names[0]]], strict=True))
    assert origin.file.source.file
    found = check_citations(
        origin.file,
        origin.yaml.data,
        origin.yaml.where,
        Citations(source_sha256=citations.source_sha256, passages=moved),
        seeds / origin.file.source.file,
    )
    assert found


@pytest.mark.sr("SR-001")
@pytest.mark.parametrize(
    "name",
    [
        "DME 32",
        "dme 32",
        "SHP Durable Medical Equipment 32",
        "SHP Iontophoresis Treatment for Hyperhidrosis",
        "Iontophoresis for hyperhidrosis",
        "sentara/dme-32",
    ],
)
def test_number_long_name_and_title_find_the_one_policy(engine: Engine, name: str) -> None:
    assert engine.library.one(name).key == DME_32


@pytest.mark.sr("SR-001")
def test_the_same_number_of_another_plan_does_not_collide(engine: Engine, tmp_path: Path) -> None:
    text = (engine.library.folders[DME_32] / "policy.yaml").read_text(encoding="utf-8")
    signed = (engine.library.folders[DME_32] / "signoff.yaml").read_text(encoding="utf-8")
    other = edited(
        engine,
        tmp_path,
        (
            "policies/otherplan/dme-32/1/policy.yaml",
            "",
            text.replace('sentara/dme-32\nversion: "7"', 'otherplan/dme-32\nversion: "1"'),
        ),
        ("policies/otherplan/dme-32/1/signoff.yaml", "", signed),
    ).library
    assert sorted(other.find("DME 32")) == ["otherplan/dme-32@1", DME_32]
    with pytest.raises(Refused, match="names several policies"):
        other.one("DME 32")
    assert other.one("otherplan/dme-32").key == "otherplan/dme-32@1"
    assert other.one("sentara/dme-32").key == DME_32


@pytest.mark.sr("SR-001")
def test_title_number_category_and_other_names_are_separate_fields(engine: Engine) -> None:
    file = engine.library.one("DME 32").file
    assert (file.number, file.category, file.publisher) == ("DME 32", "DME", "Sentara Health Plans")
    assert file.title not in file.also_known_as
    assert len(file.also_known_as) == 3


@pytest.mark.sr("SR-003")
@pytest.mark.parametrize(("day", "version"), [("2025-12-31", None), ("2026-01-01", "7"), ("2026-11-22", "7")])
def test_the_date_of_service_and_not_today_chooses_the_version(
    engine: Engine, day: str, version: str | None
) -> None:
    found = engine.library.version_on("sentara/dme-32", date.fromisoformat(day))
    assert (found.version if found else None) == version
    result = decided(engine, DME_32, MET[DME_32], date=day, request={"as_of": "2026-11-22"})
    assert result["outcome"] == ("criteria_met" if version else "not_in_effect")


@pytest.mark.parametrize(
    ("looked", "overdue"),
    [("2026-08-31", False), ("2026-09-30", False), ("2026-10-01", True), ("2026-11-22", True)],
)
def test_the_review_month_stays_a_month_and_is_overdue_when_it_is_over(
    engine: Engine, looked: str, overdue: bool
) -> None:
    assert engine.library.one("DME 32").file.next_review == "2026-09"
    result = decided(engine, DME_32, MET[DME_32], request={"as_of": looked})
    assert result["outcome"] == "criteria_met"
    assert ("policy_review_overdue" in flags(result)) == overdue
    if overdue:
        assert flags(result)["policy_review_overdue"]["audience"] == "analyst"


@pytest.mark.sr("SR-005")
def test_the_version_label_is_kept_as_printed_and_stands_in_every_determination(engine: Engine) -> None:
    policy = engine.library.policy(DME_32)
    assert policy.version == "7"
    assert sum(event.kind == "revised" for event in policy.file.history) == 2
    governing = decided(engine, DME_32)["governing"]
    assert (governing["version"], governing["sha256"]) == ("7", policy.sha256)


@pytest.mark.sr("SR-005")
def test_a_second_text_under_the_same_label_is_refused(engine: Engine, tmp_path: Path) -> None:
    text = (engine.library.folders[DME_32] / "policy.yaml").read_text(encoding="utf-8")
    other = edited(
        engine,
        tmp_path,
        (f"examples/{FOLDER}/policy.yaml", "", text.replace("DME 32, version 7", "DME 32, other bytes")),
    )
    with pytest.raises(Refused, match="is there twice"):
        Library(other.library.root, engine.library.book).ids()


@pytest.mark.sr("SR-006")
def test_the_history_has_two_revised_and_fourteen_reviewed_events(engine: Engine) -> None:
    history = engine.library.policy(DME_32).file.history
    revised = [event.on for event in history if event.kind == "revised"]
    reviewed = [event.on for event in history if event.kind == "reviewed"]
    assert revised == ["2016-04", "2019-11"]
    assert len(reviewed) == 14
    assert reviewed == sorted(reviewed)


@pytest.mark.sr("SR-006")
def test_every_event_of_the_history_stands_at_its_line(engine: Engine, seeds: Path) -> None:
    file = engine.library.policy(DME_32).file
    assert file.source.file
    lines = (seeds / file.source.file).read_text(encoding="utf-8").splitlines()
    for event in file.history:
        year, month = event.on.split("-")
        line = lines[int(event.cite[1:]) - 1]
        assert year in line
        assert date(2000, int(month), 1).strftime("%B") in line


@pytest.mark.sr("SR-007")
def test_review_implementation_and_kind_of_change_are_kept_per_event(engine: Engine) -> None:
    last = engine.library.policy(DME_32).file.history[-1]
    assert (last.kind, last.on, last.implemented) == ("reviewed", "2025-09", "2026-01-01")
    assert [what for what, changed in last.changes.items() if changed] == ["format"]
    assert last.changes["criteria"] is False
    before = engine.library.policy(DME_32).file.history[-2]
    assert before.changes == {"criteria": False, "references": False}


@pytest.mark.sr("SR-009")
def test_the_timeline_starts_with_the_origination_and_has_seventeen_points(engine: Engine) -> None:
    history = engine.library.policy(DME_32).file.history
    assert (history[0].kind, history[0].on) == ("originated", "2009-01")
    assert len({event.on for event in history}) == len(history) == 17
    assert [event.on for event in history] == sorted(event.on for event in history)


def test_the_months_of_the_history_leave_six_gaps_over_a_year(engine: Engine) -> None:
    days = [read_date(event.on).first for event in engine.library.policy(DME_32).file.history]
    months = [(b.year - a.year) * 12 + b.month - a.month for a, b in itertools.pairwise(days)]
    assert [m for m in months if m > 12] == [13, 13, 13, 19, 15, 13]


@pytest.mark.sr("SR-011")
def test_a_medical_policy_answers_before_a_guideline_and_the_trace_says_so(
    engine: Engine, tmp_path: Path
) -> None:
    both = edited(
        engine,
        tmp_path,
        (f"{FOLDER}/policy.yaml", "lines_of_business: [medicare]", "lines_of_business: [medicare, medicaid]"),
        (
            "plans/healthy-blue/medicaid.yaml",
            "adopts:\n",
            "adopts:\n  - {policy: sentara/dme-32, by: a test}\n",
        ),
    )
    facts = {"professional_life_disrupted": True, "sweating_drug_ineffective": True, "device_setting": "home"}
    result = decided(both, DME_32, facts, plan="healthy-blue/medicaid", birth_date="1980-01-01")
    assert (result["governing"]["policy"], result["outcome"]) == ("sentara/dme-32", "criteria_met")
    looked_at = {one["level"]: one["found"] for one in result["precedence"]}
    assert list(looked_at) == ["state-law", "benefit", "medical-policy", "clinical-um-guideline"]
    assert looked_at["medical-policy"] == DME_32
    assert looked_at["clinical-um-guideline"] == CG_MED_28
    assert (engine.library.policy(DME_32).file.kind, engine.library.policy(CG_MED_28).file.kind) == (
        "medical-policy",
        "clinical-um-guideline",
    )


@pytest.mark.sr("SR-012")
def test_an_old_case_replays_byte_for_byte_after_three_newer_versions(engine: Engine, tmp_path: Path) -> None:
    text = (engine.library.folders[DME_32] / "policy.yaml").read_text(encoding="utf-8")
    signed = (engine.library.folders[DME_32] / "signoff.yaml").read_text(encoding="utf-8")
    edits = []
    for version, day in (("8", "2027-01-01"), ("9", "2027-06-01"), ("10", "2028-01-01")):
        newer = text.replace('version: "7"', f'version: "{version}"').replace(
            "from: 2026-01-01", f"from: {day}"
        )
        newer = newer.replace("in: [approved, cleared, de_novo]", "in: [approved, cleared]")
        edits += [
            (f"policies/sentara/dme-32/{version}/policy.yaml", "", newer),
            (f"policies/sentara/dme-32/{version}/signoff.yaml", "", signed),
        ]
    later = edited(engine, tmp_path, *edits)
    assert [p.version for p in later.library.versions("sentara/dme-32")] == ["7", "8", "9", "10"]
    old = request(engine, DME_32, {**MET[DME_32], "device_fda_status": "de_novo"})
    assert dump(determine(old, later)) == dump(determine(old, engine))
    new = decided(later, DME_32, {**MET[DME_32], "device_fda_status": "de_novo"}, date="2028-02-01")
    assert (new["governing"]["version"], new["outcome"]) == ("10", "criteria_not_met")


@pytest.mark.sr("SR-015")
def test_a_change_without_a_day_from_which_it_holds_cannot_be_published(
    engine: Engine, tmp_path: Path
) -> None:
    text = (engine.library.folders[DME_32] / "policy.yaml").read_text(encoding="utf-8")
    signed = (engine.library.folders[DME_32] / "signoff.yaml").read_text(encoding="utf-8")
    undated = text.replace('version: "7"', 'version: "8"').replace("from: 2026-01-01", "from: null")
    later = edited(
        engine,
        tmp_path,
        ("policies/sentara/dme-32/8/policy.yaml", "", undated),
        ("policies/sentara/dme-32/8/signoff.yaml", "", signed),
    )
    with pytest.raises(Refused, match="no effective date"):
        later.library.policy("sentara/dme-32@8")


def test_the_guideline_states_no_date_and_needs_the_supplied_one(engine: Engine, tmp_path: Path) -> None:
    policy = engine.library.policy(CG_MED_28)
    assert policy.file.in_effect.from_ is None
    assert policy.file.next_review is None
    assert policy.file.source.completeness == "partial"
    assert any("page 3" in said for said in policy.file.source.missing)
    assert flags(decided(engine, CG_MED_28))["value_supplied"]["audience"] == "analyst"
    path = "policies/healthy-blue/cg-med-28/2023-01-01/signoff.yaml"
    supplied = next(
        line for line in (engine.library.root / path).read_text().splitlines() if "in_effect.from" in line
    )
    without = edited(engine, tmp_path, (path, f"supplied:\n{supplied}\n", ""))
    with pytest.raises(Refused, match="no effective date"):
        without.library.policy(CG_MED_28)
