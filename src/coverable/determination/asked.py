"""What a person types as an answer, as a request states it: shared by the interview and the checklist."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any, Final

from coverable.glossary.facts import Attribute, Fact

YES: Final = ("y", "yes")
NO: Final = ("n", "no")
UNKNOWN: Final = ("u", "unknown")


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
            if text.isdigit() and 1 <= int(text) <= len(names):
                return names[int(text) - 1]
            return next((n for n, words in fact.choices.items() if low in (n, words.lower())), text)
        case "number" | "quantity":
            number, _, unit = text.partition(" ")
            try:
                value: Any = Decimal(number)
            except InvalidOperation:
                value = text
            if isinstance(value, Decimal) and value.is_finite():
                value = int(value) if value == value.to_integral_value() else value
            return {"value": value, "unit": unit.strip() or fact.unit} if fact.type == "quantity" else value
        case _:
            return text
