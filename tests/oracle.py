"""A naive second opinion on criteria: recursion over the written criteria, no code of `coverable.logic`.

Truth is a number: 0 no, 1 not known, 2 yes. So `all` is the least, `any` the greatest, `not` is 2 minus it,
and n of k hold as surely as the n-th greatest. A fact is a plain value, None when nothing is known, or a
`Column` of many patients at once; then the answer is an array.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from coverable.policy.criterion import Criterion
from coverable.policy.model import PolicyFile

NO, UNKNOWN, YES = 0, 1, 2


@dataclass(frozen=True)
class Column:
    """One fact of many patients: `values[index[i]]` is that of patient i."""

    values: tuple[Any, ...]
    index: np.ndarray


class Oracle:
    """Criteria of one policy file, under some signed readings; the others are not signed."""

    def __init__(self, file: PolicyFile, chosen: Mapping[str, str]) -> None:
        self.chosen = chosen
        self.named = {c.id: c for c in criteria_of(file) if c.id}

    def value(self, c: Criterion, facts: Mapping[str, Any]) -> Any:
        """0, 1 or 2 (or an array of them) for one criterion."""
        if c.same_as:
            return self.value(self.named[c.same_as], facts)
        if c.all:
            return np.minimum.reduce([self.value(one, facts) for one in c.all])
        if c.any:
            return np.maximum.reduce([self.value(one, facts) for one in c.any])
        if c.none:
            return 2 - np.maximum.reduce([self.value(one, facts) for one in c.none])
        if c.not_:
            return 2 - self.value(c.not_, facts)
        if c.of and c.at_least:
            return np.sort([self.value(one, facts) for one in c.of], axis=0)[-c.at_least]
        if c.if_ and c.then:
            test, then = self.value(c.if_, facts), self.value(c.then, facts)
            other = self.value(c.else_, facts) if c.else_ else YES
            undecided = np.where(np.equal(then, other), then, UNKNOWN)
            return np.where(np.equal(test, YES), then, np.where(np.equal(test, NO), other, undecided))
        if c.interpretation and c.options:
            if c.interpretation in self.chosen:
                return self.value(c.options[self.chosen[c.interpretation]], facts)
            readings = [self.value(one, facts) for one in c.options.values()]
            least, greatest = np.minimum.reduce(readings), np.maximum.reduce(readings)
            return np.where(least == greatest, least, UNKNOWN)
        assert c.fact, f"the oracle does not know the rule of {c}"
        tested = _answers(c, facts.get(c.fact))
        if c.silent_if is None:
            return tested
        silent = self.value(c.silent_if, facts)
        return np.where(np.equal(tested, YES), YES, np.where(np.equal(silent, NO), tested, UNKNOWN))


def _answers(c: Criterion, fact: Any) -> Any:
    """The test of one fact, for one patient or for a column of them."""
    if isinstance(fact, Column):
        return np.array([_test(c, value) for value in fact.values], dtype=np.int8)[fact.index]
    return _test(c, fact)


def _test(c: Criterion, value: Any) -> int:
    if value is None or (c.silent_on and value in c.silent_on):
        return UNKNOWN
    if c.in_ is not None:
        return YES if value in c.in_ else NO
    bounds = [
        held
        for bound, held in (
            (c.ge, c.ge is None or value >= c.ge),
            (c.gt, c.gt is None or value > c.gt),
            (c.le, c.le is None or value <= c.le),
            (c.lt, c.lt is None or value < c.lt),
        )
        if bound is not None
    ]
    if bounds:
        return YES if all(bounds) else NO
    return YES if value == (True if c.is_ is None else c.is_) else NO


def below(c: Criterion) -> Iterator[Criterion]:
    """A criterion and everything written inside it."""
    yield c
    inside = [*(c.all or ()), *(c.any or ()), *(c.none or ()), *(c.of or ()), *(c.options or {}).values()]
    inside += [one for one in (c.not_, c.if_, c.then, c.else_, c.silent_if) if one is not None]
    for one in inside:
        yield from below(one)


def criteria_of(file: PolicyFile) -> Iterator[Criterion]:
    """Everything written under the indications of a file."""
    for indication in file.indications.values():
        yield from below(indication.applies_if)
        yield from below(indication.criteria)


def every_patient(values: Mapping[str, Sequence[Any]]) -> dict[str, Column]:
    """All combinations of the given values, as columns; the last fact changes fastest."""
    sizes = [len(v) for v in values.values()]
    places = np.indices(sizes, dtype=np.int16).reshape(len(sizes), -1)
    return {name: Column(tuple(v), places[i]) for i, (name, v) in enumerate(values.items())}


def readings(file: PolicyFile, names: Sequence[str]) -> Iterator[dict[str, str]]:
    """Every way to sign the named interpretations."""
    for options in product(*(file.interpretations[n].options for n in names)):
        yield dict(zip(names, options, strict=True))


def counts(values: Any) -> tuple[int, int, int]:
    """How many patients meet the criteria, do not, and are undetermined."""
    return int(np.sum(values == YES)), int(np.sum(values == NO)), int(np.sum(values == UNKNOWN))
