"""Notes under a list that only inform: where papers go, what a word means, how a thing works.

Whoever writes a note that changes a criterion has a hundred verbs for it (“is waived”, “will do”, “goes
straight to”, “stands in for”). What informs is told by what it is about: papers, codes, contracts, a thing
that is described. A note that is about patients, items or what the list asks for is no such note.
"""

from __future__ import annotations

import re
from collections.abc import Set
from typing import Final

from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.patterns import word_set

_OF_PAPERS: Final = any_case(
    r"\b(?:polic(?:y|ies)|guidelines?|bulletins?|cod(?:es?|ed|ing)|(?:hcpcs|cpt|icd)\b|glossar\w*|abbreviations?|definitions?|defined|terms?|terminology"
    r"|forms?|fax\w*|portal|web\s?sites?|online|director(?:y|ies)|handbooks?|manuals?|booklets?|claims?|bill(?:ed|ing|s)?|invoices?|fees?|schedules?"
    r"|deductibles?|copay\w*|coinsurance|cost[\s-]sharing|shares?|cost|costs|benefits?|contracts?|certificates?|appeals?|grievances?|appendi(?:x|ces)"
    r"|sections?|chapters?|pages?|tables?|lists?|listed|references?|sources?|citations?|records?|notices?|letters?|decisions?|determinations?"
    r"|updated|published|posted|developed|adopted|revised|archived|retired|payments?|reimburse\w*|laws?|statutes?|regulations?|mandates?"
    r"|medical\s+directors?|peer-to-peer|customer\s+service|calls?|telephone|phone|questions?|headings?|clinical\s+judge?ment|captions?|commercial|marketplace|medicare|medicaid|self-(?:funded|insured)|fully\s+insured|plans?|contractor|(?:in-)?network|contracted|photographs?|photos?|faxed|submitted|submission|documentation"
    r"|trials?\s+(?:compared|found|showed)|stud(?:y|ies)|review(?:s|ed)?|reviewers?)\b"
)
"""What notes are about that change nothing."""
_OF_THE_REST: Final = any_case(
    r"\b(?:rationale|summar(?:y|ies)|summed\s+up|evidence\s+(?:behind|for|summary)|exhaustive|all-inclusive|pre-?certif\w+|prior\s+authori[sz]ation"
    r"|authori[sz]ation\s+requirements?|for\s+the\s+authori[sz]ation|number\s+on|please\s+see|set\s+out\s+(?:below|further|later)|(?:stands?|found|given|explained)\s+(?:below|later|in))\b"
)
"""What sends the reader to another part of the document, or to the payer, though it speaks of criteria."""
_PERSONS: Final = any_case(
    r"\b(?:members?|patients?|individuals?|persons?|people|those|beneficiar(?:y|ies)|recipients?|enrollees?|clients?|participants?|insureds?|claimants?"
    r"|child(?:ren)?|infants?|newborns?|neonates?|adolescents?|adults?|wom[ae]n|m[ae]n|females?|males?|smokers?|veterans?|residents?|workers?|athletes?"
    r"|inpatients?|pregnan\w+|pediatric|elderly|students?|caregivers?|anyone|who|whose|we|our|you|your)\b"
)
"""Of whom something else may be asked, and who may ask it."""
_OF_THE_LIST: Final = any_case(
    r"\b(?:items?(?!\s+or\s+services?)|criteri(?:a|on)|requirements?|conditions?\s+(?:above|[0-9a-z])|steps?\s+therapy|steps?\s+[0-9]|rules?|above|(?:none|any|all|one|each|both|two)\s+of\s+(?:this|these|those)"
    r"|(?:the|an?)\s+(?:age|dose|time|interval|waiting|weight|sobriety)\s+(?:limits?|period|requirements?)|(?:clock|period|interval|window)\b)"
)
_TURNS: Final = any_case(
    r"\b(?:if|unless|except|only|without|when|where|until|must|shall|need(?:s|ed)?|has\s+to|have\s+to|had\s+to|should|cannot|can|may|will|would|enough|do|does|no|not|nor|than|deemed|presumed|regarded|treated|held|honou?red|adequate"
    r"|equivalent|equals?|equal|as\s+good|credited|credit|goes?|proceeds?|straight|directly|yields?|takes?|lasts?|emergenc\w+|acceptable|applies|apply|applied|both|either|any)\b"
)
_DESCRIBES: Final = any_case(
    r"^\W*(?:(?:please\s+)?(?:notes?|comments?|remarks?)\b\W*(?:that\s+)?)?(?:(?:an?|the)\s+)?(?:(?!\b(?:of|in|for|with|after|during|from|under)\b)[\w’'/®™-]+\s+){1,4}?"
    r"(?:is\s+(?:an?|the|defined|graded|measured|calculated|scored|caused|characteri[sz]ed)|are\s+(?:the|defined|graded|measured|caused)|means|refers?\s+to|consists?\s+of|describes?|comprises?|ranges?\s+from|runs?\s+from|was\s+first)\b"
)
"""“A brace is a frame with hinges”: what a thing is, and what a word means."""
_LED = any_case(r"^\W*(?:please\s+)?(?:clinical\s+)?(?:notes?|comments?|remarks?|important)\b\W*(?:that\s+)?")
_CONTENT = re.compile(r"[a-z]{5,}")
_PLAIN_WORDS: Final = word_set(
    "member members patient patients documented documentation least weeks months years following"
)


def only_informs(text: str, named: Set[str]) -> bool:
    """Whether a note says nothing of what a list asks for; `named`: words of the list's items."""
    said = _LED.sub("", text)
    if _OF_THE_REST.search(said):
        return True
    if _OF_THE_LIST.search(said):
        return False
    if _OF_PAPERS.search(said):
        return True
    if _PERSONS.search(said):
        return False
    about = not (named - _PLAIN_WORDS).isdisjoint(_CONTENT.findall(said.lower()))
    return not (about or _TURNS.search(said)) or (
        _DESCRIBES.match(text) is not None and not _TURNS.search(said)
    )


_SCOPE: Final = any_case(
    r"\b(?:this|these|the|such)\s+(?:section|criteria|rules?|requirements?|part)\s+(?:(?:below|above|only|here)\s+)*(?:is|are|was|were)\s+(?:only\s+|not\s+)*(?:for|meant|limited|restricted|reserved|read|binding)\b"
    r"|\b(?:falls?|comes?|stands?|lies?|is|are)\s+(?:under|within|outside)\s+(?:of\s+)?(?:this|these|the)\s+(?:section|criteria|rules?|requirements?|policy|guideline)\b"
    r"|\bnot\s+(?:served|governed|bound|met)\s+by\s+(?:this|these)\b|^\W*(?:these|they)\s+(?:only\s+)?(?:apply|hold|begin|start|count)\b"
    r"|\bcomes?\s+(?:only\s+)?(?:after|before|first|last)\b|\b(?:has|have)\s+to\s+be\b|\bwhat\s+follows\s+(?:binds|is\s+for|applies|holds)\b"
)
"""For whom, for what or from when the criteria hold: “This section is for adults.”"""
_USE_OF_IT: Final = any_case(
    r"\b(?:informational|reference|educational|convenience|guidance|reviewers?|administrative|claims?|code[sd]?|submitted|sent|faxed)\b"
)
_WHOM: Final = any_case(
    r"^\W*(?:ages?\s+(?:of\s+)?[0-9]|(?:(?:all|any|only|adult|pediatric|new|established)\s+)?(?:members?|patients?|individuals?|persons?|people|beneficiaries|recipients?|enrollees?|clients?|adults?|child(?:ren)?|infants?|adolescents?|wom[ae]n|m[ae]n)"
    r"\s+(?:in|with|without|on|under|over|who|whose|aged?|from|of|not)\b)[^.:;?]*:?\W*$"
)
_LONGEST_NAME: Final = 9


def names_whom(text: str) -> bool:
    """Whether a short line only says whom what stands under it is for: “Ages 12 to 17”, “Members in the state program”."""
    return (
        len(text.split()) <= _LONGEST_NAME
        and _WHOM.match(text) is not None
        and _OF_PAPERS.search(text) is None
    )


def changes_for_some(text: str) -> bool:
    """Whether a sentence says of a criterion, or of some patients, what may change what a list asks for."""
    if _SCOPE.search(text) and not _USE_OF_IT.search(text):
        return True
    if _OF_THE_REST.search(text) or _OF_PAPERS.search(text):
        return False
    return _OF_THE_LIST.search(text) is not None or (
        _PERSONS.search(text) is not None and _TURNS.search(text) is not None
    )
