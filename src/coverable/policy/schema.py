"""JSON Schemas of what stands in a policy folder and in the glossary."""

from __future__ import annotations

from typing import Any

from coverable.base.schema import exactly_one, schema_of
from coverable.glossary.facts import GlossaryFile
from coverable.policy.cite import Citations
from coverable.policy.criterion import RULES
from coverable.policy.model import PolicyFile
from coverable.policy.signoff import Signoff


def schemas() -> dict[str, dict[str, Any]]:
    """Name to schema: policy, signoff, citations, glossary."""
    policy = schema_of(
        PolicyFile, "A coverage policy: one version, in own words, every criterion with its place"
    )
    exactly_one(policy["$defs"]["Criterion"], list(RULES))
    exactly_one(policy["$defs"]["Exclusion"], ["when", "all_other_uses", "criteria_not_met"])
    glossary = schema_of(GlossaryFile, "Facts that policies ask about, and dated look-up tables")
    exactly_one(glossary["$defs"]["Derivation"], ["exists", "evidence_of", "table", "request"])
    return {
        "policy": policy,
        "signoff": schema_of(Signoff, "Who stands behind an encoding, and which readings were chosen"),
        "citations": schema_of(Citations, "Digests of the passages that a policy file cites"),
        "glossary": glossary,
    }
