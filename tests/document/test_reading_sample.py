"""A small fixed sample of made-up documents is read at least this well; `make reading` measures the rest."""

from __future__ import annotations

import pytest
from bench.reading.report import Totals, totals
from bench.reading.run import Job, run_one

SAMPLE = 150
# What the reader reached on this sample; it may only grow.
EXACT = 0.60
QUIET = 0.60
FOUND = 0.45
SILENT = 25


@pytest.fixture(scope="module")
def reached() -> Totals:
    return totals([run_one(Job(7, n, "develop")) for n in range(SAMPLE)])


def test_every_document_is_read(reached: Totals) -> None:
    assert reached.failed == 0


def test_undamaged_documents_are_read_exactly(reached: Totals) -> None:
    assert reached.exact >= EXACT * reached.undamaged


def test_undamaged_documents_raise_few_findings(reached: Totals) -> None:
    assert reached.quiet >= QUIET * reached.undamaged


def test_damage_that_can_be_seen_is_found(reached: Totals) -> None:
    assert reached.found >= FOUND * reached.detectable


def test_wrong_logic_is_seldom_silent(reached: Totals) -> None:
    assert reached.silent <= SILENT
