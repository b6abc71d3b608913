"""A policy on a page: beside its document, for its several readers, as far as its rights allow."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyphen
import pytest
from starlette.testclient import TestClient

from coverable.determination.engine import Engine
from coverable.publish.memberview import POINTERS, member_view
from coverable.web.site import Settings
from seed_requests import CG_MED_28, DME_32, SEEDS
from small_library import POLICY, write_library
from web.conftest import TODAY, by_id, client_of, parsed, tree

LINES = tuple(f"Line {n} of a made-up document" if n % 7 else "" for n in range(1, 51))
TEXT = "\n".join(LINES) + "\n"
SMALL = "/policies/test/sleep/1"
SOURCE = "source: {title: none, lines: 50}"


def home(key: str) -> str:
    return "/policies/" + key.replace("@", "/")


def library(folder: Path, rights: str | None, near: bool = True) -> Path:
    """The small library; its policy names a document, which lies in its folder or elsewhere."""
    digest = sha256(TEXT.encode()).hexdigest()
    more = f", rights: '{rights}'" if rights else ""
    named = f"source: {{title: none, lines: 50, file: d.txt, sha256: {digest}{more}}}"
    write_library(folder, policy=POLICY.replace(SOURCE, named))
    place = folder / "policies/test/sleep/1" if near else folder.parent / "documents" / "below"
    place.mkdir(parents=True, exist_ok=True)
    (place / "d.txt").write_text(TEXT)
    return folder


def small(folder: Path, rights: str | None = None, public: bool = False, near: bool = True) -> TestClient:
    documents = None if near else folder / "documents"
    root = library(folder / "library", rights, near)
    return client_of(Settings(root, documents, public=public, today=TODAY))


@pytest.mark.sr("SR-146")
def test_a_link_of_a_criterion_opens_its_line_and_the_line_leads_back(tmp_path: Path) -> None:
    page = tree(small(tmp_path).get(SMALL))
    lines = [e for e in by_id(page, "document").all("li") if e.attributes.get("id", "").startswith("L")]
    assert [e.all("span")[1].text for e in lines] == [one for one in LINES if one]
    for number, state in (("5", "encoded"), ("10", "encoded"), ("20", "encoded"), ("11", "unmapped")):
        assert by_id(page, f"L{number}").attributes["class"] == state
    assert by_id(page, "L11").text.endswith("not mapped")
    cited = [
        a.attributes["href"] for a in page.all("a") if re.fullmatch(r"#L[0-9]+", a.attributes.get("href", ""))
    ]
    assert {"#L5", "#L10", "#L20"} <= set(cited)
    for target in cited:
        by_id(page, target[1:])
    for a in by_id(page, "document").all("a"):
        by_id(page, a.attributes["href"][1:])
    counts = [e.text for e in by_id(page, "document").all("ul")[0].all("li")]
    assert sum(int(n) for one in counts for n in re.findall(r"[0-9]+", one)) == len(lines)


@pytest.mark.sr("SR-146")
@pytest.mark.parametrize("key", SEEDS)
def test_every_link_on_the_page_of_a_policy_arrives(client: TestClient, key: str) -> None:
    for reader in ("all", "member", "cms-10913"):
        page = tree(client.get(home(key), params={"reader": reader}))
        ids = [e.attributes["id"] for e in page.all() if "id" in e.attributes]
        assert len(ids) == len(set(ids))
        for a in by_id(page, "main").all("a"):
            href = a.attributes["href"]
            if href.startswith("#"):
                assert href[1:] in ids
            elif href.startswith("/"):
                assert client.get(href.replace("&amp;", "&")).status_code == 200, href


def test_the_document_may_lie_in_another_folder_where_it_is_known_by_its_digest(tmp_path: Path) -> None:
    other = small(tmp_path, near=False)
    assert LINES[0] in other.get(SMALL).text
    (tmp_path / "documents" / "below" / "d.txt").write_text(TEXT + "and more\n")
    again = client_of(Settings(tmp_path / "library", tmp_path / "documents", today=TODAY)).get(SMALL)
    assert LINES[0] not in again.text
    assert "not loaded" in again.text


@pytest.mark.sr("SR-122")
@pytest.mark.parametrize(
    ("rights", "public", "shown"),
    [
        (None, False, True),
        (None, True, False),
        ("written for this project", True, True),
        ("needs permission of the house", False, False),
        ("All rights reserved", False, False),
        ("under licence of another", True, False),
    ],
)
def test_without_the_right_to_show_it_only_places_of_the_document_stand_there(
    tmp_path: Path, rights: str | None, public: bool, shown: bool
) -> None:
    answers = small(tmp_path, rights, public)
    for path in (SMALL, f"/api{SMALL}"):
        assert ("of a made-up document" in answers.get(path).text) == shown
    page = tree(answers.get(SMALL))
    for number in ("5", "10", "20"):
        assert by_id(page, f"L{number}")
    if not shown:
        assert "rights do not allow" in by_id(page, "document").text
        assert sha256(TEXT.encode()).hexdigest()[:16] in by_id(page, "document").text
        assert {e.attributes["href"] for e in page.all("a") if e.attributes["href"].startswith("#L")} == set()


@pytest.mark.sr("SR-122")
@pytest.mark.parametrize("public", [False, True])
def test_of_a_seed_whose_rights_are_reserved_no_sentence_reaches_a_page(
    root: Path, seeds: Path, public: bool
) -> None:
    answers = client_of(Settings(root / "library", seeds, public=public, today=TODAY))
    page = answers.get(home(CG_MED_28)).text
    assert "rights do not allow" in page
    theirs = [
        line.strip() for path in seeds.glob("*.txt") for line in path.read_text(encoding="utf-8").splitlines()
    ]
    long = {line for line in theirs if len(line.split()) >= 9}
    assert long
    assert not [line for line in long if line in " ".join(parsed(page).text.split())]


@pytest.mark.sr("SR-148")
@pytest.mark.parametrize("key", SEEDS)
def test_anyone_may_read_the_public_page_with_criteria_codes_history_readings_and_sources(
    public: TestClient, engine: Engine, key: str
) -> None:
    page = tree(public.get(home(key)))
    file = engine.library.policy(key).file
    for name in ("criteria", "codes", "history", "sources", "send", "tests"):
        by_id(page, name)
    assert "not endorsed" in page.text
    assert len(by_id(page, "sources").all("li")) >= len(file.references)
    for one in file.interpretations.values():
        assert one.question in page.text
    assert re.search(r"[0-9]+ of [0-9]+ criteria exercised", by_id(page, "tests").text)
    assert {"ALL", "ANY"} <= {e.text for e in page.all("span") if "badge" in e.attributes.get("class", "")}


def syllables(word: str) -> int:
    """At least as many as hyphenation finds, and as vowels with a sound of their own."""
    lower = word.lower()
    vowels = len(re.findall(r"[aeiouy]+", re.sub(r"(?<=[^aeiouyl])e$", "", lower)))
    return max(1, vowels, len(pyphen.Pyphen(lang="en_US").positions(lower)) + 1)


def grade(texts: list[str]) -> float:
    """Flesch-Kincaid grade level of sentences."""
    sentences = [s for text in texts for s in re.split(r"(?<=[.!?:])\s+", text) if s.strip()]
    words = [w for s in sentences for w in re.findall(r"[A-Za-z']+", s)]
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def sayings(tree: dict[str, Any]) -> list[str]:
    return (
        [tree["ask"]]
        if "ask" in tree
        else [tree["says"], *(s for one in tree["items"] for s in sayings(one))]
    )


def test_the_measure_of_reading_tells_hard_from_plain() -> None:
    assert grade(["The cat sat on the mat."]) < 2
    assert (
        grade(
            [
                "Determination of medical necessity requires comprehensive documentation of conservative therapy."
            ]
        )
        > 15
    )


@pytest.mark.sr("SR-119")
def test_members_read_plain_words_of_at_most_the_eighth_grade(engine: Engine) -> None:
    seen = 0
    for policy in engine.library.all():
        view = member_view(policy)
        asked = [says for use in view["uses"] for says in sayings(use["tree"])]
        assert grade(view["pointers"]) <= 8
        if asked:
            seen += 1
            assert grade(asked) <= 8, policy.key
    assert seen > 10


@pytest.mark.sr("SR-119")
@pytest.mark.parametrize("key", SEEDS)
def test_the_page_for_members_points_to_clinicians_and_plan_and_shows_no_code(
    client: TestClient, key: str
) -> None:
    page = by_id(tree(client.get(home(key), params={"reader": "member"})), "main")
    for one in POINTERS:
        assert one in page.text
    assert "Talk with your doctor or nurse" in page.text
    section = next(e for e in page.all("section") if e.attributes.get("aria-labelledby") == "member-head")
    assert not re.search(r"\b[A-Z][0-9]{4}\b|\bL[0-9]+\b|\bALL\b|\bANY\b", section.text)
    assert len(section.all("li")) > 10


def test_the_view_of_the_yearly_list_has_its_columns_or_says_why_there_is_no_row(client: TestClient) -> None:
    text = tree(client.get(home(DME_32), params={"reader": "cms-10913"})).text
    assert "CMS-10913" in text
    assert "Name of Service" in text
    assert (
        "No Medicare Advantage plan" in tree(client.get(home(CG_MED_28), params={"reader": "cms-10913"})).text
    )


def test_the_version_in_effect_is_shown_and_the_others_are_linked(client: TestClient) -> None:
    page = tree(client.get("/policies/meadowlark/mp-101"))
    assert "version 2026" in page.all("title")[0].text
    links = {a.attributes["href"].replace("&amp;", "&") for a in page.all("a")}
    assert "/policies/meadowlark/mp-101/2024" in links
    assert "/compare?first=meadowlark/mp-101@2024&second=meadowlark/mp-101@2026" in links


def test_the_overview_lists_every_version_with_its_standing(client: TestClient, engine: Engine) -> None:
    page = tree(client.get("/policies"))
    links = {a.attributes["href"] for a in by_id(page, "main").all("a")}
    assert links == {"/library", *(home(policy.key) for policy in engine.library.all())}
