"""Adoption: a policy answers only for the plans that adopted it."""

from __future__ import annotations

import pytest

from coverable.determination.decide import determine
from coverable.determination.engine import Engine


@pytest.mark.sr("SR-072")
def test_of_two_plans_only_the_one_that_adopted_the_policy_applies_it(engine: Engine) -> None:
    line = {"code": "43775", "date": "2026-02-10"}
    facts = {"weight_surgery_kind": "sleeve"}
    outcomes = {}
    for plan in ("meadowlark/choice", "meadowlark/lone-star"):
        done = determine({"coverages": [plan], "services": [line], "facts": facts}, engine)
        one = done["lines"][0]["coverages"][0]
        outcomes[plan] = (one["outcome"], (one["governing"] or {}).get("policy"))
    adopted = next(
        a for a in engine.plans.plans["meadowlark/choice"].file.adopts if a.policy == "meadowlark/mp-110"
    )
    assert (adopted.mode, adopted.by) == ("all_providers", "policy committee")
    assert outcomes == {
        "meadowlark/choice": ("information_needed", "meadowlark/mp-110"),
        "meadowlark/lone-star": ("not_applicable", None),
    }
