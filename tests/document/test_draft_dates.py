"""Dates that the head of a document states are events of the draft; no date is lost on the way."""

from __future__ import annotations

from typing import Any

import pytest

from coverable.document.draft.make import make_draft
from coverable.document.read import reading_of
from document.handmade import document

PAGE = (
    "Widget Brace\n\nPolicy Number: P-1\nEffective Date: 01/01/2026\n{}\n\nCriteria\n\n"
    "A brace is medically necessary when the joint is weak.\n"
)


def drafted(lines: str, after: str = ""):
    source = document(PAGE.format(lines) + after)
    return make_draft(reading_of(source), source)


def history(lines: str, after: str = "") -> list[Any]:
    return drafted(lines, after).policy.get("history", [])


@pytest.mark.parametrize(
    ("line", "event"),
    [
        ("Last Review Date: 05/14/2025", {"kind": "reviewed", "on": "2025-05-14", "cite": "L5"}),
        ("Latest Review Date: March 2024", {"kind": "reviewed", "on": "2024-03", "cite": "L5"}),
        ("P&T Committee Date: 02/2024", {"kind": "approved", "on": "2024-02", "cite": "L5"}),
        ("Origination: 01/2019", {"kind": "originated", "on": "2019-01", "cite": "L5"}),
        ("Revision Date: 06/09/2015", {"kind": "revised", "on": "2015-06-09", "cite": "L5"}),
        ("Publish Date: 04/12/2023", {"kind": "published", "on": "2023-04-12", "cite": "L5"}),
    ],
)
def test_an_event_that_the_head_dates_is_history_to_the_precision_that_is_printed(
    line: str, event: dict[str, str]
):
    assert history(line) == [event]


def test_an_event_that_the_history_tells_as_well_stands_there_once():
    after = "\nPolicy History\n\n05/14/2025: Reviewed.\n03/01/2020: Reviewed.\n"
    told = history("Last Review Date: 05/14/2025", after)
    assert [(one["kind"], one["on"]) for one in told] == [
        ("reviewed", "2025-05-14"),
        ("reviewed", "2020-03-01"),
    ]
    assert told[0]["cite"] != "L5"


def test_a_date_of_another_kind_is_told_at_the_head_of_the_file():
    made = drafted("Original Effective Date: 08/25/2003")
    assert made.policy.get("history", []) == []
    assert "date, L5: original_effective 2003-08-25" in made.loose
