"""The CQL that we write translates without an error, and cql-execution finds what the reader finds."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conformance.cql.judge import BUNDLES, Judge, case
from coverable.determination.decide import determine
from coverable.determination.engine import Engine
from coverable.fhir.cql.elm import elm
from coverable.fhir.cql.facts import facts_library
from coverable.fhir.cql.policy import policy_library
from coverable.fhir.cql.text import cql
from coverable.fhir.intake import bundle_request
from coverable.fhir.record import compile_record
from coverable.publish.columns import columns_of
from fhir.bundles import SERVICE, Maker
from fhir.every import every
from fhir.golden import bundle_of, golden
from fhir.test_record import as_sets

pytestmark = pytest.mark.heavy("node")
BATCH = 50


def found_by_cql(row: dict[str, Any], names: list[str]) -> dict[str, set]:
    """What the definitions gave, in the form of `as_sets`."""
    out: dict[str, set] = {}
    for name in names:
        for one in row[f"{name} found"]:
            if every().facts[name].type == "events":
                event = {k: v for k, v in one.items() if k not in ("source", "dated") and v is not None}
                said = (json.dumps(event, sort_keys=True), None, one["source"])
            else:
                said = (one["value"], one.get("unit"), one["source"])
            out.setdefault(name, set()).add(said)
    return out


def test_cql_finds_in_random_records_what_the_reader_finds(judge: Judge) -> None:
    glossary, reader, maker = every(), compile_record(every()), Maker(7, plain=True)
    names = [name for name, fact in glossary.facts.items() if fact.record]
    values = [name for name in names if glossary.facts[name].type != "events"]
    library = facts_library(glossary)
    assert judge.ask({"cql": cql(library)})["faults"] == []
    judge.ask({"elm": elm(library)})
    define = [*values, *(f"{name} found" for name in names)]
    for _ in range(0, BUNDLES, BATCH):
        made = [maker.bundle() for _ in range(min(BATCH, BUNDLES))]
        asked = {"define": define, "cases": [case(b, SERVICE, order) for b, order in made]}
        rows = judge.ask(asked)
        assert judge.ask({**asked, "own": True}) == rows  # our ELM says what the translator's says
        for (bundle, order), row in zip(made, rows, strict=True):
            facts = reader.facts(bundle, SERVICE, order)
            mine = as_sets(facts)
            assert found_by_cql(row, names) == mine, json.dumps([bundle, order])
            for name in values:
                units = glossary.facts[name].units
                said = {v * float(units.get(u, 1)) if u else v for v, u, _ in mine.get(name, ())}
                assert row[name] == (said.pop() if len(said) == 1 else None), name


OUTCOMES = ("criteria_met", "use_excluded", "criteria_not_met", "use_not_listed", "not_addressed")


@pytest.mark.parametrize("key", ["sentara/dme-32", "healthy-blue/cg-med-28"])
def test_cql_decides_the_golden_cases_that_a_record_can_say_as_check_does(
    judge: Judge, engine: Engine, key: str
) -> None:
    policy = engine.library.versions(key)[-1]
    reader = compile_record(engine.library.glossary)
    assert judge.ask({"cql": cql(policy_library(policy))})["faults"] == []
    column = {code: one.column.name for one in columns_of(policy).ladders for code in one.codes}
    cases, wanted = [], []
    for asked in golden(engine, key):
        bundle, order = bundle_of(asked, engine.library.glossary)
        request = bundle_request(bundle, reader, plans=engine.plans).request
        code = request["services"][0]["code"]
        got = determine(request, engine)["lines"][0]["coverages"][0]
        waits = got["outcome"] in ("information_needed", "judgment_needed")
        if code in column and (waits or (got["outcome"] in OUTCOMES and got["governing"])):
            cases.append(case(bundle, asked["services"][0]["date"], order))
            wanted.append((asked["id"], column[code], "undetermined" if waits else got["outcome"]))
    rows = judge.ask({"define": sorted(set(column.values())), "cases": cases})
    assert [(id, name, row[name]) for (id, name, _), row in zip(wanted, rows, strict=True)] == wanted
    assert len(wanted) > 50


def test_a_wrong_element_is_noticed_by_the_judge(judge: Judge) -> None:
    wrong = cql(facts_library(every())).replace("R.verificationStatus", "R.verificationState")
    assert judge.ask({"cql": wrong})["faults"]
