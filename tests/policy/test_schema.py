"""The published JSON Schemas fit the models, the library and every determination."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from coverable.base.yamlfile import read_yaml
from coverable.cli.policy import all_schemas, schema_text
from coverable.determination.cases import read_cases, request_of
from coverable.determination.decide import determine, determine_or_refusal
from coverable.determination.engine import Engine
from small_library import small_engine

SCHEMAS = all_schemas()


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return float(value) if isinstance(value, Decimal) else value


def faults(name: str, data: Any) -> list[str]:
    check = jsonschema.Draft202012Validator(SCHEMAS[name])
    return [
        f"{'/'.join(map(str, e.absolute_path))}: {e.message[:200]}" for e in check.iter_errors(plain(data))
    ]


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_committed_schema_is_what_the_models_say(name: str, root: Path) -> None:
    path = root / "schema" / f"{name}.schema.json"
    assert path.read_text(encoding="utf-8") == schema_text(SCHEMAS[name]), (
        "run: coverable policy schema -o schema"
    )
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])


def test_no_other_schema_is_committed(root: Path) -> None:
    assert {p.name for p in (root / "schema").iterdir()} == {f"{name}.schema.json" for name in SCHEMAS}


def library_files(root: Path) -> Iterator[Path]:
    for folder in ("policies", "plans", "glossary", "examples"):
        yield from sorted((root / "library" / folder).rglob("*.yaml"))


def test_every_library_file_names_its_schema_by_a_path_that_exists_and_fits_it(root: Path) -> None:
    seen = 0
    for path in library_files(root):
        head = path.read_text(encoding="utf-8").split("\n", 1)[0]
        named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", head)
        assert named, f"{path} names no schema"
        schema = (path.parent / named[1]).resolve()
        assert schema.is_file(), f"{path} names {schema}, which does not exist"
        assert not faults(schema.name.removesuffix(".schema.json"), read_yaml(path).data), path
        seen += 1
    assert seen > 8


def test_fields_carry_the_sentences_that_stand_below_them() -> None:
    policy = SCHEMAS["policy"]["$defs"]
    assert "no citation may lie behind them" in policy["Source"]["properties"]["lines"]["description"]
    assert "Whom to ask" in SCHEMAS["plan"]["properties"]["contact"]["description"]
    assert "is" in policy["Criterion"]["properties"]
    assert "is_" not in policy["Criterion"]["properties"]
    assert "from" in policy["Period"]["properties"]


@pytest.mark.parametrize(
    "criterion",
    [{"all": [{"fact": "a"}], "any": [{"fact": "b"}]}, {"says": "nothing"}, {"fact": "a", "iss": 1}],
)
def test_a_criterion_with_two_rules_or_none_or_a_misspelt_one_does_not_fit(criterion: dict[str, Any]) -> None:
    check = jsonschema.Draft202012Validator(
        {**SCHEMAS["policy"], "$ref": "#/$defs/Criterion", "required": []}
    )
    assert list(check.iter_errors(criterion))


def cases(engine: Engine) -> Iterator[dict[str, Any]]:
    for key, folder in engine.library.folders.items():
        if (folder / "cases.yaml").exists():
            file, _ = read_cases(folder, key)
            yield from (request_of(case, file.defaults) for case in file.cases)


def test_every_determination_of_the_cases_fits_the_schema(engine: Engine) -> None:
    done = [(asked, determine_or_refusal(asked, engine)) for asked in cases(engine)]
    assert done
    for asked, got in done:
        assert not faults("determination", json.loads(json.dumps(got))), asked["id"]
        assert not faults("request", asked), asked["id"]


BASE = {"coverages": ["healthy-blue/medicaid"], "services": [{"code": "97033", "date": "2026-02-10"}]}
ODD: dict[str, dict[str, Any]] = {
    "an unknown plan": {**BASE, "coverages": ["no/plan"]},
    "no date": {**BASE, "services": [{"code": "97033"}]},
    "a named exclusion": {
        **BASE,
        "facts": {
            "use": "drug_delivery",
            "drug_class": "nsaid",
            "target_condition": "musculoskeletal_inflammation",
        },
    },
    "all other uses": {**BASE, "facts": {"use": "other", "target_condition": "other"}},
    "a contradiction": {
        **BASE,
        "facts": {"use": "hyperhidrosis", "prescription_antiperspirant_failed": [True, False]},
    },
    "a contract clause": {**BASE, "benefits": {"excluded": [{"code": "97033", "clause": "4.2"}]}},
    "a code not listed": {**BASE, "services": [{"code": "97035", "date": "2026-02-10"}]},
    "two coverages": {
        **BASE,
        "coverages": ["healthy-blue/medicaid", "sentara/medicare"],
        "diagnoses": ["L74.510"],
    },
    "nothing known": BASE,
    "refused": {**BASE, "services": []},
}


@pytest.mark.parametrize("what", ODD)
def test_an_odd_determination_fits_the_schema_too(what: str, engine: Engine) -> None:
    assert not faults("determination", determine_or_refusal(ODD[what], engine))


def test_an_approval_fits_the_schema(tmp_path: Path) -> None:
    from small_library import request

    got = determine(request({"tired": True, "snores": True}), small_engine(tmp_path))
    assert got["lines"][0]["coverages"][0]["next_step"] == "approve"
    assert not faults("determination", got)


def test_a_determination_with_a_renamed_field_does_not_fit(engine: Engine) -> None:
    got = determine(BASE, engine)
    got["lines"][0]["coverages"][0]["result"] = got["lines"][0]["coverages"][0].pop("outcome")
    assert faults("determination", got)


DOC = (Path(__file__).resolve().parents[2] / "docs" / "requests.md").read_text(encoding="utf-8")


def shown_requests() -> list[dict[str, Any]]:
    """The request of docs/requests.md, and one for each form of a fact in its table."""
    whole = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", DOC, re.DOTALL)]
    cells = [row.split("|")[2] for row in DOC.splitlines() if row.startswith("| ")]
    facts: dict[str, Any] = {}
    for text in (code for cell in cells for code in re.findall(r"`([^`]+)`", cell)):
        try:
            facts |= (
                json.loads("{" + text + "}") if text.startswith('"') else {f"f{len(facts)}": json.loads(text)}
            )
        except json.JSONDecodeError:
            pytest.fail(f"the page shows what is no JSON: {text}")
    assert len(whole) == 1
    assert len(facts) > 6
    return [*whole, {**BASE, "facts": facts}, {**BASE, "services": [{"code": "97033", "facts": facts}]}]


def test_an_editor_with_the_schema_takes_every_form_of_the_page(engine: Engine) -> None:
    from coverable.cli.demo import read_samples

    for asked in [*shown_requests(), *(one["request"] for one in read_samples())]:
        assert not faults("request", asked), asked


@pytest.mark.parametrize(
    "fact",
    [
        {"vale": True},
        {"value": True, "statements": []},
        {"value": {"value": 1}},
        {"value": True, "from": [{"kind": "rumour"}]},
        {"value": True, "from": [{"source": "note"}]},
        {"value": True, "complete": True},
        {"statements": {"value": True}},
        {"events": [1]},
        {"events": [], "complete": "yes"},
        [{"values": 1}],
        {},
    ],
)
def test_an_editor_with_the_schema_refuses_nonsense_as_a_fact(fact: Any) -> None:
    assert faults("request", {**BASE, "facts": {"use": fact}})
    assert faults("request", {**BASE, "services": [{"code": "97033", "facts": {"use": fact}}]})
