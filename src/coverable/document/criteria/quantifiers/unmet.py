"""“Alpha, and does not meet any of the following”: alpha, and none of the list."""

from __future__ import annotations

from dataclasses import replace

from coverable.document.criteria.quantifiers.quantity import Quantifier
from coverable.document.criteria.text.frames import substantive
from coverable.document.criteria.text.wordclasses import any_case

_MEETS_NOT = any_case(
    r",?\s+(?:and|but|yet)\s+(?:(?:he|she|they|the\s+\w+)\s+)?(?:(?:do|does|did|has|have)\s+not|cannot|must\s+not)"
    r"\s+(?:meet|met|satisfy|satisfied|fulfil\w*)\s+$"
)


def beside_unmet(head: str, found: Quantifier) -> Quantifier | None:
    """The quantifier of a list that is not to be met beside a condition, which ends where it begins; None elsewhere.

    That not all of a list are met, or not two, is no rule that a list has: it is asked about.
    """
    unmet = _MEETS_NOT.search(head[: found.first])
    if unmet is None or not substantive(head[: unmet.start()]):
        return None
    if found.rule == "any":
        return replace(found, rule="none", first=unmet.start())
    return replace(found, how="odd", first=unmet.start())
