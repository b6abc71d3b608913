"""A statement that the reader made up is taken out by a person, with a reason that stays."""

from __future__ import annotations

import pytest

from coverable.base.problem import Refused
from coverable.document.draft.analyst import answers_of
from coverable.document.draft.apply import Applied, apply
from coverable.document.draft.drops import passage_of, statements_of
from coverable.document.draft.make import make_draft
from coverable.document.draft.template import analyst_text
from coverable.document.read import reading_of
from document.handmade import ON, PAGE, document

HEAD = "by: A. Analyst\non: 2026-11-25\n"


def drafted():
    source = document(PAGE)
    return make_draft(reading_of(source), source)


def answered(text: str) -> Applied:
    return apply(drafted(), answers_of(HEAD + text), ON)


def test_a_dropped_statement_is_gone_and_its_reason_is_told_and_signed() -> None:
    name = next(iter(statements_of(drafted())))
    applied = answered(f"dropped: {{{name}: {{because: It is a remark on history}}}}")
    assert name not in statements_of(applied.draft)
    assert any(
        name in one and "It is a remark on history (A. Analyst, 2026-11-25)" in one
        for one in applied.draft.loose
    )
    assert applied.signoff["encoding"]["note"] == f"Dropped `{name}`: It is a remark on history"
    assert not applied.lost


def test_no_passage_of_a_dropped_statement_wants_an_answer() -> None:
    draft = drafted()
    dropped = "".join(f"  {name}: {{because: made up}}\n" for name in statements_of(draft))
    assert answered(f"dropped:\n{dropped}").open == ()


def test_a_statement_that_is_not_there_or_stands_in_other_words_is_told() -> None:
    name = next(iter(statements_of(drafted())))
    misspelt = answered(f"dropped: {{{name}x: {{because: made up}}}}")
    assert [str(p).split("\n")[0].count("no statement") for p in misspelt.lost] == [1]
    other = answered(f"dropped: {{{name}: {{because: made up, passage: 0123456789abcdef}}}}")
    assert "are others than those that were dropped" in str(other.lost[0])
    assert name in statements_of(other.draft)


def test_the_same_words_are_dropped_by_their_digest() -> None:
    draft = drafted()
    name, statement = next(iter(statements_of(draft).items()))
    passage = passage_of(draft, statement)
    assert passage is not None
    applied = answered(f"dropped: {{{name}: {{because: made up, passage: {passage}}}}}")
    assert name not in statements_of(applied.draft)


def test_a_drop_has_a_reason_and_somebody_who_says_it() -> None:
    with pytest.raises(Refused, match="because"):
        answered("dropped: {home-oxygen: {}}")
    with pytest.raises(Refused, match="nobody is named"):
        answers_of("dropped: {home-oxygen: {because: made up}}")


def test_the_file_that_is_written_again_keeps_what_was_dropped() -> None:
    name = next(iter(statements_of(drafted())))
    answers = answers_of(f"{HEAD}dropped: {{{name}: {{because: made up}}}}")
    again = answers_of(analyst_text(apply(drafted(), answers, ON), answers))
    assert again.file.dropped[name].because == "made up"
