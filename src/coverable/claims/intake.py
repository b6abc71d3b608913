"""Codes that are not valid on the day of service: matters of intake, with the code to use instead where one
is known, and never a clinical result (SR-071)."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

import numpy as np

from coverable.claims.arrow import pa
from coverable.claims.days import MISSING
from coverable.claims.decide import Decided, Reviewer
from coverable.claims.lines import rows_where
from coverable.claims.numbers import Ids
from coverable.claims.verdict import Verdict

STATES: Final = ("header", "ended", "not_yet", "nonexistent")
FLAGS: Final = frozenset(f"{kind}_code_{state}" for kind in ("service", "diagnosis") for state in STATES)
Intake = tuple[str, str, str]
"""(code, what it is on the day, the sentence)."""


def _flagged(verdict: Verdict) -> bool:
    return not FLAGS.isdisjoint(verdict.flags)


def intake_of(decided: Decided, reviewer: Reviewer) -> Counter[Intake]:
    """How many lines carry each code that is not valid on their day."""
    out: Counter[Intake] = Counter()
    rows = rows_where(decided, _flagged)
    if not len(rows):
        return out
    block, fields = decided.block, reviewer.fields
    days = block.places.get("service_date")
    mine = np.full(len(rows), MISSING, np.int32) if days is None else days[rows]
    season: Any = reviewer.heads.season_of(mine)
    columns: list[tuple[str, Ids]] = [("code", block.ids["code"][rows])]
    if "diagnoses" in fields.columns.fields:
        words = fields.words["diagnoses"][0]
        for array, ids in fields.diagnoses(block):
            columns.append(
                ("diagnoses", ids[rows] if ids is not None else words.ids(array.take(pa.array(rows))))
            )
    for name, ids in columns:
        both, counts = np.unique(ids.astype(np.int64) << 16 | season, return_counts=True)
        numbers: list[int] = both.tolist()
        for one, lines in zip(numbers, counts.tolist(), strict=True):
            code: Any = fields.words[name][0].values[one >> 16].value
            if code is not None:
                day = reviewer.heads.seasons.sample(one & 0xFFFF)
                state = reviewer.engine.library.book.look(code, day)
                if state.state in STATES:
                    out[code, state.state, state.says] += lines
    return out
