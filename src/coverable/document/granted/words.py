"""Classes of words that statements of what is granted are made of; what belongs to none of them is left over."""

from __future__ import annotations

import re

from coverable.document.criteria.text.wordclasses import NUMBERS, any_case


def words(text: str) -> frozenset[str]:
    """A class of words, written one after the other."""
    return frozenset(text.split())


APPROVAL = any_case(
    r"(?:pre-?|re-?)?(?:approv(?:al|als|e|es|ed|able)|authori[sz](?:ation|ations|e|ed|es)|certif(?:ication|ications|y|ied))|auth|renew(?:al|als|ed|able)?|coverage|extension|extensions|extended"
)
"""What is granted, or the granting of it."""
LINKS = words(
    "for of to is are be will may shall can should would a an the granted given issued provided valid limited effective made up at most "
    "maximum minimum no not more than exceed exceeding longer period periods duration durations length term time timeframe frame total "
    "additional another further initial initially first subsequent next and approved authorized authorised : = - – — ( [ * … |"
)
"""What may stand between the granting and its length."""
VERBS = words(
    "be is are granted given issued provided valid limited approved authorized authorised made effective"
)
STAGES = words(
    "initial initially first new start starts starting initiation continuation continued continuing continue ongoing maintenance subsequent "
    "renewal renewals renew renewed reauthorization reauthorizations reauth reauthorized reapproval reapprovals recertification induction "
    "repeat further additional another"
)
GENERAL = words(
    "in on from window every with requests request therapy treatment treatments use coverage benefit benefits prior medication "
    "drug product service services if when once all any above these this those met are is approved note notes please plan determination "
    "duration quantity limit limits and or but then per at time times thereafter it they unless otherwise specified noted stated indicated "
    "other indications diagnoses uses member patient as by only each date dates cycle default standard type after that which their has have been "
    "we our us your"
)
NUMBERED = frozenset(NUMBERS) | words("day days week weeks month months year years s calendar")
_CRITERIA_MET = any_case(
    r"\b(?:if|when|once|provided)\s+(?:all\s+)?(?:of\s+)?(?:the\s+)?(?:above\s+|these\s+|coverage\s+|approval\s+)*(?:criteria|requirements|conditions)\s+(?:above\s+)?(?:are|is|have\s+been)\s+(?:met|satisfied)\b"
    r"|\b(?:if|when)\s+(?:(?:it\s+is|considered|deemed)\s+)?medically\s+(?:indicated|necessary|appropriate)\b"
)
CONDITION = any_case(
    r"\b(?:when|if|unless|who|whose|must|except|excluding|other\s+than|provided\s+that|in\s+whom|where|until|after|before|following|prior\s+to|without|depending|based)\b"
)
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9'’-]*")


def left_over(text: str) -> frozenset[str]:
    """The words of a text that say something else than what is granted, for how long, and at which stage."""
    told = _CRITERIA_MET.sub(" ", text)
    known = LINKS | VERBS | STAGES | GENERAL | NUMBERED
    return frozenset(
        w
        for m in _WORD.finditer(told)
        if len(w := m[0].lower()) > 1 and w not in known and not APPROVAL.fullmatch(w)
    )


def conditional(text: str) -> bool:
    """Whether words state a condition or an exception beside “when the criteria are met”."""
    return CONDITION.search(_CRITERIA_MET.sub(" ", text)) is not None
