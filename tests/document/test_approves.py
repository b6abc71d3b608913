"""What a result grants, in the draft: a field with its place, and lines by which an analyst accepts, corrects or drops it."""

from __future__ import annotations

from coverable.determination.engine import Engine
from coverable.document.draft.analyst import answers_of
from coverable.document.draft.apply import Applied, apply, unanswered
from coverable.document.draft.check import check
from coverable.document.draft.coverage import sentences
from coverable.document.draft.make import make_draft
from coverable.document.draft.page import reading_html
from coverable.document.draft.template import analyst_text
from coverable.document.read import reading_of
from document.handmade import ON, document

LIST = "when ALL of the following are met:\n\nA. Pain on most days\nB. Weakness of the joint\n\n"
PAGE = (
    "Widget Brace\n\nPolicy Number: P-1\nEffective Date: 01/01/2026\n\nInitial Criteria\n\n"
    f"A brace is medically necessary {LIST}Initial approval: up to 6 months\n\n"
    f"Continuation Criteria\n\nContinued use of a brace is medically necessary {LIST}Renewal: 12 months\n\n"
    "One brace is allowed per 36 months.\n\nA replacement is allowed every 5 years.\n"
)
HEAD = "by: A. Analyst\non: 2026-11-25\n"


def drafted():
    source = document(PAGE)
    return make_draft(reading_of(source), source)


def corrected(text: str) -> Applied:
    return apply(drafted(), answers_of(HEAD + text), ON)


def granted(applied: Applied, name: str):
    return applied.draft.policy["indications"][name].get("approves")


def test_what_is_granted_stands_with_its_indication_and_its_place() -> None:
    applied = unanswered(drafted(), ON)
    quantity = {"units": 1, "of": "brace", "per": "36 months"}
    assert granted(applied, "brace") == {"until": "at most 6 months", "quantity": quantity, "cite": "L13"}
    assert granted(applied, "continued-brace") == {"for": "12 months", "quantity": quantity, "cite": "L22-24"}
    assert granted(applied, "brace").comments == [
        "states: at most 6 months for beginning (L13)",
        "states: 1 brace per 36 months (L24)",
    ]


def test_a_draft_with_what_it_grants_holds_together(engine: Engine) -> None:
    made = check(unanswered(drafted(), ON), engine.library)
    assert made.problems == ()
    assert made.policy is not None
    approves = made.policy.file.indications["continued-brace"].approves
    assert approves is not None
    assert approves.for_ == "12 months"
    assert "L22-24" in str(made.citations)


def test_the_analyst_is_shown_each_open_value_and_the_line_that_gives_it_to_an_indication() -> None:
    text = analyst_text(unanswered(drafted(), ON))
    assert (
        "L26: replacement per 5 years. Where it holds: indications: {NAME: {approves: {..., cite: L26}}}"
        in text
    )
    assert "NAME: brace, continued-brace. Where it holds for none: signoff.settled" in text
    assert "take out ({approves: {drop: true}}): brace, continued-brace" in text


def test_the_analyst_corrects_a_length_or_takes_it_out() -> None:
    applied = corrected(
        "policy: {indications: {brace: {approves: {drop: true}}, continued-brace: {approves: {for: 9 months}}}}"
    )
    assert granted(applied, "brace") is None
    assert granted(applied, "continued-brace")["for"] == "9 months"
    assert granted(applied, "continued-brace")["cite"] == "L22-24"


def test_the_analyst_gives_a_value_to_an_indication() -> None:
    applied = corrected(
        "policy: {indications: {brace: {approves: {quantity: {units: 2, of: straps}, cite: L26}}}}"
    )
    assert granted(applied, "brace")["quantity"] == {"units": 2, "of": "straps", "per": "36 months"}


def test_a_sentence_that_grants_is_encoded_and_one_that_is_open_is_not_mapped() -> None:
    states = {one.text: one.state for one in sentences(drafted())}
    assert states["Initial approval: up to 6 months"] == "encoded"
    assert states["One brace is allowed per 36 months."] == "encoded"
    assert states["A replacement is allowed every 5 years."] == "unmapped"


def test_the_page_says_what_a_result_grants() -> None:
    assert "A favourable result grants 12 months, 1 brace per 36 months" in reading_html(
        unanswered(drafted(), ON)
    )
