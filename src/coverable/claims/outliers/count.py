"""Counting by DuckDB: for each measure, period, provider and kind of patient, how many and how much.

Everything is counted by patient first, then by provider, so the order of lines and files changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from coverable.claims.arrow import text_in
from coverable.claims.outliers.measures import Measure

COUNTS: Final = ("n", "hits", "y", "e", "yy", "ye", "ee")
"""Patients; patients of whom something was counted; what was counted (`y`) and its exposure (`e`: 1 for each
patient, or days), and the sums of their squares and product over patients."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A measure as it was counted: a row for each period, provider and kind of patient."""

    measure: Measure
    period: Any
    provider: Any
    case: Any
    """The kind of patient (age, sex, diagnoses, line), as text."""
    sums: dict[str, Any]
    """By the names of COUNTS."""


def count(base: Any, measure: Measure) -> Counted:
    """One measure, of every provider in every period."""
    case = "coded_case" if measure.is_scattered else "any_case"
    query = (
        f"WITH counted AS ({_counted(measure)}) "
        f"SELECT period, provider, p.{case} AS kind, count(*) AS n, count(*) FILTER (y > 0) AS hits,"
        " sum(y) AS y, sum(e) AS e, sum(y * y) AS yy, sum(y * e) AS ye, sum(e * e) AS ee"
        " FROM counted c JOIN patients p USING (period, provider, member)"
        " GROUP BY ALL ORDER BY period, provider, kind"
    )
    got: Any = base.execute(query).fetchnumpy()
    sums = {name: _doubles(got[name]) for name in COUNTS}
    return Counted(measure, got["period"], got["provider"], got["kind"], sums)


def _doubles(column: Any) -> Any:
    import numpy as np

    return np.asarray(np.ma.filled(column, 0), float)


def _counted(measure: Measure) -> str:
    """One row for each patient among whom it is counted: `y` and its exposure `e`."""
    person = "SELECT period, provider, member"
    own = f"code IN ({', '.join(text_in(code) for code in measure.codes)})"
    by = "GROUP BY period, provider, member"
    match measure.kind:
        case "rate":
            return (
                "SELECT period, provider, member, CAST(has IS NOT NULL AS INTEGER) AS y, 1 AS e FROM patients"
                f" LEFT JOIN ({person}, true AS has FROM coded WHERE {own} {by})"
                " USING (period, provider, member)"
            )
        case "units":
            return f"{person}, sum(units) AS y, 1 AS e FROM coded WHERE {own} AND units IS NOT NULL {by}"
        case "units_a_day":
            return (
                f"{person}, sum(units) AS y, count(DISTINCT day) AS e"
                f" FROM coded WHERE {own} AND units IS NOT NULL {by}"
            )
        case "days":
            return f"{person}, count(DISTINCT day) AS y, 1 AS e FROM coded WHERE {own} {by}"
        case "mix":
            group = ", ".join(text_in(code) for code in measure.group)
            return (
                f"{person}, CAST(bool_or({own}) AS INTEGER) AS y, 1 AS e"
                f" FROM coded WHERE code IN ({group}) {by}"
            )
        case "diagnoses":
            return (
                f"{person}, CAST(coalesce(bool_or(d.no_reason), false) AND NOT coalesce(bool_or(d.reason),"
                " false) AS INTEGER) AS y, 1 AS e"
                f" FROM (SELECT period, provider, member, unnest(diagnoses) AS raw FROM coded WHERE {own}"
                f" UNION ALL SELECT period, provider, member, NULL FROM coded WHERE {own})"
                f" LEFT JOIN listed d USING (raw) {by}"
            )
