"""coverage-information at the end of an adaptive form: what CRD said, said again with what was answered.

Only where CRD was asked before (DTR spec-43): the response carries what was said then, and its assertion id
leads to the plan, the code and the day. What is still open says nothing new.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from coverable import __version__
from coverable.base.canonical import digest
from coverable.base.dates import read_date, read_duration
from coverable.base.shape import is_list, is_object
from coverable.determination.decide import determine
from coverable.fhir.answers import encoded
from coverable.fhir.crd.assertion import Asserted, broken, extension
from coverable.fhir.crd.table import Known, asserted
from coverable.fhir.crd.versions import COVERAGE_INFORMATION, CURRENT, LAWFUL
from coverable.fhir.crd.versions import Family as CrdFamily
from coverable.fhir.dtr.answers import Answers, request_with
from coverable.fhir.dtr.form import Form
from coverable.fhir.dtr.names import Family
from coverable.fhir.dtr.questionnaire import canonical
from coverable.fhir.payer import Payer
from coverable.fhir.store import Kept, instant
from coverable.glossary.codelists import URLS
from coverable.glossary.codes import split_code
from coverable.policy.executable import Policy

CRD: Final[Mapping[Family, CrdFamily]] = {"2.2": CURRENT, "2.0.1": LAWFUL}
"""The version of CRD that goes with each of DTR."""
_HOOK: Final = "next-question"


def said_before(kept: Kept | None, form: Form, base: str, family: Family) -> tuple[dict[str, Any], ...]:
    """What was said at the time of ordering of this form, for an adaptive response to carry."""
    if kept is None or kept.version != CRD[family].name or kept.questionnaire != canonical(form, base):
        return ()
    from msgspec import json

    return tuple(json.decode(kept.said))


def concluded(
    response: Mapping[str, Any], form: Form, answers: Answers, payer: Payer, family: Family, client: str
) -> dict[str, Any] | None:
    """The response with what its answers settle; None where CRD was not asked before, or it stays open."""
    kept = next(_kept(response, form, payer, client), None)
    if kept is None:
        return None
    base = {"coverages": [kept.plan], "services": [{"code": kept.code, "date": kept.day}]}
    made = determine(request_with(base, answers), payer.engine, payer.today.isoformat())
    view: Mapping[str, Any] = made["lines"][0]["coverages"][0]
    policy, plan = form.policy, payer.engine.plans.plans[kept.plan]
    governing: Mapping[str, Any] = view["governing"] or {}
    another = governing and f"{governing['policy']}@{governing['version']}" != policy.key
    if view["outcome"] == "information_needed" or another:
        return None
    page = payer.at(f"/policies/{policy.id}/{policy.version}")
    title = f"{policy.file.title} ({policy.file.number})"
    # the form is not named again: it has just been answered
    said = asserted(view, Known(plan, title, page, None, kept.code, form.glossary))
    said = replace(said, expires=_expires(view, policy, said, answers.service_date or kept.day))
    id = payer.store.id_of((_HOOK, kept.id, client, digest(made["pins"]), repr(said), __version__))
    system, code = split_code(kept.code)
    under = {"reference": kept.coverage}
    coding = {"system": URLS[system][0], "code": code}
    written = extension(said, CRD[family], under, id, payer.today.isoformat(), [coding])
    faults = broken(written, CRD[family])
    assert not faults, faults
    payer.store.keep([_new(kept, id, client, written, view, made["pins"], payer, family)])
    others = [one for one in response["extension"] if not _is_about(one, kept.coverage)]
    return {**response, "extension": [*others, written]}


def _kept(response: Mapping[str, Any], form: Form, payer: Payer, client: str) -> Iterator[Kept]:
    """What was said before, as it was kept: to this client, of this form, under a plan that is here."""
    for one in _information(response):
        ids = [p.get("valueString") for p in _parts(one) if p.get("url") == "coverage-assertion-id"]
        for id in ids:
            kept = payer.store.find(id) if isinstance(id, str) else None
            if (
                kept is not None
                and (not client or not kept.client or kept.client == client)
                and kept.questionnaire == canonical(form, payer.base)
                and kept.plan in payer.engine.plans.plans
                and kept.code
            ):
                yield kept


def _information(response: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    found = response.get("extension")
    for one in found if is_list(found) else ():
        if is_object(one) and one.get("url") == COVERAGE_INFORMATION:
            yield one


def _parts(one: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    parts = one.get("extension")
    return [part for part in parts if is_object(part)] if is_list(parts) else []


def _is_about(one: Any, coverage: str) -> bool:
    """Whether an extension is coverage-information of this coverage."""
    if not is_object(one) or one.get("url") != COVERAGE_INFORMATION:
        return False
    under = [part.get("valueReference") for part in _parts(one) if part.get("url") == "coverage"]
    return any(is_object(u) and u.get("reference") == coverage for u in under)


def _expires(view: Mapping[str, Any], policy: Policy, said: Asserted, day: str) -> str | None:
    """The last day on which it holds, as far as policy or approval state one."""
    ends = [policy.last_day] if policy.last_day is not None else []
    approval: Mapping[str, Any] = view.get("approval") or {}
    lasting = approval.get("for")
    if said.authorization == "satisfied" and lasting:
        ends.append(read_duration(lasting).after(read_date(day).first))
    return min(ends).isoformat() if ends else None


def _new(
    kept: Kept,
    id: str,
    client: str,
    written: Mapping[str, Any],
    view: Mapping[str, Any],
    pins: Mapping[str, Any],
    payer: Payer,
    family: Family,
) -> Kept:
    """What is kept of it: about the same order, with what it rests on now."""
    governing: Mapping[str, Any] = view.get("governing") or {}
    return replace(
        kept,
        id=id,
        made=instant(payer.clock()),
        client=client or kept.client,
        version=CRD[family].name,
        hook=_HOOK,
        policy_sha256=governing.get("sha256") or "",
        signoff_sha256=governing.get("signoff_sha256") or "",
        plan_sha256=view.get("plan_sha256") or "",
        glossary_sha256=pins.get("glossary", ""),
        facts_sha256=pins.get("facts", ""),
        engine=f"coverable {__version__}",
        outcome=view["outcome"],
        next_step=view["next_step"],
        said=encoded([written]).decode(),
    )
