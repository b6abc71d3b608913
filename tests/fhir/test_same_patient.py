"""The same patient, told by a request and by a FHIR Bundle, gets the same outcome and the same rationale."""

from __future__ import annotations

from typing import Any

import pytest

from coverable.determination.decide import determine
from coverable.determination.engine import Engine
from coverable.fhir.intake import bundle_request
from coverable.fhir.record import compile_record
from fhir.golden import bundle_of, golden, stated_by

IDS = [
    "sentara/dme-32", "healthy-blue/cg-med-28", "fictional-cms/ncd-900.1", "meadowlark/mp-101", "meadowlark/mp-110",
    "meadowlark/rx-130",
]  # fmt: skip
"""Policies with facts that a record can say."""


def decided(determination: dict[str, Any]) -> list[Any]:
    """What each coverage comes to, and why; the evidence aside, which only the record brings."""
    return [
        [one[k] for k in ("plan", "outcome", "next_step", "governing", "interpretations")]
        + [bare(one["rationale"])]
        for line in determination["lines"]
        for one in line["coverages"]
    ]


def bare(view: Any) -> Any:
    if isinstance(view, dict):
        return {k: bare(v) for k, v in view.items() if k != "evidence"}
    return [bare(v) for v in view] if isinstance(view, list) else view


@pytest.mark.sr("SR-020")
@pytest.mark.parametrize("id", IDS)
def test_a_golden_case_as_a_bundle_is_decided_as_the_same_request(engine: Engine, id: str) -> None:
    glossary = engine.library.glossary
    reader = compile_record(glossary)
    told = 0
    for asked in golden(engine, id):
        bundle, order = bundle_of(asked, glossary)
        made = bundle_request(bundle, reader, plans=engine.plans)
        assert made.left_out == ()
        line = asked["services"][0]
        facts = stated_by(bundle, order, glossary, line["date"])
        told += len(facts)
        same = {
            **{k: v for k, v in asked.items() if k in ("id", "member", "coverages")},
            "services": [{**{k: line[k] for k in ("line", "code", "date")}, **{k: v for k, v in made.request["services"][0].items() if k in ("description", "place_of_service")}}],
            "diagnoses": made.request.get("diagnoses", []),
            "facts": facts,
        }  # fmt: skip
        one, two = determine(same, engine), determine(made.request, engine)
        assert decided(two) == decided(one), asked["id"]
    assert told
