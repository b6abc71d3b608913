"""The member's contracts: each coverage has its own, and a clause of one does not touch the others."""

from __future__ import annotations

from typing import Any

import pytest

from coverable.base.problem import Refused
from coverable.determination.decide import determine
from coverable.determination.engine import Engine

BOTH = ["sentara/medicare", {"payer": "Healthy Blue", "line_of_business": "Medicaid"}]
CLAUSE = {"code": "E1399", "clause": "4.2"}


def outcomes(engine: Engine, excluded: list[dict[str, Any]], coverages: list[Any] = BOTH) -> list[str]:
    request = {
        "coverages": coverages,
        "services": [{"code": "E1399", "date": "2026-02-10"}],
        "benefits": {"excluded": excluded},
    }
    return [one["outcome"] for one in determine(request, engine)["lines"][0]["coverages"]]


def test_a_clause_without_a_coverage_holds_for_all(engine: Engine) -> None:
    assert outcomes(engine, [CLAUSE]) == ["benefit_excluded", "benefit_excluded"]


@pytest.mark.parametrize(
    ("name", "hit"),
    [
        ("sentara/medicare", 0),
        ("healthy-blue/medicaid", 1),  # the plan that payer and line of business lead to
        ("healthy blue", 1),
        ("Healthy Blue, Medicaid", 1),
    ],
)
def test_a_clause_of_one_contract_does_not_touch_the_other_coverage(
    engine: Engine, name: str, hit: int
) -> None:
    got = outcomes(engine, [{**CLAUSE, "coverage": name}])
    assert [one == "benefit_excluded" for one in got] == [hit == 0, hit == 1]


def test_a_service_that_one_contract_excludes_by_an_unknown_name_is_asked_of_that_one_only(
    engine: Engine,
) -> None:
    request = {
        "coverages": BOTH,
        "services": [{"code": "E1399", "date": "2026-02-10"}],
        "benefits": {"excluded": [{"service": "leeches", "clause": "9", "coverage": "sentara/medicare"}]},
    }
    first, second = determine(request, engine)["lines"][0]["coverages"]
    assert "exclusion_not_recognized" in [f["code"] for f in first["flags"]]
    assert "exclusion_not_recognized" not in [f["code"] for f in second["flags"]]


@pytest.mark.parametrize(
    ("name", "what", "next"),
    [
        ("sentara/medicair", "is no coverage of this request", "did you mean `sentara/medicare`?"),
        ("sample/commercial", "is no coverage of this request", "sentara/medicare"),
        ("Payer", "names several coverages", "`Payer, Medicaid` or `Payer, Medicare`"),
    ],
)
def test_a_clause_of_a_contract_that_is_not_there_is_refused_with_its_path(
    engine: Engine, name: str, what: str, next: str
) -> None:
    same = [{"payer": "Payer", "line_of_business": line} for line in ("Medicare", "Medicaid")]
    with pytest.raises(Refused) as refused:
        outcomes(engine, [CLAUSE, {**CLAUSE, "coverage": name}], [*BOTH, *same])
    problem = refused.value.problems[0]
    assert problem.where == "$.benefits.excluded[1].coverage"
    assert what in problem.what
    assert next in problem.next
