"""A stored request read from its text gives the rows, or the refusal, that the same request gives once parsed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coverable.base.problem import Refused
from coverable.determination.engine import Engine
from coverable.determination.request import Line, read_lines, read_requests
from coverable.proof.impact.reading import Reader
from coverable.proof.impact.run import Row
from coverable.proof.impact.usual import usual
from proof.impact_requests import CG, DME, NEW_101, OLD_101, impact, request

SOURCES = (
    "note 1",
    "note: 2",
    '":"',
    "Tab\there",
    "Größe",
    "back\\slash",
    "",
    "x" * 4001,
    "\u200b",
    {"a": 1},
    None,
    3,
)
DATES = ("2026-01-04", "2026-01", "2026", "2026-02-30", "1850", "soon", "", None, 2026)
KINDS = ("medical_record", "attestation", "supplier_document", "label", "claim", "rumour", "", None)
PLAIN = {"sources": SOURCES[:2], "dates": DATES[:3], "kinds": KINDS[:5]}
PIECES = (
    '"', ":", ",", "{", "}", "[", "]", " ", "\t", "\\", "\\u003a", "1", "-0", "1.5", "1e400", "0" * 25, "9" * 25, "NaN",
    "true", "null", '"id":"x",', '"facts":{},', '"skin_maceration":true,', '"kind":"claim",', '"value":null,', '"unit":"kg",',
    '"complete":true,', '"wrong":1,', "é", "\x00", "\x7f", "\u2028", '"as_of":"2026-01-01",', '"received":"2026-01-01T00:00:00Z",',
)  # fmt: skip


def evidence(random: Random, wrong: float) -> dict[str, Any]:
    bad = random.random() < wrong
    sources, dates, kinds = (SOURCES, DATES, KINDS) if bad else PLAIN.values()
    out: dict[str, Any] = {"kind": random.choice(kinds)}
    for name, values in (("source", sources), ("date", dates), ("place", sources)):
        if random.random() < 0.7:
            out[name] = random.choice(values)
    if bad and random.random() < 0.2:
        out["wrong"] = 1
    return out


def stored(random: Random, engine: Engine, number: int, key: str = DME, wrong: float = 0.02) -> str:
    """A request as a program stores it: most facts with evidence, now and then something that is wrong."""
    data = request(random, engine, key, number)
    plain = random.random() < 0.7
    for name, said in list(data["facts"].items()):
        if plain and not isinstance(said, (bool, str, int)):
            del data["facts"][name]
        elif isinstance(said, (bool, str)) and random.random() < 0.8:
            found = [evidence(random, wrong) for _ in range(random.choice([0, 1, 1, 1, 1, 2]))]
            data["facts"][name] = {"value": said, "from": found}
    for field, values in {
        "id": ("", None, "x" * 201, 7),
        "received": ("2026-01-01T10:00:00-05:00", "2026-01-01", "soon", None),
        "urgency": ("expedited", "hasty"),
        "ordering_provider": ({"npi": "1234567890"}, {"npi": "12"}, None),
        "benefits": ({"excluded": []}, {"excluded": [{"clause": "1"}]}),
        "as_of": ("2026-01-01", "2026", None),
        "member": ({}, None, {"birth_date": "2030-01-01"}, {"birth_date": None}, {"id": 1}, {"name": "x"}),
        "services": ([], {}, [{}], [{"code": "E1399", "quantity": 1.5}], [{"code": "E1399", "quantity": 0}]),
        "coverages": ([], [{}], ["a", "b"]),
        "diagnoses": (["R61"], ["nonsense"], None),
    }.items():
        if random.random() < 0.03:
            data[field] = random.choice(values)
    return json.dumps(data, default=float, ensure_ascii=random.random() < 0.5)


def rows_of(
    engine: Engine, texts: Iterable[str], old: str = DME, new: str = CG
) -> tuple[list[Row], list[Row]]:
    """The rows of texts, and those of the same texts parsed before."""
    lines = [Line(text.strip().encode(), f"stored:{i}") for i, text in enumerate(texts, 1)]
    parsed: list[tuple[str, Any]] = []
    for line in lines:
        try:
            parsed.append((line.name, line.parsed()))
        except Refused as refused:
            parsed.append((line.name, refused))
    return (
        list(impact(engine, old, new).rows((line.name, line) for line in lines)),
        list(impact(engine, old, new).rows(parsed)),
    )


@pytest.mark.parametrize(("old", "new"), [(DME, CG), (OLD_101, NEW_101)])
def test_the_rows_of_stored_texts_are_those_of_parsed_requests(engine: Engine, old: str, new: str):
    random = Random(f"stored {old}")
    texts = [stored(random, engine, i, old) for i in range(1200)]
    from_text, from_data = rows_of(engine, texts, old, new)
    assert from_text == from_data
    assert sum(row.verdict is None for row in from_text) > 50
    reader = Reader(engine.library.glossary, engine.library.book)
    quick = sum(reader.stored(text.encode()) is not None for text in texts)
    assert quick > len(texts) // 4, quick


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 10**4), st.sampled_from(PIECES), st.integers(0, 3))
def test_a_damaged_text_gives_the_row_or_the_refusal_of_the_ordinary_reader(
    engine: Engine, seed: int, at: int, piece: str, cut: int
):
    text = stored(Random(seed), engine, 1, wrong=0.0)
    at %= len(text)
    from_text, from_data = rows_of(engine, [text[:at] + piece + text[at + cut :]])
    assert from_text == from_data


@pytest.mark.parametrize(
    "facts",
    [
        '{"skin_maceration": true, "skin_maceration": false}',
        '{"skin_maceration": {"value": true, "value": true}}',
        '{"skin_maceration": {"value": true, "from": [{"kind": "claim", "kind": "label"}]}}',
        '{"skin_maceration": {"value": true, "from": [], "from": [{"kind": "label", "source": "a:b"}]}}',
        '{"skin_maceration": {"value": true, "from": [{"kind": "claim", "source": ":", "source": "\\u003a:"}]}}',
    ],
)
def test_a_key_that_stands_twice_is_never_taken_from_the_text(engine: Engine, facts: str):
    text = f'{{"coverages": ["a"], "services": [{{"code": "E1399"}}], "facts": {facts}}}'
    assert usual(text.encode()) is None
    (row,), (same,) = rows_of(engine, [text])
    assert row == same
    assert "twice" in row.problems[0].what


@pytest.mark.parametrize("field", ["services", "coverages", "benefits", "ordering_provider"])
def test_a_key_that_stands_twice_inside_a_field_that_many_share_is_refused(engine: Engine, field: str):
    said = {"services": '[{"code": "E1399", "code": "E1399"}]', "coverages": '[{"plan": "a", "plan": "a"}]'}
    other = {"benefits": '{"excluded": [], "excluded": []}', "ordering_provider": '{"npi": "1", "npi": "1"}'}
    parts = {"coverages": '["a"]', "services": '[{"code": "E1399"}]', field: (said | other)[field]}
    text = "{" + ", ".join(f'"{name}": {value}' for name, value in parts.items()) + "}"
    (row,), (same,) = rows_of(engine, [text, text][:1])
    assert row == same
    assert "twice" in row.problems[0].what


def test_lines_of_a_file_are_those_that_are_parsed(tmp_path: Path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"a": 1}\n\n  \nnot json\n{"a": 1, "a": 2}')
    kinds = [(place, line.name) for place, line in read_lines(path)]
    assert kinds == [("a.jsonl:1", "a.jsonl:1"), ("a.jsonl:4", "a.jsonl:4"), ("a.jsonl:5", "a.jsonl:5")]
    found = list(read_requests(path))
    assert [place for place, _ in found] == [place for place, _ in kinds]
    assert found[0][1] == {"a": 1}
    assert all(isinstance(data, Refused) for _, data in found[1:])
    with pytest.raises(Refused):
        list(read_lines(tmp_path / "none.jsonl"))
