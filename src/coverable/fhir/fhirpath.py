"""The declarations as FHIRPath: for each fact the expressions that find, in a Bundle, who says it.

`value` is what a resource that is found says; where it is absent, `select` gives the value from it, or
from the resource that its reference `through` leads to.
`%service` is the date of service, `%order` the reference of the order that is asked about; references are
looked up as `Type/id`. Of `pick: latest` an expression finds all; a partial date at the very edge of a window
is left out, where the reader knows better.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from coverable.base.dates import read_duration
from coverable.fhir.cql.asked import facts_asked
from coverable.fhir.cql.parts import CHOICES, SUFFIXES
from coverable.glossary.codelists import CodeList, forms
from coverable.glossary.facts import Attribute, Fact, Glossary
from coverable.glossary.record import Concluded, Declared, kinds_of
from coverable.glossary.resources import KINDS, ORDER_COUNTS, ORDERS, VALUE, Kind, Status
from coverable.policy.executable import Policy
from coverable.publish.columns import columns_of

Lists = dict[str, str]
"""For each code list the condition on a CodeableConcept."""
_VALUES: Final[Mapping[str, tuple[str, ...]]] = {
    "yes_no": ("valueBoolean",),
    "number": ("valueInteger", "valueQuantity"),
    "quantity": ("valueQuantity",),
    "date": ("valueDateTime", "valuePeriod.start"),
    "text": ("valueString",),
}


def facts_fhirpath(glossary: Glossary, facts: Iterable[str] | None = None) -> dict[str, Any]:
    """JSON-ready: `{fact: {type, unit, found: [{expression, value | select | events, pick}]}}`."""
    lists = {name: _concept(codes) for name, codes in glossary.codes.items()}
    out: dict[str, Any] = {}
    for name in glossary.facts if facts is None else facts:
        fact = glossary.facts[name]
        if fact.record:
            found = [one for way in fact.record for one in _way(way, fact, lists)]
            out[name] = {"type": fact.type, **({"unit": fact.unit} if fact.unit else {}), "found": found}
    return out


def policy_fhirpath(policy: Policy) -> dict[str, Any]:
    """The expressions of the facts that a policy asks, and of those that they follow from."""
    return {
        "schema_version": 1,
        "policy": policy.key,
        "sha256": policy.sha256,
        "glossary": policy.glossary.sha256,
        "facts": facts_fhirpath(policy.glossary, facts_asked(policy, columns_of(policy))),
    }


def _way(one: Declared, fact: Fact, lists: Lists) -> Iterator[dict[str, Any]]:
    """The expressions of one declaration, for each resource type and value."""
    pick = {} if one.pick == "all" else {"pick": one.pick}
    for kind_name, kind in kinds_of(one.resource).items():
        if one.of and one.of not in ("code", "reason", VALUE) and one.of not in kind.elements:
            continue
        always = _always(one, kind_name, kind, lists)
        counts = [*always, *_counts(one, kind, negative=False)]
        start = f"Bundle.entry.resource.ofType({kind_name})"
        if one.events:
            events = {n: _held(e, fact.attributes[n], kind, lists) for n, e in one.events.items()}
            yield {"expression": _where(start, counts), "events": events}
            continue
        for held in _held(one, fact, kind, lists):
            yield _expression(start, counts, held, one, lists) | pick
        bare = fact.type == "yes_no" and one.says_no and one.of is None and not one.choices
        if bare and any(s.negative for s in kind.statuses):
            denied = [*always, *_counts(one, kind, negative=True)]
            yield {"expression": _where(start, denied), "value": one.is_ is False, **pick}


def _expression(
    start: str, counts: Sequence[str], held: dict[str, Any], one: Declared, lists: Lists
) -> dict[str, Any]:
    """One expression with its value; that of a component is looked for in the components."""
    inside = {k: v for k, v in held.items() if k != "when"}
    when: list[str] = [held["when"]] if "when" in held else []
    if one.component:
        component = _where("component", [_is_any("code", one.component, lists), *when])
        when = [f"{component}.exists()"]
        if "select" in inside:
            inside["select"] = f"{component}.{inside['select']}"
    return {"expression": _where(start, [*counts, *when]), **inside}


def _where(start: str, conditions: Sequence[str]) -> str:
    return start + "".join(f".where({one})" for one in conditions)


def _always(one: Declared, kind_name: str, kind: Kind, lists: Lists) -> list[str]:
    out: list[str] = []
    if kind_name in ORDERS:  # what is asked about is no history of it
        same = "=" if one.resource == "order" else "!="
        out.append(f"{_text(kind_name + '/')} + id {same} %order")
    about = one.codes or ([] if one.of else list(Concluded.lists(one)))
    if about:
        out.append(_about(kind, about, lists))
    if one.reason:
        out.append(_reason(one.reason, lists))
    if one.within:
        length = read_duration(one.within)
        parts = ((length.months, "months"), (length.days, "days"))
        start = "%service.toDate()" + "".join(f" - {n} {unit}" for n, unit in parts if n)
        day = f"{_first_of([element(path) for path in kind.dates])}.toString().substring(0, 10).toDate()"
        out += [f"{day} >= {start}", f"{day} <= %service.toDate()"]
    return out


def _counts(one: Declared, kind: Kind, negative: bool) -> list[str]:
    not_forbidden = "doNotPerform.where($this = true).empty()"
    if one.resource == "order":
        return [_among("status", ORDER_COUNTS), not_forbidden]
    return [*(_status(s, kind, negative, one.past) for s in kind.statuses), not_forbidden]


def _status(one: Status, kind: Kind, negative: bool, past: bool) -> str:
    denies = negative and bool(one.negative)
    more = kind.past if past and one.element == "clinicalStatus" else ()
    codes = one.negative if denies else (*one.counts, *more)
    test = _among(one.element, codes)
    if one.system:
        of = f"{one.element}.coding.where(system = {_text(one.system)})"
        test = f"({of}.exists() and {of}.all({_among('code', codes)}))"
    return f"({one.element}.empty() or {test})" if one.absent and not denies else test


def _held(one: Concluded, fact: Fact | Attribute, kind: Kind, lists: Lists) -> list[dict[str, Any]]:
    """`value` with the condition `when` it holds, or `select`, of each value that can be there."""
    if one.choices:
        as_value = {"yes": True, "no": False} if fact.type == "yes_no" else {}
        return [
            {"value": as_value.get(value, value), "when": _chosen(one.of or "code", names, kind, lists)}
            for value, names in one.choices.items()
        ]
    if one.of is None:
        return [{"value": True if one.is_ is None else one.is_}]
    if one.of == VALUE:
        only_yes = fact.type == "yes_no" and isinstance(one, Declared) and not one.says_no
        yes = ".where($this = true)" if only_yes else ""
        every = [_value(path, fact) + yes for path in _VALUES[fact.type]]
        return [{"select": of, "when": f"{of}.exists()"} for of in every]
    if one.of == "code" or kind.elements.get(one.of) == "concept":
        paths = [element(p) for p in (kind.code if one.of == "code" else (one.of,))]
        of = f"{_first_of(paths)}.select({_first_of(['text', 'coding.display.first()'])})"
        return [{"select": of, "when": f"{of}.exists()"}]  # a concept without words says none
    hop, _, rest = one.of.partition(".")
    if hop == "device" and kind.link:
        reference = element(kind.link[0])
        there = _points_to(reference, "Device", [f"{rest}.exists()"])
        return [{"through": f"{reference}.reference", "select": f"{rest}.first()", "when": there}]
    return [{"select": element(one.of), "when": f"{element(one.of)}.exists()"}]


def _value(path: str, fact: Fact | Attribute) -> str:
    """A value that is no bound, in a unit that the fact knows."""
    of = element(path)
    if path != "valueQuantity":
        return of
    of += ".where(comparator.empty() and value.exists())"
    if fact.type == "number":
        return (
            f"{of}.where(code.empty() or {_among('code', ['1', *([fact.unit] if fact.unit else [])])}).value"
        )
    units = [str(fact.unit), *(fact.units if isinstance(fact, Fact) else ())]
    return f"{of}.where(system = 'http://unitsofmeasure.org' and {_among('code', units)})"


def _first_of(paths: Sequence[str]) -> str:
    """The first of some elements that is there."""
    out = paths[-1]
    for path in reversed(paths[:-1]):
        out = f"iif({path}.exists(), {path}, {out})"
    return out


def _chosen(path: str, names: Sequence[str], kind: Kind, lists: Lists) -> str:
    if path == "reason":
        return _reason(names, lists)
    if path == "code":
        return _about(kind, names, lists)
    return _is_any(element("valueCodeableConcept" if path == VALUE else path), names, lists)


def _about(kind: Kind, names: Sequence[str], lists: Lists) -> str:
    tests = [_is_any(element(path), names, lists) for path in kind.code]
    if kind.link:
        reference, target, code = kind.link
        tests.append(_points_to(element(reference), target, [_is_any(code, names, lists)]))
    return _either(tests)


def _reason(names: Sequence[str], lists: Lists) -> str:
    tests = [_is_any("reasonCode", names, lists)]
    for target in ("Condition", "Observation"):
        stands = [_status(s, KINDS[target], negative=False, past=False) for s in KINDS[target].statuses]
        tests.append(_points_to("reasonReference", target, [*stands, _is_any("code", names, lists)]))
    return _either(tests)


def _points_to(reference: str, target: str, conditions: Sequence[str]) -> str:
    """Whether a reference leads to a resource of the same Bundle for which the conditions hold."""
    those = _where(f"%context.entry.resource.ofType({target})", conditions)
    return f"{reference}.reference.exists($this in {those}.select({_text(target + '/')} + id))"


def _is_any(of: str, names: Sequence[str], lists: Lists) -> str:
    return f"{of}.where({' or '.join(lists[name] for name in names)}).exists()"


def _concept(codes: CodeList) -> str:
    """The condition on a CodeableConcept that it has a code of the list."""
    tests: list[str] = []
    for entry in codes.read():
        for code in forms(entry):
            of = "code" if entry.systems else "text.lower()"
            same = f"{of}.startsWith({_text(code)})" if entry.beginning else f"{of} = {_text(code)}"
            among = f"coding.where({_among('system', entry.systems)} and {same}).exists()"
            tests.append(among if entry.systems else f"({same})")
    return " or ".join(tests)


def element(path: str) -> str:
    """An element by its name in R4 JSON: a choice is narrowed by its type."""
    first, _, rest = path.partition(".")
    for suffix, kind in SUFFIXES.items():
        base = first.removesuffix(suffix)
        if base != first and base in CHOICES:
            first = f"{base}.ofType({kind.removeprefix('FHIR.')})"
            break
    return f"{first}.{rest}" if rest else first


def _text(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _among(of: str, values: Sequence[str]) -> str:
    every = [_text(v) for v in dict.fromkeys(values)]
    return f"{of} = {every[0]}" if len(every) == 1 else f"({of} in ({' | '.join(every)}))"


def _either(tests: Sequence[str]) -> str:
    return tests[0] if len(tests) == 1 else "(" + " or ".join(tests) + ")"
