"""What a policy says of a request, in planes: a ladder of its statements, the first sure one decides."""

from __future__ import annotations

from collections.abc import Sequence

from coverable.logic.planes import Bits, Plane, every, ladder
from coverable.policy.compile import NONE, BuiltService, Policy

ADVERSE_LEANING = frozenset({"criteria_not_met", "use_excluded", "use_not_listed"})


def outcomes(
    policy: Policy, service: BuiltService, qualifier: int, bits: Sequence[Bits], full: Plane
) -> tuple[list[tuple[str, Plane]], Plane, Plane]:
    """(decided outcomes, open, not addressed) as planes.

    Order: a code that surely does not count, a referral elsewhere, criteria met, a named exclusion,
    criteria not met, all other uses.
    `qualifier` is the root that says whether the code counts (NONE: always). While it is open
    nothing is met, but what is surely not met stays so: the qualifier could not mend it.
    """
    zero = full ^ full
    never = (zero, full)

    def at(root: int) -> Bits:
        return bits[root] if root != NONE else never

    met = bits[service.met]
    if qualifier != NONE:
        met = every((bits[qualifier], met), full)
    refused = bits[qualifier][1] if qualifier != NONE else zero
    rungs = (
        ("not_addressed", refused, full ^ refused),
        ("governed_elsewhere", *at(policy.elsewhere)),
        ("criteria_met", *met),
        ("use_excluded", *at(policy.named)),
        ("criteria_not_met", *bits[service.applies]),
        ("use_not_listed", *at(policy.other)),
    )
    decided, open_ = ladder(rungs, full)
    silent = full ^ open_
    for _, plane in decided:
        silent = silent & (full ^ plane)
    return decided, open_, silent
