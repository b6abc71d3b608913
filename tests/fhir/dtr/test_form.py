"""A form asks for every fact that its policy looks at and for nothing else, as long as it can matter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

import pytest

from coverable.base.problem import Refused
from coverable.determination.checklist import matters
from coverable.determination.decide import determine
from coverable.determination.engine import Engine
from coverable.fhir.dtr.form import Form, form_of, forms_of, unlike
from coverable.fhir.dtr.matter import leaves, matter
from coverable.fhir.dtr.questionnaire import canonical, questionnaire
from fhir.dtr.patients import answer_to, enabled, policy_says, some_facts

BASE = "http://localhost:8010"
pytestmark = pytest.mark.sr("SR-147")


def every_form(engine: Engine) -> list[Form]:
    return [form for policy in engine.library.all() for form in forms_of(policy)]


def items(given: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for item in given:
        yield item
        yield from items(item.get("item", []))


def shown(form: Form, facts: Mapping[str, Any]) -> set[str]:
    """The questions that are asked after these answers, as a client shows them."""
    out: set[str] = set()
    for group in questionnaire(form, BASE)["item"]:
        if enabled(group, facts):
            out |= {one["linkId"] for one in group["item"] if enabled(one, facts)}
    return out


def test_every_form_asks_for_every_leaf_and_for_nothing_else(engine: Engine) -> None:
    forms = every_form(engine)
    assert len(forms) > 15
    for form in forms:
        asked = [one["linkId"] for group in questionnaire(form, BASE)["item"] for one in group["item"]]
        assert len(asked) == len(set(asked))
        assert set(asked) == leaves(form.asked), form.name
        assert unlike(form) == []


def test_a_form_with_a_question_too_few_or_too_many_is_found_out(engine: Engine) -> None:
    form = form_of(engine.library.one("sentara/dme-32"))
    asked = {one.name for one in form.questions}
    assert unlike(form, asked - {"skin_maceration"}) == ["`skin_maceration` is not asked"]
    assert unlike(form, asked | {"age"}) == ["`age` is asked, and no criterion looks at it"]


def test_a_question_that_is_not_asked_any_more_cannot_change_the_outcome(engine: Engine) -> None:
    chance, hidden = Random(11), 0
    for form in every_form(engine):
        for _ in range(25):
            facts = some_facts(form, chance, chance.choice((0.1, 0.3, 0.6)))
            for name in {one.name for one in form.questions} - shown(form, facts):
                hidden += 1
                one = next(q for q in form.questions if q.name == name)
                if one.fact.type == "codes":
                    continue
                others = some_facts(form, chance, chance.choice((0.0, 0.5, 1.0)))
                rest = {k: v for k, v in {**others, **facts}.items() if k != name}
                ends = {
                    policy_says(form, {**rest, name: answer_to(one, form, chance)}).outcome for _ in range(4)
                }
                assert ends == {policy_says(form, rest).outcome}, (form.name, name, facts)
    assert hidden > 1000


def test_what_the_checklist_leaves_open_the_form_still_asks(engine: Engine) -> None:
    chance = Random(5)
    for key, code, plan in (
        ("sentara/dme-32", "E1399", "sentara/medicare"),
        ("healthy-blue/cg-med-28", "E1399", "healthy-blue/medicaid"),
    ):
        form = form_of(engine.library.one(key))
        for _ in range(60):
            facts = some_facts(form, chance, chance.choice((0.1, 0.3, 0.6)))
            facts.setdefault("device_kind", {"value": "iontophoresis"})
            request = {
                "coverages": [plan],
                "services": [{"code": code, "date": "2026-03-02"}],
                "facts": facts,
            }
            line = determine(request, engine)["lines"][0]
            still = matters(line)
            if still is None or line["coverages"][0]["governing"] is None:
                continue
            mine = {name for name in still if name in {q.name for q in form.questions}}
            assert mine <= shown(form, facts), facts


def test_what_matters_is_what_the_settling_sets_name_and_never_less(engine: Engine) -> None:
    chance, seen = Random(3), 0
    for form in every_form(engine):
        for _ in range(15):
            found = policy_says(form, some_facts(form, chance, 0.3))
            sets, _ = (
                found.settling if found.service and found.outcome == "information_needed" else ([], False)
            )
            for one in sets:
                seen += 1
                assert {form.policy.probes[p].fact for p, _ in one.facts} <= matter(found)
    assert seen > 100


def test_earlier_answers_alone_decide_what_is_asked_so_no_form_can_lock_itself(engine: Engine) -> None:
    for form in every_form(engine):
        before: set[str] = set()
        for group in questionnaire(form, BASE)["item"]:
            assert {c["question"] for c in group.get("enableWhen", ())} <= before
            for one in group["item"]:
                assert {c["question"] for c in one.get("enableWhen", ())} <= before
                before.add(one["linkId"])


def test_every_item_has_words_and_its_own_link_and_none_is_hidden_required_or_read_only(
    engine: Engine,
) -> None:
    for form in every_form(engine):
        whole = list(items(questionnaire(form, BASE)["item"]))
        links = [one["linkId"] for one in whole]
        assert len(links) == len(set(links))
        for one in whole:
            assert one["text"].strip()
            assert "readOnly" not in one and "required" not in one
            assert all("hidden" not in e["url"] for e in one.get("extension", ()))
            assert len(one.get("enableWhen", ())) < 2 or one["enableBehavior"] == "all"


def test_a_form_has_help_its_place_in_the_document_and_a_version_of_its_own(engine: Engine) -> None:
    policy = engine.library.one("sentara/dme-32")
    form = form_of(policy)
    made = questionnaire(form, BASE)
    asked = {one["linkId"]: one for one in items(made["item"])}
    help_ = asked["social_life_disrupted.help"]
    assert help_["type"] == "display" and "DME 32, version 7 (L30)" in help_["text"]
    assert "No score is asked." in help_["text"]
    assert made["subjectType"] == ["Patient"]
    assert canonical(form, BASE) == f"{made['url']}|{made['version']}"
    assert made["version"].startswith("7-") and made["effectivePeriod"] == {"start": "2026-01-01"}
    assert "not endorsed" in made["description"]


def test_units_choices_and_events_are_asked_in_their_own_kind(engine: Engine) -> None:
    form = form_of(engine.library.one("meadowlark/mp-110"), "weight-surgery")
    asked = {one["linkId"]: one for one in items(questionnaire(form, BASE)["item"])}
    assert asked["body_mass_index"]["type"] == "quantity"
    assert asked["body_mass_index"]["extension"][0]["valueCoding"]["code"] == "kg/m2"
    assert asked["weight_visits.event"] | {"item": 0} == {
        "linkId": "weight_visits.event", "text": asked["weight_visits.event"]["text"], "type": "group",
        "repeats": True, "item": 0,
    }  # fmt: skip
    assert asked["weight_visits.date"]["type"] == "date"
    assert asked["weight_visits.complete"]["type"] == "boolean"
    assert [o["valueCoding"]["code"] for o in asked["weight_surgery_kind"]["answerOption"]][:2] == [
        "bypass",
        "sleeve",
    ]


def test_a_service_that_the_policy_has_not_is_refused(engine: Engine) -> None:
    with pytest.raises(Refused) as refused:
        form_of(engine.library.one("sentara/dme-32"), "wheelchair")
    assert refused.value.problems[0].why == "it has iontophoresis"
