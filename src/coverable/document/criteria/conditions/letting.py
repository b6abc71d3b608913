"""A further clause of an item that changes what it asks for, of some or in another way.

“Two tests below 10 ng/mL; one test is enough if the pituitary is damaged” and “covered for adults; children must have
failed a steroid” hold two conditions in one line. Which of them is asked of whom, somebody has to say.
"""

from __future__ import annotations

from coverable.document.criteria.text.wordclasses import any_case

_LETS = any_case(
    r"[.;,]\s+(?:[^.;]{0,100}?\b(?:(?:is|are|will\s+be|may\s+be|can\s+be)\s+(?:also\s+)?(?:enough|sufficient|adequate|accepted|acceptable|substituted)|suffices?|may\s+(?:also\s+)?(?:substitute|replace|serve)"
    r"|counts?\s+(?:as|instead)|may\s+be\s+used\s+(?:instead|in\s+place))\b|[^.;]{0,100}?\b(?:instead|in\s+lieu)\W*$|alternatively\b)"
)
"""“…; one test is enough if …”, “… 15 hours within a week may be accepted instead”."""
_OTHERS = any_case(
    r"[,;]\s+(?:but|however|though),?\s+(?:if|when|where|in|for|only|children|adults|members|patients)\b(?!\s+(?:no|not)\b)[^.;]{3,}"
    r"|;\s+(?:(?:for|in)\s+)?(?:the\s+|all\s+|any\s+|other\s+|those\s+)*(?:members?|patients?|individuals?|persons?|adults?|children|adolescents|infants|women|men|females|males|those|others|beneficiaries|recipients)\b"
    r"[^.;]{0,60}?\b(?:must|should|need|needs|(?:is|are|be)\s+(?:required|needed)|have\s+to|has\s+to|will|require)\b"
)
"""“…; children must have failed a steroid”, “…, but if the patient is under 12, …”."""
_PROVIDED = any_case(
    r",\s+provided\s+(?!by\b|in\b|through\b|at\b|to\b|for\b)[^,;]{3,80},\s+(?:and|or)\s+(?:for|in|when|if)\b"
)
"""“for asthma, provided …, and for COPD”: whether the proviso is of both uses, its words do not say."""
_ONE_OF = any_case(
    r"\b(?:and|plus|with|includes?|shows?|has|have)\s+(?:at\s+least\s+)?(?:one|any|two|three|all|either|both)\s+of\s*:\s+\w"
)
"""“Fever and one of: drug use, immunosuppression”."""


def lets(text: str) -> bool:
    """Whether a clause behind an item's first lets something else do, or asks something of some."""
    return any(form.search(text) for form in (_LETS, _OTHERS, _PROVIDED))


def counts_inside(text: str) -> bool:
    """Whether an item holds a counted list after words of its own."""
    return _ONE_OF.search(text) is not None
