"""Events: trials, visits and measurements, of which some may be missing."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverable.base.dates import Span, read_duration
from coverable.base.problem import Refused
from coverable.glossary.events import EventTest, answer
from coverable.glossary.values import Stated
from coverable.logic.cells import NO, YES
from small_library import decide, small_engine

MET, NOT, OPEN = "criteria_met", "criteria_not_met", "information_needed"
SERVICE = date(2026, 6, 15)  # the date of service of the small requests

FAILED = "{fact: trials, exists: {where: {outcome: failed}}}"
LONG = "{fact: trials, exists: {where: {lasted: {ge: 6 weeks}}}}"
RECENT = "{fact: trials, exists: {where: {date: {within: {to: 12 months, before: service_date}}}}}"
USED = "{fact: trials, exists: {where: {used: {ge: 4, lt: 8}}}}"
CLASSES = "{fact: trials, count: {where: {outcome: failed}, ge: 2, distinct: class}}"
SPACED = "{fact: trials, run: {n: 3, gap: 35 days, at_least: 7 days, where: {outcome: good}}}"
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
    (SPACED, [{"date": d, "outcome": "good"} for d in ("2026-01-01", "2026-01-31", "2026-03-02")], True, MET),
    (SPACED, [{"date": d, "outcome": "good"} for d in ("2026-01-01", "2026-01-03", "2026-01-31")], True, NOT),
    (SPACED, [{"date": d, "outcome": "good"} for d in ("2026-01-01", "2026-01-08", "2026-01-15")], True, MET),  # to the day
    (SPACED, [{"date": d, "outcome": "good"} for d in ("2026-01-01", "2026-01-07", "2026-01-14")], True, NOT),
    (SPACED, [{"date": d, "outcome": "good"} for d in ("2026-01-01", "2026-01-07", "2026-01-14")], False, OPEN),
    (SPACED, [{"date": d, "outcome": "good"} for d in ("2026-01", "2026-02-03", "2026-02-20")], True, OPEN),
    (SPACED, [{"date": d, "outcome": "good"} for d in ("2026-01-01", "2026-01-01", "2026-01-09")], True, NOT),
    (SPACED, [{"date": "2026-01-01", "outcome": "good"}, {"date": "2026-01-10", "outcome": "failed"},
              {"date": "2026-01-20", "outcome": "good"}, {"date": "2026-02-01", "outcome": "good"}], True, NOT),
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


def by_hand(days: list[int], kept: list[bool], gap: int | None, apart: int) -> int:
    """The longest row, by trying every choice of visits: an oracle that knows nothing of dates or spans."""
    best = 0
    for size in range(1, len(days) + 1):
        for picked in combinations(range(len(days)), size):
            steps = [days[b] - days[a] for a, b in pairwise(picked)]
            whole = all(kept[picked[0] : picked[-1] + 1])
            if whole and all(apart <= step and (gap is None or step <= gap) for step in steps):
                best = size
    return best


@given(
    st.lists(st.tuples(st.integers(0, 60), st.booleans()), min_size=1, max_size=7, unique_by=lambda v: v[0]),
    st.one_of(st.none(), st.integers(5, 30)),
    st.integers(1, 5),
    st.integers(1, 5),
)
def test_a_row_with_a_least_distance_is_the_longest_that_can_be_picked(
    visits: list[tuple[int, bool]], gap: int | None, apart: int, n: int
) -> None:
    visits = sorted(visits)
    events = []
    for day, good in visits:
        when = SERVICE - timedelta(days=100 - day)
        events.append({"date": Span(when, when), "outcome": "good" if good else "failed"})
    where = (("outcome", frozenset({"good"})),)
    length = read_duration(f"{gap} days") if gap else None
    test = EventTest("run", where, n, None, length, read_duration(f"{apart} days"))
    found = by_hand([v[0] for v in visits], [v[1] for v in visits], gap, apart)
    got = answer(test, Stated(events=tuple(events), complete=True), SERVICE)
    assert got == (YES if found >= n else NO)


def test_a_distance_that_no_two_events_can_keep_is_refused(tmp_path: Path) -> None:
    wrong = "{fact: trials, run: {n: 3, gap: 7 days, at_least: 1 month}}"
    with pytest.raises(Refused) as refused:
        decide(small_engine(tmp_path, criteria=wrong), {})
    assert "policy.yaml" in refused.value.problems[0].where


def test_the_least_distance_is_said_in_words(tmp_path: Path) -> None:
    shown = decide(small_engine(tmp_path, criteria=SPACED), {})["rationale"]
    assert "each within 35 days of the one before, at least 7 days apart" in shown["says"]
