"""The FHIRPath that we write finds, run by fhirpath.js, the resources in which the reader finds something."""

from __future__ import annotations

import json

import pytest

from conformance.cql.judge import BUNDLES, Judge, case
from coverable.fhir.fhirpath import facts_fhirpath
from coverable.fhir.record import compile_record
from fhir.bundles import SERVICE, Maker
from fhir.every import every
from fhir.test_record import as_sets

pytestmark = pytest.mark.heavy("node")
WINDOWS = ("bmi", "found_lately", "answered_both", "trials")
"""Facts with a window or the latest: FHIRPath leaves partial dates open, and does not pick."""


def test_fhirpath_finds_the_resources_in_which_the_reader_finds_something(judge: Judge) -> None:
    glossary, reader, maker = every(), compile_record(every()), Maker(11, plain=True)
    ways = [(name, one) for name, fact in facts_fhirpath(glossary).items() for one in fact["found"]]
    made = [maker.bundle() for _ in range(BUNDLES)]
    rows = judge.ask(
        {
            "fhirpath": [
                [one["expression"], None if "through" in one else one.get("select")] for _, one in ways
            ],
            "cases": [case(bundle, SERVICE, order) for bundle, order in made],
        }
    )
    for (bundle, order), row in zip(made, rows, strict=True):
        theirs: dict[str, set] = {}
        for (name, one), found in zip(ways, row, strict=True):
            for source, values in found:
                for value in [one["value"]] if "value" in one else values or [None]:
                    theirs.setdefault(name, set()).add(
                        (source, json.dumps(value) if isinstance(value, bool) else None)
                    )
        mine = {
            name: {
                (source, json.dumps(value) if isinstance(value, bool) else None) for value, _, source in found
            }
            for name, found in as_sets(reader.facts(bundle, SERVICE, order)).items()
        }
        for name in {*mine, *theirs} - {*WINDOWS}:
            assert theirs.get(name) == mine.get(name), (name, json.dumps([bundle, order]))
