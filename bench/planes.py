"""A million rows as NumPy planes, in blocks: every criterion of a policy against one look at the planes."""

from __future__ import annotations

from dataclasses import dataclass
from time import process_time
from typing import Any

import numpy as np

from bench.facts import SEED
from coverable.logic.evaluate import evaluate, leaf_bits
from coverable.policy.executable import Policy

ROWS = 1_000_000
BLOCK = 262_144
Block = list[list[tuple[int, Any]]]
"""For each probe its (cells, plane) pairs: 64 rows a word."""


@dataclass(frozen=True)
class Table:
    """Random rows of one policy's facts: each row in one cell of each probe, or unknown."""

    policy: Policy
    blocks: tuple[Block, ...]

    @property
    def planes(self) -> int:
        """Planes in each block."""
        return sum(len(pairs) for pairs in self.blocks[0])

    def read(self) -> float:
        """Seconds to read every plane once, and do nothing else."""
        start = process_time()
        for block in self.blocks:
            for pairs in block:
                for _, plane in pairs:
                    np.bitwise_or.reduce(plane)
        return process_time() - start

    def evaluate(self) -> float:
        """Seconds to evaluate every criterion, in the signed reading, on all rows."""
        forest, lanes = self.policy.forest, self.policy.lanes
        start = process_time()
        for block in self.blocks:
            full = np.full_like(block[0][0][1], ~np.uint64(0))
            evaluate(forest, leaf_bits(forest, block, full ^ full), full, lanes.signed_picks(full))
        return process_time() - start


def table(policy: Policy) -> Table:
    """`ROWS` random rows; the last block is shorter, filled up with unknown rows to whole words."""
    random = np.random.default_rng(SEED)
    blocks: list[Block] = []
    for first in range(0, ROWS, BLOCK):
        rows = min(BLOCK, ROWS - first)
        block: Block = []
        for probe in policy.probes:
            count = probe.cut.full.bit_length()
            cell = np.full(-(-rows // 64) * 64, -1)
            cell[:rows] = random.integers(-1, count, rows)
            planes = [np.packbits(cell == k, bitorder="little").view(np.uint64) for k in range(count)]
            block.append([(1 << k, plane) for k, plane in enumerate(planes)])
        blocks.append(block)
    return Table(policy, tuple(blocks))
