"""The answers of a QuestionnaireResponse as facts of a request, each with who gave it.

What the client read out of the record (information-origin auto) is evidence of the medical record; what
somebody typed is an attestation. A question without an answer is not documented, which is never a no.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from coverable.base.problem import Problem, Refused, did_you_mean, refuse
from coverable.base.shape import is_list, is_object, kind_of
from coverable.fhir.dtr.form import Form, Question
from coverable.fhir.dtr.items import COMPLETE, EVENT, SOURCE, ucum
from coverable.fhir.dtr.names import DERIVED, ICD10, ORIGIN, UCUM
from coverable.glossary.facts import Attribute, Fact
from coverable.glossary.values import read_facts

STATUSES: Final = ("in-progress", "completed", "amended")
"""What can be decided: what was entered in error or stopped says nothing."""
AUTO: Final = ("auto", "auto-client", "auto-server")
ORIGINS: Final = (*AUTO, "override", "manual")
MOST: Final = 2000
"""Items of one response."""
DEEP: Final = 12


@dataclass(frozen=True, slots=True)
class Answers:
    """What a response states: facts as a request gives them, and what a request has fields of its own for."""

    facts: Mapping[str, Any]
    diagnoses: tuple[str, ...]
    service_date: str | None
    asked: frozenset[str]
    """Every question that stands in the response, answered or not."""


def read_answers(response: Any, form: Form, path: str = "$") -> Answers:
    """The answers to a form. Refused, with the path of everything that is wrong: unknown items, values of
    another kind, a status that counts for nothing."""
    if not is_object(response) or response.get("resourceType") != "QuestionnaireResponse":
        raise refuse("this is no QuestionnaireResponse", path, "answers are read from one", "send one")
    if response.get("status") not in STATUSES:
        known = ", ".join(STATUSES)
        raise refuse(
            "a response that does not count", f"{path}.status", f"it is not {known}", "send the current one"
        )
    reading = _Reading(form, _author(response), _day(response.get("authored")))
    for item, where in _items(response.get("item"), f"{path}.item", reading.problems):
        reading.take(item, where)
    if reading.problems:
        raise Refused(reading.problems)
    facts = reading.stated()
    read_facts(facts, form.glossary, f"{path}.facts")  # values out of range, dates that do not exist
    return Answers(facts, tuple(reading.diagnoses), reading.service_date, frozenset(reading.asked))


class _Reading:
    """What was found so far."""

    def __init__(self, form: Form, author: str | None, day: str | None) -> None:
        self.questions = {one.name: one for one in form.questions}
        self.links = {part.name for part in form.parts} | {f"{name}.help" for name in self.questions}
        self.author, self.day = author, day
        self.values: dict[str, list[dict[str, Any]]] = {}
        self.events: dict[str, list[dict[str, Any]]] = {}
        self.complete: dict[str, bool] = {}
        self.diagnoses: list[str] = []
        self.service_date: str | None = None
        self.asked: set[str] = set()
        self.problems: list[Problem] = []

    def take(self, item: Mapping[str, Any], where: str) -> None:
        """One item: its answers, if it is a question (items below it come by themselves)."""
        link = item.get("linkId")
        name, _, below = str(link).partition(".")
        one = self.questions.get(name)
        if one is None or (below and not self._known(one, below)):
            if link not in self.links:
                self._wrong(
                    f"{where}.linkId",
                    "no question of this form",
                    did_you_mean(str(link)[:60], self.questions),
                )
            return
        self.asked.add(name)
        if below == EVENT:
            self._event(one, item, where)
        elif below == COMPLETE:
            for value, _, _ in self._answers(item, where, _YES_NO):
                self.complete[name] = value
        elif not below and one.fact.type == "codes":
            self._codes(item, where)
        elif not below and one.fact.type != "events":
            for value, answer, at in self._answers(item, where, one.fact):
                self._value(one, value, answer, at)

    def _known(self, one: Question, below: str) -> bool:
        if one.fact.type == "events":
            return below in (EVENT, COMPLETE) or below in one.attributes or below == "help"
        return below in (SOURCE, "help")

    def _value(self, one: Question, value: Any, answer: Mapping[str, Any], where: str) -> None:
        if one.name == "service_date":
            self.service_date = value
            return
        stated = value if is_object(value) else {"value": value}
        evidence = self._evidence(answer)
        written = next((v for v in _texts(answer, f"{one.name}.{SOURCE}")), None)
        if written and one.fact.needs_evidence:
            evidence = [{"kind": one.fact.needs_evidence, "source": written[:500]}]
        self.values.setdefault(one.name, []).append({**stated, "from": evidence})

    def _event(self, one: Question, item: Mapping[str, Any], where: str) -> None:
        event: dict[str, Any] = {}
        evidence: list[dict[str, Any]] = []
        for child, here in _items(item.get("item"), f"{where}.item", self.problems, once=True):
            name = str(child.get("linkId")).removeprefix(f"{one.name}.")
            kind = one.attributes.get(name)
            if kind is None:
                self._wrong(
                    f"{here}.linkId",
                    "nothing that these events have",
                    did_you_mean(name[:60], one.attributes),
                )
                continue
            for value, answer, _ in self._answers(child, here, kind):
                event[name] = value
                evidence += [e for e in self._evidence(answer) if e not in evidence]
        if event:
            self.events.setdefault(one.name, []).append({**event, "from": evidence})

    def _codes(self, item: Mapping[str, Any], where: str) -> None:
        for i, answer in enumerate(_list(item.get("answer"))):
            here = f"{where}.answer[{i}]"
            coding, text = answer.get("valueCoding"), answer.get("valueString")
            code = coding.get("code") if is_object(coding) and coding.get("system") == ICD10 else text
            if isinstance(code, str) and code.strip():
                self.diagnoses.append(code.strip())
            else:
                self._wrong(here, "no code of ICD-10-CM", "give a Coding of ICD-10-CM, or the code as text")

    def _answers(
        self, item: Mapping[str, Any], where: str, kind: Fact | Attribute
    ) -> Iterator[tuple[Any, Mapping[str, Any], str]]:
        """(value as a request states it, answer, path) of each answer that is of the right kind."""
        given = _list(item.get("answer"))
        if len(given) > 1:
            self._wrong(f"{where}.answer", "more than one answer", "give one; a question is answered once")
            return
        for answer in given:
            here = f"{where}.answer[0]"
            elements = [name for name in answer if name.startswith("value")]
            if not elements:
                if "extension" not in answer and "item" not in answer:
                    self._wrong(
                        here, "an answer without a value", "leave the answer out where nothing is documented"
                    )
                continue
            value = _read(kind, elements[0], answer[elements[0]])
            if value is None or len(elements) > 1:
                self._wrong(
                    f"{here}.{elements[0]}",
                    "an answer of another kind",
                    f"the question asks for {_WORDS[kind.type]}",
                )
            else:
                yield value, answer, here

    def _evidence(self, answer: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Where an answer comes from: the record, or the person who gave it."""
        pieces = [_derived(one) for one in _list(answer.get("extension")) if one.get("url") == DERIVED]
        if _origin(answer) in AUTO:
            return [{"kind": "medical_record", **piece} for piece in pieces] or [
                {"kind": "medical_record", "source": "the record, as the EHR filled it in"}
            ]
        piece: dict[str, Any] = {"kind": "attestation", "source": self.author or "the form"}
        return [{**piece, "date": self.day} if self.day else piece]

    def _wrong(self, where: str, what: str, next: str) -> None:
        if len(self.problems) < 50:
            self.problems.append(Problem(what, where, "the answers must fit the form", next))

    def stated(self) -> dict[str, Any]:
        """All that was answered, as the `facts` of a request."""
        out: dict[str, Any] = {
            name: some[0] if len(some) == 1 else {"statements": some} for name, some in self.values.items()
        }
        for name in self.events.keys() | self.complete.keys():
            events: dict[str, Any] = {"events": self.events.get(name, [])}
            if self.complete.get(name) or events["events"]:
                out[name] = {**events, "complete": self.complete.get(name, False)}
        return {name: out[name] for name in self.questions if name in out}


_YES_NO: Final = Attribute(type="yes_no")
_WORDS: Final = {
    "yes_no": "a Boolean", "choice": "one of its choices", "number": "a number", "quantity": "a quantity",
    "date": "a date", "text": "text", "code": "text", "codes": "codes",
}  # fmt: skip


def _read(kind: Fact | Attribute, element: str, value: Any) -> Any:
    """The value as a request states it; None where it is of another kind."""
    match kind.type, element:
        case "yes_no", "valueBoolean" if isinstance(value, bool):
            return value
        case "choice", "valueCoding" if is_object(value):
            return next((code for code in kind.choices if code == value.get("code")), None)
        case "number", "valueDecimal" | "valueInteger" if _number(value):
            return value
        case "quantity", "valueQuantity" if is_object(value) and _number(value.get("value")):
            if "comparator" in value:
                return None
            unit = value.get("code") if value.get("system", UCUM) == UCUM else None
            unit = unit or value.get("unit")  # one without a unit is refused, as in a request: it may be any
            return {"value": value["value"], **({"unit": ucum(unit)} if isinstance(unit, str) else {})}
        case "date", "valueDate" | "valueDateTime" if isinstance(value, str):
            return value[:10]
        case "text" | "code", "valueString" if isinstance(value, str) and value.strip():
            return value.strip()
        case _:
            return None


def _number(value: Any) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _origin(answer: Mapping[str, Any]) -> str | None:
    """`auto`, `override` or `manual`; what says nothing of it was entered by somebody."""
    for one in _list(answer.get("extension")):
        if one.get("url") == ORIGIN:
            for part in _list(one.get("extension")):
                if part.get("url") == "source":
                    return part.get("valueCode")
    return None


def _derived(extension: Mapping[str, Any]) -> dict[str, str]:
    """The resource and the element that a value was read from."""
    out: dict[str, str] = {}
    for part in _list(extension.get("extension")):
        reference = part.get("valueReference")
        if part.get("url") == "reference" and is_object(reference):
            named = reference.get("reference") or reference.get("display")
            out |= {"source": named[:200]} if isinstance(named, str) else {}
        elif part.get("url") == "path" and isinstance(part.get("valueString"), str):
            out["place"] = part["valueString"][:200]
    return out


def _texts(answer: Mapping[str, Any], link: str) -> Iterator[str]:
    """Texts that answer an item below an answer."""
    for item in _list(answer.get("item")):
        if item.get("linkId") == link:
            for below in _list(item.get("answer")):
                if isinstance(below.get("valueString"), str) and below["valueString"].strip():
                    yield below["valueString"].strip()


def _author(response: Mapping[str, Any]) -> str | None:
    author = response.get("author")
    said = author.get("reference") or author.get("display") if is_object(author) else None
    return said[:200] if isinstance(said, str) else None


def _day(authored: Any) -> str | None:
    return authored[:10] if isinstance(authored, str) and len(authored) >= 10 else None


def _list(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if is_object(one)] if is_list(value) else []


def _items(
    given: Any, where: str, problems: list[Problem], once: bool = False, deep: int = 0
) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Every item with its path, parents first; `once`: without what stands below. Events keep their own."""
    if given is None:
        return
    if not is_list(given) or len(given) > MOST or deep > DEEP:
        why = f"a list of at most {MOST} items, {DEEP} levels deep, is read"
        problems.append(Problem(f"{kind_of(given)} where items stand", where, why, "correct the response"))
        return
    for i, item in enumerate(given):
        here = f"{where}[{i}]"
        if not is_object(item) or not isinstance(item.get("linkId"), str):
            problems.append(Problem("an item without a linkId", here, "it answers nothing", "add `linkId`"))
            continue
        yield item, here
        if once or item["linkId"].endswith(f".{EVENT}"):
            continue
        yield from _items(item.get("item"), f"{here}.item", problems, deep=deep + 1)
        for n, answer in enumerate(_list(item.get("answer"))):
            yield from _items(answer.get("item"), f"{here}.answer[{n}].item", problems, deep=deep + 1)


def request_with(base: Mapping[str, Any], answers: Answers) -> dict[str, Any]:
    """A request that is decided by the answers: who, which service and which coverage are those of `base`;
    facts and diagnoses are what the form says."""
    out = {name: value for name, value in base.items() if name != "facts"}
    services: list[Any] = [{k: v for k, v in line.items() if k != "facts"} for line in base["services"]]
    if answers.service_date:
        services = [{**line, "date": answers.service_date} for line in services]
    if answers.diagnoses:
        out["diagnoses"] = list(answers.diagnoses)
    return {**out, "services": services, "facts": dict(answers.facts)}
