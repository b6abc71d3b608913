"""Plain text that keeps the columns of a page: a label and what hangs beside it are one row."""

from __future__ import annotations

from collections import Counter
from time import perf_counter

from hypothesis import given
from hypothesis import strategies as st

from coverable.document.readers.text.columns import tables
from coverable.document.readers.text.read import read_text

WORDS = st.lists(
    st.sampled_from(
        [
            "Alpha",
            "beta,",
            "Gamma:",
            "1.",
            "a)",
            "•",
            "Not",
            "E0100",
            "M16.0-",
            "covered",
            "(if",
            "OR",
            "AND",
            "of",
        ]
    ),
    min_size=1,
    max_size=4,
).map(" ".join)
FORM = """\
Covered Uses:             Relapsing forms of gout, to include early
                          disease and late disease
Required Medical          1. Confirmed by imaging
Information:              2. Failure of one drug, tried for at
                             least 90 days
Other Criteria:           Alphazine only: a normal count
                          Brand names: a form has been sent for the generic product
Coverage Duration:        12 months
"""

GRID = """\
Indication         Toxins            Conditions
---------------    --------------    --------------------------
Dystonia of the    Alpha, Beta,      Age 16 or older, and head
neck               Gamma             tilt with pain

Spasticity         Alpha             1. Age 2 or older
                                     2. It limits function
"""


def cells(text: str) -> list[tuple[int, int, str | None, str]]:
    blocks = read_text(text.encode()).blocks
    return [(b.cell.row, b.cell.column, b.marker, b.text) for b in blocks if b.cell]


def test_a_value_that_hangs_under_its_first_line_is_one_cell():
    told = {(row, column): words for row, column, _, words in cells(FORM)}
    assert told[0, 1] == "Relapsing forms of gout, to include early disease and late disease"
    assert told[3, 0] == "Coverage Duration:"


def test_a_label_of_two_lines_is_one_label():
    assert (1, 0, None, "Required Medical Information:") in cells(FORM)


def test_items_of_a_cell_keep_their_markers():
    items = [(marker, words) for row, column, marker, words in cells(FORM) if (row, column) == (1, 1)]
    assert items == [
        ("1.", "Confirmed by imaging"),
        ("2.", "Failure of one drug, tried for at least 90 days"),
    ]


def test_what_begins_behind_a_line_that_was_ended_on_purpose_is_a_paragraph_of_its_own():
    said = [words for row, column, _, words in cells(FORM) if (row, column) == (2, 1)]
    assert said == [
        "Alphazine only: a normal count",
        "Brand names: a form has been sent for the generic product",
    ]


def test_three_columns_with_empty_lines_between_their_rows_are_rows():
    assert cells(GRID) == [
        (0, 0, None, "Indication"),
        (0, 1, None, "Toxins"),
        (0, 2, None, "Conditions"),
        (1, 0, None, "Dystonia of the neck"),
        (1, 1, None, "Alpha, Beta, Gamma"),
        (1, 2, None, "Age 16 or older, and head tilt with pain"),
        (2, 0, None, "Spasticity"),
        (2, 1, None, "Alpha"),
        (2, 2, "1.", "Age 2 or older"),
        (2, 2, "2.", "It limits function"),
    ]


def test_every_character_of_a_cell_keeps_its_place():
    source = read_text(FORM.encode())
    for block in source.blocks:
        for piece in block.pieces:
            if piece.size == piece.end - piece.start:
                assert block.text[piece.at : piece.at + piece.size] == source.text[piece.start : piece.end]


def test_a_field_that_is_left_empty_takes_no_label_of_the_next_one():
    text = (
        "Indication Indicator      3 - All uses\n"
        "Off-Label Uses\n"
        "Required Information      Failure of one drug that was\n"
        "                          tried for a month\n"
    )
    assert "Indication Indicator Off-Label Uses" not in [words for *_, words in cells(text)]


def test_rows_of_one_line_each_and_running_text_are_no_such_table():
    rows = "Number:    MP-1\nVersion:   2\nStatus:    final\n"
    prose = "A brace is covered when the joint is\nunstable.  It is not covered   for comfort\nalone, or for sports.\n"
    assert tables(rows.splitlines()) == []
    assert tables(prose.splitlines()) == []


def test_a_range_of_codes_that_is_broken_over_two_lines_is_one_label():
    text = "     K02.3      stopped decay\n     K02.51 -   decay, pit\n      K02.53\n     K03.81     cracked tooth\n"
    assert [words for _, column, _, words in cells(text) if column == 0] == [
        "K02.3",
        "K02.51 - K02.53",
        "K03.81",
    ]


def test_many_rows_of_one_line_are_looked_at_once():
    lines = [f"Alpha {n}        beta {n}" for n in range(100_000)]
    began = perf_counter()
    assert tables(lines) == []
    assert perf_counter() - began < 10


@given(
    st.lists(st.integers(0, 35), min_size=2, max_size=3, unique=True),
    st.lists(
        st.lists(st.tuples(st.booleans(), st.integers(0, 4), WORDS), min_size=2, max_size=3), max_size=20
    ),
)
def test_no_character_of_any_columns_is_lost_or_read_twice(
    edges: list[int], rows: list[list[tuple[bool, int, str]]]
):
    lines: list[str] = []
    for row in rows:
        line = ""
        for edge, (filled, shift, words) in zip(sorted(edges), row, strict=False):
            line = f"{line.ljust(2 * edge + shift)}  {words}" if filled else line
        lines.append(line)
    text = "\n".join(lines)
    printed = Counter(text) - Counter(" \n" * len(text))
    blocks = read_text(text.encode()).blocks
    read = Counter(c for b in blocks for c in f"{b.marker or ''}{b.text}" if not c.isspace())
    assert read == printed


def test_a_line_of_dashes_in_two_pieces_over_words_that_are_no_columns_begins_no_table() -> None:
    assert tables(["-----------    -----------", "Gadgets are covered when all of these are met:", ""]) == []


def test_names_of_columns_stand_over_cells_of_several_lines_though_the_first_has_none():
    text = """\
                               Revenue         Procedure            Unit
  Evening, mental health       0905            S9480                day
  Evening, by video            0905            S9480 GT, H0015 GT   day
                                               (95 also accepted)
"""
    assert cells(text)[:4] == [
        (0, 1, None, "Revenue"),
        (0, 2, None, "Procedure"),
        (0, 3, None, "Unit"),
        (1, 0, None, "Evening, mental health"),
    ]
    assert (2, 2, None, "S9480 GT, H0015 GT (95 also accepted)") in cells(text)
