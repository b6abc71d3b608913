"""`coverable impact` on the command line: formats, exit codes, and nothing of a member in any of them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import Run

OLD, NEW = "meadowlark/mp-101@2024", "meadowlark/mp-101@2026"
Put = Callable[[str, Any], Path]
HOME_TEST = {
    "sleep_device_use": "obstructive",
    "sleep_test_kind": "home",
    "sleep_test_date": "2026-01-20",
    "ahi": {"value": 22, "unit": "/h"},
    "sleep_visit_date": "2026-02-01",
}


def stored(name: str, facts: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "id": name,
        "member": {"id": "Jane Roe", "birth_date": "1954-05-02"},
        "coverages": ["meadowlark/employer"],
        "services": [{"code": "E0601", "date": "2026-03-01"}],
        "facts": {"request_kind": "initial", **facts},
        **more,
    }


def three() -> list[dict[str, Any]]:
    """One that the new version widens, one that it does not touch, one that cannot be read."""
    wrong = stored("R-3", HOME_TEST) | {"member": {"id": "Jane Roe", "birth_date": "1954-13-41"}}
    return [stored("R-1", HOME_TEST), stored("R-2", {**HOME_TEST, "sleep_test_kind": "laboratory"}), wrong]


def test_text_names_the_criterion_the_counts_and_an_example(run: Run, put: Put) -> None:
    done = run("impact", OLD, NEW, put("r.json", three()))
    assert done.exit_code == 0
    for words in (
        "3 requests with 2 lines: 1 changed, 1 unchanged; 1 requests could not be read",
        "wider 1 · narrower 0 · other 0",
        "1. test-kind",
        "criteria not met → criteria met",
        "e.g. request R-1, line 1 (r.json[0])",
        "whatever its",
        "r.json[2], request R-3: $.member.birth_date",
    ):
        assert words in done.output, done.output


def test_text_keeps_to_eighty_columns(run: Run, put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    done = run("impact", "sentara/dme-32", "healthy-blue/cg-med-28", put("r.json", three()))
    assert max(map(len, done.output.splitlines())) <= 80


@pytest.mark.parametrize("format", ["text", "json", "jsonl", "csv"])
def test_nothing_of_a_member_is_in_the_output(run: Run, put: Put, format: str) -> None:
    strange = stored("R-4", {"Jane Roe likes": 1})
    data = [*three(), strange, stored("R-5", HOME_TEST, diagnoses=["Jane Roe"])]
    done = run("impact", OLD, NEW, put("r.json", data), "--format", format)
    for told in ("Jane", "1954", "Roe"):
        assert told not in done.output


@pytest.mark.parametrize(("declared", "code"), [(None, 0), ("editorial", 1), ("wider", 0), ("narrower", 1)])
def test_a_change_that_was_not_declared_is_a_finding(
    run: Run, put: Put, declared: str | None, code: int
) -> None:
    options = ["--declared", declared] if declared else []
    assert run("impact", OLD, NEW, put("r.json", three()), *options).exit_code == code
    assert run("impact", OLD, OLD, put("r.json", three()), *options).exit_code == 0


def test_json_is_stable_and_says_what_it_rests_on(run: Run, put: Put) -> None:
    path = put("r.json", three())
    done = run("impact", OLD, NEW, path, "--format", "json")
    assert done.stdout == run("impact", OLD, NEW, path, "--format", "json").stdout
    data = json.loads(done.stdout)
    assert list(data)[:3] == ["schema_version", "old", "new"]
    assert data["requests"] == {"read": 3, "changed": 1, "refused": 1}
    (group,) = data["groups"]
    assert [c["criterion"] for c in group["criteria"]] == ["test-kind"]
    assert group["outcomes"] == [{"old": "criteria_not_met", "new": "criteria_met", "lines": 1}]
    assert data["refused"] == [{"place": "r.json[2]", "request": "R-3", "where": ["$.member.birth_date"]}]
    assert data["differences_without_effect"] == ["heart", "adherent"]


def test_rows_keep_every_line_in_order_and_refused_requests_too(run: Run, put: Put) -> None:
    put("a.jsonl", "\n".join(json.dumps(one) for one in three()) + "\nno json\n")
    put("b.json", three()[0])
    done = run("impact", OLD, NEW, "a.jsonl", "b.json", "--format", "jsonl")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [r["place"] for r in rows] == ["a.jsonl:1", "a.jsonl:2", "a.jsonl:3", "a.jsonl:4", "b.json"]
    assert [r.get("direction") for r in rows] == ["wider", "unchanged", None, None, "wider"]
    assert all("refused" in rows[i] for i in (2, 3))
    table = list(csv.reader(io.StringIO(run("impact", OLD, NEW, "a.jsonl", "--format", "csv").stdout)))
    assert [line[5] for line in table] == ["direction", "wider", "unchanged", "refused", "refused"]


def test_a_file_with_one_line_and_an_empty_one(run: Run, put: Put) -> None:
    one = put("one.jsonl", json.dumps(three()[0]))
    assert "1 requests with 1 line: 1 changed" in run("impact", OLD, NEW, one).output
    for name, content in (("none.jsonl", ""), ("none.json", "[]")):
        done = run("impact", OLD, NEW, put(name, content), "--declared", "editorial")
        assert done.exit_code == 0
        assert "There is no request in the input." in done.output


def test_where_nothing_can_be_read_nothing_is_said_to_hold(run: Run, put: Put) -> None:
    assert run("impact", OLD, NEW, put("r.json", [1, 2]), "--declared", "editorial").exit_code == 2
    assert run("impact", OLD, NEW, "missing.json").exit_code == 2
    assert run("impact", OLD, "meadowlark/mp-999", put("r.json", three())).exit_code == 2


def test_a_folder_is_marked_as_a_draft(run: Run, put: Put, root: Path) -> None:
    import shutil

    shutil.copytree(root / "library/examples/policies/meadowlark/mp-101/2026", "next")
    done = run("impact", OLD, "next", put("r.json", three()))
    assert "from the folder next · DRAFT" in " ".join(done.output.split())
    assert "1. test-kind" in done.output


def test_on_a_day_moves_every_service_there(run: Run, put: Put) -> None:
    path = put("r.json", three()[:2])
    assert "1 changed" in run("impact", OLD, NEW, path).output
    done = run("impact", OLD, NEW, path, "--on", "2028-01-01")  # the sleep test is too old by then
    assert "0 changed, 2 unchanged" in done.output
    assert "all as if on 2028-01-01" in " ".join(done.output.split())
