"""A comparison of two policies as a file to keep: CSV for a spreadsheet, DOCX for a committee."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from coverable.proof.sidebyside import SIDES, TABLE, table
from coverable.publish.pagedocx import timeless
from coverable.publish.rows import table_text

HEADS = ("Criterion", "How they differ", "First", "Second", "Example patient, and what both answer")


def comparison_csv(made: Mapping[str, Any]) -> str:
    """One row a criterion, of the data of `side_by_side`."""
    return table_text(TABLE, table(made))


def comparison_docx(made: Mapping[str, Any]) -> bytes:
    """What is proved, with example patients, then the rows that differ."""
    from docx import Document

    doc: Any = Document()
    names = made["names"]
    doc.core_properties.title = f"{names['first']} and {names['second']}"
    doc.add_heading(f"{names['first']} beside {names['second']}", 0)
    for side in SIDES:
        one = made[side]
        doc.add_paragraph(
            f"{side.capitalize()}: {one['title']}, {one['publisher']}, version {one['version']}."
        )
    doc.add_paragraph(f"For a service on {made['on']}, in the signed readings.")
    for service in made["services"]:
        doc.add_heading(service["title"], 1)
        doc.add_paragraph(service["says"])
        for shown in service["shown"]:
            doc.add_paragraph(f"{shown['head']}: the smallest example patient")
            for says in shown["says"]:
                doc.add_paragraph(says, style="List Bullet")
            doc.add_paragraph(shown["ends"])
        _rows(doc, service)
    doc.add_paragraph(
        "Criteria that look at the same facts stand side by side; whether similar words mean the same is an "
        "analyst's decision."
    )
    out = io.BytesIO()
    doc.save(out)
    return timeless(out)


def _rows(doc: Any, service: Mapping[str, Any]) -> None:
    rows = [row for row in service["rows"] if row["shown"]]
    grid = doc.add_table(rows=1, cols=len(HEADS))
    grid.style = "Table Grid"
    for cell, head in zip(grid.rows[0].cells, HEADS, strict=True):
        cell.text = head
    for row in rows:
        said = [
            row["words"],
            row["kind_says"],
            *(_part(row, side) for side in SIDES),
            row["example_says"] or "",
        ]
        for cell, text in zip(grid.add_row().cells, said, strict=True):
            cell.text = text


def _part(row: Mapping[str, Any], side: str) -> str:
    one = row[side]
    if one is None:
        return "–"
    place = f" ({row['places'][side]})" if row["places"][side] else ""
    return f"{one['says'] or one['id']}{place}"
