"""Whom each provider is compared with, and what is expected of it: its own patients at its peers' rates.

Peers are the other providers of the same specialty, setting, region and line; where they are too few, those
of the next wider level, which is said. A provider is never part of its own peers. The expected figure is
indirectly standardised: for each kind of patient the peers' rate, times how many of them the provider has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from coverable.claims.outliers.chances import Array
from coverable.plan.ground import FEWEST, FEWEST_PEERS

NO_LEVEL: Final = -1


@dataclass(frozen=True, slots=True)
class Cells:
    """Counts by provider and kind of patient. `provider` and `case` are numbers."""

    provider: Array
    case: Array
    n: Array
    hits: Array
    y: Array
    e: Array


@dataclass(frozen=True, slots=True)
class Beside:
    """For each provider its peers, one place a provider."""

    level: Array
    """Number of the level in use; NO_LEVEL: too few peers at every one."""
    peers: Array
    nearest: Array
    """Peers at the nearest level, also where they are too few."""
    expected: Array
    """What is expected of its own exposure, at the peers' rates."""
    patients: Array
    """Peers' patients among whom the measure counts."""


def beside(cells: Cells, groups: Sequence[Array], usual: Array, share: bool) -> Beside:
    """Peers of every provider. `groups`: for each level, nearest first, the number of each provider's group;
    `usual`: the providers that may be peers (who stands far out does not tell what is usual)."""
    providers = len(usual)
    n, hits, y, e = (_by(cells.provider, one, providers) for one in (cells.n, cells.hits, cells.y, cells.e))
    level = np.full(providers, NO_LEVEL)
    out = Beside(level, *(np.zeros(providers) for _ in range(4)))
    there: Any = n > 0
    for number, group in enumerate(groups):
        size = int(group.max(initial=-1)) + 1
        known: Any = there & (group >= 0)
        at = np.where(group >= 0, group, size)
        pool: Any = known & usual

        def others(own: Array, at: Array = at, pool: Array = pool, size: int = size) -> Array:
            return np.bincount(at[pool], own[pool], size + 1)[at] - own * pool

        peers = np.where(known, others(np.ones(providers)), 0)
        counted = others(hits)
        if number == 0:
            out.nearest[:] = np.where(there, peers, 0)
        widest = number == len(groups) - 1
        enough: Any = known & (peers >= FEWEST_PEERS) & (counted >= (0 if widest and share else FEWEST))
        taken: Any = enough & (level == NO_LEVEL)
        if not taken.any():
            continue
        more = np.maximum(0, FEWEST - counted) if share else np.zeros(providers)
        expected = _expected(cells, at, (others(n), others(y) + more, others(e)), known, pool, size)
        for into, one in (
            (level, number),
            (out.peers, peers),
            (out.expected, expected),
            (out.patients, others(n)),
        ):
            into[taken] = one[taken] if isinstance(one, np.ndarray) else one
    return out


def _expected(
    cells: Cells, group: Array, of_peers: tuple[Array, Array, Array], known: Array, pool: Array, size: int
) -> Array:
    """What is expected of each provider. A kind of patient of whom peers have few leans on the rate of all
    their patients, with the weight of eleven of them.

    Where fewer than eleven of the peers' patients are counted, they count as eleven (the caller adds them):
    it cannot be told from the figure how few they are, and the provider has the benefit.
    """
    n, y, e = of_peers
    with np.errstate(invalid="ignore", divide="ignore"):
        rate, weight = np.where(e > 0, y / e, 0.0), np.where(n > 0, FEWEST * e / n, 0.0)
    mine: Any = known[cells.provider]
    provider, case = cells.provider[mine], cells.case[mine]
    cases = int(cells.case.max(initial=0)) + 1
    place = group[provider] * cases + case
    among = pool[provider]
    total = [
        np.bincount(place[among], one[mine][among], size * cases)[place] - one[mine] * among
        for one in (cells.y, cells.e)
    ]
    theirs = (total[0] + weight[provider] * rate[provider]) / np.maximum(total[1] + weight[provider], 1e-12)
    return _by(provider, theirs * cells.e[mine], len(known))


def groups_of(providers: Mapping[str, Sequence[str | None]], levels: Sequence[Sequence[str]]) -> list[Array]:
    """For each level the number of each provider's group; -1: something is not known of it."""
    out: list[Array] = []
    for level in levels:
        seen: dict[tuple[str | None, ...], int] = {}
        own = [
            -1 if None in values else seen.setdefault(values, len(seen))
            for values in zip(*(providers[name] for name in level), strict=True)
        ]
        out.append(np.array(own, int))
    return out


def _by(provider: Array, values: Array, providers: int) -> Array:
    return np.bincount(provider, values, providers).astype(float)
