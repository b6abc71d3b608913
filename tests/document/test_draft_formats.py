"""The same words as PDF, HTML and text give the same criteria; only their places differ."""

from __future__ import annotations

import pytest

from coverable.determination.engine import Engine
from coverable.document.against import compare_document
from coverable.document.draft.places import place_of
from coverable.document.read import reading_of
from coverable.document.readers.read import read_source
from coverable.document.source import Source
from document import handmade
from document.handmade import PAGE, document, drafted

BODY = "".join(f"<p>{line.strip()}</p>" for line in PAGE.splitlines() if line.strip())
SECOND = '<div style="break-before: page"></div><p>Home oxygen in pregnancy</p><p>is not covered.</p>'


@pytest.fixture(scope="module")
def pdf() -> bytes:
    from weasyprint import HTML

    made = HTML(string=f"<html><body>{BODY}{SECOND}</body></html>").write_pdf()
    assert made is not None
    return made


@pytest.fixture(scope="module")
def sources(pdf: bytes) -> dict[str, Source]:
    html = f"<html><body>{BODY}</body></html>".encode()
    return {
        "text": document(PAGE),
        "pdf": read_source(pdf, "page.pdf"),
        "html": read_source(html, "page.html"),
    }


def criteria(source: Source) -> set[str]:
    draft = drafted(source, reading_of(source)).draft
    return {slot.id for slot in draft.slots.values() if slot.open and slot.kind == "criterion"}


@pytest.mark.parametrize("format", ["pdf", "html"])
def test_criteria_have_the_same_names_in_every_format(sources: dict[str, Source], format: str) -> None:
    expected = criteria(sources["text"])
    assert len(expected) == 4
    assert expected <= criteria(sources[format])


def test_places_of_a_pdf_are_lines_on_pages(sources: dict[str, Source], engine: Engine) -> None:
    source = sources["pdf"]
    applied = drafted(source, reading_of(source))
    slots = applied.draft.slots
    assert slots["headache-attacks-week"].place.startswith("p1.")
    assert applied.draft.policy["source"]["page_lines"] == list(source.page_lines)
    assert len(source.page_lines) == 2
    made = handmade.checked(applied, engine.library)
    assert any(place.startswith("p1.") for place in made.citations.passages)
    at = source.text.index("is not covered")
    first = source.line_of(at)
    from coverable.document.source import Span

    assert place_of(source, Span(at, at + 5, (first, first))).startswith("p2.")


def test_a_pdf_is_compared_with_a_policy_that_was_read_from_text(
    sources: dict[str, Source], engine: Engine
) -> None:
    policy = handmade.checked(drafted(sources["text"]), engine.library).policy
    assert policy is not None
    found = compare_document(policy.origin, sources["pdf"], reading_of(sources["pdf"]))
    states = {name: one.state for one in found.cited for name in one.by}
    assert states["headache-attacks-week"] == "moved"
    assert states["triptans-contraindicated"] == "moved"
