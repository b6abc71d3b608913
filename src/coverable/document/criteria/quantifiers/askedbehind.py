"""What is asked for behind the words that count a list: “all of these are met along with a written order:”."""

from __future__ import annotations

from coverable.document.criteria.quantifiers import quantifier
from coverable.document.criteria.text.frames import substantive
from coverable.document.criteria.text.passage import Passage
from coverable.document.criteria.text.wordclasses import any_case


def asked_behind(tail: Passage) -> Passage | None:
    """A condition or a whole requirement behind the words that count, which the list has no part in."""
    return _on_condition(tail) or _asked_beside(tail)


_ASKED_BEHIND = any_case(
    r"(?<!except\s)\b(?:when|if|where|provided(?:\s+that)?|as\s+long\s+as)\s+(?!(?:determining|deciding|assessing|evaluating|reviewing|considering|making|requesting)\b)(?=\S)"
)


_FREE_OF = any_case(r"\s*(?:[\w-]+\s+)?(?=(?:(?:in\s+the\s+)?absence\s+of|without|despite)\s+\S)")
"""“… for the following indications in the absence of an infection:”."""


def _on_condition(tail: Passage) -> Passage | None:
    """A condition behind the words that count: “the following conditions when used as its label says:”."""
    match = _ASKED_BEHIND.search(tail.text) or _FREE_OF.match(tail.text)
    asked = tail.part(match.end()).trimmed(" :.,;–—-()") if match else None
    free = match is not None and match.re is _FREE_OF
    told = asked and substantive(asked.text) and (free or quantifier.governing(asked.text) is None)
    return asked if told else None


_BESIDE = any_case(
    r"(?:^|(?<=\s)|(?<=,))(?:and|along\s+with|as\s+well\s+as|together\s+with|in\s+(?:addition\s+to|conjunction\s+with)|plus)\s+(?=\S)"
)
_TOLD_BEFORE = any_case(
    r"\b(?:met|present|satisfied|fulfilled|documented|below|above|here|applies|apply)\W*$"
)


def _asked_beside(tail: Passage) -> Passage | None:
    """A whole requirement behind the list that words count: “all of the criteria below are met along with an order:”."""
    for match in _BESIDE.finditer(tail.text):
        before = tail.block.text[: tail.first + match.start()]
        asked = tail.part(match.end()).trimmed(" :.,;–—-")
        counted = quantifier.governing(asked.text)
        if counted is not None and counted.rule == "none" and quantifier.names_bars(asked.text):
            return asked  # “…, and none of the contraindications below applies”
        if not substantive(asked.text) or counted is not None:
            return None
        if _TOLD_BEFORE.search(before):
            return asked
    return None
