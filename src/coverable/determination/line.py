"""One service line as the engine sees it: its code, day, facts and diagnoses, all read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import combinations

from coverable.base.dates import Span, age_on, read_date, read_day
from coverable.base.problem import refuse
from coverable.determination.flags import Flag, flag
from coverable.determination.request import Request, ServiceLine
from coverable.determination.stated import sides_say, which_holds
from coverable.glossary.codebook import CodeBook, CodeState
from coverable.glossary.codes import read_code
from coverable.glossary.derive import age, derive, suggested, table_disagrees, table_row
from coverable.glossary.facts import Glossary
from coverable.glossary.values import Facts, Stated, Statement, read_facts


@dataclass(frozen=True)
class Line:
    """A service line with everything that does not depend on a plan or policy."""

    number: int
    service: ServiceLine
    code: str
    day: date | None
    end_day: date | None
    facts: Facts
    diagnoses: tuple[str, ...]
    flags: tuple[Flag, ...]
    provider: str | None
    stage: str
    birth: Span | None


def read_line(
    request: Request, index: int, shared: Mapping[str, Stated], glossary: Glossary, book: CodeBook
) -> Line:
    """The line with its own facts over the request's, and all that follows from them."""
    service = request.services[index]
    path = f"$.services[{index}]"
    day = read_day(service.date) if service.date else None
    code = read_code(service.code, f"{path}.code")
    facts = (
        {**shared, **read_facts(service.facts, glossary, f"{path}.facts")} if service.facts else dict(shared)
    )
    own = service.diagnoses is not None
    raw = service.diagnoses if service.diagnoses is not None else request.diagnoses
    where = f"{path}.diagnoses" if own else "$.diagnoses"
    diagnoses = tuple(
        dict.fromkeys(read_code(d, f"{where}[{i}]", expect="icd10cm") for i, d in enumerate(raw))
    )
    birth = read_date(request.member.birth_date) if request.member.birth_date else None
    if birth and day and birth.first > day:
        raise refuse(
            "the member is born after the service",
            "$.member.birth_date",
            "the birth date lies after the date of service",
            "correct the birth date or the date of service",
        )
    flags = [f for f in (_code_flag(book.look(code, day), "services"),) if f]
    flags += [f for d in diagnoses if (f := _code_flag(book.look(d, day), "diagnoses"))]
    facts |= built_in(facts, diagnoses, day, birth)
    context = {"place_of_service": service.place_of_service, "stage": request.stage}
    known = derive(facts, glossary, context, day)
    flags += [*_excluding_pairs(diagnoses, book), *fact_flags(known, service.description, glossary)]
    provider = request.servicing_provider or request.ordering_provider
    return Line(
        service.line or index + 1,
        service,
        code,
        day,
        read_day(service.end_date) if service.end_date else None,
        known,
        diagnoses,
        tuple(flags),
        provider.npi if provider else None,
        request.stage,
        birth,
    )


def built_in(
    facts: Facts, diagnoses: tuple[str, ...], day: date | None, birth: Span | None
) -> dict[str, Stated]:
    """Facts of every line that its own fields give."""
    out: dict[str, Stated] = {}
    if diagnoses:
        out["diagnoses"] = Stated(statements=(Statement(frozenset(diagnoses)),))
    if day:
        out["service_date"] = Stated(statements=(Statement(Span(day, day), derived="date"),))
        if birth:
            out["age"] = _with_stated_age(facts.get("age"), age(birth, day))
    return out


def _with_stated_age(stated: Stated | None, derived: Stated) -> Stated:
    return derived if stated is None else Stated(statements=(*derived.statements, *stated.statements))


def _code_flag(state: CodeState, where: str) -> Flag | None:
    if state.state in ("valid", "not_checked"):  # a code that policies name may stand unchecked
        return None
    kind = "service" if where == "services" else "diagnosis"
    return flag(
        f"{kind}_code_{state.state}", state.says, where, "provider", stops=state.state != "not_loaded"
    )


def _excluding_pairs(diagnoses: tuple[str, ...], book: CodeBook) -> list[Flag]:
    """Diagnoses that ICD-10-CM says must not be coded together: an intake matter, never a clinical one."""
    return [
        flag(
            "diagnoses_exclude_each_other",
            f"{a.split(':')[1]} and {b.split(':')[1]} are not to be coded together "
            f"(Excludes1 note at {place.split(':')[1]}).",
            "diagnoses",
            "provider",
        )
        for a, b in combinations(diagnoses, 2)
        if (place := _excludes1(book, a, b))
    ]


@lru_cache(maxsize=50_000)
def _excludes1(book: CodeBook, a: str, b: str) -> str | None:
    return book.excludes1(a, b)


def fact_flags(facts: Facts, description: str | None, glossary: Glossary) -> list[Flag]:
    """Contradictions, and questions that a free description or the device table raises."""
    out = [
        flag(
            "contradictory_statements",
            f"The statements about “{glossary.facts[name].label}” exclude each other: "
            f"{sides_say(which_holds(glossary.facts[name], stated), glossary)}.",
            f"facts.{name}",
            "reviewer",
            stops=True,
        )
        for name, stated in facts.items()
        if len(stated.statements) > 1 and stated.contradictory
    ]
    for name, row in table_disagrees(facts, glossary):
        label = glossary.facts[name].label
        says = f"“{label}” is stated otherwise than it is listed for {row.name} (as stated {row.as_of})."
        out.append(flag("table_differs", says, f"facts.{name}", "reviewer", stops=True))
    if description:
        for name, fact in glossary.facts.items():
            if fact.words and name not in facts and (choices := suggested(fact, description)):
                out.append(
                    flag(
                        "description_suggests",
                        f"The item's description may answer “{fact.label}” "
                        f"({', '.join(fact.choices[c] for c in choices)}): please state it.",
                        f"facts.{name}",
                        "provider",
                    )
                )
    model, setting = facts.get("device_model"), facts.get("device_setting")
    if model and setting:
        for said in model.statements:
            row = table_row(glossary, "devices", said.value)
            if (
                row
                and "setting" in row.values
                and all(s.value != row.values["setting"] for s in setting.statements)
            ):
                out.append(
                    flag(
                        "device_setting_differs",
                        f"{row.name} is listed for use in the {row.values['setting']} "
                        f"(as stated {row.as_of}), the request says otherwise: please check.",
                        "facts.device_setting",
                        "provider",
                    )
                )
    return out


def under_age(line: Line, years: int) -> bool | None:
    """Whether the member is surely (True), surely not (False) or perhaps (None) younger than `years`."""
    if line.birth is None or line.day is None:
        return None
    youngest, oldest = age_on(line.birth.last, line.day), age_on(line.birth.first, line.day)
    return True if oldest < years else False if youngest >= years else None
