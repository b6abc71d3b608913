"""Which facts would have to be stated, counted over the lines of a block that wait for information.

The same walk as `Answer.need` makes over one request, on planes: from the first open root that something can
be asked about, down through what is undetermined, to the tests that could still be answered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np

from coverable.claims.asking import Speaking
from coverable.claims.decide import Decided
from coverable.claims.numbers import look_up
from coverable.claims.verdict import Verdict
from coverable.claims.words import packed
from coverable.determination.planes import Worked
from coverable.logic.planes import Plane, empty
from coverable.policy.executable import NONE, BuiltService, Policy


def missing_in(decided: Decided) -> dict[str, int]:
    """{fact: lines that wait for it}."""
    out: Counter[str] = Counter()
    open_ = packed(look_up(decided.verdicts.those(_waits), decided.some.of(decided.ids)))
    for key in decided.versions(_waits):
        for speaking, here in decided.governed(key):
            for fact, plane in _needed(speaking, here & open_, decided).items():
                count = int(np.bitwise_count(plane).sum())
                if count:
                    out[fact] += count
    return dict(out)


def _waits(verdict: Verdict) -> bool:
    return verdict.outcome == "information_needed"


def _needed(speaking: Speaking, rows: Plane, decided: Decided) -> Mapping[str, Plane]:
    """For each fact the rows that wait for it."""
    policy, done = speaking.speaker.policy, speaking.done
    assert done is not None
    out: dict[str, Plane] = {}
    for (service, qualifier), asks in speaking.variants.items():
        mine = rows & decided.some.plane(asks)
        if empty(mine):
            continue
        names = [service] if service is not None else list(policy.services)
        for name in names:
            here = mine if service is not None else mine & done.met[policy.services[name].known_by]
            for starts in _starts(policy, policy.services[name], qualifier, done, here):
                _down(policy, done, starts, out)
    return out


def _starts(
    policy: Policy, service: BuiltService, qualifier: int, done: Worked, rows: Plane
) -> list[dict[int, Plane]]:
    """The roots that are asked, with the rows that ask there: the first open one that can be answered."""
    code: tuple[int, ...] = () if qualifier == NONE else (qualifier, service.known_by)
    counts = rows if qualifier == NONE else rows & ~done.met[qualifier]
    groups: list[tuple[tuple[int, ...], Plane]] = [(code, counts)] if code else []
    groups.append(((service.met, policy.elsewhere, service.named, service.applies), rows))
    out: list[dict[int, Plane]] = []
    for roots, asking in groups:
        chosen: dict[int, Plane] = {}
        left = asking
        for root in roots:
            if root == NONE:
                continue
            here = left & done.asks[root]
            chosen[root] = chosen.get(root, here ^ here) | here
            left = left & ~here
        out.append(chosen)
    return out


def _down(policy: Policy, done: Worked, starts: Mapping[int, Plane], out: dict[str, Plane]) -> None:
    """Parents first: what is undetermined below, and the tests of facts that can be asked."""
    forest = policy.forest
    matters: dict[int, Plane] = dict(starts)
    chosen = policy.lanes.chosen
    for index in range(len(forest.nodes) - 1, -1, -1):
        here = matters.get(index)
        if here is None or empty(here):
            continue
        node = forest.nodes[index]
        here = here & done.asks[index]
        if node.rule == "leaf":
            fact = policy.probes[forest.leaves[node.leaf].probe].fact
            out[fact] = out.get(fact, here ^ here) | here
            continue
        below: Any = node.children
        if node.rule == "interpretation" and node.interpretation in chosen:
            below = (node.children[node.options.index(chosen[node.interpretation])],)
        for child in below:
            matters[child] = matters.get(child, here ^ here) | here
