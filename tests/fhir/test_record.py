"""The compiled reader says of every record what a plain second reading says."""

from __future__ import annotations

import json
from typing import Any

import pytest

from coverable.fhir.record import compile_record
from coverable.glossary.values import read_facts
from fhir.bundles import SERVICE, Maker
from fhir.every import every
from fhir.naive import Naive

READER = compile_record(every())


def as_sets(facts: dict[str, Any]) -> dict[str, set]:
    """What the reader found, in the form of the second reading."""
    out: dict[str, set] = {}
    for name, fact in facts.items():
        for one in fact.get("statements", [fact] if "value" in fact else []):
            for piece in one["from"]:
                out.setdefault(name, set()).add((one["value"], one.get("unit"), piece["source"]))
        for event in fact.get("events", ()):
            attributes = {k: v for k, v in event.items() if k != "from"}
            said = json.dumps(attributes, sort_keys=True, default=str)
            out.setdefault(name, set()).add((said, None, event["from"][0]["source"]))
    return out


@pytest.mark.sr("SR-020")
@pytest.mark.parametrize("seed", range(20))
def test_the_reader_finds_what_a_plain_second_reading_finds(seed: int) -> None:
    maker = Maker(seed)
    for _ in range(150):
        bundle, order = maker.bundle()
        facts = READER.facts(bundle, SERVICE, order)
        assert as_sets(facts) == Naive(every(), bundle, SERVICE, order).found(), json.dumps([bundle, order])
        read_facts(facts, every(), "$")  # a request may state every one of them
