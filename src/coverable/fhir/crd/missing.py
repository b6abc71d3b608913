"""Whose rules apply: the coverages of the patient that are ours, and the failure rules of the guide.

No member, no active coverage, or several that it could be: `not-covered` with the guide's reason (CRD
resp-44, resp-45). A payer that is not told, or is another one: 400 (hook-9). Trouble with the client's FHIR
server is `technical` (resp-43) and never a statement about the member.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from coverable.base.shape import is_object
from coverable.determination.benefit import plans_of
from coverable.determination.request import Coverage
from coverable.fhir.answers import fail
from coverable.fhir.bundle import Record, Resource, own_name
from coverable.fhir.coverage import coverages_of
from coverable.fhir.crd.assertion import Asserted, Reason
from coverable.fhir.elements import at, first_at
from coverable.fhir.payer import Payer
from coverable.plan.book import Plan

NO_MEMBER: Final = "no-member-found"
INACTIVE: Final = "no-active-coverage"
NOT_FOUND: Final = "coverage-not-found"
TECHNICAL: Final = "technical"


@dataclass(frozen=True, slots=True)
class Under:
    """One coverage that is answered for: its plan, or what has to be said in place of a determination."""

    reference: Mapping[str, Any]
    """To the client's Coverage."""
    plan: Plan | None
    asked: Mapping[str, Any] | None
    """The coverage as a request names it."""
    instead: Asserted | None = None
    ends: str | None = None
    """The last day of the coverage, where it states one."""


def technical(trouble: str | None) -> Asserted:
    """Nothing can be said for reasons that are neither the patient's nor the plan's."""
    why = f"The FHIR server {trouble}." if trouble else "The record could not be looked into."
    said = f"Coverage could not be determined for technical reasons. {why} Please try again later."
    return Asserted("indeterminate", "indeterminate", reasons=(Reason(said, TECHNICAL),))


def nobody(code: str, text: str) -> Asserted:
    """There is no such member or coverage: the only `not-covered` beside an exclusion by contract."""
    return Asserted("not-covered", reasons=(Reason(text, code),))


def unders(
    record: Record, patient: str, on: str, payer: Payer, order: Resource, trouble: str | None
) -> list[Under]:
    """The coverages that an order is answered for, in payer order; never empty. Failed (400): not ours."""
    mine = frozenset({f"Patient/{patient}"})
    plans = payer.engine.plans
    found: list[Under] = []
    failed: list[Under] = []
    untold, foreign = 0, 0
    for one, said, why in coverages_of(record, mine, on, plans):
        name = own_name(one)
        reference = {"reference": name} if name else {"display": "a Coverage without an id"}
        ends = first_at(one, "period", "end")
        if said is None and why == "it names no payer":
            untold += 1
            continue
        if said is None:
            text = f"The coverage does not hold on {on}: {why}."
            code = NO_MEMBER if why == "it is another person's" else INACTIVE
            failed.append(Under(reference, None, None, nobody(code, text)))
            continue
        fits, known, _ = plans_of(plans, Coverage.model_validate(said))
        if not known and not fits:
            foreign += 1
        elif len(fits) != 1:
            text = f"The payer is known, but which of its plans this is cannot be told ({len(fits)} fit)."
            failed.append(Under(reference, None, None, nobody(NOT_FOUND, text)))
        elif not payer.is_member(fits[0], _numbers(one, record)):
            text = f"{fits[0].file.title} has no member of this number."
            failed.append(Under(reference, fits[0], None, nobody(NO_MEMBER, text)))
        else:
            found.append(Under(reference, fits[0], said, ends=ends if isinstance(ends, str) else None))
    if found or failed:
        return [*found, *([] if found else failed)][: payer.limits.coverages]
    insured = first_at(order, "insurance")
    reference = insured if is_object(insured) else {"display": "no active coverage was found"}
    if trouble is not None:
        return [Under(reference, None, None, technical(trouble))]
    if untold:
        raise _payer("the payer of the coverage is not told", "its payor names nobody that can be told")
    if foreign:
        raise _payer("another payer's coverage", "this server does not answer for that payer")
    return [Under(reference, None, None, nobody(NOT_FOUND, "No active coverage of the patient was found."))]


def _payer(what: str, why: str) -> Exception:
    return fail(
        400,
        what,
        "$.prefetch.coverage",
        why,
        "send the Coverage with its payor's identifier, to that payer's server",
    )


def _numbers(coverage: Resource, record: Record) -> Iterator[str]:
    """Numbers by which the member is known."""
    for value in (coverage.get("subscriberId"), *at(coverage, ("identifier", "value"))):
        if isinstance(value, str):
            yield value
    for one in record.resources:
        if one["resourceType"] == "Patient":
            yield from (v for v in at(one, ("identifier", "value")) if isinstance(v, str))
