"""Sentences that judge no service, whatever their words: questions, what changed in a document, what has to be done."""

from __future__ import annotations

import re
from functools import lru_cache

_QUESTION = re.compile(r"\W*(?:what|how|why|which|whether)\b", re.IGNORECASE)
"""“What we cover and what we do not” is a title or a question."""
_DID = r"(?:added|removed|replaced|revised|updated|modified|deleted|clarified|changed|moved|transferred|relocated|reformatted)"
_WORDS = r"(?:language|wording|lists?|notations?|instructions?|references?|content|statements?|criteri(?:a|on)|sections?|sentences?|bullets?|paragraphs?|definitions?)"
_CHANGED = re.compile(
    rf"\W*(?:[0-9/.-]{{4,10}}\s*[:–—-]?\s*)?(?:{_DID}\s+(?:[\w-]+\s+){{0,4}}?{_WORDS}\s+(?:\w+\s+){{0,2}}?(?:indicat|stat|address|describ|pertain|regard|that\b|to\s+(?:indicate|state|read|say)|of\s+[“\"])"
    rf"|{_DID}\s+[“\"]"
    rf"|(?:added|removed|moved|transferred|relocated)\s+[^.;:]{{1,120}}?\s(?:from|to)\s+the\s+(?:[\w-]+\s+){{0,2}}?{_WORDS}\s+(?:of|that)\b)",
    re.IGNORECASE,
)
"""“Replaced language indicating “X is necessary when …” with “…””: an entry of a history quotes statements."""
_TASK = re.compile(
    r"\b(?<!when\s)(?<!if\s)(?<!where\s)(?<!unless\s)it\s+(?:is|was|will\s+be|may\s+be|might\s+be|becomes|may\s+become)\s+(?:(?!medically)\w+ly\s+|also\s+|often\s+|sometimes\s+)?necessary"
    r"\s*(?:,[^,]{3,80},)?\s+(?:for\s+(?:\w+\s+){1,4}?)?to\s+(?!treat\b|use\b)[a-z]+",
    re.IGNORECASE,
)
"""“It may be necessary, prior to advice, to obtain information from the maker.”"""
_OF_DOCUMENT = re.compile(
    r"\W*(?:(?:further|finally|however|accordingly|also|in\s+addition),?\s+)?(?:this|the|these|our)\s+(?:[\w®-]+\s+){0,3}?(?:polic(?:y|ies)|guidelines?|documents?|information|bulletins?)\s+"
    r"(?:(?:is|are)\s+(?:not\s+)?(?:intended|meant|designed|provided|written|developed)\b|(?:does|do|may|will|shall|should|can)\s+not\s+(?:address|guarantee|constitute|dictate|replace|imply|apply\s+to\s+all|be\s+(?:used|implemented|construed))\b)",
    re.IGNORECASE,
)
"""“This policy is intended to ensure that you are reimbursed …”: what the document is for, and not for."""
_RULES_OF_CLAIMS = re.compile(
    r"\W*(?:where|when|if)\s+coverage\s+(?:for|of)\s+(?:care|services?)\b[^.;:]{0,80}\bdoes\s+not\s+depend\b",
    re.IGNORECASE,
)
"""“Where coverage does not depend on circumstances, reimbursement is provided if …”: of every service."""


_LAW = re.compile(
    r"\W*(?:the\s+)?(?:title\s+(?:XVIII|XIX|XXI)\b|social\s+security\s+act\b|(?:section|sec\.|§+)\s*1[89][0-9]{2}\b|[0-9]{2}\s+(?:CFR|C\.F\.R\.|U\.?S\.?C\.?)\s|code\s+of\s+federal\s+regulations\b)",
    re.IGNORECASE,
)
"""“Section 1862(a)(1)(A) of the Act bars payment for …”: contractors quote the laws that bind every decision."""
_SHOWN = re.compile(
    r"\W*(?:[\w-]+\s+){0,3}?(?:documentation|evidence|proof|benefit|improvement|progress|response|failure|intolerance|adherence|compliance|stability)\b[^.:;]{0,60}?"
    r"\s(?:is|are|may\s+be|must\s+be|can\s+be|should\s+be)\s+(?:demonstrated|shown|evidenced|documented|established|confirmed|indicated|supported|measured)\s+by\b",
    re.IGNORECASE,
)
"""“Evidence of benefit is shown by:”: how something is shown, and no position on it."""


_POINTS_TO_CRITERIA = re.compile(
    r"\W*(?:approvals?|coverage|(?:prior\s+)?authori[sz]ations?)\s+(?:is|are|will\s+be|may\s+be)\s+(?:recommended|granted|approved|provided|issued|considered)\s+(?:only\s+)?"
    r"(?:for|to)\s+(?:those|(?:[\w-]+\s+)?(?:patients|members|individuals|persons|beneficiaries))\s+(?:who|that)\s+(?:meet|satisfy|fulfill?)\s+the\s+(?:(?:[\w-]+\s+){0,2}?(?:criteria|conditions|requirements|dosing)\b(?:\s*(?:,|and|&)\s*)?)+"
    r"(?:\s*(?:of\s+coverage\s+)?(?:for|of|in|listed|outlined|described|stated|below|above)\b[^.:;]{0,60})?\.?\W*$",
    re.IGNORECASE,
)
"""“Approval is recommended for those who meet the criteria and dosing for the listed indications.”: it points to them."""
_NO_APPEAL = re.compile(
    r"\W*(?:NCDs?\b|national\s+coverage\b|coverage\s+provisions\b)[^.;:]{0,120}\bnot\s+subject\s+to\b",
    re.IGNORECASE,
)
"""“NCDs and coverage provisions in manuals are not subject to the review process of LCDs.”"""
_REGARDED = re.compile(
    r"\W*(?:in\s+order\s+)?for\s+an?y?\s+(?:(?:health\s*care|medical|new)\s+)?(?:services?|technolog(?:y|ies)|interventions?)\s+to\s+(?:be|become)\s+",
    re.IGNORECASE,
)
"""“For a service to be regarded as established, all of the following must be so:”: what words mean in any policy."""
_NO_DATA = re.compile(
    r"\W*(?:the\s+)?(?:(?:published|available|current|existing|clinical|peer-reviewed|long-term)\s+)*(?:data|evidence|literature|studies)\s+(?:is|are|was|were|remains?)\s+"
    r"(?:not\s+sufficient|insufficient|inadequate|not\s+adequate|too\s+(?:few|limited))\s+to\s+(?:judge|determine|assess|evaluate|establish|know|permit|allow)\s+"
    r"(?:the|its|their|any)\s+(?:net\s+)?(?:effects?|benefits?|outcomes?|impact)(?:\s+on\s+(?:net\s+)?(?:health|outcomes|health\s+outcomes|patient\s+outcomes))?\s*\.?\W*$",
    re.IGNORECASE,
)
"""“Published data are not sufficient to judge the net effect on health.”: why, and of no service by name."""
_ASSURED = re.compile(
    r"\W*(?:this|these|that|it|(?:[\w-]+\s+)?(?:suppliers?|providers?|physicians?|practitioners?|prescribers?|facilit(?:y|ies)))\b[^,.;:]{0,60}?"
    r"\b(?:(?:in\s+order\s+)?to\s+(?:ensure|assure)|(?:must|should|shall)\s+(?:ensure|assure|verify|confirm)(?:\s+with\s+[^.,;:]{2,50}?)?)\s+that\b",
    re.IGNORECASE,
)
"""“This is done to ensure that the item remains necessary”: what somebody sees to, and no position."""


@lru_cache(maxsize=8192)
def of_document(text: str) -> bool:
    """Whether a sentence says what the document or a law is for, or what holds of every service and its claims."""
    return any(form.match(text) for form in (_OF_DOCUMENT, _RULES_OF_CLAIMS, _LAW, _NO_APPEAL, _NO_DATA))


def quotes_law(text: str) -> bool:
    """Whether a sentence is the law that a contractor quotes: “Section 1862(a)(1)(A) bars payment for …”."""
    return _LAW.match(text) is not None


@lru_cache(maxsize=8192)
def takes_none(text: str) -> bool:
    """Whether a sentence takes no position, though its words would judge elsewhere."""
    asked = _QUESTION.match(text) or _CHANGED.match(text) or _TASK.search(text) or _SHOWN.match(text)
    asked = asked or _ASSURED.match(text) or _POINTS_TO_CRITERIA.match(text)
    asked = asked or _REGARDED.match(text)
    return asked is not None or of_document(text)
