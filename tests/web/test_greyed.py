"""A question is greyed exactly where its answer cannot change the outcome: tried out, choice by choice."""

from __future__ import annotations

import random
from itertools import combinations, product
from typing import Any

import pytest

from coverable.determination.cases import read_cases, request_of
from coverable.determination.checklist import matters, questions
from coverable.determination.decide import determine
from coverable.determination.engine import Engine
from seed_requests import CG_MED_28, DME_32, SEEDS

pytestmark = pytest.mark.sr("SR-147")


def outcome(engine: Engine, request: dict[str, Any], facts: dict[str, Any]) -> str:
    return determine({**request, "facts": facts}, engine)["lines"][0]["combined"]["outcome"]


def open_questions(engine: Engine, request: dict[str, Any]) -> tuple[dict[str, list[Any]], set[str]]:
    """{fact: its possible answers} of the questions without an answer, and the facts that are said to matter."""
    line = determine(request, engine)["lines"][0]
    items = [
        i for group in questions(engine, line) for i in group["items"] if i["type"] in ("yes_no", "choice")
    ]
    left = [i for i in items if not i["field"] and request["facts"].get(i["fact"]) is None]
    said = matters(line)
    assert said is not None
    return {i["fact"]: [True, False] if i["type"] == "yes_no" else list(i["choices"]) for i in left}, said


@pytest.mark.parametrize("key", SEEDS)
def test_the_answer_to_a_greyed_question_changes_no_outcome_whatever_else_is_answered(
    engine: Engine, key: str
) -> None:
    """Facts that were concluded from trials are left out: stating the contrary contradicts, and a person looks."""
    chance = random.Random(7)
    file, _ = read_cases(engine.library.folders[key], key)
    plain = [case for case in file.cases if not any(name.endswith("trials") for name in case.facts)]
    greyed = 0
    for case in plain[:16]:
        request = request_of(case, file.defaults)
        kept = {
            k: v for k, v in request["facts"].items() if k in ("use", "device_kind") or chance.random() < 0.35
        }
        request = {**request, "facts": kept}
        if determine(request, engine)["lines"][0]["combined"]["outcome"] == "not_addressed":
            continue
        answers, said = open_questions(engine, request)
        for fact in answers.keys() - said:
            greyed += 1
            for share in (0, 0.5, 1, 1):
                others = {
                    o: chance.choice(v) for o, v in answers.items() if o != fact and chance.random() < share
                }
                ends = {
                    outcome(engine, request, {**kept, **others, fact: value})
                    for value in (None, *answers[fact])
                }
                assert len(ends) == 1, (case.id, fact, others, ends)
    assert greyed > 40


@pytest.mark.parametrize(
    ("key", "known"),
    [
        (DME_32, {"use": "hyperhidrosis", "device_kind": "iontophoresis"}),
        (DME_32, {"use": "hyperhidrosis", "device_kind": "iontophoresis", "professional_life_disrupted": True, "medical_complications": False}),
        (CG_MED_28, {"use": "hyperhidrosis", "device_kind": "iontophoresis"}),
    ],
)  # fmt: skip
def test_every_question_that_is_not_greyed_can_decide(
    engine: Engine, key: str, known: dict[str, Any]
) -> None:
    """All answers in which few facts hold: somewhere the outcome turns with each fact that is said to matter."""
    file, _ = read_cases(engine.library.folders[key], key)
    request = {**request_of(file.cases[0], file.defaults), "facts": known}
    answers, said = open_questions(engine, request)
    asked = sorted(said & answers.keys())
    yes_no = [name for name in asked if answers[name] == [True, False]]
    choices = [name for name in asked if name not in yes_no]
    ends: dict[tuple[frozenset[str], tuple[str, ...]], str] = {}
    for held in (frozenset(some) for n in range(4) for some in combinations(yes_no, n)):
        for chosen in product(*(answers[name] for name in choices)):
            stated = known | {name: name in held for name in yes_no} | dict(zip(choices, chosen, strict=True))
            ends[held, chosen] = outcome(engine, request, stated)
    turning = {
        name
        for (held, chosen), end in ends.items()
        for name in yes_no
        if name not in held and ends.get((held | {name}, chosen), end) != end
    }
    turning |= {
        name
        for (held, chosen), end in ends.items()
        for at, name in enumerate(choices)
        for other in answers[name]
        if ends[held, (*chosen[:at], other, *chosen[at + 1 :])] != end
    }
    assert len(asked) >= 6
    assert turning == set(asked)
