"""A new document beside an encoded policy: what holds, what moved, what changed, and whom that touches."""

from __future__ import annotations

from pathlib import Path

import pytest

from coverable.determination.engine import Engine
from coverable.document.against import Against, compare_document, word_diff
from coverable.document.draft.places import text_form
from coverable.document.read import reading_of
from coverable.document.reading import Code, Reading
from coverable.document.source import Source
from coverable.policy.build import Origin
from document import handmade
from document.handmade import PAGE, document, drafted, leaf, necessary, reading, record, span, stated


@pytest.fixture(scope="module")
def origin(engine: Engine) -> Origin:
    policy = handmade.checked(drafted(document(PAGE)), engine.library).policy
    assert policy is not None
    return policy.origin


def against(origin: Origin, text: str, older: str | None = PAGE) -> Against:
    source = document(text, "newer.txt")
    at_hand = text_form(document(older)) if older else None
    return compare_document(origin, source, reading_of(source), at_hand)


def test_the_same_document_holds_everywhere(origin: Origin) -> None:
    found = against(origin, PAGE)
    assert {one.state for one in found.cited} == {"kept"}
    assert found.same_document
    assert not found.changed


def test_passages_that_only_moved_are_found_by_their_words(origin: Origin) -> None:
    found = against(origin, "A new first line\n\n" + PAGE)
    assert {one.state for one in found.cited} == {"moved"}
    assert {(one.place, one.now) for one in found.cited} >= {("L9", "L11"), ("L11", "L13")}
    assert not found.same_document
    assert not found.changed


def test_a_changed_passage_shows_both_sides_and_the_criteria_that_rest_on_it(origin: Origin) -> None:
    found = against(origin, PAGE.replace("Three or more", "Five or more"))
    changed = {one.place: one for one in found.cited if one.state == "changed"}
    one = changed["L9"]
    assert one.by == ("headache-attacks-week",)
    assert [words for words in one.words if words[0] != "same"] == [("removed", "Three"), ("added", "Five")]
    assert "headache-attacks-week" in found.touched()
    assert "triptans-contraindicated" not in found.touched()


def test_without_the_older_document_a_changed_passage_is_lost(origin: Origin) -> None:
    found = against(origin, PAGE.replace("Three or more", "Five or more"), None)
    lost = [one for one in found.cited if one.state == "lost"]
    assert "headache-attacks-week" in [name for one in lost for name in one.by]
    assert all(not one.words for one in lost)
    assert not found.older_at_hand


def test_a_passage_without_anything_like_it_is_gone(origin: Origin) -> None:
    text = PAGE.replace("   2. Triptans are contraindicated\n", "")
    found = against(origin, text)
    gone = [one for one in found.cited if one.state in ("gone", "changed")]
    assert "triptans-contraindicated" in [name for one in gone for name in one.by]


def test_a_criterion_on_which_nothing_rests_is_listed(origin: Origin) -> None:
    text = PAGE.replace("B. ANY", "B. Normal imaging of the brain\nC. ANY")
    found = against(origin, text)
    assert [words for _, words in found.new] == ["Normal imaging of the brain"]
    assert found.changed


def test_codes_dates_and_history_that_differ_are_told(engine: Engine) -> None:
    source = document("use\ncriterion\n2027-01-01\nE1390 E0431\nreviewed 2026-05\n")

    def read(source: Source, day: str, code: str, history: bool) -> Reading:
        return reading(
            source,
            metadata={"dates": (stated(source, "2027-01-01", day, "effective"),)},
            codes=(Code("hcpcs", code, code, "Listed", "covered", span(source, code)),),
            statements=(necessary(source, "use", leaf(source, "criterion")),),
            history=(record(source, "reviewed 2026-05", kind="reviewed", on="2026-05"),) if history else (),
        )

    policy = handmade.checked(
        drafted(source, read(source, "2026-01-01", "E1390", False)), engine.library
    ).policy
    assert policy is not None
    found = compare_document(policy.origin, source, read(source, "2027-01-01", "E0431", True))
    assert {(fact.what, fact.was, fact.now) for fact in found.facts} == {
        ("effective", "2026-01-01", "2027-01-01"),
        ("code", None, "hcpcs:E0431"),
        ("code", "hcpcs:E1390", None),
        ("history", None, "reviewed 2026-05"),
    }
    assert found.view()["facts"]


def test_a_word_diff_is_the_two_texts() -> None:
    before, after = ["a", "b", "c", "d"], ["a", "c", "d", "e", "f"]
    made = word_diff(before, after)
    assert " ".join(words for kind, words in made if kind != "added").split() == before
    assert " ".join(words for kind, words in made if kind != "removed").split() == after


def test_the_encodings_by_hand_hold_against_their_own_documents(engine: Engine, seeds: Path) -> None:
    for key in ("sentara/dme-32@7", "healthy-blue/cg-med-28@2023-01-01"):
        origin = engine.library.origin(key)
        assert origin.file.source.file is not None
        source = document((seeds / origin.file.source.file).read_text(encoding="utf-8"))
        found = compare_document(origin, source, reading_of(source))
        assert {one.state for one in found.cited} == {"kept"}
        assert not found.new
