"""Many wordings of the same things, in our own words: items, lead-ins, closing sentences, remarks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from document.trees import read, short

DATA = Path(__file__).parent / "data"


def wordings(name: str) -> Iterator[tuple[str, str]]:
    """(what is expected, the words) of a file; lines that begin with `=` say what holds for those after them."""
    expected = ""
    for line in (DATA / name).read_text("utf-8").splitlines():
        if line.startswith("= "):
            expected = line[2:]
        elif line and not line.startswith("#"):
            yield expected, line


@pytest.mark.parametrize(("tree", "item"), list(wordings("items.txt")))
def test_an_item_is_the_tree_that_it_says(tree: str, item: str) -> None:
    found = read(
        f"Criteria\n\nGadgets are medically necessary when all of the following are met:\n\n- {item}\n- delta"
    )
    (one,) = found.statements
    assert one.criteria is not None
    assert short(one.criteria.children[0]) == tree


@pytest.mark.parametrize(("rule", "lead"), list(wordings("leads.txt")))
def test_words_over_a_list_say_how_many_of_its_items_are_needed(rule: str, lead: str) -> None:
    items = ["alpha of the toe", "beta", "gamma", "loss of delta"]
    items = items[:2] if "either" in lead or "neither" in lead else items
    listed = "\n".join(f"- {one}" for one in items)
    found = read(f"Criteria\n\nGadgets are medically necessary {lead}\n\n{listed}\n\nA remark.")
    (one,) = found.statements
    assert one.criteria is not None
    assert short(one.criteria).split("(")[0] == rule
    assert len(one.criteria.children) == len(items)
    assert found.rules == []


@pytest.mark.parametrize(("reach", "closing"), list(wordings("closings.txt")))
@pytest.mark.parametrize(
    "says",
    [
        "Gadgets are considered investigational",
        "Acme Health does not cover gadgets",
        "Gadgets are not medically necessary",
        "Coverage of gadgets is not available",
        "There is insufficient evidence to support gadgets",
    ],
)
def test_a_closing_sentence_reaches_what_it_says(reach: str, closing: str, says: str) -> None:
    first, second = read(f"Criteria\n\nGadgets are covered when alpha is shown.\n\n{says} {closing}").short
    assert first == "medically_necessary: alpha"
    assert second.split(": ")[1] == reach


@pytest.mark.parametrize(("_", "sentence"), list(wordings("remarks.txt")))
def test_a_remark_beside_the_criteria_is_no_statement(_: str, sentence: str) -> None:
    assert read(f"Criteria\n\nGadgets are covered when alpha is shown.\n\n{sentence}").short == [
        "medically_necessary: alpha"
    ]


@pytest.mark.parametrize(("position", "sentence"), list(wordings("uses.txt")))
def test_every_use_that_a_sentence_names_is_meant_without_the_words_that_lead_them_in(
    position: str, sentence: str
) -> None:
    found = read(f"Criteria\n\n{sentence}")
    assert found.short == [f"{position}: any(alpha, beta, gamma)"]
    (one,) = found.statements
    assert one.criteria is not None
    assert [c.text for c in one.criteria.children] == ["alpha relief", "beta loss", "gamma"]
    assert one.subject.lower() == "gadgets"


@pytest.mark.parametrize(
    ("sentence", "short", "subject"),
    [
        ("For alpha, gadgets are unproven.", "investigational: alpha", "gadgets"),
        (
            "For alpha, gadgets, gauges, and gears are unproven.",
            "investigational: alpha",
            "gadgets, gauges, and gears",
        ),
        (
            "In the absence of alpha, gadgets are not covered.",
            "not_covered: not(alpha)",
            "gadgets",
        ),
        ("For example, gadgets are not covered.", "not_covered: ", "For example, gadgets"),
    ],
)
def test_a_use_before_the_subject_is_a_condition(sentence: str, short: str, subject: str) -> None:
    found = read(f"Criteria\n\n{sentence}")
    assert (found.short, found.statements[0].subject) == ([short], subject)


@pytest.mark.parametrize(("statements", "text"), list(wordings("sentences.txt")))
def test_a_whole_statement_is_read_as_a_person_reads_it(statements: str, text: str) -> None:
    found = read("Criteria\n\n" + text.replace("|", "\n"))
    stages = [f" @{s.stage}" if s.stage else "" for s in found.statements]
    assert [one + stage for one, stage in zip(found.short, stages, strict=True)] == [
        one if " " in one else f"{one} " for one in statements.split(" & ")
    ]
