"""What a line signals: diagnoses, units, sessions, notices. Nothing of it decides."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from claims.folders import manifest, rows_of
from coverable.claims.units import sessions_in_window, units_of_session

MET = {
    "use": "hyperhidrosis",
    "prescription_antiperspirant_failed": True,
    "medical_complications": True,
}


def worklist(tmp_path, number: int = 1) -> list[dict[str, str]]:
    return rows_of(tmp_path / f"out-{number}" / "worklist.csv")


@pytest.mark.sr("SR-061")
def test_a_session_of_twenty_minutes_is_one_unit_and_more_are_a_hint(engine, line, tmp_path) -> None:
    policy = engine.library.policy("healthy-blue/cg-med-28@2023-01-01")
    assert units_of_session(policy, "cpt:97033") == 1
    assert units_of_session(policy, "hcpcs:E1399") is None
    one, four = line({"units": 1}, {"units": 4, "member": "M2"})
    assert (one["units"], four["units"]) == ("plausible", "more_than_a_session")
    assert one["outcome"] == four["outcome"] == "information_needed"
    assert one["next_step"] == four["next_step"] == "request_information"
    assert [row["claim"] for row in worklist(tmp_path)] == ["C2"]


@pytest.mark.sr("SR-061")
def test_units_of_one_day_are_added_over_its_lines(line, tmp_path) -> None:
    line({"line": 1}, {"line": 2}, {"member": "M2"})
    found = {row["claim"]: row["signals"] for row in worklist(tmp_path)}
    assert found == {"C1": "units_of_day", "C2": "units_of_day"}


@pytest.mark.sr("SR-068")
@pytest.mark.parametrize(
    ("dx", "signal"),
    [
        (("L74.512", None), "supports"),
        (("M26.601", None), "only_excluded"),
        (("L74.512", "M26.601"), "mixed"),
        (("R61", "M26.69"), "mixed"),
        (("I10", None), "none"),
    ],
)
def test_diagnoses_signal_and_never_decide(line, dx: tuple[str, str | None], signal: str) -> None:
    (row,) = line({"dx1": dx[0], "dx2": dx[1]})
    assert row["diagnosis_signal"] == signal
    assert row["outcome"] == "information_needed"


@pytest.mark.sr("SR-068")
def test_a_covered_use_with_an_excluded_diagnosis_is_met_with_a_note_and_a_mixed_one_goes_to_a_person(
    line, tmp_path
) -> None:
    anesthesia = {"use": "local_anesthesia", "before_venipuncture": True, "dx1": "M26.601"}
    met, mixed = line(anesthesia, {"dx1": "R61", "dx2": "M26.601", "member": "M2"})
    assert met["outcome"] == "criteria_met"
    assert "diagnosis_listed_as_excluded" in met["flags"].split()
    assert [(row["claim"], row["signals"]) for row in worklist(tmp_path)] == [("C2", "diagnosis_mixed")]
    assert mixed["outcome"] == "information_needed"


@pytest.mark.sr("SR-071")
def test_a_code_that_is_not_valid_on_the_day_is_a_matter_of_intake(line, tmp_path) -> None:
    header, before, ended, unknown = line(
        {"dx1": "L74.51"},
        {"dx1": "M26.601", "service_date": "2016-05-01"},
        {"dx1": "M26.60", "service_date": "2026-03-02"},
        {"code": "A0000"},
    )
    assert "diagnosis_code_header" in header["flags"].split()
    assert header["outcome"] == "information_needed"
    assert before["diagnosis_signal"] is None
    assert ended["outcome"] == "information_needed"
    assert unknown["next_step"] == "administrative"
    intake = {one["code"]: one for one in manifest(tmp_path / "out-1")["intake"]}
    assert intake["icd10cm:L74.51"]["lines"] == 1
    assert intake["icd10cm:L74.51"]["state"] == "header"
    assert "L74.510" in intake["icd10cm:L74.51"]["says"]


@pytest.mark.sr("SR-079")
@pytest.mark.sr("SR-082")
def test_without_a_notice_no_claim_of_a_provider_is_reviewed(line, tmp_path) -> None:
    there = {"plan": "sample/commercial", "units": 6, "dx1": "M26.601", **MET}
    notified, peer, before, nobody = line(
        {**there, "provider": "1234567893"},
        {**there, "provider": "1992999999"},
        {**there, "provider": "1234567893", "service_date": "2026-01-14"},
        {**there, "provider": None},
    )
    assert notified["outcome"] == "criteria_met"
    for row in (peer, before, nobody):
        assert (row["outcome"], row["policy"], row["units"]) == ("not_applicable", None, None)
        assert "no_notice" in row["flags"].split()
        assert row["next_step"] == "administrative"
    assert {row["claim"] for row in worklist(tmp_path)} == {"C1"}
    assert manifest(tmp_path / "out-1")["not_reviewed"] == {"no_notice": 3}


@pytest.mark.sr("SR-083")
def test_what_stands_out_in_a_statistic_never_becomes_an_outcome(line, tmp_path) -> None:
    """A provider with very many units gets the outcome that each line has by itself."""
    alone = line({"units": 9, "dx1": "M26.601"})[0]
    many = line(*({"units": 9, "dx1": "M26.601", "line": n} for n in range(1, 60)))
    names = ("outcome", "next_step", "flags", "diagnosis_signal", "units")
    assert {tuple(row[n] for n in names) for row in many} == {tuple(alone[n] for n in names)}
    assert {row["next_step"] for row in worklist(tmp_path, 2)} == {"request_information"}
    assert "clinician" in manifest(tmp_path / "out-2")["says"]


@pytest.mark.sr("SR-104")
@pytest.mark.parametrize(("sessions", "hinted"), [(40, True), (10, False)])
def test_sessions_beyond_the_described_schedule_are_a_hint(
    engine, line, tmp_path, sessions: int, hinted: bool
) -> None:
    policy = engine.library.policy("healthy-blue/cg-med-28@2023-01-01")
    assert sessions_in_window(policy, "cpt:97033") == 15
    first = date(2026, 3, 1)
    rows: list[dict[str, Any]] = [
        {"service_date": (first + timedelta(days=i * 30 // sessions)).isoformat(), "line": i}
        for i in range(sessions)
    ]
    decided = line(*rows)
    assert {row["outcome"] for row in decided} == {"information_needed"}
    hints = [row for row in worklist(tmp_path) if "sessions_in_30_days" in row["signals"]]
    assert bool(hints) == hinted
    assert not hints or "pauses that the policy describes" in hints[0]["because"]
