"""What made-up policies speak about: fields of medicine with conditions, treatments, drugs and code ranges.

The words stand in topics.yaml; every sentence made from them is our own.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coverable.base.yamlfile import read_yaml


@dataclass(frozen=True, slots=True)
class Topic:
    """One field: what is treated, with what, and how its diagnoses are coded."""

    id: str
    conditions: tuple[str, ...]
    treatments: tuple[str, ...]
    drugs: tuple[str, ...]
    measure: str
    """What is measured, in `unit`."""
    unit: str
    ranges: tuple[str, ...]


def _read() -> tuple[Topic, ...]:
    data: dict[str, Any] = read_yaml(Path(__file__).with_name("topics.yaml")).data
    out: list[Topic] = []
    for name, row in data.items():
        conditions, treatments, drugs, ranges = (
            tuple(row[key]) for key in ("conditions", "treatments", "drugs", "ranges")
        )
        out.append(Topic(name, conditions, treatments, drugs, row["measure"], row["unit"], ranges))
    return tuple(out)


TOPICS = _read()
PUBLISHERS = {
    "alder": "Alder Health",
    "birch": "Birch Mutual",
    "cedar": "Cedar Community Plan",
    "dogwood": "Dogwood Care",
    "elm": "Elm Valley Health",
    "fir": "Fir Federation",
    "hazel": "Hazel Partners",
    "juniper": "Juniper Plan",
    "larch": "Larch Cooperative",
    "maple": "Maple State Health",
}
"""Payers that do not exist; each has one plan that adopts all of its policies."""

LINES = (
    ("medicare", "medicare_advantage"),
    ("medicaid", "medicaid_managed_care"),
    ("commercial", "commercial_insured"),
)
"""The line of business of policies, and of the plan that adopts them."""
WHO = ("adults", "children", "older people", "all ages", "people after surgery", "people at home")
ADJECTIVES = ("initial", "repeat", "long term", "home", "intensive", "combined", "rental", "replacement")
