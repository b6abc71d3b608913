"""The forms of a library by their canonical addresses: what a client names, what an order needs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from coverable.determination.engine import Engine
from coverable.fhir.dtr.form import Form, form_of, forms_of, slug
from coverable.fhir.dtr.names import PATH
from coverable.plan.book import Plan

ADAPTIVE: Final = ".adaptive"


def forms_for(engine: Engine, plan: Plan, code: str, day: date) -> list[Form]:
    """The forms of the policies that list the code under the plan on the date of service, in their order of
    precedence; none where the plan does not review the service or the criteria may not be shown."""
    routed = engine.route(plan, code, day, None)
    if routed.not_reviewed is not None:
        return []
    return [form_of(c.policy, c.service) for c in routed.candidates if c.service and c.policy.may_be_shown]


def form_named(engine: Engine, base: str, canonical: str, day: date) -> tuple[Form, bool] | None:
    """The form that a canonical names, and whether it is asked adaptively. Without a version: the one in
    effect on the day, else the newest. None: no form of ours."""
    url, _, version = canonical.partition("|")
    start = f"{base}{PATH}/Questionnaire/"
    if not url.startswith(start):
        return None
    name = url.removeprefix(start)
    adaptive = name.endswith(ADAPTIVE)
    found = list(_called(engine, name.removesuffix(ADAPTIVE)))
    if version:
        fits = [form for form in found if form.version == version]
    else:
        now = {p.key for form in found if (p := engine.library.version_on(form.policy.id, day))}
        fits = [form for form in found if form.policy.key in now] or found[-1:]
    return (fits[0], adaptive) if fits else None


def _called(engine: Engine, name: str) -> Iterator[Form]:
    """Every version of the form, oldest first."""
    for id in engine.library.ids():
        mine = slug(id)
        if name == mine or name.startswith(f"{mine}."):
            for policy in engine.library.versions(id):
                yield from (form for form in forms_of(policy) if form.name == name)
