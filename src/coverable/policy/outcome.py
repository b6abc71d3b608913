"""What a policy says of a request, in planes: a ladder of its statements, the first sure one decides."""

from __future__ import annotations

from collections.abc import Sequence

from coverable.logic.planes import Bits, Plane, every, ladder, some
from coverable.policy.executable import NONE, BuiltService, Policy


def outcomes(
    policy: Policy, service: BuiltService, qualifier: int, bits: Sequence[Bits], full: Plane
) -> tuple[list[tuple[str, Plane]], Plane, Plane]:
    """(decided outcomes, open, not addressed) as planes.

    Order: a code that surely does not count, a referral elsewhere, criteria met, a named exclusion,
    criteria not met, all other uses. `qualifier` is the root that says whether the code counts (NONE:
    always). A code that does not count is treated as one that is not listed: the criteria stand where
    service and use surely match. While the qualifier is open nothing is met, and it is asked first.
    """
    zero = full ^ full
    never = (zero, full)

    def at(root: int) -> Bits:
        return bits[root] if root != NONE else never

    met = bits[service.met]
    astray = never
    if qualifier != NONE:
        known = every((at(service.known_by), bits[service.applies]), full)
        speaks = some((bits[qualifier], known), full)
        told = bits[qualifier][0] | bits[qualifier][1]
        met = (met[0] & speaks[0] & told, met[1])
        astray = (speaks[1], speaks[0])
    rungs = (
        ("not_addressed", *astray),
        ("governed_elsewhere", *at(policy.elsewhere)),
        ("criteria_met", *met),
        ("use_excluded", *at(service.named)),
        ("criteria_not_met", *bits[service.applies]),
        ("use_not_listed", *at(service.other)),
    )
    decided, open_ = ladder(rungs, full)
    silent = full ^ open_
    for _, plane in decided:
        silent = silent & (full ^ plane)
    return decided, open_, silent
