"""Every document that the maker invents becomes a draft that loads, with the tree that was read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from bench.reading.files import rendered
from bench.reading.make import make_document

from coverable.base.problem import Refused
from coverable.determination.engine import Engine
from coverable.document.draft.analyst import answers_of
from coverable.document.draft.apply import apply, unanswered
from coverable.document.draft.criteria import texts_of
from coverable.document.draft.made import Draft, Made, below, rows
from coverable.document.draft.make import make_draft
from coverable.document.draft.page import reading_html
from coverable.document.draft.template import analyst_text
from coverable.document.read import reading_of
from coverable.document.readers.read import read_source
from coverable.document.reading import Node, Statement
from coverable.glossary.codeset import CodeSet
from document import handmade
from document.handmade import ON

MANY = 10


def drafts(engine: Engine, format: str) -> Iterator[Draft]:
    book = engine.library.book

    def readable(entry: str) -> bool:
        try:
            CodeSet.read([entry], book)
        except Refused:
            return False
        return True

    for number in range(MANY):
        doc = make_document(11, number, "develop", format)  # pyright: ignore[reportArgumentType]
        source = read_source(rendered(doc), f"made.{format}")
        yield make_draft(reading_of(source, None, book), source, readable)


def read_tree(node: Node) -> Any:
    """The rules of a reading, with how many are needed; a leaf is the number of its passages."""
    if node.rule == "leaf" or not node.children:
        return "leaf", len(list(texts_of(node)))
    return node.rule, node.n, [read_tree(child) for child in node.children]


def written_tree(one: Made) -> Any:
    """The same of what stands in the draft."""
    if one.get("unmapped"):
        return "leaf", 1
    for rule in ("all", "any", "none"):
        if rule in one:
            return rule, None, [written_tree(child) for child in rows(one, rule)]
    if "of" in one:
        return "at_least", one["at_least"], [written_tree(child) for child in rows(one, "of")]
    if "not" in one:
        return "not", None, [written_tree(below(one, "not"))]
    return "if", None, [written_tree(below(one, name)) for name in ("if", "then", "else") if name in one]


def necessary(statements: tuple[Statement, ...]) -> Iterator[Statement]:
    for one in statements:
        if one.position == "medically_necessary":
            yield one
        yield from (c for c in one.candidates if c.position == "medically_necessary")


@pytest.mark.parametrize("format", ["text", "html", "docx", "pdf"])
def test_a_made_document_becomes_a_draft_that_loads_with_the_tree_that_was_read(
    engine: Engine, format: str
) -> None:
    trees = 0
    for draft in drafts(engine, format):
        indications = below(draft.policy, "indications")
        read = [one for one in necessary(draft.reading.statements) if one.criteria is not None]
        written = [written_tree(below(below(indications, name), "criteria")) for name in indications]
        expected = [read_tree(one.criteria) for one in read if one.criteria is not None]
        assert [tree for tree in expected if tree not in written] == []
        trees += len(expected)
        applied = unanswered(draft, ON)
        handmade.checked(applied, engine.library)
        again = apply(draft, answers_of(analyst_text(applied)), ON)
        assert not again.lost
        assert again.open == applied.open
        assert reading_html(again).startswith("<!DOCTYPE html>")
    assert trees >= MANY
