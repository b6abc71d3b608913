"""Lines between two lists that ask for the second one beside the first: “when all of the criteria below are met:”."""

from __future__ import annotations

from coverable.document.criteria.quantifiers.quantifier import governing
from coverable.document.criteria.text.wordclasses import any_case

_BEGINS = any_case(
    r"^(?:(?:and|but)\s+)?(?:only\s+)?(?:when|if|where|provided(?:\s+that)?|(?:as|so)\s+long\s+as|who|whose|with|subject\s+to)\s"
)


def asks_beside(text: str) -> bool:
    """Whether a line goes on with the sentence over the list before it, and asks for the list under it as well."""
    if not text.endswith(":") or _BEGINS.match(text) is None:
        return False
    found = governing(text)
    return found is not None and found.how == "stated" and found.rule != "none"
