"""JSON, Markdown, CSV and DOCX hold what the page holds, and nothing in them can run."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from coverable.determination.engine import Engine
from coverable.policy.library import Library
from coverable.publish.criteria import below
from coverable.publish.data import json_text, policy_data
from coverable.publish.markdown import escaped, policy_markdown
from coverable.publish.pagedocx import bookmark_name, policy_docx
from coverable.publish.rows import HEADS, csv_text, safe, statements
from coverable.publish.view import page_view
from publish.conftest import AS_OF
from publish.test_page import CG, DME, FORBIDDEN
from small_library import POLICY, write_library


def anchors(page: dict[str, Any]) -> set[str]:
    return {one["anchor"] for _, _, tree in statements(page) for one in below(tree)}


def test_json_is_the_page_with_its_version_first_and_the_columns_of_the_sql(
    engine: Engine, pages: dict[str, dict[str, Any]]
) -> None:
    data = json.loads(json_text(policy_data(pages[DME], engine.library.policy(DME))))
    assert next(iter(data)) == "schema_version"
    assert data["schema_version"] == 1
    assert {k: v for k, v in data.items() if k not in ("schema_version", "sql")} == json.loads(
        json.dumps(pages[DME])
    )
    facts = {one["name"]: one for one in data["sql"]["facts"]}
    assert facts["device_fda_status"]["type"] == "VARCHAR"
    assert facts["device_fda_status"]["choices"] == ["approved", "cleared", "de_novo", "not_authorized"]
    assert {"c_device", "indication_hyperhidrosis", "outcome"} <= {
        one["name"] for one in data["sql"]["results"]
    }


@pytest.mark.parametrize("key", [DME, CG, "meadowlark/mp-145@2025"])
def test_the_same_library_and_day_give_the_same_bytes(key: str, root: Path) -> None:
    made: list[tuple[str, bytes]] = []
    for _ in range(2):
        library = Library(root / "library")
        policy = library.policy(key)
        page = page_view(policy, library, AS_OF)
        made.append((json_text(policy_data(page, policy)), policy_docx(page)))
    assert made[0] == made[1]


def test_markdown_has_every_anchor_every_reference_and_what_the_page_is(
    pages: dict[str, dict[str, Any]],
) -> None:
    for key, page in pages.items():
        text = policy_markdown(page)
        assert anchors(page) <= set(re.findall(r'<a id="([^"]+)"></a>', text)), key
        assert "not endorsed by the publisher" in text
        assert not FORBIDDEN.search(text), key
    text = policy_markdown(pages[DME])
    assert all(f"\n- {n}\\. " in text for n in range(1, 9))
    for row in (line for line in text.splitlines() if line.startswith("|")):
        assert len(re.findall(r"(?<!\\)\|", row)) in (3, 4, 6, 7), row


def test_no_mark_of_a_text_becomes_a_format_in_markdown() -> None:
    assert escaped("a | b\n# c <x> [y](z) *w* `v`") == r"a \| b \# c \<x\> \[y\](z) \*w\* \`v\`"
    assert escaped("- x") == r"\- x"
    assert escaped("1. x") == r"1\. x"


def test_csv_has_one_row_for_each_criterion(pages: dict[str, dict[str, Any]]) -> None:
    for key, page in pages.items():
        rows = list(csv.DictReader(io.StringIO(csv_text([page]))))
        assert {row["anchor"] for row in rows} == anchors(page), key
        first = [row["anchor"] for row in rows if not row["same_as_above"]]
        assert len(first) == len(set(first))
    rows = {row["criterion"]: row for row in csv.DictReader(io.StringIO(csv_text([pages[DME]])))}
    assert (rows["tried"]["rule"], rows["tried"]["inside"], rows["tried"]["cite"]) == (
        "ANY",
        "c-burden",
        "L30-33",
    )
    assert (rows["device"]["reading"], rows["device"]["option"]) == ("AM-4", "clearance-counts")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_no_cell_runs_as_a_formula(text: str, tmp_path: Path) -> None:
    assert safe(text) == f"'{text}"
    wild = POLICY.replace("says: Sleep", "says: Sleep")
    criteria = f"{{all: [{{id: one, fact: tired, says: {json.dumps(text)}}}, {{fact: snores}}]}}"
    library = Library(write_library(tmp_path, policy=wild, criteria=criteria))
    page = page_view(library.policy("test/sleep@1"), library, AS_OF)
    row = next(r for r in csv.DictReader(io.StringIO(csv_text([page]))) if r["criterion"] == "one")
    assert row["says"].startswith("'")
    assert list(row) == list(HEADS)


def test_docx_has_headings_table_headers_and_a_bookmark_for_every_criterion(
    pages: dict[str, dict[str, Any]],
) -> None:
    for key in (DME, CG, "meadowlark/mp-110@2025"):
        page = pages[key]
        doc: Any = Document(io.BytesIO(policy_docx(page)))
        body = doc.element.body
        marks = body.xpath(".//w:bookmarkStart/@w:name")
        assert {bookmark_name(a) for a in anchors(page)} <= set(marks), key
        assert len(marks) == len(set(marks))
        assert all(len(mark) <= 40 for mark in marks)
        assert all(table._tbl.xpath("./w:tr[1]/w:trPr/w:tblHeader") for table in doc.tables)
        text = "\n".join(p.text for p in doc.paragraphs)
        assert "not endorsed by the publisher" in text
        assert not FORBIDDEN.search(text), key
        levels = [int(p.style.name[-1]) for p in doc.paragraphs if p.style.name.startswith("Heading")]
        assert levels[0] == 1
        assert max(levels) == 4 or not page["shown"]


def test_every_format_tells_the_readings_and_why(pages: dict[str, dict[str, Any]]) -> None:
    doc: Any = Document(io.BytesIO(policy_docx(pages[DME])))
    docx = "\n".join(p.text for p in doc.paragraphs)
    markdown = policy_markdown(pages[DME])
    for one in pages[DME]["interpretations"]:
        assert one["question"] in docx
        assert escaped(one["question"]) in markdown
        assert one["signed"]["because"] in docx
        assert escaped(one["signed"]["because"]) in markdown
