"""Labels of items that a text names in brackets: “one of the following (a, b, or c)”."""

from __future__ import annotations

import re

_ONE = r"(?:[0-9]{1,2}|[ivxIVX]{1,4}|[A-Za-z][0-9]?|[0-9][A-Za-z])\.?"
_LABELS = re.compile(
    rf"\((?!or\b|OR\b)(?P<labels>(?:{_ONE}\s*(?:,|and|or|&|-|–|through|\s)\s*)+(?:(?:and|or)\s+)?{_ONE})\)"
)

_BETWEEN = ("and", "or", "through", "thru", "to")
_RANGE = re.compile(r"\w\W*(?:\s(?:through|thru|to)\s|[-\u2013])\W*\w", re.IGNORECASE)
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")


def labels_in(text: str) -> tuple[str, ...]:
    """The labels, in order; those between the ends of a range as well."""
    match = _LABELS.search(text)
    if match is None:
        return ()
    words = [w for w in re.split(r"\W+", match["labels"]) if w and w.lower() not in _BETWEEN]
    if len(words) == 2 and _RANGE.search(match["labels"]):
        return _from_to(words[0], words[1])
    return tuple(words)


def _from_to(first: str, last: str) -> tuple[str, ...]:
    """“A through D” as all the labels that it means; as it stands where it counts nothing."""
    if first.isdigit() and last.isdigit():
        return tuple(str(n) for n in range(int(first), int(last) + 1))
    if first.lower() == "i" and last.lower() in _ROMAN:
        return _ROMAN[: _ROMAN.index(last.lower()) + 1]
    if len(first) == len(last) == 1:
        return tuple(chr(n) for n in range(ord(first), ord(last) + 1))
    return first, last
