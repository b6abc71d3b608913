"""Words that lost a ligature are mended where only one word can be meant."""

from __future__ import annotations

from itertools import pairwise

import pytest

from coverable.document.layout.ligatures import mended_pair, mended_word, some_damaged
from coverable.document.readers.read import read_source
from document.readers.pdfs import Drawn
from document.readers.shown import check_places, seen, words


@pytest.mark.parametrize(
    ("damaged", "word"),
    [
        ("ineective", "ineffective"),
        ("Specic", "Specific"),
        ("(signicant,", "(significant,"),
        ("e\ufffdective.", "effective."),
        ("INEECTIVE", "INEFFECTIVE"),
        ("inuenza", "influenza"),
    ],
)
def test_a_damaged_word_is_made_whole(damaged: str, word: str) -> None:
    assert mended_word(damaged) == word


@pytest.mark.parametrize(
    "word", ["effective", "dent", "and", "species", "ends", "elective", "knee", "", "L11.519", "..."]
)
def test_a_whole_word_is_left_alone(word: str) -> None:
    assert mended_word(word) is None


def test_two_pieces_of_a_word_are_joined_and_others_are_not() -> None:
    assert mended_pair("ine", "ective;") == "ineffective;"
    assert mended_pair("(Bene", "ts") == "(Benefits"
    assert mended_pair("knee", "brace") is None
    assert mended_pair("a", "ected") == "affected"
    assert mended_pair("con", "dent") is None


def test_a_pdf_whose_font_lost_its_ligatures_is_mended_and_reported() -> None:
    page = Drawn()
    page.line("Drugs were ineective, and speci c tests insu cient in the office.")
    source = read_source(page.pdf)
    check_places(source)
    assert words(source) == ["Drugs were ineffective, and specific tests insufficient in the office."]
    assert "lost_letters" in seen(source)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["knee", "effective", "(and)"], False),
        (["knee", "(Specic,"], True),
        (["INEECTIVE"], True),
        (["ine", "ective."], True),
        (["ective.", "knee"], False),
    ],
)
def test_the_quick_look_misses_no_damaged_word(texts: list[str], expected: bool) -> None:
    assert some_damaged(texts) is expected
    found = any(mended_word(t) for t in texts) or any(mended_pair(a, b) for a, b in pairwise(texts))
    assert found is expected
