"""The form of a policy version for a code: the name under which DTR gives it."""

from __future__ import annotations

from functools import lru_cache

from coverable.fhir.dtr.form import form_of
from coverable.fhir.dtr.questionnaire import canonical
from coverable.fhir.payer import Payer
from coverable.policy.executable import Policy


def questionnaire_of(payer: Payer, policy: Policy, code: str) -> str | None:
    """The canonical of the form, with its version; None where the policy has none to show for the code."""
    service = next((name for name, built in policy.services.items() if code in built.codes), None)
    if service is None or not policy.may_be_shown:
        return None
    return canonical_of(policy, service, payer.base)


@lru_cache(maxsize=20_000)
def canonical_of(policy: Policy, service: str, base: str) -> str:
    """The same of one service. Kept for more forms than are kept themselves: making one takes a while."""
    return canonical(form_of(policy, service), base)
