"""The title of a document is found whatever kind of document stands beside it."""

from __future__ import annotations

import pytest

from coverable.document.read import reading_of
from coverable.document.readers.text.read import read_text

_BODY = "\n\nCriteria\n\nA brace is medically necessary when the knee is loose.\n"


def _metadata(head: str) -> dict[str, object]:
    view = reading_of(read_text((head + _BODY).encode(), "policy.txt")).view()["metadata"]
    return {name: value["value"] for name, value in view.items() if isinstance(value, dict)}


@pytest.mark.parametrize(
    "head",
    [
        "Medical Necessity Guideline: Night Splints\n\nCriteria ID: MCP-982",
        "Night Splints: Prior Authorization Criteria\n\nProgram Number: MCP-982",
        "Provider Manual – Night Splints\n\nPolicy Record No.: MCP-982",
        "Current Version Effective ....... 02/10/2024\n\nClinical Policy: Night Splints\n\nIdentifier: MCP-982",
        "In Force Since\t06/17/2026\n\nUtilization Guideline for Night Splints\n\nPolicy Serial No.\tMCP-982",
    ],
)
def test_the_kind_of_document_and_its_dates_are_no_part_of_the_title(head: str) -> None:
    found = _metadata(head)
    assert (found.get("title"), found.get("number")) == ("Night Splints", "MCP-982")


def test_a_counter_of_pages_is_no_title() -> None:
    found = _metadata("Night Splints\n\n<< 1 >>\n\nPolicy Number: MCP-982")
    assert found["title"] == "Night Splints"
