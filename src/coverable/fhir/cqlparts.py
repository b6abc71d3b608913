"""Pieces of CQL 1.5 on FHIR 4.0.1: elements, codes, statuses and dates of a resource, `.value` spelt out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from coverable.base.dates import Duration
from coverable.glossary.codelists import CodeList, forms
from coverable.glossary.resources import Kind, Status

SUFFIXES: Final = {
    "CodeableConcept": "FHIR.CodeableConcept",
    "Reference": "FHIR.Reference",
    "DateTime": "FHIR.dateTime",
    "Instant": "FHIR.instant",
    "Period": "FHIR.Period",
    "Boolean": "FHIR.boolean",
    "Integer": "FHIR.integer",
    "Quantity": "FHIR.Quantity",
    "String": "FHIR.string",
}
"""How R4 JSON writes the type of a choice behind its name; CQL casts instead."""
CHOICES: Final = frozenset(
    ["abatement", "code", "effective", "medication", "occurrence", "onset", "performed", "timing", "value"]
)
_MANY: Final = frozenset(
    {
        ("Condition", "bodySite"),
        ("Encounter", "type"),
        ("MedicationAdministration", "statusReason"),
        ("MedicationStatement", "statusReason"),
        ("Observation", "interpretation"),
        ("Procedure", "bodySite"),
        ("ServiceRequest", "bodySite"),
        ("ServiceRequest", "locationCode"),
    }
)
"""Coded elements of which a resource has several."""

FUNCTIONS: Final = """
define function "Coded"(concept FHIR.CodeableConcept, systems List<String>, codes List<String>):
  exists (concept.coding X where X.system.value in systems and X.code.value in codes)

define function "Begins"(concept FHIR.CodeableConcept, systems List<String>, beginnings List<String>):
  exists (concept.coding X where X.system.value in systems
    and exists (beginnings B where StartsWith(X.code.value, B)))

define function "Worded"(concept FHIR.CodeableConcept, texts List<String>):
  concept.text is not null and Lower(concept.text.value) in texts

define function "Worded So"(concept FHIR.CodeableConcept, beginnings List<String>):
  concept.text is not null and exists (beginnings B where StartsWith(Lower(concept.text.value), B))

define function "Text Of"(concept FHIR.CodeableConcept):
  Coalesce(concept.text.value, First(concept.coding X where X.display is not null return all X.display.value))

define function "Has Status"(concept FHIR.CodeableConcept, codesystem String, codes List<String>):
  exists (concept.coding X where X.system.value = codesystem)
    and not exists (concept.coding X where X.system.value = codesystem and not (X.code.value in codes))

define function "First Day"(written Date):
  Date(year from written, Coalesce(month from written, 1), Coalesce(day from written, 1))

define function "Last Day"(written Date):
  if written is null then null
  else if month from written is null then Date(year from written, 12, 31)
  else if day from written is null then Date(year from written, month from written, 1) + 1 month - 1 day
  else written

define function "Only Boolean"(values List<Boolean>):
  if Count(values V where V is not null return V) = 1 then First(values V where V is not null) else null

define function "Only String"(values List<String>):
  if Count(values V where V is not null return V) = 1 then First(values V where V is not null) else null

define function "Only Decimal"(values List<Decimal>):
  if Count(values V where V is not null return V) = 1 then First(values V where V is not null) else null

define function "Only Date"(values List<Date>):
  if Count(values V where V is not null return V) = 1 then First(values V where V is not null) else null
""".strip()


def text(value: str) -> str:
    """A CQL string literal: data, whatever stands in it."""
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return "'" + re.sub(r"[\x00-\x1f]", lambda m: f"\\u{ord(m[0]):04x}", escaped) + "'"


def name(value: str) -> str:
    """A quoted CQL identifier."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def texts(values: Iterable[str]) -> str:
    """A list of string literals."""
    return "{ " + ", ".join(text(v) for v in dict.fromkeys(values)) + " }"


def both(conditions: Iterable[str]) -> str:
    """All of them."""
    return " and ".join(conditions)


def either(conditions: Sequence[str]) -> str:
    """One of them."""
    return conditions[0] if len(conditions) == 1 else "(" + " or ".join(conditions) + ")"


def codes_function(list_name: str, codes: CodeList) -> str:
    """The function that says whether a concept has a code of a list; what it cannot tell is false."""
    groups: dict[tuple[tuple[str, ...], bool], list[str]] = {}
    for entry in codes.read():
        groups.setdefault((entry.systems, entry.beginning), []).extend(forms(entry))
    tests: list[str] = []
    for (systems, beginning), these in groups.items():
        function = ("Begins" if beginning else "Coded") if systems else "Worded So" if beginning else "Worded"
        arguments = ", ".join(["concept", *([texts(systems)] if systems else []), texts(these)])
        tests.append(f"Coalesce({name(function)}({arguments}), false)")
    said = " ".join(codes.says.split()).replace("*/", "")
    body = "\n    or ".join(tests)
    return f"/* {said} */\ndefine function {about_list(list_name)}(concept FHIR.CodeableConcept):\n  {body}"


def about_list(list_name: str) -> str:
    """The name of that function."""
    return name(f"is {list_name}")


def _is_any(lists: Sequence[str], concept: str) -> str:
    return either([f"{about_list(one)}({concept})" for one in lists])


def element(of: str, path: str) -> str:
    """An element by its name in R4 JSON, as CQL writes it: `onsetPeriod.start` is a cast."""
    first, _, rest = path.partition(".")
    for suffix, kind in SUFFIXES.items():
        base = first.removesuffix(suffix)
        if base != first and base in CHOICES:
            out = f"({of}.{base} as {kind})"
            break
    else:
        out = f"{of}.{first}"
    return f"{out}.{rest}" if rest else out


def day(of: str, path: str) -> str:
    """A date element as the day, month or year that it is written with."""
    return f"date from {element(of, path)}.value"


def day_of(of: str, kind: Kind) -> str:
    """When the resource was: the first date that it has."""
    days = [day(of, path) for path in kind.dates]
    return "null as Date" if not days else days[0] if len(days) == 1 else f"Coalesce({', '.join(days)})"


def concept(of: str, kind_name: str, path: str, lists: Sequence[str]) -> str:
    """Whether a coded element has a code of one of the lists."""
    if (kind_name, path) in _MANY:
        return f"exists ({of}.{path} C where {_is_any(lists, 'C')})"
    return _is_any(lists, element(of, path))


def linked(of: str, kind: Kind, alias: str = "M") -> str:
    """The retrieve of what a reference in place of the code points to."""
    assert kind.link is not None
    reference, target, _ = kind.link
    return (
        f"[{target}] {alias} where {text(target + '/')} + {alias}.id.value"
        f" = {element(of, reference)}.reference.value"
    )


def about(of: str, kind_name: str, kind: Kind, lists: Sequence[str]) -> str:
    """Whether a resource is about a code of one of the lists: by its own code, or what it points to."""
    tests = [concept(of, kind_name, path, lists) for path in kind.code]
    if kind.link:
        tests.append(f"exists ({linked(of, kind)} and {_is_any(lists, f'M.{kind.link[2]}')})")
    return either(tests)


def reason(of: str, lists: Sequence[str], standing: dict[str, str]) -> str:
    """Whether a reason that the resource gives, or points to, has a code of one of the lists. `standing`:
    for each type that a reason may be, when it counts."""
    tests = [f"exists ({of}.reasonCode C where {_is_any(lists, 'C')})"]
    for target, counts in standing.items():
        has = _is_any(lists, "T.code")
        same = f"{text(target + '/')} + T.id.value = X.reference.value"
        tests.append(
            f"exists ({of}.reasonReference X where exists ([{target}] T where {same} and {counts} and {has}))"
        )
    return either(tests)


def statuses(of: str, kind: Kind, negative: bool, past: bool, requests: bool) -> list[str]:
    """The conditions under which a resource counts, or says its negative."""
    out: list[str] = []
    for one in kind.statuses:
        codes = (*one.counts, *(kind.past if past and one.element == "clinicalStatus" else ()))
        denies = negative and bool(one.negative)
        out.append(_status(of, one, one.negative if denies else codes, absent=one.absent and not denies))
    if requests:
        out.append(f"Coalesce({of}.doNotPerform.value, false) = false")
    return out


def _status(of: str, one: Status, codes: Sequence[str], absent: bool) -> str:
    test = (
        f'"Has Status"({of}.{one.element}, {text(one.system)}, {texts(codes)})'
        if one.system
        else f"{of}.{one.element}.value in {texts(codes)}"
    )
    return f"({of}.{one.element} is null or {test})" if absent else test


def length(duration: Duration) -> str:
    """A length of time, with months before days as our windows count them."""
    parts = [f"{n} {unit}" for n, unit in ((duration.months, "months"), (duration.days, "days")) if n]
    return " - ".join(parts) or "0 days"
