"""Excludes1 notes of the ICD-10-CM tabular list, as ranges of codes.

A note such as `alcoholic hepatitis (chronic) (K70.1-, K71)` names codes that must not be coded together
with the codes under it. Notes that narrow the codes in words ("with 5th character 9") are left out: what
cannot be read exactly must not stop anyone.
"""

from __future__ import annotations

import re

_CODE = r"[A-Z][0-9A][0-9A-Z](?:\.[0-9A-Z]{1,4})?"
_RANGE = re.compile(rf"({_CODE})(?:\.?-?\s*-\s*({_CODE}))?\.?-?")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_ONLY_CODES = re.compile(rf"(?:{_RANGE.pattern}|[\s,;])*")


def excluded(note: str) -> tuple[tuple[str, str], ...]:
    """The (first, last) codes that the note excludes, as printed; one code is a range of itself."""
    found: list[tuple[str, str]] = []
    for inside in _BRACKETS.findall(note):
        if _ONLY_CODES.fullmatch(inside):
            found += [(first, last or first) for first, last in _RANGE.findall(inside)]
    return tuple(found)
