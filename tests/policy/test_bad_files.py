"""A library file that is wrong is refused with file:line:column, why, and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from coverable.base.problem import Refused
from coverable.base.yamlfile import parse_yaml
from small_library import GLOSSARY, PLAN, POLICY, SIGNOFF, small_engine

CRITERIA: list[tuple[str, str, str]] = [
    ("an empty all", "{all: []}", "empty `all`"),
    ("an empty any", "{any: []}", "empty `any`"),
    ("two rules", "{all: [{fact: tired}], any: [{fact: tired}]}", "exactly one of"),
    ("no rule", "{says: x}", "exactly one of"),
    ("a dangling fact", "{fact: tyred}", "did you mean `tired`"),
    ("a choice without a value", "{fact: use}", "which one?"),
    ("an unknown choice", "{fact: use, is: slepp}", "`sleep`"),
    ("all choices at once", "{fact: use, in: [sleep, other]}", "never matter"),
    ("bounds on a yes/no fact", "{fact: tired, ge: 3}", "no order"),
    ("a quantity without its unit", "{fact: bmi, ge: 35}", "unit: kg/m2"),
    ("an empty range", "{fact: bmi, ge: 40, lt: 35, unit: kg/m2}", "empty range"),
    ("free text", "{fact: note, is: x}", "free text"),
    ("a test without a fact", "{is: true, all: [{fact: tired}]}", "tests a fact"),
    ("two tests", "{fact: bmi, is: 3, within: {to: 1 month, before: service_date}}", "one test"),
    ("more than there are", "{at_least: 3, of: [{fact: tired}, {fact: snores}]}", "can never hold"),
    (
        "a window without an anchor",
        "{fact: tested_on, within: {to: 12 months, before: birth}}",
        "service_date",
    ),
    (
        "a length nobody knows",
        "{fact: tested_on, within: {to: soon, before: service_date}}",
        "lengths of time",
    ),
    ("an unknown attribute", "{fact: trials, exists: {where: {agend: x}}}", "did you mean `agent`"),
    ("a count of nothing", "{fact: trials, count: {where: {outcome: failed}}}", "at least 1"),
    ("a run without dates", "{fact: trials, run: {n: 3, dated: agent}}", "no date of these events"),
    (
        "a dangling interpretation",
        "{interpretation: AM-9, options: {a: {fact: tired}, b: {fact: snores}}}",
        "AM-9",
    ),
    ("a circle", "{id: x, all: [{same_as: x}, {fact: tired}]}", "contain themselves"),
    ("a circle of policies", "{criteria_of: test/sleep#sleep}", "refer to themselves"),
    ("a reference into nothing", "{criteria_of: test/nothing#sleep}", "no policy"),
    ("an id twice", "{all: [{id: x, fact: tired}, {id: x, fact: snores}]}", "used twice"),
    ("a misspelt field", "{fact: tired, sez: hello}", "unknown field"),
    ("a place that is none", "{fact: tired, cite: page 3}", "is no place"),
    ("a place behind the end", "{fact: tired, cite: L99}", "behind the end"),
    ("a dangling definition", "{fact: tired, definition: fatigue}", "unknown definition"),
]


@pytest.mark.parametrize(("name", "criteria", "said"), CRITERIA, ids=[c[0] for c in CRITERIA])
def test_criteria_that_mean_nothing_are_refused_at_their_line(
    tmp_path: Path, name: str, criteria: str, said: str
) -> None:
    engine = small_engine(tmp_path, criteria=criteria)
    with pytest.raises(Refused) as refused:
        engine.library.policy("test/sleep@1")
    assert any(said in str(p) for p in refused.value.problems), str(refused.value)
    place = refused.value.problems[0].where
    file, line, column = place.rsplit(":", 2)
    assert file.endswith("policy.yaml")
    assert int(line) == 18, f"the criteria stand on line 18, not {line}"
    assert int(column) >= 1


def test_options_must_be_those_that_were_declared(tmp_path: Path) -> None:
    engine = small_engine(
        tmp_path,
        criteria="{interpretation: AM-1, options: {a: {fact: tired}, c: {fact: snores}}}",
        interpretations="interpretations: {AM-1: {question: Which?, cite: L10, options: {a: this, b: that}}}",
    )
    with pytest.raises(Refused, match="options of AM-1 do not match: b, c"):
        engine.library.policy("test/sleep@1")


def test_every_problem_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    engine = small_engine(
        tmp_path, criteria="{all: [{fact: tyred}]}", policy=POLICY.replace("cite: L20", "cite: L88")
    )
    with pytest.raises(Refused) as refused:
        engine.library.policy("test/sleep@1")
    assert len(refused.value.problems) == 2


@pytest.mark.sr("SR-041")
def test_a_criterion_without_a_place_above_it_is_refused(tmp_path: Path) -> None:
    engine = small_engine(
        tmp_path,
        policy=POLICY.replace("only_if: {fact: kind, is: mask}, cite: L5", "only_if: {fact: kind, is: mask}"),
    )
    with pytest.raises(Refused, match="no place for the test of `kind`"):
        engine.library.policy("test/sleep@1")


@pytest.mark.parametrize(
    ("signoff", "said"),
    [
        ("", "the file is empty"),
        ("encoding: {status: aproved, by: A, on: 2026-01-01}", "is not possible"),
        ("encoding: {status: approved, by: A, on: 2026-01-32}", "cannot be taken"),
        (
            SIGNOFF + "interpretations: {AM-7: {option: x, by: A, on: 2026-01-01, because: y}}",
            "unknown interpretation",
        ),
        ("encoding: {status: approved, by: A, second_person: A, on: 2026-01-01}", "somebody else"),
        (
            SIGNOFF + "supplied: {in_effect.from: {value: 2026-01-01, by: A, on: 2026-01-01, because: y}}",
            "states",
        ),
    ],
)
def test_a_sign_off_that_signs_nothing_is_refused(tmp_path: Path, signoff: str, said: str) -> None:
    engine = small_engine(tmp_path, signoff=signoff)
    with pytest.raises(Refused, match=said):
        engine.library.policy("test/sleep@1")


def test_an_encoding_that_nobody_signed_is_refused(tmp_path: Path) -> None:
    engine = small_engine(tmp_path)
    (tmp_path / "policies/test/sleep/1/signoff.yaml").unlink()
    with pytest.raises(Refused, match="is not signed"):
        engine.library.policy("test/sleep@1")


@pytest.mark.sr("SR-014")
def test_an_approved_encoding_needs_an_effective_date(tmp_path: Path) -> None:
    engine = small_engine(tmp_path, policy=POLICY.replace("{from: 2026-01-01}", "{from: null}"))
    with pytest.raises(Refused, match="no effective date"):
        engine.library.policy("test/sleep@1")


def test_a_folder_that_says_another_version_is_refused(tmp_path: Path) -> None:
    engine = small_engine(tmp_path, policy=POLICY.replace('version: "1"', 'version: "2"'))
    with pytest.raises(Refused, match="its folder says test/sleep@1"):
        engine.library.policy("test/sleep@1")


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (PLAN.replace("test/sleep", "test/slep"), "unknown policy"),
        (PLAN.replace("self_funded", "medicare"), "is not possible"),
        (PLAN + "benefit: {}", "unknown field"),
    ],
)
def test_a_plan_that_cannot_be_meant_is_refused(tmp_path: Path, plan: str, said: str) -> None:
    engine = small_engine(tmp_path, plan=plan)
    with pytest.raises(Refused, match=said):
        assert engine.plans.plans


@pytest.mark.parametrize(
    ("glossary", "said"),
    [
        (GLOSSARY + "  tired2: {type: choice, label: x, ask: x, plain: x}", "choices"),
        (
            GLOSSARY
            + "  x: {type: yes_no, label: x, ask: x, plain: x, derive: [{exists: {in: trils, where: {agent: x}}}]}",
            "trials",
        ),
        (GLOSSARY + "  age: {type: number, label: x, ask: x, plain: x}", "defined twice"),
    ],
)
def test_a_glossary_that_cannot_be_meant_is_refused(tmp_path: Path, glossary: str, said: str) -> None:
    engine = small_engine(tmp_path, glossary=glossary)
    with pytest.raises(Refused, match=said):
        assert engine.library.glossary


@pytest.mark.parametrize(
    ("text", "said", "where"),
    [
        ("a: 1\na: 2\n", "given twice", "x.yaml:2:1"),
        ("a: &x [1]\nb: *x\n", "anchor or alias", "x.yaml:1:4"),
        ("a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n", "anchor or alias", "x.yaml:1:4"),
        ("a: !!python/object:os.system x\n", "a tag", "x.yaml:1:4"),
        ("a: .nan\n", "not a number", "x.yaml:1:4"),
        ("a: [1\n", "not valid YAML", "x.yaml:2:1"),
        ("---\na: 1\n---\nb: 2\n", "2 documents", "x.yaml:1:1"),
        ("a: b\u202ec\n", "hidden character", "x.yaml:1:5"),
        ("a: " + "[" * 60 + "]" * 60, "nested too deeply", "x.yaml:1:"),
        ("? [a]\n: b\n", "not a word", "x.yaml:1:3"),
    ],
)
def test_yaml_with_tricks_is_refused_at_its_place(text: str, said: str, where: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_yaml(text, "x.yaml")
    problem = refused.value.problems[0]
    assert said in problem.what
    assert problem.where.startswith(where)


def test_dates_codes_and_leading_zeros_stay_what_they_are() -> None:
    data = parse_yaml("{a: 2026-01-01, b: 007, c: 1.50, d: yes, e: true, f: 2026-09, g: on}", "x").data
    assert data["a"] == "2026-01-01"
    assert data["b"] == "007"
    assert str(data["c"]) == "1.50"
    assert data["d"] == "yes"
    assert data["e"] is True
    assert data["g"] == "on"
