"""The two version families of CRD, and every difference between them that goes over the wire.

2.2 is what HL7 publishes now (CRD 2.2.1); 2.0 is what the law in force names (CRD 2.0.1). Source: the
packages of both (StructureDefinition and ValueSets of ext-coverage-information).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_CRD: Final = "http://hl7.org/fhir/us/davinci-crd/"
COVERAGE_INFORMATION: Final = f"{_CRD}StructureDefinition/ext-coverage-information"
BILLING_OPTIONS: Final = f"{_CRD}StructureDefinition/ext-billing-options"
CODES: Final = f"{_CRD}CodeSystem/temp"
"""Codes of reasons and details, in both families."""


@dataclass(frozen=True, slots=True)
class Family:
    """How one family says things."""

    name: str
    """Two parts, as in `davinci-crd.version`."""
    root: str
    """Where its `/cds-services` is."""
    topics: str
    """The code system of `source.topic` of a card."""
    covered: frozenset[str]
    authorization: frozenset[str]
    documentation: frozenset[str]
    information: frozenset[str]
    reasons: frozenset[str]
    details: frozenset[str]
    current: bool
    """Has what came with 2.1 and 2.2: categories and links of details, expiry, contacts with names, several
    kinds of documentation, `indeterminate`."""


_COVERED: Final = frozenset({"not-covered", "covered", "conditional"})
_AUTHORIZATION: Final = frozenset({"no-auth", "auth-needed", "satisfied", "performpa", "conditional"})
_INFORMATION: Final = frozenset({"performer", "location", "timeframe", "contract-window", "OTH"})
_DETAILS: Final = frozenset(
    {
        "allowed-quantity", "allowed-period", "in-network-copay", "out-network-copay", "concurrent-review",
        "appropriate-use-needed",
    }
)  # fmt: skip
PURPOSES: Final = frozenset({"withpa", "withclaim", "withorder", "retain-doc", "OTH"})

CURRENT: Final = Family(
    name="2.2",
    root="/cds-services",
    topics="http://terminology.hl7.org/CodeSystem/cdshooks-card-type",
    covered=_COVERED | {"indeterminate"},
    authorization=_AUTHORIZATION | {"indeterminate"},
    documentation=frozenset({"clinical", "admin", "patient", "conditional", "indeterminate"}),
    information=_INFORMATION | {"detail-code"},
    reasons=frozenset(
        {
            "gold-card", "no-member-found", "no-active-coverage", "coverage-not-found", "auth-out-network",
            "technical",
        }
    ),
    details=_DETAILS | {"policy-link", "instructions"},
    current=True,
)  # fmt: skip
LAWFUL: Final = Family(
    name="2.0",
    root="/r/2.0.1/cds-services",
    topics=CODES,
    covered=_COVERED,
    authorization=_AUTHORIZATION,
    documentation=frozenset({"clinical", "admin", "both", "conditional"}),
    information=_INFORMATION,
    reasons=frozenset({"gold-card", "detail-code"}),
    details=_DETAILS | {"auth-out-network-only"},
    current=False,
)
FAMILIES: Final = (CURRENT, LAWFUL)
