"""The words of every result: criteria, never payment; nothing here decides against a member."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from coverable.cli import main
from coverable.determination import headline, wording
from coverable.determination.cases import read_cases, request_of
from coverable.policy.library import Library

FORBIDDEN = re.compile(r"\b(den(y|ies|ied|ial|ials|ying)|payable|(un|non)?covered)\b", re.IGNORECASE)
UNNECESSARY = re.compile(
    r"authori[sz]ation (is )?(not|no longer) (required|necessary|needed|asked)"
    r"|no (prior )?authori[sz]ation (is )?(required|necessary|needed)|explanation of benefits|\bEOB\b",
    re.IGNORECASE,
)


def cases() -> Iterator[dict[str, Any]]:
    """The request of every case in the library."""
    library = Library()
    for folder in library.folders.values():
        if (folder / "cases.yaml").exists():
            file, _ = read_cases(folder, library.name(folder / "cases.yaml"))
            yield from (request_of(case, file.defaults) for case in file.cases)


def constants(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@pytest.mark.sr("SR-018")
@pytest.mark.sr("SR-117")
@pytest.mark.sr("SR-118")
def test_no_result_speaks_of_payment_and_each_says_what_it_is(run, put, samples) -> None:
    requests = [*cases(), *samples.values()]
    assert len(requests) > len(samples)
    path = put("all.json", requests)
    for options in ((), ("--full", "--reviewer"), ("--format", "json"), ("--format", "jsonl")):
        done = run("check", path, *options)
        assert done.exit_code == 0, done.stderr
        found = FORBIDDEN.search(done.output) or UNNECESSARY.search(done.output)
        assert not found, done.output[max(0, found.start() - 80) : found.end() + 40]
        if "--format" not in options:
            assert done.stdout.count(wording.KIND) >= len(requests)
            assert " ".join(done.stdout.split()).count(wording.CLOSING) == len(requests)
    decided = json.loads(run("check", path, "--format", "json").stdout)
    assert {"criteria_met", "information_needed"} <= {d["lines"][0]["combined"]["outcome"] for d in decided}


def test_a_case_that_is_not_verified_by_a_contract_says_so(run, put, samples) -> None:
    text = " ".join(run("check", put("r.json", samples["demo-1-met"])).stdout.split())
    assert "this is a result on the criteria only" in text
    assert "That is not yet an authorization." in text


def test_no_sentence_of_the_command_line_has_a_forbidden_word() -> None:
    places = [*Path(main.__file__).parent.glob("*.py"), Path(wording.__file__), Path(headline.__file__)]
    hits = [f"{path.name}: {text}" for path in places for text in constants(path) if FORBIDDEN.search(text)]
    assert not hits, hits


def test_every_outcome_and_step_has_its_words() -> None:
    from coverable.determination.steps import STEP

    assert set(STEP) | {"criteria_met"} <= set(wording.OUTCOMES)
    assert set(STEP.values()) <= set(wording.STEPS)
