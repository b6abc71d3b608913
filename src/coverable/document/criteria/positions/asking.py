"""Sentences that take no position and ask something all the same: “Must have gout”, “The drug is limited to adults”."""

from __future__ import annotations

import re

from coverable.document.criteria.positions import headed
from coverable.document.criteria.positions.exempt import exempts
from coverable.document.criteria.positions.judged import ADMINISTRATION, OF_POLICIES
from coverable.document.criteria.positions.judgement import judgement
from coverable.document.criteria.positions.loosebounds import limits_in_few_words

_ASKS = re.compile(
    r"\b(?:medication|drug|product|therapy|treatment|device|patient|member|individual|beneficiary|recipient|client|prescriber)\b[^.]{0,40}\b(?:must|is\s+required\s+to|are\s+required\s+to)\s+(?:be\s+(?:prescribed|used|at\s+least|[0-9])|have|meet|not)\b",
    re.IGNORECASE,
)
_BARE_MUST = re.compile(r"^\W*must\s+(?:be|have|meet|show|not|include|provide)\b", re.IGNORECASE)
"""“Must be prescribed in accordance with the labeling”: asked of whatever the heading names."""
_ASKED_FOR = re.compile(
    r"^\W*(?:must\s+(?:be|have|meet|show|not)\b|there\s+must\b|(?:attestation|evidence|confirmation)\s+(?:of|that)\b|(?:an?\s+)?diagnosis\s+of\b|(?:an?\s+)?(?:trial|failure)\s+of\b)",
    re.IGNORECASE,
)
_REQUIRES = re.compile(
    r"\bmust\s+(?:have|be|not|meet|try|show)\b|\bthere\s+must\b|\b(?:inadequate|insufficient)\s+(?:clinical\s+)?response\b|\b(?:trial|failure|intolerance)\s+(?:and|or|of|to)\b"
    r"|\b(?:is|are)\s+(?:required|limited|reserved)\b|\bshould\s+be\s+(?:reserved|limited)\b",
    re.IGNORECASE,
)
_OF_PATIENTS = re.compile(
    r"\b(?:patients?|members?|individuals?|beneficiar(?:y|ies)|recipients?|clients?|therapy|medications?|drugs?|agents?|diagnosis)\b",
    re.IGNORECASE,
)


def requires(text: str) -> bool:
    """Whether a sentence only names what is asked for, of whatever the heading over it names: “Must have gout”."""
    return _ASKED_FOR.match(text) is not None and not text.endswith(":") and judgement(text) is None


_FOR_SOME = re.compile(
    r"^\W*(?:not|only|limited)\s+(?:to|for)\s+(?:members|patients|individuals|adults|children|beneficiaries|recipients)\b"
    r"|^\W*(?:members|patients|individuals|adults|children|beneficiaries|recipients)\s+(?:who\s+are\s+)?(?:aged?\s+)?[0-9]{1,2}\s+(?:years|and|or)\b",
    re.IGNORECASE,
)
"""“Not for members with Crohn disease”, “Members 18 years or older”: for whom, without a verb."""
_WARNS = re.compile(
    r"\b(?:should|must|may|can)\s+not\s+be\s+(?:given|used|performed|repeated|prescribed|started|ordered|done|administered|injected)\s+(?:when|if|in|for|to|with|until|unless|within|before|after|more)\b",
    re.IGNORECASE,
)
"""“Contrast should not be given when …”: a bar, wherever it stands."""


_ON_CONDITION = re.compile(r"\b(?:when|if|where|provided|once|unless)\b", re.IGNORECASE)
"""“Up to 8 hours of assessment are authorized when …”: a limit on a condition."""


def asks(text: str) -> bool:
    """Whether a sentence outside of the criteria asks something of the patient or the treatment."""
    plainly = _BARE_MUST.match(text) or limits_in_few_words(text) or exempts(text) or _FOR_SOME.match(text)
    if plainly and not headed.boilerplate(text):
        return True
    if headed.LIMIT.match(text) and _ON_CONDITION.search(text):
        return True
    if ADMINISTRATION.search(text) or OF_POLICIES.search(text) or headed.boilerplate(text):
        return False
    return bool(_ASKS.search(text) or _WARNS.search(text)) or bool(
        _REQUIRES.search(text) and _OF_PATIENTS.search(text)
    )


_MAY_JUDGE = re.compile(
    r"\b(?:is|are|be)\s+(?:\w+ly\s+)?(?:appropriate|indicated|recommended|acceptable|reasonable|warranted|allowed|permitted|considered|supported|useful|contraindicated)\b"
    r"[^:;]*\b(?:if|when|for|in)\b[^:;]*:\s*$",
    re.IGNORECASE,
)


def may_judge(text: str) -> bool:
    """Whether words over a list may judge, if in no plain terms: “MRI is appropriate in the month before surgery if:”."""
    return _MAY_JUDGE.search(text) is not None
