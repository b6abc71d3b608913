"""Small whole documents around a passage, for tests of what is read where."""

from __future__ import annotations

from dataclasses import dataclass

from coverable.document.read import reading_of
from coverable.document.readers.read import read_source
from coverable.document.reading import Node, Statement

_HEADER = "Northwind Mutual Health Plan\nMedical Policy\nPolicy Number: MED-417\nEffective Date: 03/01/2026\n"
ELSEWHERE = (
    *("no_sections", "not_found", "approval_length", "quantity_limit", "cross_reference_missing"),
    *("study_", "effective_date", "reference_", "code_", "date_"),
)
"""Findings that ask about something else than criteria."""


@dataclass(frozen=True)
class Whole:
    """The statements of a document, and the rules of the findings on its criteria."""

    statements: tuple[Statement, ...]
    rules: list[str]


def read_policy(body: str, subject: str = "Gadgets") -> Whole:
    """A policy in plain text that holds this body between its header and its references."""
    text = f"{_HEADER}\nSubject: {subject}\n\n{body.strip()}\n\nReferences\n\n1. Smith J. {subject}. 2019.\n"
    return read_bytes(text.encode(), "policy.txt")


def table_page(table: str, before: str = "", look: str = "", after: str = "") -> str:
    """A policy in HTML whose criteria are this table, with a line over it and one under it."""
    header = "".join(f"<p>{line}</p>" for line in _HEADER.splitlines())
    over, under = (f"<p>{line}</p>" if line else "" for line in (before, after))
    return (
        f"<html><head><style>{look}</style></head><body>{header}<p>Subject: Equipment</p>"
        f"<h2>Coverage Criteria</h2>{over}{table}{under}<h2>References</h2><p>1. Smith J. Equipment. 2019.</p></body></html>"
    )


def read_table(table: str, before: str = "", after: str = "") -> Whole:
    """What is read of it."""
    return read_bytes(table_page(table, before, after=after).encode(), "policy.html")


def read_bytes(data: bytes, name: str) -> Whole:
    """What is read of a document of any format."""
    found = reading_of(read_source(data, name))
    rules = [f.rule for f in found.findings if not f.rule.startswith(ELSEWHERE)]
    return Whole(tuple(found.statements), rules)


def drawn(node: Node | None) -> object:
    """A tree in few signs: the words of a condition, or a rule with what stands under it."""
    if node is None:
        return None
    return node.text if node.rule == "leaf" else (node.rule, [drawn(child) for child in node.children])


def same_position(statement: Statement, wanted: str | list[str]) -> bool:
    """Whether a statement takes a position; what a contract excludes and what is not covered may be told as either."""
    positions = {wanted} if isinstance(wanted, str) else set(wanted)
    either = {"benefit_exclusion", "not_covered"}
    return statement.position in positions or (
        statement.position in either and not either.isdisjoint(positions)
    )
