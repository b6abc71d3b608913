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
    told = asked and substantive(asked.text) and (free or not _counts(asked.text))
    return asked if told else None


def _counts(text: str) -> bool:
    """Whether words count a list, and not only the contraindications that are another one."""
    counted = quantifier.governing(text)
    return counted is not None and not (counted.rule == "none" and quantifier.names_bars(text))


_BESIDE = any_case(
    r";\s+(?=(?:the|each|members?|patients?|individuals?)\s)|(?:^|(?<=\s)|(?<=,))(?:and|along\s+with|as\s+well\s+as|together\s+with|in\s+(?:addition\s+to|conjunction\s+with)|plus)\s+(?=\S)"
)
_TOLD_BEFORE = any_case(
    r"\b(?:met|present|satisfied|fulfilled|documented|below|above|here|applies|apply)\W*$"
)


_OF_CRITERIA = any_case(
    r"(?:the\s+)?(?!(?:these|those|following|above|listed|below)\b)[\w-]+\s+(?:[\w-]+\s+){0,2}?(?:criteria|requirements)\b[^:;]{0,40}\b(?:are|is|have\s+been)\s+(?:also\s+)?(?:met|satisfied|fulfilled)"
)


def of_criteria(text: str) -> bool:
    """Whether words ask for other criteria: “general criteria A through D are met”."""
    return _OF_CRITERIA.match(text) is not None


_WHOLE = any_case(
    r"(?:(?:the|his|her|their|an?|each|no|all\s+other)\s+(?:[\w’'-]+\s+){1,5}?|there\s+|(?:members?|patients?|individuals?|persons?|beneficiar(?:y|ies)|recipients?|clients?)\s+)"
    r"(?:is|are|was|were|has|have|had|does|do|did|cannot|can|will|must)\b"
)
"""“… in any of the following sites and the member is skeletally mature:”: a clause with a subject of its own."""


def _asked_beside(tail: Passage) -> Passage | None:
    """A whole requirement behind the list that words count: “all of the criteria below are met along with an order:”."""
    for match in _BESIDE.finditer(tail.text):
        before = tail.block.text[: tail.first + match.start()]
        asked = tail.part(match.end()).trimmed(" :.,;–—-")
        counts = _counts(asked.text)
        if not counts and quantifier.governing(asked.text) is not None:
            return asked  # “…, and none of the contraindications below applies”
        if of_criteria(asked.text):
            return asked  # “…, and general criteria A through D are met”
        if not substantive(asked.text) or counts:
            return None
        if _TOLD_BEFORE.search(before) or _WHOLE.match(asked.text):
            return asked
    return None


_TAIL = any_case(
    r"^\s*(?:[\w/-]+\s+){0,3}?(?:criteri(?:a|on)|conditions?|requirements?|indications?|factors?|findings?|circumstances|situations?|elements?|items?|statements?|reasons?|scenarios?|options?|diagnos[ei]s|uses?)?\s*"
    r"(?:\([^()]{0,60}\)\s*)?(?:(?:is|are|was|were|has|have|must|shall|should|may|can)\s+(?:all\s+|each\s+|also\s+)?(?:be\s+|been\s+)?(?:met|present|satisfied|fulfilled|documented|true|demonstrated|applicable|appl(?:y|ies)|required|provided|established|confirmed|submitted)|appl(?:y|ies))?\s*"
    r"(?:\([^()]{0,60}\)\s*)?"
)
_BRACKETS = any_case(r"\([^()]*\)")


def left_behind(tail: str) -> str:
    """The words behind those that count a list that neither name its items nor say that they are met."""
    match = _TAIL.match(tail)
    rest = (tail[match.end() :] if match else tail).strip(" :.,;–—-()")
    aside = [b for b in _BRACKETS.findall(match[0]) if substantive(b)] if match else []
    return " ".join([*aside, rest]).strip()
