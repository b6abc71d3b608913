"""Search: `entries` are what can be found, `index` keeps them; `query`, `rank` and `explain` answer."""

from coverable.policy.search.find import FINDING_ONLY, NOTICE, Found, Hit, find, one, search
from coverable.policy.search.rank import BEGINNINGS, EXACT, HOW, NEAR, SCATTERED, SYNONYM, WORDS

__all__ = [
    "BEGINNINGS",
    "EXACT",
    "FINDING_ONLY",
    "HOW",
    "NEAR",
    "NOTICE",
    "SCATTERED",
    "SYNONYM",
    "WORDS",
    "Found",
    "Hit",
    "find",
    "one",
    "search",
]
