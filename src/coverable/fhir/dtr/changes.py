"""`changedsince`: whether a package is surely what it was at an instant, so that it need not be sent again.

A server reads its policies once, when it starts; within its life only the day changes what a package holds.
What was before its start is not known, so it counts as changed; and as another server of the same address may
have answered until shortly after, so does the hour that follows.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from coverable.base.dates import read_date
from coverable.fhir.answers import fail
from coverable.fhir.dtr.form import Form
from coverable.fhir.dtr.valuesets import valuesets
from coverable.fhir.payer import Payer

OVERLAP: Final = timedelta(hours=1)
"""So long servers of different policies may stand side by side while one takes over from the other."""


def unchanged(form: Form, payer: Payer, since: datetime, loaded: datetime) -> bool:
    """Whether form, logic and value sets are what they were. `loaded`: when the policies were read."""
    if since < loaded + OVERLAP:
        return False
    then, first = since.astimezone().date(), form.policy.first_day
    if first is not None and then < first:
        return False  # another version was in effect
    return list(valuesets(form, payer.base, then)) == list(valuesets(form, payer.base, payer.today))


def read_since(text: str, where: str) -> datetime:
    """An instant; of a date, month or year its beginning, so that nothing is left out by mistake. Failed with
    400: no point in time."""
    try:
        if "T" in text:
            found = datetime.fromisoformat(text)
            return found if found.tzinfo else found.replace(tzinfo=UTC)
        first = read_date(text).first
        return datetime(first.year, first.month, first.day, tzinfo=UTC)
    except (ValueError, OverflowError):
        raise fail(
            400, "no such instant", where, "it tells what the client has already",
            "write it like 2026-02-08T10:00:00Z",
        ) from None  # fmt: skip
