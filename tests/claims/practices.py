"""Made-up practices whose claims are usual, or unusual by one thing: frequency, units, mix, or diagnoses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from coverable.claims.mapping import MappingFile
from coverable.claims.outliers.find import Found, find
from coverable.claims.outliers.measures import measures_of
from coverable.claims.outliers.view import found_view
from coverable.claims.synth.world import npi
from coverable.policy.library import Library

CODE, OTHERS = "97033", ("97110", "97140")
POLICY = "healthy-blue/cg-med-28@2023-01-01"
REASON, NO_REASON, NEITHER = "L74.512", "M26.601", "M54.50"
FIRST = date(2025, 1, 1)
HALF = 181
PERIODS = ["2025-01-01..2025-06-30", "2025-07-01..2025-12-28"]


@dataclass(frozen=True)
class Practice:
    """Of `patients` in a half year a share comes for visits of the kind, and of these a share has the code."""

    number: int
    patients: int = 200
    visits: float = 0.4
    coded: float = 0.3
    units: int = 1
    days: int = 2
    no_reason: float = 0.2
    specialty: str = "physical therapy"
    region: str = "VA"
    only_in: int | None = None
    """What is unusual about it happens in this half year only."""

    @property
    def npi(self) -> str:
        return npi(100_000_000 + 97 * self.number)

    def in_half(self, half: int) -> Practice:
        if self.only_in in (None, half):
            return self
        return Practice(self.number, self.patients, specialty=self.specialty, region=self.region)


def usual(numbers: Iterable[int], **more: Any) -> list[Practice]:
    return [Practice(number, **more) for number in numbers]


FREQUENT = Practice(101, visits=1.0, coded=0.36)
MIXED = Practice(102, patients=400, visits=0.14, coded=0.86)
MANY_UNITS = Practice(103, patients=300, units=5)
STRANGE = Practice(104, patients=300, no_reason=0.9)
SMALL = Practice(105, patients=10, visits=1.0, coded=1.0, units=8)
ONCE = replace(FREQUENT, number=106, only_in=1)
PLANTED = [FREQUENT, MIXED, MANY_UNITS, STRANGE, SMALL, ONCE]


def lines_of(practices: Sequence[Practice], seed: int = 1) -> list[dict[str, Any]]:
    """The claims of two half years."""
    out: list[dict[str, Any]] = []
    for one in practices:
        random = np.random.default_rng([seed, one.number])
        for half in (0, 1):
            here = one.in_half(half)
            for patient in range(here.patients):
                out += _patient(here, half, patient, random)
    return out


def _patient(one: Practice, half: int, patient: int, random: Any) -> Iterable[dict[str, Any]]:
    start = FIRST + timedelta(days=HALF * half + int(random.integers(0, 120)))
    visit, coded, strange = random.random(3)
    base = {
        "member": f"M{one.number}-{patient}",
        "birth_date": f"{1940 + patient % 60}-05-02",
        "provider": one.npi,
        "specialty": one.specialty,
        "region": one.region,
        "plan": "healthy-blue/medicaid",
        "place_of_service": "11",
        "units": 1,
        "dx1": NEITHER,
    }
    kinds = [OTHERS[patient % 2]] if visit < one.visits else ["99213"]
    yield {**base, "code": kinds[0], "service_date": start.isoformat()}
    if visit < one.visits and coded < one.coded:
        dx = NO_REASON if strange < one.no_reason else REASON
        for day in range(one.days):
            on = (start + timedelta(days=7 * day)).isoformat()
            yield {**base, "code": CODE, "service_date": on, "units": one.units, "dx1": dx}


def write(path: Path, lines: Sequence[dict[str, Any]]) -> Path:
    """As Parquet, with a number for each claim."""
    full = [{"claim": f"C{i}", "line": 1, **line} for i, line in enumerate(lines)]
    pq.write_table(pa.Table.from_pylist(full), path)
    return path


def compare(path: Path, library: Library, codes: Sequence[str] = (f"cpt:{CODE}",), **more: Any) -> Found:
    """Compared by all measures that the sample policy gives."""
    declared = measures_of(codes, [f"cpt:{code}" for code in OTHERS], library.policy(POLICY))
    if more:
        declared = replace(declared, file=declared.file.model_copy(update=more))
    return find(path, MappingFile(), declared, library)


def flagged(found: Found) -> dict[str, set[str]]:
    """By provider: the measures by which it stands out."""
    out: dict[str, set[str]] = {}
    for row in found_view(found)["rows"]:
        if row["stands_out"]:
            out.setdefault(row["provider"], set()).add(row["measure"])
    return out
