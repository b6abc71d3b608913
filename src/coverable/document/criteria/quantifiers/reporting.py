"""Who shows or tells the list under a text: “when the examination finds”, “the surgeon has confirmed that”. No condition."""

from __future__ import annotations

from coverable.document.criteria.text.wordclasses import any_case

_REPORTING = (
    r"(?:(?:has|have)\s+(?:shown|excluded|revealed|ruled\s+out)|finds?|found|confirms?|certif(?:y|ies)|records?|shows?|showing|documents?|establish(?:es|ed)?|reveals?|fits?|specif(?:y|ies)|supports?|contains?|reports?|attests?|states?|lists?|indicates?|notes?|verif(?:y|ies)|demonstrates?"
    r"|meets?|has|have|had|satisf(?:y|ies)|reflects?|includes?|included|describes?|identif(?:y|ies)|experience[ds]?|exhibits?|(?<!is\s)(?<!are\s)(?<!was\s)(?<!be\s)presents?|presenting|address(?:es|ing)|containing|including|consist(?:s|ing)\s+of|affirms?"
    r"|provide[sd]?|submits?|supplie[sd]|produced|fulfill(?:s|ing)?|living|why|whether)"
)
_HAS_TOLD = r"(?:(?:has|have|had)\s+)?(?:confirmed|documented|determined|verified|certified|attested|reported|stated|noted|shown|established|found)\s+that"
_THERE_IS = r"there\s+(?:is|are)\s+(?:[\w-]+\s+){0,2}?(?:documentation|evidence|proof)(?:\s+(?:that|of))?"
TOLD_THAT = any_case(
    rf"(?:(?:when|if|where|once|provided(?:\s+that)?)\s+)?(?:[\w'’-]+\s+){{1,5}}?{_HAS_TOLD}\s*"
)
"""“when the surgeon has confirmed that”: who tells the list, and no condition."""
FRAME = any_case(
    r"(?:^|(?<=[\s,;]))(?:when|if|where|once|provided(?:\s+that)?|as\s+long\s+as|that|because)\s+(?:(?:the|an?|each|every|his|her|their|this)\s+)?"
    r"(?:(?!\b(?:with|who|and|of|under|over)\b)[A-Za-z'’-]+\s+){0,5}?"
    rf"(?:{_HAS_TOLD}|{_THERE_IS}|" + _REPORTING + r"(?:\s+(?:to|that|at|in|with))?)\s*$"
)
"""“… when the examination finds”: who shows the list, no condition."""
REPORTS = any_case(
    r"^\W*(?:(?:the|an?|his|her)\s+)?"
    r"(?:(?!\b(?:with|who|and|patients?|members?|individuals?|persons?|adults?|children|beneficiar\w+|recipients?|enrollees?|clients?)\b)[\w'’-]+\s+){1,7}"
    + rf"(?:{_REPORTING}|will|shall|can|may|would)"
    + r"\s*$"
)
"""“Physical examination reveals at least two of the following”, “The chair will”: the items finish the sentence."""
REPORTED_LAST = any_case(
    r",\s+(?:(?:and|with)\s+)?(?:the\s+|his\s+|her\s+)?(?:(?:medical|clinical|office|treating|provider|chart|patient|pharmacy)\s+){0,2}?"
    r"(?:records?|notes?|chart|documentation|history|prescriber|provider|physician|clinician)\s+"
    + _REPORTING
    + r"(?:\s+that)?\s*$"
)
"""“Age under 18 years, medical record documents one or more of”: the age is asked for."""
