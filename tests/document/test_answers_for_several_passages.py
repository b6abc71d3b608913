"""One answer for all places of the same words, where the analyst says so; no place is answered unnamed."""

from __future__ import annotations

import pytest

from coverable.base.yamlfile import parse_yaml
from coverable.document.draft.analyst import answers_of
from coverable.document.draft.apply import Applied, apply, unanswered
from coverable.document.draft.make import make_draft
from coverable.document.draft.template import analyst_text
from coverable.document.read import reading_of
from document.handmade import ON, document

HEAD = "by: A. Analyst\non: 2026-11-25\nanswers:\n"
USES = ("cluster headache", "hypnic headache", "migraine")


def page(uses: tuple[str, ...] = USES, same: str = "The member is 18 years of age or older") -> str:
    """A policy in which each use asks for one thing of its own and one that is the same."""
    parts = [
        f"Home oxygen is considered medically necessary for {use} when ALL of the following are met:\n\n"
        f"1. A neurologist confirmed {use}\n2. {same}\n"
        for use in uses
    ]
    return "Home Oxygen\n\nPolicy Number: OX-7\n\nCriteria\n\n" + "\n".join(parts)


def read(text: str) -> Applied:
    source = document(text)
    return unanswered(make_draft(reading_of(source), source), ON)


def answered(answers: str, text: str | None = None) -> Applied:
    source = document(text or page())
    return apply(make_draft(reading_of(source), source), answers_of(HEAD + answers), ON)


def ages(text: str | None = None) -> tuple[list[str], str]:
    """The passages that ask for the age, and the digest of their words."""
    slots = [
        slot for slot in read(text or page()).draft.slots.values() if "18 years" in slot.text and slot.open
    ]
    (passage,) = {slot.passage for slot in slots}
    return [slot.id for slot in slots], passage


def line(also: str = "", fact: str = "fact: tired") -> str:
    (first, *others), passage = ages()
    return f"  {first}: {{passage: {passage}, also: [{also or ', '.join(others)}], {fact}}}\n"


def test_a_begun_file_asks_once_for_the_same_words_and_names_every_place() -> None:
    (first, *others), passage = ages()
    text = analyst_text(read(page()))
    data = parse_yaml(text, "analyst.yaml").data["answers"]
    assert data[first] == {"passage": passage, "also": others}
    assert not set(others) & set(data)
    assert "the same words: L15, L20. Take out of `also` where they mean something else" in text


def test_an_answer_holds_at_each_place_that_it_names() -> None:
    applied = answered(line())
    assert not applied.problems
    assert not applied.lost
    assert set(ages()[0]) == applied.answered
    assert [applied.draft.made[id]["fact"] for id in ages()[0]] == ["tired"] * 3


def test_a_place_that_is_taken_out_is_asked_about_by_itself_again() -> None:
    (first, second, third), passage = ages()
    text = HEAD + line(also=second)
    applied = answered(line(also=second))
    assert {first, second} == applied.answered
    assert third in {slot.id for slot in applied.open}
    begun = analyst_text(applied, answers_of(text))
    data = parse_yaml(begun, "analyst.yaml").data["answers"]
    assert data[third] == {"passage": passage}
    assert data[first]["also"] == [second]
    assert f"the same words are answered at {first}: add this one to its `also`, if so" in begun


def test_other_words_are_not_answered_with_them() -> None:
    other = next(slot.id for slot in read(page()).draft.slots.values() if "confirmed migraine" in slot.text)
    applied = answered(line(also=other))
    assert applied.answered == {ages()[0][0]}
    assert [lost.what for lost in applied.lost] == [
        f"the words of `{other}` are others than those that were answered"
    ]


def test_a_misspelt_place_is_told_and_the_others_are_answered() -> None:
    second, third = ages()[0][1:]
    applied = answered(line(also=f"{second}, {third}x") + f"  {third}: {{fact: snores}}\n")
    assert applied.answered == set(ages()[0])
    (lost,) = applied.lost
    assert lost.what == f"no passage `{third}x` in this document"
    assert lost.where.startswith("analyst.yaml:4:")


def test_a_reordered_edition_moves_no_answer_to_a_place_that_nobody_named() -> None:
    first, second, third = ages()[0]
    text = line(also=second) + f"  {third}: {{passage: {ages()[1]}, fact: snores}}\n"
    turned = page((USES[2], USES[0], USES[1]))
    applied = answered(text, turned)
    assert not applied.lost
    said = {slot: applied.draft.made[slot]["fact"] for slot in ages(turned)[0]}
    assert said == {first: "tired", second: "tired", third: "snores"}
    assert "migraine" in third


def test_a_begun_line_that_nobody_filled_in_answers_nothing() -> None:
    begun = analyst_text(read(page()))
    source = document(page())
    applied = apply(make_draft(reading_of(source), source), answers_of(begun), ON)
    assert not applied.answered
    assert not applied.lost


@pytest.mark.parametrize("class_", ["class II", "class IV"])
def test_a_numeral_or_letter_among_the_words_makes_other_words(class_: str) -> None:
    one, other = (
        ages(page(same="Heart failure of class III, 18 years"))[1],
        ages(page(same=f"Heart failure of {class_}, 18 years"))[1],
    )
    assert one != other


@pytest.mark.parametrize("more", ["  {2}: {{fact: snores}}\n", "  {1}: {{also: [{2}], fact: snores}}\n"])
def test_two_answers_for_one_place_are_told(more: str) -> None:
    first, second, third = ages()[0]
    text = line(also=third) + more.format(first, second, third)
    assert [p.what for p in answered(text).problems] == [f"`{third}` is answered twice"]


def test_a_place_with_an_answer_of_its_own_keeps_it() -> None:
    second, third = ages()[0][1:]
    applied = answered(line(also=second) + f"  {third}: {{fact: snores}}\n")
    assert applied.draft.made[third]["fact"] == "snores"
    assert not applied.problems


def test_a_criterion_of_one_place_cannot_stand_in_several() -> None:
    (problem,) = answered(line(fact="because: more is asked, all: [{node: x}, {fact: tired}]")).problems[:1]
    assert "is for several passages, and names a criterion of one" in problem.what


@pytest.mark.parametrize("uses", [("hypnic headache", "cluster headache", "migraine"), USES[:2], USES[1:]])
def test_another_edition_keeps_the_answer_where_its_words_stand(uses: tuple[str, ...]) -> None:
    newer = page(uses)
    applied = answered(line(), newer)
    assert set(ages(newer)[0]) <= applied.answered
    assert len(applied.lost) == len(USES) - len(uses)


def test_another_edition_with_one_more_place_is_asked_about_that_place() -> None:
    newer = page((*USES, "tension headache"))
    applied = answered(line(), newer)
    assert len(applied.answered) == 3
    assert sum("18 years" in slot.text for slot in applied.open) == 1


def test_where_ids_are_gone_and_more_places_have_the_words_nobody_guesses() -> None:
    (_, *_), passage = ages()
    applied = answered(f"  an-older-id: {{passage: {passage}, also: [another-older-id], fact: tired}}\n")
    assert not applied.answered
    assert len(applied.lost) == 2
