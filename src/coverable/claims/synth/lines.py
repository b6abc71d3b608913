"""Made-up claim lines, drawn chunk by chunk: the same seed gives the same lines, whatever the number of rows
that are asked for after them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import numpy as np

from coverable.claims.arrow import choose, pa, pc
from coverable.claims.synth.world import (
    CHOICES,
    CODES,
    DEVICE,
    DIAGNOSES,
    ION,
    MODIFIERS,
    NO_REASON,
    PLACES,
    PLANS,
    REGIONS,
    SPECIALTIES,
    SWEATING,
    WRONG,
    YES_NO,
    World,
)

CHUNK: Final = 1 << 19
FIRST_DAY: Final = (date(2025, 7, 1) - date(1970, 1, 1)).days
DAYS: Final = 365
PANEL: Final = 180
"""Members of a provider."""
NOWHERE: Final = (date(9999, 1, 1) - date(1970, 1, 1)).days
"""A date that no service can have."""


class Lines:
    """Draws chunks of lines. `dirty` is the share of rows that cannot be decided, `documented` that of lines
    with facts."""

    def __init__(self, world: World, dirty: float = 0.002, documented: float = 0.3) -> None:
        self.world, self.dirty, self.documented = world, dirty, documented
        self.codes = sorted({code for codes in CODES.values() for code in codes})
        self._by_specialty = [_weights(codes, self.codes) for codes in CODES.values()]
        self.diagnoses = [*DIAGNOSES, *SWEATING, *NO_REASON, *WRONG]

    def chunk(self, number: int, rows: int) -> Any:
        """The first `rows` lines of a chunk, as an Arrow record batch."""
        random = np.random.default_rng([self.world.seed, 3, number])
        drawn = self._draw(random, number)
        dirty = self._dirt(random)
        columns = self._columns(drawn, dirty, number)
        return pa.RecordBatch.from_pydict(columns).slice(0, rows)

    def _draw(self, random: Any, number: int) -> dict[str, Any]:
        world, n = self.world, CHUNK
        provider = random.integers(0, world.providers, n).astype(np.int32)
        # who bills by frequency has several times the lines of others
        busy = np.flatnonzero(world.unusual == 1)
        provider[random.random(n) < 0.004] = busy[int(number) % len(busy)]
        unusual, specialty = world.unusual[provider], world.specialty[provider]
        panel = choose(unusual == 1, 25, PANEL)
        code = _pick_by(random, self._by_specialty, specialty)
        often = ((unusual == 1) & (random.random(n) < 0.6)) | ((unusual == 2) & (random.random(n) < 0.35))
        code[often] = self.codes.index(ION)
        ion = code == self.codes.index(ION)
        sweat = (ion & (random.random(n) < 0.7)) | (
            (code == self.codes.index(DEVICE)) & (random.random(n) < 0.3)
        )
        strange = ion & ~sweat | (ion & (unusual == 2))
        units: Any = choose(
            ion, 1 + (random.random(n) < 0.06), choose(specialty == 0, random.integers(1, 4, n), 1)
        )
        units[(unusual == 2) & ion] = random.integers(3, 6, int(((unusual == 2) & ion).sum()))
        return {
            "provider": provider,
            "specialty": specialty,
            "member": provider.astype(np.int64) * 1000 + (random.random(n) ** 2 * panel).astype(np.int64),
            "plan": _pick(random, list(PLANS.values()), n),
            "day": FIRST_DAY + random.integers(0, DAYS, n).astype(np.int32),
            "code": code,
            "units": units.astype(np.int32),
            "about": ion | (code == self.codes.index(DEVICE)),
            "dx": self._diagnoses(random, sweat, strange),
            "modifier": random.integers(0, 6, n),
            "facts": self._facts(random, ion, sweat),
        }

    def _diagnoses(self, random: Any, sweat: Any, strange: Any) -> list[Any]:
        """Numbers of four diagnoses; the number of diagnoses itself means none."""
        n, none, out = CHUNK, len(self.diagnoses), list[Any]()
        start = 0
        pools: list[tuple[int, Any]] = []
        for pool in (DIAGNOSES, SWEATING, NO_REASON, WRONG):
            pools.append((start, np.array(list(pool.values()), float)))
            start += len(pool)
        for place in range(4):
            one: Any = pools[0][0] + _pick(random, pools[0][1], n)
            if place == 0:
                one = choose(sweat, pools[1][0] + _pick(random, pools[1][1], n), one)
                one = choose(strange, pools[2][0] + _pick(random, pools[2][1], n), one)
                wrong = random.random(n) < 0.004
                one[wrong] = pools[3][0] + _pick(random, pools[3][1], int(wrong.sum()))
            else:
                mixed = sweat & (random.random(n) < 0.03)
                one = choose(mixed, pools[2][0] + _pick(random, pools[2][1], n), one)
                one[random.random(n) > (0.55, 0.3, 0.15)[place - 1]] = none
                if out and place > 1:
                    one[out[-1] == none] = none
            out.append(one.astype(np.int32))
        return out

    def _facts(self, random: Any, ion: Any, sweat: Any) -> dict[str, Any]:
        """Facts of documented lines: a yes, a no, or nothing; choices by number, -1 for nothing."""
        n = CHUNK
        known = (ion | sweat) & (random.random(n) < self.documented)
        out: dict[str, Any] = {}
        for name in YES_NO:
            said = random.random(n)
            out[name] = choose(known & (said < 0.75), (said < 0.45).astype(np.int8), np.int8(-1))
        for name, choices in CHOICES.items():
            one = random.integers(0, len(choices), n).astype(np.int8)
            likely = known & (random.random(n) < (0.15 if name == "device_model" else 0.7))
            if name == "use":
                one = choose(sweat & (random.random(n) < 0.85), np.int8(0), one)
            out[name] = choose(likely, one, np.int8(-1))
        return out

    def _dirt(self, random: Any) -> dict[str, Any]:
        """Rows that cannot be decided, by what is wrong with them."""
        kinds = (
            "date",
            "plan",
            "no_code",
            "code",
            "provider",
            "units",
            "diagnosis",
            "claim",
            "birth",
            "fact",
            "formula",
        )
        wrong = np.flatnonzero(random.random(CHUNK) < self.dirty)
        kind = random.integers(0, len(kinds), len(wrong))
        return {name: wrong[kind == i] for i, name in enumerate(kinds)}

    def _columns(self, drawn: Mapping[str, Any], dirty: Mapping[str, Any], number: int) -> dict[str, Any]:
        world, n = self.world, CHUNK
        first = number * CHUNK
        claim = pc.binary_join_element_wise(
            "C", (pa.array((first + np.arange(n)) // 2)).cast(pa.string()), ""
        )
        claim = _put(claim, dirty["claim"], None)
        claim = _put(claim, dirty["formula"], '=HYPERLINK("http://example.invalid","see")')
        plan = drawn["plan"].astype(np.int32)
        plan[dirty["plan"]] = len(PLANS)
        code = drawn["code"].astype(np.int32)
        code[dirty["code"]] = len(self.codes)
        provider = drawn["provider"].copy()
        provider[dirty["provider"]] = world.providers
        day = drawn["day"].copy()
        day[dirty["date"]] = NOWHERE
        # a member's age hangs on its number, so that all its lines say the same birth date
        age: Any = choose(drawn["specialty"] == 4, drawn["member"] * 7 % 18, 18 + drawn["member"] * 7 % 70)
        birth: Any = (FIRST_DAY - age * 365.25 - 40 - drawn["member"] % 300).astype(np.int32)
        birth[dirty["birth"]] = day[dirty["birth"]] + 30
        units = drawn["units"].copy()
        units[dirty["units"]] = -units[dirty["units"]]
        dx = [one.copy() for one in drawn["dx"]]
        dx[0][dirty["diagnosis"]] = len(self.diagnoses) + 1
        use = drawn["facts"]["use"].copy()
        use[dirty["fact"]] = len(CHOICES["use"])
        specialties = list(SPECIALTIES)
        modifiers = [drawn["modifier"] if name in MODIFIERS else np.full(n, 9) for name in specialties]
        modifier = np.choose(drawn["specialty"], modifiers)
        words = [MODIFIERS.get(name, ("", "", "")) for name in specialties]
        flat = [w for three in words for w in three]
        facts: dict[str, Any] = {"use": _words(use, (*CHOICES["use"], "maybe"), -1)}
        facts |= {name: _bools(drawn["facts"][name]) for name in YES_NO}
        facts |= {
            name: _words(drawn["facts"][name], choices, -1)
            for name, choices in CHOICES.items()
            if name != "use"
        }
        return {
            "claim_id": claim,
            "line_number": pa.array((first + np.arange(n)) % 2 + 1, pa.int32()),
            "member_id": pc.binary_join_element_wise("M", pa.array(drawn["member"]).cast(pa.string()), ""),
            "birth_date": pa.array(birth, pa.int32()).cast(pa.date32()),
            "provider_npi": _words(provider, (*world.npis, "SEE NOTE")),
            "specialty": _words(drawn["specialty"], specialties),
            "region": _words(world.region[drawn["provider"]], REGIONS),
            "plan": _words(plan, (*PLANS, "no-such/plan")),
            "service_date": pa.array(day, pa.int32()).cast(pa.date32()),
            "procedure_code": _put_dictionary(_words(code, (*self.codes, "9703#")), dirty["no_code"]),
            "modifier_1": _words(choose(modifier < 3, drawn["specialty"] * 3 + modifier, -1), flat, -1),
            "units": pa.array(units, pa.int32()),
            "place_of_service": _words(drawn["specialty"], [PLACES.get(name, "22") for name in specialties]),
            **{f"dx{i}": _words(choose(one == len(self.diagnoses), -1, np.minimum(one, len(self.diagnoses))), (*self.diagnoses, "??"), -1) for i, one in enumerate(dx, 1)},
            **facts,
        }  # fmt: skip


def _weights(codes: Mapping[str, float], order: Sequence[str]) -> Any:
    return np.array([codes.get(code, 0) for code in order], float)


def _pick(random: Any, weights: Any, n: int) -> Any:
    """Numbers drawn by weight."""
    steps = np.cumsum(np.asarray(weights, float))
    out = np.zeros(n, np.int32)
    out[:] = np.searchsorted(steps, random.random(n) * steps[-1], side="right")
    return out


def _pick_by(random: Any, weights: Sequence[Any], by: Any) -> Any:
    """Numbers drawn by the weights of each row's own class."""
    out = np.zeros(len(by), np.int32)
    for number, one in enumerate(weights):
        mine = by == number
        out[mine] = _pick(random, one, int(mine.sum()))
    return out


def _words(numbers: Any, words: Sequence[str], nothing: int | None = None) -> Any:
    """Numbers as a dictionary-encoded column of words."""
    mask = None if nothing is None else numbers == nothing
    kind: Any = np.int8 if len(words) < 128 else np.int16 if len(words) < 32_768 else np.int32
    places = pa.array(numbers.astype(kind), mask=mask)
    return pa.DictionaryArray.from_arrays(places, pa.array(list(words), pa.string()))


def _bools(said: Any) -> Any:
    return pa.array(said == 1, mask=said < 0)


def _put(array: Any, rows: Any, value: str | None) -> Any:
    mask = np.zeros(len(array), bool)
    mask[rows] = True
    return pc.if_else(pa.array(mask), pa.scalar(value, pa.string()), array)


def _put_dictionary(array: Any, rows: Any) -> Any:
    """The rows of a dictionary-encoded column as missing."""
    mask = np.zeros(len(array), bool)
    mask[rows] = True
    places = pc.if_else(pa.array(mask), pa.scalar(None, array.indices.type), array.indices)
    return pa.DictionaryArray.from_arrays(places, array.dictionary)
