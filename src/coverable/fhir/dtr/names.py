"""Addresses of DTR and SDC, and small pieces of FHIR JSON that hold them."""

from __future__ import annotations

from typing import Any, Final, Literal

Family = Literal["2.0.1", "2.2"]
"""The version of DTR that is spoken: the one of the law, and the current one."""
FAMILIES: Final[tuple[Family, ...]] = ("2.2", "2.0.1")
VERSION: Final[dict[Family, str]] = {"2.2": "2.2.0", "2.0.1": "2.0.1"}
"""Of the guide whose profiles a resource is said to keep."""
PATH: Final = "/fhir"
"""Below the address of the server; what is canonical begins with it, whichever version is spoken."""

_HL7: Final = "http://hl7.org/fhir/StructureDefinition/"
_SDC: Final = "http://hl7.org/fhir/uv/sdc/StructureDefinition/"
_DTR: Final = "http://hl7.org/fhir/us/davinci-dtr/StructureDefinition/"

STANDARD: Final = f"{_DTR}dtr-std-questionnaire"
ADAPTIVE: Final = f"{_DTR}dtr-questionnaire-adapt"
ADAPTIVE_SEARCH: Final = f"{_DTR}dtr-questionnaire-adapt-search"
RESPONSE: Final = f"{_DTR}dtr-questionnaireresponse"
RESPONSE_ADAPT: Final = f"{_SDC}sdc-questionnaireresponse-adapt"
PACKAGE: Final = f"{_DTR}DTR-QPackageBundle"
OUTPUT: Final = f"{_DTR}dtr-qpackage-output-parameters"

CONTEXT: Final = f"{_DTR}qr-context"
COVERAGE: Final = f"{_DTR}qr-coverage"
"""New in 2.2, where 2.0.1 takes the coverage for a context."""
INTENDED_USE: Final = f"{_DTR}intendedUse"
ORIGIN: Final = f"{_DTR}information-origin"
ALTERNATIVE: Final[dict[Family, str]] = {
    "2.2": f"{_DTR}alternativeExpression",
    "2.0.1": f"{_HL7}cqf-alternativeExpression",
}
"""The same expression in another language: of DTR since 2.2, before that HL7's own."""

LIBRARY: Final = f"{_HL7}cqf-library"
CONTROL: Final = f"{_HL7}questionnaire-itemControl"
CONTROLS: Final = "http://hl7.org/fhir/questionnaire-item-control"
UNIT: Final = f"{_HL7}questionnaire-unit"
UNIT_OPTION: Final = f"{_HL7}questionnaire-unitOption"
SUPPORT: Final = f"{_HL7}questionnaire-supportLink"
DERIVED: Final = f"{_HL7}derivation-reference"
"""From which resource of the record a value was read."""
LAUNCH: Final = f"{_SDC}sdc-questionnaire-launchContext"
LAUNCHES: Final = "http://hl7.org/fhir/uv/sdc/CodeSystem/launchContext"
INITIAL: Final = f"{_SDC}sdc-questionnaire-initialExpression"
IS_ADAPTIVE: Final = f"{_SDC}sdc-questionnaire-questionnaireAdaptive"
UCUM: Final = "http://unitsofmeasure.org"
ICD10: Final = "http://hl7.org/fhir/sid/icd-10-cm"
CRD_CODES: Final = "http://hl7.org/fhir/us/davinci-crd/CodeSystem/temp"


def ext(url: str, **value: Any) -> dict[str, Any]:
    """An extension with its value: `ext(UNIT, valueCoding={...})`."""
    return {"url": url, **value}


def questionnaire_url(base: str, name: str, adaptive: bool = False) -> str:
    """The canonical address of a form, without its version."""
    return f"{base}{PATH}/Questionnaire/{name}{'.adaptive' if adaptive else ''}"


def valueset_url(base: str, name: str, fact: str) -> str:
    """The canonical address of the codes that may answer one question."""
    return f"{base}{PATH}/ValueSet/{name}.{fact.replace('_', '-')}"


def choices_url(base: str, fact: str) -> str:
    """The code system of the choices of a fact: those of the glossary."""
    return f"{base}{PATH}/CodeSystem/{fact.replace('_', '-')}"
