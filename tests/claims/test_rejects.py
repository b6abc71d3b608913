"""Rows that cannot be decided are counted and kept with their reason; none is dropped, none stops a run."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from claims.folders import lines_of, manifest, one_file, rows_of
from coverable.base.problem import Refused
from coverable.claims.faults import FAULTS
from coverable.claims.mapping import MappingFile
from coverable.claims.run import Asked, review

WRONG = {
    "claim_missing": {"claim": None},
    "claim_unreadable": {"claim": "C\u200b7"},
    "plan_missing": {"plan": ""},
    "plan_unknown": {"plan": "no-such/plan"},
    "code_missing": {"code": None},
    "code_unreadable": {"code": "97033-97039"},
    "date_invalid": {"service_date": "2026-02-30"},
    "end_date_invalid": {"end_date": "2026-01-01"},
    "birth_date_invalid": {"birth_date": "2030-01-01"},
    "provider_not_npi": {"provider": "12"},
    "units_invalid": {"units": -1},
    "modifier_unreadable": {"modifier1": "G\u200bP"},
    "place_of_service_unreadable": {"place_of_service": "1\u200b1"},
    "diagnosis_unreadable": {"dx1": "??"},
    "fact_wrong_type": {"use": "perhaps"},
}


def test_every_fault_is_set_aside_with_its_reason_and_its_row(line, tmp_path: Path) -> None:
    good = {"end_date": None, "modifier1": "GP", "place_of_service": "11", "use": None}
    rows = line(*({**good, **wrong} for wrong in WRONG.values()), good)
    assert [row["rejected"] for row in rows] == [*WRONG, None]
    assert [row["outcome"] for row in rows[:-1]] == [None] * len(WRONG)
    assert rows[-1]["outcome"] == "information_needed"
    out = tmp_path / "out-1"
    written = rows_of(out / "rejects.csv")
    assert [(r["reason"], r["says"]) for r in written] == [(name, FAULTS[name]) for name in WRONG]
    assert written[3]["plan"] == "no-such/plan"
    counted = manifest(out)
    assert counted["lines"] == {"read": len(WRONG) + 1, "decided": 1, "rejected": len(WRONG)}
    assert {n: one["lines"] for n, one in counted["rejected"].items()} == dict.fromkeys(WRONG, 1)


def test_a_csv_row_with_other_columns_is_kept_as_a_reject(tmp_path: Path, root: Path) -> None:
    path = tmp_path / "claims.csv"
    head = "claim,plan,service_date,code,units,dx1\n"
    body = "".join(f"C{i},healthy-blue/medicaid,2026-03-02,97033,1,L74.512\n" for i in range(50))
    path.write_text(
        head + body + "C50,healthy-blue/medicaid,2026-03-02,97033,1,L74.512,more,and more\n" + body
    )
    out = tmp_path / "out"
    review(Asked(path, out, MappingFile(), root / "library"))
    counted = manifest(out)
    assert counted["lines"]["read"] == 101
    assert {n: one["lines"] for n, one in counted["rejected"].items()} == {"row_unreadable": 1}


def test_facts_of_a_second_file_are_joined_and_doubtful_ones_set_aside(tmp_path: Path, root: Path) -> None:
    claims = one_file(tmp_path / "claims.parquet", {}, {"line": 2}, {"line": 3})
    facts = tmp_path / "facts.csv"
    facts.write_text(
        "claim,line,use,before_venipuncture\nC1,1,local_anesthesia,yes\nC3,3,other,\nC3,3,hyperhidrosis,\n"
    )
    out = tmp_path / "out"
    review(Asked(claims, out, MappingFile(), root / "library", facts))
    rows = lines_of(out).to_pylist()
    assert [(r["outcome"], r["rejected"]) for r in rows] == [
        ("criteria_met", None),
        ("information_needed", None),
        (None, "facts_given_twice"),
    ]


def test_a_file_of_nothing_but_dirt_is_a_finding_and_no_failure(tmp_path: Path, root: Path) -> None:
    path = one_file(tmp_path / "claims.parquet", {"plan": "no-such/plan"}, {"code": None})
    counted = review(Asked(path, tmp_path / "out", MappingFile(), root / "library"))
    assert counted["lines"] == {"read": 2, "decided": 0, "rejected": 2}


def test_made_up_dirt_is_set_aside_and_all_rows_are_there(reviewed: Path) -> None:
    counted = manifest(reviewed)
    assert counted["lines"]["read"] == 6_000
    assert counted["lines"]["decided"] + counted["lines"]["rejected"] == 6_000
    assert len(counted["rejected"]) >= 8
    assert lines_of(reviewed)["row"].to_pylist() == list(range(6_000))


def test_days_are_read_as_the_mapping_says_that_they_are_written(tmp_path: Path, root: Path) -> None:
    path = tmp_path / "claims.csv"
    days = ("03/02/2026", "3/2/2026", "13/02/2026", "2026-03-02")
    body = "".join(f"C{i},healthy-blue/medicaid,{day},97033,1,L74.512\n" for i, day in enumerate(days))
    path.write_text(f"claim,plan,seen,code,units,dx1\n{body}")
    mapping = read_model_of({"service_date": {"column": "seen", "format": "MM/DD/YYYY"}})
    out = tmp_path / "out"
    review(Asked(path, out, mapping, root / "library"))
    rows = lines_of(out).to_pylist()
    assert [row["rejected"] for row in rows] == [None, None, "date_invalid", None]
    assert rows[0]["outcome"] == rows[1]["outcome"] == rows[3]["outcome"]


@pytest.mark.parametrize("format", ["MM/DD/YY", "MM/YYYY", "days"])
def test_a_format_without_year_month_and_day_is_refused(format: str) -> None:
    with pytest.raises(ValidationError, match="YYYY, MM and DD once each"):
        read_model_of({"service_date": {"column": "seen", "format": format}})


def test_a_table_without_a_day_of_service_is_refused_with_the_next_step(tmp_path: Path, root: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_text("claim,plan,code\nC1,healthy-blue/medicaid,97033\n")
    with pytest.raises(Refused) as told:
        review(Asked(path, tmp_path / "out", MappingFile(), root / "library"))
    (problem,) = told.value.problems
    assert problem.what == "no column for `service_date`"
    assert "{service_date: COLUMN}" in problem.next
    assert not (tmp_path / "out").exists()


def read_model_of(fields: dict[str, object]) -> MappingFile:
    return MappingFile.model_validate({"fields": fields})
