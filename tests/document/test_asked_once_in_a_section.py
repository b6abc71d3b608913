"""What is asked alike in one section is one question with all its places; elsewhere it is asked again."""

from __future__ import annotations

from coverable.document.findings import DOUBTS, Findings
from coverable.document.read import read_document
from coverable.document.reading import Finding, Reading
from coverable.document.source import Span

BRACE = """Knee Brace

Policy Number: KB-1
Effective Date: 01/01/2026

Coverage Criteria

Members must bring the brace to each visit of the clinic.

A knee brace is medically necessary when the member has a torn ligament.

The clinic must keep the brace on file unless the member is away.

Adolescents

Members must be seen by a specialist before a brace is made.

References

1. Smith J. Braces. 2019.
"""


def found_in(text: str) -> Reading:
    return read_document(text.encode(), "brace.txt")


def of(rule: str, reading: Reading) -> list[Finding]:
    return [one for one in reading.findings if one.rule == rule]


def test_sentences_of_one_section_that_nothing_rests_on_are_one_question_with_every_place() -> None:
    reading = found_in(BRACE)
    [asked] = of("sentence_not_mapped", reading)
    said = [BRACE[s.start : s.end] for s in asked.spans]
    assert said[0].startswith("Members must bring")
    assert said[1].startswith("The clinic must keep")
    assert asked.spans == tuple(sorted(asked.spans, key=lambda s: s.start))
    assert (asked.says, asked.question) == DOUBTS["sentence_not_mapped"].of_several


def test_the_same_question_in_another_section_is_asked_there() -> None:
    other = "Discussion\n\nText.\n\nExclusion Criteria\n\nMembers must bring the brace to each visit.\n\nReferences"
    reading = found_in(BRACE.replace("References", other))
    assert len(of("sentence_not_mapped", reading)) == 2


def test_two_places_are_asked_once_only_where_the_kind_of_question_gathers() -> None:
    here, there, away = (Span(n, n + 5, (1, 1)) for n in (0, 10, 90))
    findings = Findings()
    findings.within([Span(0, 50, (1, 5)), Span(50, 100, (6, 9))])
    first = findings.add("sentence_not_mapped", [here])
    assert findings.add("sentence_not_mapped", [there]) == first
    assert findings.add("sentence_not_mapped", [here]) == first
    assert findings.add("sentence_not_mapped", [there], "In other words") != first
    assert findings.add("sentence_not_mapped", [away]) != first
    assert findings.add("list_lost", [here]) != findings.add("list_lost", [there])
    assert findings.all()[0].spans == (here, there)


def test_before_the_sections_are_known_every_place_is_asked_about_by_itself() -> None:
    findings = Findings()
    assert findings.add("sentence_not_mapped", [Span(0, 5, (1, 1))]) != findings.add(
        "sentence_not_mapped", [Span(10, 15, (2, 2))]
    )


def test_kinds_that_gather_ask_for_one_answer_and_never_about_the_shape_of_a_tree() -> None:
    shape = {"list_lost", "list_structure", "double_role", "no_quantifier", "mixed_connectors"}
    gathers = {name for name, kind in DOUBTS.items() if kind.gathers}
    assert gathers
    assert gathers.isdisjoint(shape)
    assert not any(DOUBTS[name].severity == "high" for name in gathers)
