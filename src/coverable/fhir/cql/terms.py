"""What is said in CQL, as a tree that knows no notation: `text.py` writes it as CQL, `elm.py` as ELM.

Only what the declarations and the criteria need. Nulls have their type and numbers their kind, so that
neither notation needs a conversion that the other does not show.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any
from typing import Literal as OneOf


@dataclass(frozen=True, slots=True)
class Many:
    """The type of a list."""

    of: str


@dataclass(frozen=True, slots=True)
class Choice:
    """The type of what may be one of several types."""

    types: tuple[str, ...]


Type = str | Many | Choice
"""`Boolean` and so on of CQL, `FHIR.Quantity` of FHIR 4.0.1, or one of the two above."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A string, truth, whole number, decimal or day."""

    value: str | bool | int | Decimal | date


@dataclass(frozen=True, slots=True)
class Null:
    """Nothing known, of a type."""

    type: str


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time in calendar units: `2 months`."""

    number: int
    unit: str


@dataclass(frozen=True, slots=True)
class Ref:
    """Something by its name."""

    name: str
    kind: OneOf["alias", "let", "operand", "definition", "given"]
    """given: a parameter; in a library that has none of that name, a definition."""


@dataclass(frozen=True, slots=True)
class Property:
    """An element of FHIR, or (`made`) of a tuple that a query made."""

    of: Term
    path: str
    made: bool = False


@dataclass(frozen=True, slots=True)
class Cast:
    """A choice element as one of its types; null where it is of another."""

    of: Term
    type: str


@dataclass(frozen=True, slots=True)
class Op:
    """An operator of CQL by its name in ELM; `And`, `Or`, `Add` and `Subtract` take two or more."""

    name: str
    operands: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the library."""

    function: str
    arguments: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class If:
    condition: Term
    then: Term
    otherwise: Term


@dataclass(frozen=True, slots=True)
class Case:
    """The first that is true; with a comparand, the first that equals it."""

    whens: tuple[tuple[Term, Term], ...]
    otherwise: Term
    comparand: Term | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    elements: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """A tuple, or (`type`) a Code or Quantity of CQL."""

    elements: tuple[tuple[str, Term], ...]
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Retrieve:
    """The patient's resources of a type."""

    type: str


@dataclass(frozen=True, slots=True)
class Query:
    """The elements of a list for which something holds, or what is made of them: each, or (`unlike`) those
    that differ."""

    source: Term
    alias: str
    where: Term | None = None
    returns: Term | None = None
    let: tuple[str, Term] | None = None
    unlike: bool = False


Term = (
    Literal | Null | Length | Ref | Property | Cast | Op | Call | If | Case | Listed | Made | Retrieve | Query
)


@dataclass(frozen=True, slots=True)
class Define:
    """A named expression."""

    name: str
    term: Term
    says: str = ""


@dataclass(frozen=True, slots=True)
class Function:
    """A named expression with operands."""

    name: str
    operands: tuple[tuple[str, Type], ...]
    term: Term
    says: str = ""


@dataclass(frozen=True, slots=True)
class Library:
    """Everything of one library: what is named is named before it is used."""

    name: str
    version: str
    parameters: tuple[tuple[str, Type, str], ...]
    """(name, type, what it is)."""
    statements: tuple[Define | Function, ...]
    says: tuple[str, ...] = ()


TRUE, FALSE, UNKNOWN = Literal(True), Literal(False), Null("Boolean")
PATIENT = Ref("Patient", "definition")


def alias(name: str) -> Ref:
    return Ref(name, "alias")


def defined(name: str) -> Ref:
    """Another definition of the library."""
    return Ref(name, "definition")


def at(of: Term, path: str) -> Term:
    """An element of FHIR further in: `at(R, "code.text.value")`."""
    for part in path.split("."):
        of = Property(of, part)
    return of


def both(conditions: Iterable[Term]) -> Term:
    """All of them; true without any."""
    return _joined("And", tuple(conditions), TRUE)


def either(conditions: Iterable[Term]) -> Term:
    """One of them; false without any."""
    return _joined("Or", tuple(conditions), FALSE)


def _joined(name: str, terms: tuple[Term, ...], none: Term) -> Term:
    return none if not terms else terms[0] if len(terms) == 1 else Op(name, terms)


def negated(term: Term) -> Term:
    return Op("Not", (term,))


def is_null(term: Term) -> Term:
    return Op("IsNull", (term,))


def is_known(term: Term) -> Term:
    return negated(is_null(term))


def equal(one: Term, other: Term) -> Term:
    return Op("Equal", (one, other))


def among(term: Term, values: Iterable[str] | Ref) -> Term:
    """Whether it is one of the values."""
    return Op("In", (term, values if isinstance(values, Ref) else texts(values)))


def exists(term: Term) -> Term:
    return Op("Exists", (term,))


def first(term: Term) -> Term:
    return Op("First", (term,))


def count(term: Term) -> Term:
    return Op("Count", (term,))


def day_part(term: Term) -> Term:
    """The day of a point in time, as it is written."""
    return Op("DateFrom", (term,))


def coalesce(terms: Sequence[Term]) -> Term:
    """The first that is known."""
    return terms[0] if len(terms) == 1 else Op("Coalesce", tuple(terms))


def flat(lists: Sequence[Term]) -> Term:
    """Several lists as one."""
    return lists[0] if len(lists) == 1 else Op("Flatten", (Listed(tuple(lists)),))


def concatenated(one: Term, other: Term) -> Term:
    return Op("Concatenate", (one, other))


def texts(values: Iterable[str]) -> Listed:
    """A list of strings, each once."""
    return Listed(tuple(Literal(one) for one in dict.fromkeys(values)))


def literal(value: Any) -> Literal:
    """A value of a policy as it stands in logic: a number is a decimal."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Literal(Decimal(value))
    return Literal(value)


def within(term: Any) -> Iterator[Term]:
    """The term, and every term that stands in it."""
    if isinstance(term, tuple):
        for one in term:  # pyright: ignore[reportUnknownVariableType]
            yield from within(one)
    elif isinstance(term, Term):
        yield term
        for field in fields(term):
            yield from within(getattr(term, field.name))
