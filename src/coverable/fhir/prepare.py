"""What a server works out before it listens, so that the first call about a policy is like any other.

Every version is made executable, with the names of its forms; what was kept of an earlier start is read
(`policy.kept`), the rest is built, on every core where that is safe. Decision 0030.
"""

from __future__ import annotations

import gc
import logging
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Final

from coverable.base.problem import Refused
from coverable.base.share import share
from coverable.fhir.crd.forms import named_form
from coverable.fhir.payer import Payer
from coverable.policy.executable import Policy
from coverable.policy.kept import Kept

LOG: Final = logging.getLogger("coverable.fhir")
CYCLES: Final = (50_000, 10, 100)
"""How seldom cycles are looked for: what a server keeps is no garbage, and to go through it takes long."""
Told = Callable[[int, int], None]


def prepare(payer: Payer, told: Told = lambda done, all: None, shared: bool = False) -> int:
    """Make every version of the library ready; how many had to be built. `told(done, all)` hears of those.

    `shared`: on every core, by forks; for a process that serves nothing yet. No database is opened: a server
    that no EHR calls leaves no file. A version that cannot be built is told to who asks for it.
    """
    gc.set_threshold(*CYCLES)
    payer.store.load()
    began = time.perf_counter()
    library = payer.engine.library
    kept = Kept(library)
    absent = [key for key in library.folders if not _adopted(payer, kept.load(key))]

    def build(at: int) -> bytes | None:
        """The version as bytes, which is how another process gives it back."""
        try:
            policy = library.policy(absent[at])
            _work_out(payer, policy)
        except Refused:
            return None
        return kept.keep(policy)

    for payload in share(build, len(absent), told) if shared else map(build, range(len(absent))):
        if payload is not None:
            _adopted(payer, kept.read(payload))
    kept.sweep()
    _standing(payer, library.ids())
    # what is ready stays: the collector of cycles need not go through it at every turn
    gc.freeze()
    took = time.perf_counter() - began
    LOG.info("%d versions are ready after %.1f s, %d of them built", len(library.folders), took, len(absent))
    return len(absent)


def _adopted(payer: Payer, policy: Policy | None) -> bool:
    """Give the library a version that was read, unless it has built it itself."""
    if policy is not None:
        payer.engine.library.adopt(policy)
    return policy is not None


def _work_out(payer: Payer, policy: Policy) -> None:
    """What answers and forms of a version rest on, beyond its being built."""
    policy.signed_steps(payer.engine.lanes(policy))
    for service in policy.services if policy.may_be_shown else ():
        named_form(policy, service)


def _standing(payer: Payer, ids: Iterable[str]) -> None:
    """The version of each policy that is in effect today, with the criteria that others lend it today."""
    for id in ids:
        with suppress(Refused):
            policy = payer.engine.library.version_on(id, payer.today)
            if policy is not None:
                _work_out(payer, policy)
