"""What was compared as data for every format: figures of eleven patients or more, and why each stands out."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

import numpy as np

from coverable.claims.outliers.chances import Array
from coverable.claims.outliers.find import METHOD, Found
from coverable.claims.outliers.judge import interval_of_counts, interval_of_shares
from coverable.claims.outliers.measures import SAYS, Measure
from coverable.claims.outliers.side import FALSE, OUT, SURE, Side
from coverable.claims.outliers.tables import Days
from coverable.plan.ground import FEWEST, FEWEST_PEERS, INNOCENT

WORDS: Final = {
    "specialty": "specialty",
    "setting": "setting",
    "region": "region",
    "line": "line of business",
}
NO_FINDING: Final = (
    "Who stands out is worth a look by a person, and nothing more. It decides no claim, reaches no request "
    "of a member, and is no finding: whether a service was necessary stands in the record alone."
)
CONDITIONS: Final = (
    "Stands out: in each of the two latest periods false discovery rate at most 5 percent over all "
    "comparisons, at least 95 percent sure to be 1.5 times above what is expected, beyond two standard "
    "deviations of a funnel that takes in how much providers differ anyway, eleven patients or more, and an "
    "excess above the floor."
)


def found_view(found: Found) -> dict[str, Any]:
    """The whole result; rows by measure, those that stand out first, the largest excess before."""
    rows = [row for measure in found.measures for row in _rows(found, measure)]
    return {
        "method": METHOD,
        "inputs": list(found.inputs),
        "codes": list(found.declared.file.codes),
        "periods": [_days(one) for one in found.periods],
        "peers": [list(one) for one in found.declared.file.peers],
        "adjusted_for": list(found.declared.file.adjust),
        "measures": [_measure(found, one) for one in found.measures],
        "not_measured": list(found.declared.left_out),
        "left_aside": found.aside,
        "providers": len(found.providers["provider"]),
        "stand_out": len({row["provider"] for row in rows if row["stands_out"]}),
        "rows": rows,
        "look_first_at": INNOCENT,
        "says": [NO_FINDING, CONDITIONS],
    }


def _measure(found: Found, measure: Measure) -> dict[str, Any]:
    side = found.sides[measure.id][-1]
    few = (side.n >= 1) & (side.n < FEWEST)
    alone = (side.n >= FEWEST) & ~side.compared
    return {
        "id": measure.id,
        "kind": measure.kind,
        "says": measure.says,
        "among": SAYS[measure.kind][2],
        "codes": measure.codes,
        "group": measure.group,
        "floor": str(measure.floor),
        "compared": int(side.compared.sum()),
        "too_few_patients": int(few.sum()),
        "too_few_peers": int(alone.sum()),
    }


def _rows(found: Found, measure: Measure) -> Iterator[dict[str, Any]]:
    side, out = found.sides[measure.id][-1], found.stands_out(measure)
    shown = np.flatnonzero(side.compared & (side.hits >= FEWEST))
    worth = float(measure.worth or 1)
    names = found.providers["provider"]
    low, high = _intervals(measure, side, shown)
    order = sorted(shown.tolist(), key=lambda i: (not out[i], -side.excess[i] * worth, names[i]))
    for rank, i in enumerate(order, 1):
        yield _row(found, measure, i, rank, bool(out[i]), (low[i], high[i]))


def _intervals(measure: Measure, side: Side, shown: Array) -> tuple[dict[int, float], dict[int, float]]:
    """By provider: the ends of the interval of its ratio."""
    first, second = side.judged.first[shown], side.judged.second[shown]
    if measure.is_share:
        expected = side.peers.expected[shown] / side.n[shown]
        ends = [one / expected for one in interval_of_shares(first, second)]
    else:
        ends = list(interval_of_counts(first, second))
    low, high = (dict(zip(shown.tolist(), one.tolist(), strict=True)) for one in ends)
    return low, high


def _row(
    found: Found, measure: Measure, i: int, rank: int, out: bool, interval: tuple[float, float]
) -> dict[str, Any]:
    before, side = found.sides[measure.id][-2:]
    judged, per = side.judged, measure.scale / side.e[i]
    expected = side.peers.expected[i] * per
    row = {
        "provider": found.providers["provider"][i],
        "measure": measure.id,
        "rank": rank,
        "stands_out": out,
        "counted": measure.counted,
        "unit": SAYS[measure.kind][1],
        "figure": rounded(side.y[i] * per),
        "expected": rounded(expected),
        "usual": {
            "from": rounded(expected * judged.usual_low[i]),
            "to": rounded(expected * judged.usual_high[i]),
        },
        "ratio": rounded(judged.ratio[i]),
        "interval": {"from": rounded(interval[0]), "to": rounded(interval[1])},
        "sure": round(float(judged.far[i]), 4),
        "false_discovery": round(float(side.adjusted[i]), 6),
        "deviations": round(float(judged.z[i]), 2),
        "patients": int(side.hits[i]),
        "among": int(side.n[i]),
        "excess": rounded(side.excess[i]),
        "period": _days(found.periods[-1]),
        "peers": _peers(found, side, i),
        "before": _before(found, measure, before, i),
    }
    return {**row, "why": _why(measure, side, before, i)}


def _peers(found: Found, side: Side, i: int) -> dict[str, Any]:
    level = int(side.peers.level[i])
    levels = found.declared.file.peers
    wanting = None
    if level > 0:
        near, same = int(side.peers.nearest[i]), ", ".join(WORDS[name] for name in levels[0])
        few = f"with fewer than {FEWEST} such patients"
        wanting = (
            f"only {near} of the same {same}" if near < FEWEST_PEERS else f"{near} of the same {same}, {few}"
        )
    return {
        "number": int(side.peers.peers[i]),
        "alike": [WORDS[name] for name in levels[level]],
        "group": _group(found, level, i),
        "fell_back": wanting,
    }


def _group(found: Found, level: int, i: int) -> str:
    """The provider's own specialty, setting, region and line, which are its peers'."""
    named = [(name, found.providers[name][i]) for name in found.declared.file.peers[level]]
    return ", ".join(
        f"place of service {value}" if name == "setting" else str(value) for name, value in named
    )


def _before(found: Found, measure: Measure, side: Side, i: int) -> dict[str, Any] | None:
    """The period before; nothing where it was not compared, or has fewer than eleven patients."""
    if not side.compared[i] or side.hits[i] < FEWEST:
        return None
    per = measure.scale / side.e[i]
    return {
        "period": _days(found.periods[-2]),
        "figure": rounded(side.y[i] * per),
        "expected": rounded(side.peers.expected[i] * per),
        "stands_out": bool(side.stands_out(measure.floor)[i]),
    }


def _why(measure: Measure, side: Side, before: Side, i: int) -> str:
    """What a row that does not stand out lacks; of one that does, nothing."""
    tests = {
        "within what chance explains among so many comparisons": side.adjusted[i] > FALSE,
        "not sure to be 1.5 times above": side.judged.far[i] < SURE,
        "within the funnel": side.judged.z[i] < OUT,
        "excess below the floor": side.excess[i] < float(measure.floor),
    }
    lacks = [name for name, true in tests.items() if true]
    if not lacks and not before.stands_out(measure.floor)[i]:
        lacks = ["not in the period before"]
    return "; ".join(lacks)


def rounded(value: float) -> str:
    """Three figures that count, as people write numbers."""
    if value == 0:
        return "0"
    digits = max(0, 2 - int(np.floor(np.log10(abs(value)))))
    return str(Decimal(f"{value:.{digits}f}"))


def _days(period: Days) -> dict[str, str]:
    return {"from": period[0].isoformat(), "to": period[1].isoformat()}
