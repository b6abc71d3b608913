"""The functions that every library begins with."""

from __future__ import annotations

from typing import Final

from coverable.fhir.cql.terms import (
    Function,
    If,
    Length,
    Literal,
    Many,
    Null,
    Op,
    Property,
    Query,
    Ref,
    Term,
    alias,
    among,
    at,
    both,
    coalesce,
    count,
    equal,
    exists,
    first,
    is_known,
    is_null,
    negated,
)

TYPES: Final = {
    "yes_no": "Boolean", "choice": "String", "text": "String", "number": "Decimal", "quantity": "Decimal",
    "date": "Date",
}  # fmt: skip
"""The type in CQL of a fact or an attribute."""
_CONCEPT: Final = ("concept", "FHIR.CodeableConcept")
_TEXTS: Final = Many("String")


def _given(name: str) -> Ref:
    return Ref(name, "operand")


def _coding(where: Term) -> Term:
    """Whether the concept has a coding, called X, of which something holds."""
    return exists(Query(at(_given("concept"), "coding"), "X", where))


def _begins(of: Term, beginnings: str) -> Term:
    starts = Op("StartsWith", (of, alias("B")))
    return exists(Query(_given(beginnings), "B", starts))


_SYSTEM: Final = at(alias("X"), "system.value")
_CODE: Final = at(alias("X"), "code.value")
_WORDS: Final = at(_given("concept"), "text.value")
_LOWER: Final = Op("Lower", (_WORDS,))
_HAS_WORDS: Final = is_known(at(_given("concept"), "text"))
_IN_SYSTEM: Final = equal(_SYSTEM, _given("codesystem"))
_IN_SYSTEMS: Final = among(_SYSTEM, _given("systems"))


def _text_of() -> Term:
    display = Property(alias("X"), "display")
    shown = Query(at(_given("concept"), "coding"), "X", is_known(display), Property(display, "value"))
    return coalesce([_WORDS, first(shown)])


def _part(name: str) -> Term:
    return Op(name, (_given("written"),))


def _date(*parts: Term) -> Term:
    return Op("Date", parts)


def _last_day() -> Term:
    month = _date(_part("Year"), _part("Month"), Literal(1))
    end = Op("Subtract", (Op("Add", (month, Length(1, "month"))), Length(1, "day")))
    whole = If(is_null(_part("Day")), end, _given("written"))
    year = _date(_part("Year"), Literal(12), Literal(31))
    return If(is_null(_given("written")), Null("Date"), If(is_null(_part("Month")), year, whole))


def only(kind: str) -> str:
    """The function that gives the one value of a list, null where there is none or two differ."""
    return f"Only {kind}"


def _only(kind: str) -> Function:
    known = is_known(alias("V"))
    different = count(Query(_given("values"), "V", known, alias("V"), unlike=True))
    one = first(Query(_given("values"), "V", known))
    told = If(equal(different, Literal(1)), one, Null(kind))
    return Function(only(kind), (("values", Many(kind)),), told)


FUNCTIONS: Final = (
    Function(
        "Coded",
        (_CONCEPT, ("systems", _TEXTS), ("codes", _TEXTS)),
        _coding(both([_IN_SYSTEMS, among(_CODE, _given("codes"))])),
    ),
    Function(
        "Begins",
        (_CONCEPT, ("systems", _TEXTS), ("beginnings", _TEXTS)),
        _coding(both([_IN_SYSTEMS, _begins(_CODE, "beginnings")])),
    ),
    Function("Worded", (_CONCEPT, ("texts", _TEXTS)), both([_HAS_WORDS, among(_LOWER, _given("texts"))])),
    Function(
        "Worded So",
        (_CONCEPT, ("beginnings", _TEXTS)),
        both([_HAS_WORDS, _begins(_LOWER, "beginnings")]),
    ),
    Function("Text Of", (_CONCEPT,), _text_of()),
    Function(
        "Has Status",
        (_CONCEPT, ("codesystem", "String"), ("codes", _TEXTS)),
        both(
            [
                _coding(_IN_SYSTEM),
                negated(_coding(both([_IN_SYSTEM, negated(among(_CODE, _given("codes")))]))),
            ]
        ),
    ),
    Function(
        "First Day",
        (("written", "Date"),),
        _date(
            _part("Year"),
            coalesce([_part("Month"), Literal(1)]),
            coalesce([_part("Day"), Literal(1)]),
        ),
    ),
    Function("Last Day", (("written", "Date"),), _last_day()),
    *(_only(kind) for kind in ("Boolean", "String", "Decimal", "Date")),
)
