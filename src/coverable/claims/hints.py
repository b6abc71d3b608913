"""Signals of a line: why a person may want to look at it. None of them is a finding, let alone a decision.

A claim rarely says why a service was given, so that most lines that a policy governs stay open. A signal
says where looking at the record is most likely worth it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from coverable.claims.units import OVER
from coverable.claims.verdict import Verdict

SIGNALS: Final = {
    "criteria_not_met": "Facts that were stated do not meet the criteria; the record may say more.",
    "use_excluded": "The stated use stands among those that the policy names as exclusions.",
    "use_not_listed": "The stated use is none that the policy lists.",
    "judgment_needed": "Everything that can be asked is stated, and the text still leaves it to a person.",
    "diagnosis_only_excluded": "Every diagnosis on the line that the policy names is one that it excludes; a code alone "
    "decides nothing.",
    "diagnosis_mixed": "Diagnoses of both lists of the policy: the record tells which of them the service was for.",
    "units_over_session": "More units than one session as the policy describes it.",
    "units_of_day": "The units of all lines of this member, code and day are more than one session as described.",
    "sessions_in_30_days": "More sessions of this member within 30 days than the pauses that the policy describes "
    "allow.",
}
"""Signal: what it says. The most telling come first: the order of the worklist."""
OUTCOMES: Final = ("criteria_not_met", "use_excluded", "use_not_listed", "judgment_needed")


def signals_of(verdict: Verdict) -> tuple[str, ...]:
    """The signals that one line gives by itself, in the order of SIGNALS."""
    return tuple(_signals(verdict))


def _signals(verdict: Verdict) -> Iterator[str]:
    if verdict.outcome in OUTCOMES:
        yield verdict.outcome
    if verdict.outcome != "criteria_met" and verdict.diagnosis_signal == "only_excluded":
        yield "diagnosis_only_excluded"
    if verdict.diagnosis_signal == "mixed":
        yield "diagnosis_mixed"
    if verdict.units == OVER:
        yield "units_over_session"
