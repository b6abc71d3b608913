"""Places in a document: lines, pages, and lines on pages; what is written is what is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverable.base.problem import Refused
from coverable.policy.cite import (
    Place,
    TextForm,
    all_cites,
    check_citations,
    cite_view,
    make_citations,
    page_place,
    passage,
    read_place,
    read_source,
    section_of,
    short,
)
from coverable.policy.model import Source

SOURCE = Source(title="t", lines=30, page_lines=[1, 11, 21], sections={"Criteria": "8-14", "Codes": "15-30"})


@pytest.mark.parametrize("text", ["L34", "L30-33", "p3", "p3-4", "p3.12", "p3.12-14", "p3.40-4.2"])
def test_a_place_is_written_as_it_is_read(text: str) -> None:
    assert str(read_place(text)) == text


@pytest.mark.parametrize(
    "text", ["L0", "L5-4", "p0", "p3.0", "p3.12-11", "p4.1-3.2", "p3.", "3", "L3.4", "p3-4.2", "p3.1-4.0", ""]
)
def test_what_is_no_place_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="place"):
        read_place(text)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("L5-7", (5, 7)),
        ("p2", (11, 20)),
        ("p3", (21, 30)),
        ("p2-3", (11, 30)),
        ("p2.3", (13, 13)),
        ("p1.9-2.2", (9, 12)),
        ("p4", None),
    ],
)
def test_a_place_on_pages_is_a_run_of_lines(text: str, lines: tuple[int, int] | None) -> None:
    assert read_place(text).lines(SOURCE.page_lines, 30) == lines


def test_without_page_lines_a_page_is_no_run_of_lines() -> None:
    assert read_place("p2.3").lines((), 30) is None


@given(st.lists(st.integers(1, 40), min_size=1, max_size=6), st.data())
def test_lines_become_a_place_on_pages_and_the_same_lines_again(
    lengths: list[int], data: st.DataObject
) -> None:
    starts = [1 + sum(lengths[:n]) for n in range(len(lengths))]
    total = sum(lengths)
    first = data.draw(st.integers(1, total))
    last = data.draw(st.integers(first, total))
    place = page_place(first, last, starts)
    assert place.lines(starts, total) == (first, last)
    assert read_place(str(place)) == place


def test_a_determination_shows_section_page_and_lines() -> None:
    view = cite_view("p1.9-2.2", SOURCE, {"p1.9-2.2": "f" * 64})
    assert view == {"section": "Criteria", "pages": "1-2", "page_lines": "9-2", "sha256": "f" * 64}
    assert short(view) == "p1.9-2.2"
    assert short(cite_view("p2.3", SOURCE, {})) == "p2.3"
    assert short(cite_view("p2.3-5", SOURCE, {})) == "p2.3-5"
    assert short(cite_view("p2", SOURCE, {})) == "p2"
    assert short(cite_view("L9-12", SOURCE, {})) == "L9-12"


def test_a_whole_page_has_no_section() -> None:
    assert section_of(read_place("p2"), SOURCE) is None
    assert section_of(read_place("p2.1"), SOURCE) == "Criteria"


def test_digests_of_places_on_pages_are_made_and_checked(engine) -> None:
    lines = [f"line {n} says so" for n in range(1, 31)]
    form = TextForm("0" * 64, lines, (1, 11, 21))
    data = {"a": {"cite": "p2.3"}, "b": {"cite": "L4"}, "c": {"cite": "p1.9-2.2"}, "d": {"cite": "p3"}}
    made = make_citations(data, form)
    assert set(made.passages) == {"p2.3", "L4", "p1.9-2.2", "p3"}
    assert passage(lines, read_place("p2.3"), form.page_lines) == "line 13 says so"
    file = engine.library.origin("sentara/dme-32@7").file.model_copy(update={"source": Source(title="t")})

    def where(path: tuple[str | int, ...]) -> str:
        return ".".join(map(str, path))

    assert check_citations(file, data, where, made, form) == []
    changed = TextForm("0" * 64, [line.replace("13", "31") for line in lines], form.page_lines)
    assert [p.what for p in check_citations(file, data, where, made, changed)] == [
        "the words at `p2.3` changed"
    ]
    short_form = TextForm("0" * 64, lines[:12], (1, 11))
    said = [p.what for p in check_citations(file, data, where, made, short_form)]
    assert "`p3` lies behind the end" in said
    assert len(list(all_cites(data))) == 4


def test_lines_are_those_of_an_editor(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("one\r\ntwo\x0cstill two\u2028and still\rthree\n".encode())
    assert len(read_source(path)[1]) == 3


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"  <!DOCTYPE html><p>x", b"\xef\xbb\xbf<html>", b"a\0b"])
def test_only_plain_text_is_read_as_plain_text(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(data)
    with pytest.raises(Refused, match="not a text document"):
        read_source(path)


def test_a_place_knows_its_order() -> None:
    places = [read_place(t) for t in ("p2.3", "p1.9", "p2", "p10.1")]
    assert [str(p) for p in sorted(places, key=lambda p: p.order)] == ["p1.9", "p2", "p2.3", "p10.1"]
    assert Place("p", 2, 2, 3, 3) == read_place("p2.3")
