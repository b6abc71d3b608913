"""The form of a policy version for a code: the name under which DTR gives it."""

from __future__ import annotations

from coverable.fhir.dtr.form import form_of
from coverable.fhir.dtr.names import questionnaire_url
from coverable.fhir.payer import Payer
from coverable.policy.executable import Policy


def questionnaire_of(payer: Payer, policy: Policy, code: str) -> str | None:
    """The canonical of the form, with its version; None where the policy has none to show for the code."""
    service = next((name for name, built in policy.services.items() if code in built.codes), None)
    if service is None or not policy.may_be_shown:
        return None
    name, version = named_form(policy, service)
    return f"{questionnaire_url(payer.base, name)}|{version}"


def named_form(policy: Policy, service: str) -> tuple[str, str]:
    """(name, version) of the form of a service. Kept with the policy: making the form takes a while."""
    found = policy.forms.get(service)
    if found is None:
        form = form_of(policy, service)
        found = policy.forms[service] = (form.name, form.version)
    return found
