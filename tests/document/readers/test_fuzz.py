"""A small fixed number of the damaged documents of `make fuzz`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverable.document.readers.read import read_source
from document.fuzz_readers import read_one
from document.readers.ooxml import deleted, docx, inserted, item, p, run, table, tc, tr
from document.readers.shown import check_places

TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters="<>&\x00", exclude_categories=("Cs", "Cc")), max_size=30
)


@pytest.mark.parametrize("chunk", range(4))
def test_a_damaged_document_is_read_or_refused(chunk: int) -> None:
    found = [read_one(number) for number in range(chunk * 50, chunk * 50 + 50)]
    assert not [what for what in found if what.startswith("WRONG") or "surprise" in what]


@given(
    st.lists(st.tuples(st.sampled_from(("p", "item", "ins", "del", "row", "sup", "h")), TEXT), max_size=12)
)
def test_every_character_of_a_docx_has_its_place_on_both_sides(parts: list[tuple[str, str]]) -> None:
    made = {
        "p": lambda t: p(run(t)),
        "h": lambda t: p(run(t), properties='<w:outlineLvl w:val="1"/>'),
        "item": lambda t: item(run(t)),
        "ins": lambda t: p(run(t), inserted(t), run(t)),
        "del": lambda t: p(deleted(t), run(" "), inserted(t), deleted(" " + t)),
        "row": lambda t: table(tr(tc(p(run(t))), tc(p(run(t)), item(run(t))))),
        "sup": lambda t: p(run(t), run("a", '<w:vertAlign w:val="superscript"/>'), run(t)),
    }
    source = read_source(docx(*(made[kind](text) for kind, text in parts)))
    for side in (source, source.side("after"), source.side("before")):
        check_places(side)


@given(st.lists(st.tuples(st.sampled_from(("p", "li", "td", "ins", "dd", "b", "br")), TEXT), max_size=12))
def test_every_character_of_a_page_has_its_place_on_both_sides(parts: list[tuple[str, str]]) -> None:
    forms = {
        "p": "<p>{0}</p>",
        "li": "<ul><li>{0}<ol><li>{0}</ol>{0}</ul>",
        "td": "<table><tr><td>{0}<td>{0}<tr><td>{0}</table>",
        "ins": "<p>{0}<del>{0} </del><ins> {0}</ins></p>",
        "dd": "<dl><dt>{0}<dd>{0}</dl>",
        "b": "<p><b>{0}</b>{0}<sup>{0}</sup></p>",
        "br": "<p>{0}<br>{0}<br><br>{0}</p>",
    }
    body = "".join(forms[kind].format(text) for kind, text in parts)
    source = read_source(f"<!doctype html><html><body>{body}</body></html>".encode())
    for side in (source, source.side("after"), source.side("before")):
        check_places(side)
