"""Every example of a finding raises it, and its counterpart does not."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from coverable.cli.main import app
from coverable.document.examples import document_of, examples
from coverable.document.kinds import kinds
from coverable.document.read import read_document
from coverable.glossary.codebook import CodeBook, open_codebook

NO_TEXT = {
    *("active_content", "coloured_words", "comments_not_read", "cut_off", "damaged_page", "embedded_content"),
    *("guessed_encoding", "lost_letters", "picture_not_read", "recognized_text"),
    *("scanned_page", "unreadable_sign"),
}
"""Findings of files that lines of text cannot show; the tests of the readers draw them."""
TWO_DOCUMENTS = {"cross_reference_conflicting", "cross_reference_contradicts"}
"""They need a library beside the document."""
LOADED = {"code_ended"}
"""It needs a release that the user has loaded: the shipped one holds the codes of today."""
NETS = {"items_not_mapped"}
"""What is lost by a reading that nobody has thought of: a document that raises it shows a fault of the reader."""


@pytest.fixture(scope="module")
def book() -> CodeBook:
    return open_codebook()


def rules(example: str, book: CodeBook) -> set[str]:
    return {f.rule for f in read_document(document_of(example), None, None, book).findings}


@pytest.mark.parametrize("name", examples())
def test_the_bad_example_has_the_finding_and_the_good_one_has_not(name: str, book: CodeBook) -> None:
    example = examples()[name]
    assert name in rules(example.bad, book)
    assert name not in rules(example.good, book)


def test_a_document_without_an_example_in_it_has_no_finding(book: CodeBook) -> None:
    assert rules("", book) == set()


def test_every_finding_has_an_example_or_a_reason_for_none() -> None:
    assert set(kinds()) == {*examples(), *NO_TEXT, *TWO_DOCUMENTS, *LOADED, *NETS}
    assert len(examples()) + len(NO_TEXT) + len(TWO_DOCUMENTS) + len(LOADED) + len(NETS) == len(kinds())


def test_rule_shows_both_examples_as_they_are() -> None:
    shown = CliRunner().invoke(app, ["rule", "connector_at_end"]).stdout
    assert "Bad" in shown
    assert "  B. Weakness of the joint; and\n" in shown
    assert "Good" in shown
    assert "Bad" not in CliRunner().invoke(app, ["rule", "scanned_page"]).stdout
