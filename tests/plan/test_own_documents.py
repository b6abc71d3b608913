"""A member's plan chooses the document: never that of another plan, whatever is asked and known."""

from __future__ import annotations

from random import Random

import pytest

from coverable.determination.decide import determine
from coverable.determination.engine import Engine, open_engine
from coverable.policy.library import default_root
from determination.test_unknown_is_never_no import KNOWN


@pytest.fixture(scope="module")
def engine() -> Engine:
    return open_engine(default_root())


@pytest.mark.sr("SR-138")
def test_the_document_of_a_random_member_is_always_one_that_the_members_plan_uses(engine: Engine) -> None:
    random, governed = Random(138), 0
    plans = sorted(engine.plans.plans)
    codes = sorted({code for policy in engine.library.all() for code in policy.codes})
    for number in range(600):
        member = random.sample(plans, random.randint(1, 2))
        facts = {name: random.choice(values) for name, values in KNOWN.items() if random.random() < 0.5}
        code = random.choice(["hcpcs:E1399", "cpt:97033", random.choice(codes)])
        request = {
            "id": f"M-{number}",
            "as_of": "2026-06-01",
            "member": {"birth_date": random.choice(["1954-05-02", "1990", "2012-03"])},
            "coverages": member,
            "services": [{"code": code, "date": random.choice(["2026-03-01", "2026-06-10"])}],
            "facts": facts,
        }
        for one in determine(request, engine)["lines"][0]["coverages"]:
            adopted = {a.policy for a in engine.plans.plans[one["plan"]].file.adopts}
            used = {c["policy"] for c in one["considered"] if c["level"] is not None}
            assert used <= adopted, request
            if one["governing"]:
                assert one["governing"]["policy"] in adopted, request
                governed += 1
    assert governed > 100
