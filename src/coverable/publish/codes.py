"""The code tables of a policy as published: polarity and qualifiers; names only where they are free to show.

ICD-10-CM is in the public domain. CPT belongs to the American Medical Association: its descriptors are
never shown, whatever a loaded licence holds (SR-070).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from coverable.glossary.codeset import CodeSet
from coverable.policy.describe import code_group
from coverable.policy.executable import Policy

POLARITY = {
    "with_criteria": "Listed; looked at when criteria are met",
    "not_necessary": "Listed as not necessary",
    "informational": "For information",
}
SYSTEM = {"cpt": "CPT", "hcpcs": "HCPCS", "icd10cm": "ICD-10-CM", "icd9cm": "ICD-9-CM"}


def code_rows(policy: Policy, as_of: date) -> list[dict[str, Any]]:
    """Every printed table with its entries; a range shows its first and its last code."""
    out: list[dict[str, Any]] = []
    for group in policy.file.codes:
        view = code_group(policy, group)
        out.append(
            {
                **view,
                "polarity_says": POLARITY[group.polarity],
                "entries": [_entry(policy, one, as_of) for one in view["entries"]],
            }
        )
    return out


def _entry(policy: Policy, one: dict[str, Any], as_of: date) -> dict[str, Any]:
    system, _, code = str(one["code"]).partition(":")
    names = None if system == "cpt" else one["names"]
    labels: list[dict[str, Any]] = []
    if system == "icd10cm":
        codes = CodeSet.read([one["code"]], policy.book)
        ends = dict.fromkeys((codes.parts[0].first, codes.parts[0].last))
        labels = [
            {"code": end.partition(":")[2], "label": label}
            for end in ends
            if (label := policy.book.look(end, as_of).label)
        ]
    return {**one, "names": names, "system": SYSTEM.get(system, system), "printed": code, "labels": labels}
