"""Words that only lead a list in: whether others stand beside them, and how many."""

from __future__ import annotations

import re
from functools import lru_cache

from coverable.document.criteria.text.diseasewords import DISEASE
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.patterns import word_set
from coverable.document.wordlists import words_of

_STOP = words_of("framewords.txt")
"""Words that only lead a list in."""
_ENDINGS = (
    ("ies", "y"),
    ("ied", "y"),
    ("ing", ""),
    ("ing", "e"),
    ("ed", ""),
    ("ed", "e"),
    ("es", ""),
    ("s", ""),
)
CLAUSE = re.compile(r"\b(?:is|are|was|were|has|have|had|must|can|cannot|failed|does|do|did)\b", re.IGNORECASE)
"""What makes words more than a name."""


@lru_cache(maxsize=8192)
def leads_in(word: str) -> bool:
    """Whether a word only leads a list in, in any of its forms: “shown” and, beside “show”, “showing”."""
    bare = word.lower().strip("'’-").removesuffix("'s").removesuffix("’s")
    if bare in _STOP:
        return True
    bases = (bare.removesuffix(end) + put for end, put in _ENDINGS if bare.endswith(end))
    return any(len(base) > _SHORT and base in _IN_ANY_FORM for base in bases)


_ONE_FORM = word_set(
    "progress bear bore condition form pass fall sign hold carry reach mark type case page track suit order present"
)
"""Words whose other forms tell of a patient: “the disease has progressed”, “weight bearing”."""
_IN_ANY_FORM = _STOP - _ONE_FORM
_SHORT = 3
"""Letters of a word whose forms are not looked for: “its” is none of “it”, “ages” none of “age”."""


@lru_cache(maxsize=8192)
def substantive(text: str) -> bool:
    """Whether words remain that say something about the patient or the use."""
    words = re.findall(r"[A-Za-z][A-Za-z'’-]*|[0-9]+", _BY_AGE.sub("", EXAMPLES.sub(" ", text)))
    return asks_for_papers(text) or not all(leads_in(w) for w in words)


EXAMPLES = any_case(r"\((?:e\.\s?g\.|for\s+example|such\s+as)[^()]{0,200}\)")
"""“Submission of medical records (e.g., chart notes, laboratory values) documenting”: examples of what leads in."""
_BY_AGE = any_case(
    r"\bage[\s-](?:based|related|specific|dependent|appropriate)(?=\s+(?:criteria|requirements?|conditions?|rules?|items?|limits?|lists?)\b|\W*$)"
    r"|\b(?:accordance|according|keeping|line)\s+(?:with|to)\s+(?:the\s+)?age\s+(?:limits?|requirements?|groups?|bands?)\b(?=\W*$)"
    r"|\bage\s+(?:limits?|requirements?|groups?|bands?)(?=\s+(?:and|or)\s+(?:the\s+)?(?:criteria|requirements?|conditions?)\s+(?:below|listed|that\s+follow)\b)"
)
"""“the age-based criteria that follow”: the items of the list say which ages."""


def asks_for_papers(text: str) -> bool:
    """Whether words of which each only leads in ask for who prescribes, or for a signed paper."""
    return _PRESCRIBED.match(text) is not None


_PRESCRIBED = any_case(
    r"\W*(?:(?:when|if|where|only|provided)\s+)*(?:it\s+)?(?:is\s+|was\s+)?(?:prescribed|ordered|supervised)\s+by\s+\S"
    r"|\W*(?:an?\s+|the\s+)?(?:(?:written|signed|valid|dated)\s+)+(?:orders?|prescriptions?|referrals?|letters?|certifications?|consents?)\b"
)
"""“Prescribed by a physician”, “Signed order”: conditions, whose words are those of who tells one."""
_TELLS = any_case(
    r"(?P<frame>(?:(?!\b(?:and|or|but)\s+(?:it|there|the|this|that|an?|he|she|they)\b)[^,;:.]){0,80}?\b(?:documented|known|true|turns\s+out|confirmed|shown|established|required|verified|certified|attested|demonstrated|determined|noted|reported|stated|recorded|submitted|provided"
    r"|documentation|evidence|proof|shows?|confirms?|documents?|establish(?:es)?|indicates?|demonstrates?|verif(?:y|ies)|certif(?:y|ies)|states?|attests?|reports?|reveals?|requirement\s+is|condition|case)"
    r"(?:\s+(?:both|either))?)\s+that\s+(?=\S)"
)
"""“there must be documentation that”, “the prescriber confirms that”."""
_OF_PATIENT = any_case(r"\b(?:has|have|had|having|with|from|of|for)\b.*\bcondition\s*$")
"""“The client has a diagnosed condition that …”: what ails the client, and no proviso."""
_REQUIRED = any_case(r"\b(?:required|known|turns\s+out)\b")
_TURNED = any_case(r"\b(?:no|not|nothing|none|nobody|never|without|lack\w*|absence)\b|n['’]t\b")


def told(text: str) -> int:
    """How many characters at the beginning only say who tells a condition: “it is documented that X”."""
    match = _TELLS.match(text)
    if match is None or _TURNED.search(match["frame"]) or _OF_PATIENT.search(match["frame"]):
        return 0
    return match.end() if asks_nothing(match["frame"]) else 0


def asks_nothing(text: str) -> bool:
    """Whether words only say that something else is asked for: “the following is also required:”."""
    return not substantive(_REQUIRED.sub("", text))


def framed(text: str) -> bool:
    """Whether most words only say who shows or decides: “the office notes of the surgeon confirm”."""
    if len(text.split()) <= _FEW and _DIAGNOSED.search(text):
        return False
    words = [w.lower() for w in re.findall(r"[A-Za-z][A-Za-z'’-]{4,}", text)]
    frames = [w for w in words if w in _STOP and not _GROUP.search(w) and not _PATIENT.match(w)]
    return 2 * len(frames) > len(words)


_FEW = 7
"""Words of a condition that says who prescribes, and nothing else."""
_PATIENT = any_case(
    r"(?:members?|patients?|individuals?|persons?|recipients?|enrollees?|clients?|diagnos\w+|treatment|history|which|their|where|there|being|initial)$"
)


def thin(text: str) -> bool:
    """Whether so few words say something that they may only lead the list in."""
    words = re.findall(r"[A-Za-z][A-Za-z'’-]*|[0-9]+", text)
    if any(w.isdigit() for w in words) or (CLAUSE.search(text) and substantive(text)):
        return False
    if _DIAGNOSED.search(text) or (DISEASE.search(text) and not _ANY_DISEASE.fullmatch(text)):
        return False
    return _GROUP.search(text) is None and sum(not leads_in(w) for w in words) < 2


_DIAGNOSED = any_case(
    r"\bdiagnos(?:is|ed)\s+(?:of|with)\s+\S|\b(?:prescribed|ordered|supervised)\s+by\s+\S"
    r"|\b(?:FDA|compendi(?:a|um))[\s-]+(?:approved|labell?ed|supported|indicated)\b"
)
"""What ails the patient and who prescribes are conditions in few words: “Diagnosis of gout and one of …”."""
_ANY_DISEASE = any_case(r"\W*(?:(?:the|an?)\s+)?(?:diseases?|disorders?|syndromes?|tumou?rs?|cancers?)\W*")
"""“Disease due to one of the following”: the list names it."""
_GROUP = any_case(
    r"\b(?:adults?|child(?:ren)?|infants?|adolescents?|newborns?|neonat\w+|pediatric|pregnan\w+|women|men|females?|males?|homebound|beneficiar\w+)\b"
)
"""A group of patients, which is a condition in one word."""
