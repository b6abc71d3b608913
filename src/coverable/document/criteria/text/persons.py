"""Words for whom a condition speaks of: “members”, “any other patient”, “those”."""

from __future__ import annotations

from typing import Final

NAMES: Final = r"(?:members?|patients?|individuals?|persons?|people|beneficiar(?:y|ies)|recipients?|enrollees?|clients?|residents?|child(?:ren)?|adults?|participants?|those)"
_WHICH: Final = r"an?|any|all|every|each|the|those|such|adult|pediatric"
PERSONS: Final = rf"(?:(?:{_WHICH}|other)\s+){{0,2}}(?:{NAMES}|cases)"
"""Whoever they are; “cases” stands for them too."""
SOME_PERSONS: Final = rf"(?:(?:{_WHICH})\s+){{0,2}}{NAMES}"
"""Some, told apart by what follows: “members with B”."""
OTHERS: Final = rf"(?:(?:all|any|every|the)\s+)?(?:others\b|(?:other|remaining)\s+{NAMES})|everyone\s+else|everybody\s+else|the\s+rest"
"""All whom a case does not concern: “all other members”."""
