"""Evidence and references as the seed documents give them (group G)."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from coverable.determination.cases import read_cases, request_of
from coverable.determination.decide import determine, dump
from coverable.determination.engine import Engine, open_engine
from coverable.policy.cite import passage, read_place
from coverable.policy.describe import policy_view
from coverable.policy.model import EvidenceRow, PolicyFile, Reference, Study
from oracle import below
from seed_requests import CG_MED_28, DME_32, MET, SEEDS, decided, flags, request

STUDIES = {
    "carpal-tunnel-syndrome": 3,
    "keratoconus": 3,
    "tendonitis": 2,
    "peyronies-disease": 4,
    **dict.fromkeys(
        (
            "chronic-foot-eczema",
            "epicondylitis",
            "central-pain",
            "migraine",
            "onychomycosis",
            "patellar-tendinopathy",
            "plantar-fasciitis",
            "scarring",
            "rotator-cuff-disease",
            "trapeziometacarpal-arthritis",
        ),
        1,
    ),
}


def guideline(engine: Engine) -> PolicyFile:
    return engine.library.policy(CG_MED_28).file


def against(engine: Engine) -> dict[str, EvidenceRow]:
    return {row.id: row for row in guideline(engine).evidence if row.concludes == "does_not_support"}


def at(file: PolicyFile, seeds: Path, cite: str) -> str:
    """The words that stand at a place of the source."""
    assert file.source.file
    return passage((seeds / file.source.file).read_text(encoding="utf-8").splitlines(), read_place(cite))


@pytest.mark.sr("SR-084")
def test_fourteen_conditions_have_twenty_two_study_mentions(engine: Engine) -> None:
    rows = against(engine)
    assert {name: len(row.studies) for name, row in rows.items()} == STUDIES
    assert (len(rows), sum(len(row.studies) for row in rows.values())) == (14, 22)


@pytest.mark.sr("SR-084")
def test_every_study_mention_stands_at_the_cited_place(engine: Engine, seeds: Path) -> None:
    file = guideline(engine)
    for row in file.evidence:
        words = at(file, seeds, row.cite)
        for study in row.studies:
            author, year = study.rsplit(" ", 1)
            assert author in words, (row.id, study)
            assert year in words, (row.id, study)


@pytest.mark.sr("SR-084")
def test_the_exclusions_link_to_the_rows(engine: Engine) -> None:
    named, _, _, other = guideline(engine).exclusions
    assert set(STUDIES) <= set(other.evidence)
    assert {"plantar-fasciitis", "epicondylitis", "tendonitis"} <= set(named.evidence)
    assert "peyronies-disease" not in named.evidence


@pytest.mark.sr("SR-085")
def test_the_stated_quality_of_the_evidence_comes_first_beside_an_exclusion(engine: Engine) -> None:
    rows = {row.id: row for row in guideline(engine).evidence}
    facts = {
        "use": "drug_delivery",
        "drug_class": "nsaid",
        "target_condition": "musculoskeletal_inflammation",
    }
    for result in (
        decided(engine, CG_MED_28, facts),
        decided(engine, CG_MED_28, {"use": "other", "target_condition": "other"}),
    ):
        first = rows[result["governing"]["evidence"][0]]
        assert (first.id, first.cite) == ("body-of-evidence", "L203-209")
        assert first.quality
        assert all(word in first.quality for word in ("small", "retrospective", "without randomization"))
    assert all(row.quality for row in against(engine).values())


@pytest.mark.sr("SR-086")
def test_the_review_on_neck_pain_has_every_field_filled_at_its_place(engine: Engine, seeds: Path) -> None:
    file = guideline(engine)
    study = next(s for s in file.studies if s.id == "kroeling-2013")
    assert all(
        getattr(study, name) for name in ("by", "population", "compares", "result", "quality", "follow_up")
    )
    assert (study.by, study.year, study.studies, study.follow_up) == ("Kroeling", 2013, 1, "5 weeks")
    assert study.quality == "very low; high risk of bias"
    words = at(file, seeds, study.cite)
    assert all(
        said in words
        for said in ("Kroeling", "2013", "neck pain", "very low quality", "5 weeks", "diclofenac")
    )


@pytest.mark.sr("SR-087")
def test_the_meta_analysis_on_epicondylitis_has_its_numbers_as_numbers(engine: Engine, seeds: Path) -> None:
    file = guideline(engine)
    study = next(s for s in file.studies if s.id == "sayegh-2014")
    assert (study.studies, study.participants, study.year) == (22, 64, 2014)
    assert study.follow_up == "6 months or more"
    words = at(file, seeds, study.cite)
    assert "n=64" in words
    assert "22 studies" in words
    assert {Study.model_fields[n].annotation for n in ("studies", "participants")} == {int | None}


@pytest.mark.sr("SR-088")
def test_a_faster_cream_supports_nothing_and_is_asked_by_no_criterion(engine: Engine) -> None:
    file = guideline(engine)
    row = next(r for r in file.evidence if r.id == "local-anesthesia")
    assert (row.concludes, row.cite) == ("supports", "L268-281")
    assert "liposomal lidocaine" in str(row.says)
    onset = file.schedule["lidocaine-onset"]
    assert (onset.low, onset.high, onset.unit) == (10, 20, "min")
    tested = {c.fact for i in file.indications.values() for c in below(i.criteria) if c.fact}
    assert not [fact for fact in tested if "lidocaine" in fact or "topical" in fact]


def test_a_success_rate_stands_in_the_evidence_and_in_no_words_for_members(engine: Engine) -> None:
    row = next(r for r in guideline(engine).evidence if r.id == "hyperhidrosis")
    assert "85 percent" in str(row.says)
    seed_facts = {c.fact for i in guideline(engine).indications.values() for c in below(i.criteria) if c.fact}
    for name in seed_facts:
        plain = engine.library.glossary.facts[name].plain
        assert "percent" not in plain
        assert "success" not in plain


@pytest.mark.sr("SR-090")
def test_the_note_on_drug_and_device_appears_on_drug_delivery_only(engine: Engine) -> None:
    seen = 0
    file = read_cases(engine.library.folders[CG_MED_28], "cases")[0]
    for case in file.cases:
        asked = request_of(case, file.defaults)
        result = determine(asked, engine)["lines"][0]["coverages"][0]
        noted = "drug_and_device" in flags(result)
        governed = result["governing"] is not None
        assert noted == (governed and asked["facts"].get("use") == "drug_delivery"), case.id
        seen += noted
    assert seen >= 5
    tested = {c.fact for i in guideline(engine).indications.values() for c in below(i.criteria) if c.fact}
    assert "device_fda_status" not in tested


def test_the_paragraph_that_stands_twice_is_kept_twice_with_its_two_years(engine: Engine) -> None:
    rows = [row for row in guideline(engine).evidence if any(s.startswith("FDA") for s in row.studies)]
    assert [(row.cite, row.studies) for row in rows] == [
        ("L285-289", ["FDA 2022"]),
        ("L376-380", ["FDA 2021"]),
    ]


def test_thirty_six_author_year_mentions_are_kept_and_no_reference_list_resolves_them(
    engine: Engine, seeds: Path
) -> None:
    file = guideline(engine)
    mentions = [study for row in file.evidence for study in row.studies]
    mentions += [f"{study.by} {study.year}" for study in file.studies]
    assert (len(mentions), file.references) == (36, [])
    assert file.source.file
    text = (seeds / file.source.file).read_text(encoding="utf-8")
    assert all(re.search(m.rsplit(" ", 1)[0], text) for m in mentions)


@pytest.mark.sr("SR-093")
def test_eight_references_keep_partial_dates_and_the_address_at_the_cited_line(
    engine: Engine, seeds: Path
) -> None:
    file = engine.library.policy(DME_32).file
    assert len(file.references) == 8
    retrieved = [r.retrieved for r in file.references]
    assert (retrieved.count("2025-06"), retrieved.count("2025-07")) == (1, 7)
    for reference in file.references:
        words = at(file, seeds, reference.cite)
        assert reference.host
        assert reference.host + (reference.path or "") in words, reference.title
        assert reference.year
        assert reference.year[:4] in words


@pytest.mark.sr("SR-093", "SR-114")
def test_nothing_is_fetched_when_a_policy_is_loaded_or_decides(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:

    asked = {key: request(engine, key, MET[key]) for key in SEEDS}
    before = {key: dump(determine(one, engine)) for key, one in asked.items()}

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a decision opened a network connection")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)
    fresh = open_engine(engine.library.root, book=engine.library.book)
    assert {key: dump(determine(one, fresh)) for key, one in asked.items()} == before


@pytest.mark.sr("SR-094")
def test_eight_kinds_of_sources_are_open_tags(engine: Engine) -> None:
    file = engine.library.policy(DME_32).file
    assert len(set(file.source_kinds)) == len(file.source_kinds) == 8
    assert {"NCD", "LCD", "Hayes", "UpToDate"} <= set(file.source_kinds)
    assert any(note.cite == "L91" and "not all" in note.says for note in file.notes)


@pytest.mark.sr("SR-095")
def test_of_licensed_sources_only_the_citation_is_kept(engine: Engine) -> None:
    file = engine.library.policy(DME_32).file
    licensed = {r.publisher: r for r in file.references if r.publisher in ("MCG", "Hayes", "UpToDate")}
    assert set(licensed) == {"MCG", "Hayes", "UpToDate"}
    assert set(Reference.model_fields) == {
        "title", "publisher", "year", "retrieved", "host", "path", "line_of_business", "cite"
    }  # fmt: skip
    for reference in licensed.values():
        assert len(reference.title.split()) <= 3
    rest = file.model_dump(exclude={"references", "source_kinds"})
    assert not re.search(r"\b(MCG|Hayes|UpToDate)\b", str(rest))


@pytest.mark.sr("SR-089", "SR-105")
def test_success_and_side_effects_are_for_clinicians_and_in_no_view_for_members(engine: Engine) -> None:
    policy = engine.library.policy("healthy-blue/cg-med-28@2023-01-01")
    views = {
        role: json.dumps(policy_view(policy, date(2026, 11, 22), role)) for role in ("provider", "member")
    }
    for words in ("85 percent", "blisters"):
        assert words in views["provider"]
        assert words not in views["member"]
