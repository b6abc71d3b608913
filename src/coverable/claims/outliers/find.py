"""Providers beside their peers: every measure, every period, and who stands out in two periods in a row.

A flag says that a person should look. It decides no claim, reaches no request of a member, and expires.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np

from coverable.claims.arrow import database
from coverable.claims.inputs import digest_of, files_of
from coverable.claims.mapping import MappingFile
from coverable.claims.outliers.chances import Array
from coverable.claims.outliers.count import Counted, count
from coverable.claims.outliers.fdr import adjusted
from coverable.claims.outliers.measures import Declared, Measure
from coverable.claims.outliers.peers import groups_of
from coverable.claims.outliers.side import Side, numbers_of, side_of
from coverable.claims.outliers.tables import Days, prepare
from coverable.claims.outliers.where import lay_out
from coverable.policy.library import Library

METHOD: Final = "peers-1"
"""Version of the method; a change that may turn a flag gets another one."""


@dataclass(frozen=True)
class Found:
    """What was compared, and with what result."""

    declared: Declared
    periods: tuple[Days, ...]
    providers: dict[str, list[Any]]
    sides: dict[str, list[Side]]
    """By measure: one for each period."""
    aside: dict[str, int]
    inputs: tuple[dict[str, str], ...]
    """The files by name and SHA-256."""

    @property
    def measures(self) -> list[Measure]:
        return self.declared.file.complete

    def stands_out(self, measure: Measure) -> Array:
        """Who stands out in both of the two latest periods."""
        before, last = self.sides[measure.id][-2:]
        return before.stands_out(measure.floor) & last.stands_out(measure.floor)


def find(path: Path, mapping: MappingFile, declared: Declared, library: Library) -> Found:
    """Compare the providers of these claims. Refused: columns or codes that are missing, one period only."""
    with TemporaryDirectory(prefix="coverable-") as folder, database(folder, memory="2GB") as base:
        lay_out(base, path, mapping, library.glossary)
        periods, aside = prepare(base, path, declared.file, library.book)
        rows = base.execute("SELECT * FROM providers ORDER BY provider").fetchall()
        columns = list(zip(*rows, strict=True)) if rows else [()] * 5
        names = ("provider", "specialty", "setting", "region", "line")
        providers = {name: list(one) for name, one in zip(names, columns, strict=True)}
        counted = [count(base, measure) for measure in declared.file.complete]
    groups = groups_of(providers, declared.file.peers)
    sides = compared(counted, providers, groups, len(periods))
    inputs = tuple({"name": one.name, "sha256": digest_of(one)} for one in files_of(path))
    return Found(declared, tuple(periods), providers, sides, aside, inputs)


def compared(
    counted: Sequence[Counted], providers: dict[str, list[Any]], groups: list[Array], periods: int
) -> dict[str, list[Side]]:
    """The sides of every measure; the comparisons of one period, of all measures, are one family."""
    number = {npi: i for i, npi in enumerate(providers["provider"])}
    kind = numbers_of(providers["specialty"])
    drafts: dict[str, list[Side]] = {one.measure.id: [] for one in counted}
    for period in range(periods):
        every = [side_of(one, period, number, kind, groups) for one in counted]
        chances = np.concatenate([side.judged.p[side.compared] for side in every])
        all_adjusted = adjusted(chances)
        start = 0
        for one, side in zip(counted, every, strict=True):
            many = int(side.compared.sum())
            side.adjusted[side.compared] = all_adjusted[start : start + many]
            start += many
            drafts[one.measure.id].append(side)
    return drafts
