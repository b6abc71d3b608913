"""Interpretations as lanes: every consistent combination of readings is one bit of the planes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from coverable.logic.evaluate import Picks
from coverable.logic.planes import Plane
from coverable.policy.model import Interpretation

MAX_LANES = 1024
Reading = Mapping[str, str]
"""{interpretation: option} for every interpretation that the criteria use."""


Changes = tuple[tuple[str, str], ...]
"""((interpretation, option), ...): where a reading departs from the signed one, by its own choice."""


@dataclass(frozen=True)
class Lanes:
    """All readings of one policy, those with the fewest changes first. `base` marks the signed ones
    (several where one is unsigned)."""

    readings: tuple[Reading, ...]
    changes: tuple[Changes, ...]
    base: int
    picks: Picks
    chosen: Mapping[str, str]
    """Signed options only."""
    partial: bool = False
    """Too many combinations: only the signed reading, each change alone and each pair are lanes."""

    @property
    def full(self) -> int:
        return (1 << len(self.readings)) - 1

    @cached_property
    def signed_key(self) -> Changes:
        """The signed options, as a key."""
        return tuple(sorted(self.chosen.items()))

    @cached_property
    def signed(self) -> Lanes:
        """Only the signed readings: one lane, or one for each way to read what is not signed."""
        kept = [i for i in range(len(self.readings)) if self.base >> i & 1]
        readings = tuple(self.readings[i] for i in kept)
        picks = {
            n: {o: sum(1 << j for j, r in enumerate(readings) if r[n] == o) for o in options}
            for n, options in self.picks.items()
        }
        return Lanes(readings, tuple(self.changes[i] for i in kept), (1 << len(kept)) - 1, picks, self.chosen)

    def signed_picks(self, full: Plane) -> Picks:
        """The signed reading on planes of any width; unsigned interpretations stay open."""
        return {
            i: {o: full if o == chosen else full ^ full for o in self.picks[i]}
            for i, chosen in self.chosen.items()
            if i in self.picks
        }


def lanes_of(
    interpretations: Mapping[str, Interpretation],
    used: Iterable[str],
    signed: Reading,
    override: Mapping[str, str] | None = None,
) -> Lanes:
    """Lanes of the interpretations that the criteria use, as `signed` (and under a what-if `override`)."""
    names = [n for n in interpretations if n in set(used)]
    signed = {n: o for n, o in signed.items() if n in interpretations} | dict(override or {})
    for name in names:  # an override carries along what follows from it
        for leader, options in interpretations[name].follows.items():
            if override and leader in override and name not in override:
                signed[name] = options[override[leader]]
    chosen = {n: signed[n] for n in names if n in signed}
    free = [list(interpretations[n].options) for n in names]
    count = 1
    for options in free:
        count *= len(options)
    partial = count > MAX_LANES
    combos = _near(names, free, chosen) if partial else product(*free)
    readings = [
        reading
        for combo in combos
        if _consistent(reading := dict(zip(names, combo, strict=True)), interpretations)
    ]
    changed = sorted(
        ((_changes(r, chosen, interpretations), r) for r in readings), key=lambda pair: len(pair[0])
    )
    readings = [r for _, r in changed]
    base = sum(1 << i for i, r in enumerate(readings) if all(r[n] == o for n, o in chosen.items()))
    picks = {
        n: {o: sum(1 << i for i, r in enumerate(readings) if r[n] == o) for o in interpretations[n].options}
        for n in names
    }
    return Lanes(tuple(readings), tuple(c for c, _ in changed), base, picks, chosen, partial)


def _changes(reading: Reading, chosen: Reading, interpretations: Mapping[str, Interpretation]) -> Changes:
    """The free changes against the signed reading; what merely follows another change is left out."""
    changed = {n: o for n, o in reading.items() if chosen.get(n) not in (None, o)}
    return tuple(
        (n, o)
        for n, o in changed.items()
        if not any(
            leader in changed and options.get(changed[leader]) == o
            for leader, options in interpretations[n].follows.items()
        )
    )


def _consistent(reading: Reading, interpretations: Mapping[str, Interpretation]) -> bool:
    return all(
        options.get(reading[leader], option) == option
        for name, option in reading.items()
        for leader, options in interpretations[name].follows.items()
        if leader in reading
    )


def _near(names: list[str], free: list[list[str]], chosen: Reading) -> Iterable[tuple[str, ...]]:
    """The signed combination, every single and every double change of it."""
    start = [chosen.get(n, options[0]) for n, options in zip(names, free, strict=True)]
    seen: dict[tuple[str, ...], None] = {tuple(start): None}
    for i in range(len(names)):
        for j in range(i, len(names)):
            for a, b in product(free[i], free[j]):
                one = list(start)
                one[i], one[j] = (a, b) if i != j else (b, b)
                seen[tuple(one)] = None
    return seen
