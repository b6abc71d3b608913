"""Devices of the seed documents: names are no evidence (group I), and the keywords that find the policy."""

from __future__ import annotations

from pathlib import Path

import pytest

from coverable.base.dates import read_day
from coverable.determination.engine import Engine
from coverable.glossary.facts import TableRow
from seed_requests import CG_MED_28, DME_32, MET, asked, decided, edited, flags, nodes

FISHER = [
    "Fisher",
    "Fischer",
    "Fisher MD-1a",
    "fischer md 1a",
    "Fischer Galvanic Unit",
    "Fisher™ MD-1a Galvanic Unit",
]
DEVICES = "glossary/devices.yaml"


def devices(engine: Engine) -> dict[str, TableRow]:
    return {row.name: row for row in engine.library.glossary.tables["devices"]}


@pytest.mark.parametrize("name", ["Fisher", "Hidrex", "Drionic", "Dermadry"])
def test_a_device_that_is_a_keyword_leaves_its_fda_status_unknown(engine: Engine, name: str) -> None:
    assert name in engine.library.policy(DME_32).file.keywords
    facts = {**MET[DME_32], "device_model": name, "device_fda_status": None, "device_kind": None}
    result = decided(engine, DME_32, facts)
    assert (result["outcome"], asked(result)) == ("information_needed", ["device_fda_status"])
    assert nodes(result)["device"]["value"] == "undetermined"


@pytest.mark.sr("SR-109")
@pytest.mark.parametrize(
    ("name", "maker"),
    [
        ("Drionic", "General Medical Co., Los Angeles, CA"),
        ("Fischer MD-1a", "R.A. Fischer Co., Northridge, CA"),
    ],
)
def test_the_two_home_devices_have_maker_setting_prescription_source_and_date(
    engine: Engine, seeds: Path, name: str, maker: str
) -> None:
    row = devices(engine)[name]
    assert row.maker == maker
    assert (row.values["setting"], row.values["prescription"]) == ("home", "needed")
    policy, place = row.source.split(" ")
    assert policy == "healthy-blue/cg-med-28"
    assert read_day(row.as_of)
    file = engine.library.policy(CG_MED_28).file
    assert file.source.file
    first, last = place[1:].split("-")
    lines = (seeds / file.source.file).read_text(encoding="utf-8").splitlines()[int(first) - 1 : int(last)]
    words = " ".join(" ".join(lines).split())
    assert maker in words
    assert name.rsplit(maxsplit=1)[-1] in words


@pytest.mark.sr("SR-110")
def test_an_office_only_device_for_the_home_raises_a_question_and_no_denial(
    engine: Engine, tmp_path: Path
) -> None:
    office = (
        "tables:\n  devices:\n    - {name: Officeonly 9, values: {kind: iontophoresis, setting: clinic}, "
        'as_of: "2026-11-22", source: a test}\n'
    )
    changed = edited(engine, tmp_path, (DEVICES, "tables:\n  devices:\n", office))
    facts = {**MET[CG_MED_28], "device_model": "Officeonly 9", "device_setting": "home"}
    result = decided(changed, CG_MED_28, facts, code="E1399")
    assert result["outcome"] == "criteria_met"
    question = flags(result)["device_setting_differs"]
    assert question["audience"] == "provider"
    assert "please check" in question["says"]
    fitting = decided(changed, CG_MED_28, {**facts, "device_setting": "clinic"}, code="E1399")
    assert "device_setting_differs" not in flags(fitting)


@pytest.mark.sr("SR-111")
@pytest.mark.parametrize("name", ["Dermadry", "Hidrex", "a device that nobody has named"])
def test_a_device_that_the_guideline_does_not_name_is_unknown_and_not_failed(
    engine: Engine, name: str
) -> None:
    facts = {**MET[CG_MED_28], "device_model": name}
    result = decided(engine, CG_MED_28, facts, code="E1399")
    assert result["outcome"] == "information_needed"
    assert "device_setting" in asked(result)
    status = {**MET[DME_32], "device_kind": "iontophoresis", "device_model": name, "device_fda_status": None}
    assert nodes(decided(engine, DME_32, status))["device"]["value"] == "undetermined"


@pytest.mark.sr("SR-111")
def test_every_statement_of_the_catalogue_has_its_source_and_date(engine: Engine) -> None:
    for row in devices(engine).values():
        assert read_day(row.as_of)
        assert row.source.split(" ")[0] in ("healthy-blue/cg-med-28", "sentara/dme-32")
        assert "fda" not in " ".join(row.values).casefold()


@pytest.mark.sr("SR-112")
@pytest.mark.parametrize("spelling", FISHER)
def test_both_spellings_find_the_device_and_the_printed_one_is_kept(engine: Engine, spelling: str) -> None:
    facts = {**MET[CG_MED_28], "device_model": spelling, "device_setting": "home"}
    result = decided(engine, CG_MED_28, facts, code="E1399")
    assert result["outcome"] == "criteria_met"
    assert "Fisher MD-1a Galvanic Unit" in devices(engine)["Fischer MD-1a"].spellings


@pytest.mark.sr("SR-113")
@pytest.mark.parametrize("plan", ["sentara/medicare", "healthy-blue/medicaid"])
def test_the_prescription_is_a_document_to_enclose_and_no_criterion(engine: Engine, plan: str) -> None:
    assert any("prescription" in one for one in engine.plans.plans[plan].file.submit.enclosed("hcpcs:E1399"))
    assert "prescription" in str(engine.library.glossary.facts["device_model"].help)
    for key in (DME_32, CG_MED_28):
        tested = {probe.fact for probe in engine.library.policy(key).probes}
        assert not [fact for fact in tested if "device_prescri" in fact or fact == "device_model"]


def test_the_twelve_keywords_are_kept_as_printed_with_synonyms(engine: Engine, seeds: Path) -> None:
    file = engine.library.policy(DME_32).file
    assert len(file.keywords) == len(set(file.keywords)) == 12
    assert file.source.file
    printed = (seeds / file.source.file).read_text(encoding="utf-8").splitlines()[114]
    assert sorted(file.keywords) == sorted(printed.split(", "))
    assert "sweaty hands" in file.synonyms["excessive sweating"]
    assert "benzodiazepines" in file.synonyms["benzodiazapines"]
    assert set(file.synonyms) <= set(file.keywords)
