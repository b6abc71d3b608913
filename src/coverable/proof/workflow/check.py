"""The gate over a whole library: every approved version is rightly so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from coverable.base.problem import Problem, Refused
from coverable.base.share import share
from coverable.determination.checks import Finding, NamedCheck, Told
from coverable.determination.engine import Engine
from coverable.proof.workflow.gate import review


def _approved(engine: Engine) -> list[str]:
    """Keys of approved versions; what cannot be read is said by the checks that read it."""
    out: list[str] = []
    for key in engine.library.folders:
        try:
            if engine.library.signoff(key).encoding.status == "approved":
                engine.library.versions(key.partition("@")[0])
                out.append(key)
        except Refused:
            continue
    return out


def _approvals(engine: Engine, as_of: date, told: Told) -> Iterator[Finding]:
    keys = _approved(engine)

    def missing(at: int) -> list[Problem]:
        return list(review(engine, keys[at], always_compare=False).missing)

    for key, found in zip(keys, share(missing, len(keys), told), strict=True):
        yield from (Finding("approvals", key, "finding", problem) for problem in found)


APPROVALS: NamedCheck = ("approvals", _approved, _approvals)
"""For `check_library(more=...)`."""
