"""Runs: formats, resuming, taking over, explaining. Equal inputs give equal files."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from claims.folders import held, lines_of, manifest, one_file
from coverable.base.problem import Refused
from coverable.claims.arrow import database
from coverable.claims.explain import Ended, explain
from coverable.claims.mapping import MappingFile
from coverable.claims.run import Asked, review
from coverable.claims.synth.write import synth
from coverable.determination.decide import determine
from coverable.determination.engine import Engine, open_engine

KILLS = int(os.environ.get("COVERABLE_KILLS", "4"))
RUN = """
import sys
from pathlib import Path
from coverable.claims.mapping import MappingFile
from coverable.claims.run import Asked, review
review(Asked(Path(sys.argv[1]), Path(sys.argv[2]), MappingFile(), Path(sys.argv[3])))
"""


def pieces(folder: Path, made: Path, count: int) -> Path:
    """The made-up lines as a folder of files: parts never reach over two of them."""
    table = pq.read_table(made)
    folder.mkdir()
    step = table.num_rows // count
    for i in range(count):
        pq.write_table(table.slice(i * step, step), folder / f"claims-{i:02}.parquet")
    return folder


def test_parquet_arrow_and_csv_of_the_same_claims_are_decided_alike(tmp_path: Path, root: Path) -> None:
    found = []
    for ending in ("parquet", "arrow", "csv"):
        synth(tmp_path / f"made.{ending}", 3_000, 5, dirty=0)
        out = tmp_path / ending
        review(Asked(tmp_path / f"made.{ending}", out, MappingFile(), root / "library"))
        found.append(lines_of(out).drop_columns(["source"]))
    assert found[0].equals(found[1])
    assert found[0].equals(found[2])


@pytest.mark.parametrize("damage", ["empty", "cut off", "a damaged page"])
def test_a_damaged_file_is_refused_by_its_name_and_leaves_no_folder(
    tmp_path: Path, made: Path, root: Path, damage: str
) -> None:
    good = bytearray(made.read_bytes())
    last = len(good) - int.from_bytes(good[-8:-4], "little") - 8
    bad = {
        "empty": b"",
        "cut off": bytes(good[:5_000]),
        "a damaged page": bytes(b ^ 0x5A if 4 <= i < last else b for i, b in enumerate(good)),
    }[damage]
    claims = tmp_path / "bad.parquet"
    claims.write_bytes(bad)
    with pytest.raises(Refused, match="the file cannot be read") as caught:
        review(Asked(claims, tmp_path / "out", MappingFile(), root / "library"))
    assert "bad.parquet" in str(caught.value)
    assert not (tmp_path / "out").exists()


def test_two_processes_write_what_one_writes(tmp_path: Path, made: Path, root: Path) -> None:
    claims = pieces(tmp_path / "claims", made, 4)
    for workers in (1, 2):
        review(Asked(claims, tmp_path / str(workers), MappingFile(), root / "library", workers=workers))
    assert held(tmp_path / "1") == held(tmp_path / "2")


def test_a_run_that_is_killed_again_and_again_ends_with_the_same_files(
    tmp_path: Path, made: Path, root: Path
) -> None:
    claims = pieces(tmp_path / "claims", made, 12)
    command = [sys.executable, "-c", RUN, str(claims), "", str(root / "library")]
    whole = tmp_path / "whole"
    began = time.monotonic()
    subprocess.run([*command[:4], str(whole), command[5]], check=True)
    takes = time.monotonic() - began
    wanted = held(whole)
    draw = random.Random(20260302)
    killed, folder = 0, 0
    while killed < KILLS:
        folder += 1
        out = tmp_path / f"killed-{folder}"
        for _ in range(5):
            process = subprocess.Popen([*command[:4], str(out), command[5]], stderr=subprocess.DEVNULL)
            time.sleep(draw.uniform(0.2, 0.9) * takes)
            if process.poll() is not None:
                break
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed += 1
        subprocess.run([*command[:4], str(out), command[5]], check=True)
        assert held(out) == wanted
        shutil.rmtree(out)


def test_a_folder_that_holds_another_run_is_left_alone(tmp_path: Path, root: Path) -> None:
    out = tmp_path / "out"
    review(Asked(one_file(tmp_path / "a.parquet", {}), out, MappingFile(), root / "library"))
    before = held(out)
    with pytest.raises(Refused, match="another run"):
        review(Asked(one_file(tmp_path / "b.parquet", {"units": 2}), out, MappingFile(), root / "library"))
    assert held(out) == before


def test_lines_that_no_policy_governs_leave_out_what_is_null_for_all_of_them(reviewed: Path) -> None:
    full, short = (pq.read_table(path) for path in sorted((reviewed / "lines").iterdir()))
    assert full.num_rows > 0
    assert full["policy"].null_count == 0
    assert short.num_rows + full.num_rows == 6_000
    left_out = {"diagnosis_signal", "units", "policy", "version", "policy_sha256"}
    assert left_out <= set(full.schema.names) - set(short.schema.names)
    assert {*full.schema.names[:4], "outcome", "flags", "rejected"} <= set(short.schema.names)
    together = lines_of(reviewed)
    assert together.schema.names == full.schema.names
    assert together["row"].to_pylist() == list(range(6_000))
    assert together["policy"].null_count == short.num_rows


def test_readers_that_know_nothing_of_us_see_one_table(reviewed: Path) -> None:
    files = f"read_parquet('{reviewed}/lines/*.parquet', union_by_name = true)"
    with database("") as base:
        found = base.execute(f"SELECT row, policy, outcome, flags FROM {files} ORDER BY row").fetchall()
    ours = lines_of(reviewed).select(["row", "policy", "outcome", "flags"]).to_pylist()
    assert found == [tuple(one.values()) for one in ours]


def test_a_run_that_ended_has_nothing_left_to_do(tmp_path: Path, root: Path) -> None:
    asked = Asked(one_file(tmp_path / "a.parquet", {}), tmp_path / "out", MappingFile(), root / "library")
    review(asked)
    before = held(tmp_path / "out")
    assert review(asked)["time"]["parts_resumed"] == 1
    assert held(tmp_path / "out") == before


def test_only_parts_that_something_changed_for_are_decided_again(
    tmp_path: Path, made: Path, root: Path
) -> None:
    claims = pieces(tmp_path / "claims", made, 4)
    library = tmp_path / "library"
    shutil.copytree(root / "library", library)
    first = tmp_path / "first"
    review(Asked(claims, first, MappingFile(), library))
    # nothing changed: all is taken over, and the files are those of a new run
    second = review(Asked(claims, tmp_path / "second", MappingFile(), library, since=first))
    assert second["time"]["parts_taken_over"] == 4
    assert held(tmp_path / "second") == held(first)
    # one file changed
    pq.write_table(pq.read_table(claims / "claims-01.parquet").slice(1), claims / "claims-01.parquet")
    third = review(Asked(claims, tmp_path / "third", MappingFile(), library, since=first))
    assert third["time"]["parts_taken_over"] == 3
    review(Asked(claims, tmp_path / "anew", MappingFile(), library))
    assert held(tmp_path / "third") == held(tmp_path / "anew")
    # a plan changed: parts with claims of it are decided again
    plan = library / "plans/sample/commercial.yaml"
    plan.write_text(
        plan.read_text(encoding="utf-8").replace("on: 2026-01-15", "on: 2025-08-01"), encoding="utf-8"
    )
    fourth = review(Asked(claims, tmp_path / "fourth", MappingFile(), library, since=tmp_path / "third"))
    assert fourth["time"]["parts_taken_over"] == 0
    review(Asked(claims, tmp_path / "again", MappingFile(), library))
    assert held(tmp_path / "fourth") == held(tmp_path / "again")


def test_a_change_of_one_policy_leaves_claims_of_other_plans_as_they_are(tmp_path: Path, root: Path) -> None:
    claims = tmp_path / "claims"
    claims.mkdir()
    one_file(claims / "a.parquet", {"plan": "healthy-blue/medicaid"})
    one_file(claims / "b.parquet", {"plan": "sentara/medicare", "code": "E1399"})
    library = tmp_path / "library"
    shutil.copytree(root / "library", library)
    review(Asked(claims, tmp_path / "first", MappingFile(), library))
    path = library / "policies/sentara/dme-32/7/signoff.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            "AM-4: {option: clearance-counts", "AM-4: {option: approval-only"
        ),
        encoding="utf-8",
    )
    assert path.read_text(encoding="utf-8") != (
        root / "library/policies/sentara/dme-32/7/signoff.yaml"
    ).read_text(encoding="utf-8")
    later = review(Asked(claims, tmp_path / "later", MappingFile(), library, since=tmp_path / "first"))
    assert later["time"]["parts_taken_over"] == 1


def test_the_explained_line_is_the_determination_of_its_request(reviewed: Path, engine: Engine) -> None:
    ended = Ended(reviewed)
    decided = [r for r in lines_of(reviewed).to_pylist() if r["policy"] and r["claim"]][:40]
    for row in decided[::4]:
        (one,) = [e for e in explain(ended, row["claim"], engine) if e.said["row"] == row["row"]]
        assert one.request is not None
        coverage = determine(one.request, engine)["lines"][0]["coverages"][0]
        assert coverage["outcome"] == row["outcome"]
        assert coverage["rationale"] is not None
        assert {f["code"] for f in coverage["flags"]} == set(row["flags"].split())


def test_a_line_is_not_explained_by_another_library(reviewed: Path, root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "library", tmp_path / "library")
    path = tmp_path / "library/policies/healthy-blue/cg-med-28/2023-01-01/policy.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("title: Iontophoresis", "title: Other"), encoding="utf-8"
    )
    row = next(
        r for r in lines_of(reviewed).to_pylist() if r["policy"] == "healthy-blue/cg-med-28" and r["claim"]
    )
    with pytest.raises(Refused, match="library has changed"):
        explain(Ended(reviewed), row["claim"], open_engine(tmp_path / "library"))


def test_the_manifest_says_what_was_read_what_decided_and_what_is_missing(
    reviewed: Path, made: Path, engine: Engine
) -> None:
    said = manifest(reviewed)
    assert said["inputs"][0]["rows"] == 6_000
    assert len(said["inputs"][0]["sha256"]) == 64
    policy = engine.library.policy("healthy-blue/cg-med-28@2023-01-01")
    assert said["rests_on"]["policies"][policy.key]["sha256"] == policy.sha256
    assert sum(said["outcomes"].values()) == said["lines"]["decided"]
    assert {"use", "prescription_antiperspirant_failed"} <= said["missing_facts"].keys()
    assert said["time"]["seconds"] > 0
    assert json.loads((reviewed / "run.json").read_text())["plan"]["inputs"][0]["name"] == made.name
