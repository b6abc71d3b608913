"""Whether the units of a line are plausible, by what the governing policy itself says of a session.

Timed codes are counted by the 8-minute rule (Medicare Claims Processing Manual, chapter 5, 20.2): so many
whole units as `minutes` hold, one more where at least 8 minutes are left. A session of 20 minutes of a code
of 15 minutes is one unit. More than that is a hint for a person, and never a reason against anything
(SR-061, SR-104).
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from coverable.determination.engine import Engine
from coverable.policy.executable import Policy

UNIT: Final = "minutes-per-unit"
SESSION: Final = "session-minutes"
PAUSE: Final = "days-between-sessions"
"""Names of numbers of a policy's `schedule` that plausibility is told from; each names its `codes`."""
LEAST_MINUTES: Final = 8
WINDOW: Final = 30
"""Days in which sessions are counted."""

PLAUSIBLE: Final = "plausible"
OVER: Final = "more_than_a_session"
NOT_STATED: Final = "not_stated"


def units_of_session(policy: Policy, code: str) -> int | None:
    """The units of one session as the policy describes it; None where it does not say."""
    unit, session = (policy.file.schedule.get(name) for name in (UNIT, SESSION))
    if unit is None or session is None or code not in unit.codes:
        return None
    minutes = session.high or session.low
    whole, left = divmod(minutes, unit.low)
    return int(whole) + (1 if left >= LEAST_MINUTES else 0)


def sessions_in_window(policy: Policy, code: str) -> int | None:
    """The most sessions in WINDOW days that the described pause between them allows; None: it does not
    say."""
    pause = policy.file.schedule.get(PAUSE)
    if pause is None or code not in pause.codes or pause.low < 1:
        return None
    return int((WINDOW - 1) // pause.low) + 1


def plausibility(policy: Policy | None, code: str, units: int | Decimal | None) -> str | None:
    """What the units of one line are against one session; None where the policy says nothing of it."""
    most = units_of_session(policy, code) if policy is not None else None
    if most is None:
        return None
    return NOT_STATED if units is None else PLAUSIBLE if units <= most else OVER


def thresholds(engine: Engine) -> Iterator[Decimal]:
    """Every number of units that tells lines apart: limits of contracts, granted quantities, sessions."""
    for plan in engine.plans.plans.values():
        for limit in plan.file.benefits.limits:
            yield Decimal(limit.quantity)
    library = engine.library
    for id in library.ids():
        for policy in library.versions(id):
            for one in policy.indications:
                granted = one.file.approves.quantity if one.file.approves else None
                if granted is not None:
                    yield Decimal(granted.units)
            for code in policy.codes:
                session = units_of_session(policy, code)
                if session is not None:
                    yield Decimal(session)
