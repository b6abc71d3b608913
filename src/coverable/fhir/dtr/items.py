"""One question as an item of a Questionnaire: its kind of answer, when it is asked, its help and place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from coverable.fhir.dtr.form import Blocker, Form, Part, Question
from coverable.fhir.dtr.names import (
    CONTROL,
    CONTROLS,
    SUPPORT,
    UCUM,
    UNIT,
    UNIT_OPTION,
    choices_url,
    ext,
    valueset_url,
)
from coverable.glossary.facts import Attribute, Fact

Item = dict[str, Any]
EVENT: Final = "event"
COMPLETE: Final = "complete"
SOURCE: Final = "source"
_TYPES: Final[Mapping[str, str]] = {
    "yes_no": "boolean", "choice": "choice", "number": "decimal", "quantity": "quantity", "date": "date",
    "text": "string", "code": "string", "codes": "open-choice", "events": "group",
}  # fmt: skip
_SPOKEN: Final = {
    "a": "years", "mo": "months", "wk": "weeks", "d": "days", "1": "", "[lb_av]": "lb", "[oz_av]": "oz",
    "[in_i]": "in", "[ft_i]": "ft", "Cel": "°C", "[degF]": "°F", "mm[Hg]": "mmHg",
}  # fmt: skip
"""Units that people do not say as UCUM writes them."""
_UCUM: Final = {says: code for code, says in _SPOKEN.items() if says}


def group_of(form: Form, part: Part, base: str, conditions: bool = True) -> Item:
    """The questions of one part as a group; without `conditions` where the server picks what is asked."""
    item: Item = {"linkId": part.name, "text": part.title, "type": "group"}
    if conditions:
        item |= _enabled(form, part.blockers, base)
    return {**item, "item": [item_of(form, one, base, conditions) for one in part.questions]}


def item_of(form: Form, one: Question, base: str, conditions: bool = True) -> Item:
    """One question. What is not documented stays unanswered: nothing is required."""
    item = _answer(one.name, one.fact.ask, one.fact, base)
    if conditions:
        item |= _enabled(form, one.blockers, base)
    more: list[dict[str, Any]] = item.pop("extension", [])
    if one.cite:
        policy, _, version = form.policy.key.partition("@")
        more.append(ext(SUPPORT, valueUri=f"{base}/policies/{policy}/{version}"))
    if more:
        item = {"extension": more, **item}
    if one.fact.type == "codes":
        item |= {
            "repeats": True,
            "answerValueSet": f"{valueset_url(base, form.name, one.name)}|{form.version}",
        }
    below = list(_below(form, one, base))
    return {**item, "item": below} if below else item


def _below(form: Form, one: Question, base: str) -> Iterable[Item]:
    """What stands under a question: help, where a yes is written, the events themselves."""
    yield {
        "extension": [_control("help")],
        "linkId": f"{one.name}.help",
        "text": " ".join(part for part in (one.fact.help, _place(form, one)) if part),
        "type": "display",
    }
    if one.fact.needs_evidence and one.fact.type == "yes_no":
        yield {
            "linkId": f"{one.name}.{SOURCE}",
            "text": "Where in the medical record is it written (document, date, place)?",
            "type": "string",
            "enableWhen": [{"question": one.name, "operator": "=", "answerBoolean": True}],
        }
    if one.fact.type == "events":
        yield {
            "linkId": f"{one.name}.{EVENT}",
            "text": one.fact.label,
            "type": "group",
            "repeats": True,
            "item": [
                _answer(f"{one.name}.{name}", name.replace("_", " ").capitalize(), kind, base)
                for name, kind in one.attributes.items()
            ],
        }
        yield {
            "linkId": f"{one.name}.{COMPLETE}",
            "text": "Is that all there was? (Unanswered: there may have been more.)",
            "type": "boolean",
        }


def _place(form: Form, one: Question) -> str:
    """The criterion that asks, and its place in the document."""
    file = form.policy.file
    said = f"Asked by {file.publisher}, {file.number or file.title}, version {form.policy.version}"
    return f"{said} ({one.cite})." if one.cite else f"{said}."


def _answer(link: str, text: str, kind: Fact | Attribute, base: str) -> Item:
    """The item with the kind of its answer; `kind` is a fact, or an attribute of events."""
    item: Item = {"linkId": link, "text": text, "type": _TYPES[kind.type]}
    units = [kind.unit, *(kind.units if isinstance(kind, Fact) else ())] if kind.unit else []
    if kind.type == "choice":
        system = choices_url(base, link)
        item["answerOption"] = [
            {"valueCoding": {"system": system, "code": code, "display": says}}
            for code, says in kind.choices.items()
        ]
    elif kind.type == "number" and units:
        item["extension"] = [ext(UNIT, valueCoding=unit_coding(units[0]))]
    elif kind.type == "quantity":
        item["extension"] = [ext(UNIT_OPTION, valueCoding=unit_coding(unit)) for unit in units]
    return item


def unit_coding(unit: str | None) -> dict[str, str]:
    """A unit as UCUM codes it and as people say it."""
    code = unit or "1"
    return {"system": UCUM, "code": code, "display": _SPOKEN.get(code, code)}


def ucum(unit: str) -> str:
    """The UCUM code of a unit that people may have typed as they say it."""
    return _UCUM.get(unit.strip(), unit.strip())


def _enabled(form: Form, blockers: Iterable[Blocker], base: str) -> Item:
    """Asked as long as none of the blockers was answered. In R4 `!=` holds where there is no answer."""
    facts = form.glossary.facts
    conditions = [
        {
            "question": name,
            "operator": "!=",
            **(
                {"answerBoolean": value}
                if facts[name].type == "yes_no"
                else {"answerCoding": {"system": choices_url(base, name), "code": value}}
            ),
        }
        for name, value in blockers
    ]
    if not conditions:
        return {}
    return {"enableWhen": conditions, **({"enableBehavior": "all"} if len(conditions) > 1 else {})}


def _control(code: str) -> dict[str, Any]:
    return ext(CONTROL, valueCodeableConcept={"coding": [{"system": CONTROLS, "code": code}]})
