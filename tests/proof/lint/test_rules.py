"""Every rule finds its bad example, and only that; nothing is found in its good one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from coverable.policy.library import Library
from coverable.proof.lint.registry import BY_ID, RULES
from coverable.proof.lint.rule import Rule
from coverable.proof.lint.run import lint
from proof.lint.example_library import build

TODAY = date(2026, 11, 22)
EVERY = [pytest.param(rule, id=rule.id) for rule in RULES]


def found(folder: Path, example: str) -> set[str]:
    """Ids of the rules that found something which nobody accepted."""
    return {f.rule.id for f in lint(Library(build(folder, example)), TODAY) if f.accepted is None}


@pytest.mark.parametrize("rule", EVERY)
def test_the_bad_example_of_a_rule_has_just_that_finding(rule: Rule, tmp_path: Path) -> None:
    assert found(tmp_path, rule.bad) == {rule.id}


@pytest.mark.parametrize("rule", EVERY)
def test_the_good_example_of_a_rule_has_no_finding(rule: Rule, tmp_path: Path) -> None:
    assert found(tmp_path, rule.good) == set()


def test_no_two_rules_have_the_same_id() -> None:
    assert len(BY_ID) == len(RULES)


@pytest.mark.parametrize("rule", EVERY)
def test_a_rule_says_in_short_what_and_why(rule: Rule) -> None:
    assert rule.id == rule.id.lower()
    assert " " not in rule.id
    assert len(rule.title) < 110
    assert not rule.title.endswith(".")
    assert rule.why.endswith(".")
    assert (rule.policy is None) != (rule.library is None)
