"""Items that take a position of their own: they are no condition of the statement over them."""

from __future__ import annotations

import re

from coverable.document.criteria.positions.judgement import judgement
from coverable.document.criteria.text.passage import Passage, sentences

_TAKES_AWAY = re.compile(
    r"\b(?:not\s+(?:be\s+)?(?:covered|medically|eligible|reimburs\w+|payable|reasonable)|investigational|experimental|cosmetic|non-?covered|denied)\b",
    re.IGNORECASE,
)
_SAYS_NOT = re.compile(
    r"^\W*no\s+coverage\b|(?:^|\s[—–-]\s*|:\s*)not\s+(?:\w+\s+)?(?:indicated|covered|approved|recommended|necessary|appropriate|supported)\b"
    r"|\((?:[\w-]+\s+){0,2}?(?:(?:is|are)\s+)?(?:not\s+(?:\w+\s+)?(?:indicated|covered|approved|recommended|necessary|appropriate|supported)|rarely\s+appropriate)\b[^()]{0,60}\)\W*$",
    re.IGNORECASE,
)
"""“Gout – not indicated”, “Gout (imaging not recommended)” among uses that are."""
_REFUSES = re.compile(
    r"(?:^|[.;:]\s+)\W*(?:the\s+|these\s+|such\s+|any\s+)?(?:services|coverage|benefits?|payments?|reimbursement|requests|claims|authori[sz]ations?|approvals?)\s+(?:will|shall|may|is|are)"
    r"\s+not\s+(?:be\s+)?(?:considered|made|provided|authori[sz]ed|approved|paid|allowed|granted|given|accepted|issued|reimbursed)\b",
    re.IGNORECASE,
)
"""“Services will not be considered for alpha”, said of what is granted and not of a patient."""
_OF_PERSON = re.compile(
    r"^\W*(?:the\s+|an?\s+)?(?:[\w-]+\s+)?(?:patient|member|individual|beneficiary|recipient|client|enrollee|person|disease|tumou?r|cancer|lesion)\s+(?:(?:is|was|has|has\s+been)\s[^.;:]{2,80}?\s(?:and|but|or)\s+)?(?:is|was|has\s+been)\s+(?:\w+\s+)?(?:ineligible|not\s+(?:\w+\s+)?eligible)\s+for\s+(?!coverage|benefits?|payment|approval|authori|reimburs)",
    re.IGNORECASE,
)
"""“The patient is not eligible for surgery”: a condition."""


def of_person(text: str) -> bool:
    """Whether a sentence says of a patient or a disease what could not be done about it: a condition, no position."""
    return _OF_PERSON.match(text) is not None


_BARS_SOME = re.compile(
    r"^\W*(?:all\s+|any\s+|those\s+)?(?:patients|members|individuals|beneficiaries|recipients|clients|enrollees|persons)\s[^.;]{3,120}?\s(?:is|are)\s+(?:ineligible|disqualified|excluded)\b",
    re.IGNORECASE,
)
"""“Recipients with any of the following are ineligible:”, among what is asked for."""


def takes_away(text: str) -> bool:
    """Whether an item says in a whole sentence that something is not necessary, or not covered, or bars some."""
    if _BARS_SOME.match(text):
        return True
    if not _TAKES_AWAY.search(text) or of_person(text):
        return False
    found = judgement(text)
    return found is not None and found.plain


_ON_CONDITION = re.compile(
    r"\s*(?:only\s+)?(?:when|if|for|to|where|once|in|with|unless|as|provided|after)\b", re.IGNORECASE
)
_GRANTS = re.compile(
    r"\b(?:covered|approved|authori[sz]ed|(?:considered|deemed)\s+(?:\w+\s+)?(?:medically\s+necessary|(?:medically\s+)?reasonable\s+and\s+necessary))$",
    re.IGNORECASE,
)
_NO_SERVICE = re.compile(
    r"^\W*(?:the|this|that|an?|it|they|these|such|requested|service|treatment|procedure|therapy|device|drug|item|patient|member|individual|beneficiary|recipient|s|\s)*$",
    re.IGNORECASE,
)
"""What a list is about is no other service than the one over it."""


_GRANT_WORD = re.compile(r"\b(?:covered|necessary|approved|authori[sz]ed)\b")


def grants(text: str) -> bool:
    """Whether an item says in a whole sentence when something of its own is covered: “An armrest is covered for …”."""
    if not _GRANT_WORD.search(text):
        return False
    found = judgement(text)
    return (
        found is not None
        and found.position == "medically_necessary"
        and found.plain
        and found.certain
        and found.given is None
        and _GRANTS.search(text[found.first : found.last]) is not None
        and _ON_CONDITION.match(text, found.last) is not None
        and not _NO_SERVICE.match(text[: found.first])
    )


_PERMITS = re.compile(
    r"^(?:[^,;.]*,\s+)?(?:(?!\b(?:that|which|who|whom|whose|when|if|where|because|not|no|services?)\b)[\w’'()/-]+\s+){1,8}?(?:may|can|will|shall)\s+"
    r"(?:provide|authori[sz]e|approve|cover|pay\s+for|arrange|furnish|be\s+(?:provided|covered|authori[sz]ed|approved|paid|allowed))\b",
    re.IGNORECASE,
)
"""“At discharge, brokers may provide transportation”: what is allowed, among what is not."""


_ASKED_NOT = re.compile(
    r"^\W*(?:is\s+|will\s+)?not\s+(?:to\s+be\s+|be\s+)?(?:used|taken|given|administered)\s+(?:with|in\s+combination|concurrently|concomitantly|together|simultaneously)\b",
    re.IGNORECASE,
)
"""“Not used with other agonists” among exclusions: what is asked for, and no ground."""


def permits(text: str) -> bool:
    """Whether an item among exclusions allows something, or says what is asked for."""
    return _PERMITS.search(text) is not None or _ASKED_NOT.match(text) is not None


def says_not(text: str) -> bool:
    """Whether an item among what is granted refuses something in few words, or in a sentence of its own."""
    return _SAYS_NOT.search(text) is not None or _REFUSES.search(text) is not None


_REFUSES_FIRST = re.compile(
    r"\W*(?:(?:is|are)\s+)?(?:considered\s+)?(?:not\s+(?:be\s+)?(?:medically|covered|reasonable|approved|authori[sz]ed|payable|eligible)\b|investigational\b|experimental\b|cosmetic\b"
    r"|non-?covered\b|denied\b|unproven\b|excluded\b)[\w\s,/-]{0,60}?\s(?:for|when|if|in|as|unless)\s",
    re.IGNORECASE,
)


def refuses_first(text: str) -> bool:
    """Whether a condition begins with a refusal of something: “(necessary for A;) investigational for B”."""
    return _REFUSES_FIRST.match(text) is not None


_RULES = re.compile(
    r"\b(?:will|shall|can|may|is|are)\s+not\s+(?:be\s+)?(?:considered|allowed|accepted|approved)\s+(?:for|if|when|in)\b"
    r"|\b(?:may|can)\s+(?:be\s+)?waived?\b|\bis\s+limited\s+to\b|\brequires?\s+(?:prior\s+authori[sz]ation|prepayment\s+review)\b",
    re.IGNORECASE,
)

_OF_STUDIES = re.compile(r"\b(?:data|evidence|studies|literature|trials)\b", re.IGNORECASE)
"""“Gout. Data do not support use in this condition.”: a reason."""


def rules_behind(passage: Passage) -> Passage | None:
    """The sentence behind the first one of an item that says what is (not) covered, limited or waived.

    “Crowns – to restore function. They will not be considered for cosmetic reasons.” is more than one condition.
    """
    for sentence in list(sentences(passage))[1:]:
        found = judgement(sentence.trimmed("([").text)
        rules = found is not None and found.plain and found.certain and not _OF_STUDIES.search(sentence.text)
        if rules or _RULES.search(sentence.text):
            return sentence
    return None
