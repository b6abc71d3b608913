"""A position told by the classes of its words, where no usual wording is found (`positions.py` has those).

A sentence takes a position when a word of judgement (necessary, covered, unproven, denied) is its predicate. This
catches a payer's own turn of phrase; the finding `position_unclear` asks a person to confirm it.
"""

from __future__ import annotations

import re

from coverable.document.criteria.positions import Stand
from coverable.document.reading import Position


def _any_case(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_AUX = (
    r"(?:(?:is|are|was|were|be|been|being|may|can|will|shall|should|must|could|would|has|have|do|does|did|not|never|only|also|then"
    r"|generally|usually|currently|considered|deemed|regarded|viewed|judged|held|determined|recognized|classified|accepted|treated|seen"
    r"|established|neither|as|to|a|an|of|medically|clinically|both|solely|yet|sufficiently|no|longer)\s+)+"
)
_CONDITION = _any_case(
    r"\b(?:when|if|for|in|unless|provided|only|following|below|criteria|once|where|with|upon|as\s+long\s+as|subject\s+to)\b"
)
_NEGATION = _any_case(
    r"\b(?:not|never|no|cannot|isn[’']t|aren[’']t|won[’']t|doesn[’']t|without|neither|nor|lacks?)\b"
)
_CLASSES: tuple[tuple[re.Pattern[str], Position, Position | None], ...] = (
    (
        _any_case(
            rf"{_AUX}(?:unproven|investigational|experimental|unestablished|unsubstantiated|inconclusive|insufficient|research|under\s+(?:investigation|study))\b"
            r"|\b(?:evidence|data|literature|studies)\b.{0,60}?\b(?:insufficient|inadequate|lacking|limited|inconclusive|(?:does|do)\s+not\s+(?:support|permit|allow|establish|show))\b"
            r"|\b(?:efficacy|effectiveness|safety|benefit|value|utility|role)\b.{0,80}?\b(?:not|never)\s+(?:yet\s+)?(?:been\s+)?(?:proven|established|shown|demonstrated|validated|confirmed|known)\b"
            r"|\b(?:no|lacks?|without)\s+(?:\w+\s+){0,2}(?:proven|established|demonstrated)\s+(?:benefit|value|role|efficacy|effectiveness)\b"
        ),
        "investigational",
        None,
    ),
    (
        _any_case(
            rf"{_AUX}(?:cosmetic|aesthetic)\b|\b(?:to|for)\s+(?:improve|change|alter|enhance)\s+(?:the\s+)?appearance\b"
        ),
        "cosmetic",
        None,
    ),
    (
        _any_case(
            r"\b(?:plan|policy|contract|benefits?|certificate)\s+excludes?\b|\bexclusions?\s+(?:of|under|in)\s+(?:the\s+)?(?:benefit|contract|plan|certificate)"
        ),
        "benefit_exclusion",
        None,
    ),
    (
        _any_case(
            rf"{_AUX}(?:denied|rejected|excluded|disallowed|ineligible|non-?covered|noncovered)\b|\b(?:deny|denies|exclude|excludes)\b|\bno\s+(?:coverage|benefits?|payment)\b|\bcoverage\b.{{0,40}}\bexcluded\b"
        ),
        "not_covered",
        None,
    ),
    (
        _any_case(
            rf"{_AUX}(?:necessary|appropriate|indicated|reasonable|justified|warranted)\b|\b(?:establish|establishes|satisf(?:y|ies)|demonstrates?|supports?|meets?)\b.{{0,40}}?\bmedical\s+necessity\b"
        ),
        "medically_necessary",
        "not_medically_necessary",
    ),
    (
        _any_case(
            rf"{_AUX}(?:covered|payable|paid|reimbursed|reimbursable|eligible|approved|approvable|authorized|allowed|allowable|permitted|granted"
            r"|certified|available|provided|offered|supported|acceptable|benefit)\b|\b(?:pays?\s+for|covers?|approves?|authorizes?|reimburses?|supports?|allows?|permits?)\b"
            r"|\bqualif(?:y|ies)\s+for\s+(?:coverage|approval|benefits?|authorization)\b|\bcoverage\s+criteria\b.{0,60}\bare\s+met\b"
        ),
        "medically_necessary",
        "not_covered",
    ),
)
_TO_QUALIFY = _any_case(
    r"^(?:in\s+order\s+)?(?:to\s+(?:qualify|be\s+(?:eligible|considered|approved|covered|authorized))\s+for\s+(?:coverage\s+(?:of|for)\s+)?(?P<a>\S.{2,200}?),"
    r"|for\s+(?P<b>\S.{2,200}?)\s+to\s+be\s+(?:considered\s+)?(?:medically\s+necessary|covered|approved|authorized|eligible(?:\s+for\s+coverage)?),?"
    r"|(?:approve|authorize|cover)\s+(?P<c>\S.{2,200}?)(?=\s+(?:if|when|for|only|in|as)\b))"
)


def stance(text: str) -> Stand | None:
    """The position of a sentence by its predicate; None when it sets no condition or judges nothing."""
    if match := _TO_QUALIFY.match(text):
        name = next(n for n in ("a", "b", "c") if match[n])
        return Stand("medically_necessary", match.start(), match.end(), subject=match.span(name))
    if not _CONDITION.search(text):
        return None
    for pattern, position, negated in _CLASSES:
        match = pattern.search(text)
        if match is None:
            continue
        before = text[max(0, match.start() - 25) : match.start()]
        turned = negated is not None and (_NEGATION.search(match[0]) or _NEGATION.search(before))
        return Stand(negated if turned and negated else position, match.start(), match.end())
    return None
