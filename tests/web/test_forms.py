"""A request loaded into the checklist and saved again states the same: nothing is lost, nothing is added."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from coverable.cli.demo import read_samples
from coverable.determination.cases import read_cases, request_of
from coverable.determination.checklist import questions
from coverable.determination.decide import determine
from coverable.determination.engine import Engine
from coverable.determination.request import parse_json, read_request
from coverable.glossary.facts import EVIDENCE_KINDS, Attribute, Fact
from coverable.glossary.values import read_facts
from coverable.web.forms import EVENTS, request_text
from web.conftest import CASE, ITEM, fields, loaded, saved, tree

pytestmark = pytest.mark.sr("SR-147")

TEXTS = st.sampled_from(
    ["x", "two words", " spaces around ", "a, b; c", "@as-loaded?", "“quotes” & <b>", "1", "yes", "ä"]
)
NUMBERS = st.one_of(
    st.integers(0, 400),
    st.decimals(0, 400, places=3),
    st.decimals("0.123456789012345678", "0.223456789012345678", places=18),
)
DATES = st.sampled_from(["2025", "2025-03", "2025-03-04"])
PIECES = st.fixed_dictionaries(
    {"kind": st.sampled_from(EVIDENCE_KINDS)},
    optional={
        "source": st.sampled_from(["clinic note", " note ", "a & b"]),
        "date": DATES,
        "place": st.just("p. 2"),
    },
)


def scalars(fact: Fact | Attribute) -> st.SearchStrategy[Any]:
    """Values of a type, as a request writes them."""
    match fact.type:
        case "yes_no":
            return st.booleans()
        case "choice":
            return st.sampled_from(list(fact.choices))
        case "number":
            return NUMBERS
        case "date":
            return DATES
        case "quantity" if isinstance(fact, Attribute):
            return st.builds(lambda n: {"value": n, "unit": fact.unit}, NUMBERS)
        case _:
            return TEXTS


def stated(fact: Fact) -> st.SearchStrategy[Any]:
    """Every form of a fact: bare, with evidence, several statements, events, and null."""
    if fact.type == "events":
        attributes = {name: scalars(one) | st.none() for name, one in fact.attributes.items()}
        event = st.fixed_dictionaries({}, optional={**attributes, "from": st.lists(PIECES, max_size=1)})
        known = st.fixed_dictionaries({}, optional={k: scalars(v) for k, v in fact.attributes.items()})
        some = (
            st.lists(known.filter(bool), max_size=3)
            | st.lists(event, max_size=3)
            | st.lists(known, min_size=19, max_size=22)
        )
        return st.fixed_dictionaries({"events": some}, optional={"complete": st.booleans()})
    if fact.type == "quantity":
        units = [fact.unit, *fact.units]
        value = st.fixed_dictionaries({"value": NUMBERS, "unit": st.sampled_from(units)})
        evidenced = st.builds(lambda v, e: {**v, "from": e}, value, st.lists(PIECES, max_size=2))
    else:
        value = scalars(fact)
        evidenced = st.builds(
            lambda v, e: {"value": v, "from": e}, value | st.none(), st.lists(PIECES, max_size=2)
        )
    several = st.lists(value | evidenced, min_size=1, max_size=3)
    return st.one_of(st.none(), value, evidenced, several, st.builds(lambda s: {"statements": s}, several))


def defaults(engine: Engine) -> list[dict[str, Any]]:
    """A request without facts for each policy version that has cases: all facts of the glossary are asked."""
    out: list[dict[str, Any]] = []
    for key, folder in engine.library.folders.items():
        file, _ = read_cases(folder, key)
        out.append({**request_of(file.cases[0], file.defaults), "facts": {}})
    return out


def meaning(data: Any, engine: Engine) -> dict[str, Any]:
    """What a request states, whichever way it is written."""
    read = read_request(data).model_dump()
    read["facts"] = read_facts(data.get("facts") or {}, engine.library.glossary, "$.facts")
    for line, given_ in zip(read["services"], data["services"], strict=True):
        line["facts"] = read_facts(given_.get("facts") or {}, engine.library.glossary, "$.facts")
    return read


@settings(max_examples=60)
@given(data=st.data())
def test_random_facts_pass_through_the_form_unchanged(client: TestClient, engine: Engine, data: Any) -> None:
    request = data.draw(st.sampled_from(defaults(engine)), label="request")
    line = determine(request, engine)["lines"][0]
    items = [item for group in questions(engine, line) for item in group["items"]]
    asked = [one for item in items for one in (item, *item["concluded_from"])]
    facts = engine.library.glossary.facts
    kinds = {
        one["fact"]: stated(facts[one["fact"]])
        for one in asked
        if facts[one["fact"]].type != "codes" and one["field"] != "date"
    }
    kinds["clinical_trial"] = st.booleans()
    kinds = {name: kind for name, kind in kinds.items() if name in facts}
    request = {**request, "facts": data.draw(st.fixed_dictionaries({}, optional=kinds), label="facts")}
    before = meaning(request, engine)
    sent = fields(loaded(client, request_text(request)))
    once = parse_json(client.post("/checklist/request", data=sent).text, "saved")
    assert meaning(once, engine) == before
    shown = client.post("/checklist", data=sent)
    again = parse_json(client.post("/checklist/request", data=fields(tree(shown))).text, "saved again")
    assert again == once


@pytest.mark.parametrize("one", read_samples(), ids=lambda one: one["request"]["id"])
def test_every_sample_request_is_saved_as_it_was_loaded(client: TestClient, engine: Engine, one: Any) -> None:
    request = one["request"]
    back = saved(client, fields(loaded(client, json.dumps(request))))
    assert meaning(back, engine) == meaning(request, engine)
    assert (
        determine(back, engine)["lines"][0]["combined"] == determine(request, engine)["lines"][0]["combined"]
    )


def test_what_the_form_has_no_field_for_stays_in_the_request(client: TestClient) -> None:
    request = {
        "id": "R-1", "received": "2026-02-08T14:03:00-05:00", "urgency": "expedited", "member": {"id": "M-1"},
        "coverages": ["sentara/medicare", {"payer": "Other House", "line_of_business": "commercial"}],
        "ordering_provider": {"npi": "1992999999"}, "benefits": {"excluded": []},
        "services": [
            {"line": 3, "code": "E1399", "date": "2026-02-10", "quantity": 2, "modifiers": ["NU"], "facts": {"use": "hyperhidrosis"}},
            {"line": 4, "code": "E0601", "date": "2026-02-11"},
        ],
        "facts": {"device_kind": "iontophoresis"},
    }  # fmt: skip
    page = loaded(client, json.dumps(request))
    assert saved(client, fields(page)) == request
    assert "1 more line; they are kept" in page.text


def test_an_answer_takes_the_place_of_what_was_loaded_and_an_empty_one_does_not(client: TestClient) -> None:
    twice = {"statements": [{"value": "One model"}, {"value": "Another"}]}
    request = {
        "coverages": ["sentara/medicare"],
        "services": [{"code": "E1399", "date": "2026-02-10"}],
        "facts": {"device_model": twice, "device_kind": "iontophoresis"},
    }
    sent = fields(loaded(client, json.dumps(request)))
    assert saved(client, sent)["facts"]["device_model"] == twice
    assert saved(client, {**sent, "f.device_model": ["A third"]})["facts"]["device_model"] == "A third"
    assert "device_kind" not in saved(client, {**sent, "f.device_kind": [""]})["facts"]


def test_answers_become_the_values_of_their_types(client: TestClient) -> None:
    sent = CASE | ITEM | {
        "f.skin_maceration": "yes", "k.skin_maceration": "medical_record", "s.skin_maceration": "clinic note", "d.skin_maceration": "2026-01-04", "p.skin_maceration": "p. 2",
        "f.secondary_infection": "no", "f.device_model": "", "n.antiperspirant_trials": "1", "c.antiperspirant_trials": "yes",
        "e.antiperspirant_trials.0.agent": "aluminium", "e.antiperspirant_trials.0.prescription": "no", "e.antiperspirant_trials.2.started": "2025-03",
        "birth_date": "1954-05-02", "diagnoses": "L74.512; L74.510", "stage": "concurrent", "place_of_service": "12",
    }  # fmt: skip
    assert saved(client, sent) == {
        "coverages": ["sentara/medicare"], "services": [{"code": "E1399", "date": "2026-02-10", "place_of_service": "12"}],
        "diagnoses": ["L74.512", "L74.510"], "member": {"birth_date": "1954-05-02"}, "stage": "concurrent",
        "facts": {
            "use": "hyperhidrosis", "device_kind": "iontophoresis", "secondary_infection": False,
            "skin_maceration": {"value": True, "from": [{"kind": "medical_record", "source": "clinic note", "date": "2026-01-04", "place": "p. 2"}]},
            "antiperspirant_trials": {"events": [{"agent": "aluminium", "prescription": False}, {"started": "2025-03"}], "complete": True},
        },
    }  # fmt: skip


def test_a_form_has_room_for_one_more_event_until_it_is_full(client: TestClient) -> None:
    for many, rows in ((0, 1), (3, 4), (EVENTS, EVENTS), (EVENTS + 1, 1)):
        trials = {"events": [{"agent": f"a{n}"} for n in range(many)]}
        request = {
            "coverages": ["sentara/medicare"],
            "services": [{"code": "E1399", "date": "2026-02-10"}],
            "facts": {"antiperspirant_trials": trials, "device_kind": "iontophoresis"},
        }
        sent = fields(loaded(client, json.dumps(request)))
        agents = [
            name for name in sent if name.startswith("e.antiperspirant_trials") and name.endswith("agent")
        ]
        assert len(agents) == rows
        assert (
            len(saved(client, sent)["facts"].get("antiperspirant_trials", {"events": []})["events"]) == many
        )


@pytest.mark.parametrize(
    "typed", ["Infinity", "sNaN", "NaN", "1e999999", "9" * 5_000, "1e-999999", "12 fish", "²", "--1"]
)
def test_what_is_no_number_is_refused_by_name_and_the_answers_stay(typed: str) -> None:
    from coverable.determination.asked import typed_value

    number = Fact(type="number", label="n", ask="n", plain="n")
    choice = Fact(type="choice", label="c", ask="c", plain="c", choices={"a": "b", "b": "c"})
    quantity = Fact(type="quantity", label="q", ask="q", plain="q", unit="kg")
    assert typed_value(number, typed) == typed
    assert typed_value(choice, typed) == typed
    assert isinstance(typed_value(quantity, typed)["value"], str | int)
    parse_json(request_text({"a": typed_value(quantity, typed)}), "it is JSON")
    assert [typed_value(choice, one) for one in ("b", "c", "1", "2")] == ["b", "b", "a", "b"]


@pytest.mark.parametrize(
    "name", ["[1]", '"x"', "{", "nothing", '{"services": []}', '{"facts": {"no_such": 1}}', '[{"coverages": []}, {}]']
)  # fmt: skip
def test_a_file_that_is_no_request_is_refused_whole(client: TestClient, name: str) -> None:
    files = {"file": ("r.json", name, "application/json")}
    answer = client.post("/checklist/load", files=files, headers={"accept": "application/json"})
    assert answer.status_code == 400
    assert all(one["where"] for one in answer.json()["problems"])
