"""$next-question: the most telling question first, and none once the outcome is settled.

A question that was asked and left open is not documented; it is not asked twice. What was asked is told by
the Questionnaire that the response contains, so the server keeps nothing between two calls.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from coverable.base.dates import read_day
from coverable.base.shape import is_list, is_object
from coverable.determination.answer import Answer
from coverable.determination.engine import Engine
from coverable.fhir.answers import fail
from coverable.fhir.dtr.answers import read_answers
from coverable.fhir.dtr.calls import check_parameters, given
from coverable.fhir.dtr.catalogue import ADAPTIVE, form_named
from coverable.fhir.dtr.conclude import concluded
from coverable.fhir.dtr.form import Form, Part, Question
from coverable.fhir.dtr.items import group_of
from coverable.fhir.dtr.logic import logic_of
from coverable.fhir.dtr.matter import matter, said
from coverable.fhir.dtr.names import Family, questionnaire_url
from coverable.fhir.dtr.questionnaire import populated
from coverable.fhir.payer import Payer
from coverable.glossary.derive import derive
from coverable.glossary.events import Lasted, Window
from coverable.glossary.values import Stated, Statement, read_facts
from coverable.logic.needed import asks

DAY = "service_date"


def response_of(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """The response that a call brings: itself, or the parameter `questionnaire-response`."""
    if body.get("resourceType") == "QuestionnaireResponse":
        return body
    check_parameters(body)
    found = [one.get("resource") for one, _ in given(body, "questionnaire-response")]
    if len(found) != 1 or not is_object(found[0]):
        raise fail(
            400, "no QuestionnaireResponse", "Parameters.parameter",
            "the next question follows from its answers", "send it as the parameter `questionnaire-response`",
        )  # fmt: skip
    return found[0]


def next_question(
    response: Mapping[str, Any], payer: Payer, family: Family, client: str = ""
) -> dict[str, Any]:
    """The response with one more question in the Questionnaire that it contains, or completed, then with what
    is settled if CRD was asked before. Failed with 400: no form of ours, answers that do not fit it, one that
    is not in progress."""
    if response.get("resourceType") != "QuestionnaireResponse" or response.get("status") != "in-progress":
        raise fail(
            400, "this response is not in progress", "QuestionnaireResponse.status",
            "only such a response has a next question", "send one with status `in-progress`",
        )  # fmt: skip
    contained, at = _contained(response)
    base = payer.base
    plain = _form(contained, payer.engine, base, payer.today)
    form = with_day(plain)
    asked = _asked(contained, form)
    known = read_answers(response, form)
    day = known.service_date
    found = said(plain.asked, _facts(plain, known.facts, known.diagnoses, day), _day(day))
    following = _next(form, found, asked)
    items = _items(form, base, [*asked, *([following] if following else [])])
    grown = {**contained, "item": populated(items, logic_of(plain, base), family)}
    if not grown["item"]:
        del grown["item"]
    listed = [*response["contained"]]
    listed[at] = grown
    out = {**response, "contained": listed, "status": "in-progress" if following else "completed"}
    return out if following else concluded(out, plain, known, payer, family, client) or out


def with_day(form: Form) -> Form:
    """The form with the date of service in front, where windows of time are reckoned from it: a response does
    not hold the order that states it."""
    if not any(probe.look == "window" or _dated(probe.test) for probe in form.policy.probes):
        return form
    if any(one.name == DAY for one in form.questions):
        return form
    fact = form.glossary.facts[DAY]
    first = Part("part-0", fact.label, (Question(DAY, fact, None, {}, None, ()),), ())
    return replace(form, parts=(first, *form.parts))


def _dated(test: Any) -> bool:
    return test is not None and any(isinstance(c, Window | Lasted) for _, c in test.where)


def _contained(response: Mapping[str, Any]) -> tuple[Mapping[str, Any], int]:
    """The Questionnaire that the response contains, and its place."""
    listed, name = response.get("contained"), response.get("questionnaire")
    for i, one in enumerate(listed if is_list(listed) else ()):
        if is_object(one) and one.get("resourceType") == "Questionnaire" and f"#{one.get('id')}" == name:
            return one, i
    raise fail(
        400, "the response contains no Questionnaire", "QuestionnaireResponse.questionnaire",
        "an adaptive form travels inside its response", "begin with $questionnaire-package",
    )  # fmt: skip


def _form(contained: Mapping[str, Any], engine: Engine, base: str, today: date) -> Form:
    """The form of ours that the contained Questionnaire was made of."""
    derived = contained.get("derivedFrom")
    url, version = contained.get("url"), contained.get("version")
    named = [
        one
        for one in (*(derived if is_list(derived) else ()), f"{url}|{version}" if version else url)
        if isinstance(one, str)
    ]
    for one in named:
        found = form_named(engine, base, one, today)
        if found is not None and found[1]:
            return found[0]
    raise fail(
        400, "this form is not asked here", "QuestionnaireResponse.contained",
        "it is no adaptive form of this server",
        f"take one whose address begins with {questionnaire_url(base, '', False)} and ends with {ADAPTIVE}",
    )  # fmt: skip


def _asked(contained: Mapping[str, Any], form: Form) -> list[str]:
    """The questions that the contained Questionnaire holds, as far as they are ours."""
    links: set[str] = set()
    stack: list[Any] = [contained.get("item")]
    seen = 0
    while stack:
        level = stack.pop()
        for item in level if is_list(level) else ():
            seen += 1
            if is_object(item) and seen < 5000:
                links.add(str(item.get("linkId")))
                stack.append(item.get("item"))
    return [one.name for one in form.questions if one.name in links]


def _facts(
    form: Form, facts: Mapping[str, Any], diagnoses: tuple[str, ...], day: str | None
) -> dict[str, Stated]:
    """The answers, and what follows from them, as the engine takes them."""
    from coverable.glossary.codes import read_code

    known = read_facts(facts, form.glossary, "$.facts")
    if diagnoses:
        codes = frozenset(read_code(d, "QuestionnaireResponse.item", expect="icd10cm") for d in diagnoses)
        known["diagnoses"] = Stated(statements=(Statement(codes),))
    return derive(known, form.glossary, {}, _day(day))


def _day(text: str | None) -> date | None:
    try:
        return read_day(text) if text else None
    except ValueError:
        raise fail(
            400,
            "no such date of service",
            "QuestionnaireResponse.item",
            "a whole day is needed",
            "write YYYY-MM-DD",
        ) from None


def _next(form: Form, found: Answer, asked: list[str]) -> str | None:
    """The question to ask now: of the smallest sets of facts that would settle the outcome, the first; then
    what else can matter, in the order of the form."""
    names = [one.name for one in form.questions]
    open_ = matter(found)
    if not open_:
        return None
    if DAY in names and DAY not in asked:
        return DAY
    return next(
        (one for one in dict.fromkeys(_telling(found, names)) if one in open_ and one not in asked), None
    )


def _telling(found: Answer, names: list[str]) -> Iterator[str]:
    """Facts, the most telling first."""
    probes = found.policy.probes
    if found.qualifier != -1 and found.values[found.qualifier] == "undetermined":
        yield from (probes[one.probe].fact for one in asks(found.need))  # whether the code counts comes first
    sets, _ = found.settling
    for one in sets:
        yield from sorted((probes[probe].fact for probe, _ in one.facts), key=names.index)
    yield from (probes[one.probe].fact for one in asks(found.need))
    yield from names


def _items(form: Form, base: str, names: list[str]) -> list[dict[str, Any]]:
    """The questions asked so far in their groups, without conditions: the server has picked them."""
    groups = [group_of(form, part, base, conditions=False) for part in form.parts]
    kept = [{**g, "item": [i for i in g["item"] if i["linkId"] in names]} for g in groups]
    return [group for group in kept if group["item"]]
