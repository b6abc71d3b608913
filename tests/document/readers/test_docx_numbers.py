"""DOCX: the letters and numbers that are printed before items."""

from __future__ import annotations

from coverable.document.readers.read import read_source
from coverable.document.source import Source
from document.readers.ooxml import (
    OUTLINE,
    abstract,
    docx,
    item,
    level,
    listed,
    num,
    p,
    style,
)
from document.readers.shown import check_places, outline


def read(*body: str, **more) -> Source:
    source = read_source(docx(*body, **more), "widget.docx")
    check_places(source)
    return source


def test_letters_numbers_and_roman_figures_are_printed_as_the_list_definition_says() -> None:
    source = read(
        item("Any of these:"),
        item("first; or", rank=1),
        item("second:", rank=1),
        item("deep", rank=2),
        item("Both"),
    )
    assert outline(source) == [
        ("A.", 0, "Any of these:"),
        ("1.", 1, "first; or"),
        ("2.", 1, "second:"),
        ("i)", 2, "deep"),
        ("B.", 0, "Both"),
    ]
    assert source.text.splitlines()[1] == "  1. first; or"


def test_a_deeper_level_starts_again_after_a_higher_item() -> None:
    source = read(item("a"), item("x", rank=1), item("b"), item("y", rank=1))
    assert [m for m, _, _ in outline(source)] == ["A.", "1.", "B.", "1."]


def test_a_level_that_never_restarts_counts_on() -> None:
    steady = abstract(
        1, level(0, "decimal", "%1."), level(1, "decimal", "%2)", more='<w:lvlRestart w:val="0"/>')
    )
    source = read(item("a"), item("x", rank=1), item("b"), item("y", rank=1), numbering=steady + num(1, 1))
    assert [m for m, _, _ in outline(source)] == ["1.", "1)", "2.", "2)"]


def test_two_numberings_of_one_definition_count_on_unless_a_start_is_overridden() -> None:
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    source = read(
        item("a"),
        item("b", number=2),
        item("c", number=3),
        item("d", number=3),
        numbering=OUTLINE + num(1, 1) + num(2, 1) + num(3, 1, again),
    )
    assert [m for m, _, _ in outline(source)] == ["A.", "B.", "A.", "B."]


def test_a_list_may_start_at_three_and_show_all_levels() -> None:
    legal = abstract(
        1, level(0, "upperRoman", "%1", start=3), level(1, "decimal", "%1.%2", more="<w:isLgl/>")
    )
    source = read(item("a"), item("b", rank=1), item("c", rank=1), numbering=legal + num(1, 1))
    assert [m for m, _, _ in outline(source)] == ["III", "3.1", "3.2"]


def test_letters_after_z_are_doubled_and_missing_levels_print_no_number() -> None:
    source = read(*(item(f"no {i}") for i in range(28)))
    assert [m for m, _, _ in outline(source)][-3:] == ["Z.", "AA.", "BB."]


def test_a_bullet_of_a_symbol_font_is_the_sign_that_is_printed() -> None:
    symbols = abstract(
        1,
        '<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/><w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr></w:lvl>',
        '<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/></w:lvl>',
        '<w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0A7;"/><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr></w:lvl>',
    )
    source = read(item("a"), item("b", rank=1), item("c", rank=2), numbering=symbols + num(1, 1))
    assert [m for m, _, _ in outline(source)] == ["•", "o", "▪"]


def test_numbering_of_a_style_applies_and_zero_takes_it_away() -> None:
    styles = style("Crit", "Criterion", listed(1, 0)) + style("Sub", "Sub", listed(1, 1), based="Crit")
    source = read(
        p("one", properties='<w:pStyle w:val="Crit"/>'),
        p("under", properties='<w:pStyle w:val="Sub"/>'),
        p("plain", properties='<w:pStyle w:val="Crit"/><w:numPr><w:numId w:val="0"/></w:numPr>'),
        styles=styles,
    )
    assert [(b.kind, b.marker) for b in source.blocks] == [
        ("item", "A."),
        ("item", "1."),
        ("paragraph", None),
    ]


def test_a_style_tied_to_a_level_of_the_list_takes_that_level() -> None:
    tied = abstract(
        1, level(0, "decimal", "%1."), level(1, "lowerLetter", "%2)", more='<w:pStyle w:val="Second"/>')
    )
    source = read(
        item("a"),
        p("b", properties='<w:pStyle w:val="Second"/>'),
        numbering=tied + num(1, 1),
        styles=style("Second", "Second", '<w:numPr><w:numId w:val="1"/></w:numPr>'),
    )
    assert outline(source)[1] == ("a)", 1, "b")
