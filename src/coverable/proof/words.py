"""What a comparison comes to, in sentences."""

from __future__ import annotations

from typing import Final

from coverable.proof.compare import Compared

RELATIONS: Final = {
    "equivalent": "Equivalent: the criteria are met for exactly the same patients (proved).",
    "narrower": "Narrower: {second} is met for fewer patients, and for none besides (proved).",
    "wider": "Wider: {second} is met for more patients, and for all those of {first} (proved).",
    "different": "Different: each is met for patients for whom the other is not.",
    "not_decided": "Not decided: {undecided}. Nothing is claimed.",
}
OTHERWISE: Final = "Where the criteria are not met, the outcome differs for some."


def relation_says(relation: str, first: str, second: str, undecided: str | None = None) -> str:
    """The relation of the second policy to the first."""
    return RELATIONS[relation].format(first=first, second=second, undecided=undecided)


def compared_says(one: Compared, first: str, second: str) -> str:
    """The same, with what else differs."""
    said = relation_says(one.relation, first, second, one.undecided)
    return f"{said} {OTHERWISE}" if one.relation == "equivalent" and not one.same_outcomes else said
