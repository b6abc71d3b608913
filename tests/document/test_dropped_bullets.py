"""Bullets of a symbol font that an extraction dropped are put back, and somebody is asked once."""

from __future__ import annotations

from document.made import drawn, read_policy

_TWO_LEVELS = """
Criteria

Gadgets are medically necessary when ALL of the following criteria are met:

Pain is shown by one of the following:
o
A diary of two weeks; or
o
A note of the physician
and

One of the following:
o
The member has not had surgery; or
o
Both of the following:

The member has had surgery; and

The pain came back
and

Gadgets are prescribed by a surgeon; and

Another brace is not used
"""


def test_items_of_both_lists_stand_where_their_bullets_stood() -> None:
    found = read_policy(_TWO_LEVELS)
    (one,) = found.statements
    assert drawn(one.criteria) == (
        "all",
        [
            ("all", ["Pain", ("any", ["A diary of two weeks", "A note of the physician"])])
            if one.criteria and one.criteria.children[0].rule == "all"
            else ("any", ["A diary of two weeks", "A note of the physician"]),
            (
                "any",
                [
                    "The member has not had surgery",
                    ("all", ["The member has had surgery", "The pain came back"]),
                ],
            ),
            "Gadgets are prescribed by a surgeon",
            "Another brace is not used",
        ],
    )
    assert found.rules.count("dropped_bullets") == 1


def test_a_box_of_the_margin_between_an_item_and_its_list_changes_nothing() -> None:
    boxed = _TWO_LEVELS.replace(
        "Both of the following:\n",
        "Both of the following:\nCommunity Plan Policy\n•\nGadgets\nGadgets\nPage 2 of 10\n",
    )
    assert drawn(read_policy(boxed).statements[0].criteria) == drawn(
        read_policy(_TWO_LEVELS).statements[0].criteria
    )


def test_empty_lines_of_a_text_that_keeps_its_bullets_are_none() -> None:
    kept = "Criteria\n\nGadgets are medically necessary when ALL of the following are met:\n\n• Pain; and\n\n• Weakness\n"
    assert "dropped_bullets" not in read_policy(kept).rules


def test_a_list_that_says_nothing_of_joining_is_left_as_it_is_printed() -> None:
    plain = _TWO_LEVELS.replace("; and", "").replace("; or", "").replace("\nand\n", "\n")
    assert "dropped_bullets" not in read_policy(plain).rules
