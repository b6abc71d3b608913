"""The criteria as they are encoded: engine and oracle agree on every patient in every reading, counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pytest

from coverable.determination.engine import Engine
from coverable.logic.cells import Choices
from coverable.logic.evaluate import evaluate, leaf_bits
from coverable.policy.compile import Policy
from oracle import NO, UNKNOWN, YES, Column, Oracle, below, counts, every_patient, readings

DME_32, CG_MED_28 = "sentara/dme-32@7", "healthy-blue/cg-med-28@2023-01-01"
INDICATIONS = [(DME_32, "hyperhidrosis"), (CG_MED_28, "anesthesia"), (CG_MED_28, "hyperhidrosis")]


def patients(policy: Policy, indication: str, unknown: bool) -> dict[str, Column]:
    """Every combination of values of the facts that the criteria of an indication test."""
    names = dict.fromkeys(c.fact for c in below(policy.file.indications[indication].criteria) if c.fact)
    facts = {n: policy.glossary.facts[n] for n in names}
    values = {n: (True, False) if f.type == "yes_no" else tuple(f.choices) for n, f in facts.items()}
    return every_patient({n: (*v, None) if unknown else v for n, v in values.items()})


def engine_values(
    policy: Policy, indication: str, columns: Mapping[str, Column], chosen: Mapping[str, str]
) -> np.ndarray:
    """What the engine's evaluator makes of all patients at once, as 0, 1, 2."""
    size = len(next(iter(columns.values())).index)
    full = (1 << size) - 1
    probes = []
    for probe in policy.probes:
        column = columns.get(probe.fact)
        cells = []
        if column is not None and isinstance(probe.cut, Choices):
            for i, value in enumerate(column.values):
                name = {True: "yes", False: "no"}.get(value, value) if value is not None else None
                if name is not None:
                    cells.append((1 << probe.cut.names.index(name), plane(column.index == i)))
        probes.append(cells)
    picks = {
        name: {o: full if o == option else 0 for o in policy.file.interpretations[name].options}
        for name, option in chosen.items()
    }
    bits = evaluate(policy.forest, leaf_bits(policy.forest, probes, 0), full, picks)
    root = next(i.criteria for i in policy.indications if i.name == indication)
    t, f = (unpacked(one, size) for one in bits[root])
    return UNKNOWN + t.astype(np.int8) - f.astype(np.int8)


def plane(rows: np.ndarray) -> int:
    return int.from_bytes(np.packbits(rows, bitorder="little").tobytes(), "little")


def unpacked(bits: int, size: int) -> np.ndarray:
    raw = np.frombuffer(bits.to_bytes(-(-size // 8), "little"), dtype=np.uint8)
    return np.unpackbits(raw, bitorder="little", count=size)


def signed(policy: Policy) -> dict[str, str]:
    return {name: one.option for name, one in policy.signoff.interpretations.items()}


def ways_to_sign(policy: Policy, indication: str) -> Iterator[dict[str, str]]:
    """All readings of the criteria; then each interpretation unsigned beside the signed others; then none."""
    names = list(
        dict.fromkeys(
            c.interpretation for c in below(policy.file.indications[indication].criteria) if c.interpretation
        )
    )
    yield from readings(policy.file, names)
    ours = {n: o for n, o in signed(policy).items() if n in names}
    yield from ({n: o for n, o in ours.items() if n != left_open} for left_open in names)
    yield {}


@pytest.mark.parametrize("unknown", [False, True], ids=["all facts known", "facts may be unknown"])
@pytest.mark.parametrize(("key", "indication"), INDICATIONS)
def test_engine_and_oracle_agree_on_every_patient_in_every_reading(
    engine: Engine, key: str, indication: str, unknown: bool
) -> None:
    policy = engine.library.policy(key)
    columns = patients(policy, indication, unknown)
    criteria = policy.file.indications[indication].criteria
    tried = 0
    for chosen in ways_to_sign(policy, indication):
        ours = engine_values(policy, indication, columns, chosen)
        theirs = Oracle(policy.file, chosen).value(criteria, columns)
        assert np.array_equal(ours, theirs), chosen
        tried += 1
    assert (
        tried
        == {
            (DME_32, "hyperhidrosis"): 144 + 7,
            (CG_MED_28, "anesthesia"): 2,
            (CG_MED_28, "hyperhidrosis"): 24 + 5,
        }[key, indication]
    )


@pytest.mark.parametrize(
    ("key", "indication", "known", "open_"),
    [
        (DME_32, "hyperhidrosis", (2196, 1819, 81), (81_135, 85_453, 128_657)),
        (CG_MED_28, "anesthesia", (3, 1, 0), (5, 1, 3)),
        (CG_MED_28, "hyperhidrosis", (46, 59, 23), (345, 443, 1_399)),
    ],
)
def test_the_signed_reading_ends_as_counted(
    engine: Engine, key: str, indication: str, known: tuple[int, ...], open_: tuple[int, ...]
) -> None:
    """(met, not met, undetermined) with every fact known, and with facts that may be unknown."""
    policy = engine.library.policy(key)
    for unknown, counted in ((False, known), (True, open_)):
        columns = patients(policy, indication, unknown)
        assert counts(engine_values(policy, indication, columns, signed(policy))) == counted


@pytest.mark.parametrize(
    ("key", "indication", "interpretation", "option", "differing"),
    [
        (DME_32, "hyperhidrosis", "AM-1", "signs-show-disruption", 759),
        (DME_32, "hyperhidrosis", "AM-2", "narrows-both", 72),
        (DME_32, "hyperhidrosis", "AM-3", "counts", 54),
        (DME_32, "hyperhidrosis", "AM-3", "does-not-count", 27),
        (DME_32, "hyperhidrosis", "AM-4", "approval-only", 1518),
        (DME_32, "hyperhidrosis", "AM-10", "counts", 54),
        (DME_32, "hyperhidrosis", "AM-10", "does-not-count", 27),
        (DME_32, "hyperhidrosis", "AM-13", "not-maceration-alone", 36),
        (CG_MED_28, "hyperhidrosis", "AM-2", "narrows-both", 18),
        (CG_MED_28, "hyperhidrosis", "AM-8", "a-statement-suffices", 9),
        (CG_MED_28, "hyperhidrosis", "AM-10", "counts", 23),
        (CG_MED_28, "hyperhidrosis", "AM-10", "does-not-count", 23),
        (CG_MED_28, "hyperhidrosis", "AM-13", "not-maceration-alone", 9),
    ],
)
def test_every_other_option_changes_some_patients_as_counted(
    engine: Engine, key: str, indication: str, interpretation: str, option: str, differing: int
) -> None:
    policy = engine.library.policy(key)
    columns = patients(policy, indication, unknown=False)
    here = engine_values(policy, indication, columns, signed(policy))
    there = engine_values(policy, indication, columns, {**signed(policy), interpretation: option})
    assert int(np.sum(here != there)) == differing


@pytest.mark.sr("SR-055")
def test_no_patient_without_a_failed_trial_meets_indication_b_as_signed(engine: Engine) -> None:
    policy = engine.library.policy(CG_MED_28)
    columns = patients(policy, "hyperhidrosis", unknown=True)
    got = engine_values(policy, "hyperhidrosis", columns, signed(policy))
    trial = columns["prescription_antiperspirant_failed"]
    met = got == YES
    assert met.any()
    assert {trial.values[i] for i in np.unique(trial.index[met])} == {True}
    assert not (got[trial.index == trial.values.index(True)] == NO).all()
