"""What a person types as an answer, as a request states it: shared by the interview and the checklist."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from coverable.glossary.facts import Attribute, Fact

YES: Final = ("y", "yes")
NO: Final = ("n", "no")
UNKNOWN: Final = ("u", "unknown")
LONGEST: Final = 40
DIGITS: Final = 15
"""No fact has a number that is longer, or so far from one."""


def typed_value(fact: Fact | Attribute, text: str) -> Any:
    """An answer as the value of a fact: `y` as true, `2` as the second choice, `31.5 kg` with its unit.

    What cannot be read stays as it was typed, so that the reader of facts refuses it by name.
    """
    low = text.lower()
    match fact.type:
        case "yes_no":
            return True if low in YES else False if low in NO else text
        case "choice":
            names = list(fact.choices)
            if text in names:
                return text
            if text.isdecimal() and len(text) < 4 and 1 <= int(text) <= len(names):
                return names[int(text) - 1]
            return next((n for n, words in fact.choices.items() if low in (n, words.lower())), text)
        case "number" | "quantity":
            number, _, unit = text.partition(" ")
            value, unit = _number(number), unit.strip()
            if value is None:
                value = text
            if fact.type == "quantity":
                return {"value": value, "unit": unit or fact.unit}
            return text if unit and unit != fact.unit else value
        case "date":
            return a_day(text)
        case _:
            return text


def a_day(text: str) -> str:
    """`05/02/1954` as 1954-05-02 and `05/2025` as 2025-05, as they are written in the US; else as it is."""
    whole = re.fullmatch(r"(0?[1-9]|1[0-2])/(0?[1-9]|[12][0-9]|3[01])/([12][0-9]{3})", text)
    if whole:
        return f"{whole[3]}-{int(whole[1]):02}-{int(whole[2]):02}"
    month = re.fullmatch(r"(0?[1-9]|1[0-2])/([12][0-9]{3})", text)
    return f"{month[2]}-{int(month[1]):02}" if month else text


def a_number(text: str) -> Any:
    """A number of a size that a request may state; what is none stays as typed, to be refused by name."""
    value = _number(text)
    return text if value is None else value


def _number(text: str) -> int | Decimal | None:
    """A number of a size that a request may state; None for everything else."""
    try:
        value = Decimal(text) if len(text) <= LONGEST else Decimal("NaN")
    except InvalidOperation:
        return None
    if not value.is_finite() or abs(value.adjusted()) >= DIGITS:
        return None
    return int(value) if value == value.to_integral_value() else value
