"""A library of one small policy in a temporary folder, for tests that change one thing of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from coverable.determination.decide import determine
from coverable.determination.engine import Engine, open_engine

GLOSSARY = """
facts:
  use: {type: choice, label: Use, ask: What for?, plain: What for?, choices: {sleep: sleep, other: other}}
  tired: {type: yes_no, label: Tired, ask: Tired?, plain: Tired?}
  snores: {type: yes_no, label: Snores, ask: Snores?, plain: Snores?}
  bmi: {type: quantity, label: Body mass index, ask: BMI?, plain: BMI?, unit: kg/m2, units: {lb/in2: 703.07}}
  tested_on: {type: date, label: Test, ask: When tested?, plain: When tested?}
  kind: {type: choice, label: Device, ask: Which?, plain: Which?, choices: {mask: mask, chair: chair}}
  note: {type: text, label: Note, ask: Note?, plain: Note?}
  trials:
    type: events
    label: Trials
    ask: Trials?
    plain: Trials?
    attributes:
      agent: {type: text}
      class: {type: choice, choices: {a: a, b: b}}
      date: {type: date}
      started: {type: date}
      ended: {type: date}
      outcome: {type: choice, choices: {failed: failed, ongoing: ongoing, good: good}}
      used: {type: number}
"""

POLICY = """
policy: test/sleep
version: "1"
kind: medical-policy
number: T 1
title: Sleep device
publisher: Test
in_effect: {from: 2026-01-01}
lines_of_business: [commercial]
source: {title: none, lines: 50}
services:
  device: {codes: [hcpcs:E0601], only_if: {fact: kind, is: mask}, cite: L5}
indications:
  sleep:
    service: device
    applies_if: {fact: use, is: sleep}
    cite: L10
    criteria: CRITERIA
exclusions:
  - {id: other-use, position: not_medically_necessary, all_other_uses: true, cite: L20}
INTERPRETATIONS
"""

SIGNOFF = """
encoding: {status: approved, by: A, on: 2026-01-01}
"""

PLAN = """
plan: test/plan
title: Test plan
payer: [Test Payer]
line_of_business: self_funded
contact: "555"
adopts: [{policy: test/sleep}]
benefits: {loaded: true}
automatic_approval: {allowed: true, approve_for: 12 months}
"""


def write_library(
    folder: Path,
    criteria: str = "{all: [{fact: tired}, {fact: snores}]}",
    interpretations: str = "",
    policy: str = POLICY,
    signoff: str = SIGNOFF,
    plan: str = PLAN,
    glossary: str = GLOSSARY,
) -> Path:
    """The library's folder, with one policy, one plan and one glossary file."""
    place = folder / "policies" / "test" / "sleep" / "1"
    place.mkdir(parents=True, exist_ok=True)
    text = policy.replace("CRITERIA", criteria).replace("INTERPRETATIONS", interpretations)
    (place / "policy.yaml").write_text(text)
    (place / "signoff.yaml").write_text(signoff)
    for name, text in (("plans/plan.yaml", plan), ("glossary/facts.yaml", glossary)):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    return folder


def small_engine(folder: Path, **parts: str) -> Engine:
    """An engine over such a library."""
    return open_engine(write_library(folder, **parts))


def request(facts: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A request for the small policy; use and kind of device are stated unless they are given."""
    line = {"code": "E0601", "date": "2026-06-15", **more.pop("service", {})}
    return {
        "id": "T",
        "coverages": ["test/plan"],
        "services": [line],
        "facts": {"use": "sleep", "kind": "mask", **facts},
        **more,
    }


def decide(engine: Engine, facts: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The only coverage's result for such a request."""
    return determine(request(facts, **more), engine)["lines"][0]["coverages"][0]
