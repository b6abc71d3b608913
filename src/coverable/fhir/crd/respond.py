"""The answer of a hook: coverage-information on each order, and cards. Nothing else is changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coverable import __version__
from coverable.fhir.answers import encoded
from coverable.fhir.bundle import Record, Resource
from coverable.fhir.crd.assertion import broken, extension
from coverable.fhir.crd.billing import billed
from coverable.fhir.crd.call import Call
from coverable.fhir.crd.cards import cards_of
from coverable.fhir.crd.gather import Known
from coverable.fhir.crd.judge import Judged, fingerprint, judge
from coverable.fhir.crd.versions import COVERAGE_INFORMATION
from coverable.fhir.elements import at
from coverable.fhir.orders import is_order
from coverable.fhir.payer import Payer
from coverable.fhir.store import Kept, instant

NEWS = ("date", "coverage-assertion-id", "satisfied-pa-id")
"""What differs although the same is said."""


@dataclass(frozen=True, slots=True)
class Response:
    """The body of the answer, and what is kept of it."""

    body: dict[str, Any]
    kept: tuple[Kept, ...]


def respond(call: Call, known: Known, payer: Payer, client: str = "") -> Response:
    """Judge every order; write system actions and cards."""
    record = known.record
    cards: list[dict[str, Any]] = []
    actions: list[dict[str, Any]] = []
    kept: list[Kept] = []
    for order in known.orders[: payer.limits.orders]:
        if call.hook.startswith("encounter-") and not billed(order, record):
            continue  # an encounter is no order: something is said where it names a service
        made: list[dict[str, Any]] = []
        for rows in _by_coverage(judge(order, known, call, payer, record)):
            id = payer.store.id_of(fingerprint(rows, call, client))
            written = [_written(one, id, call, payer, record) for one in rows]
            made += written
            kept.append(_kept(rows, id, written, call, payer, client))
            for one in rows:
                cards += cards_of(one, id, call, payer)
        action = _action(order, made)
        if action is not None and call.wants("coverage-info"):
            actions.append(action)
    body = {"cards": cards[: call.most], "systemActions": actions}
    return Response(body, tuple(kept))


def _by_coverage(judged: Iterable[Judged]) -> list[list[Judged]]:
    """Rows of one coverage share one id."""
    out: dict[bytes, list[Judged]] = {}
    for one in judged:
        out.setdefault(encoded(one.under.reference), []).append(one)
    return list(out.values())


def _written(one: Judged, id: str, call: Call, payer: Payer, record: Record) -> dict[str, Any]:
    dependencies = [
        reference["reference"]
        for reference in at(one.order, ("basedOn",))
        if (found := record.find(reference, one.order)) is not None and is_order(found)
    ]
    made = extension(
        one.said,
        call.family,
        one.under.reference,
        id,
        payer.today.isoformat(),
        [code.coding for code in one.codes],
        dependencies,
    )
    faults = broken(made, call.family)
    assert not faults, faults
    return made


def _action(order: Resource, made: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """The update that adds what is said; None where the order says it already."""
    before = list(order.get("extension") or ())
    old = [one for one in before if one.get("url") == COVERAGE_INFORMATION]
    if old and [_core(one) for one in old] == [_core(one) for one in made]:
        return None
    mine = [_about(one) for one in made]
    # what was said of these coverages before is replaced; what others said of other coverages stays
    rest = [one for one in before if one.get("url") != COVERAGE_INFORMATION or _about(one) not in mine]
    return {
        "type": "update",
        "description": "Adds what the coverage asks for this order; nothing else is changed.",
        "resource": {**order, "extension": [*rest, *made]},
    }


def _core(one: Mapping[str, Any]) -> list[Any]:
    return [part for part in one.get("extension") or () if part.get("url") not in NEWS]


def _about(one: Mapping[str, Any]) -> Any:
    parts = one.get("extension") or ()
    return next((p.get("valueReference") for p in parts if p.get("url") == "coverage"), None)


def _kept(
    rows: Sequence[Judged],
    id: str,
    written: Sequence[Mapping[str, Any]],
    call: Call,
    payer: Payer,
    client: str,
) -> Kept:
    one = next((row for row in rows if row.policy is not None), rows[0])
    view: Mapping[str, Any] = one.view or {}
    governing: Mapping[str, Any] = view.get("governing") or {}
    return Kept(
        id=id,
        made=instant(payer.clock()),
        client=client,
        version=call.family.name,
        hook=call.hook,
        order=one.reference,
        coverage=str(one.under.reference.get("reference", "")),
        patient=f"Patient/{call.patient}",
        code=one.codes[0].code if one.codes else "",
        plan=view.get("plan") or (one.under.plan.id if one.under.plan else ""),
        policy=one.policy.key if one.policy else "",
        policy_sha256=governing.get("sha256") or "",
        signoff_sha256=governing.get("signoff_sha256") or "",
        plan_sha256=view.get("plan_sha256") or "",
        glossary_sha256=one.pins.get("glossary", ""),
        facts_sha256=one.pins.get("facts", ""),
        engine=f"coverable {__version__}",
        outcome=view.get("outcome", ""),
        next_step=view.get("next_step", ""),
        questionnaire=next(iter(one.said.questionnaires), ""),
        day=one.day,
        said=encoded(list(written)).decode(),
    )
