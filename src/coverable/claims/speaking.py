"""What one policy says to all rows of a block, in planes, and each row's part of it as one small number.

The number holds everything that a coverage goes on with: the outcome, whether the code counts as listed,
which indication it rests on, whether its use needs no diagnosis, and which remarks hold. Rows with equal
numbers go on alike, so that what follows is worked out once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np

from coverable.claims.numbers import Ids
from coverable.claims.words import unpacked
from coverable.determination.planes import Lines, Said, Worked, ends, unlisted, work
from coverable.glossary.probes import Probe
from coverable.logic.criteria import Step
from coverable.logic.planes import Plane, empty
from coverable.policy.executable import NONE, Policy
from coverable.publish.columns import columns_of

OUTCOMES: Final = (
    "not_addressed",
    "governed_elsewhere",
    "criteria_met",
    "use_excluded",
    "criteria_not_met",
    "use_not_listed",
    "information_needed",
    "judgment_needed",
)
"""Numbered from 1 on in a signature; 0 is a policy that is not asked."""
Variant = tuple[str | None, int]
"""(service that lists the code or None, root of the code's qualifier)."""


@dataclass(frozen=True, slots=True)
class Column:
    """A criterion as a column of the output: its name, and where it stands in the policy's forest."""

    name: str
    node: int
    anchor: str
    """Of the criterion on the policy's page."""
    says: str


class Speaker:
    """One policy version, ready to be asked about blocks."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Every criterion of the policy's page; names begin with the policy's id and stay as long as
        those."""
        start = "".join(c if c.isalnum() else "_" for c in self.policy.id)
        return tuple(
            Column(f"{start}__{one.name.removeprefix('c_')}", one.node, str(one.anchor), one.says)
            for one in columns_of(self.policy).criteria
        )

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """What outcomes, remarks and columns rest on, children first."""
        both = {step[0]: step for step in columns_of(self.policy).steps}
        both |= {step[0]: step for step in self.policy.signed_steps(self.policy.lanes)}
        return tuple(both[index] for index in sorted(both))

    @cached_property
    def probes(self) -> tuple[Probe, ...]:
        forest = self.policy.forest
        used = dict.fromkeys(
            forest.leaves[node.leaf].probe for _, rule, _, node in self.steps if rule == "leaf"
        )
        return tuple(self.policy.probes[i] for i in used)

    @property
    def mute(self) -> bool:
        """Nothing can show that the policy speaks about a code that its tables do not list."""
        return all(one.known_by == NONE for one in self.policy.services.values())

    @cached_property
    def shown_by(self) -> frozenset[str]:
        """The facts that can show that it speaks about a code that its tables do not list."""
        forest = self.policy.forest
        roots = [one.known_by for one in self.policy.services.values() if one.known_by != NONE]
        leaves = [
            forest.nodes[i].leaf for root in roots for i in forest.under(root) if forest.nodes[i].leaf >= 0
        ]
        return frozenset(self.policy.probes[forest.leaves[leaf].probe].fact for leaf in leaves)

    @property
    def odd(self) -> bool:
        """What is said of it rests on more than a signature holds; such rows are decided one by one."""
        return bool(self.policy.lost)

    def work(self, lines: Lines) -> Worked:
        return work(self.policy, self.steps, self.policy.lanes.signed.readings, lines, {})

    def signature(self, done: Worked, full: Plane, variants: Mapping[Variant, Plane], rows: int) -> Ids:
        """The number of every row; `variants` are the rows that ask in each way."""
        zero = full ^ full
        bits: list[Plane] = [zero] * self._width
        for (service, qualifier), asks in variants.items():
            said = (
                unlisted(self.policy, done, asks)
                if service is None
                else ends(self.policy, done, service, qualifier, full)
            )
            made = [*self._outcome(said, zero), *self._rest(done, service, qualifier, full)]
            bits = [a | b & asks for a, b in zip(bits, made, strict=True)]
        return _numbers(bits, rows)

    @cached_property
    def _width(self) -> int:
        return 4 + 2 + _bits_for(len(self.policy.indications)) + len(self.policy.remarks)

    @staticmethod
    def _outcome(said: Said, zero: Plane) -> list[Plane]:
        out = [zero] * 4
        for number, name in enumerate(OUTCOMES, 1):
            if name in said:
                out = [p | said[name] if number >> i & 1 else p for i, p in enumerate(out)]
        return out

    def _rest(self, done: Worked, service: str | None, qualifier: int, full: Plane) -> list[Plane]:
        zero = full ^ full
        counts = zero if service is None else full & ~done.not_met[qualifier] if qualifier != NONE else full
        names = [service] if service is not None else list(self.policy.services)
        mine = [(i, one) for i, one in enumerate(self.policy.indications) if set(names) & set(one.services)]
        free, bound = zero, zero
        for _, one in mine:
            perhaps = full & ~done.not_met[one.applies]
            free, bound = (free | perhaps, bound) if one.file.any_diagnosis else (free, bound | perhaps)
        chosen = [zero] * _bits_for(len(self.policy.indications))
        left = full
        for met in (True, False):  # the one that is met, else the first that surely applies
            for i, one in mine:
                here = left & done.met[one.applies] & (done.met[one.criteria] if met else full)
                chosen = [p | here if (i + 1) >> b & 1 else p for b, p in enumerate(chosen)]
                left = left & ~here
        remarks = [done.met[root] for _, root in self.policy.remarks]
        return [counts, free & ~bound, *chosen, *remarks]


def _bits_for(count: int) -> int:
    return count.bit_length()


def _numbers(bits: Sequence[Plane], rows: int) -> Ids:
    """Planes as one number a row, the first plane in the lowest bit."""
    out: Any = np.zeros(rows, np.uint8 if len(bits) <= 8 else np.uint16 if len(bits) <= 16 else np.int32)
    for i, plane in enumerate(bits):
        if not empty(plane):
            out |= unpacked(plane, rows).astype(out.dtype) << i
    return out
