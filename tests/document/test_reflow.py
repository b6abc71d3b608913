"""Broken lines become whole sentences again, and every character keeps its place (SR-131, SR-134)."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverable.document.readers.text.read import read_text
from coverable.document.source import Source, digest


def _seed(seeds: Path, start: str) -> Source:
    (path,) = seeds.glob(f"{start}*.txt")
    return read_text(path.read_bytes(), path.name)


def _source(text: str) -> Source:
    return read_text(text.encode(), "test.txt")


@pytest.mark.sr("SR-131")
def test_a_procedure_code_joins_its_label_and_a_qualifier_its_code(seeds: Path) -> None:
    texts = [b.text for b in _seed(seeds, "001_").blocks]
    assert sum(t.startswith("97033 ") and len(t.split()) > 5 for t in texts) == 1
    (qualified,) = [t for t in texts if t.startswith("E1399 ")]
    assert qualified.endswith("]")


@pytest.mark.sr("SR-131")
def test_sentences_that_blank_lines_split_are_whole(seeds: Path) -> None:
    source = _seed(seeds, "001_")
    places = {source.span(b).place for b in source.blocks}
    assert {"L29-31", "L37-39", "L49-59", "L197-220", "L246-264"} <= places


@pytest.mark.sr("SR-131")
def test_headings_items_and_codes_stay_apart(seeds: Path) -> None:
    source = _seed(seeds, "001_")
    places = [source.span(b).place for b in source.blocks]
    for alone in ("L26", "L35", "L41", "L42", "L95", "L97", "L99", "L167", "L169"):
        assert alone in places


def test_a_hyphen_of_the_page_goes_and_one_of_the_word_stays() -> None:
    source = _source(
        "The committee looks at treatment of the joint and at treat-\nment of the nerve, beta-\nblockers among them."
    )
    (block,) = source.blocks
    assert "treatment of the nerve" in block.text
    assert "beta-blockers" in block.text


@pytest.mark.sr("SR-134")
def test_quoted_passages_equal_the_bytes_at_their_place_in_any_normal_form(seeds: Path) -> None:
    for start in ("000_", "001_"):
        source = _seed(seeds, start)
        for block in source.blocks:
            for piece in block.pieces:
                if piece.size == piece.end - piece.start:
                    assert (
                        block.text[piece.at : piece.at + piece.size] == source.text[piece.start : piece.end]
                    )
        (path,) = seeds.glob(f"{start}*.txt")
        recomposed = read_text(unicodedata.normalize("NFD", source.text).encode(), path.name)
        assert [digest(source, source.span(b)) for b in source.blocks] == [
            digest(recomposed, recomposed.span(b)) for b in recomposed.blocks
        ]


@pytest.mark.sr("SR-134")
def test_dashes_quotes_and_trade_marks_do_not_shift_a_place() -> None:
    source = _source("Gadget™ – the “home” model\n\nNext’s paragraph — ﬁne ligature")
    for block in source.blocks:
        span = source.span(block)
        assert source.text[span.start : span.end] == block.text
    assert source.span(source.blocks[1]).place == "L3"


@given(st.text(st.characters(codec="utf-8"), max_size=400))
def test_every_piece_of_any_text_is_the_characters_at_its_place(text: str) -> None:
    source = _source(text)
    for block in source.blocks:
        for piece in block.pieces:
            assert 0 <= piece.start <= piece.end <= len(source.text)
            if piece.size == piece.end - piece.start:
                words = block.text[piece.at : piece.at + piece.size]
                assert words.split() == source.text[piece.start : piece.end].split()


def test_a_sentence_further_left_than_its_bullet_is_none_of_the_item() -> None:
    items = "Gadgets are covered when one of these is met:\n  • Alpha at rest\n  • Beta at night"
    text = f"{items}\nThe benefit may not be expanded for others."
    assert (
        read_text(text.encode(), "left.txt").blocks[-1].text == "The benefit may not be expanded for others."
    )


def test_a_bracket_that_announces_examples_goes_on_on_the_next_line() -> None:
    text = "o Weakness of a limb (examples include but are not limited to:\nParkinson disease, and a stroke)\no Falls\n"
    assert [b.text for b in _source(text).blocks] == [
        "Weakness of a limb (examples include but are not limited to: Parkinson disease, and a stroke)",
        "Falls",
    ]


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("• A body weight above 60 kg [ACTION\nREQUIRED: Send the notes.]\n• Falls\n", 2),
        ("• A history of ONE of the following:\ngout; lupus; or a stroke in the past\n• Falls\n", 2),
        ("Criteria:\n° A body weight above 60 kg\n° Falls\n", 3),
    ],
)
def test_what_belongs_to_an_item_stays_in_it(text: str, blocks: int) -> None:
    assert len(_source(text).blocks) == blocks
