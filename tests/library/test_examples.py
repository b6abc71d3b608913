"""The fictional example library: its cases hold, its citations are right, and it uses the whole language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import get_args

import pytest

from coverable.base.model import read_model
from coverable.base.yamlfile import read_yaml
from coverable.determination.cases import CasesFile, read_cases, run_cases
from coverable.determination.engine import Engine
from coverable.determination.schema import OUTCOMES
from coverable.glossary.facts import GlossaryFile
from coverable.policy.cite import Citations, check_citations
from coverable.policy.criterion import RULES, TESTS, Criterion
from coverable.policy.model import Position
from coverable.policy.walk import all_criteria

EXAMPLES = Path(__file__).resolve().parents[2] / "library" / "examples"
FOLDERS = sorted(path.parent for path in (EXAMPLES / "policies").glob("*/*/*/policy.yaml"))
KEYS = ["{}/{}@{}".format(*folder.parts[-3:]) for folder in FOLDERS]
DRAFT = "meadowlark/mp-180@draft"

UNSEEN = {
    "fictional-cms/ncd-900.1@1": {"is-low-oxygen"},  # it applies wherever its criteria are shown
    DRAFT: {"at-night", "four-a-month"},  # a draft decides nothing, so nothing of it is ever shown
}
"""Criteria that no rationale shows with a settled value, beside qualifiers and conditions of silence."""


def criteria(engine: Engine, key: str) -> Iterator[Criterion]:
    yield from (criterion for criterion, _ in all_criteria(engine.library.origin(key).file))


def every_criterion(engine: Engine) -> Iterator[Criterion]:
    for key in KEYS:
        yield from criteria(engine, key)


def cases(engine: Engine, key: str) -> CasesFile:
    return read_cases(engine.library.folders[key], key)[0]


# -- cases -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", KEYS)
def test_every_case_of_the_example_holds(engine: Engine, key: str) -> None:
    problems = [str(problem) for result in run_cases(engine, key) for problem in result.problems]
    assert not problems, "\n".join(problems)


def test_there_are_enough_cases_and_each_has_its_own_name(engine: Engine) -> None:
    count = {key: len(cases(engine, key).cases) for key in KEYS}
    assert sum(count.values()) >= 140
    assert all(n >= 15 for key, n in count.items() if key != DRAFT), count
    for key in KEYS:
        names = [case.id for case in cases(engine, key).cases]
        assert len(names) == len(set(names)), key


def test_the_cases_show_every_outcome_and_every_next_step(engine: Engine) -> None:
    expected = [case.expect for key in KEYS for case in cases(engine, key).cases]
    assert {e.outcome for e in expected} == set(OUTCOMES)
    steps = Counter(e.next_step for e in expected)
    every = {"approve", "request_information", "nurse_review", "physician_review", "administrative", "none"}
    assert every <= set(steps)
    assert steps["approve"] >= 10


@pytest.mark.parametrize("key", KEYS)
def test_every_criterion_is_settled_by_some_case_or_listed(engine: Engine, key: str) -> None:
    settled = {name for result in run_cases(engine, key) for name in result.criteria}
    wanted, behind = set(), set()
    for criterion, path in all_criteria(engine.library.origin(key).file):
        # qualifiers, `unless` and conditions of silence stand beside the criteria that a rationale shows
        beside = path[0] == "services" or "silent_if" in path or "unless" in path
        (behind if beside else wanted).add(criterion.id)
    assert wanted - {None} - settled == UNSEEN.get(key, set())


# -- the language ------------------------------------------------------------------------------------


def test_every_rule_of_the_language_is_used_in_the_examples(engine: Engine) -> None:
    fields = [(rule, rule + "_" if rule in ("not", "if") else rule) for rule in RULES]
    used = {rule for c in every_criterion(engine) for rule, name in fields if getattr(c, name) is not None}
    assert used == set(RULES) - {"unmapped"}  # which drafts of the reader hold


def test_every_test_of_the_language_is_used_in_the_examples(engine: Engine) -> None:
    fields = [(test, test + "_" if test in ("is", "in") else test) for test in TESTS]
    fields += [(name, name) for name in ("silent_on", "silent_if", "unit", "definition", "label")]
    fields += [("else", "else_")]
    used = {test for c in every_criterion(engine) for test, name in fields if getattr(c, name) is not None}
    assert used == {test for test, _ in fields}


def test_every_condition_on_events_is_used_in_the_examples(engine: Engine) -> None:
    used: set[str] = set()
    for c in every_criterion(engine):
        for test in (c.exists, c.count, c.run):
            used.update(f"part {part}" for part in test or {})
            for name, condition in (test or {}).get("where", {}).items():
                if name == "lasted":
                    used.add("lasted")
                elif isinstance(condition, dict):
                    used.add("within" if "within" in condition else "range")
                else:
                    used.add("list" if isinstance(condition, list) else "value")
    parts = {"part where", "part ge", "part distinct", "part n", "part gap"}
    assert used == parts | {"lasted", "within", "range", "list", "value"}


def test_windows_before_and_after_the_service_are_used(engine: Engine) -> None:
    assert {
        side for c in every_criterion(engine) for side in ("before", "after") if side in (c.within or {})
    } == {
        "before",
        "after",
    }


def test_every_statement_of_a_policy_file_is_used_in_the_examples(engine: Engine) -> None:
    files = [engine.library.origin(key).file for key in KEYS]
    assert {e.position for f in files for e in f.exclusions} == set(get_args(Position)) - {
        "benefit_exclusion"
    }
    kinds = {
        kind
        for f in files
        for e in f.exclusions
        for kind in ("when", "all_other_uses", "criteria_not_met")
        if getattr(e, kind)
    }
    assert kinds == {"when", "all_other_uses", "criteria_not_met"}
    assert any(e.unless for f in files for e in f.exclusions)
    assert {r.kind for f in files for r in f.remarks} >= {"note", "review_reason"}
    assert {g.polarity for f in files for g in f.codes} == {"with_criteria", "not_necessary", "informational"}
    for name in (
        "referrals",
        "interpretations",
        "definitions",
        "evidence",
        "studies",
        "schedule",
        "adoption",
        "history",
        "notes",
        "cross_references",
    ):
        assert any(getattr(f, name) for f in files), name
    granted = [i.approves for f in files for i in f.indications.values() if i.approves]
    assert any(a.for_ for a in granted)
    assert any(a.until for a in granted)
    assert any(a.quantity for a in granted)


def test_one_interpretation_that_matters_is_left_unsigned(engine: Engine) -> None:
    unsigned = {
        (key, name)
        for key in KEYS
        for name in engine.library.origin(key).file.interpretations
        if name not in engine.library.signoff(key).interpretations
    }
    assert unsigned == {("meadowlark/mp-120@2026", "G-1")}


# -- facts, texts, plans -----------------------------------------------------------------------------


def test_every_fact_is_asked_in_the_words_of_a_clinician_and_of_a_member() -> None:
    for path in sorted((EXAMPLES / "glossary").glob("*.yaml")):
        for name, fact in read_model(GlossaryFile, read_yaml(path)).facts.items():
            for question in (fact.ask, fact.plain):
                assert question.endswith(("?", "?)", ")?")), f"{name}: {question}"
            assert fact.ask != fact.plain, name
            assert not fact.label.endswith("?"), f"{name}: a label states what is true"
            assert len(fact.plain.split()) <= 24, f"{name}: too long for a member"


def test_every_fact_of_the_example_glossary_is_used(engine: Engine) -> None:
    asked = {c.fact for c in every_criterion(engine)}
    facts = {
        n: f
        for p in (EXAMPLES / "glossary").glob("*.yaml")
        for n, f in read_model(GlossaryFile, read_yaml(p)).facts.items()
    }
    derived_from = {rule.exists.events for f in facts.values() for rule in f.derive if rule.exists}
    assert set(facts) - asked - derived_from == set()


@pytest.mark.parametrize("folder", FOLDERS, ids=KEYS)
def test_the_text_is_marked_as_fictional_and_every_citation_points_into_it(
    engine: Engine, folder: Path
) -> None:
    key = "{}/{}@{}".format(*folder.parts[-3:])
    origin = engine.library.origin(key)
    text = folder / str(origin.file.source.file)
    raw = text.read_bytes()
    lines = raw.decode("utf-8").splitlines()
    assert lines[0].startswith("FICTIONAL DOCUMENT")
    assert 40 <= len(lines) <= 120
    assert (origin.file.source.sha256, origin.file.source.lines) == (sha256(raw).hexdigest(), len(lines))
    known = read_model(Citations, read_yaml(folder / "citations.yaml"))
    problems = check_citations(origin.file, origin.yaml.data, origin.yaml.where, known, text)
    assert not problems, "\n".join(map(str, problems))
    for name, span in origin.file.source.sections.items():
        first, _, last = span.partition("-")
        assert 1 <= int(first) <= int(last or first) <= len(lines), name


def test_no_example_text_describes_a_cpt_code() -> None:
    for folder in FOLDERS:
        for line in (folder / "source.txt").read_text(encoding="utf-8").splitlines():
            if re.search(r"\b\d{5}\b", line):
                words = re.sub(r"\b[A-Z]?\d{4,5}\b|\(.*?\)|CPT|[|;,:]", " ", line).split()
                assert len(words) <= 1, line


def test_every_example_plan_is_marked_as_fictional(engine: Engine) -> None:
    ours = [plan.file for plan in engine.plans.plans.values() if plan.id.startswith("meadowlark/")]
    assert len(ours) == 5
    assert all(file.fictional and "(fictional)" in file.title for file in ours)
    assert {file.line_of_business for file in ours} == {
        "medicare_advantage",
        "commercial_insured",
        "medicaid_managed_care",
        "self_funded",
    }
    assert any(file.not_reviewed for file in ours)
    assert {file.display for file in ours} == {"full", "no_adverse_suggestion"}
