"""The library of a form fills in what the draft of the server holds, and its ELM is the translator's."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.cql.judge import Judge, case
from conformance.cql.nodes import bare, unlike
from coverable.determination.engine import Engine
from coverable.fhir.cql.elm import elm
from coverable.fhir.cql.text import cql
from coverable.fhir.dtr.form import form_of, forms_of
from coverable.fhir.dtr.logic import library_of, reference
from coverable.fhir.dtr.package import drafted
from coverable.fhir.dtr.recorded import recorded
from coverable.fhir.record import compile_record
from fhir.golden import bundle_of, golden

pytestmark = pytest.mark.heavy("node")
BASE = "https://payer.example"
NOW = "2026-02-08T00:00:00Z"


def test_elm_of_every_form_is_the_translators(judge: Judge, engine: Engine) -> None:
    forms = [f for id in engine.library.ids() for p in engine.library.versions(id) for f in forms_of(p)]
    for form in forms:
        library = library_of(form, BASE)
        theirs = judge.ask({"cql": cql(library)})
        assert theirs["faults"] == [], form.name
        assert list(unlike(bare(elm(library)), bare(theirs["elm"]))) == [], form.name
    assert len(forms) > 12


def test_an_expression_of_an_item_is_what_the_translator_makes_of_it(judge: Judge, engine: Engine) -> None:
    library = library_of(form_of(engine.library.versions("sentara/dme-32")[-1]), BASE)
    asking = (
        f"library Asking version '1'\nusing FHIR version '4.0.1'\ninclude {library.name} version '{library.version}'"
        f' called {library.name}\ncontext Patient\ndefine "it": "{library.name}".Answer_device_kind\n'
    )
    theirs = judge.ask({"cql": asking, "included": cql(library)})
    assert theirs["faults"] == []
    [made] = [one for one in theirs["elm"]["library"]["statements"]["def"] if one["name"] == "it"]
    assert bare(made["expression"]) == reference(library, "Answer_device_kind")


def of_draft(response: dict[str, Any]) -> dict[str, Any]:
    """The answers of a draft by question, without the way in which FHIR writes their kind."""
    out: dict[str, Any] = {}
    for item in (one for group in response["item"] for one in group.get("item", ())):
        for answer in item.get("answer", ()):
            [value] = [v for k, v in answer.items() if k.startswith("value")]
            out[item["linkId"]] = (value["system"], value["code"]) if isinstance(value, dict) else value
    return out


@pytest.mark.parametrize("key", ["sentara/dme-32", "healthy-blue/cg-med-28"])
def test_the_library_answers_what_the_draft_of_the_server_answers(
    judge: Judge, engine: Engine, key: str
) -> None:
    form = form_of(engine.library.versions(key)[-1])
    reader, library = compile_record(engine.library.glossary), library_of(form, BASE)
    judge.ask({"elm": elm(library)})
    names = [one.name for one in library.statements if one.name.startswith("Answer_")]
    cases, wanted = [], []
    for asked in golden(engine, key):
        bundle, order = bundle_of(asked, engine.library.glossary)
        whose = recorded(bundle, reader, engine.plans, asked["id"])
        wanted.append((asked["id"], whose.day, of_draft(drafted(form, BASE, "2.2", whose, NOW))))
        one = case(bundle, asked["services"][0]["date"], None)
        cases.append({**one, "parameters": {"resource": order}})
    rows = judge.ask({"own": True, "define": names, "cases": cases})
    filled = 0
    for (id, day, answers), row in zip(wanted, rows, strict=True):
        assert row.pop("Answer_service_date") == (day.isoformat() if day else None), id
        found = {
            name.removeprefix("Answer_"): (v["system"], v["code"]) if isinstance(v, dict) else v
            for name, v in row.items()
            if v is not None
        }
        assert found == answers, id
        filled += len(found)
    assert filled > 50
