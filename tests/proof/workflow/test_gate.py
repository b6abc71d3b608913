"""From draft to approved: what is missing is said with its place, and nothing is signed for anybody."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from coverable.base.problem import Refused
from coverable.determination.engine import Engine, open_engine
from coverable.policy.library import default_root
from coverable.proof.check import check_library
from coverable.proof.workflow.gate import review
from policy.test_references import add, renamed
from small_library import POLICY, write_library
from two_versions import (
    CHOICE,
    EITHER,
    NEW,
    NOTICE,
    OLD,
    READING,
    SIGNED,
    Made,
    of_new,
    place,
    said,
)

MORE = "{all: [{fact: tired}, {fact: snores}, {fact: bmi, ge: 40, unit: kg/m2}]}"
LESS = "{all: [{fact: tired}]}"
OTHER = "{all: [{fact: tired}, {fact: bmi, ge: 40, unit: kg/m2}]}"


def test_a_version_with_everything_in_order_lacks_nothing(two: Made) -> None:
    found = of_new(two(signoff=SIGNED))
    assert found.missing == ()
    assert found.change is not None and (found.change.impact, found.change.before) == ("neutral", OLD)


@pytest.mark.sr("SR-013")
@pytest.mark.parametrize(
    ("was", "now", "what", "where"),
    [
        pytest.param("approval: {body: Committee, on: 2025-11-04, minute: 2025-11/3}\n", "", "no approving body is on record", "signoff.yaml:1:1", id="no body"),
        pytest.param(", minute: 2025-11/3", "", "the approval has no minute reference", "signoff.yaml:3:1", id="no minute"),
        pytest.param(", second_person: B", "", "nobody read the encoding besides its author", "signoff.yaml:1:1", id="one person"),
    ],
)  # fmt: skip
def test_body_date_minute_and_a_second_person_are_on_record(
    two: Made, was: str, now: str, what: str, where: str
) -> None:
    found = of_new(two(signoff=SIGNED.replace(was, now)))
    assert said(found) == [what]
    (problem,) = found.missing
    assert problem.where.endswith(where) and problem.why and problem.next


@pytest.mark.sr("SR-013")
@pytest.mark.parametrize(
    ("was", "now", "says"),
    [
        ("second_person: B", "second_person: ' a '", "somebody else"),
        ("body: Committee", "body: ' '", "says nothing"),
        ("by: A", "by: ''", "says nothing"),
        ("on: 2025-11-04, ", "", "approval.on"),
    ],
)
def test_a_record_that_names_nobody_is_none(two: Made, was: str, now: str, says: str) -> None:
    found = of_new(two(signoff=SIGNED.replace(was, now)))
    assert found.status is None
    assert says in " ".join(f"{p.what} {p.why}" for p in found.missing)
    assert re.search(r"signoff\.yaml:\d+:\d+", found.missing[0].where)


def test_of_somebody_elses_policy_nobody_invents_minutes_or_notices(two: Made) -> None:
    mine = "encoding: {status: approved, by: A, second_person: B, on: 2025-12-01}\nowner: encoder\n"
    found = of_new(two(criteria=MORE, signoff=mine))
    assert found.missing == ()
    assert found.change is not None and found.change.impact == "narrower"


def test_an_encoder_is_asked_for_its_own_work(two: Made) -> None:
    alone = "encoding: {status: approved, by: A, on: 2025-12-01}\nowner: encoder\n"
    found = of_new(two(criteria=EITHER, interpretations=READING, signoff=alone))
    assert said(found) == ["nobody read the encoding besides its author", "AM-1 is not signed"]


def test_a_version_that_nobody_signed_lacks_its_sign_off(two: Made) -> None:
    found = of_new(two())
    assert (found.status, said(found)) == (None, ["test/sleep@2 is not signed"])


@pytest.mark.sr("SR-015")
@pytest.mark.parametrize("status", ["draft", "approved"])
def test_a_change_without_an_effective_date_is_not_published(two: Made, status: str) -> None:
    signoff = SIGNED.replace("approved", status, 1)
    engine = two(signoff=signoff, begins="null")
    found = of_new(engine)
    assert any("no effective date" in what for what in said(found))
    assert any(re.search(r"policy\.yaml:\d+:\d+$", problem.where) for problem in found.missing)


@pytest.mark.sr("SR-015")
def test_a_supplied_effective_date_counts_and_must_be_a_day(two: Made) -> None:
    supplied = "supplied: {in_effect.from: {value: DAY, by: A, on: 2026-01-01, because: none is stated}}\n"
    engine = two(signoff=SIGNED + supplied.replace("DAY", "2026-08-01"), begins="null")
    assert of_new(engine).missing == ()
    path = place(engine.library.root, "2") / "signoff.yaml"
    path.write_text(SIGNED + supplied.replace("DAY", "soon"))
    assert "cannot be taken" in said(review(open_engine(engine.library.root), NEW))[0]


def test_two_approved_versions_of_one_day_compete(two: Made) -> None:
    assert said(of_new(two(signoff=SIGNED, begins="2026-01-01"))) == ["1 begins on 2026-01-01 as well"]


def test_an_unsigned_reading_that_changes_an_outcome_is_missing(two: Made) -> None:
    parts = {
        "old_criteria": EITHER,
        "criteria": EITHER,
        "interpretations": READING,
        "old_signoff": SIGNED + CHOICE,
    }
    engine = two(signoff=SIGNED, **parts)
    found = review(engine, NEW, always_compare=False)
    assert "AM-1 is not signed" in said(found)
    why = next(problem.why for problem in found.missing if "AM-1" in problem.what)
    assert "`a`" in why and "`b`" in why and "proved" in why
    path = place(engine.library.root, "2") / "signoff.yaml"
    path.write_text(SIGNED + CHOICE)
    assert of_new(open_engine(engine.library.root)).missing == ()


def test_a_reading_that_a_person_left_open_with_a_reason_is_no_oversight(two: Made) -> None:
    left = "left_open: {AM-1: {by: C, on: 2026-01-01, because: each case is its own}}\n"
    engine = two(signoff=SIGNED + NOTICE + left, criteria=EITHER, interpretations=READING)
    assert of_new(engine).missing == ()
    path = place(engine.library.root, "2") / "signoff.yaml"
    path.write_text(SIGNED + NOTICE + left.replace("AM-1", "AM-9"))
    assert "leaves open an unknown interpretation" in of_new(open_engine(engine.library.root)).missing[0].what
    path.write_text(SIGNED + NOTICE + left + CHOICE)
    assert "signed and left open" in of_new(open_engine(engine.library.root)).missing[0].why


def test_a_reading_of_a_policy_referred_to_is_signed_or_left_open_there(tmp_path: Path) -> None:
    folder = write_library(tmp_path, criteria="{criteria_of: test/base#sleep}", signoff=SIGNED)
    either = "{interpretation: AM-1, options: {a: {fact: tired}, b: {fact: snores}}}"
    add(folder, "1", either, signoff=SIGNED, more=READING)
    (problem,) = review(open_engine(folder), OLD).missing
    assert "test/base:AM-1 is not signed" in problem.what and "sign-off of test/base" in problem.next
    left = "left_open: {AM-1: {by: C, on: 2026-01-01, because: each case is its own}}\n"
    (folder / "policies/test/base/1/signoff.yaml").write_text(SIGNED + left)
    assert review(open_engine(folder), OLD).missing == ()


def test_a_reading_that_changes_nothing_need_not_be_signed(two: Made) -> None:
    same = "{all: [{interpretation: AM-1, options: {a: {all: [{fact: tired}, {fact: snores}]}, b: {none: [{fact: tired, is: false}, {not: {fact: snores}}]}}}]}"
    engine = two(signoff=SIGNED, criteria=same, interpretations=READING)
    assert of_new(engine).missing == ()


def test_signed_readings_that_exclude_each_other_are_found(two: Made) -> None:
    both = """interpretations:
  AM-1: {question: q, cite: L10, options: {a: a, b: b}}
  AM-2: {question: q, cite: L10, options: {a: a, b: b}, follows: {AM-1: {a: a, b: b}}}"""
    tree = "{all: [{interpretation: AM-1, options: {a: {fact: tired}, b: {fact: snores}}}, {interpretation: AM-2, options: {a: {fact: tired}, b: {fact: snores}}}]}"
    signed = (
        SIGNED + NOTICE + CHOICE.replace("}}", "}, AM-2: {option: b, by: C, on: 2025-12-01, because: d}}")
    )
    engine = two(signoff=signed, criteria=tree, interpretations=both)
    assert said(of_new(engine)) == ["the signed readings exclude each other"]


@pytest.mark.sr("SR-121")
def test_a_criterion_more_in_an_all_is_narrower_and_blocked_until_a_notice_is_dated_before_it(
    two: Made,
) -> None:
    engine = two(signoff=SIGNED, criteria=MORE)
    found = of_new(engine)
    assert found.change is not None and found.change.impact == "narrower"
    assert said(found) == ["no notice to providers is on record, and the change is narrower"]
    (problem,) = found.missing
    assert problem.where.endswith("signoff.yaml:1:1")
    assert "Body mass index: 39 kg/m2" in problem.why  # the smallest patient who loses it
    path = place(engine.library.root, "2") / "signoff.yaml"
    for day, missing in (("2026-07-01", True), ("2026-07-02", True), ("2026-06-30", False)):
        path.write_text(SIGNED + NOTICE.replace("2026-05-04", day))
        found = of_new(open_engine(engine.library.root))
        assert bool(found.missing) is missing
        if missing:
            assert said(found) == [
                f"the notice of {day} is not earlier than 2026-07-01, and the change is narrower"
            ]
            assert found.missing[0].where.endswith("signoff.yaml:4:1")


@pytest.mark.sr("SR-121")
@pytest.mark.parametrize(
    ("parts", "impact", "because", "blocked"),
    [
        pytest.param({"criteria": LESS}, "wider", "met for more patients", False, id="wider"),
        pytest.param({"criteria": OTHER}, "different", "no longer", True, id="different"),
        pytest.param({"policy": POLICY.replace("title: Sleep device", "title: Devices for sleep")}, "neutral", "", False, id="title"),
        pytest.param({"policy": POLICY.replace("E0601", "E0470")}, "different", "codes no longer listed: hcpcs:E0601", True, id="code"),
        pytest.param({"policy": POLICY.replace("cite: L10", "cite: L10\n    approves: {for: 6 months}")}, "different", "what an approval grants", True, id="length"),
        pytest.param({"policy": POLICY.replace("source:", "prior_authorization: required\nsource:")}, "different", "newly required", True, id="authorization"),
        pytest.param({"policy": POLICY.replace("not_medically_necessary", "not_covered")}, "different", "not covered", True, id="position"),
        pytest.param({"policy": POLICY.replace("all_other_uses: true", "criteria_not_met: true")}, "different", "some end differently", True, id="other outcome"),
    ],
)  # fmt: skip
def test_the_class_of_a_change_comes_from_the_logic_and_what_takes_nothing_away_needs_no_notice(
    two: Made, parts: dict[str, str], impact: str, because: str, blocked: bool
) -> None:
    found = of_new(two(signoff=SIGNED, **parts))
    assert found.change is not None
    assert found.change.impact == impact
    assert because in " ".join(found.change.because)
    assert bool(found.missing) is blocked


@pytest.mark.sr("SR-121")
def test_a_change_that_cannot_be_decided_needs_a_notice(two: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    from coverable.logic.prover import Prover, Undecided

    def late(self: Prover, goal: object) -> bool:
        raise Undecided("no answer within 0 s")

    engine = two(signoff=SIGNED, criteria=MORE)
    monkeypatch.setattr(Prover, "never", late)
    found = of_new(engine)
    assert found.change is not None and found.change.impact == "not_decided"
    assert len(found.missing) == 1 and "not decided" in found.missing[0].what


@pytest.mark.parametrize(
    ("criteria", "change", "holds"),
    [
        (LESS, "wider", True),
        (LESS, "editorial", False),
        (MORE, "narrower", True),
        (MORE, "wider", False),
        (OTHER, "different", True),
        ("{all: [{fact: snores}, {fact: tired}]}", "editorial", True),
    ],
)
def test_what_a_change_is_said_to_be_is_proved_or_refuted(
    two: Made, criteria: str, change: str, holds: bool
) -> None:
    found = of_new(two(signoff=SIGNED + NOTICE + f"change: {change}\n", criteria=criteria))
    assert (found.missing == ()) is holds
    if not holds:
        (problem,) = found.missing
        assert f"said to be {change}" in problem.what
        assert problem.where.endswith("signoff.yaml:5:1") and "e.g." in problem.why


def test_the_version_before_is_the_approved_one_that_was_in_effect_last(two: Made) -> None:
    engine = two(signoff=SIGNED.replace("approved", "draft", 1), criteria=MORE)
    root = engine.library.root
    shutil.copytree(place(root, "2"), place(root, "3"))
    path = place(root, "3") / "policy.yaml"
    path.write_text(
        path.read_text().replace('version: "2"', 'version: "3"').replace("2026-07-01", "2026-09-01")
    )
    (place(root, "3") / "signoff.yaml").write_text(SIGNED)
    found = review(open_engine(root), "test/sleep@3")
    assert found.change is not None and (found.change.before, found.change.impact) == (OLD, "narrower")


def test_a_folder_that_cannot_be_built_says_why(two: Made) -> None:
    found = of_new(two(signoff=SIGNED, criteria="{all: []}"))
    assert found.missing and "empty `all`" in found.missing[0].why


def test_the_library_check_asks_the_gate_of_every_approved_version_and_of_no_draft(two: Made) -> None:
    engine = two(signoff=SIGNED, criteria=MORE)
    done = check_library(engine, date(2026, 11, 22))
    found = [f for f in done["findings"] if f["check"] == "approvals"]
    assert [f["subject"] for f in found] == [NEW]
    assert done["checked"]["approvals"] == 2
    path = place(engine.library.root, "2") / "signoff.yaml"
    path.write_text(SIGNED.replace("approved", "draft", 1))
    done = check_library(open_engine(engine.library.root), date(2026, 11, 22))
    assert not [f for f in done["findings"] if f["check"] == "approvals"]


def test_the_library_check_proves_nothing_that_no_answer_depends_on(
    two: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = two(signoff=SIGNED + NOTICE, criteria=MORE)

    def never(*_: object) -> None:
        raise AssertionError("a notice in time settles it")

    monkeypatch.setattr("coverable.proof.workflow.gate.change", never)
    assert review(engine, NEW, always_compare=False).missing == ()


def test_every_sample_version_is_in_order_and_the_seeds_claim_no_minutes() -> None:
    engine = open_engine(default_root())
    for key in engine.library.folders:
        found = review(engine, key, always_compare=False)
        assert found.status == "draft" or found.missing == (), key
    for key in ("sentara/dme-32@7", "healthy-blue/cg-med-28@2023-01-01"):
        signed = engine.library.signoff(key)
        assert (signed.owner, signed.approval, signed.provider_notice) == ("encoder", None, None)


def test_criteria_by_reference_that_are_lost_are_missing(tmp_path: Path) -> None:
    engine: Engine = open_engine(renamed(tmp_path))
    found = review(engine, "test/sleep@1")
    assert any("has no indication `sleep`" in what for what in said(found))
    with pytest.raises(Refused):
        engine.library.policy("test/sleep@9")
