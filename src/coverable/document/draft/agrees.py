"""Whether an answer tests the bounds that its passage states: another number or direction wants a reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from coverable.base.shape import is_list, is_object
from coverable.document.reading import Threshold

OPS: Final = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than", "eq": "exactly"}
COMPARED: Final = ("ge", "gt", "le", "lt")
TURNED: Final = frozenset({"not", "none", "if"})
"""Rules below which a bound may stand the other way round."""
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")


def disagreement(stated: Iterable[Threshold], answer: Any) -> str | None:
    """What the passage states and the answer tests, where that is another number or the other direction; None
    where they agree, or the answer compares nothing (its question says the bound then)."""
    bounds = [(one.op, value) for one in stated if (value := _decimal(one.value)) is not None]
    compared = list(_compared(answer))
    known, numbers = {value for _, value in bounds}, set(_numbers(answer))
    for op, value in bounds:
        ways = {way for way, tested in compared if tested == value}
        others = [(way, tested) for way, tested in compared if tested not in known]
        turned = bool(ways) and op != "eq" and op not in ways and not _turns(answer)
        if turned or (value not in numbers and others):
            tests = ", ".join(f"{OPS[way]} {tested}" for way, tested in (compared if turned else others))
            return f"the passage states {OPS[op]} {value}, the answer tests {tests}"
    return None


def _decimal(text: Any) -> Decimal | None:
    try:
        return Decimal(str(text).replace(",", ""))
    except InvalidOperation:
        return None


def _within(value: Any) -> Iterator[tuple[str | None, Any]]:
    """Every scalar of an answer with the field that it stands in."""
    stack: list[tuple[str | None, Any]] = [(None, value)]
    while stack:
        name, one = stack.pop()
        if is_object(one):
            stack += one.items()
        elif is_list(one):
            stack += ((name, below) for below in one)
        else:
            yield name, one


def _compared(answer: Any) -> Iterator[tuple[str, Decimal]]:
    for name, one in _within(answer):
        if name in COMPARED and (number := _decimal(one)) is not None:
            yield name, number


def _numbers(answer: Any) -> Iterator[Decimal]:
    """Every number that an answer names in a test, durations such as `60 days` too."""
    for name, one in _within(answer):
        if name not in ("because", "says", "passage") and not isinstance(one, bool):
            yield from map(Decimal, _NUMBER.findall(str(one)))


def _turns(answer: Any) -> bool:
    """Whether something in it turns a bound around."""
    if is_list(answer):
        return any(map(_turns, answer))
    return is_object(answer) and (bool(TURNED & answer.keys()) or any(map(_turns, answer.values())))
