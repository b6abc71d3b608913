"""The checklist's form as a request, and a request as what the form shows. Nothing is lost on the way.

A fact that is stated in a way the form has no fields for (several statements, two pieces of evidence) stays
as it was loaded until somebody answers it anew; so do all other lines and fields of a loaded request.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

import msgspec
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartParser
from starlette.requests import Request

from coverable.base.problem import refuse
from coverable.base.shape import is_list, is_object
from coverable.determination.asked import a_day, a_number, typed_value
from coverable.determination.request import parse_json
from coverable.glossary.facts import Fact, Glossary

AS_LOADED: Final = "@as-loaded"
"""The answer that keeps a fact as the loaded request states it."""
EVIDENCE: Final = {"k": "kind", "s": "source", "d": "date", "p": "place"}
"""Prefix of a form field, and the field of the evidence that it gives."""
PROVIDERS: Final = {"ordering": "ordering_provider", "servicing": "servicing_provider"}
"""Form field, and the provider of the request whose NPI it gives."""
SHAPE: Final[dict[str, type]] = {
    "services": list,
    "coverages": list,
    "diagnoses": list,
    "facts": dict,
    "member": dict,
}
EVENTS: Final = 20
"""Events of one fact that a form can hold."""
# An upload stays in memory, where its size is limited already: nothing of a request is put on a disk.
MultiPartParser.spool_max_size = 1 << 30
_ENCODE: Final = msgspec.json.Encoder(decimal_format="number").encode
_FORMAT: Final = msgspec.json.format
PAYER: Final = " | "
"""Between payer and line of business where no plan was named."""


async def read_form(request: Request) -> FormData:
    """The fields of a form; files that nobody asked for are closed."""
    async with request.form() as form:
        return form


async def read_upload(request: Request, why: str, next: str) -> tuple[FormData, bytes, str]:
    """The fields of a form, and its file (field `file`) with its name. Refused when none was chosen."""
    async with request.form() as form:
        given = form.get("file")
        if not isinstance(given, UploadFile) or not given.filename:
            raise refuse("no file was chosen", "file", why, next)
        return form, await given.read(), given.filename[:100]


def text(form: FormData, name: str) -> str:
    """One field, without the spaces around it."""
    value = form.get(name, "")
    return value.strip().encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def request_of(form: FormData, glossary: Glossary, kept: str = "base") -> dict[str, Any]:
    """The request that the form states, on top of the one that was loaded (field `kept`)."""
    base = request_in(text(form, kept), "the loaded request")
    out = dict(base)
    plans = [one.strip() for one in form.getlist("plan") if isinstance(one, str) and one.strip()]
    out["coverages"] = [_coverage(one) for one in dict.fromkeys(plans)]
    lines: list[dict[str, Any]] = base.get("services") or [{}]
    services = [dict(one) for one in lines]
    first = services[0]
    _set(first, "code", text(form, "code"))
    _set(first, "date", text(form, "date"))
    _set(first, "place_of_service", text(form, "place_of_service"))
    _more(form, out, first)
    out["services"] = [first, *services[1:]]
    _set(out, "diagnoses", text(form, "diagnoses").replace(",", " ").replace(";", " ").split())
    member = dict(out.get("member") or {})
    _set(member, "birth_date", a_day(text(form, "birth_date")))
    _set(out, "member", member)
    _set(out, "stage", text(form, "stage"))
    out["facts"] = _facts(form, dict(base.get("facts") or {}), glossary)
    return out


def _more(form: FormData, out: dict[str, Any], first: dict[str, Any]) -> None:
    """Who asks for whom, and how much: fields that a form may leave out."""
    shown = _shown_more(out, first)
    given = {name: said for name in shown if name in form and (said := text(form, name)) != shown[name]}
    for field, said in given.items():  # what is as it was shown stays as it was loaded
        if field in PROVIDERS:
            _set(out, PROVIDERS[field], {"npi": said} if said else None)
        elif field == "quantity":
            _set(first, field, a_number(said))
        elif field == "modifiers":
            _set(first, field, said.replace(",", " ").split())
        elif field == "member_id":
            out["member"] = dict(out.get("member") or {})
            _set(out["member"], "id", said)
        else:
            _set(out, field, said)


def request_in(given: str, name: str) -> dict[str, Any]:
    """A request that a page keeps in a hidden field; what is wrong in it is told when it is decided. Refused
    where it has not even the shape of one, as nobody but a program sends that."""
    data: Any = parse_json(given, name) if given else {}
    if is_object(data):
        parts: dict[str, Any] = {one: data.get(one) or kind() for one, kind in SHAPE.items()}
        alike = all(type(parts[one]) is kind for one, kind in SHAPE.items())
        if (
            alike
            and all(map(is_object, parts["services"]))
            and all(isinstance(d, str) for d in parts["diagnoses"])
        ):
            return dict(data)
    raise refuse("this is no request", name, "the page keeps requests there", "load the request again")


def _set(target: dict[str, Any], name: str, value: Any) -> None:
    """An empty field states nothing; `no` is an answer."""
    if value or value == 0:
        target[name] = value
    else:
        target.pop(name, None)


def _coverage(given: str) -> Any:
    payer, bar, line = given.partition(PAYER)
    return {"payer": payer, "line_of_business": line} if bar else given


def _facts(form: FormData, facts: dict[str, Any], glossary: Glossary) -> dict[str, Any]:
    """Facts of the request with the answers of the form in their place."""
    for name, fact in glossary.facts.items():
        if fact.type == "events" and (f"c.{name}" in form or f"n.{name}" in form):
            given = _events(form, name, fact)
        elif f"f.{name}" in form and (said := text(form, f"f.{name}")) != AS_LOADED:
            given = _answer(form, name, fact, said)
        else:
            continue
        if given or given == 0 or f"l.{name}" not in form:
            _set(facts, name, given)
    return facts


def _answer(form: FormData, name: str, fact: Fact, said: str) -> Any:
    """The value with its evidence; "" where nothing was answered."""
    if not said:
        return ""
    unit = text(form, f"u.{name}")
    value = typed_value(fact, f"{said} {unit}".strip())
    evidence = {field: given for key, field in EVIDENCE.items() if (given := text(form, f"{key}.{name}"))}
    if "date" in evidence:
        evidence["date"] = a_day(evidence["date"])
    if evidence:
        return {**(value if is_object(value) else {"value": value}), "from": [evidence]}
    return value


def _events(form: FormData, name: str, fact: Fact) -> Any:
    events: list[dict[str, Any]] = []
    for at in range(EVENTS):
        one = {
            attribute: typed_value(kind, given)
            for attribute, kind in fact.attributes.items()
            if (given := text(form, f"e.{name}.{at}.{attribute}"))
        }
        if one:
            events.append(one)
    complete = text(form, f"c.{name}") == "yes"
    return {"events": events, "complete": complete} if events or complete else {}


def request_text(data: Any) -> str:
    """The request as the file that `coverable check` reads; numbers keep their digits."""
    return _FORMAT(_ENCODE(data), indent=2).decode("utf-8") + "\n"


def shown_form(data: Mapping[str, Any], groups: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What the form's fields show for a request: {plans, code, date, ..., answers: {fact: answer}}."""
    services: Any = data.get("services") or [{}]
    first: Mapping[str, Any] = services[0] if is_object(services[0]) else {}
    facts: Mapping[str, Any] = data.get("facts") or {}
    member: Mapping[str, Any] = data.get("member") or {}
    return {
        "plans": [_plan_text(one) for one in data.get("coverages") or ()],
        "code": first.get("code") or "",
        "date": first.get("date") or "",
        "place_of_service": first.get("place_of_service") or "",
        "diagnoses": ", ".join(data.get("diagnoses") or ()),
        "birth_date": member.get("birth_date") or "",
        "stage": data.get("stage") or "",
        **(more := _shown_more(data, first)),
        "details": any(more.values()),
        "more_lines": len(services) - 1,
        "most_events": EVENTS,
        "answers": {one["fact"]: _shown(one, facts.get(one["fact"])) for one in _asked(groups)},
    }


def _shown_more(data: Mapping[str, Any], first: Mapping[str, Any]) -> dict[str, str]:
    member: Mapping[str, Any] = data.get("member") or {}
    providers: dict[str, str] = {}
    for field, name in PROVIDERS.items():
        given: Mapping[str, Any] = data.get(name) or {}
        providers[field] = given.get("npi") or ""
    quantity = first.get("quantity")
    return {
        "member_id": member.get("id") or "",
        **providers,
        "quantity": "" if quantity is None else str(quantity),
        "modifiers": ", ".join(first.get("modifiers") or ()),
        "urgency": data.get("urgency") or "",
        "received": data.get("received") or "",
    }


def _asked(groups: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for group in groups:
        for item in group["items"]:
            yield item
            yield from item["concluded_from"]


def _plan_text(given: Any) -> str:
    if not is_object(given):
        return str(given)
    return (
        given["plan"]
        if "plan" in given
        else f"{given.get('payer', '')}{PAYER}{given.get('line_of_business', '')}"
    )


def _shown(question: Mapping[str, Any], stated: Any) -> dict[str, Any]:
    """One fact's fields: {value, unit, kind, source, date, place, events, complete, as_loaded}."""
    out: dict[str, Any] = {"value": "", "unit": "", "as_loaded": False, "events": [], "complete": False}
    out |= dict.fromkeys(EVIDENCE.values(), "")
    if question["type"] == "events" and is_object(stated):
        events = _shown_events(stated)
        if events is None:
            return {**out, "as_loaded": True}
        return {**out, "events": events, "complete": bool(stated.get("complete"))}
    if stated is None:
        return out
    simple: dict[str, Any] = stated if is_object(stated) else {"value": stated}
    evidence: Any = simple.get("from") or [{}]
    one: Any = evidence[0] if is_list(evidence) and len(evidence) == 1 else None
    known = (
        simple.keys() <= {"value", "unit", "from"} and is_object(one) and one.keys() <= set(EVIDENCE.values())
    )
    if not known or not all(map(_fits, [simple.get("value"), simple.get("unit") or "", *one.values()])):
        return {**out, "value": AS_LOADED, "as_loaded": True}
    return {**out, "value": _field(simple["value"]), "unit": simple.get("unit") or "", **one}


def _shown_events(stated: Mapping[str, Any]) -> list[dict[str, str]] | None:
    """The fields of each event; None where they cannot say what is stated."""
    events: Any = stated.get("events") or []
    if not is_list(events) or not all(map(is_object, events)):
        return None
    out = [{k: v.get("value") if is_object(v) else v for k, v in one.items()} for one in events]
    fit = all(one and all(map(_fits, one.values())) for one in out)
    whole = stated.keys() <= {"events", "complete"} and len(out) <= EVENTS
    return [{k: _field(v) for k, v in one.items()} for one in out] if fit and whole else None


def _fits(value: Any) -> bool:
    """Whether a field of one line can show a value and give it back."""
    if isinstance(value, str):
        return value == value.strip() and value.isprintable()
    return isinstance(value, bool | int | Decimal)


def _field(value: Any) -> str:
    """A value as its field shows it."""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
