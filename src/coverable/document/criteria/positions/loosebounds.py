"""Loose sentences beside criteria that set a bound: “Symptoms must have been present for at least 3 months.”

A sentence that no rule took may still ask something: a bound with a unit, what may be done again, a limit in three
words. Somebody is asked about it; whether it is a criterion, its words alone do not say.
"""

from __future__ import annotations

from coverable.document.criteria.text.wordclasses import any_case

_UNIT = r"(?:%|percent|percentile|mm|cm|kg|mg|lbs?|pounds|points?|degrees?|days?|weeks?|months?|years?|hours?|sessions?|visits?|units?|levels?|injections?|treatments?|episodes?|teeth|quadrants?|diopters?|mmhg|ml)"
_BOUND = any_case(
    rf"\b(?:must|needs?|needed|required|should|may\s+(?:not\s+)?(?:be|receive|have)|not\s+more\s+than|no\s+more\s+than|at\s+least|or\s+(?:more|less|greater|older|younger)|exceed\w*|within|(?:lowered|raised|reduced|increased|lower|higher)\s+by|is|are)\b[^.;]{{0,80}}?\b[0-9][0-9.,]*(?:st|nd|rd|th)?\s?-?{_UNIT}\b"
    rf"|\b[0-9][0-9.,]*\s?-?{_UNIT}\s+(?:or|and)\s+(?:more|less|greater|longer|older|younger|higher|lower|deeper|above|below|over|under|beyond)\b"
    rf"|\b(?:not?\s+(?:more|less|fewer)\s+than|at\s+least|at\s+most|up\s+to)\s+(?:one|two|three|four|five|six|eight|ten|twelve)\s+(?:[\w-]+\s+)?{_UNIT}\b"
)
"""A bound of something that can be measured."""
_AGAIN = any_case(
    r"\b(?:second|third|repeat(?:ed)?|another|additional|further|subsequent|retreatment)\s+[\w-]+(?:\s+[\w-]+){0,3}?\s+(?:may|can|will|is|are|must|should)\s+(?:not\s+)?(?:be\s+)?\w+"
    r"|\b(?:members?|patients?|beneficiar(?:y|ies)|recipients?|clients?|individuals?)\s+may\s+(?:only\s+)?receive\b"
    r"|\b(?:is|are)\s+(?:needed|required)\s+(?:within|before|prior\s+to|after)\b"
)
"""What may be done again, what somebody may receive, what is needed when."""
_FEW = any_case(
    r"^\W*(?:(?:limit(?:ed)?|maximum|only)\W+(?:of\s+|to\s+)?)?(?:once|twice|(?:one|two|three|four|[0-9]{1,3})(?!\s*(?:m?c?g|ml|syringes?|tablets?|capsules?|pens?|vials?|units?|patches|kits?|boxes)\b))\s+(?:[\w-]+\s+){0,3}?(?:per|every|in\s+a|each|a)\s+(?:[\w-]+\s+){0,3}?(?:lifetime|years?|months?|weeks?|days?|visits?|tooth|quadrant)\W*$"
)
"""“Once per lifetime.”: a limit in a few words; how much of a drug is granted is read elsewhere."""
_CHANGED = any_case(
    r"\b(?:thresholds?|cut-?offs?|limits?)\b[^.;]{0,40}\b(?:lowered|raised|reduced|increased|lower|higher|is\s+[0-9]|are\s+[0-9])"
)
"""“For some members the threshold is 14 g/dL.”"""
_LABELLED = any_case(r"^\W*(?-i:[A-Z])[^.:;]{2,80}:\s[^:;]+;[^:]*(?:[0-9<>≤≥]|\b(?:or|and)\b)")
"""“SBRT in 5 fractions: low risk; IPSS of 15 or less”: a name, and what seems to be asked for."""
_OF_APPROVALS = any_case(
    r"\b(?:approvals?|authori[sz]ations?|requests?|claims?|appeals?|determinations?|decisions?|records?|documentation|polic(?:y|ies)|guidelines?|trials?|stud(?:y|ies)|participants|prevalence|incidence|evidence|reviewed?|published|letters?|submitted|retained|kept)\b"
)
"""How requests are handled and what studies found: their figures bind no patient."""


_GROUP = any_case(
    r"^\W*(?:members?|patients?|individuals?|persons?|beneficiar(?:y|ies)|recipients?|clients?|enrollees?|children|adults)\s+(?:who|with|whose|that|aged)\b"
)
"""“Recipients who are 65 or older, or …”: a group, to which other words may add."""


_APPROVED_FOR = any_case(
    r"^\W*(?:for|in)\s+(?!(?:the\s+|an?\s+)?(?:initial|first|new|renewals?|re-?auth|re-?appr|continu|subsequent|each|every|all|up|any)\b)(?:[^,;.:()]|\([^()]*\)){3,120},\s+(?:approve|authori[sz]e|cover|grant|continue|renew|re-?authori[sz]e|re-?approve)\b"
)
"""“For diabetes in pregnancy, approve for 9 months.”: a use, and what is granted for it."""


_BARE = any_case(
    r"^\W*(?:(?:the\s+)?(?:prescribers?|providers?|physicians?|members?|patients?|individuals?|beneficiar(?:y|ies)|recipients?|clients?|enrollees?)\s+(?:must|shall|(?:has|have|needs?)\s+to)\s+(?!(?:submit|send|request|contact|call|obtain|complete|fax|bill|report|provide|include|attach|use\s+the)\b)"
    r"|(?:must\s+be\s+|only\s+)?(?:prescribed|ordered|requested|supervised|administered|performed)\s+(?:only\s+)?(?:by|in\s+consultation|after\s+consultation|under)\b"
    r"|(?:not\s+|never\s+)?(?:used|given|taken)\s+(?:only\s+|concurrently\s+|together\s+)?(?:in\s+combination|with|concomitantly|as\s+(?:monotherapy|an\s+adjunct|add-on))\b"
    r"|(?:documented\s+)?(?:trial|failure|inadequate\s+response|intolerance|contraindication)\s+(?:and\s+failure\s+)?(?:of|to)\b"
    r"|no\s+(?:prior|previous|concurrent|concomitant|evidence|history|signs?)\b)(?!.*\?)"
)
"""“Prescribed by a rheumatologist”, “No prior use of A”: an item of a list that stands by itself."""


def bare_criterion(text: str) -> bool:
    """Whether a line is what an item of a list would be, without a list around it."""
    return _BARE.match(text) is not None and not text.rstrip().endswith(":")


def approves_use(text: str) -> bool:
    """Whether a sentence on how long an approval lasts says for which use it is given."""
    return _APPROVED_FOR.match(text) is not None


def limits_in_few_words(text: str) -> bool:
    """Whether a sentence is nothing but a limit: “Once per lifetime.”, “One per 36 months.”"""
    return _FEW.match(text) is not None


def bounds(text: str) -> bool:
    """Whether a sentence sets a bound, or says what may be done again."""
    if limits_in_few_words(text) or _CHANGED.search(text) or _LABELLED.match(text):
        return True
    if _OF_APPROVALS.search(text) or _GROUP.match(text):
        return False
    return _BOUND.search(text) is not None or _AGAIN.search(text) is not None
