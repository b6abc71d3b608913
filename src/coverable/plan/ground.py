"""The recorded ground of a notice: what was found, beside which peers, who confirmed it, until when (SR-080).

A figure that stands out is no ground by itself: a person looked at the reasons that have nothing to do with
billing, said what was found of each, and decided. A ground expires; no claim is decided by it.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any, Final

from pydantic import AfterValidator, Field, model_validator

from coverable.base.dates import read_day
from coverable.base.model import Day, Model
from coverable.plan.period import Period

IDENTIFIES: Final = re.compile(
    r"\d{3}-\d{2}-\d{4}|\d{7,}|@|\b[1-9][A-Z][A-Z0-9]\d[A-Z][A-Z0-9]\d[A-Z]{2}\d{2}\b", re.IGNORECASE
)
"""Inside a text: a social security number, a long number, an address, a Medicare beneficiary identifier."""
INNOCENT: Final = {
    "case_mix": "other patients than those of its peers",
    "sub_specialty": "a field within the specialty that its peers do not have",
    "new_practice": "a practice that is new, or takes another one's patients over",
    "group_billing": "several people who bill under one number",
}
"""Reasons to stand out that have nothing to do with billing: each is looked at before a notice."""
LONGEST: Final = timedelta(days=366)
"""A ground expires at the latest so long after it was decided."""
FEWEST_PEERS: Final = 10
"""Other providers without whom nobody is compared."""
FEWEST: Final = 11
"""Patients below which nothing is shown and nobody is flagged (CMS suppresses smaller cells)."""


def _of_many(text: str) -> str:
    if not text.strip():
        raise ValueError("it says nothing")
    if IDENTIFIES.search(text):
        raise ValueError("it holds what may identify a member")
    return text


Said = Annotated[str, AfterValidator(_of_many)]
"""A text that identifies no member."""


class Range(Model):
    """From a figure to a figure, both included."""

    from_: Decimal = Field(alias="from")
    to: Decimal

    @model_validator(mode="after")
    def _ordered(self) -> Range:
        if self.to < self.from_:
            raise ValueError("the range ends before it begins")
        return self


class Peers(Model):
    """Whom the provider was compared with; it is not among them itself."""

    number: int = Field(ge=FEWEST_PEERS)
    alike: list[str] = Field(min_length=1)
    """What they have in common with the provider: specialty, setting, region, line."""
    group: str = Field(min_length=1)
    """Of which specialty, setting, region and line they are."""
    fell_back: str | None = None
    """Why the nearest peers were too few; none: these are the nearest."""

    @property
    def says(self) -> str:
        *first, last = self.alike
        same = f"{', '.join(first)} and {last}" if first else last
        return f"{self.number} other providers of the same {same} ({self.group})"


class Earlier(Model):
    """The same measure in the period before, in which the provider stood out as well."""

    period: Period
    figure: Decimal
    expected: Decimal


class Ground(Model):
    """One measure by which a provider stands out among its peers, confirmed by a person."""

    measure: str = Field(min_length=1)
    """Its id among the declared measures."""
    counted: Said
    """What was counted, in words."""
    unit: str = Field(min_length=1)
    figure: Decimal
    expected: Decimal
    """The figure of the peers for patients such as those of the provider, in the same unit."""
    usual: Range
    """Between which figures providers of this size usually are."""
    ratio: Decimal
    """Figure to expected figure, drawn in by how little one provider tells."""
    interval: Range
    """95 percent interval of the ratio."""
    patients: int = Field(ge=FEWEST)
    """Patients of whom something was counted."""
    excess: Decimal
    """How many more were counted than expected."""
    peers: Peers
    period: Period
    before: Earlier
    method: str = Field(min_length=1)
    """Version of the method of comparison."""
    source: str = Field(pattern=r"^[0-9a-f]{64}$")
    """SHA-256 of the result that it was taken from."""
    by: Said
    on: Day
    because: Said
    considered: dict[str, Said]
    """What was found of each reason that has nothing to do with billing."""
    expires: Day

    @model_validator(mode="after")
    def _decided(self) -> Ground:
        missing = [name for name in INNOCENT if name not in self.considered]
        if missing:
            raise ValueError(f"nobody says what was found of {', '.join(missing)}")
        unknown = [name for name in self.considered if name not in INNOCENT]
        if unknown:
            raise ValueError(f"`considered` knows no {', '.join(unknown)}: {', '.join(INNOCENT)}")
        on, until, counted = (read_day(day) for day in (self.on, self.expires, self.period.to))
        if not on <= until <= on + LONGEST:
            raise ValueError("a ground expires within a year after it was decided")
        if stale(counted, on):
            raise ValueError("its figures were more than a year old when it was decided")
        return self

    @property
    def says(self) -> str:
        """Measure, figure, peers and period in one sentence."""
        return (
            f"{self.counted}: {self.figure} (expected {self.expected}, usually {self.usual.from_} to "
            f"{self.usual.to}), {self.period.from_} to {self.period.to}, beside {self.peers.says}"
        )

    def view(self) -> dict[str, Any]:
        """What the provider is told: all but what was said inside of why it was decided."""
        said = self.model_dump(by_alias=True, mode="json", exclude={"because", "considered"})
        return {**said, "peers_say": self.peers.says, "says": self.says}


def stale(counted_to: date, on: date) -> bool:
    """Whether what was counted up to a day is too old on another to be a ground."""
    return counted_to + LONGEST < on
