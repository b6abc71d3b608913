"""Regions of a page that goes on with the gutter of the page before."""

from __future__ import annotations

from coverable.document.readers.pdf.regions import regions_of
from coverable.document.readers.pdf.rows import row_of
from coverable.document.readers.pdf.words import Word


def _word(text: str, left: float, top: float) -> Word:
    return Word(text, left, top, left + 40.0, top + 10.0, 10.0, False, (0, 0, 0))


def test_a_page_with_a_line_on_one_side_of_the_gutter_only_is_read() -> None:
    """The lines on the left begin where those on the right have ended: no columns, and nothing lost."""
    rows = [row_of([_word("right", 320.0, 100.0)]), row_of([_word("left", 50.0, 130.0)])]
    regions = regions_of(rows, [300.0])
    assert [w.text for region in regions for row in region.rows for w in row.words] == ["right", "left"]
