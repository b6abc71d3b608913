"""How often the comparison of providers flags somebody without a reason, and finds one who is planted.

Made-up providers differ among each other by a gamma variable that stays the same in both periods, as real
ones do; some are planted at several times the usual. `make outliers` writes bench/OUTLIERS.md.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from coverable.claims.outliers.count import Counted
from coverable.claims.outliers.find import compared
from coverable.claims.outliers.judge import interval_of_counts, interval_of_shares
from coverable.claims.outliers.measures import Measure
from coverable.claims.outliers.peers import groups_of
from coverable.claims.outliers.side import Side

PAGE: Final = Path(__file__).with_name("OUTLIERS.md")
USUAL: Final = {"rate": 0.15, "units": 6.0, "mix": 0.25, "diagnoses": 0.1}
"""The middle of each measure: shares of patients, and units a patient."""


@dataclass(frozen=True)
class World:
    """Made-up providers. `differ`: standard deviation of what is usual for each, around 1."""

    providers: int
    differ: float = 0.25
    planted: float = 0.0
    """Share of providers that are planted, by one measure each in turn."""
    times: float = 3.0
    """How far above the usual a planted one stands."""
    specialties: int = 4
    regions: int = 5
    patients: float = 90
    """Of the middle provider, in one period."""


@dataclass(frozen=True)
class Drawn:
    """What the comparison is given, and the truth."""

    counted: list[Counted]
    attributes: dict[str, list[Any]]
    theta: dict[str, Any]
    planted: dict[str, Any]
    levels: tuple[tuple[str, ...], ...] = (("specialty", "region"), ("specialty",))


def draw(world: World, seed: int) -> Drawn:
    """Two periods of counts, in two kinds of patients of whom one has half more than the other."""
    random, many = np.random.default_rng(seed), world.providers
    kind = random.integers(0, world.specialties, many)
    names = [f"{1_000_000_000 + i}" for i in range(many)]
    attributes: dict[str, list[Any]] = {
        "provider": names,
        "specialty": [f"s{i}" for i in kind],
        "region": [f"r{i}" for i in random.integers(0, world.regions, many)],
    }
    shape = 1 / world.differ**2 if world.differ else 1e9
    sizes = world.patients * random.lognormal(0, 0.7, many)
    theta: dict[str, Any] = {}
    planted: dict[str, Any] = {}
    counted: list[Counted] = []
    chosen = random.random(many) < world.planted
    measure_of = random.integers(0, len(USUAL), many)
    for number, (name, usual) in enumerate(USUAL.items()):
        own = random.gamma(shape, 1 / shape, many)
        planted[name] = chosen & (measure_of == number)
        own[planted[name]] = world.times
        theta[name] = own
        counted.append(_counted(name, usual * (0.8 + 0.1 * kind), own, sizes, random))
    return Drawn(counted, attributes, theta, planted)


def _counted(name: str, usual: Any, theta: Any, sizes: Any, random: Any) -> Counted:
    rows: list[dict[str, Any]] = []
    every = np.arange(len(theta))
    for period in range(2):
        for case, factor in (("a", 0.8), ("b", 1.2)):
            n = random.poisson(sizes / 2)
            if name == "units":
                who = np.repeat(every, n)
                # units of a patient: geometric around a mean, so that patients differ as much as they can
                each = random.geometric(1 / np.maximum(1.0, usual[who] * factor * theta[who]))
                y, yy = (np.bincount(who, each.astype(float) ** p, len(every)) for p in (1, 2))
                hits, ye = n, y
            else:
                y = random.binomial(n, np.minimum(0.95, usual * factor * theta)).astype(float)
                hits, yy, ye = y, y, y
            some = n > 0
            rows.append(
                {
                    "period": np.full(int(some.sum()), period),
                    "provider": every[some],
                    "case": np.full(int(some.sum()), case),
                    **{
                        k: np.asarray(v, float)[some]
                        for k, v in zip(
                            ("n", "hits", "y", "e", "yy", "ye", "ee"), (n, hits, y, n, yy, ye, n), strict=True
                        )
                    },
                }
            )
    whole = {key: np.concatenate([row[key] for row in rows]) for key in rows[0]}
    measure = Measure.model_validate({"id": name, "kind": name})
    numbers = np.array([f"{1_000_000_000 + i}" for i in range(len(theta))], dtype=object)
    period, case = whole.pop("period"), whole.pop("case")
    return Counted(measure, period, numbers[whole.pop("provider")], case, whole)


@dataclass
class Tally:
    """Counts over runs."""

    comparisons: int = 0
    flagged: int = 0
    false: int = 0
    planted: int = 0
    large: int = 0
    """Planted ones of whom 30 or more single events are expected in each period (units of one patient come
    together: they are divided by how much more they scatter)."""
    found: int = 0
    false_shares: float = 0.0
    runs: int = 0
    inside: int = 0
    intervals: int = 0


def run(world: World, seeds: range) -> Tally:
    """Compare the providers of each seed, and count."""
    out = Tally()
    for seed in seeds:
        drawn = draw(world, seed)
        groups = groups_of(drawn.attributes, drawn.levels)
        sides = compared(drawn.counted, drawn.attributes, groups, 2)
        flagged = false = 0
        for one in drawn.counted:
            before, last = sides[one.measure.id]
            floor = one.measure.floor
            out_of_line = before.stands_out(floor) & last.stands_out(floor)
            planted = drawn.planted[one.measure.id]
            large = planted & np.all([s.peers.expected / s.spread >= 30 for s in (before, last)], axis=0)
            out.comparisons += int(last.compared.sum())
            flagged += int(out_of_line.sum())
            false += int((out_of_line & ~planted).sum())
            out.planted += int((planted & last.compared).sum())
            out.large += int(large.sum())
            out.found += int((large & out_of_line).sum())
            _cover(out, one, last, drawn.theta[one.measure.id], planted)
        out.flagged += flagged
        out.false += false
        out.false_shares += false / flagged if flagged else 0.0
        out.runs += 1
    return out


def _cover(out: Tally, counted: Counted, side: Side, theta: Any, planted: Any) -> None:
    """How many intervals hold what is usual for the provider, of those that are not planted."""
    rows = np.flatnonzero(side.compared & ~planted)
    first, second = side.judged.first[rows], side.judged.second[rows]
    if counted.measure.is_share:
        low, high = (e * side.n[rows] / side.peers.expected[rows] for e in interval_of_shares(first, second))
    else:
        low, high = interval_of_counts(first, second)
    out.inside += int(((low <= theta[rows]) & (theta[rows] <= high)).sum())
    out.intervals += len(rows)


CAMPAIGN: Final = {
    "10,000 providers, nobody planted": (World(10_000), 10),
    "10,000 providers, 1 percent planted": (World(10_000, planted=0.01), 10),
    "1,000 providers, nobody planted": (World(1_000), 1),
    "1,000 providers that hardly differ, nobody planted": (World(1_000, differ=0.1), 1),
    "1,000 providers that differ much, nobody planted": (World(1_000, differ=0.5), 1),
    "1,000 providers, 2 percent planted": (World(1_000, planted=0.02), 1),
    "1,000 providers, 2 percent planted at twice the usual": (World(1_000, planted=0.02, times=2.0), 1),
    "150 providers of one specialty, 3 percent planted": (
        World(150, planted=0.03, specialties=1, regions=3),
        1,
    ),
}
"""Each with by how much its runs are fewer."""


def page(runs: int) -> str:
    """The page, run by run."""
    rows: list[str] = []
    for name, (world, fewer) in CAMPAIGN.items():
        started = time.perf_counter()
        got = run(world, range(1, max(2, runs // fewer + 1)))
        seconds = (time.perf_counter() - started) / got.runs
        found = f"{got.found:,} of {got.large:,} ({got.found / got.large:.1%})" if got.large else "–"
        rows.append(
            f"| {name} | {got.runs} | {got.comparisons:,} | {got.flagged:,} | {got.false:,} "
            f"({got.false / max(1, got.comparisons):.4%}) | {got.false_shares / got.runs:.2%} | {found} | "
            f"{got.inside / got.intervals:.1%} | {seconds:.1f} |"
        )
        print(rows[-1], flush=True)
    return HEAD + "\n".join(rows) + "\n" + FOOT.format(runs=runs)


HEAD: Final = """# Comparing providers: false flags, and planted ones found

`make outliers` draws made-up providers of nobody and compares them as `coverable claims outliers` does
([why so](../docs/decisions/0034-providers-beside-their-peers.md)).

| world | runs | comparisons | flags | without a reason | false discovery rate | planted with 30 or more expected: found | intervals that hold the truth | seconds a run |
|---|---|---|---|---|---|---|---|---|
"""
FOOT: Final = """
*How it was made.* Four measures (a rate, units a patient, a mix, a share of diagnoses), two periods, two kinds of patients,
four specialties and five regions unless said otherwise; the middle provider has 90 patients in a period. What is usual for
a provider is a gamma variable with standard deviation 0.25 (hardly 0.1, much 0.5) that stays the same in both periods.
Planted ones stand at three times what is usual (unless said otherwise), by one measure. Units of a patient are geometric. A flag is *without a
reason* when the provider is not planted by that measure; the false discovery rate is the mean over runs of their share
among the flags (0 where there is none). Of those that are not planted, an interval holds the truth when the provider's own
ratio lies in it. Seeds 1 to {runs} (a tenth of them for 10,000 providers).

*What to read in it.* With nobody planted every flag is a false discovery, so the rate is the share of runs that have any. Where
providers differ much the rate is not held, though flags are few among all comparisons. Why was not tried out: likely some truly
stand far above without being planted, and leaving the extreme ones out of the measure of what is usual makes it too narrow. Such
flags are what the person who looks is for. At twice the usual nobody need be found: the method is made to be
sure of 1.5 times, not to find all.
"""


def main() -> None:
    """Write the page."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--runs", type=int, default=100)
    asked.add_argument("-o", "--output", type=Path, default=PAGE)
    given = asked.parse_args()
    given.output.write_text(page(given.runs), encoding="utf-8")


if __name__ == "__main__":
    main()
