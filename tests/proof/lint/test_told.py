"""What the lint finds, and what is refused, can be told by another process."""

from __future__ import annotations

import pickle
from datetime import date

import pytest

from coverable.base.problem import Problem, Refused
from coverable.determination.engine import Engine
from coverable.proof.lint.registry import BY_ID
from coverable.proof.lint.rule import Finding
from coverable.proof.lint.run import _of_policy, _told
from coverable.proof.lint.subject import House


def test_findings_told_by_another_process_are_the_same(engine: Engine):
    house = House(engine.library, date(2026, 11, 22))
    told = 0
    for subject in house.subjects(list(engine.library.folders)[:6]):
        found = pickle.loads(pickle.dumps(_told(subject)))
        assert [Finding(BY_ID[r], subject.key, hit, by) for r, hit, by in found] == list(_of_policy(subject))
        told += len(found)
    assert told


@pytest.mark.parametrize("problems", [(), (Problem("a", "b", "c", "d"), Problem("e", "f", "g", "h"))])
def test_a_refusal_of_another_process_keeps_its_problems(problems: tuple[Problem, ...]):
    assert pickle.loads(pickle.dumps(Refused(problems))).problems == problems
