"""Value sets of a form: the diagnoses that its policy names, as of a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from coverable.fhir.dtr.form import Form, Question
from coverable.fhir.dtr.names import ICD10, valueset_url
from coverable.glossary.codes import split_code

MOST: Final = 40
"""Sets of fewer codes come expanded (DTR oper-15)."""


def valuesets(form: Form, base: str, on: date) -> Iterator[dict[str, Any]]:
    """One for each question that is answered with codes: those that are complete and in use on the day."""
    for one in form.questions:
        if one.fact.type == "codes" and one.codes is not None:
            yield _valueset(form, one, base, on)


def _valueset(form: Form, one: Question, base: str, on: date) -> dict[str, Any]:
    assert one.codes is not None
    book = form.policy.book
    concepts = [
        {"code": split_code(code)[1], **({"display": label} if (label := book.look(code, on).label) else {})}
        for code in one.codes.billable(book, on)
    ]
    url = valueset_url(base, form.name, one.name)
    name = url.rpartition("/")[2]
    signed = form.policy.signoff.encoding
    return {
        "resourceType": "ValueSet",
        "id": name[:64],
        "url": url,
        "version": form.version,
        "name": "".join(part.capitalize() for part in name.replace(".", "-").split("-")),
        "title": f"{one.fact.label} that {form.policy.file.title} names",
        "status": "active" if signed.status == "approved" else "draft",
        "date": signed.on,
        "description": "Codes that a criterion looks at. A code alone decides nothing.",
        "compose": {"inactive": False, "include": [{"system": ICD10, "concept": concepts}]},
    }


def expanded(
    valueset: Mapping[str, Any], now: str, text: str = "", offset: int = 0, count: int | None = None
) -> dict[str, Any]:
    """The value set with its codes listed: those whose code or name holds `text`."""
    every: list[Mapping[str, Any]] = valueset["compose"]["include"][0]["concept"]
    wanted = text.casefold()
    found = [c for c in every if wanted in f"{c['code']} {c.get('display', '')}".casefold()]
    some = found[offset:] if count is None else found[offset : offset + count]
    used = [
        ("filter", "valueString", text or None),
        ("offset", "valueInteger", offset if count is not None else None),
    ]
    asked = [
        {"name": name, kind: value}
        for name, kind, value in [*used, ("count", "valueInteger", count)]
        if value is not None
    ]
    rests_on = "|".join((valueset["url"], valueset["version"], now, text))
    expansion: dict[str, Any] = {
        "identifier": f"urn:uuid:{uuid5(NAMESPACE_URL, rests_on)}",
        "timestamp": now,
        "total": len(found),
        **({"offset": offset} if count is not None else {}),
        **({"parameter": asked} if asked else {}),
        **({"contains": [{"system": ICD10, **c} for c in some]} if some else {}),
    }
    return {**valueset, "expansion": expansion}
