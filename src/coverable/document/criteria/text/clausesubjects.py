"""Whose verb it is: “members whose records are missing or cannot be read” are no two conditions on members."""

from __future__ import annotations

from typing import Final

from coverable.document.criteria.text.wordclasses import any_case

_TOLD_OF: Final = any_case(r"\b(?:whose|whom|that|which)\s+(?!(?:is|are)\s+to\b)\S[^,;]*$")
"""A clause that tells more of a noun, up to the end."""
_WITHOUT_SUBJECT: Final = any_case(
    r"(?:(?:is|are|was|were|has|have|had|can|cannot|can['’]t|could|does|do|did|will|would|may|might|must)\b(?!\s+(?:the|there|this|it)\b)|(?:fails?|failed|refused?|worsens?|worsened|persists?|persisted|recurs?|recurred)\b)"
)
"""Words that begin with a verb, for which the clause before has the subject."""


def shares_subject(first: str, second: str) -> bool:
    """Whether the second of two parts that “or” joins has no subject but one inside a clause of the first."""
    return _TOLD_OF.search(first) is not None and _WITHOUT_SUBJECT.match(second) is not None
