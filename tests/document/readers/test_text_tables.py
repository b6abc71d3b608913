"""Tables of plain text: rows between bars."""

from __future__ import annotations

from coverable.document.readers.text.read import read_text


def test_the_outer_bars_of_a_table_and_the_line_under_its_head_are_no_cells() -> None:
    source = read_text(b"| Drug | Limit |\n|------|-------|\n| Gadgetin | 2 |\n| Gaugeril | 3 |\n", "a.txt")
    assert [(b.cell.row, b.cell.column, b.text) for b in source.blocks if b.cell] == [
        (0, 0, "Drug"),
        (0, 1, "Limit"),
        (1, 0, "Gadgetin"),
        (1, 1, "2"),
        (2, 0, "Gaugeril"),
        (2, 1, "3"),
    ]
