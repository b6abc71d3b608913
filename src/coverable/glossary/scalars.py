"""One scalar as a request writes it: yes/no, choice, number, date or text, refused with its JSON path.

No message repeats what was stated: it may be data of a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from coverable.base.dates import NO_SUCH_DATE, Span, read_date
from coverable.base.problem import did_you_mean, refuse
from coverable.base.shape import kind_of
from coverable.base.yamlfile import hidden_character

MAX_TEXT = 4000


def read_scalar(kind: str, choices: Mapping[str, str], raw: Any, where: str) -> Any:
    """A value of one of the scalar types: bool, a choice, Decimal, Span or text."""
    match kind:
        case "yes_no":
            if raw is True or raw is False:
                return raw
            raise refuse(
                f"{kind_of(raw)} is not yes or no",
                where,
                "a yes/no fact is true, false or null",
                "write true, false or null (not documented)",
            )
        case "choice":
            if isinstance(raw, str) and raw in choices:
                return raw
            raise refuse(
                f"{kind_of(raw)} is not a choice",
                where,
                "only the choices of the glossary have a meaning",
                did_you_mean(str(raw), choices),
            )
        case "number":
            return read_number(raw, where)
        case "date":
            return read_dated(raw, where)
        case _:
            return read_text(raw, where)


def read_number(raw: Any, where: str) -> Decimal:
    """A finite number as Decimal."""
    if isinstance(raw, (int, float, Decimal)) and not isinstance(raw, bool):
        try:
            number = Decimal(repr(raw)) if isinstance(raw, float) else Decimal(raw)
        except InvalidOperation:
            number = Decimal("NaN")
        if number.is_finite() and number.adjusted() < 15:
            return number
        what = "a number with too many digits"
    else:
        what = f"{kind_of(raw)} is not a number"
    raise refuse(what, where, "a finite number is needed", "write a number, or null")


def read_dated(raw: Any, where: str) -> Span:
    """A date, perhaps known only to the month or year."""
    if not isinstance(raw, str):
        raise refuse(
            f"{kind_of(raw)} is not a date", where, "dates are text", "write YYYY-MM-DD, YYYY-MM or YYYY"
        )
    try:
        return read_date(raw)
    except ValueError:
        raise refuse("a text that is no date", where, NO_SUCH_DATE, "correct it, or write null") from None


def read_text(raw: Any, where: str) -> str:
    """Text that people can see; data, never anything else."""
    if not isinstance(raw, str):
        raise refuse(f"{kind_of(raw)} is not text", where, "text is needed here", 'write "..."')
    if len(raw) > MAX_TEXT:
        raise refuse("the text is too long", where, f"at most {MAX_TEXT} characters are read", "shorten it")
    if not raw.isascii() or not raw.isprintable():
        hidden = hidden_character(raw)
        if hidden:
            raise refuse(
                f"a hidden character ({hidden[1]})",
                where,
                "text that people cannot see must not decide anything",
                "delete the character",
            )
    return raw
