"""Terms as CQL text: brackets where a term would fall apart, and data that stays data."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from coverable.fhir.cql.terms import (
    FALSE,
    PATIENT,
    TRUE,
    UNKNOWN,
    Call,
    Case,
    Cast,
    Define,
    If,
    Length,
    Library,
    Listed,
    Literal,
    Made,
    Op,
    Property,
    Query,
    Retrieve,
    Term,
    alias,
    at,
    both,
    defined,
    either,
    equal,
    exists,
    is_known,
    is_null,
    negated,
    texts,
    within,
)
from coverable.fhir.cql.text import cql, name, write

A, B, C = defined("a"), defined("b"), defined("c")


@pytest.mark.parametrize(
    ("term", "written"),
    [
        (both([A, either([B, C])]), '"a" and ("b" or "c")'),
        (either([A, both([B, C])]), '"a" or "b" and "c"'),
        (both([]), "true"),
        (either([]), "false"),
        (negated(both([A, B])), 'not ("a" and "b")'),
        (Op("IsTrue", (negated(A),)), '(not "a") is true'),
        (negated(is_null(A)), '"a" is not null'),
        (negated(equal(A, B)), 'not ("a" = "b")'),
        (is_null(UNKNOWN), "(null as Boolean) is null"),
        (Op("Subtract", (A, Op("Add", (B, Length(1, "day"))))), '"a" - ("b" + 1 day)'),
        (Op("Subtract", (A, Length(2, "months"), Length(3, "days"))), '"a" - 2 months - 3 days'),
        (equal(If(A, B, C), TRUE), '(if "a" then "b" else "c") = true'),
        (Case(((A, TRUE),), UNKNOWN), 'case when "a" then true else null as Boolean end'),
        (Case(((Literal("x"), FALSE),), UNKNOWN, A), "case \"a\" when 'x' then false else null as Boolean end"),
        (at(Cast(Property(alias("R"), "onset"), "FHIR.Period"), "start.value"), "(R.onset as FHIR.Period).start.value"),
        (exists(Query(Retrieve("Condition"), "R", A)), 'exists ([Condition] R where "a")'),
        (Query(Query(A, "X"), "Y", returns=B, unlike=True), '("a" X) Y return "b"'),
        (Query(A, "X", returns=B), '"a" X return all "b"'),
        (Made((("value", A), ("end", B))), 'Tuple { value: "a", "end": "b" }'),
        (Made((("code", A),), "System.Code"), 'System.Code { code: "a" }'),
        (Property(alias("E"), "date", made=True), 'E."date"'),
        (Call("First Day", (A,)), '"First Day"("a")'),
        (at(PATIENT, "birthDate"), "Patient.birthDate"),
        (Literal(Decimal(5)), "5.0"),
        (Literal(Decimal("0.001")), "0.001"),
        (Literal(date(2026, 1, 5)), "@2026-01-05"),
        (Listed(()), "{}"),
        (texts(["x", "x", "y"]), "{ 'x', 'y' }"),
    ],
)  # fmt: skip
def test_a_term_is_written_so(term: Term, written: str) -> None:
    assert write(term) == written


def test_a_string_is_data_whatever_stands_in_it() -> None:
    assert write(Literal("it's \\ a\nline")) == "'it\\'s \\\\ a\\u000aline'"
    assert name('say "a"') == '"say \\"a\\""'


def test_a_remark_cannot_end_early_or_begin_a_line() -> None:
    library = Library(
        "L", "1", (("p", "Date", "first\nsecond"),), (Define("a", TRUE, "x */ y"),), ("one\ntwo",)
    )
    assert cql(library).splitlines() == [
        "library L version '1'", "using FHIR version '4.0.1'", 'parameter "p" Date // first second',
        "context Patient", "", "// one two", "", "/* x  y */", 'define "a":', "  true",
    ]  # fmt: skip


def test_what_stands_in_a_term_is_found_at_any_depth() -> None:
    term = If(exists(Query(Retrieve("Device"), "R", is_known(A))), Listed((Retrieve("Condition"),)), B)
    assert [one.type for one in within(term) if isinstance(one, Retrieve)] == ["Device", "Condition"]
