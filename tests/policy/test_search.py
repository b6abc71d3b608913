"""Finding a policy by whatever somebody knows of it."""

from __future__ import annotations

import pytest

from coverable.base.problem import Refused
from coverable.determination.decide import determine
from coverable.determination.engine import Engine
from coverable.policy.search import EXACT, NEAR, fold, one, search

DME = "sentara/dme-32"


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
