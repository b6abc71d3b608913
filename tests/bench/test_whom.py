"""A condition that only says whom a list is for is neither asked of a reading nor counted against it."""

from __future__ import annotations

from bench.reading.trees import Tree, outline
from bench.reading.whom import without_whom


def _all(*texts: str) -> Tree:
    return Tree("all", tuple(Tree("leaf", text=t) for t in texts))


def test_adults_over_a_list_are_left_out() -> None:
    listed = Tree("any", (Tree("leaf", text="gout"), Tree("leaf", text="lupus")))
    read = Tree("all", (Tree("leaf", text="in adults"), listed))
    assert without_whom(read, continued=False) == listed


def test_adults_with_a_bound_or_a_disease_stay() -> None:
    read = _all("adults over 40", "adults with gout", "lupus")
    assert without_whom(read, continued=False) == read


def test_adults_among_alternatives_stay() -> None:
    read = Tree("any", (Tree("leaf", text="adults"), Tree("leaf", text="gout")))
    assert without_whom(read, continued=False) == read


def test_members_already_treated_say_again_that_a_statement_is_about_going_on() -> None:
    read = _all("members already receiving braces", "gout", "lupus")
    assert outline(without_whom(read, continued=True)) == outline(_all("gout", "lupus"))
    assert without_whom(read, continued=False) == read
