"""The published page: complete, linkable, in our own words, readable by everyone, and loading nothing."""

from __future__ import annotations

import functools
import http.server
import re
import threading
import urllib.request
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from contrast import contrast
from coverable.determination.cases import read_cases, request_of
from coverable.determination.decide import determine
from coverable.determination.engine import Engine
from coverable.policy.library import Library
from coverable.publish.criteria import below, rationale_links
from coverable.publish.html import index_html, policy_html
from coverable.publish.rows import statements
from coverable.publish.view import page_view
from publish.conftest import AS_OF, Element, parsed
from small_library import POLICY, SIGNOFF, write_library

DME = "sentara/dme-32@7"
CG = "healthy-blue/cg-med-28@2023-01-01"
FORBIDDEN = re.compile(r"\b(den(y|ies|ied|ial|ials|ying)|payable|(un|non)?covered)\b", re.IGNORECASE)
THIRD_PARTY = POLICY + "\ncriteria_owner: {name: Their House, edition: 29th LICENCE}\n"


def shown(page: dict[str, Any]) -> list[dict[str, Any]]:
    """Every criterion on a page."""
    return [one for _, _, tree in statements(page) for one in below(tree)]


@pytest.mark.sr("SR-146")
def test_every_criterion_of_a_rationale_has_a_link_that_opens_it_with_its_place(
    engine: Engine, pages: dict[str, dict[str, Any]], htmls: dict[str, str]
) -> None:
    linked = placed = 0
    for key, folder in engine.library.folders.items():
        file, _ = read_cases(folder, key)
        ids = {e.attributes["id"] for e in parsed(htmls[key]).all() if "id" in e.attributes}
        places: dict[str, set[str]] = {}
        for one in shown(pages[key]):
            places.setdefault(one["anchor"], set()).add(one["cite"])
        for case in file.cases:
            for line in determine(request_of(case, file.defaults), engine)["lines"]:
                for one in line["coverages"]:
                    governing = one["governing"] or {}
                    if f"{governing.get('policy')}@{governing.get('version')}" != key:
                        continue
                    for anchor, criterion in rationale_links(one["rationale"]):
                        assert anchor in ids, (key, case.id, anchor)
                        linked += 1
                        cite = criterion["cite"]
                        if cite and "lines" in cite and anchor in places:
                            assert f"L{cite['lines']}" in places[anchor], (key, anchor)
                            placed += 1
    assert placed > 1_000
    assert linked > 1_000


@pytest.mark.sr("SR-146")
def test_an_anchor_stays_when_the_version_changes(pages: dict[str, dict[str, Any]]) -> None:
    older, newer = (
        {one["anchor"] for one in shown(pages[f"meadowlark/mp-101@{year}"])} for year in ("2024", "2026")
    )
    assert older <= newer
    assert newer - older == {"c-heart", "c-stroke-and-sleep.heart_disease_or_stroke"}


def test_every_id_is_there_once_and_every_link_within_the_page_arrives(htmls: dict[str, str]) -> None:
    for key, html in htmls.items():
        tree = parsed(html)
        ids = [e.attributes["id"] for e in tree.all() if "id" in e.attributes]
        assert len(ids) == len(set(ids)), key
        targets = {a.attributes["href"][1:] for a in tree.all("a") if a.attributes["href"].startswith("#")}
        assert targets <= set(ids), (key, targets - set(ids))


@pytest.mark.sr("SR-147")
def test_the_checklist_has_one_item_for_each_leaf_and_nothing_else(
    pages: dict[str, dict[str, Any]], htmls: dict[str, str]
) -> None:
    page = pages[DME]
    leaves = {
        one["anchor"]
        for service in page["services"] for code in service["codes"] for one in below(code["counts_if"] or {"rule": ""})
        if one["rule"] == "leaf"
    }  # fmt: skip
    for one in page["indications"]:
        for tree in (one["applies_if"], one["criteria"]):
            silent = {c["silent_if"]["anchor"] for c in below(tree) if c.get("silent_if")}
            leaves |= {c["anchor"] for c in below(tree) if c["rule"] == "leaf"} - silent
    items = [item["anchor"] for group in page["checklist"] for item in group["items"]]
    assert len(items) == len(set(items)) == 11
    assert set(items) == leaves
    boxes = next(e for e in parsed(htmls[DME]).all("section") if e.attributes["id"] == "send").all("li")
    assert len(boxes) == len(items)


@pytest.mark.sr("SR-148")
def test_anyone_can_fetch_the_page_and_it_lists_the_eight_references(
    tmp_path: Path, htmls: dict[str, str]
) -> None:
    (tmp_path / "dme-32.html").write_text(htmls[DME], encoding="utf-8")
    quiet = type("Quiet", (http.server.SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(quiet, directory=tmp_path)
    ) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}/dme-32.html") as answer:
            html = answer.read().decode()
        server.shutdown()
    sources = next(e for e in parsed(html).all("section") if e.attributes["id"] == "sources")
    assert len(sources.all("ol")[0].all("li")) == 8
    for name in ("MCG", "CMS", "International Hyperhidrosis Society", "Hayes", "MedlinePlus",
                 "Journal of Drugs in Dermatology", "UpToDate", "DMAS"):  # fmt: skip
        assert name in sources.text


@pytest.mark.sr("SR-148")
def test_evidence_and_the_reason_of_each_reading_are_on_the_page(
    pages: dict[str, dict[str, Any]], htmls: dict[str, str]
) -> None:
    text = parsed(htmls[CG]).text
    for row in pages[CG]["evidence"]:
        assert row["condition"][1:] in text
    for one in pages[CG]["interpretations"]:
        assert one["question"] in text
        assert one["signed"]["because"] in text
        assert all(says in text for says in one["options"].values())


def test_a_page_loads_nothing_and_runs_nothing(htmls: dict[str, str]) -> None:
    for html in htmls.values():
        tree = parsed(html)
        assert not tree.all("script", "img", "link", "iframe", "object", "form", "video", "audio")
        assert not re.search(r"@import|url\(|\ssrc=|\son\w+=|javascript:", html)
        policies = [m.attributes.get("content", "") for m in tree.all("meta")]
        assert any("default-src 'none'" in one for one in policies)


def test_every_page_can_be_read_by_ear(htmls: dict[str, str], pages: dict[str, dict[str, Any]]) -> None:
    index = index_html(list(pages.values()), [f"{key}.html" for key in pages])
    assert "their publishers did not endorse" in index
    for html in [*htmls.values(), index]:
        tree = parsed(html)
        assert tree.all("html")[0].attributes["lang"] == "en"
        assert len(tree.all("title")) == len(tree.all("h1")) == len(tree.all("main")) == 1
        assert tree.all("header")
        levels = [int(e.name[1]) for e in tree.all("h1", "h2", "h3", "h4")]
        assert levels[0] == 1
        assert all(b <= a + 1 for a, b in pairwise(levels))
        for table in tree.all("table"):
            assert table.all("caption")
            assert all(cell.attributes.get("scope") in ("col", "row") for cell in table.all("th"))
        assert all(a.text or a.attributes.get("aria-label") for a in tree.all("a"))
        for nav in tree.all("nav"):
            assert nav.attributes["aria-label"]


def test_every_colour_stands_out_from_its_ground(root: Path) -> None:
    folder = root / "src/coverable/publish/templates"
    css = (folder / "criteria.css").read_text() + (folder / "page.css").read_text()
    named = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", css))
    pairs = [("ink", "paper"), ("soft", "paper"), ("soft", "tint"), ("accent", "paper"), ("accent", "tint"),
             ("warn", "paper"), ("warn", "warn-tint"), ("ink", "warn-tint")]  # fmt: skip
    colours = [(named[a], named[b]) for a, b in pairs]
    colours += [(ink, ground) for ink, ground in re.findall(r"\{ color: (#\w+); background: (#\w+);", css)]
    colours += [
        ("#8c1d2c", "#fceff0"),
        (named["ink"], "#fdf9e3"),
        (named["soft"], "#fdf9e3"),
        (named["accent"], "#eaf3f4"),
    ]
    assert len(colours) >= 14
    for ink, ground in colours:
        assert contrast(ink, ground) >= 4.5, (ink, ground)


def test_no_page_speaks_of_payment_or_decides_and_each_says_what_it_is(htmls: dict[str, str]) -> None:
    for key, html in htmls.items():
        text = parsed(html).all("body")[0].text
        assert not FORBIDDEN.search(text), (key, FORBIDDEN.search(text))
        assert "This encoding was not endorsed by the publisher." in text
        assert "no medical advice, no authorization and no explanation of benefits" in text
        assert "independent professional judgment" in text


def test_dates_stay_as_partial_as_they_are_and_the_review_follows_the_day(engine: Engine) -> None:
    policy = engine.library.policy(DME)
    before = page_view(policy, engine.library, date(2026, 3, 1))
    after = page_view(policy, engine.library, AS_OF)
    assert before["review"]["stated"] == after["review"]["stated"] == "2026-09"
    assert (before["review"]["state"], after["review"]["state"]) == ("current", "overdue")
    assert {e["on"] for e in after["history"]["events"]} >= {"2009-01", "2025-09"}


@pytest.mark.sr("SR-124")
def test_an_overdue_review_and_old_evidence_are_signalled(engine: Engine, htmls: dict[str, str]) -> None:
    text = parsed(htmls[DME]).text
    assert "Next review: overdue, was due 2026-09 (as of 2026-11-22)." in text
    assert "The newest dated source is of 2025." in text
    later = page_view(engine.library.policy(DME), engine.library, date(2032, 1, 1))
    assert later["evidence_age"] == {"newest": 2025, "years": 7, "old": True}
    assert "7 years before this page: look for newer evidence" in parsed(policy_html(later)).text


def test_a_cpt_code_has_no_name_and_a_diagnosis_has_the_one_of_icd_10_cm(
    pages: dict[str, dict[str, Any]],
) -> None:
    entries = [e for group in pages[CG]["codes"] for e in group["entries"]]
    cpt = [e for e in entries if e["system"] == "CPT"]
    assert cpt
    assert all(e["names"] is None and e["labels"] == [] for e in cpt)
    assert {"code": "L74.52", "label": "Secondary focal hyperhidrosis"} in [
        x for e in entries for x in e["labels"]
    ]


def test_what_changed_is_said_criterion_by_criterion(
    htmls: dict[str, str], pages: dict[str, dict[str, Any]]
) -> None:
    rows = {row["id"]: row for row in pages["meadowlark/mp-101@2026"]["changes"]["rows"]}
    assert {(id, row["kind"]) for id, row in rows.items()} == {
        ("test-kind", "changed"), ("sign", "changed"), ("heart", "added"), ("adherent", "changed"),
    }  # fmt: skip
    assert "at least 75 %" in rows["adherent"]["was"]
    assert "at least 70 %" in rows["adherent"]["now"]
    assert "What changed since version 2024" in parsed(htmls["meadowlark/mp-101@2026"]).text
    assert pages["meadowlark/mp-101@2024"]["changes"]["since"] is None


def test_values_on_which_the_text_is_silent_are_on_the_page(htmls: dict[str, str]) -> None:
    text = parsed(htmls["meadowlark/mp-110@2025"]).text
    assert "more than 39 kg/m2 and less than 40 kg/m2" in text
    assert "The text says nothing where this holds, and a person decides" in parsed(htmls[DME]).text


def test_a_criterion_taken_over_from_another_policy_names_it(pages: dict[str, dict[str, Any]]) -> None:
    taken = [one for one in shown(pages["meadowlark/mp-145@2025"]) if one.get("of")]
    assert {one["of"] for one in taken} == {"meadowlark/mp-140"}


def page_of(folder: Path, **parts: str) -> dict[str, Any]:
    library = Library(write_library(folder, **parts))
    return page_view(library.policy("test/sleep@1"), library, AS_OF)


def test_criteria_of_a_third_party_are_shown_with_its_licence_only(tmp_path: Path) -> None:
    without = page_of(tmp_path / "a", policy=THIRD_PARTY.replace(" LICENCE", ""))
    assert (without["shown"], without["indications"], without["checklist"], without["exclusions"]) == (
        False,
        [],
        [],
        [],
    )
    text = parsed(policy_html(without)).text
    assert "No licence for these criteria is on file" in text
    assert "Snores" not in text
    licensed = page_of(tmp_path / "b", policy=THIRD_PARTY.replace(" LICENCE", ", licence: L-1"))
    assert licensed["shown"]
    assert "Snores" in parsed(policy_html(licensed)).text


def test_criteria_that_come_in_by_reference_need_the_licence_too(tmp_path: Path) -> None:
    folder = write_library(tmp_path, policy=THIRD_PARTY.replace(" LICENCE", ""))
    place = folder / "policies" / "test" / "borrows" / "1"
    place.mkdir(parents=True)
    text = POLICY.replace("test/sleep", "test/borrows").replace("CRITERIA", "{criteria_of: test/sleep#sleep}")
    (place / "policy.yaml").write_text(text.replace("INTERPRETATIONS", ""))
    (place / "signoff.yaml").write_text(SIGNOFF)
    library = Library(folder)
    policy = library.policy("test/borrows@1")
    assert not policy.may_be_shown
    page = page_view(policy, library, AS_OF)
    assert (page["shown"], page["indications"]) == (False, [])
    assert "Snores" not in policy_html(page)


def test_a_draft_and_a_withdrawn_version_say_so_first(tmp_path: Path) -> None:
    draft = page_of(tmp_path / "a", signoff=SIGNOFF.replace("approved", "draft"))
    assert draft["says"][0].startswith("This encoding is a draft")
    ended = page_of(
        tmp_path / "b", signoff=SIGNOFF + "withdrawn: {on: 2026-06-30, by: A, because: replaced}\n"
    )
    assert ended["says"][0] == "This version was withdrawn on 2026-06-30: replaced."
    assert ended["in_effect"]["to"] == "2026-06-30"


def test_text_of_a_policy_file_is_never_markup(tmp_path: Path) -> None:
    html = policy_html(
        page_of(tmp_path, policy=POLICY.replace("title: Sleep device", "title: '<script>alert(1)</script>'"))
    )
    assert "<script>" not in html
    assert not parsed(html).all("script")


@pytest.fixture(scope="session")
def their_words(seeds: Path) -> set[tuple[str, ...]]:
    return {run for path in seeds.glob("*.txt") for run in nine(path.read_text(encoding="utf-8"))}


def nine(text: str) -> Iterator[tuple[str, ...]]:
    """Every nine words in a row that are a sentence rather than codes, dates or an address."""
    words = re.findall(r"[a-z0-9]+", re.sub(r"https?://\S+", "", text.lower()))
    for at in range(len(words) - 8):
        run = tuple(words[at : at + 9])
        if sum(word.isalpha() for word in run) >= 4:
            yield run


@pytest.mark.sr("SR-122")
def test_no_export_of_a_seed_policy_holds_a_passage_of_its_document(
    engine: Engine, pages: dict[str, dict[str, Any]], htmls: dict[str, str], their_words: set[tuple[str, ...]]
) -> None:
    from coverable.publish.data import json_text, policy_data
    from coverable.publish.markdown import policy_markdown
    from coverable.publish.rows import csv_text
    from coverable.publish.sql import policy_sql

    assert their_words
    for key in (DME, CG):
        policy, page = engine.library.policy(key), pages[key]
        made = [
            parsed(htmls[key]).text, json_text(policy_data(page, policy)), policy_markdown(page),
            csv_text([page]), policy_sql(policy),
        ]  # fmt: skip
        for text in made:
            assert not [run for run in nine(text) if run in their_words]


@pytest.mark.sr("SR-122")
def test_the_page_says_whose_the_text_is_and_under_what_rights(htmls: dict[str, str]) -> None:
    text = parsed(htmls[CG]).text
    assert "The text of the document is not shown here: policies belong to their publishers." in text
    assert "need the plan's permission" in text


def test_the_tree_of_an_html_page_is_what_these_tests_take_it_for() -> None:
    tree: Element = parsed("<p>a <b>c</b> d</p>")
    assert [e.name for e in tree.all()] == ["p", "b"]
