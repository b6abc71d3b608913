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
_EASED: Final = any_case(
    r"\b(?:honou?red|acceptable|permissible|adequate|enforced|immaterial|dispensable|irrelevant|moot|tolerated|forgiven|(?:will|would|may|can)\s+(?:serve|do|suffice)"
    r"|does\s+not\s+break|ahead\s+of|deemed|presumed|drops?\s+to|rises?\s+to|floor|ceiling)\b"
)
"""What becomes of a criterion, also where papers are spoken of: “a study of last year will be honored”."""
_PERSONS: Final = any_case(
    r"\b(?:members?|patients?|individuals?|persons?|people|those|beneficiar(?:y|ies)|recipients?|enrollees?|clients?|participants?|insureds?|claimants?"
    r"|child(?:ren)?|infants?|newborns?|neonates?|adolescents?|adults?|wom[ae]n|m[ae]n|females?|males?|smokers?|veterans?|residents?|workers?|athletes?"
    r"|inpatients?|pregnan\w+|pediatric|elderly|students?|caregivers?|anyone|who|whose|we|our|you|your)\b"
)
"""Of whom something else may be asked, and who may ask it."""
_OF_THE_LIST: Final = any_case(
    r"\b(?:rows?|columns?|the\s+table\s+(?:is|binds|holds|applies|covers?)|items?(?!\s+or\s+services?)|criteri(?:a|on)|requirements?|conditions?\s+(?:above|[0-9a-z])|step\s+therapy|rules?|above|(?:none|any|all|one|each|both|two)\s+of\s+(?:this|these|those)"
    r"|(?:the|an?)\s+(?:age|dose|time|interval|waiting|weight|sobriety)\s+(?:limits?|period|requirements?)|(?:clock|period|interval|window)\b)"
)
_TURNS: Final = any_case(
    r"\b(?:if|unless|except|only|without|when|where|until|must|shall|need(?:s|ed)?|has\s+to|have\s+to|had\s+to|should|cannot|can|may|will|would|enough|do|does|no|not|nor|than|deemed|presumed|regarded|treated|held|honou?red|adequate"
    r"|equivalent|equals?|equal|as\s+good|credited|credit|goes?|proceeds?|straight|directly|yields?|takes?|lasts?|emergenc\w+|acceptable|applies|apply|applied|both|either|any|(?:is|are)\s+(?:only\s+)?for)\b"
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


def eases(text: str) -> bool:
    """Whether a sentence says that something is let pass: “is not enforced”, “will be honored”."""
    return _EASED.search(text) is not None


def only_informs(text: str, named: Set[str]) -> bool:
    """Whether a note says nothing of what a list asks for; `named`: words of the list's items."""
    said = _LED.sub("", text)
    if (_SCOPE.search(said) or _ROWS.search(said)) and not _USE_OF_IT.search(said):
        return False
    if _OF_THE_REST.search(said):
        return True
    if _OF_THE_LIST.search(said) or _EASED.search(said):
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
    r"|\b(?:falls?|comes?|stands?|lies?|is|are)\s+(?:under|within|outside)\s+(?:of\s+)?(?:this|these|the)\s+(?:section|criteria|rules?|requirements?|policy|guideline|table|list)\b"
    r"|\bnot\s+(?:served|governed|bound|met)\s+by\s+(?:this|these)\b|^\W*(?:these|they)\s+(?:only\s+)?(?:apply|hold|begin|start|count)\b"
    r"|\bcomes?\s+(?:only\s+)?(?:after|before|first|last)\b|\b(?:has|have)\s+to\s+be\b|\bwhat\s+follows\s+(?:binds|is\s+for|applies|holds)\b"
)
"""For whom, for what or from when the criteria hold: “This section is for adults.”"""
_ROWS: Final = any_case(
    r"\b(?:(?:first|second|third|last|both|all|each|either|upper|lower|these)\s+rows?|rows?\s+(?:[0-9]|apply|above|below|of\s+the\s+table)|(?:left|right)\s+column)\b"
    r"|\bthe\s+table\s+(?:binds|holds|is\s+(?:only\s+)?(?:for|meant)|(?:does\s+not\s+)?appl(?:y|ies))\b"
)
_OF_ALL: Final = any_case(
    r"^\W*(?:either|both|no|neither|each|every|any|all)\s+(?!of\s+the\s+following\b|other\b|the\s+following\b|benefits?\b|rights\b)[a-z-]+(?:\s+[a-z-]+){0,2}?"
    r"\s+(?:needs?|requires?|is|are|must|ends?|falls?|lasts?|may|can|has|have|calls?\s+for|takes?|presumes?)\b[^:?]*$"
)
"""“Either brace needs a film of the knee.”"""
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


_BOUNDING: Final = any_case(
    r"^\W*(?:for\s+)?(?:after|before|during|within|outside|without|until|following)\b(?!\s+(?:criteria|indications|conditions|policy))"
    r"|\b(?:adults?|child(?:ren)?|pediatric|infants?|adolescents?|newborns?|members|patients|individuals|beneficiar(?:y|ies)|recipients|wom[ae]n|m[ae]n|veterans|workers)\b"
    r"|\b[0-9]{1,2}\s+(?:years?|months?)\b|\bages?\b"
)
_ONLY_BOUNDS: Final = any_case(
    r"^\W*(?:for\s+)?(?:after|before|during|within|outside|without|until|following)\b(?!\s+(?:criteria|indications|conditions|policy))"
    r"|^\W*(?:[\w-]+\s+){0,2}(?:adults?|child(?:ren)?|infants?|adolescents?|newborns?|members|patients|individuals|beneficiaries|recipients)(?:\W*$|\s+(?:and|or|aged?|[0-9])\b)"
)
_MAY_BOUND: Final = any_case(
    r"^\W*(?:first|second|third|repeat|replacement|bilateral|both|custom(?:-\w+)?|non-?\w+|second-line|third-line|last-line)\b|\b(?:excepted|only)\b"
)


def bounds_below(heading: str) -> bool:
    """Whether a heading only says for whom or when what stands under it holds: “Adults 18 and older”, “After surgery”."""
    return _is_name(heading) and (names_whom(heading) or _ONLY_BOUNDS.match(heading) is not None)


def may_bound(heading: str) -> bool:
    """Whether a heading may bound what stands under it, and names it too: “Second ventilator”, “Ventilators – members at home”."""
    return _is_name(heading) and (_BOUNDING.search(heading) or _MAY_BOUND.search(heading)) is not None


def _is_name(heading: str) -> bool:
    few = len(heading.split()) <= _LONGEST_NAME and not heading.rstrip().endswith((".", "?"))
    return few and _OF_PAPERS.search(heading) is None and not _ASKING.match(heading)


def changes_for_some(text: str) -> bool:
    """Whether a sentence says of a criterion, or of some patients, what may change what a list asks for."""
    if (_SCOPE.search(text) or _ROWS.search(text)) and not _USE_OF_IT.search(text):
        return True
    if _EASED.search(text) and not _OF_THE_REST.search(text):
        return True
    if _OF_THE_REST.search(text) or _OF_PAPERS.search(text) or _ASKING.match(text):
        return False
    some = _OF_ALL.match(text) or (_PERSONS.search(text) and _TURNS.search(text))
    return bool(some) or (len(text.split()) >= _SENTENCE and _OF_THE_LIST.search(text) is not None)


_ASKING: Final = any_case(r"^\W*(?:what|who|when|how|which|where|why)\b[^.]*$")
"""“What the member needs”: a heading."""
_SENTENCE: Final = 5
"""Words of a line that says something; fewer name something."""
