"""Who and what need not meet the criteria: “Battery replacement does not have to meet these criteria again.”

It takes no position, and it changes whom the positions are for: somebody is asked about it.
"""

from __future__ import annotations

from coverable.document.criteria.text.wordclasses import any_case

_CRITERIA = r"(?:\w+\s+){0,4}?(?:criteri(?:a|on)|requirements?|conditions?|(?:items?|steps?|numbers?)\s+\(?[a-z0-9]|[a-z]\.?[0-9])\b"
_EXEMPT = any_case(
    r"\b(?:(?:do|does|did|shall|will)\s+not\s+(?:have|need)\s+to|need\s+not|(?:is|are)\s+not\s+(?:required|expected|obliged)\s+to|no\s+longer\s+(?:has|have|needs?)\s+to"
    rf"|(?<!not\s)(?:covered|approved|authori[sz]ed|allowed|provided|continued?|renewed)\s+without\s+(?:(?:having|needing)\s+to)?)\s*(?:again\s+|also\s+)?(?:re-?)?(?:meet(?:ing)?|satisfy(?:ing)?|fulfil\w*)\s+{_CRITERIA}"
    rf"|\b(?:exempt(?:ed)?|excused|free)\s+from\s+(?:meeting\s+)?{_CRITERIA}"
)


def exempts(text: str) -> bool:
    """Whether a sentence lets somebody or something off the criteria."""
    return _EXEMPT.search(text) is not None
