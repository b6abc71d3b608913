"""`coverable codes` at the command line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from coverable.cli.codes import codes_app
from coverable.glossary import codebuild

run = CliRunner()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return codebuild.build(tmp_path_factory.mktemp("codes") / "codes-cli.sqlite")


@pytest.fixture(autouse=True)
def code_book(shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "codes.sqlite"
    path.write_bytes(shared.read_bytes())
    monkeypatch.setenv("COVERABLE_CODES", str(path))
    monkeypatch.setenv("COLUMNS", "100")
    return path


def test_a_valid_code_answers_with_exit_code_0() -> None:
    done = run.invoke(codes_app, ["lookup", "R61", "--on", "2026-02-10"])
    assert done.exit_code == 0
    assert "Generalized hyperhidrosis" in done.output


def test_an_incomplete_code_is_a_finding() -> None:
    done = run.invoke(codes_app, ["lookup", "icd10cm:S03.0"])
    assert done.exit_code == 1
    assert "incomplete" in done.output


@pytest.mark.parametrize("arguments", [["lookup", "hcpsc:E1399"], ["lookup", "R61", "--on", "yesterday"]])
def test_what_cannot_be_read_is_exit_code_2_with_the_next_step(arguments: list[str]) -> None:
    done = run.invoke(codes_app, arguments)
    assert done.exit_code == 2
    assert "next:" in done.output
    as_json = run.invoke(codes_app, [*arguments, "--format", "json"])
    assert json.loads(as_json.stdout)["problems"][0]["next"]


def test_json_is_stable_and_carries_its_version() -> None:
    first, again = (
        run.invoke(codes_app, ["lookup", "R61", "CPT:97033", "--format", "json"]) for _ in range(2)
    )
    assert first.stdout == again.stdout
    data = json.loads(first.stdout)
    assert data["schema_version"] == 1
    assert data["releases"] == {"icd10cm": "2026-04-01"}
    assert [code["code"] for code in data["codes"]] == ["icd10cm:R61", "cpt:97033"]


def test_several_words_and_a_prefix_with_a_space_are_understood() -> None:
    assert "icd10cm:L74.510" in run.invoke(codes_app, ["lookup", "focal", "hyperhidrosis"]).output
    assert "cpt:97033" in run.invoke(codes_app, ["lookup", "CPT", "97033"]).output
    assert "icd10cm:R61" in run.invoke(codes_app, ["lookup", "ICD-10-CM", "R61"]).output
    nothing = run.invoke(codes_app, ["lookup", "no such words anywhere"])
    assert nothing.exit_code == 1
    assert run.invoke(codes_app, ["lookup", "hyperhidrosis"]).exit_code == 0


@pytest.mark.sr("SR-060")
@pytest.mark.sr("SR-069")
def test_a_lookup_never_speaks_of_coverage_or_payment() -> None:
    asked = [
        "R61",
        "S03.0",
        "M26.641",
        "H81.41",
        "L74.515",
        "E1399",
        "97033",
        "97032",
        "icd9:7808",
        "hyperhidrosis",
    ]
    for word in asked:
        for extra in ([], ["--format", "json"], ["--on", "2020-01-01"]):
            output = run.invoke(codes_app, ["lookup", word, *extra]).output
            assert not re.search(
                r"\b(un)?(cover(ed|age|s)?|payable|paid|payment|den(y|ied|ial)|approved?)\b", output, re.I
            )
    assert "when criteria are met" in " ".join(run.invoke(codes_app, ["lookup", "E1399"]).output.split())


def test_a_licensed_file_is_loaded_with_the_notice_and_then_listed(tmp_path: Path) -> None:
    path = tmp_path / "cpt.csv"
    path.write_text("97033,Made-up words\n", encoding="utf-8")
    arguments = ["load", str(path), "--system", "cpt", "--release", "2026"]
    refused = run.invoke(codes_app, arguments)
    assert refused.exit_code == 2
    done = run.invoke(codes_app, [*arguments, "--licensed"])
    assert done.exit_code == 0
    assert "American Medical Association" in done.output
    assert "2026-01-01" in run.invoke(codes_app, ["releases"]).output
    data = json.loads(run.invoke(codes_app, ["releases", "--format", "json"]).stdout)
    assert [(r["system"], r["licensed"]) for r in data["releases"]] == [("cpt", True), ("icd10cm", False)]


def test_a_code_of_a_system_without_a_release_is_not_called_valid() -> None:
    done = run.invoke(codes_app, ["lookup", "CPT:97033", "--on", "2026-02-10"])
    assert done.exit_code == 0
    assert "not checked: no release loaded" in done.output
    assert "valid " not in done.output.replace("is valid on", "")
    data = json.loads(run.invoke(codes_app, ["lookup", "CPT:97033", "--format", "json"]).stdout)
    assert data["codes"][0]["state"] == "not_checked"
