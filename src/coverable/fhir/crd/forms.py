"""The form of a policy version, as CRD names it and DTR gives it."""

from __future__ import annotations

import re

from coverable.fhir.payer import Payer
from coverable.policy.executable import Policy


def questionnaire_of(payer: Payer, policy: Policy, code: str) -> str | None:
    """The canonical of the form for a code, with its version; None where the policy has none to show."""
    service = next((name for name, built in policy.services.items() if code in built.codes), None)
    if service is None or not policy.may_be_shown:
        return None
    name = policy.id if len(policy.services) == 1 else f"{policy.id}.{service}"
    slug = re.sub(r"[^a-z0-9.]+", "-", name.lower()).strip("-")
    return f"{payer.at('/fhir/Questionnaire')}/{slug}|{policy.version}"
