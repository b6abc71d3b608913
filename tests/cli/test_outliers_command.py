"""`coverable claims outliers`, `claims ground` and `plan notices`: from claims to a notice, and every stop between."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from claims.practices import FREQUENT, MIXED, lines_of, usual, write
from coverable.plan.ground import INNOCENT

WHAT = (
    "--code",
    "97033",
    "--among",
    "97110",
    "--among",
    "97140",
    "--policy",
    "healthy-blue/cg-med-28@2023-01-01",
)
LOOKED = [word for name in INNOCENT for word in ("--considered", f"{name}=looked at, and not so")]
ADVERSE = re.compile(r"\b(fraud\w*|abus\w*|improper|overpa\w+|recoup\w*|den(y|ies|ied|ial))\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def claims(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lines = lines_of([*usual(range(14)), FREQUENT, MIXED])
    return write(tmp_path_factory.mktemp("claims") / "claims.parquet", lines)


def ground(run: Any, *more: str) -> Any:
    words = ("--by", "A committee", "--because", "far above its peers", *LOOKED, "--on", "2026-02-01")
    return run("claims", "ground", "result.json", *words, *more)


@pytest.mark.sr("SR-080")
def test_from_claims_to_a_notice_that_names_measure_and_peers(
    run: Any, claims: Path, root: Path, tmp_path: Path
) -> None:
    done = run("claims", "outliers", claims, *WHAT, "--format", "json", "-o", "result.json")
    assert done.exit_code == 0, done.stderr
    assert "2 providers stand out" in done.stdout
    written = [
        ground(run, "--provider", one.npi, "--measure", measure).stdout
        for one, measure in ((FREQUENT, "rate"), (MIXED, "mix-97033"))
    ]
    shutil.copytree(root / "library", tmp_path / "library")
    plan = tmp_path / "library/plans/sample/commercial.yaml"
    entries = "".join(text.partition("\n")[2] for text in written)
    plan.write_text(
        re.sub(r"notices:\n.*?(?=benefits:)", f"notices:\n{entries}", plan.read_text(), flags=re.DOTALL)
    )
    done = run(
        "plan", "notices", "sample/commercial", "--library", "library", "--on", "2026-02-02", "-o", "out"
    )
    assert done.exit_code == 0, done.stderr
    found = {p.name: p.read_text(encoding="utf-8").replace("\\", "") for p in Path("out").rglob("*.md")}
    assert set(found) == {f"{FREQUENT.npi}-2026-02-01.md", f"{MIXED.npi}-2026-02-01.md"}
    peers = "other providers of the same specialty, setting, region and line of business"
    by_rate, by_mix = (found[f"{one.npi}-2026-02-01.md"] for one in (FREQUENT, MIXED))
    assert "patients with the codes (97033)" in by_rate
    assert "patients with this code (97033, of 97033, 97110, 97140)" in by_mix
    for text in (by_rate, by_mix):
        assert re.search(rf"1[0-9] {peers}", text)
        assert not re.search(r"\bM\d+-\d+\b", text)
        assert not ADVERSE.search(text)
    check = run("claims", "review", claims, "-o", "reviewed", "--library", "library")
    assert check.exit_code in (0, 1), check.stderr


def test_the_page_says_who_stands_out_beside_whom_and_what_to_look_at_first(run: Any, claims: Path) -> None:
    text = " ".join(run("claims", "outliers", claims, *WHAT).stdout.split())
    assert f"1. {FREQUENT.npi}: " in text
    assert "others of the same specialty, setting, region, line of business (physical therapy" in text
    assert "period before: " in text
    assert all(f"[ ] {name}: {says}" in text for name, says in INNOCENT.items())
    assert "It decides no claim, reaches no request of a member, and is no finding" in text
    assert not ADVERSE.search(text)
    assert not re.search(r"\bM\d+-\d+\b", text)


def test_csv_has_one_row_for_each_figure(run: Any, claims: Path) -> None:
    done = run("claims", "outliers", claims, *WHAT, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert {row["provider"] for row in rows if row["stands_out"] == "yes"} == {FREQUENT.npi, MIXED.npi}
    [one] = [row for row in rows if row["provider"] == FREQUENT.npi and row["measure"] == "rate"]
    assert float(one["figure"]) > float(one["usual_to"])
    assert one["peers_alike"] == "specialty, setting, region, line of business"
    assert one["why"] == ""


def test_declared_measures_can_be_kept_changed_and_given(run: Any, claims: Path) -> None:
    done = run("claims", "outliers", claims, *WHAT, "--declare", "-o", "measures.yaml")
    assert done.exit_code == 0, done.stderr
    first = run("claims", "outliers", claims, *WHAT, "--format", "json").stdout
    again = run("claims", "outliers", claims, "--measures", "measures.yaml", "--format", "json").stdout
    assert json.loads(first) == json.loads(again)
    text = Path("measures.yaml").read_text(encoding="utf-8")
    Path("measures.yaml").write_text(text[: text.index("  - id: units")], encoding="utf-8")
    view = json.loads(
        run("claims", "outliers", claims, "--measures", "measures.yaml", "--format", "json").stdout
    )
    assert [one["id"] for one in view["measures"]] == ["rate"]


def test_periods_can_be_named(run: Any, claims: Path) -> None:
    periods = ("--period", "2025-07-01..2025-12-31", "--period", "2025-01-01..2025-06-30")
    view = json.loads(run("claims", "outliers", claims, *WHAT, *periods, "--format", "json").stdout)
    assert [one["from"] for one in view["periods"]] == ["2025-01-01", "2025-07-01"]
    assert view["stand_out"] == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--period", "2025-01-01"), "`2025-01-01` is no period"),
        (("--period", "2025-02-01..2025-01-01"), "is no period"),
        (("--period", "2025-01-01..2025-06-30"), "only one period"),
        (("--measures", "nowhere.yaml"), "measures are declared twice"),
    ],
)
def test_what_cannot_be_compared_is_refused(
    run: Any, claims: Path, words: tuple[str, ...], said: str
) -> None:
    done = run("claims", "outliers", claims, *WHAT, *words)
    assert done.exit_code == 2
    assert said in done.stderr
    assert "next:" in done.stderr


def test_files_that_are_missing_are_named(run: Any, claims: Path) -> None:
    done = run("claims", "outliers", claims, "--measures", "nowhere.yaml")
    assert (done.exit_code, "no file of measures there" in done.stderr) == (2, True)
    done = run("claims", "outliers", "nowhere.parquet", *WHAT)
    assert done.exit_code == 2


def test_a_reason_nobody_knows_is_refused_with_the_nearest(run: Any) -> None:
    done = run(
        "claims", "ground", "r.json", "--provider", "1", "--measure", "rate", "--by", "x", "--because", "y",
        "--considered", "case-mix=a",
    )  # fmt: skip
    assert done.exit_code == 2
    assert "did you mean `case_mix`?" in done.stderr
