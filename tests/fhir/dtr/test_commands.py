"""`coverable fhir questionnaire`, `package` and `answers`: a form, its package and its answers as files."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import json
from typer.testing import CliRunner

from coverable.cli.main import app
from fhir.dtr.test_four_doors import record

RUN = CliRunner()


def ran(*words: str, code: int = 0) -> str:
    found = RUN.invoke(app, ["fhir", *words])
    assert found.exit_code == code, found.output
    return found.output


def test_a_policy_is_printed_as_a_questionnaire_that_is_the_same_every_time() -> None:
    first = ran("questionnaire", "sentara/dme-32")
    assert first == ran("questionnaire", "DME 32")
    made = json.decode(first)
    assert made["resourceType"] == "Questionnaire" and made["item"][0]["text"] == "The item"


@pytest.mark.parametrize("version", ["2.2", "2.0.1"])
def test_a_package_holds_the_draft_that_a_record_fills(tmp_path: Path, version: str) -> None:
    given, made = tmp_path / "record.json", tmp_path / "package.json"
    given.write_bytes(json.encode(record()))
    ran(
        "package",
        "sentara/dme-32",
        "--version",
        version,
        "--record",
        str(given),
        "--as-of",
        "2026-02-08",
        "-o",
        str(made),
    )
    entries = [e["resource"] for e in json.decode(made.read_bytes())["entry"]]
    assert [one["resourceType"] for one in entries] == ["Questionnaire", "QuestionnaireResponse", "Library"]
    filled = {i["linkId"] for g in entries[1]["item"] for i in g.get("item", ())}
    assert filled == {"device_kind", "use", "skin_maceration", "secondary_infection"}
    assert entries[1]["subject"] == {"reference": "Patient/p1"}


def test_answers_become_a_request_that_check_decides(tmp_path: Path) -> None:
    given, made, request = (tmp_path / name for name in ("record.json", "package.json", "request.json"))
    given.write_bytes(json.encode(record()))
    ran("package", "sentara/dme-32", "--record", str(given), "-o", str(made))
    response = tmp_path / "response.json"
    response.write_bytes(json.encode(json.decode(made.read_bytes())["entry"][1]["resource"]))
    where = ("--plan", "sentara/medicare", "--code", "E1399", "--date", "2026-02-10", "-o", str(request))
    ran("answers", str(response), *where)
    found = RUN.invoke(app, ["check", str(request), "--format", "json"])
    assert found.exit_code == 0 and '"outcome": "information_needed"' in found.output
    assert "no form" in ran("answers", str(response), *where, "--address", "http://x.example", code=2)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("questionnaire", "nothing"), "no policy `nothing`"),
        (("package", "sentara/dme-32", "--service", "chair"), "it has iontophoresis"),
    ],
)
def test_what_there_is_not_is_refused_in_words(words: tuple[str, ...], said: str) -> None:
    assert said in ran(*words, code=2)
