"""The checklist: what it comes to at once, what is kept, and what a provider and a reviewer see."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from cli.conftest import samples
from coverable.determination.decide import determine
from coverable.determination.engine import Engine
from coverable.determination.wording import outcome_words
from publish.conftest import Element
from web.conftest import CASE, HTMX, ITEM, by_id, fields, loaded, moot, parsed, saved, tree

__all__ = ["samples"]
FORBIDDEN = re.compile(r"\b(den(y|ies|ied|ial|ials|ying)|payable|(un|non)?covered)\b", re.IGNORECASE)
OPEN = CASE | ITEM | {"f.professional_life_disrupted": "yes", "f.medical_complications": "yes"}
MET = OPEN | {"f.device_fda_status": "cleared"}
REVIEWER = {"reader": "reviewer"}
SETTLES = "What would settle it"


def panel(answer: Any) -> Element:
    assert answer.status_code == 200, answer.text[:500]
    return parsed(answer.text)


def test_without_an_answer_the_checklist_says_what_is_missing_to_begin(client: TestClient) -> None:
    assert "Choose a plan and give the code" in tree(client.get("/checklist")).text
    page = tree(client.get("/checklist", params=CASE))
    assert not moot(page)
    assert page.all("fieldset")
    assert "?" in by_id(page, "panel").text


@pytest.mark.parametrize(
    ("answers", "sign"), [(OPEN, "?"), (MET, "✓"), (MET | {"f.device_fda_status": "not_authorized"}, "?")]
)
def test_the_panel_says_the_outcome_of_the_engine_in_sign_and_words(
    client: TestClient, engine: Engine, answers: dict[str, str], sign: str
) -> None:
    shown = panel(client.post("/checklist", data=answers, headers=HTMX))
    said = determine(saved(client, answers), engine)["lines"][0]["coverages"][0]
    (mark,) = [e for e in shown.all("span") if "state" in e.attributes.get("class", "").split()]
    assert mark.all("span")[0].text == sign
    assert outcome_words(said["outcome"]).lower() in mark.text.lower()
    whole = by_id(tree(client.post("/checklist", data=answers)), "panel")
    assert whole.text == shown.text
    assert not FORBIDDEN.search(whole.text.replace("No medical", ""))


def test_the_piece_for_htmx_is_no_page_and_names_the_facts_that_still_matter(client: TestClient) -> None:
    shown = panel(client.post("/checklist", data=OPEN, headers=HTMX))
    assert not shown.all("html")
    assert by_id(shown, "matters").attributes["data-facts"].split() == ["device_fda_status"]
    page = tree(client.post("/checklist", data=OPEN))
    asked = {e.attributes["data-fact"] for e in page.all("fieldset") if "data-fact" in e.attributes}
    assert moot(page) == asked - {
        "device_fda_status",
        "professional_life_disrupted",
        "medical_complications",
        *(n.removeprefix("f.") for n in ITEM),
    }


def test_what_is_still_needed_leads_to_its_question(client: TestClient) -> None:
    page = tree(client.post("/checklist", data=OPEN))
    links = [
        a.attributes["href"] for a in by_id(page, "panel").all("a") if a.attributes["href"].startswith("#")
    ]
    assert links == ["#q-device_fda_status"]
    by_id(page, "q-device_fda_status")


@pytest.mark.sr("SR-147")
def test_each_fact_is_asked_once_with_its_place_and_unknown_is_the_answer_at_first(
    client: TestClient,
) -> None:
    page = tree(client.get("/checklist", params=CASE))
    boxes = [e for e in page.all("fieldset") if "data-fact" in e.attributes]
    assert len({b.attributes["data-fact"] for b in boxes}) == len(boxes) >= 11
    names = [e.attributes.get("name") for e in page.all("input") if e.attributes.get("type") == "radio"]
    for name in set(names):
        checked = [
            e for e in page.all("input") if e.attributes.get("name") == name and "checked" in e.attributes
        ]
        assert [e.attributes["value"] for e in checked] == [""]
    for box in boxes:
        assert "?" in box.all("legend")[0].text
        assert re.search(r"\bL[0-9]+", box.text), box.text


def test_every_field_has_a_name_that_a_screen_reader_can_say(client: TestClient) -> None:
    for answer in (
        client.get("/checklist", params=CASE),
        client.post("/checklist", data=MET | {"reader": "reviewer"}),
    ):
        page = tree(answer)
        ids = [e.attributes["id"] for e in page.all() if "id" in e.attributes]
        assert len(ids) == len(set(ids))
        labelled = {e.attributes["for"] for e in page.all("label") if "for" in e.attributes}
        inside = [f for e in page.all("label") for f in e.all("input")]
        for one in page.all("input", "select"):
            if one.attributes.get("type") not in ("hidden",):
                assert (
                    one in inside or one.attributes.get("id") in labelled or one.attributes.get("aria-label")
                ), one


def test_a_provider_never_sees_what_would_settle_it_and_a_reviewer_does(
    client: TestClient, public: TestClient
) -> None:
    for path in ("/checklist", "/checklist/send", "/checklist/sheet"):
        assert SETTLES not in client.post(path, data=OPEN).text
    assert SETTLES in client.post("/checklist", data=OPEN | REVIEWER, headers=HTMX).text
    assert SETTLES in client.post("/checklist", data=OPEN | REVIEWER).text
    assert "How the text is read" in client.post("/checklist", data=OPEN | REVIEWER, headers=HTMX).text
    assert "How the text is read" not in client.post("/checklist", data=OPEN, headers=HTMX).text
    for headers in ({}, HTMX):
        said = public.post("/checklist", data=OPEN | REVIEWER, headers=headers).text
        assert SETTLES not in said
        assert "How the text is read" not in said


def test_public_reading_has_no_reviewer_and_no_what_if(client: TestClient, public: TestClient) -> None:
    page = tree(public.post("/checklist", data=MET | REVIEWER))
    assert not [e for e in page.all("select") if e.attributes["name"] == "reader"]
    assert "What if" not in page.text
    tried = tree(public.post("/checklist/what-if", data=MET | REVIEWER))
    assert "kept" not in fields(tried)
    assert "What if" not in tree(client.post("/checklist", data=MET)).text
    assert "What if" in tree(client.post("/checklist", data=MET | REVIEWER)).text
    reading = {"i.AM-2": "narrows-both"}
    for asked in (
        public.post("/checklist", data=MET | REVIEWER | reading),
        client.post("/checklist", data=MET | reading),
    ):
        assert "tried out" not in tree(asked).text
    assert "tried out" in tree(client.post("/checklist", data=MET | REVIEWER | reading)).text


def test_what_if_keeps_the_documented_answers(client: TestClient) -> None:
    tried = fields(tree(client.post("/checklist/what-if", data=MET | REVIEWER)))
    documented = json.loads(tried["kept"][0])
    assert documented == saved(client, MET)
    answer = client.post("/checklist", data={**tried, "f.device_fda_status": ["not_authorized"]})
    page = tree(answer)
    said = by_id(page, "panel").text
    assert "These answers and readings are tried out" in said
    assert re.search(r"As documented, .*Criteria met", said)
    assert "criteria not met" in said
    assert json.loads(fields(page)["kept"][0]) == documented
    back = tree(client.post("/checklist/documented", data=fields(page)))
    assert saved(client, fields(back)) == documented
    assert "kept" not in fields(back)


def test_several_coverages_stand_side_by_side_and_are_combined(client: TestClient, engine: Engine) -> None:
    answers = {**MET, "plan": ["sentara/medicare", "healthy-blue/medicaid"]}
    said = by_id(tree(client.post("/checklist", data=answers)), "panel")
    both = [e for e in said.all("div") if e.attributes.get("class") == "coverage"]
    line = determine(saved(client, answers), engine)["lines"][0]
    assert len(both) == len(line["coverages"]) == 2
    for shown, one in zip(both, line["coverages"], strict=True):
        assert outcome_words(one["outcome"]).lower() in shown.text.lower()
    assert "Over all coverages:" in said.text


def test_every_sample_is_loaded_shown_as_check_decides_it_and_saved(
    client: TestClient, engine: Engine, samples: Any
) -> None:
    for request in samples.values():
        page = loaded(client, json.dumps(request))
        outcome = determine(request, engine)["lines"][0]["coverages"][0]["outcome"]
        assert outcome_words(outcome).lower() in by_id(page, "panel").text.lower()
        answer = client.post("/checklist/request", data=fields(page))
        assert answer.headers["content-disposition"] == 'attachment; filename="request.json"'
        assert answer.headers["content-type"] == "application/json"


@pytest.mark.sr("SR-149")
def test_the_paper_to_send_names_where_what_to_enclose_and_what_is_documented(client: TestClient) -> None:
    sent = OPEN | {
        "k.medical_complications": "medical_record",
        "s.medical_complications": "clinic note",
        "p.medical_complications": "p. 2",
        "diagnoses": "L74.512",
    }
    page = by_id(tree(client.post("/checklist/send", data=sent)), "main")
    for part in (
        "Where to:",
        "Enclose",
        "clinic notes",
        "Still needed",
        "☐",
        "What is stated",
        "medical record, clinic note, p. 2",
        "L74.512",
    ):
        assert part in page.text
    assert "What would settle" not in page.text
    assert not FORBIDDEN.search(page.text)


def test_the_case_sheet_is_unsigned_complete_in_itself_and_brings_no_script(client: TestClient) -> None:
    answer = client.post("/checklist/sheet", data=MET | REVIEWER)
    page = tree(answer)
    assert not page.all("script", "link")
    (style,) = page.all("style")
    assert style.texts
    policy = answer.headers["content-security-policy"]
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]{44}'; base-uri 'none'; frame-ancestors 'none'",
        policy,
    )
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "wrong",
    [{"birth_date": "1954-13-02"}, {"f.use": "no such use"}, {"diagnoses": "not-a-code!"}, {"date": "2026-02-30"}, {"d.use": "soon", "k.use": "label"}, {"s.use": "a note"}, {"stage": "later"}],
)  # fmt: skip
def test_a_wrong_answer_is_told_beside_the_questions_and_no_answer_is_lost(
    client: TestClient, wrong: dict[str, str]
) -> None:
    sent = OPEN | wrong
    page = tree(client.post("/checklist", data=sent))
    assert "Next:" in by_id(page, "panel").text
    kept = fields(page)
    assert kept["f.medical_complications"] == ["yes"]
    assert kept["f.professional_life_disrupted"] == ["yes"]
    piece = panel(client.post("/checklist", data=sent, headers=HTMX))
    assert [e for e in piece.all("div") if e.attributes.get("role") == "alert"]


def test_a_plan_that_nobody_knows_is_kept_and_told_whom_to_ask(client: TestClient) -> None:
    page = tree(client.post("/checklist", data=CASE | {"plan": "Some House | commercial"}))
    assert fields(page)["plan"][0] == "Some House | commercial"
    assert "plan" in by_id(page, "panel").text.lower()
