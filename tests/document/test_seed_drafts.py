"""The seeds, read and answered by an analyst file alone, decide as our encodings by hand do."""

from __future__ import annotations

from pathlib import Path

import pytest

from coverable.determination.cases import run_cases
from coverable.determination.engine import Engine
from coverable.document.draft.made import walk
from coverable.proof.compare import compare
from document.seed_drafts import FILES, answered, library_of_drafts
from seed_requests import SEEDS


@pytest.fixture(scope="module")
def drafts(engine: Engine, seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return library_of_drafts(engine, seeds, tmp_path_factory.mktemp("drafts"))


@pytest.mark.parametrize("key", SEEDS)
def test_the_draft_and_its_answers_decide_the_golden_cases(drafts: Engine, key: str) -> None:
    results = list(run_cases(drafts, key))
    golden = [r for r in results if r.case.startswith("gc-")]
    assert len(golden) == 18
    problems = [p for result in golden for p in result.problems]
    assert not problems, "\n".join(map(str, problems))


@pytest.mark.parametrize("key", SEEDS)
def test_every_other_case_holds_too(drafts: Engine, key: str) -> None:
    problems = [p for result in run_cases(drafts, key) for p in result.problems]
    assert not problems, "\n".join(map(str, problems))


@pytest.mark.parametrize("key", SEEDS)
def test_draft_and_encoding_by_hand_are_proved_equivalent(engine: Engine, drafts: Engine, key: str) -> None:
    found = compare(engine, engine.library.policy(key), drafts.library.policy(key))
    assert found
    assert all(one.relation == "equivalent" and one.same_outcomes for one in found)


@pytest.mark.parametrize("key", SEEDS)
def test_nothing_of_the_document_is_left_unmapped(engine: Engine, seeds: Path, key: str) -> None:
    applied = answered(engine, seeds, key)
    assert not applied.lost
    assert not [slot.id for slot in applied.open if slot.kind == "criterion"]


@pytest.mark.parametrize("key", SEEDS)
def test_no_sentence_of_the_document_stands_in_the_draft(engine: Engine, seeds: Path, key: str) -> None:
    from repository.test_own_words import runs

    theirs = set(runs((seeds / FILES[key][0]).read_text(encoding="utf-8")))
    values = [value for _, value in walk(answered(engine, seeds, key).draft.policy) if isinstance(value, str)]
    assert len(values) > 50
    ours = {run for value in values for run in runs(value)}
    assert not {" ".join(run) for run in ours & theirs}
