"""Finding a policy by whatever somebody knows of it."""

from __future__ import annotations

import json
import shutil
import socket
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from coverable.base.problem import Refused
from coverable.determination.decide import determine
from coverable.determination.engine import Engine
from coverable.glossary.facts import load_glossary
from coverable.policy.library import Library
from coverable.policy.names import fold
from coverable.policy.search import EXACT, NEAR, SYNONYM, find, one, search
from coverable.policy.search.words import one_slip, stem

DME = "sentara/dme-32"


CG = "healthy-blue/cg-med-28"


@pytest.fixture
def copied(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return shutil.copytree(root / "library", tmp_path / "library")


def first(engine: Engine, words: str) -> str | None:
    hits = search(engine.library, words)
    return hits[0].policy if hits else None


@pytest.mark.sr("SR-145")
def test_each_of_the_twelve_keywords_finds_its_policy_first(engine: Engine) -> None:
    keywords = engine.library.origin(f"{DME}@7").file.keywords
    assert len(keywords) == 12
    assert {word: first(engine, word) for word in keywords} == dict.fromkeys(keywords, DME)


@pytest.mark.sr("SR-145")
@pytest.mark.sr("SR-112")
@pytest.mark.parametrize(
    "words", ["sweaty hands", "benzodiazepines", "Fischer", "Fisher", "FISHER", "beta blockers"]
)
def test_synonyms_and_other_spellings_find_it(words: str, engine: Engine) -> None:
    assert DME in [hit.policy for hit in search(engine.library, words)]


@pytest.mark.sr("SR-001")
@pytest.mark.parametrize(
    "words",
    [
        "DME 32",
        "dme-32",
        "DME32",
        "SHP Durable Medical Equipment 32",
        "Iontophoresis for Hyperhidrosis",
        "sentara/dme-32",
    ],
)
def test_number_long_name_and_title_return_the_one_policy(words: str, engine: Engine) -> None:
    hits = [hit for hit in search(engine.library, words) if hit.level == EXACT]
    assert [hit.policy for hit in hits] == [DME]
    assert one(engine.library, words) == f"{DME}@7"
    assert engine.library.one(words).key == f"{DME}@7"  # the library itself resolves names no less kindly


def test_a_code_finds_every_policy_that_lists_it_also_within_a_range(engine: Engine) -> None:
    assert {hit.policy for hit in search(engine.library, "E1399")} == {DME, "healthy-blue/cg-med-28"}
    assert first(engine, "97033") == "healthy-blue/cg-med-28"
    assert search(engine.library, "L74.512")[0].name == "icd10cm:L74.510-L74.519"


def test_beginnings_and_near_spellings_come_behind_exact_names(engine: Engine) -> None:
    assert first(engine, "anticholin") == DME
    assert search(engine.library, "anticolinergics")[0].level == NEAR
    assert search(engine.library, "Iontophoresis")[0].policy == "healthy-blue/cg-med-28"  # its whole title
    assert search(engine.library, "no such thing at all") == []
    assert search(engine.library, " ® ") == []


def test_case_hyphens_trade_marks_and_accents_are_folded() -> None:
    assert fold("Drionic®") == fold("DRIONIC")
    assert fold("beta‑blockers") == fold("Beta blockers")
    assert fold("Ménière’s") == "menieres"


def test_a_misspelt_name_is_refused_with_the_nearest_policy(engine: Engine) -> None:
    with pytest.raises(Refused) as refused:
        one(engine.library, "iontoforesis hyperhidrosis")
    assert "DME 32" in refused.value.problems[0].next


@pytest.mark.sr("SR-108")
@pytest.mark.parametrize("device", ["Fisher", "Hidrex", "Drionic", "Dermadry"])
def test_a_device_among_the_keywords_finds_the_policy_and_proves_nothing_about_its_status(
    device: str, engine: Engine
) -> None:
    assert first(engine, device) == DME
    request = {
        "coverages": ["sentara/medicare"],
        "services": [{"code": "E1399", "date": "2026-02-10"}],
        "facts": {
            "use": "hyperhidrosis",
            "device_model": device,
            "social_life_disrupted": True,
            "prescription_antiperspirant_failed": True,
        },
    }
    got = determine(request, engine)["lines"][0]["coverages"][0]
    assert got["outcome"] == "information_needed"
    assert [item["fact"] for item in got["still_needed"]["all_of"]] == ["device_fda_status"]


@pytest.mark.sr("SR-133")
@pytest.mark.parametrize("asked", ["benzodiazepines", "benzodiazepine", "Benzodiazapines", "benzodiazepnes"])
def test_a_variant_of_the_printed_spelling_finds_the_line_and_shows_the_print(
    asked: str, engine: Engine
) -> None:
    hit = search(engine.library, asked)[0]
    assert hit.policy == DME
    assert "L33" in [reason.cite for reason in hit.reasons]
    assert "benzodiazapines" in " ".join(f"{r.text} {r.of}" for r in hit.reasons)


@pytest.mark.sr("SR-133")
def test_addresses_of_references_are_kept_and_never_called(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def call(*_: object) -> None:
        raise AssertionError("search called out")

    monkeypatch.setattr(socket.socket, "connect", call)
    monkeypatch.setattr(socket, "getaddrinfo", call)
    library = Library(copied)
    assert search(library, "Primary focal hyperhidrosis")[0].policy == DME
    hosts = [reference.host for reference in library.origin(f"{DME}@7").file.references]
    assert "www.cms.gov" in hosts


@pytest.mark.sr("SR-145")
@pytest.mark.parametrize(
    ("asked", "policy", "kind"),
    [
        ("DME 32", DME, "number"),
        ("E1399", CG, "code"),
        ("glycopyrrolate", DME, "synonym"),
        ("Hidrex", DME, "keyword"),
        ("MD-1a", CG, "device"),
        ("temporomandibular disorder", CG, "exclusion"),
        ("SHP Iontophoresis Treatment for Hyperhidrosis", DME, "alias"),
        ("jaw pain", CG, "exclusion"),
    ],
)
def test_number_code_drug_device_condition_alias_and_plain_words_lead_to_a_policy_by_a_field(
    asked: str, policy: str, kind: str, engine: Engine
) -> None:
    hits = {hit.policy: hit for hit in search(engine.library, asked)}
    assert kind in [reason.kind for reason in hits[policy].reasons]
    for reason in hits[policy].reasons:
        assert reason.where
        assert reason.text


@pytest.mark.parametrize(
    ("asked", "read_as"),
    [
        ("anticolinergics", "anticholinergics"),
        ("Drionik", "drionic"),
        ("hyperhydrosis", "hyperhidrosis"),
        ("macreatoin", None),
        ("maceartion", "maceration"),
        ("local anaesthesia", None),
    ],
)
def test_a_slip_is_said_and_two_slips_are_not_guessed(
    asked: str, read_as: str | None, engine: Engine
) -> None:
    found = find(engine.library, asked)
    said = [one.said for one in found.corrections]
    assert said == ([read_as] if read_as else [])


def test_a_synonym_of_the_glossary_is_said_with_its_place_and_reads_no_criterion(
    engine: Engine, root: Path, tmp_path: Path
) -> None:
    hit = search(engine.library, "clammy hands")[0]
    assert (hit.policy, hit.level) == (DME, SYNONYM)
    reading = hit.reasons[0].readings[0]
    assert (reading.asked, reading.said, reading.how) == ("clammy hands", "hyperhidrosis", "plain")
    assert "synonyms-sweating.yaml" in (reading.place or "")
    glossary = root / "library/glossary"
    with_synonyms = load_glossary([glossary])
    assert with_synonyms.synonyms
    for path in glossary.glob("*.yaml"):
        if "synonyms" not in path.name:
            shutil.copy(path, tmp_path)
    assert load_glossary([tmp_path]).sha256 == with_synonyms.sha256


def test_two_drugs_of_one_class_are_two_drugs(engine: Engine) -> None:
    readings = [
        r.said for hit in search(engine.library, "diazepam") for one in hit.reasons for r in one.readings
    ]
    assert readings
    assert "lorazepam" not in readings


@pytest.mark.sr("SR-145")
@pytest.mark.parametrize("asked", ["L74.512", "L74512", "l74.512", "icd10cm:L74.512", "ICD-10: L74.512"])
def test_a_code_within_a_range_is_found_by_its_position_however_it_is_written(
    asked: str, engine: Engine
) -> None:
    hit = search(engine.library, asked)[0]
    assert (hit.policy, hit.name) == (CG, "icd10cm:L74.510-L74.519")
    assert hit.how == "by its position in the range"


def test_a_header_finds_what_lists_codes_under_it_and_a_code_in_no_policy_nothing(engine: Engine) -> None:
    assert search(engine.library, "L74.5")[0].how == "by codes under it"
    found = find(engine.library, "E0673")
    assert not found.hits
    assert found.codes[0] == "hcpcs:E0673"


def test_a_day_keeps_the_versions_in_effect_and_a_plan_its_policies(engine: Engine) -> None:
    asked = "positive airway pressure"
    every = find(engine.library, asked).hits[0]
    assert every.versions == ("2024", "2026")
    assert find(engine.library, asked, on=date(2025, 6, 1)).hits[0].versions == ("2024",)
    assert find(engine.library, asked, on=date(2026, 6, 1)).hits[0].versions == ("2026",)
    assert not find(engine.library, asked, on=date(1999, 1, 1)).hits
    assert not find(engine.library, asked, only={DME}).hits
    assert find(engine.library, asked, limit=1).more >= 0


def test_a_changed_file_is_searched_as_it_is_now(copied: Path) -> None:
    def titles() -> list[str]:
        return [hit.title for hit in search(Library(copied), "Iontophoresis for hyperhidrosis")]

    assert "Iontophoresis for hyperhidrosis" in titles()
    path = copied / "policies/sentara/dme-32/7/policy.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("title: Iontophoresis for hyperhidrosis", "title: Zebra crossings"), encoding="utf-8"
    )
    assert [hit.policy for hit in search(Library(copied), "zebra")] == [DME]
    shutil.rmtree(copied / "policies/sentara")
    assert search(Library(copied), "zebra") == []


def test_a_file_that_cannot_be_read_hides_no_other_policy(copied: Path) -> None:
    (copied / "policies/sentara/dme-32/7/policy.yaml").write_text("policy: [", encoding="utf-8")
    found = find(Library(copied), "iontophoresis")
    assert [hit.policy for hit in found.hits] == [CG]
    assert "policy.yaml" in found.broken[0].where


@pytest.mark.parametrize("damage", ["cut", "garbage", "note", "gone", "changed"])
def test_a_broken_index_is_made_again(damage: str, copied: Path, tmp_path: Path) -> None:
    before = [hit.view() for hit in search(Library(copied), "sweaty hands")]
    index = next((tmp_path / "cache/coverable").glob("search-*.sqlite"))
    note = next((tmp_path / "cache/coverable").glob("search-*.json"))
    if damage == "cut":
        index.write_bytes(index.read_bytes()[:5000])
    elif damage == "garbage":
        index.write_bytes(b"x" * 10_000)
    elif damage == "note":
        note.write_text(json.dumps({"file": index.name}), encoding="utf-8")
    elif damage == "gone":
        index.unlink()
    else:
        with sqlite3.connect(index) as db:
            db.execute("UPDATE entry SET text = 'forged'")
        db.close()
    assert [hit.view() for hit in search(Library(copied), "sweaty hands")] == before


def test_without_a_cache_and_from_many_threads_the_answer_is_the_same(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask(_: int) -> list[dict]:
        return [hit.view() for hit in search(Library(copied), "sweaty hands")]

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(ask, range(8)))
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null")
    assert answers == [ask(0)] * 8


def test_plurals_and_single_slips_are_told_from_other_words() -> None:
    assert stem("hands") == stem("hand")
    assert stem("injuries") == stem("injury")
    assert stem("diagnoses") == stem("diagnosis")
    assert stem("doses") == stem("dose")
    assert stem("virus") == "virus"
    assert stem("e1399s") == "e1399s"
    assert one_slip("sweaty", "swaety")
    assert one_slip("sweaty", "sweety")
    assert one_slip("sweaty", "weaty")
    assert not one_slip("sweaty", "sweaty")
    assert not one_slip("sweaty", "swetay" + "s")
