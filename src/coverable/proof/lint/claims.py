"""Rules on what a document says of its own changes: a claim is compared with the version before."""

from __future__ import annotations

from collections.abc import Iterator

from coverable.proof.difference import difference
from coverable.proof.lint.rule import Hit, hit, rule
from coverable.proof.lint.subject import Subject

SHOWN = 5
"""Differences that a finding names; `coverable policy diff` shows all."""


@rule(
    "claim-of-no-change",
    "error",
    "The document says that nothing changed, but against the version before something did",
    why="Readers who trust the claim go on working by the old criteria (SR-008).",
    bad="""
history: [{kind: reviewed, on: 2026-02, implemented: 2026-03-01, changes: {criteria: false}, cite: L40}]
in_effect: {from: 2026-03-01}
# second.yaml
in_effect: {from: 2026-01-01}
indications:
  sleep: {service: device, applies_if: {fact: use, is: sleep}, cite: L10, criteria: {fact: snores}}
""",
    good="""
history: [{kind: reviewed, on: 2026-02, implemented: 2026-03-01, changes: {criteria: false}, cite: L40}]
in_effect: {from: 2026-03-01}
# second.yaml
in_effect: {from: 2026-01-01}
""",
)
def untrue(subject: Subject) -> Iterator[Hit]:
    before = subject.predecessor
    claimed = any(changed is False for event in subject.file.history for changed in event.changes.values())
    if not claimed or before is None or before.policy is None or subject.policy is None:
        return
    compared = difference(subject.house.engine, before.policy, subject.policy, examples=False)
    for claim in compared["claims"]:
        if claim["says"] != "unchanged" or claim["holds"] is not False:
            continue
        found = claim["differences"]
        more = f"; and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
        yield hit(
            f"“no change of {claim['what']}” of {claim['on']} does not hold against {before.key}",
            claim["where"],
            "; ".join(found[:SHOWN]) + more,
            "compare them (`coverable policy diff`); correct the wrong encoding, or tell the publisher",
            f"{claim['on']} {claim['what']}",
        )


RULES = (untrue,)
