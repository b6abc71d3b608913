"""What `policy compare`, `policy diff` and `policy cases` print, and what their page says."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest


def examples() -> Path:
    from coverable.policy.library import default_root

    return default_root() / "examples"


def words(text: str) -> str:
    return " ".join(text.split())


def test_compare_says_the_relation_the_patients_and_the_rows(run) -> None:
    done = run("policy", "compare", "DME 32", "CG-MED-28")
    said = words(done.output)
    assert done.exit_code == 0
    assert "Different: each is met for patients for whom the other is not." in said
    assert "Met under healthy-blue/cg-med-28 only: the smallest example patient" in said
    assert re.search(r"same, but always (L\S+ / L\S+ )?needed in healthy-blue/cg-med-28", said)
    assert "only in healthy-blue/cg-med-28: 97033" in said
    assert max(len(line) for line in done.output.splitlines()) <= 100


def test_the_json_holds_every_example_as_a_request_that_check_decides_so(run, tmp_path: Path) -> None:
    view = json.loads(run("policy", "compare", "DME 32", "CG-MED-28", "--format", "json").output)
    (service,) = view["services"]
    assert view["schema_version"] == 1 and service["relation"] == "different"
    example = service["examples"]["only_second"]
    request = tmp_path / "request.json"
    request.write_text(json.dumps(example["request"]), encoding="utf-8")
    made = json.loads(run("check", str(request), "--format", "json").output)
    outcomes = [one["outcome"] for one in made["lines"][0]["coverages"]]
    assert outcomes == [example["first"], example["second"]]


def test_diff_compares_the_newest_version_with_the_one_before_and_checks_the_history(run) -> None:
    said = words(run("policy", "diff", "mp-101").output)
    assert "Wider: version 2026 is met for more patients, and for all those of version 2024 (proved)." in said
    assert "Row by row as for E0470." in said
    assert "2026-01: criteria changed: it holds" in said
    turned = words(run("policy", "diff", "mp-101", "2026", "2024").output)
    assert "Narrower: version 2024 is met for fewer patients" in turned


@pytest.mark.parametrize(
    ("typed", "what", "next"),
    [
        (
            ["policy", "diff", "DME 32"],
            "nothing stands before sentara/dme-32@7",
            "policy compare sentara/dme-32",
        ),
        (["policy", "diff", "mp-101", "2025"], "no version `2025` of meadowlark/mp-101", "2024"),
        (["policy", "compare", "DME 32", "mp-101"], "speak of different services", ""),
        (["policy", "compare", "DME 32", "DME 33"], "no policy `DME 33`", ""),
        (
            ["policy", "test", "--cases", "x.yaml"],
            "a file of cases belongs to one policy",
            "policy test POLICY",
        ),
    ],
)
def test_what_cannot_be_compared_is_refused_with_what_to_do(
    run, typed: list[str], what: str, next: str
) -> None:
    done = run(*typed)
    assert done.exit_code == 2
    assert what in words(done.stderr) and next in words(done.stderr)


def test_boundary_cases_are_written_and_run(run, tmp_path: Path) -> None:
    path = tmp_path / "boundary.yaml"
    assert run("policy", "cases", "DME 32", "--boundary", "-o", str(path)).exit_code == 0
    done = run("policy", "test", "DME 32", "--cases", str(path))
    assert done.exit_code == 0 and "All cases hold." in done.output
    path.write_text(
        path.read_text(encoding="utf-8").replace("criteria_met", "use_not_listed", 1), encoding="utf-8"
    )
    assert run("policy", "test", "DME 32", "--cases", str(path)).exit_code == 1


def test_planted_faults_are_counted(run) -> None:
    done = run("policy", "cases", "mp-102", "--mutants")
    assert done.exit_code == 0
    assert re.search(
        r"59 faults planted|\d+ faults planted, \d+ noticed by the \d+ cases", words(done.output)
    )
    view = json.loads(run("policy", "cases", "mp-102", "--mutants", "--format", "json").output)
    assert view["survived"] == [] and view["mutants"]["killed"] > 50


def test_every_command_of_the_page_on_comparing_works(run, root: Path) -> None:
    text = (root / "docs" / "comparing.md").read_text(encoding="utf-8")
    typed = re.findall(r"^coverable (.*)$", text, re.MULTILINE)
    assert len(typed) >= 7
    for line in typed:
        done = run(*shlex.split(line))
        assert done.exit_code == 0, line
        assert done.output.strip()


@pytest.mark.sr("SR-022")
def test_conflicts_between_levels_are_shown_with_a_patient_and_who_governs(run) -> None:
    done = run(
        "library",
        "conflicts",
        "--plan",
        "meadowlark/advantage",
        "--on",
        "2026-06-10",
        "--library",
        examples(),
    )
    assert done.exit_code == 0
    said = words(done.output)
    assert "fictional-cms/ncd-900.1@1 governs, meadowlark/mp-102@2025 would end otherwise" in said
    assert "→ fictional-cms/ncd-900.1@1: criteria not met; meadowlark/mp-102@2025: criteria met" in said
    refused = run("library", "conflicts", "--plan", "sentara/medicar", "--on", "2026-06-10")
    assert refused.exit_code == 2 and "sentara/medicare" in refused.stderr


@pytest.mark.sr("SR-063")
def test_a_code_with_a_condition_in_one_document_only_is_listed(run) -> None:
    said = words(run("policy", "compare", "DME 32", "CG-MED-28").output)
    assert (
        "E1399 in the code tables: in sentara/dme-32 without one; in healthy-blue/cg-med-28 with the" in said
    )
    view = json.loads(run("policy", "compare", "DME 32", "CG-MED-28", "--format", "json").output)
    (one,) = view["codes"]["qualifiers"]
    assert (one["code"], one["first"]) == ("hcpcs:E1399", None) and "home" in one["second"]
    same = json.loads(run("policy", "compare", "DME 32", "DME 32", "--format", "json").output)
    assert same["codes"]["qualifiers"] == [] == same["descriptions"]


@pytest.mark.sr("SR-107")
def test_what_the_documents_describe_differently_is_listed_and_changes_nothing(run) -> None:
    view = json.loads(run("policy", "compare", "DME 32", "CG-MED-28", "--format", "json").output)
    (one,) = view["descriptions"]
    assert one["term"] == "iontophoresis"
    assert "sweat glands" in one["first"]["says"] and "substance through skin" in one["second"]["says"]
    assert (one["first"]["cite"], one["second"]["cite"]) == ("L24", "L402-404")
    assert (
        "Described differently (of no effect by itself)"
        in run("policy", "compare", "DME 32", "CG-MED-28").output
    )


def test_the_list_of_policy_commands_loads_nothing_heavy() -> None:
    code = "import sys, coverable.cli.policy; print([m for m in ('pydantic', 'z3', 'numpy', 'jinja2') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
