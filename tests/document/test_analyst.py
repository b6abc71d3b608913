"""What an analyst answers: taken where the words stand, told with its place where it cannot be taken."""

from __future__ import annotations

import re

import pytest

from coverable.base.problem import Problem, Refused
from coverable.base.yamlfile import parse_yaml
from coverable.determination.engine import Engine
from coverable.document.draft.analyst import answers_of
from coverable.document.draft.apply import Applied, apply
from coverable.document.draft.check import Checked, check
from coverable.document.draft.make import make_draft
from coverable.document.draft.template import analyst_text
from coverable.document.read import reading_of
from document.handmade import ON, PAGE, document
from small_library import write_library

HEAD = "by: A. Analyst\non: 2026-11-25\n"
ANSWERS = """answers:
  home-oxygen-use: {fact: use, is: sleep}
  headache-attacks-week: {fact: tired}
  triptan-tried-success: {any: [{fact: snores}, {fact: kind, is: mask}]}
  triptans-contraindicated: {fact: bmi, ge: 40, unit: kg/m2}
policy:
  publisher: Test
  kind: medical-policy
  lines_of_business: [commercial]
  services: {service: {codes: [hcpcs:E0601], cite: L1}}
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, engine: Engine):
    """A library with a glossary of our own."""
    from coverable.policy.library import Library

    root = tmp_path_factory.mktemp("library")
    write_library(root, "{fact: tired}")
    return Library(root, book=engine.library.book)


def answered(text: str, page: str = PAGE) -> Applied:
    source = document(page)
    return apply(make_draft(reading_of(source), source), answers_of(text), ON)


def slots(page: str = PAGE) -> dict[str, str]:
    """Each passage with its digest."""
    source = document(page)
    return {id: slot.passage for id, slot in make_draft(reading_of(source), source).slots.items()}


def told(problems: tuple[Problem, ...]) -> str:
    return "\n".join(map(str, problems))


def test_the_answers_make_a_policy_without_anything_unmapped(library) -> None:
    applied = answered(HEAD + ANSWERS)
    made = check(applied, library)
    assert not made.problems, told(made.problems)
    assert not applied.open
    assert "unmapped" not in made.policy_text
    assert made.policy is not None


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("fact: tired}", "fact: tierd}", 5, "did you mean `tired`"),
        ("is: sleep", "is: slep", 4, "did you mean `sleep`"),
        ("unit: kg/m2", "unit: kg", 7, "unit"),
        ("{fact: tired}", "{fact: tired, in: [1], is: true}", 5, "one test a criterion"),
        ("{fact: snores}", "{fact: snores, any: []}", 6, "exactly one of"),
        ("publisher: Test", "publishr: Test", 9, "unknown field"),
        ("hcpcs:E0601", "hcpsc:E0601", 12, "not a code system"),
    ],
)
def test_a_fault_of_an_answer_is_told_at_its_place_in_the_analyst_file(
    library, old: str, new: str, line: int, words: str
) -> None:
    text = (HEAD + ANSWERS).replace(old, new, 1)
    assert text != HEAD + ANSWERS
    problems = check(answered(text), library).problems
    assert problems
    assert words in told(problems)
    assert all(re.match(rf"analyst\.yaml:{line}:\d+: ", str(p)) for p in problems), told(problems)


def test_a_misspelt_passage_is_told_with_the_nearest_ones() -> None:
    applied = answered(HEAD + "answers: {headache-attacks-weak: {fact: tired}}")
    (lost,) = applied.lost
    assert lost.where == "analyst.yaml:3:11"
    assert "did you mean `headache-attacks-week`" in lost.next
    assert not applied.answered


def test_an_answer_for_other_words_is_not_taken() -> None:
    changed = PAGE.replace("Three or more headache", "Five or more headache")
    text = (
        HEAD
        + f"answers: {{headache-attacks-week: {{passage: {slots()['headache-attacks-week']}, fact: tired}}}}"
    )
    applied = answered(text, changed)
    assert not answered(text).lost
    (lost,) = applied.lost
    assert "the words of `" in lost.what or "no passage" in lost.what
    assert [slot.id for slot in applied.open if "headache-attacks" in slot.id]


def test_an_answer_is_found_again_by_its_words_when_a_name_changed() -> None:
    digest = slots()["headache-attacks-week"]
    applied = answered(HEAD + f"answers: {{an-older-name: {{passage: {digest}, fact: tired}}}}")
    assert applied.answered == {"headache-attacks-week"}
    assert not applied.lost


def test_who_reads_a_rule_otherwise_gives_a_reason(library) -> None:
    rule = next(id for id in slots() if id.endswith("-any"))
    body = "all: [{node: triptan-tried-success}, {node: triptans-contraindicated}]"
    bare = answered(HEAD + f"answers: {{{rule}: {{{body}}}}}")
    assert [p.what for p in bare.problems] == [f"`{rule}` is read otherwise, and no reason is given"]
    reasoned = ANSWERS.replace("policy:", f"  {rule}: {{because: the list wants both, {body}}}\npolicy:")
    made = check(answered(HEAD + reasoned), library)
    assert not made.problems, told(made.problems)
    assert "A. Analyst: the list wants both" in made.policy_text
    assert made.policy is not None
    assert "any" not in [n.rule for n in made.policy.forest.nodes if n.id == rule]


def test_a_node_can_be_wrapped_in_its_own_answer(library) -> None:
    rule = next(id for id in slots() if id.endswith("-any"))
    more = f"  {rule}: {{because: one more is asked, all: [{{node: {rule}}}, {{fact: snores}}]}}\npolicy:"
    made = check(answered(HEAD + ANSWERS.replace("policy:", more)), library)
    assert not made.problems, told(made.problems)


def test_an_unknown_node_is_told() -> None:
    applied = answered(HEAD + "answers: {headache-attacks-week: {all: [{node: nothing}]}}")
    assert "no criterion `nothing` was read" in told(applied.problems)
    assert "analyst.yaml:3:" in told(applied.problems)


def test_a_place_can_be_named_by_its_passage(library) -> None:
    text = ANSWERS + (
        "  interpretations:\n"
        "    X-1: {question: Which?, place: [headache-attacks-week, triptans-contraindicated],\n"
        "      options: {one: this, other: that}}\n"
        "  remarks: [{id: told, kind: note, when: {fact: snores}, says: Looked at, place: headache-attacks-week}]\n"
    )
    made = check(answered(HEAD + text), library)
    assert not made.problems, told(made.problems)
    assert made.policy is not None
    assert made.policy.file.interpretations["X-1"].cite == "L9-12"
    assert made.policy.file.remarks[0].cite == "L9"


def test_a_passage_can_be_left_out_with_a_reason(library) -> None:
    text = ANSWERS.replace(
        "headache-attacks-week: {fact: tired}", "headache-attacks-week: {drop: true, because: told twice}"
    )
    made = check(answered(HEAD + text), library)
    assert not made.problems, told(made.problems)
    assert "headache-attacks-week" not in made.policy_text


def test_answers_of_nobody_are_refused() -> None:
    with pytest.raises(Refused, match="nobody is named"):
        answers_of(ANSWERS)


def test_an_unknown_part_of_the_file_is_refused_with_its_place() -> None:
    with pytest.raises(Refused, match=r"analyst\.yaml:3:1: unknown field `answer`"):
        answers_of(HEAD + "answer: {}")


def test_the_template_asks_for_every_open_passage_and_copies_no_words() -> None:
    source = document(PAGE)
    from coverable.document.draft.apply import unanswered

    applied = unanswered(make_draft(reading_of(source), source), ON)
    text = analyst_text(applied)
    data = parse_yaml(text, "analyst.yaml").data
    assert list(data["answers"]) == [slot.id for slot in applied.open]
    assert all(body == {"passage": slots()[id]} for id, body in data["answers"].items())
    assert "three or more headache attacks in a week" not in text.lower()
    assert not answers_of(text).file.policy


def test_a_newer_edition_keeps_the_answers_whose_words_stand_and_lists_the_others(library) -> None:
    source = document(PAGE)
    from coverable.document.draft.apply import unanswered

    template = analyst_text(unanswered(make_draft(reading_of(source), source), ON))
    filled = template.replace("by: null", "by: A. Analyst").replace("on: null", "on: 2026-11-25")
    filled = re.sub(r"(headache-attacks-week: \{passage: \w+)", r"\1, fact: tired", filled)
    filled = re.sub(r"(triptan-tried-success: \{passage: \w+)", r"\1, fact: snores", filled)
    newer = "A new first line\n\n" + PAGE.replace("Three or more", "Five or more")
    applied = answered(filled, newer)
    assert applied.answered == {"triptan-tried-success"}
    assert len(applied.lost) == 1
    again = analyst_text(applied, answers_of(filled))
    data = parse_yaml(again, "analyst.yaml").data
    assert data["by"] == "A. Analyst"
    assert data["answers"]["triptan-tried-success"]["fact"] == "snores"
    assert all("fact" not in body for id, body in data["answers"].items() if id != "triptan-tried-success")
    assert "no longer in the document as it was answered: headache-attacks-week" in again
    assert answered(again, newer).lost == ()


def test_what_the_analyst_signs_and_supplies_stands_in_the_sign_off(library) -> None:
    text = (
        HEAD
        + ANSWERS
        + (
            "signoff:\n"
            "  supplied: {in_effect.from: {value: 2026-01-01, because: told by the publisher}}\n"
            "  interpretations: {X-1: {option: one, because: it says so, by: B. Lawyer}}\n"
        )
    )
    text = text.replace(
        "policy:\n",
        "policy:\n  interpretations: {X-1: {question: Which?, cite: L9, options: {one: a, other: b}}}\n",
    )
    made: Checked = check(answered(text), library)
    assert not made.problems, told(made.problems)
    assert made.policy is not None
    signed = made.policy.signoff
    assert (signed.encoding.status, signed.encoding.by, signed.owner) == ("draft", "A. Analyst", "encoder")
    assert signed.supplied["in_effect.from"].by == "A. Analyst"
    assert signed.interpretations["X-1"].by == "B. Lawyer"
    assert not signed.endorsed_by_publisher
    assert str(made.policy.first_day) == "2026-01-01"


def test_an_approval_cannot_be_given_in_the_analyst_file() -> None:
    with pytest.raises(Refused, match="unknown field"):
        answers_of(HEAD + "signoff: {encoding: {status: approved}}")


def test_a_text_with_a_comma_in_braces_is_told_to_be_quoted() -> None:
    with pytest.raises(Refused, match=r"unknown field `signoff\.settled\.F1\.no redline`") as refused:
        answers_of(HEAD + "signoff: {settled: {F1: {because: other diseases, no redline}}}")
    assert "put the whole text in quotes" in str(refused.value)
