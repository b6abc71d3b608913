"""A declaration of how a record says a fact is refused, with its place, where no record could say it so."""

from __future__ import annotations

from pathlib import Path

import pytest

from coverable.base.problem import Refused
from coverable.determination.engine import Engine
from coverable.glossary.codelists import URLS, read_entry
from coverable.glossary.codes import read_code
from coverable.glossary.facts import load_glossary

FILE = """codes:
  sweat: {says: Sweat, entries: [ENTRY]}
facts:
  sweats: {type: TYPE, label: Sweats, ask: Is it so?, plain: Is it so?, record: [WAY]}
"""
GOOD = "{resource: Condition, codes: sweat}"


def load(
    folder: Path, way: str = GOOD, entry: str = "icd10cm:R61", type: str = "yes_no"
) -> list[tuple[str, str]]:
    (folder / "g.yaml").write_text(
        FILE.replace("WAY", way).replace("ENTRY", entry).replace("TYPE", type), encoding="utf-8"
    )
    try:
        load_glossary([folder])
    except Refused as refused:
        return [(p.where.rpartition("/")[2], f"{p.what} {p.why} {p.next}") for p in refused.problems]
    return []


@pytest.mark.parametrize(
    ("way", "said"),
    [
        ("{resource: Condtion, codes: sweat}", "did you mean `Condition`"),
        ("{resource: Condition}", "a Condition needs `codes`"),
        ("{resource: Condition, codes: swet}", "did you mean `sweat`"),
        ("{resource: Condition, codes: sweat, component: sweat}", "only an Observation has components"),
        ("{resource: Condition, codes: sweat, reason: sweat}", "gives no reasonCode"),
        ("{resource: Procedure, codes: sweat, past: true}", "has no clinical status"),
        ("{resource: Device, codes: sweat, within: 1 year}", "has no date"),
        ("{resource: Condition, codes: sweat, within: soon}", "a length of time is written like"),
        (
            "{resource: order, of: reason, choices: {yes: sweat}, within: 1 year}",
            "the order that is asked about",
        ),
        ("{resource: Condition, codes: sweat, of: onsetDateTime}", "cannot give a yes_no"),
        ("{resource: Condition, codes: sweat, of: onset}", "has no element `onset`"),
        ("{resource: Condition, codes: sweat, is: maybe}", "needs `of`, `choices`, or `is`"),
        ("{resource: Condition, codes: sweat, is: true, of: severity}", "not by both"),
        ("{resource: Condition, codes: sweat, choices: {perhaps: sweat}}", "`perhaps` is no value of it"),
        (
            "{resource: Condition, codes: sweat, events: {started: {of: onsetDateTime}}}",
            "a fact of events has `events`",
        ),
        ("{resource: Condition, codes: sweat, colour: red}", "unknown field"),
    ],
)
def test_a_way_that_no_record_has_is_refused_with_its_place(tmp_path: Path, way: str, said: str) -> None:
    [(where, words)] = load(tmp_path, way)
    assert said in words
    assert where.startswith("g.yaml:4:")


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("icd11:X", "is no code system of a record"),
        ("icd10cm:174", "has no code of this form"),
        ("loinc:39156-4", "has no code of this form"),
        ("snomed:373066002", "has no code of this form"),
        ("snomed:373066001-", "do not descend by their beginning"),
        ("rxnorm:x", "has no code of this form"),
        ("text:", "must not be empty"),
        ("'example|x'", "a code of another system is written URL|code"),
    ],
)
def test_a_code_that_its_system_cannot_have_is_refused_with_its_place(
    tmp_path: Path, entry: str, said: str
) -> None:
    [(where, words)] = load(tmp_path, entry=entry if entry.startswith("'") else f'"{entry}"')
    assert said in words
    assert where.startswith("g.yaml:2:")


def test_what_a_record_can_say_is_taken(tmp_path: Path) -> None:
    assert load(tmp_path) == []
    assert load(tmp_path, "{resource: Observation, codes: sweat, of: value}", "loinc:39156-5", "number") == []
    assert load(tmp_path, entry="http://terminology.hl7.org/CodeSystem/v2-0136|Y") == []


def test_codes_cannot_be_read_into_a_fact(tmp_path: Path) -> None:
    assert "diagnoses are read from conditions" in load(tmp_path, type="codes")[0][1]


def test_every_icd_code_of_the_librarys_lists_exists(engine: Engine) -> None:
    glossary, book = engine.library.glossary, engine.library.book
    for name, codes in glossary.codes.items():
        for entry in codes.read():
            if entry.systems == URLS["icd10cm"]:
                assert book.look(read_code(f"icd10cm:{entry.code}")).state in ("valid", "header"), (
                    name,
                    entry,
                )


def test_no_list_of_the_library_holds_a_code_twice(engine: Engine) -> None:
    for codes in engine.library.glossary.codes.values():
        assert len(set(codes.entries)) == len(codes.entries)
        assert [read_entry(one) for one in codes.entries] == list(codes.read())
