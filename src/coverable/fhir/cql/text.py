"""Terms as CQL 1.5 text."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Final

from coverable.fhir.cql.terms import (
    PATIENT,
    Call,
    Case,
    Cast,
    Choice,
    Define,
    Function,
    If,
    Length,
    Library,
    Listed,
    Literal,
    Made,
    Many,
    Null,
    Op,
    Property,
    Query,
    Ref,
    Retrieve,
    Term,
    Type,
)

_INFIX: Final = {
    "Multiply": ("*", 6), "Add": ("+", 5), "Concatenate": ("+", 5), "Subtract": ("-", 5),
    "Equal": ("=", 2), "In": ("in", 2), "Greater": (">", 2), "GreaterOrEqual": (">=", 2),
    "Less": ("<", 2), "LessOrEqual": ("<=", 2), "And": ("and", 1), "Or": ("or", 0),
}  # fmt: skip
"""Operators between their operands, with how tightly each binds."""
_AFTER: Final = {"IsNull": "is null", "IsTrue": "is true", "IsFalse": "is false"}
_BEFORE: Final = {
    "Not": "not", "Exists": "exists", "DateFrom": "date from", "Year": "year from", "Month": "month from",
    "Day": "day from",
}  # fmt: skip
_PREFIX, _SUFFIX, _TIGHTEST = 3, 4, 7
_OWN: Final = ("value", "unit", "source", "dated", "code", "system", "display")
"""Elements of tuples that need no quotes."""


def cql(library: Library) -> str:
    """The library as text."""
    head = [
        f"library {library.name} version {_text(library.version)}",
        "using FHIR version '4.0.1'",
        *(f"parameter {name(n)} {_type(kind)}{_remark(says)}" for n, kind, says in library.parameters),
        "context Patient",
    ]
    said = "\n".join(f"// {' '.join(line.split())}" for line in library.says)
    parts = ["\n".join(head), *([said] if said else []), *(_statement(one) for one in library.statements)]
    return "\n\n".join(parts) + "\n"


def name(value: str) -> str:
    """A quoted identifier."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _remark(says: str) -> str:
    return f" // {' '.join(says.split())}" if says else ""


def _statement(one: Define | Function) -> str:
    said = " ".join(one.says.split()).replace("*/", "")
    title = name(one.name)
    if isinstance(one, Function):
        title = f"function {title}({', '.join(f'{n} {_type(kind)}' for n, kind in one.operands)})"
    return (f"/* {said} */\n" if said else "") + f"define {title}:\n  {write(one.term)}"


def _type(kind: Type) -> str:
    match kind:
        case Many():
            return f"List<{kind.of}>"
        case Choice():
            return f"Choice<{', '.join(kind.types)}>"
        case _:
            return kind


def write(term: Term) -> str:
    """The term as it stands alone."""
    match term:
        case Literal():
            return _literal(term.value)
        case Null():
            return f"null as {term.type}"
        case Length():
            return f"{term.number} {term.unit}"
        case Ref():
            return name(term.name) if term.kind in ("definition", "given") and term != PATIENT else term.name
        case Property():
            path = term.path if not term.made or term.path in _OWN else name(term.path)
            return f"{_inside(term.of, _TIGHTEST)}.{path}"
        case Cast():
            return f"({_inside(term.of, _TIGHTEST)} as {term.type})"
        case Op():
            return _operator(term)
        case Call():
            return f"{name(term.function)}({_listed(term.arguments)})"
        case If():
            chosen = f"then {write(term.then)} else {write(term.otherwise)}"
            return f"if {write(term.condition)} {chosen}"
        case Case():
            of = f" {_inside(term.comparand, _TIGHTEST)}" if term.comparand is not None else ""
            whens = " ".join(f"when {write(when)} then {write(then)}" for when, then in term.whens)
            return f"case{of} {whens} else {write(term.otherwise)} end"
        case Listed():
            if any(isinstance(one, Query) and one.let for one in term.elements):
                return "{\n  " + ",\n  ".join(write(one) for one in term.elements) + "\n}"
            return f"{{ {_listed(term.elements)} }}" if term.elements else "{}"
        case Made():
            made = ", ".join(f"{n if n in _OWN else name(n)}: {write(one)}" for n, one in term.elements)
            return f"{term.type or 'Tuple'} {{ {made} }}"
        case Retrieve():
            return f"[{term.type}]"
        case Query():
            return _query(term)


def _literal(value: str | bool | int | Decimal | date) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return _text(value)
        case Decimal():
            return decimal(value)
        case date():
            return f"@{value.isoformat()}"
        case _:
            return str(value)


def decimal(value: Decimal) -> str:
    """A decimal with its point, which tells it from a whole number."""
    written = format(value, "f")
    return written if "." in written else f"{written}.0"


def _text(value: str) -> str:
    """A string: data, whatever stands in it."""
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return "'" + re.sub(r"[\x00-\x1f]", lambda m: f"\\u{ord(m[0]):04x}", escaped) + "'"


def _listed(terms: tuple[Term, ...]) -> str:
    return ", ".join(write(one) for one in terms)


def _operator(term: Op) -> str:
    if term.name in _INFIX:
        sign, level = _INFIX[term.name]
        first, *others = term.operands
        # the first may bind as tightly, as operators stand from left to right; comparisons are kept apart
        left = _inside(first, level + (level == 2))
        return f" {sign} ".join([left, *(_inside(one, level + 1) for one in others)])
    if term.name == "Not" and isinstance(inner := term.operands[0], Op) and inner.name == "IsNull":
        return f"{_inside(inner.operands[0], _SUFFIX + 1)} is not null"
    if term.name in _AFTER:
        return f"{_inside(term.operands[0], _SUFFIX + 1)} {_AFTER[term.name]}"
    if term.name in _BEFORE:
        return f"{_BEFORE[term.name]} {_inside(term.operands[0], _TIGHTEST)}"
    return f"{term.name}({_listed(term.operands)})"


def _level(term: Term) -> int:
    """How tightly a term holds together."""
    match term:
        case Op() if term.name in _INFIX:
            return _INFIX[term.name][1]
        case Op() if term.name in _BEFORE:
            return _PREFIX
        case Op() if term.name in _AFTER:
            return _SUFFIX
        case Null():
            return _SUFFIX
        case If() | Query():
            return -1
        case Literal(value=Decimal() as number) if number < 0:
            return 5
        case _:
            return _TIGHTEST


def _inside(term: Term, least: int) -> str:
    """The term within another one: in brackets where it would fall apart."""
    return write(term) if _level(term) >= least else f"({write(term)})"


def _query(term: Query) -> str:
    """On one line; on several where it reads resources."""
    source = write(term.source)
    plain = isinstance(term.source, Retrieve | Ref | Property)
    parts = [f"{source if plain else f'({source})'} {term.alias}"]
    if term.let:
        parts[0] += f" let {term.let[0]}: {write(term.let[1])}"
    gap = "\n    " if term.let else " "
    if term.where is not None:
        where = write(term.where)
        if term.let and isinstance(term.where, Op) and term.where.name == "And":
            where = "\n    and ".join(_inside(one, 2) for one in term.where.operands)
        parts.append(f"where {where}")
    if term.returns is not None:
        parts.append(f"return {'' if term.unlike else 'all '}{write(term.returns)}")
    return gap.join(parts)
