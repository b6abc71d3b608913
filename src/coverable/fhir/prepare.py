"""What a server works out before it is asked, so that the first call about a policy is like any other.

It begins once the server listens, goes from plan to plan a small step at a time, and leaves calls at least as
much time as it takes. A call that comes before its turn brings its own plan forward and waits for that alone.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import time
from collections.abc import Iterable, Iterator
from typing import Final

from coverable.base.problem import Refused
from coverable.fhir.crd.forms import canonical_of
from coverable.fhir.payer import Payer
from coverable.plan.book import Plan

LOG: Final = logging.getLogger("coverable.fhir")
BREATH: Final = 0.002
"""Seconds that calls are left between two steps, at least."""
CYCLES: Final = (50_000, 10, 100)
"""How seldom cycles are looked for: what a server keeps is no garbage, and to go through it takes long."""


class Preparation:
    """The policies of all plans, built and with their forms; each once. For one event loop."""

    def __init__(self, payer: Payer) -> None:
        self._payer = payer
        self._done: set[str] = set()
        self.took: list[float] = []
        """Seconds of each step."""
        self.complete = False

    async def run(self) -> None:
        """Prepare the library, what plans adopt first. What cannot be built is told to who asks for it."""
        gc.set_threshold(*CYCLES)
        self._payer.store.load()
        try:
            plans = self._payer.engine.plans.plans.values()
            adopted = (id for plan in plans for id in plan.file.adopted)
            for _ in self._steps([*adopted, *self._payer.engine.library.ids()]):
                await asyncio.sleep(max(BREATH, self.took[-1]))
        except Refused:
            return  # of the plan files: told in the answer of the first call
        self.complete = True
        LOG.info("%d policies are ready after %.1f s of work", len(self._done), sum(self.took))

    async def plans(self, plans: Iterable[Plan]) -> None:
        """Prepare what these plans adopt, now; other calls have their turn between the steps."""
        if not self.complete:
            for _ in self._steps(id for plan in plans for id in plan.file.adopted):
                await asyncio.sleep(0)

    def _steps(self, ids: Iterable[str]) -> Iterator[None]:
        """One step at a time, after which others may have their turn."""
        for id in dict.fromkeys(ids):
            if id in self._done:
                continue
            work = self._policy(id)
            while True:
                began = time.perf_counter()
                try:
                    next(work)
                except (StopIteration, Refused):
                    break
                finally:
                    # what is built stays: the collector of cycles need not go through it at every turn
                    gc.freeze()
                self.took.append(time.perf_counter() - began)
                yield
            self._done.add(id)

    def _policy(self, id: str) -> Iterator[None]:
        """One policy: each version built, then what answers and forms of the one in effect rest on."""
        library = self._payer.engine.library
        for key in library.keys_of(id):
            library.policy(key)
            yield
        policy = library.version_on(id, self._payer.today)
        if policy is None:
            return
        lanes = self._payer.engine.lanes(policy)
        policy.signed_steps(lanes)
        yield
        for service in policy.services if policy.may_be_shown else ():
            canonical_of(policy, service, self._payer.base)
            yield
