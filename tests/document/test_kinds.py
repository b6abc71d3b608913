"""Every kind of finding is known to `coverable rule`, and says what a person needs."""

from __future__ import annotations

import pkgutil
from importlib import import_module

import pytest

import coverable.document
from coverable.document.findings import DOUBTS
from coverable.document.kinds import kinds


def test_every_module_of_reading_has_made_its_findings_known() -> None:
    known = set(kinds())
    for module in pkgutil.walk_packages(coverable.document.__path__, "coverable.document."):
        import_module(module.name)
    assert set(DOUBTS) == known


@pytest.mark.parametrize("name", kinds())
def test_a_finding_says_what_why_and_asks_a_question(name: str) -> None:
    kind = kinds()[name]
    assert name == name.lower()
    assert kind.title
    assert "?" in kind.question
    assert kind.why.rstrip().endswith(".")
