"""Providers beside their peers: who is planted is found by what was planted, and nobody else (SR-080)."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from claims.practices import (
    FREQUENT,
    MANY_UNITS,
    MIXED,
    ONCE,
    PLANTED,
    SMALL,
    STRANGE,
    Practice,
    compare,
    flagged,
    lines_of,
    usual,
    write,
)
from coverable.claims.outliers.find import Found
from coverable.claims.outliers.view import found_view
from coverable.policy.library import Library

PEERS = [*usual(range(14)), *usual(range(14, 26), region="NC"), *usual(range(26, 29), region="LA")]


@pytest.fixture(scope="module")
def library(root: Path) -> Library:
    return Library(root / "library")


@pytest.fixture(scope="module")
def lines() -> list[dict[str, Any]]:
    return lines_of([*PEERS, *PLANTED])


@pytest.fixture(scope="module")
def found(lines: list[dict[str, Any]], library: Library, tmp_path_factory: pytest.TempPathFactory) -> Found:
    return compare(write(tmp_path_factory.mktemp("practices") / "claims.parquet", lines), library)


@pytest.fixture(scope="module")
def view(found: Found) -> dict[str, Any]:
    return found_view(found)


def row(view: dict[str, Any], one: Practice, measure: str) -> dict[str, Any]:
    [out] = [r for r in view["rows"] if r["provider"] == one.npi and r["measure"] == measure]
    return out


@pytest.mark.sr("SR-080")
def test_a_provider_planted_by_frequency_is_found_by_its_rate_and_not_by_its_mix(found: Found) -> None:
    assert flagged(found)[FREQUENT.npi] == {"rate"}


@pytest.mark.sr("SR-080")
def test_a_provider_planted_by_mix_is_found_by_its_mix_and_not_by_its_rate(found: Found) -> None:
    assert flagged(found)[MIXED.npi] == {"mix-97033"}


@pytest.mark.sr("SR-080")
def test_units_and_diagnoses_are_measures_of_their_own(found: Found) -> None:
    out = flagged(found)
    assert out[MANY_UNITS.npi] == {"units", "units-a-day"}
    assert out[STRANGE.npi] == {"diagnoses"}


@pytest.mark.sr("SR-080")
def test_nobody_who_is_usual_is_flagged(found: Found) -> None:
    assert set(flagged(found)) == {one.npi for one in (FREQUENT, MIXED, MANY_UNITS, STRANGE)}


def test_a_practice_with_fewer_than_eleven_patients_is_never_flagged_and_never_shown(
    found: Found, view: dict[str, Any]
) -> None:
    assert SMALL.npi not in flagged(found)
    assert not [r for r in view["rows"] if r["provider"] == SMALL.npi]
    assert [m["too_few_patients"] for m in view["measures"]] == [1] * len(view["measures"])


def test_no_figure_of_fewer_than_eleven_patients_is_shown(view: dict[str, Any]) -> None:
    assert view["rows"]
    assert min(r["patients"] for r in view["rows"]) >= 11


def test_who_stands_out_in_one_period_only_is_not_flagged_and_it_is_said_why(
    found: Found, view: dict[str, Any]
) -> None:
    assert ONCE.npi not in flagged(found)
    assert row(view, ONCE, "rate")["why"] == "not in the period before"


def test_a_provider_is_no_peer_of_its_own(
    library: Library, lines: list[dict[str, Any]], found: Found, tmp_path: Path
) -> None:
    """However much it bills, what is expected of it stays the same, and it is not counted among its peers."""
    louder = lines_of([*PEERS, *PLANTED[1:], replace(FREQUENT, coded=0.6, days=9)])
    again = compare(write(tmp_path / "louder.parquet", louder), library)
    for view in (before := found_view(found), after := found_view(again)):
        assert row(view, FREQUENT, "rate")["peers"]["number"] <= 14 + len(PLANTED) - 1
    assert row(before, FREQUENT, "rate")["expected"] == row(after, FREQUENT, "rate")["expected"]
    assert row(before, FREQUENT, "rate")["figure"] != row(after, FREQUENT, "rate")["figure"]


def test_where_peers_are_too_few_wider_ones_are_taken_and_it_is_said(view: dict[str, Any]) -> None:
    alone = row(view, PEERS[-1], "rate")["peers"]
    assert alone["alike"] == ["specialty", "setting"]
    assert alone["fell_back"] == "only 2 of the same specialty, setting, region, line of business"
    near = row(view, PEERS[0], "rate")["peers"]
    assert near["alike"] == ["specialty", "setting", "region", "line of business"]
    assert near["fell_back"] is None


def test_without_ten_peers_nobody_is_compared(library: Library, tmp_path: Path) -> None:
    path = write(tmp_path / "few.parquet", lines_of([*usual(range(9)), FREQUENT]))
    view = found_view(compare(path, library))
    assert view["rows"] == []
    assert view["measures"][0]["too_few_peers"] == 10


def test_providers_of_another_specialty_are_no_peers(library: Library, tmp_path: Path) -> None:
    """Half of its peers' rate is usual for dermatologists: compared with therapists none would stand out."""
    skin = usual(range(50, 64), specialty="dermatology", coded=0.08, patients=300)
    odd = replace(skin[0], number=70, coded=0.3, patients=700)
    path = write(tmp_path / "two.parquet", lines_of([*PEERS[:14], *skin, odd]))
    assert "rate" in flagged(compare(path, library))[odd.npi]


def test_other_patients_are_no_reason_to_stand_out(library: Library, tmp_path: Path) -> None:
    """What is expected is what peers do for patients of the same age: who only has old ones is usual."""
    lines = lines_of([*PEERS[:14], Practice(80)])
    for line in lines:
        old = int(line["member"].partition("-")[2]) % 4 == 0
        if line["provider"] == Practice(80).npi:
            old = True
        line["birth_date"] = "1945-01-01" if old else "1990-01-01"
        if line["code"] == "99213" and old:
            line["code"] = "97033"
    path = write(tmp_path / "old.parquet", lines)
    assert Practice(80).npi not in flagged(compare(path, library))
    assert "rate" in flagged(compare(path, library, adjust=[]))[Practice(80).npi]


def test_one_patient_with_very_many_units_makes_nobody_stand_out(library: Library, tmp_path: Path) -> None:
    odd = Practice(90)
    lines = lines_of([*PEERS[:14], odd])
    for half in ("2025-03-01", "2025-09-01"):
        some = next(line for line in lines if line["provider"] == odd.npi and line["code"] == "97033")
        lines += [{**some, "service_date": half, "units": 400}]
    assert odd.npi not in flagged(compare(write(tmp_path / "one.parquet", lines), library))


def test_the_order_of_lines_and_files_changes_nothing(
    library: Library, lines: list[dict[str, Any]], view: dict[str, Any], tmp_path: Path
) -> None:
    mixed = random.Random(7).sample(lines, len(lines))
    (tmp_path / "claims").mkdir()
    half = len(mixed) // 3
    write(tmp_path / "claims" / "z.parquet", mixed[:half])
    write(tmp_path / "claims" / "a.parquet", mixed[half:])
    again = found_view(compare(tmp_path / "claims", library))
    assert {**again, "inputs": ()} == {**view, "inputs": ()}


def test_the_names_of_members_change_nothing(
    library: Library, lines: list[dict[str, Any]], view: dict[str, Any], tmp_path: Path
) -> None:
    renamed = [{**line, "member": f"x{line['member'][::-1]}"} for line in lines]
    again = found_view(compare(write(tmp_path / "renamed.parquet", renamed), library))
    assert again["rows"] == view["rows"]


def test_rows_are_ranked_by_excess_those_that_stand_out_first(view: dict[str, Any]) -> None:
    for measure in view["measures"]:
        rows = [r for r in view["rows"] if r["measure"] == measure["id"]]
        assert [r["rank"] for r in rows] == list(range(1, len(rows) + 1))
        keys = [(not r["stands_out"], -float(r["excess"])) for r in rows]
        assert keys == sorted(keys)


def test_no_row_and_no_sentence_names_a_member(view: dict[str, Any], lines: list[dict[str, Any]]) -> None:
    text = str(view)
    assert not [line["member"] for line in lines if f"'{line['member']}'" in text]
