"""Codes of the two seed policies: listed or not, never a decision (group E)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from coverable.determination.engine import Engine
from coverable.glossary.codeset import CodeSet
from coverable.policy.model import CodeGroup
from seed_requests import CG_MED_28, DME_32, MET, SEEDS, asked, decided, flags

DAY = date(2026, 2, 10)
DEVICE = {"device_kind": "iontophoresis", "device_setting": "home"}


def group(engine: Engine, key: str, name: str) -> CodeGroup:
    return next(one for one in engine.library.policy(key).file.codes if one.id == name)


def codes(engine: Engine, name: str) -> CodeSet:
    entries = [e if isinstance(e, str) else e.code for e in group(engine, CG_MED_28, name).entries]
    return CodeSet.read(entries, engine.library.book)


@pytest.mark.sr("SR-057")
@pytest.mark.parametrize("key", SEEDS)
def test_the_miscellaneous_code_alone_leads_to_questions(engine: Engine, key: str) -> None:
    everything = ["device_kind", "device_fda_status", "use", *engine.library.glossary.facts]
    result = decided(engine, key, code="E1399", without=everything)
    assert result["outcome"] == "information_needed"
    assert asked(result)[0] == "device_kind"
    assert "use" in asked(result)


@pytest.mark.sr("SR-057")
def test_the_code_is_listed_as_necessary_when_criteria_are_met(engine: Engine) -> None:
    listed = group(engine, DME_32, "with-criteria")
    assert listed.polarity == "with_criteria"
    assert [e if isinstance(e, str) else e.code for e in listed.entries] == ["hcpcs:E1399"]
    assert all(
        "when criteria are met" in str(g.says) for g in (listed, group(engine, CG_MED_28, "procedures"))
    )


@pytest.mark.sr("SR-058")
def test_the_table_of_codes_that_are_not_necessary_is_empty_by_its_own_words(engine: Engine) -> None:
    empty = group(engine, DME_32, "not-necessary")
    assert (empty.none_stated, empty.entries, empty.cite) == (True, [], "L72-75")
    other_use = decided(engine, DME_32, {"use": "other"})
    assert (other_use["outcome"], other_use["governing"]["cite"]) == ("use_not_listed", "L36")
    with pytest.raises(ValueError, match="has entries"):
        CodeGroup.model_validate({"id": "lost", "polarity": "not_necessary", "cite": "L1"})


@pytest.mark.sr("SR-059")
@pytest.mark.parametrize(("key", "code", "facts"), [(DME_32, "97033", {}), (CG_MED_28, "A9900", DEVICE)])
def test_an_unlisted_code_lets_the_criteria_stand_and_tells_of_the_gap(
    engine: Engine, key: str, code: str, facts: dict[str, Any]
) -> None:
    met = decided(engine, key, {**MET[key], **facts}, code=code)
    assert (met["outcome"], met["next_step"]) == ("criteria_met", "nurse_review")
    assert any("is not in the code table" in reason for reason in met["review_reasons"])
    not_met = decided(engine, key, facts, code=code)
    assert not_met["outcome"] == "criteria_not_met"
    assert not_met["rationale"]["value"] == "not_met"


@pytest.mark.sr("SR-062")
@pytest.mark.parametrize(
    ("facts", "outcome", "needs"),
    [
        ({"device_kind": "other"}, "not_addressed", []),
        (DEVICE, "criteria_met", []),
        ({}, "information_needed", ["device_kind", "device_setting"]),
        ({"device_kind": "iontophoresis"}, "information_needed", ["device_setting"]),
        ({"device_setting": "home"}, "information_needed", ["device_kind"]),
    ],
)
def test_the_miscellaneous_code_counts_only_as_an_iontophoresis_device_for_the_home(
    engine: Engine, facts: dict[str, str], outcome: str, needs: list[str]
) -> None:
    result = decided(engine, CG_MED_28, {**MET[CG_MED_28], **facts}, code="E1399")
    assert (result["outcome"], asked(result)) == (outcome, needs)


@pytest.mark.sr("SR-062")
@pytest.mark.parametrize(
    ("description", "suggests"),
    [("shower chair", True), ("home iontophoresis unit", True), ("", False), ("equipment", False)],
)
def test_a_description_raises_the_question_about_the_item_and_settles_nothing(
    engine: Engine, description: str, suggests: bool
) -> None:
    result = decided(engine, CG_MED_28, MET[CG_MED_28], code="E1399", service={"description": description})
    assert result["outcome"] == "information_needed"
    assert ("description_suggests" in flags(result)) == suggests


@pytest.mark.sr("SR-064")
@pytest.mark.parametrize("diagnoses", [[], ["L74.510"], ["L74.8"], ["E11.9"], ["Z00.00"]])
def test_no_diagnosis_opens_or_closes_an_indication(engine: Engine, diagnoses: list[str]) -> None:
    assert group(engine, CG_MED_28, "diagnoses").illustrative
    for facts, outcome in (
        (MET[CG_MED_28], "criteria_met"),
        ({}, "criteria_not_met"),
        ({"use": "local_anesthesia", "before_venipuncture": True}, "criteria_met"),
        ({"use": "local_anesthesia"}, "criteria_not_met"),
    ):
        assert decided(engine, CG_MED_28, facts, diagnoses=diagnoses)["outcome"] == outcome


@pytest.mark.sr("SR-065")
def test_the_listed_diagnoses_expand_on_the_day_and_keep_their_print(engine: Engine) -> None:
    listed = codes(engine, "diagnoses")
    assert listed.printed == ("icd10cm:L74.510-L74.519", "icd10cm:L74.52", "icd10cm:R61")
    assert listed.billable(engine.library.book, DAY) == (
        *(f"icd10cm:L74.51{n}" for n in (0, 1, 2, 3, 9)),
        "icd10cm:L74.52",
        "icd10cm:R61",
    )
    named = [e.names for e in group(engine, CG_MED_28, "diagnoses").entries if not isinstance(e, str)]
    assert named == ["primary focal", "secondary focal", "generalized"]


@pytest.mark.sr("SR-066")
def test_the_ranges_of_other_diagnoses_take_in_what_they_print_and_no_more(engine: Engine) -> None:
    book, listed = engine.library.book, codes(engine, "other-diagnoses")
    for code in ("G44.89", "M19.09", "M19.91", "M26.50", "M26.59", "M26.601", "M26.69", "M79.10", "S03.03XD"):
        assert listed.has(f"icd10cm:{code}", book, DAY), code
    for code in ("M79.18", "M26.4", "M26.70", "S03.1XXA", "G44.88", "M19.90"):
        assert not listed.has(f"icd10cm:{code}", book, DAY), code
    assert book.look("icd10cm:S03.0", DAY).state == "header"
    assert len(listed.printed) == 7


@pytest.mark.sr("SR-066")
def test_a_code_that_joined_a_range_later_is_in_it_by_the_date_of_service(engine: Engine) -> None:
    book, listed = engine.library.book, codes(engine, "other-diagnoses")
    assert listed.has("icd10cm:M26.641", book, DAY)
    assert not listed.has("icd10cm:M26.641", book, date(2020, 9, 30))
    assert listed.has("icd10cm:M26.601", book, date(2020, 9, 30))


@pytest.mark.sr("SR-067")
@pytest.mark.parametrize(
    ("facts", "diagnoses", "outcome", "cite"),
    [
        ({}, ["L74.512"], "criteria_not_met", "L53-55"),
        ({"use": "other", "target_condition": "other"}, ["G44.89"], "use_not_listed", "L49-59"),
        (
            {"use": "other", "target_condition": "temporomandibular_disorder"},
            ["L74.512"],
            "use_excluded",
            "L55-57",
        ),
    ],
)
def test_each_of_the_three_triggers_is_cited_by_itself(
    engine: Engine, facts: dict[str, str], diagnoses: list[str], outcome: str, cite: str
) -> None:
    result = decided(engine, CG_MED_28, facts, diagnoses=diagnoses)
    assert (result["outcome"], result["governing"]["cite"]) == (outcome, cite)
    listed = flags(result).get("diagnosis_listed_as_excluded")
    assert (listed is not None) == (diagnoses == ["G44.89"])
    if listed:
        assert "L148-169" in listed["says"]
    assert any(n.cite == "L150-152" for n in engine.library.policy(CG_MED_28).file.notes)


@pytest.mark.sr("SR-068")
def test_mixed_signals_of_codes_are_a_note_for_anesthesia_and_a_reason_to_look_otherwise(
    engine: Engine,
) -> None:
    anesthesia = decided(
        engine, CG_MED_28, {"use": "local_anesthesia", "before_venipuncture": True}, diagnoses=["M26.601"]
    )
    assert anesthesia["outcome"] == "criteria_met"
    note = flags(anesthesia)["diagnosis_listed_as_excluded"]
    assert note["says"] not in anesthesia["review_reasons"]
    mixed = decided(engine, CG_MED_28, MET[CG_MED_28], diagnoses=["R61", "M26.601"])
    assert (mixed["outcome"], mixed["next_step"]) == ("criteria_met", "nurse_review")
    assert flags(mixed)["diagnosis_listed_as_excluded"]["says"] in mixed["review_reasons"]


def test_one_table_has_a_qualifier_for_the_miscellaneous_code_and_the_other_has_none(engine: Engine) -> None:
    (here,) = group(engine, DME_32, "with-criteria").entries
    there = next(e for e in group(engine, CG_MED_28, "procedures").entries if not isinstance(e, str))
    assert not isinstance(here, str)
    assert (here.code, here.qualifier) == ("hcpcs:E1399", None)
    assert (there.code, there.cite) == ("hcpcs:E1399", "L86-88")
    assert there.qualifier
    assert "home" in there.qualifier
