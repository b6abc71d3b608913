"""Tracked changes of a DOCX: both sides, with who and when."""

from __future__ import annotations

from coverable.document.readers.read import read_source
from coverable.document.source import Source
from document.readers.ooxml import WHO, deleted, docx, inserted, item, p, run, table, tc, tr
from document.readers.shown import check_places, outline, seen, words

DELETED_MARK = f"<w:rPr><w:del {WHO}/></w:rPr>"
INSERTED_MARK = f"<w:rPr><w:ins {WHO}/></w:rPr>"


def read(*body: str) -> Source:
    source = read_source(docx(*body))
    for one in (source, source.side("after"), source.side("before")):
        check_places(one)
    return source


def sides(*body: str) -> tuple[list[str], list[str]]:
    source = read(*body)
    return words(source.side("before")), words(source.side("after"))


def test_inserted_and_deleted_words_are_told_apart_with_author_and_date() -> None:
    source = read(p("Tried ", deleted("two"), inserted("three"), " drugs"))
    changes = [(p.change, p.by, p.on) for p in source.blocks[0].pieces if p.change != "none"]
    when = "2026-02-03T10:00:00Z"
    assert changes == [("deleted", "A. Editor", when), ("inserted", "A. Editor", when)]
    assert source.text.splitlines()[0] == "Tried twothree drugs"


def test_each_side_reads_as_it_stood() -> None:
    assert sides(p("Tried ", deleted("two"), inserted("three"), " drugs")) == (
        ["Tried two drugs"],
        ["Tried three drugs"],
    )


def test_blanks_stay_right_on_both_sides() -> None:
    assert sides(p("Tried", deleted(", two "), inserted(" three"), " drugs")) == (
        ["Tried, two drugs"],
        ["Tried three drugs"],
    )
    assert sides(p(deleted("Old "), "text", inserted(" new"))) == (["Old text"], ["text new"])


def test_moved_words_are_deleted_there_and_inserted_here() -> None:
    moved = (
        f"<w:moveFrom {WHO}>{run('the rule')}</w:moveFrom>",
        f"<w:moveTo {WHO}>{run('the rule')}</w:moveTo>",
    )
    assert sides(p("First ", moved[0]), p("Second ", moved[1])) == (
        ["First the rule", "Second"],
        ["First", "Second the rule"],
    )


def test_a_deleted_insertion_stays_deleted() -> None:
    inner = f"<w:ins {WHO}>{deleted('never printed')}</w:ins>"
    assert words(read(p("x ", inner)).side("after")) == ["x"]


def test_a_deleted_end_of_paragraph_joins_the_next_one() -> None:
    body = p("One sentence", properties=DELETED_MARK), p(" that goes on.")
    assert sides(*body) == (["One sentence", "that goes on."], ["One sentence that goes on."])


def test_an_inserted_end_of_paragraph_splits_what_was_one() -> None:
    body = p("All of these; ", properties=INSERTED_MARK), p("and that.")
    assert sides(*body) == (["All of these; and that."], ["All of these;", "and that."])


def test_an_inserted_item_is_not_on_the_before_side_and_does_not_count_there() -> None:
    body = (
        item("one"),
        p(
            inserted("between"),
            properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>' + INSERTED_MARK,
        ),
        item("two"),
    )
    source = read(*body)
    assert outline(source.side("after")) == [("A.", 0, "one"), ("B.", 0, "between"), ("C.", 0, "two")]
    assert outline(source.side("before")) == [("A.", 0, "one"), ("B.", 0, "two")]


def test_a_deleted_item_gives_its_number_back() -> None:
    body = (
        item("one"),
        p(
            deleted("gone"),
            properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>' + DELETED_MARK,
        ),
        item("two"),
    )
    source = read(*body)
    assert outline(source.side("after")) == [("A.", 0, "one"), ("B.", 0, "two")]
    assert outline(source.side("before")) == [("A.", 0, "one"), ("B.", 0, "gone"), ("C.", 0, "two")]


def test_a_deleted_row_is_on_the_before_side_only() -> None:
    rows = (
        tr("X1111", "kept"),
        tr("X2222", "gone", properties=f"<w:del {WHO}/>"),
        tr("X3333", "new", properties=f"<w:ins {WHO}/>"),
    )
    before, after = sides(table(*rows))
    assert before == ["X1111", "kept", "X2222", "gone"]
    assert after == ["X1111", "kept", "X3333", "new"]


def test_a_deleted_cell_is_on_the_before_side_only() -> None:
    row = tr("X1111", tc("label", properties=f"<w:cellDel {WHO}/>"), "end")
    assert sides(table(row)) == (["X1111", "label", "end"], ["X1111", "end"])


def test_changes_of_format_are_no_changes_of_words() -> None:
    formatted = f"<w:b/><w:rPrChange {WHO}><w:rPr/></w:rPrChange>"
    source = read(p(run("heavy", formatted)))
    assert not source.blocks[0].changed
    assert source.side("after") is source


def test_words_with_a_line_through_them_are_taken_as_deleted_and_reported() -> None:
    source = read(p("Tried ", run("two", "<w:strike/>"), " three"))
    assert words(source.side("after")) == ["Tried three"]
    assert "struck_out" in seen(source)


def test_a_document_without_changes_is_one_side() -> None:
    source = read(p("x"), item("y"))
    assert source.side("before") is source
