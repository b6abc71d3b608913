"""`coverable replay`: an old determination is computed again to the same bytes, or the change is named."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest


@pytest.fixture
def library(root: Path, tmp_path: Path) -> Path:
    """A library of its own, to be changed."""
    return Path(shutil.copytree(root / "library", tmp_path / "library"))


@pytest.fixture
def old(run, put, samples, library) -> tuple[Path, Path]:
    """(determination, request) as `check` wrote them."""
    request = put("request.json", samples["demo-3-information"])
    run("check", request, "--library", library, "--format", "json", "-o", "old.json")
    return request.parent / "old.json", request


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


@pytest.mark.sr("SR-012")
def test_an_old_case_replays_to_the_same_bytes_after_three_updates(run, old, library) -> None:
    folder = library / "policies" / "sentara" / "dme-32"
    for version, day in (("8", "2026-07-01"), ("9", "2027-01-01"), ("10", "2028-01-01")):
        newer = folder / version
        shutil.copytree(folder / "7", newer)
        (newer / "cases.yaml").unlink(missing_ok=True)
        policy = newer / "policy.yaml"
        edit(policy, 'version: "7"', f'version: "{version}"')
        edit(policy, "from: 2026-01-01", f"from: {day}")
        edit(policy, "in: [approved, cleared, de_novo]", "in: [approved]")
        done = run("replay", *old, "--library", library)
        assert done.exit_code == 0, done.output
        assert "byte-identical" in done.stdout


def test_formatting_alone_is_told_and_no_difference(run, old, library) -> None:
    determination, request = old
    data = json.loads(determination.read_text(encoding="utf-8"))
    determination.write_text(json.dumps(data, indent=7, sort_keys=True), encoding="utf-8")
    done = run("replay", *old, "--library", library)
    assert done.exit_code == 0
    assert "only the formatting differs" in done.stdout
    run("check", request, "--library", library, "--format", "jsonl", "-o", "old.jsonl")
    assert "byte-identical" in run("replay", "old.jsonl", request, "--library", library).stdout


def test_what_changed_underneath_is_named_before_what_came_out_otherwise(run, put, samples, library) -> None:
    request = put("request.json", samples["demo-1-met"])
    run("check", request, "--library", library, "--format", "json", "-o", "old.json")
    old = ("old.json", request)
    policy = library / "policies" / "sentara" / "dme-32" / "7"
    edit(policy / "policy.yaml", "in: [approved, cleared, de_novo]", "is: approved")
    edit(policy / "signoff.yaml", "because: the exclusion speaks", "because: the exclusion really speaks")
    edit(library / "plans" / "sentara" / "medicare.yaml", "state: VA", "state: MD")
    done = run("replay", *old, "--library", library)
    assert done.exit_code == 1
    for pin in ("policy file: ", "sign-off: ", "plan file: "):
        assert pin in done.stdout
    assert "glossary:" not in done.stdout
    assert "$.lines[0].combined.outcome\n" in done.stdout
    assert "then: criteria_met" in done.stdout
    data = json.loads(run("replay", *old, "--library", library, "--format", "json").stdout)
    assert data["schema_version"] == 1
    assert data["identical"] is False
    assert [p["pin"] for p in data["pins"]] == ["plan file", "policy file", "sign-off"]


def test_a_pin_may_change_while_everything_else_stays(run, old, library) -> None:
    path = next((library / "glossary").glob("*.yaml"))
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert run("replay", *old, "--library", library).exit_code == 0
    (library / "glossary" / "more.yaml").write_text(
        "facts: {x: {type: yes_no, label: x, ask: x, plain: x}}\n"
    )
    done = run("replay", *old, "--library", library)
    assert done.exit_code == 1
    assert "glossary: " in done.stdout
    assert "Everything else came out the same" in done.stdout


def test_another_request_is_noticed(run, old, put, samples, library) -> None:
    other = put("other.json", samples["demo-1-met"])
    done = run("replay", old[0], other, "--library", library)
    assert done.exit_code == 1
    assert "facts of the request" in done.stdout
    assert "this may be another request" in done.stdout


def test_the_day_of_looking_and_what_if_readings_are_taken_from_the_pins(run, put, samples) -> None:
    request = put("request.json", samples["demo-1-met"])
    options = ("--as-of", "2026-12-24", "--interpretation", "AM-4=approval-only", "--format", "json")
    run("check", request, *options, "-o", "old.json")
    assert "byte-identical" in run("replay", "old.json", request).stdout


def test_lists_are_replayed_together_and_one_is_found_among_several(run, put, samples) -> None:
    requests = put("requests.json", list(samples.values()))
    run("check", requests, "--format", "json", "-o", "old.json")
    assert re.search(r"All 5 determinations: byte-identical", run("replay", "old.json", requests).stdout)
    one = put("one.json", samples["demo-2-other-payer"])
    run("check", one, "--format", "json", "-o", "one.old.json")
    assert "byte-identical" in run("replay", "one.old.json", requests).stdout


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"\xff\xfe", "not UTF-8"),
        ("{", "not JSON"),
        ({"a": 1}, "not a determination"),
        ("[]", "do not belong together"),
    ],
)
def test_what_is_no_determination_is_refused(run, put, samples, content, what) -> None:
    done = run("replay", put("old.json", content), put("request.json", samples["demo-1-met"]))
    assert done.exit_code == 2
    assert what in done.stderr
    assert "  next: " in done.stderr


def test_missing_files_are_refused(run, put, samples) -> None:
    assert run("replay", "nothing.json", put("r.json", samples["demo-1-met"])).exit_code == 2
