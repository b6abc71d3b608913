"""What the names of the columns of a table say of the codes under them (SR-057)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from coverable.document.codes.codeforms import token_at
from coverable.document.codes.codegroups import is_code_column, is_coverage_column
from coverable.document.codes.codewords import polarity_of, system_of

_LONGEST: Final = 8
"""Words of the name of a column."""
PROCEDURES: Final = re.compile(r"procedures?\W*", re.IGNORECASE)
"""The name of a column whose codes are of any system of procedures."""
_BESIDE_PROCEDURES: Final = ("revenue", "icd10cm")


def sorts(name: str) -> bool:
    """Whether the name of a column says what the codes under it are: “Supports section 2”."""
    return len(name.split()) <= _LONGEST and not is_coverage_column(name) and polarity_of(name) is not None


def sort_codes(heads: Mapping[int, str]) -> bool:
    """Whether a row names columns by what their codes are, and holds no code."""
    coded = any(token_at(text, 0, None, strong=True) for text in heads.values())
    return len(heads) > 1 and not coded and any(map(sorts, heads.values()))


def of_codes(heads: Mapping[int, str]) -> set[int]:
    """The columns whose names say that codes stand under them.

    Under “Procedure” stand codes where another column is there for codes of revenue or diagnoses.
    """
    named = {n for n, head in heads.items() if is_code_column(head)}
    if named and all(system_of(heads[n])[0] in _BESIDE_PROCEDURES for n in named):
        named |= {n for n, head in heads.items() if PROCEDURES.fullmatch(head)}
    return named
