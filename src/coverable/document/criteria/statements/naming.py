"""The name of a service: what a statement is about, without the words that only say that something is asked for."""

from __future__ import annotations

import re

from coverable.document.criteria.positions.headed import names_nothing
from coverable.document.criteria.positions.payers import AMONG_SERVICES
from coverable.document.criteria.text.clauseverbs import VERB
from coverable.document.criteria.text.passage import Passage, sentences

_SUBJECT_END = re.compile(
    r"[\s,]*\b(?:(?:is|are|was|were|be|may|can|will|shall|should|considered|deemed|regarded|not|generally|usually|to|as|"
    r"therefore|only|being|been)\b[\s,]*)+$",
    re.IGNORECASE,
)
_TIME = r"(?:up\s+to\s+|no\s+more\s+than\s+|a\s+(?:period|maximum)\s+of\s+|an?\s+(?:additional|further)\s+)?(?:[0-9]+|one|two|three|six|twelve|an?|another(?:\s+[0-9]+)?)[\s-]+(?:\([0-9]+\)\s+)?(?:days?|weeks?|months?|years?)(?:\s+at\s+a\s+time)?"
_GRANT = re.compile(
    rf"^(?:(?:therefore|thus|accordingly|consequently),?\s+)?(?:(?:an?|the|no|initial|continued|prior)\s+)*(?:{_TIME}\s+)?(?:(?:initial|continued|prior)\s+)*(?:coverage|approvals?|authori[sz]ations?|requests?|claims?|payments?|reimbursement)(?:\s+(?:of|for)\s+{_TIME})?(?:\s+(?:of|for)\s+(?=\S)|\s*$)",
    re.IGNORECASE,
)
_ONLY_TIME = re.compile(_TIME, re.IGNORECASE)
_CRITERIA_FOR = re.compile(
    r"^(?:(?:the|all)\s+)?(?:(?:medical|clinical|coverage|necessity|approval|authori[sz]ation|initial|continued|prior|additional|specific)\s+)*(?:criteria|indications|requirements)\s+(?:for|of)\s+(?=\S)",
    re.IGNORECASE,
)
_ALREADY = re.compile(
    r"^(?:the\s+)?(?:members?|patients?|individuals?|beneficiaries|recipients?|enrollees?|clients?)\s+(?:who\s+are\s+)?(?:already|currently)\s+(?:receiving|using|taking)\s+(?=\S)",
    re.IGNORECASE,
)
"""“Members already receiving X may be approved for continued therapy”: the stage tells it."""
_ASPECT = re.compile(
    r"^(?:the\s+)?(?:medical|clinical)\s+need\s+(?:for|of)\s+(?=\S)|^(?:(?:to\s+)?(?:assess|determine|establish|evaluate|conclude|support)\s+)?(?:the\s+)?(?:(?:use|role|value|clinical\s+(?:utility|validity|value|benefit)|safety|effectiveness|efficacy|effects?|benefits?|utility)"
    r"(?:\s+(?:and|or)\s+(?:safety|effectiveness|efficacy|effects?|benefits?|utility))?)\s+of\s+(?=\S)",
    re.IGNORECASE,
)
"""“The effectiveness of X”: X is what the statement is about."""
_ON_HEALTH = re.compile(r"\s+on\s+(?:net\s+)?(?:health|patient|clinical)\s+outcomes?$", re.IGNORECASE)
_NO_PA = re.compile(
    r"\s+(?:(?:do(?:es)?|will)\s+not\s+(?:require|need)|requires?|needs?|must\s+have)\s+(?:an?\s+)?(?:prior\s+authori[sz]ation|prior\s+approval|pre-?authori[sz]ation|pre-?certification|(?:approval|authori[sz]ation)\s+in\s+advance)\s*,?(?:\s+(?:and|but))?$",
    re.IGNORECASE,
)
"""“X requires prior authorization and | is considered medically necessary”."""
FIRST_CLAUSE = re.compile(r"(?<=\w)\s+(?:is|are)\s+[^,;:]{3,80}?,?\s+(?:and|but)$", re.IGNORECASE)
"""“X are subject to prior authorization and | will be approved”: what else is said of it, before its position."""
_POLICY_IS = re.compile(
    r"^there\s+is\s+(?:\w+\s+)?evidence\s+that\s+|^(?:(?:[\w/]+\s+){0,3}(?:[IVX]{1,4}|[0-9A-Z])\.\s+(?=it\b))?(?:it\s+is\s+)?(?:the\s+)?(?:policy|position)\s+of\s+.{3,120}?\s+that\s+",
    re.IGNORECASE,
)


_BY_CONTRACT = re.compile(
    r"^(?:as\s+an?\s+(?:contract|benefit|plan)\s+exclusion|at\s+(?:this|the\s+present)\s+time|(?:by|under|according\s+to|pursuant\s+to|per|based\s+on|in)\s+(?:(?:the|this|its|our|most|many|all|some|terms?|of|language|provisions?|specific)\s+)*"
    r"(?:(?:plan|benefit|member|policy|contract|health|coverage)\s+)*(?:documents?|contracts?|certificates?|plans?|polic(?:y|ies)|booklet|handbook)(?:\s+of\s+coverage)?),\s+(?!(?:this|these|it|they|such)\b)(?=\S)",
    re.IGNORECASE,
)
"""“Under most benefit plans, X is excluded”, “At this time, X is …”: no part of what it is about."""
_HAS_FOUND = re.compile(
    r"^(?:The\s+)?[A-Z][\w’'-]*(?:\s+(?:of\s+|and\s+)?[A-Z][\w’'-]*){0,5}\s+has\s+(?:established|determined|concluded|found)\s+that\s+"
)
"""“Northwind Health has established that | X is medically necessary”: who says so."""
_FOUND_BY = re.compile(
    r"^(?:based\s+(?:up)?on|having\s+(?:assessed|reviewed)|(?:after|following|upon)\s+(?:an?\s+|our\s+)?(?:review|assessment|evaluation))\s+"
    r"(?:(?:of|our|the|an?|and|by|with|its|their|all|criteria|assessment|review|analysis|available|current|published|medical|scientific|clinical|peer-?reviewed|peer|reviewed|literature|evidence)\s+)*"
    r"(?:criteria|literature|evidence),\s+(?:we\s+(?:find|conclude|consider|believe)\s+that\s+)?(?=\S)",
    re.IGNORECASE,
)
"""“Based upon our criteria and assessment of the peer-reviewed literature, | the vest”: how it was found."""
_AMONG = re.compile(rf"\s+{AMONG_SERVICES}\s.*$", re.IGNORECASE)
"""“X is among the services that the plan | does not cover”."""
_UNMET = re.compile(
    r"\s+(?:when|if|where)\s[^,;]{0,60}\b(?:criteria|requirements|conditions)\s+(?:are|is|have|has)\s+not\s+(?:been\s+)?(?:met|satisfied|fulfilled)$",
    re.IGNORECASE,
)
"""“considers | gadgets when patient selection criteria are not met | to be unproven”."""


_NUMBERED = re.compile(r"^[0-9]{3}\.[0-9]{1,2}\s+(?=[A-Z])")
"""“203.3 Follow up of …”: the number of a guideline's paragraph."""
_FRAMES = (
    _NUMBERED,
    _ALREADY,
    *(_HAS_FOUND, _FOUND_BY, _AMONG, FIRST_CLAUSE, _UNMET, _BY_CONTRACT),
    *(_NO_PA, _ASPECT, _ON_HEALTH, _SUBJECT_END, _POLICY_IS, _GRANT, _CRITERIA_FOR),
)
"""What is taken from the words of a subject, one after the other."""
_OF_SUBJECT = (FIRST_CLAUSE, _UNMET, _SUBJECT_END)
"""What is told at the end of a subject only, and is no frame of a sentence."""


_LACKING = re.compile(r"(?:(?:that|which|who)\s+)?(?:(?:do|does|did)\s+not|fails?\s+to)\s", re.IGNORECASE)


def name_of(subject: str) -> str:
    """What a statement is about, without the words that only say that something is asked for or granted."""
    if _ONLY_TIME.fullmatch(subject) or _LACKING.match(subject):
        return ""  # “Approve for 6 months if:”, “Requests that | do not meet section A”
    for words in _FRAMES:
        subject = words.sub("", subject)
    return subject


def framing(text: str) -> list[tuple[int, int]]:
    """The places of such words before what a sentence is about."""
    found = (words.search(text) for words in _FRAMES if words not in _OF_SUBJECT)
    return [match.span() for match in found if match]


_OF_CRITERIA = (
    r"(?:initial|continu\w+|subsequent|ongoing|maintenance|renewal|re-?authori[sz]ation|prior|authori[sz]ation|PA|approval|coverage|(?:non-?)?covered|nationally|locally|clinical|medical|necessity"
    r"|admission|discharge|stay|step|therapy|policy|eligibility|specific|additional|general|common|core|universal|(?:non-?)?preferred|all|other|for|and|or|[&/])"
)
_CRITERIA_OF = re.compile(
    rf"(?:(?:additional|specific|other|initial|continu\w+|general)\s+)*(?P<what>\S.*?)(?:\s+|\s*[–—:]\s*|\s-\s)(?:{_OF_CRITERIA}[\s/]+)*(?:criteria|requirements|indications)\s*(?:\([^()]*\)\s*)?[*†]?\s*:?",
    re.IGNORECASE,
)
"""“Alphazine Tier-2 Approval Criteria:”."""
_ONLY_CRITERIA = re.compile(rf"\W*(?:{_OF_CRITERIA}\W*)+", re.IGNORECASE)


def named_over(text: str) -> str:
    """The service that words over a list name beside saying that criteria follow; empty where they name none."""
    text = text.strip()
    name = name_of(text).rstrip(" :")
    match = _CRITERIA_OF.fullmatch(text)
    named = name if name != text.rstrip(" :") else match["what"] if match else ""
    return "" if _ONLY_CRITERIA.fullmatch(named) or names_nothing(named) else named


def of_heading(heading: str) -> str:
    """The service that a heading names, whether it is the name of one or that of criteria for one."""
    bare = names_nothing(heading) or _ONLY_CRITERIA.fullmatch(name_of(heading).rstrip(" :")) is not None
    bare = bare or heading.lower().startswith("see ")
    return named_over(heading) or ("" if bare else heading)


_PRONOUN = re.compile(
    r"(?:they|it|you|we|there)\b|(?:this|these|those)(?=\W*$|\s+(?:can|may|is|are|will|must)\b)",
    re.IGNORECASE,
)
_SPOKEN_OF = re.compile(
    r"^\W*(?P<what>(?!(?:they|it|you|we|there|this|these|those|if|when|for|in|as)\b)(?:[\w’'/()-]+\s+){1,7}?)"
    r"(?:is|are|was|were|can|may|will|must|has|have|comes?|takes?|includes?|consists?|provides?|uses?|works?)\b",
    re.IGNORECASE,
)


_NAME = 12
"""Words of the name of a service that is a sentence by itself."""


_LABELS = frozenset(
    ("limitation", "limitations", "indication", "indications", "coverage limitations", "restrictions")
)
"""“Limitations: Covered only for A”: the label of the sentence, and no service."""


def pointed_back(subject: str, sentence: Passage) -> str:
    """The name of a service; where `subject` is empty or a pronoun, what it stands for: “Overlays are pads. They are covered …”.

    That is what the sentence before in the same paragraph speaks of; empty where that one names nothing.
    """
    if subject and not _PRONOUN.match(subject):
        return "" if subject.lower() in _LABELS else subject
    before = [s for s in sentences(Passage(sentence.block, 0, sentence.first)) if s.text]
    if not subject:  # “Single power option. Covered if …”
        alone = before[0].text.rstrip(" .") if len(before) == 1 else ""
        named = 0 < len(alone.split()) <= _NAME and before[0].text.endswith(".") and not VERB.search(alone)
        return alone if named and not names_nothing(alone) else ""
    named = _SPOKEN_OF.match(before[-1].text) if before else None
    points = not subject.lower().startswith(("you", "we", "there"))
    return named["what"].strip() if named and points else ""
