"""Tables of questions with choices and where each leads: the ways to an approval are what is asked for."""

from __future__ import annotations

import pytest

from document.made import Whole, drawn, read_bytes

HEAD = "| Sequence | Question ID | Default Next Question ID | Question Text | Choice Text | Next Question ID |\n|---|---|---|---|---|---|\n"
APPROVED, REVIEWED = "END (Approve x 365 days)", "END (Pending Manual Review)"


def table(*questions: tuple[int, str, list[tuple[str, str]]]) -> str:
    out = HEAD
    for number, words, answers in questions:
        first = True
        for choice, leads in answers:
            begin = f"1 | {number} | | {words}" if first else " | | | "
            out += f"| {begin} | {choice} | {leads} |\n"
            first = False
    return out


def read(*questions: tuple[int, str, list[tuple[str, str]]], name: str = "policy.md") -> Whole:
    return read_bytes(
        f"# Gadgetin\n\nPolicy Number: MED-1\n\n{table(*questions)}\nReferences\n\n1. Smith J. 2019.\n".encode(),
        name,
    )


def yes_no(yes: object, no: object) -> list[tuple[str, str]]:
    return [("Y", str(yes)), ("N", str(no))]


REST = (9, "Please provide the rationale for the drug.", [(REVIEWED, "")])


def test_what_the_way_to_an_approval_says_is_asked_for() -> None:
    found = read(
        (1, "Is it prescribed by a specialist?", yes_no(2, 9)),
        (2, "Has Alpha been tried?", yes_no(APPROVED, 9)),
        REST,
    )
    (one,) = found.statements
    assert drawn(one.criteria) == ("all", ["Is it prescribed by a specialist", "Has Alpha been tried"])
    assert one.position == "medically_necessary"
    assert found.rules == []


def test_a_question_that_must_be_answered_with_no_is_barred() -> None:
    found = read(
        (1, "Is Beta taken as well?", yes_no(9, 2)), (2, "Has Alpha been tried?", yes_no(APPROVED, 9)), REST
    )
    assert drawn(found.statements[0].criteria) == (
        "all",
        [("not", ["Is Beta taken as well"]), "Has Alpha been tried"],
    )


def test_two_answers_that_go_on_alike_are_either_of_two_and_what_both_need() -> None:
    found = read(
        (1, "Has Alpha been tried?", yes_no(3, 2)),
        (2, "Is Alpha contraindicated?", yes_no(3, 9)),
        (3, "Is the dose 30 mg or less?", yes_no(APPROVED, 9)),
        REST,
    )
    either = ("any", ["Has Alpha been tried", "Is Alpha contraindicated"])
    assert drawn(found.statements[0].criteria) == ("all", [either, "Is the dose 30 mg or less"])


def test_a_question_that_parts_the_stages_makes_a_statement_for_each() -> None:
    found = read(
        (
            1,
            "Is the patient new to therapy or continuing it?",
            [
                ("New start (initial authorization request)", "2"),
                ("Continuation (re-authorization request)", "3"),
            ],
        ),
        (2, "Has Alpha been tried?", yes_no(APPROVED, 9)),
        (3, "Has the patient responded?", yes_no(APPROVED, 9)),
        REST,
    )
    assert [(s.stage, drawn(s.criteria)) for s in found.statements] == [
        ("initial", "Has Alpha been tried"),
        ("continuation", "Has the patient responded"),
    ]


def test_choices_of_a_question_are_alternatives() -> None:
    found = read(
        (1, "What is the diagnosis?", [("Gout", "2"), ("Lupus", APPROVED), ("Other", "9")]),
        (2, "Has Alpha been tried?", yes_no(APPROVED, 9)),
        REST,
    )
    assert drawn(found.statements[0].criteria) == (
        "any",
        [("all", ["Gout", "Has Alpha been tried"]), "Lupus"],
    )


@pytest.mark.parametrize(
    "answers",
    [
        [("Y", APPROVED), ("N", "9"), ("Unknown", "9")],
        [("Y", APPROVED), ("Y", "9")],
    ],
)
def test_answers_beside_yes_and_no_lose_no_way_in_silence(answers: list[tuple[str, str]]) -> None:
    found = read(
        (1, "Is it prescribed by a specialist?", yes_no(2, 9)), (2, "Has Alpha been tried?", answers), REST
    )
    assert "criteria_in_table" in found.rules
    assert all(s.criteria is None for s in found.statements)


def test_what_is_to_be_sent_along_is_no_part_of_the_question() -> None:
    words = "Has Alpha been tried? If yes, please submit the dates."
    found = read((1, words, yes_no(2, 9)), (2, "Is it for an adult?", yes_no(APPROVED, 9)), REST)
    assert drawn(found.statements[0].criteria) == ("all", ["Has Alpha been tried", "Is it for an adult"])


@pytest.mark.parametrize(
    "questions",
    [
        (
            (1, "Has Alpha been tried?", yes_no(2, 9)),
            (2, "Is it for an adult?", yes_no(REVIEWED, REVIEWED)),
            REST,
        ),
        ((1, "Has Alpha been tried?", yes_no(2, 9)), (2, "Is it for an adult?", yes_no(77, REVIEWED)), REST),
        ((1, "Has Alpha been tried?", yes_no(2, 9)), (2, "Is it for an adult?", yes_no(1, APPROVED)), REST),
    ],
    ids=["no approval", "a question that is not there", "a circle"],
)
def test_ways_that_lead_nowhere_are_asked_about(
    questions: tuple[tuple[int, str, list[tuple[str, str]]], ...],
) -> None:
    found = read(*questions)
    assert "criteria_in_table" in found.rules
    assert all(s.criteria is None for s in found.statements)


@pytest.mark.parametrize(
    ("end", "granted"),
    [
        ("END (Approve x 365 days)", True),
        ("END (Deny)", False),
        ("END (Do not approve)", False),
        ("END (Deny, covered under the medical benefit)", False),
        ("END (Pending Manual Review)", False),
        ("END (Pending approval by a pharmacist)", False),
        ("See the bulletin", False),
    ],
)
def test_only_a_plain_approval_is_one(end: str, granted: bool) -> None:
    found = read((1, "Has Alpha been tried?", yes_no(2, 9)), (2, "Is it for an adult?", yes_no(end, 9)), REST)
    assert (found.statements[0].criteria is not None) is granted
    assert ("criteria_in_table" in found.rules) is not granted


def test_a_table_of_other_questions_is_none_of_criteria() -> None:
    other = "# Gadgetin\n\n| Question | Answer |\n|---|---|\n| Who pays? | The plan |\n| When? | In May |\n"
    assert read_bytes(other.encode(), "policy.md").statements == ()


def test_the_same_table_in_html_is_read_alike() -> None:
    rows = [
        ["Question ID", "Question Text", "Choice Text", "Next Question ID"],
        ["1", "Is Beta taken?", "Yes", "2"],
        ["", "", "No", APPROVED],
        ["2", "Has Alpha been tried?", "Yes", APPROVED],
        ["", "", "No", "END (Deny)"],
    ]
    made = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    found = read_bytes(
        f"<html><body><h1>Gadgetin</h1><table>{made}</table></body></html>".encode(), "policy.html"
    )
    assert drawn(found.statements[0].criteria) == (
        "any",
        [("not", ["Is Beta taken"]), "Has Alpha been tried"],
    )
    assert found.statements[0].subject == "Gadgetin"
