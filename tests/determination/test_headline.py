"""The first line of a result: never adverse while something above it is open, and the same words everywhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from coverable.cli.demo import read_samples
from coverable.determination.decide import determine
from coverable.determination.engine import Engine
from coverable.determination.headline import combined_headline, headline, headline_says
from coverable.determination.sheet import sheet_html, sheets
from coverable.determination.wording import OUTCOMES
from small_library import PLAN, decide, small_engine

SAMPLES: dict[str, dict[str, Any]] = {one["request"]["id"]: one["request"] for one in read_samples()}
NOT_MET = {"tired": False, "snores": True}


def first(engine: Engine, request: dict[str, Any]) -> dict[str, Any]:
    return determine(request, engine)["lines"][0]["coverages"][0]


def test_a_level_that_nobody_searched_keeps_an_unfavourable_outcome_from_being_final(engine: Engine) -> None:
    said = headline(first(engine, SAMPLES["demo-2-other-payer"]))
    assert said == ("?", "Not final: criteria not met", "state law not searched")


def test_epsdt_keeps_an_unfavourable_outcome_from_being_final(engine: Engine) -> None:
    sign, title, why = headline(first(engine, SAMPLES["demo-4-under-21"]))
    assert (sign, title) == ("?", "Not final: use named by the policy as not medically necessary")
    assert "the member is under 21 and has Medicaid" in why


def test_with_every_level_searched_the_outcome_stands_as_it_is(tmp_path: Path) -> None:
    got = decide(small_engine(tmp_path), NOT_MET)
    assert headline(got) == ("✗", "Criteria not met", "")


def test_a_contract_clause_below_a_level_that_nobody_searched_is_not_final_either(tmp_path: Path) -> None:
    engine = small_engine(tmp_path, plan=PLAN.replace("self_funded", "commercial_insured"))
    excluded = {"excluded": [{"code": "E0601", "clause": "4.2"}]}
    assert headline(decide(engine, NOT_MET, benefits=excluded))[1].startswith("Not final: excluded by")


def test_a_line_over_several_coverages_says_so_too(engine: Engine) -> None:
    request = {**SAMPLES["demo-2-other-payer"], "coverages": ["healthy-blue/medicaid", "no/plan"]}
    line = determine(request, engine)["lines"][0]
    assert combined_headline(line)[1] == "Not final: criteria not met"


@pytest.mark.parametrize("name", SAMPLES)
def test_the_sheet_uses_the_words_of_check_and_no_internal_names(name: str, engine: Engine) -> None:
    determination = determine(SAMPLES[name], engine)
    one = determination["lines"][0]["coverages"][0]
    view = sheets([("$", SAMPLES[name])], engine)[0]["lines"][0]["coverages"][0]
    assert view["outcome"] == headline_says(headline(one))
    assert OUTCOMES[one["outcome"]][1].partition(" as {")[0].lower() in view["outcome"].lower()
    page = sheet_html(sheets([("$", SAMPLES[name])], engine))
    for flag in one["flags"]:
        assert flag["code"] not in page or "_" not in flag["code"]
    assert "in_effect.from" not in json.dumps(view)


def test_the_sheets_of_the_seed_policies_have_at_most_three_pages(engine: Engine) -> None:
    import weasyprint

    for name, request in SAMPLES.items():
        page: Any = weasyprint.HTML(string=sheet_html(sheets([("$", request)], engine)))
        assert len(page.render().pages) <= 3, name
