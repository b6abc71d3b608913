"""Document and draft side by side: one file, every word escaped, every link leads somewhere."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from coverable.document.draft.coverage import counted, sentences
from coverable.document.draft.page import reading_html
from coverable.document.read import reading_of
from document.handmade import PAGE, document, drafted, finding, leaf, necessary, reading
from document.seed_drafts import FILES
from publish.conftest import parsed

HOSTILE = "<script>alert(1)</script> & <img src=x onerror=y> \"quoted\" 'x' {{ 7*7 }} javascript:alert(1)"


def test_every_sentence_has_a_state_in_colour_icon_and_word() -> None:
    html = reading_html(drafted(document(PAGE)))
    page = parsed(html)
    marked = [
        e for e in page.all() if "s" in (e.attributes.get("class") or "").split() and "id" in e.attributes
    ]
    assert len(marked) == len(sentences(drafted(document(PAGE)).draft))
    words = {"encoded": "✓", "informational": "i", "unmapped": "○"}
    for one in marked:
        state = next(s for s in words if s in (one.attributes["class"] or "").split())
        assert words[state] in one.text
        assert state.replace("unmapped", "not mapped") in one.text


def test_every_link_leads_to_something_on_the_page_and_no_id_is_given_twice() -> None:
    html = reading_html(drafted(document(PAGE)))
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert not [name for name, n in Counter(ids).items() if n > 1]
    targets = re.findall(r'href="([^"]+)"', html)
    assert targets
    assert {t for t in targets if not t.startswith("#")} == set()
    assert {t[1:] for t in targets} <= set(ids)


def test_a_criterion_leads_to_its_sentence_and_back() -> None:
    page = parsed(reading_html(drafted(document(PAGE))))
    by_id = {e.attributes["id"]: e for e in page.all() if "id" in e.attributes}
    node = next(e for e in by_id.values() if [c.text for c in e.all("code")] == ["headache-attacks-week"])
    (there,) = [a.attributes["href"][1:] for a in node.all("a") if "in the document" in a.text]
    assert "headache attacks" in by_id[there].text
    back = [a.attributes["href"][1:] for a in by_id[there].all("a")]
    assert back[0] == node.attributes["id"]


def test_words_of_a_document_are_shown_and_never_run() -> None:
    source = document(f"{HOSTILE}\n\nCriteria\n\nThe use is considered medically necessary for {HOSTILE}\n")
    read = reading(
        source,
        statements=(necessary(source, HOSTILE, leaf(source, HOSTILE)),),
        findings=(finding(source, HOSTILE),),
    )
    html = reading_html(drafted(source, read))
    assert "<script" not in html
    assert "<img" not in html
    assert "onerror=y&gt;" in html
    assert "{{ 7*7 }}" in html
    assert not re.search(r'(?:href|src)="(?!#)', html)
    assert "default-src 'none'" in html


def test_findings_are_listed_with_their_places_and_questions() -> None:
    source = document("use\ncriterion\n")
    node = leaf(source, "criterion", notes=("F1",))
    read = reading(
        source,
        statements=(necessary(source, "use", node),),
        findings=(finding(source, "criterion"), finding(source, "use", "low", "F2")),
    )
    html = reading_html(drafted(source, read))
    assert html.index('id="f-F1"') < html.index('id="f-F2"')
    assert 'href="#f-F1"' in html
    assert html.count("What is meant?") == 2


def test_what_nothing_rests_on_is_not_mapped() -> None:
    found = sentences(drafted(document(PAGE + "\nA sentence about the weather.\n")).draft)
    states = {one.text: one.state for one in found}
    assert states["A sentence about the weather."] == "unmapped"
    assert states["Three or more headache attacks in a week"] == "encoded"
    assert sum(counted(found).values()) == len(found)


def test_sentences_of_a_block_cover_its_words_without_overlap(seeds: Path) -> None:
    for name, _ in FILES.values():
        source = document((seeds / name).read_text(encoding="utf-8"), name)
        draft = drafted(source, reading_of(source)).draft
        found = sentences(draft)
        for number, block in enumerate(draft.source.blocks):
            parts = [one.text for one in found if one.block == number]
            assert "".join(" ".join(parts).split()) == "".join(block.text.split())


def test_the_page_of_a_seed_is_complete(seeds: Path) -> None:
    name = FILES["healthy-blue/cg-med-28@2023-01-01"][0]
    source = document((seeds / name).read_text(encoding="utf-8"), name)
    html = reading_html(drafted(source, reading_of(source)))
    ids = set(re.findall(r'\bid="([^"]+)"', html))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= ids
    assert html.count('class="node') >= 12
