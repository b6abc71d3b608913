"""The criteria as a flat table, one row a criterion: for spreadsheets and for mapping work.

A cell that a spreadsheet could run as a formula gets an apostrophe in front.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from coverable.publish import words

HEADS: Final = (
    "policy", "version", "statement", "statement_id", "criterion", "anchor", "inside", "depth", "rule",
    "says", "test", "silent_on", "silent_if", "fact", "question", "cite", "section", "taken_from",
    "reading", "option", "definition", "label", "same_as_above",
)  # fmt: skip


def csv_text(pages: Sequence[Mapping[str, Any]]) -> str:
    """One header, then every criterion of the pages in order."""
    return table_text(HEADS, (row for page in pages for row in criterion_rows(page)))


def table_text(heads: Sequence[str], rows: Iterator[Sequence[Any]]) -> str:
    """A table as CSV (RFC 4180), in which no cell can run."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue()


def safe(cell: Any) -> str:
    """The text of a cell, harmless in a spreadsheet."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(words.FORBIDDEN_FORMULA) else text


def criterion_rows(page: Mapping[str, Any]) -> Iterator[list[Any]]:
    """Rows of one page, in its order: statements, and below each its criteria, parents first."""
    for kind, name, tree in statements(page):
        for depth, inside, one in nested(tree):
            reading: Mapping[str, Any] = one.get("reading") or {}
            silent = one.get("silent_if")
            yield [
                page["policy"], page["version"], kind, name, one["id"], one["anchor"], inside, depth,
                words.badge(one) or "TEST", one["says"], one.get("test"), one.get("silent_on"),
                silent["anchor"] if silent else None, one.get("fact"), one.get("ask"), one["cite"],
                one.get("section"), one.get("of"), reading.get("id"), reading.get("option"),
                one.get("definition"), one.get("label"), "" if one["first"] else "yes",
            ]  # fmt: skip


def statements(page: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """(kind, id, criteria) of everything on the page that has criteria."""
    for service in page["services"]:
        for code in service["codes"]:
            if code["counts_if"]:
                yield "code counts if", code["code"], code["counts_if"]
    for one in page["indications"]:
        yield "indication applies if", one["id"], one["applies_if"]
        yield "indication", one["id"], one["criteria"]
    for one in page["exclusions"]:
        if one["when"]:
            yield ("exclusion except" if one["unless"] else "exclusion"), one["id"], one["when"]
    for kind, name in (("referral", "referrals"), ("remark", "remarks")):
        for one in page[name]:
            yield kind, one["id"], one["when"]


def nested(
    tree: Mapping[str, Any], depth: int = 0, inside: str = ""
) -> Iterator[tuple[int, str, Mapping[str, Any]]]:
    """(depth, anchor of the parent, criterion), parents first; a silence stands below what it concerns."""
    yield depth, inside, tree
    below = [*([tree["silent_if"]] if tree.get("silent_if") else []), *tree.get("children", ())]
    for child in below:
        yield from nested(child, depth + 1, tree["anchor"])
