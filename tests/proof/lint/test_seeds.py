"""What the lint says of the two seed policies, and of faults put into them."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from coverable.determination.decide import determine
from coverable.determination.engine import open_engine
from coverable.policy.library import Library
from coverable.proof.check import check_library
from proof.lint.conftest import Change, Lint

DME, CG = "sentara/dme-32@7", "healthy-blue/cg-med-28@2023-01-01"
DME_FILE, CG_FILE = "policies/sentara/dme-32/7", "policies/healthy-blue/cg-med-28/2023-01-01"


def unsigned(change: Change, folder: str, *names: str) -> None:
    for name in names:
        change(f"{folder}/signoff.yaml", rf"^  {name}: .*\n", "")


@pytest.mark.sr("SR-010")
def test_dme_32_has_six_gaps_between_reviews(findings: Lint) -> None:
    gaps = [f.hit.problem.what for f in findings("review-gap", DME)]
    assert [g.split(" months")[0] for g in gaps] == ["13", "13", "13", "19", "15", "13"]
    assert [g[-7:-3] for g in gaps] == ["2010", "2012", "2014", "2017", "2019", "2021"]
    assert {f.subject for f in findings("review-gap")} > {DME}


@pytest.mark.sr("SR-124")
def test_the_overdue_review_and_the_age_of_the_evidence_are_told(findings: Lint, change: Change) -> None:
    assert ["overdue" in f.hit.problem.what for f in findings("review-overdue", DME)] == [True]
    assert findings("review-overdue", DME, on="2026-09-30") == []
    assert findings("evidence-old", DME) == []
    [old] = findings("evidence-old", DME, on="2031-01-01")
    assert "of 2025, 6 years ago" in old.hit.problem.what


@pytest.mark.sr("SR-027")
def test_one_reference_of_dme_32_is_of_another_line_of_business(findings: Lint) -> None:
    [one] = findings("reference-other-line", DME)
    assert "Provider Manual" in one.hit.problem.what
    assert "medicaid" in one.hit.problem.what


@pytest.mark.sr("SR-053")
def test_the_link_to_cg_med_63_is_missing_and_in_conflict_and_governs_in_the_other_reading(
    findings: Lint, copied: Path
) -> None:
    [missing] = findings("reference-not-in-library", CG)
    assert "`healthy-blue/cg-med-63`" in missing.hit.problem.what
    [conflict] = findings("referral-conflicts", CG)
    assert conflict.hit.about == "hyperhidrosis-elsewhere/hyperhidrosis"
    assert "AM-5, AM-6" in conflict.hit.problem.why
    engine = open_engine(copied, {"AM-5": "anesthesia-only"})
    line = {"code": "97033", "date": "2026-02-10"}
    asked = {"coverages": ["healthy-blue/medicaid"], "services": [line], "facts": {"use": "hyperhidrosis"}}
    answered = determine(asked, engine)["lines"][0]["coverages"][0]
    assert answered["outcome"] == "governed_elsewhere"


def test_a_misspelt_reference_is_an_error_and_another_number_is_not(findings: Lint, change: Change) -> None:
    change(f"{CG_FILE}/policy.yaml", r"cross_references: \[.*\]", "cross_references: [healthy-blu/cg-med-28]")
    assert findings("reference-misspelt", CG)
    assert findings("reference-misspelt", "meadowlark/mp-101@2026") == []


@pytest.mark.sr("SR-052")
def test_competing_statements_that_nobody_chose_between_fail_the_gate(
    findings: Lint, change: Change, copied: Path
) -> None:
    assert findings("statements-compete", CG) == []
    unsigned(change, CG_FILE, "AM-5", "AM-6", "AM-7")
    found = findings("statements-compete", CG)
    assert [f.hit.about for f in found] == ["AM-5", "AM-6", "AM-7"]
    assert {f.rule.severity for f in found} == {"error"}
    failed = check_library(open_engine(copied), date(2026, 11, 22))["findings"]
    assert [f["check"] for f in failed if f["subject"] == CG].count("statements-compete") == 3
    assert all(re.search(r"differ for [0-9,]+ of [0-9,]+ patients", f.hit.problem.why) for f in found)


@pytest.mark.parametrize(
    ("key", "folder", "name", "says"),
    [
        (DME, DME_FILE, "AM-1", "differ for 759 of 4,096 patients on the criteria of `hyperhidrosis`"),
        (DME, DME_FILE, "AM-2", "differ for 72 of 4,096 patients"),
        (DME, DME_FILE, "AM-4", "differ for 1,518 of 4,096 patients"),
        (CG, CG_FILE, "AM-8", "differ for 9 of 128 patients"),
        (CG, CG_FILE, "AM-13", "differ for 9 of 128 patients"),
    ],
)
def test_an_unsigned_reading_says_for_how_many_patients_its_options_differ(
    key: str, folder: str, name: str, says: str, findings: Lint, change: Change
) -> None:
    unsigned(change, folder, name)
    [found] = findings("reading-unsigned", key)
    assert found.hit.about == name
    assert says in found.hit.problem.why


def test_a_reading_that_changes_nothing_is_a_decision_for_the_record(findings: Lint) -> None:
    assert [f.hit.about for f in findings("reading-unused", CG)] == ["AM-9", "AM-12"]
    assert findings("reading-unused", DME) == []


@pytest.mark.sr("SR-054")
def test_other_labels_change_neither_ids_nor_logic(copied: Path, change: Change, findings: Lint) -> None:
    before = Library(copied).policy(CG)
    for old, new in (('label: "1"', "label: (ii)"), ('label: "2"', "label: (i)"), ("label: A", "label: one")):
        change(f"{CG_FILE}/policy.yaml", old, new)
    after = Library(copied).policy(CG)
    assert [n.id for n in after.forest.nodes] == [n.id for n in before.forest.nodes]
    assert after.forest.leaves == before.forest.leaves
    assert [n.children for n in after.forest.nodes] == [n.children for n in before.forest.nodes]
    assert findings("id-is-label") == []


@pytest.mark.sr("SR-008")
@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("{id: social, fact: social_life_disrupted}", "{id: social, fact: skin_maceration}", "social (L30)"),
        ("any:\n                    - {id: work", "all:\n                    - {id: work", "disruption"),
        (r"in: \[approved, cleared, de_novo\]", "in: [approved, cleared]", "device"),
    ],
)
def test_a_claim_of_no_change_fails_against_a_version_that_differs_and_names_the_place(
    old: str, new: str, place: str, copied: Path, change: Change, findings: Lint
) -> None:
    earlier = copied / "policies/sentara/dme-32/6"
    earlier.mkdir()
    for file in ("policy.yaml", "signoff.yaml", "citations.yaml"):
        (earlier / file).write_bytes((copied / DME_FILE / file).read_bytes())
    six = "policies/sentara/dme-32/6/policy.yaml"
    change(six, 'version: "7"', 'version: "6"')
    change(six, "in_effect: {from: 2026-01-01}", "in_effect: {from: 2025-01-01}")
    change(six, r"^  - \{kind: reviewed, on: 2025-09.*\n", "")
    assert findings("claim-of-no-change", DME) == []
    change(six, old, new)
    [found] = findings("claim-of-no-change", DME)
    assert "2025-09" in found.hit.problem.what
    assert place in found.hit.problem.why


def test_one_policy_lists_e1399_with_a_condition_and_the_other_without(findings: Lint) -> None:
    found = [f for f in findings("qualifier-differs") if f.hit.about == "hcpcs:E1399"]
    assert [(f.subject, "healthy-blue/cg-med-28" in f.hit.problem.why) for f in found] == [
        ("sentara/dme-32", True)
    ]


@pytest.mark.sr("SR-013")
def test_a_draft_that_a_plan_adopts_is_an_error(findings: Lint, change: Change) -> None:
    change(f"{DME_FILE}/signoff.yaml", "status: approved", "status: draft")
    [found] = findings("draft-adopted", DME)
    assert found.hit.about == "sentara/medicare"
    assert found.rule.severity == "error"


@pytest.mark.sr("SR-078")
def test_notified_providers_only_is_refused_outside_the_lines_of_the_text(
    findings: Lint, change: Change
) -> None:
    change("plans/healthy-blue/medicaid.yaml", "mode: all_providers", "mode: notified_providers")
    [found] = findings("adoption-not-allowed", CG)
    assert "L120-125" in found.hit.problem.why
    assert re.search(r"medicaid\.yaml:\d+:\d+", found.hit.problem.where)


def test_the_seeds_have_no_error_and_their_documents_are_those_that_were_read(
    seeds: Path, findings: Lint
) -> None:
    for rule in ("source-changed", "cited-text-moved", "citation-of-blank-lines", "digest-missing"):
        assert findings(rule, DME, CG, sources=seeds) == []


def test_words_that_moved_in_the_document_are_found_again(
    seeds: Path, tmp_path: Path, findings: Lint
) -> None:
    name = "000_920b3d19912f1a77.txt"
    (tmp_path / "moved").mkdir()
    (tmp_path / "moved" / name).write_bytes(b"one line more\n" + (seeds / name).read_bytes())
    assert len(findings("source-changed", DME, sources=tmp_path / "moved")) == 1
    moved = findings("cited-text-moved", DME, sources=tmp_path / "moved")
    assert {f.hit.about: f.hit.problem.next for f in moved}["L34"] == "correct the place to L35"
