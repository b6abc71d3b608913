"""What the DTR endpoint can do, as a CapabilityStatement, and where its tokens are had."""

from __future__ import annotations

from typing import Any, Final

from coverable import __version__
from coverable.fhir.dtr.names import PATH, Family
from coverable.fhir.jwks import ALGORITHMS
from coverable.fhir.payer import Payer

DTR: Final = "http://hl7.org/fhir/us/davinci-dtr"
SDC: Final = "http://hl7.org/fhir/uv/sdc"
SCOPES: Final = (
    *(
        f"system/{kind}.{right}"
        for kind in ("Questionnaire", "ValueSet", "*")
        for right in ("r", "read", "*")
    ),
)
"""What a client may be given; every operation here reads."""


def root_of(family: Family) -> str:
    """Where the endpoint of a version begins."""
    return PATH if family == "2.2" else f"/r/{family}{PATH}"


def capability(payer: Payer, family: Family) -> dict[str, Any]:
    """The CapabilityStatement of one version of the endpoint."""
    version = "2.0.1" if family == "2.0.1" else "2.2.0"
    operations = {
        "Questionnaire": {
            "questionnaire-package": f"{DTR}/OperationDefinition/questionnaire-package",
            "next-question": f"{SDC}/OperationDefinition/Questionnaire-next-question",
            "log-questionnaire-errors": f"{DTR}/OperationDefinition/log-questionnaire-errors",
        },
        "ValueSet": {"expand": "http://hl7.org/fhir/OperationDefinition/ValueSet-expand"},
    }
    rest: dict[str, Any] = {
        "mode": "server",
        "documentation": "Forms made of coverage policies: packages, question by question, value sets.",
        "security": _security(payer),
        "resource": [
            {
                "type": kind,
                "operation": [{"name": name, "definition": url} for name, url in named.items()],
            }
            for kind, named in operations.items()
        ],
        "operation": [
            {"name": name, "definition": url} for named in operations.values() for name, url in named.items()
        ],
    }
    return {
        "resourceType": "CapabilityStatement",
        "url": f"{payer.at(root_of(family))}/metadata",
        "version": __version__,
        "name": "CoverableDTR",
        "title": f"Coverable, DTR {version}",
        "status": "active",
        "date": payer.today.isoformat(),
        "kind": "instance",
        "instantiates": [
            f"{DTR}/CapabilityStatement/dtr-payer-service{'|2.0.1' if family == '2.0.1' else ''}"
        ],
        "software": {"name": "Coverable", "version": __version__},
        "implementation": {"description": "Coverable", "url": payer.at(root_of(family))},
        "fhirVersion": "4.0.1",
        "format": ["json", "application/fhir+json"],
        "implementationGuide": [f"{DTR}/ImplementationGuide/hl7.fhir.us.davinci-dtr|{version}"],
        "rest": [rest],
    }


def _security(payer: Payer) -> dict[str, Any]:
    if payer.open:
        return {"description": "Open: this server answers programs on its own machine only."}
    system = "http://terminology.hl7.org/CodeSystem/restful-security-service"
    return {  # no oauth-uris: it wants the address of an authorization by a person, and there is none
        "service": [
            {"coding": [{"system": system, "code": "SMART-on-FHIR"}], "text": "SMART Backend Services"}
        ],
        "description": "An access token by private_key_jwt (client_credentials), for registered clients.",
    }


def smart_configuration(payer: Payer, family: Family) -> dict[str, Any]:
    """`/.well-known/smart-configuration`."""
    return {
        "token_endpoint": payer.at(f"{root_of(family)}/token"),
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": list(ALGORITHMS),
        "grant_types_supported": ["client_credentials"],
        "scopes_supported": list(SCOPES),
        "capabilities": ["client-confidential-asymmetric", "permission-v1", "permission-v2"],
    }
