"""A position without any condition on something that the document is not about is asked about."""

from __future__ import annotations

from coverable.document.read import reading_of
from coverable.document.readers.read import read_source
from coverable.document.reading import Reading

POLICY = """Night Splints

Coverage Criteria

Night splints are medically necessary when all of these are met:
1. Pain on most days
2. A tight heel cord

Night splints are not covered for gout.

{sentence}
"""


def _rules(reading: Reading) -> list[str]:
    return [f.rule for f in reading.findings if f.rule == "position_unclear"]


def _read(sentence: str) -> Reading:
    return reading_of(read_source(POLICY.format(sentence=sentence).encode(), "a.txt"))


def test_a_denial_of_something_else_is_asked_about() -> None:
    assert _rules(_read("Deliveries on a holiday are not covered.")) == ["position_unclear"]


def test_a_denial_of_the_service_or_of_other_uses_is_not() -> None:
    assert not _rules(_read("Replacement splints are not covered."))
    assert not _rules(_read("All other uses are not covered."))


def test_rows_of_a_grid_are_about_a_service_each() -> None:
    page = (
        "<h1>What is covered</h1><h2>Coverage</h2><table><tr><th>Item</th><th>Coverage</th></tr>"
        "<tr><td>Heel cups</td><td>Covered</td></tr><tr><td>Arch supports</td><td>Not covered</td></tr>"
        "<tr><td>Rocker shoes</td><td>Not covered</td></tr></table>"
    )
    reading = reading_of(read_source(page.encode(), "a.html"))
    assert [s.position for s in reading.statements][-2:] == ["not_covered", "not_covered"]
    assert not _rules(reading)
