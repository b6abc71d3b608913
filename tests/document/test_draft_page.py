"""Document and draft side by side: one file, every word escaped, every link leads somewhere."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from contrast import contrast
from coverable.document.draft.coverage import counted, sentences
from coverable.document.draft.page import TEMPLATES, reading_html
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
        waits = "wants an answer" in one.text
        assert ("?" if waits else words[state]) in one.text
        assert not waits or state == "encoded"
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


def test_a_law_that_is_quoted_informs() -> None:
    law = "Section 1862(a)(1)(A) of the Act bars payment for what is not reasonable and necessary."
    found = sentences(drafted(document(f"{PAGE}\n{law}\n")).draft)
    assert {one.text: one.state for one in found}[law] == "informational"


def test_every_ink_of_the_page_can_be_read_on_its_ground_by_day_and_by_night() -> None:
    css = "".join((TEMPLATES / n).read_text(encoding="utf-8") for n in ("reading.css", "reading_pieces.css"))
    grounds = {"ink": ("paper", "tint", "enc-bg", "inf-bg", "un-bg", "hit"), "soft": ("paper", "tint")}
    grounds |= {"accent": ("paper", "tint", "hit"), "enc": ("enc-bg", "paper"), "inf": ("inf-bg",)}
    grounds |= {"un": ("un-bg", "paper", "tint")}
    schemes = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    assert len(schemes) == 2
    for scheme in schemes:
        named = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+)", scheme))
        for ink, on in grounds.items():
            for ground in on:
                assert contrast(named[ink], named[ground]) >= 4.5, (ink, ground)


def states(text: str) -> dict[str, str]:
    return {one.text: one.state for one in sentences(drafted(document(text)).draft)}


def test_lines_of_codes_and_what_stands_over_them_are_encoded(seeds: Path) -> None:
    for name, _ in FILES.values():
        found = sentences(drafted(document((seeds / name).read_text(encoding="utf-8"), name)).draft)
        by_text = {one.text: one.state for one in found}
        coded = [
            t for t in by_text if t.startswith(("97033", "E1399", "L74.5", "R61", "G44", "M", "S03.00XA"))
        ]
        coded = [t for t in coded if t[1].isdigit()]
        assert {by_text[t] for t in coded} == {"encoded"}
        for head in ("Coding", "Description", "Special Notes:", "Medicare:"):
            assert by_text.get(head, "informational") == "informational"
        over = [
            state for text, state in by_text.items() if text.startswith("All diagnoses") or text == "None"
        ]
        assert over == ["encoded"]


def test_the_sentence_with_the_star_is_informational_in_the_first_seed(seeds: Path) -> None:
    name = FILES["sentara/dme-32@7"][0]
    found = sentences(drafted(document((seeds / name).read_text(encoding="utf-8"), name)).draft)
    assert [one.state for one in found if one.text.endswith("*") and one.span.lines == (20, 20)] == [
        "informational"
    ]
    left = [one for one in found if one.state == "unmapped"]
    assert len(left) == 5
    assert not any(one.anchors for one in left)


def test_what_was_taken_out_of_the_pages_is_not_left_to_be_mapped(seeds: Path) -> None:
    name = FILES["healthy-blue/cg-med-28@2023-01-01"][0]
    found = sentences(drafted(document((seeds / name).read_text(encoding="utf-8"), name)).draft)
    at = {one.span.lines[0]: one.state for one in found}
    assert (at[1], at[6], at[144]) == ("informational",) * 3  # passages printed twice, and a page counter
    assert at[129] == "encoded"  # whose rights are reserved


def test_a_sentence_behind_a_code_and_a_criterion_with_a_mark_are_not_mapped() -> None:
    found = states(
        f"{PAGE}\nOther remarks\n\nOnly adults with pain at night may ask† for a second one within a year.\n\n"
        "† Adults are 18 and over.\n\nCoding\n\nE1390 Oxygen concentrator. Members who smoke are not served.\n"
    )
    assert found["E1390 Oxygen concentrator."] == "encoded"
    assert found["Members who smoke are not served."] == "unmapped"
    assert found["Only adults with pain at night may ask† for a second one within a year."] != "informational"


def test_an_unmapped_sentence_leads_to_the_part_that_was_taken(seeds: Path) -> None:
    name = FILES["healthy-blue/cg-med-28@2023-01-01"][0]
    page = parsed(reading_html(drafted(document((seeds / name).read_text(encoding="utf-8"), name))))
    marked = [e for e in page.all() if "unmapped" in (e.attributes.get("class") or "").split()]
    [plan] = [e for e in marked if e.text.startswith("This Clinical UM Guideline is intended")]
    assert "not mapped, in part" in plan.text
    assert list(plan.all("a"))


def test_the_draft_is_told_in_words_and_services_are_shown_with_their_qualifiers(seeds: Path) -> None:
    pages = [
        parsed(reading_html(drafted(document((seeds / name).read_text(encoding="utf-8"), name)))).text
        for name, _ in FILES.values()
    ]
    text = " ".join(" ".join(pages).split())
    assert "reviewed 2025-09, implemented 2026-01-01, criteria not changed, format changed" in text
    assert "only if: hcpcs:E1399 when specified" in text
    assert "ICD-10-CM L74.52" in text
    assert "not stated, called document-" in text
    assert "carpal tunnel syndrome, studies: Amirjani 2009" in text
    assert "4 high, 6 medium, 3 low" in text


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
