"""Few words, in any order and anywhere, are read without an error: a cell may hold “Approved” and nothing else."""

from __future__ import annotations

from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from coverable.document.criteria.positions import judgewords
from coverable.document.criteria.positions.judgement import judgement
from coverable.document.patterns import word_set
from document.made import read_policy


def _told(value: Any) -> set[str]:
    """The words of a table of words, whatever its form."""
    if isinstance(value, str):
        return {value} if value.isascii() else set()
    return (
        set().union(*map(_told, value)) if isinstance(value, set | frozenset | tuple | list | dict) else set()
    )


JUDGING = sorted(set().union(*(_told(getattr(judgewords, n)) for n in dir(judgewords) if n.isupper())))
AMONG = sorted(
    word_set(
        "- – : ; , . ( ) * the a of for to by in if when only not no unless except and or fda one two all both any"
        " following criteria met none 12 months member the following: policy disease E0100"
    )
)
WORDS = st.lists(st.sampled_from(JUDGING) | st.sampled_from(AMONG), min_size=1, max_size=6).map(" ".join)


@example("Approved")
@given(WORDS)
@settings(max_examples=2000)
def test_a_judgement_is_looked_for_in_any_few_words(text: str) -> None:
    found = judgement(text)
    assert found is None or 0 <= found.first <= found.last <= len(text)


LAYOUTS = st.sampled_from(
    [
        "{0}\n\n{1}\n\n{2}\n",
        "{0}:\n- {1}\n- {2}\n",
        "1. {0}\n   a. {1}\n   b. {2}\n",
        "{0} | {1}\n{2} | {0}\n{1} | {2}\n",
        "{0}      {1}\n{2}      {0}\n{1}      {2}\n",
        "# {0}\n{1}\n• {2}\n",
    ]
)


@given(LAYOUTS, WORDS, WORDS, WORDS, st.booleans())
@settings(max_examples=150)
def test_lines_items_and_cells_of_any_few_words_are_read(
    layout: str, one: str, two: str, three: str, after: bool
) -> None:
    text = layout.format(one, two, three)
    stated = "A brace is medically necessary when both are met:\n- Pain\n- Weakness\n"
    read_policy(f"Policy\n\n{stated if after else ''}\n{text}")
