"""Events: trials, visits and measurements, of which some may be missing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from small_library import decide, small_engine

MET, NOT, OPEN = "criteria_met", "criteria_not_met", "information_needed"
SERVICE = date(2026, 6, 15)  # the date of service of the small requests

FAILED = "{fact: trials, exists: {where: {outcome: failed}}}"
LONG = "{fact: trials, exists: {where: {lasted: {ge: 6 weeks}}}}"
RECENT = "{fact: trials, exists: {where: {date: {within: {to: 12 months, before: service_date}}}}}"
USED = "{fact: trials, exists: {where: {used: {ge: 4, lt: 8}}}}"
CLASSES = "{fact: trials, count: {where: {outcome: failed}, ge: 2, distinct: class}}"
VISITS = "{fact: trials, run: {n: 3, gap: 35 days, where: {outcome: good}}}"

TABLE: list[tuple[str, list[dict[str, Any]], bool, str]] = [
    (FAILED, [{"outcome": "failed"}], False, MET),
    (FAILED, [{"outcome": "good"}], False, OPEN),  # another trial may have failed
    (FAILED, [{"outcome": "good"}], True, NOT),
    (FAILED, [{"agent": "x"}], True, OPEN),  # its outcome is not known
    (FAILED, [], True, NOT),
    (FAILED, [{"outcome": None}, {"outcome": "failed"}], True, MET),
    (LONG, [{"started": "2026-01-01", "ended": "2026-02-12"}], True, MET),  # six weeks to the day
    (LONG, [{"started": "2026-01-01", "ended": "2026-02-11"}], True, NOT),
    (LONG, [{"started": "2026-01", "ended": "2026-03-20"}], True, MET),  # whatever day of January
    (LONG, [{"started": "2026-01", "ended": "2026-02-15"}], True, OPEN),
    (LONG, [{"started": "2026-01-01"}], True, OPEN),
    (LONG, [{"started": "2026-05-01", "outcome": "ongoing"}], True, MET),  # up to the service
    (RECENT, [{"date": "2025-06-15"}], True, MET),  # the edge belongs to the window
    (RECENT, [{"date": "2025-06-14"}], True, NOT),
    (RECENT, [{"date": "2026-06-16"}], True, NOT),  # after the service
    (RECENT, [{"date": "2025-06"}], True, OPEN),
    (RECENT, [{"date": "2025-07"}], True, MET),
    (USED, [{"used": 4}], True, MET),
    (USED, [{"used": 8}], True, NOT),
    (CLASSES, [{"class": "a", "outcome": "failed"}, {"class": "b", "outcome": "failed"}], False, MET),
    (CLASSES, [{"class": "a", "outcome": "failed"}, {"class": "a", "outcome": "failed"}], True, NOT),
    (CLASSES, [{"class": "a", "outcome": "failed"}, {"outcome": "failed"}], True, OPEN),  # perhaps another class
    (CLASSES, [{"class": "a", "outcome": "failed"}, {"class": "b"}], True, OPEN),
    (VISITS, [{"date": d, "outcome": "good"} for d in ("2026-01-01", "2026-02-01", "2026-03-01")], True, MET),
    (VISITS, [{"date": d, "outcome": "good"} for d in ("2026-01-01", "2026-02-01", "2026-04-01")], True, NOT),
    (VISITS, [{"date": "2026-01-01", "outcome": "good"}, {"date": "2026-01-15", "outcome": "failed"},
              {"date": "2026-02-01", "outcome": "good"}, {"date": "2026-03-01", "outcome": "good"}], True, NOT),
    (VISITS, [{"date": "2026-01-01", "outcome": "good"}, {"date": "2026-02-01"},
              {"date": "2026-03-01", "outcome": "good"}], True, OPEN),
    (VISITS, [{"outcome": "good"}, {"date": "2026-02-01", "outcome": "good"},
              {"date": "2026-03-01", "outcome": "good"}], True, OPEN),  # the undated visit may complete the row
]  # fmt: skip


@pytest.mark.parametrize(("criteria", "events", "complete", "outcome"), TABLE)
def test_events_answer_yes_no_or_not_known(
    tmp_path: Path, criteria: str, events: list[dict[str, Any]], complete: bool, outcome: str
) -> None:
    engine = small_engine(tmp_path, criteria=criteria)
    assert decide(engine, {"trials": {"events": events, "complete": complete}})["outcome"] == outcome


def test_no_trials_stated_is_not_known(tmp_path: Path) -> None:
    got = decide(small_engine(tmp_path, criteria=FAILED), {})
    assert got["outcome"] == OPEN
    assert got["still_needed"]["all_of"][0]["fact"] == "trials"
