"""What two documents say differently beside their criteria: conditions printed with a code, and definitions.

Neither changes an outcome by itself; both are for the analyst who reads the two side by side.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from coverable.base.problem import Refused
from coverable.glossary.codes import read_code
from coverable.policy.cite import short
from coverable.policy.executable import Policy
from coverable.policy.names import fold


def qualifiers(first: Policy, second: Policy) -> list[dict[str, Any]]:
    """Codes that both print in a table, one with a condition that the other does not state (SR-063)."""
    mine, theirs = _printed(first), _printed(second)
    return [
        {"code": code, "first": mine[code], "second": theirs[code]}
        for code in sorted(mine.keys() & theirs.keys())
        if mine[code] != theirs[code]
    ]


def _printed(policy: Policy) -> dict[str, str | None]:
    """Each single code of the tables with the condition that is printed beside it."""
    out: dict[str, str | None] = {}
    for group in policy.file.codes:
        for entry in group.entries:
            text, condition = (entry, None) if isinstance(entry, str) else (entry.code, entry.qualifier)
            try:
                code = read_code(text)
            except Refused:  # a range or a beginning: its codes have no condition of their own
                continue
            out[code] = out.get(code) or condition
    return out


def descriptions(first: Policy, second: Policy) -> list[dict[str, Any]]:
    """Terms that both define, in other words (SR-107)."""
    return list(_terms(first, second))


def _terms(first: Policy, second: Policy) -> Iterator[dict[str, Any]]:
    theirs = {fold(term): one for term, one in second.file.definitions.items()}
    for term, one in first.file.definitions.items():
        other = theirs.get(fold(term))
        if other is not None and fold(other.says) != fold(one.says):
            yield {
                "term": term,
                "first": {"says": one.says, "cite": short(first.place(one.cite))},
                "second": {"says": other.says, "cite": short(second.place(other.cite))},
            }
