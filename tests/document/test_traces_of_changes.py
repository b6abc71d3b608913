"""Dots inside a sentence are the trace of a struck text, except where a writer sets them before a connector."""

from __future__ import annotations

import pytest

from coverable.document.redline import traces


@pytest.mark.sr("SR-132")
@pytest.mark.parametrize(
    "text", ["pain at rest …. or at night", "pain at rest .... and at night", "pain ... in the knee"]
)
def test_rows_of_dots_are_the_trace_of_a_struck_text(text: str) -> None:
    assert [t.kind for t in traces(text)] == ["stray dots"]


@pytest.mark.parametrize(
    "text", ["pain at rest … or", "pain at rest ... and at night", "pain at rest …or at night"]
)
def test_an_ellipsis_before_a_connector_is_a_way_of_writing(text: str) -> None:
    assert not list(traces(text))


def test_dots_that_lead_the_eye_to_a_number_are_none():
    assert not list(traces("Overjet in mm ................................ x 1"))
