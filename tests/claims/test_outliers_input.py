"""What cannot be compared is refused with what, where, why and the next step; odd files are read all the same."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from claims.practices import CODE, FREQUENT, POLICY, compare, flagged, lines_of, usual, write
from coverable.base.problem import Refused
from coverable.claims.mapping import MappingFile
from coverable.claims.outliers.find import find
from coverable.claims.outliers.measures import MeasuresFile, measures_of, read_measures
from coverable.claims.outliers.view import found_view
from coverable.plan.period import Period
from coverable.policy.library import Library


@pytest.fixture(scope="module")
def library(root: Path) -> Library:
    return Library(root / "library")


@pytest.fixture(scope="module")
def lines() -> list[dict[str, Any]]:
    return lines_of([*usual(range(12)), FREQUENT])


def refused(call: Any, *arguments: Any, **more: Any) -> str:
    with pytest.raises(Refused) as one:
        call(*arguments, **more)
    return str(one.value)


@pytest.mark.parametrize("column", ["provider", "member", "specialty", "code", "service_date"])
def test_a_column_that_is_missing_is_named_with_its_file(
    library: Library, lines: list[dict[str, Any]], tmp_path: Path, column: str
) -> None:
    path = write(
        tmp_path / "c.parquet", [{k: v for k, v in one.items() if k != column} for one in lines[:50]]
    )
    said = refused(compare, path, library)
    assert f"no column for `{column}`" in said
    assert "c.parquet" in said
    assert f"fields: {{{column}: COLUMN}}" in said


def test_a_code_that_no_line_has_is_told(
    library: Library, lines: list[dict[str, Any]], tmp_path: Path
) -> None:
    path = write(tmp_path / "c.parquet", lines[:500])
    said = refused(compare, path, library, ["hcpcs:J9999"])
    assert "no line has one of these codes" in said
    assert "hcpcs:J9999" in said


def test_claims_of_one_month_are_no_two_periods(library: Library, tmp_path: Path) -> None:
    lines = [{**one, "service_date": "2025-03-04"} for one in lines_of(usual(range(2)))]
    said = refused(compare, write(tmp_path / "c.parquet", lines), library)
    assert "only one period" in said
    assert "a flag needs two periods" in said


@pytest.mark.parametrize(
    ("days", "why"),
    [
        ([("2025-01-01", "2025-06-30")], "only one period"),
        ([("2025-01-01", "2025-06-30"), ("2025-06-30", "2025-12-31")], "periods share a day"),
    ],
)
def test_periods_that_cannot_be_compared_are_refused(
    library: Library, lines: list[dict[str, Any]], tmp_path: Path, days: list[tuple[str, str]], why: str
) -> None:
    periods = [Period.model_validate({"from": a, "to": b}) for a, b in days]
    path = write(tmp_path / "c.parquet", lines[:500])
    assert why in refused(compare, path, library, periods=periods)


def test_without_codes_policy_or_file_there_is_nothing_to_compare_by() -> None:
    assert "there is nothing to compare by" in refused(measures_of, [], [], None)


def test_what_cannot_be_measured_is_said(library: Library) -> None:
    alone = measures_of([f"cpt:{CODE}"], [], None)
    assert [one.split(":")[0] for one in alone.left_out] == ["mix", "diagnoses"]
    whole = measures_of([], [], library.policy(POLICY))
    assert whole.left_out == ()
    assert {one.kind for one in whole.file.measures} == {
        "rate",
        "units",
        "units_a_day",
        "days",
        "mix",
        "diagnoses",
    }


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("codes: [97033]\nmeasures: []\n", "at least 1 item"),
        ("codes: [97033]\nmeasures: [{id: a, kind: mix}]\n", "needs another code"),
        ("codes: [97033]\nmeasures: [{id: a, kind: diagnoses}]\n", "needs `no_reason`"),
        ("codes: [97033]\nmeasures: [{id: a, kind: rate}, {id: a, kind: units}]\n", "the same id"),
        (
            "codes: [97033]\npeers: [[region]]\nmeasures: [{id: a, kind: rate}]\n",
            "the specialty in common",
        ),
        ("codes: [97033]\nmeasures: [{id: a, kind: rates}]\n", "did you mean `rate`"),
    ],
)
def test_a_file_of_measures_is_checked_before_anything_is_counted(
    tmp_path: Path, text: str, why: str
) -> None:
    path = tmp_path / "measures.yaml"
    path.write_text(text.replace("[97033]", '["97033"]'))
    said = refused(read_measures, path)
    assert why in said
    assert "measures.yaml" in said


def test_lines_that_cannot_be_counted_are_left_aside_and_said(
    library: Library, lines: list[dict[str, Any]], tmp_path: Path
) -> None:
    wrong = [
        {"provider": "SEE NOTE"},
        {"provider": None},
        {"member": None},
        {"service_date": "2025-02-30"},
        {"code": None},
    ]
    more = [{**lines[0], **one} for one in wrong]
    found = compare(write(tmp_path / "c.parquet", [*lines, *more]), library)
    assert found.aside == {
        "without a provider's number of ten digits": 2,
        "without a member": 1,
        "without a day that exists": 1,
        "without a code": 1,
    }
    assert flagged(found) == flagged(compare(write(tmp_path / "d.parquet", lines), library))


def test_csv_with_other_names_and_days_and_one_list_of_diagnoses_gives_the_same_rows(
    library: Library, lines: list[dict[str, Any]], tmp_path: Path
) -> None:
    expected = found_view(compare(write(tmp_path / "c.parquet", lines), library))["rows"]
    path = tmp_path / "c.csv"
    with path.open("w", newline="", encoding="utf-8") as stream:
        out = csv.DictWriter(
            stream, ["NPI", "WHO", "KIND", "ST", "PLAN", "PROC", "DT", "N", "DX", "BORN", "POS"]
        )
        out.writeheader()
        for one in lines:
            year, month, day = one["service_date"].split("-")
            out.writerow({
                "NPI": one["provider"], "WHO": one["member"], "KIND": "PT", "ST": one["region"],
                "PLAN": one["plan"], "PROC": one["code"], "DT": f"{month}/{day}/{year}", "N": one["units"],
                "DX": f"{one['dx1']} | I10", "BORN": one["birth_date"].replace("-", ""), "POS": "11",
            })  # fmt: skip
    mapping = MappingFile.model_validate(
        {
            "fields": {
                "provider": "NPI", "member": "WHO", "region": "ST", "plan": "PLAN", "code": "PROC",
                "specialty": {"column": "KIND", "values": {"PT": "physical therapy"}},
                "service_date": {"column": "DT", "format": "MM/DD/YYYY"}, "units": "N",
                "diagnoses": {"column": "DX", "separator": "|"}, "birth_date": "BORN",
                "place_of_service": "POS",
            }
        }
    )  # fmt: skip
    declared = measures_of(["cpt:97033"], ["cpt:97110", "cpt:97140"], library.policy(POLICY))
    assert found_view(find(path, mapping, declared, library))["rows"] == expected


def test_a_column_that_is_a_list_of_diagnoses_is_read_too(
    library: Library, lines: list[dict[str, Any]], tmp_path: Path
) -> None:
    expected = found_view(compare(write(tmp_path / "c.parquet", lines), library))["rows"]
    listed = [
        {"claim": str(i), **{k: v for k, v in one.items() if k != "dx1"}, "diagnoses": [one["dx1"]]}
        for i, one in enumerate(lines)
    ]
    path = tmp_path / "lists.parquet"
    pq.write_table(pa.Table.from_pylist(listed), path)
    assert found_view(compare(path, library))["rows"] == expected


def test_a_file_of_measures_says_it_all_again(library: Library) -> None:
    declared = measures_of([], ["cpt:97110"], library.policy(POLICY))
    data = declared.file.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    assert MeasuresFile.model_validate(data) == declared.file


def test_a_higher_floor_bothers_fewer(library: Library, lines: list[dict[str, Any]], tmp_path: Path) -> None:
    path = write(tmp_path / "c.parquet", lines)
    declared = measures_of(["cpt:97033"], [], None)
    high = [one.model_copy(update={"floor": 100_000}) for one in declared.file.measures]
    fewer = replace(declared, file=declared.file.model_copy(update={"measures": high}))
    assert flagged(find(path, MappingFile(), declared, library))
    found = find(path, MappingFile(), fewer, library)
    assert not flagged(found)
    assert "excess below the floor" in {r["why"] for r in found_view(found)["rows"]}
