"""A doubt is settled for its words: another edition that moves a number moves no signature with it."""

from __future__ import annotations

from pathlib import Path

from coverable.base.yamlfile import parse_yaml
from coverable.document.draft.analyst import answers_of
from coverable.document.draft.apply import Applied, apply, unanswered
from coverable.document.draft.folder import findings_text
from coverable.document.draft.make import make_draft
from coverable.document.draft.template import analyst_text
from coverable.document.read import reading_of
from document.handmade import ON, document

HEAD = "by: A. Analyst\non: 2026-11-25\n"
PAGE = """Home Oxygen

Policy Number: OX-7

Criteria

Home oxygen is considered medically necessary for cluster headache when:

A. Three or more headache attacks in a week
B. A triptan was tried without success

The member shall be seen by a nurse within 30 days.
"""


def read(page: str = PAGE) -> Applied:
    source = document(page)
    return unanswered(make_draft(reading_of(source), source), ON)


def answered(text: str, page: str = PAGE) -> Applied:
    source = document(page)
    return apply(make_draft(reading_of(source), source), answers_of(HEAD + text), ON)


def numbers(page: str = PAGE) -> dict[str, str]:
    """The number of the finding of each kind."""
    return {one.rule: one.id for one in read(page).draft.reading.findings}


def line(rule: str, page: str = PAGE) -> str:
    """The line that the begun file offers for a finding of a kind."""
    text = analyst_text(read(page))
    (offered,) = [x.lstrip("# ") for x in text.split("\n") if f"{{rule: {rule}, " in x]
    return offered.replace("REASON", "the nurse is no condition")


def settled(rule: str = "sentence_not_mapped", page: str = PAGE) -> str:
    return f"signoff:\n  settled:\n    {line(rule, page)}\n"


def test_the_page_is_asked_about_twice() -> None:
    assert set(numbers()) >= {"no_quantifier", "sentence_not_mapped"}


def test_a_begun_file_offers_a_line_for_each_finding_of_weight_until_it_is_settled() -> None:
    number = numbers()["sentence_not_mapped"]
    assert line("sentence_not_mapped").startswith(f"{number}: {{rule: sentence_not_mapped, passage: w")
    again = analyst_text(answered(settled()), answers_of(HEAD + settled()))
    assert f"# {number} (" not in again
    kept = parse_yaml(again, "analyst.yaml").data["signoff"]["settled"]
    assert kept[number]["because"] == "the nurse is no condition"


def test_what_it_came_to_stands_in_the_sign_off_with_its_words() -> None:
    applied = answered(settled())
    row = applied.signoff["settled"][numbers()["sentence_not_mapped"]]
    assert (row["by"], row["on"], row["rule"]) == ("A. Analyst", ON, "sentence_not_mapped")
    assert f'"passage": "{row["passage"]}"' in findings_text(applied.draft)
    assert not applied.lost


def test_a_finding_that_stands_on_other_words_in_another_edition_is_not_settled() -> None:
    newer = PAGE.replace("30 days", "90 days")
    applied = answered(settled(), newer)
    assert "settled" not in applied.signoff
    (lost,) = applied.lost
    number = numbers(newer)["sentence_not_mapped"]
    assert lost.what == f"what `{number}` settled is not doubtful in this document"
    assert f"{number} is sentence_not_mapped here" in lost.why
    assert lost.next.startswith("if the reason holds for it, write `rule: sentence_not_mapped, passage: w")


def test_a_place_more_is_no_place_that_was_settled() -> None:
    newer = PAGE + "\nThe member shall be seen by a doctor within 60 days.\n"
    places = next(f.spans for f in read(newer).draft.reading.findings if f.rule == "sentence_not_mapped")
    assert len(places) == 2  # one question for both places
    assert "settled" not in answered(settled(), newer).signoff


def test_a_finding_that_got_another_number_stays_settled_under_that_number() -> None:
    newer = PAGE.replace("when:", "when ALL of the following are met:")
    assert numbers(newer)["sentence_not_mapped"] != numbers()["sentence_not_mapped"]
    applied = answered(settled(), newer)
    assert list(applied.signoff["settled"]) == [numbers(newer)["sentence_not_mapped"]]
    again = analyst_text(applied, answers_of(HEAD + settled()))
    assert list(parse_yaml(again, "analyst.yaml").data["signoff"]["settled"]) == list(
        applied.signoff["settled"]
    )


def test_a_number_alone_counts_for_the_document_that_it_was_written_for_only() -> None:
    number = numbers()["sentence_not_mapped"]
    bare = f"signoff: {{settled: {{{number}: {{because: no condition}}}}}}\n"
    mine = f"document: {document(PAGE).sha256}\n{bare}"
    assert number in answered(mine).signoff["settled"]
    applied = answered(mine, f"A line more\n\n{PAGE}")
    assert "settled" not in applied.signoff
    assert [lost.what for lost in applied.lost] == [f"`{number}` was settled for another document"]


def test_a_number_that_no_finding_has_is_told() -> None:
    (lost,) = answered("signoff: {settled: {F99: {because: no condition}}}\n").lost
    assert lost.what == "no finding `F99` on this document"


def test_an_answer_settles_the_findings_on_its_passage_that_it_names() -> None:
    applied = read()
    rule = next(s for s in applied.draft.slots.values() if numbers()["no_quantifier"] in s.notes)
    body = f"{{passage: {rule.passage}, because: both are meant, settles: no_quantifier}}"
    done = answered(f"answers:\n  {rule.id}: {body}\n")
    assert not done.problems
    assert done.signoff["settled"][numbers()["no_quantifier"]]["because"] == "both are meant"
    text = HEAD + f"answers:\n  {rule.id}: {body}\n"
    again = analyst_text(done, answers_of(text))
    assert parse_yaml(again, "analyst.yaml").data["signoff"] == {}  # it stands at its passage


def test_an_answer_that_settles_without_a_reason_is_refused() -> None:
    rule = next(s for s in read().draft.slots.values() if numbers()["no_quantifier"] in s.notes)
    (problem,) = answered(f"answers:\n  {rule.id}: {{settles: no_quantifier}}\n").problems
    assert "settles a finding, and no reason is given" in problem.what
    assert problem.where.startswith("analyst.yaml:4:")


def test_an_answer_that_settles_what_is_not_asked_any_more_is_told_and_kept() -> None:
    rule = next(s for s in read().draft.slots.values() if numbers()["no_quantifier"] in s.notes)
    done = answered(f"answers:\n  {rule.id}: {{because: both are meant, settles: double_role}}\n")
    assert not done.problems
    (lost,) = done.lost
    assert "no finding `double_role` stands on" in lost.what


def test_an_item_more_in_the_list_of_a_finding_is_another_question() -> None:
    newer = PAGE.replace("B. A triptan", "B. A pacemaker is set\nC. A triptan")
    assert numbers(newer)["no_quantifier"] == numbers()["no_quantifier"]
    applied = answered(settled("no_quantifier"), newer)
    assert "settled" not in applied.signoff
    assert len(applied.lost) == 1


def test_the_words_of_a_passage_are_shown_where_they_may_be_quoted() -> None:
    source = document(PAGE)
    open_ = unanswered(make_draft(reading_of(source), source, quote=True), ON)
    assert "# “Three or more headache attacks in a week”" in analyst_text(open_)
    assert "headache attacks in" not in analyst_text(read())


def test_findings_in_the_folder_carry_the_digest_of_their_words(tmp_path: Path) -> None:
    text = findings_text(read().draft)
    assert text.count('"passage": "w') == len(read().draft.reading.findings)
