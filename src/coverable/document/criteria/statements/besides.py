"""Words behind a position that limit nothing: how long, for which stage, by whom, with what else to do."""

from __future__ import annotations

import re

from coverable.document.criteria.positions.judgement import judgement
from coverable.document.criteria.positions.stand import NEGATIVE
from coverable.document.criteria.text.passage import Passage
from coverable.document.granted.measures import PERIODS

_STAGE = re.compile(
    r"^(?:for|as)\s+(?:the\s+)?(?:(?:initial|continu\w+|ongoing|maintenance|renewal|first|subsequent)\s+(?:of\s+)?(?:therapy|treatment|use|coverage|authori[sz]ation"
    r"|approval|requests?)|renewal|continuation|reauthori[sz]ation|initiation)\b[\s,]*",
    re.IGNORECASE,
)
"""“… is medically necessary for continuation of therapy when”: the stage is no condition."""
_BESIDE = re.compile(
    r"^(?:in\s+nature\b|as\s+well(?!\s+as\b)(?=\W|$)|at\s+(?:this|the\s+present)\s+time|on\s+(?:\w+\s+)?grounds|(?:with|without|subject\s+to)\s+(?:prior\s+(?:authori[sz]ation|approval)|pre-?(?:authori[sz]ation|certification))(?:\s+only)?(?!\W*$)|for\s+(?:eligible|covered|enrolled)\s+(?:members|patients|individuals|recipients|beneficiaries|enrollees|clients)(?=\s+(?:for|when|if|in)\b)|as\s+an?\s+(?:[\w-]+\s+){0,2}?(?:benefit|service|expense|item)(?=\s+(?:for|when|if|in)\b)|by\s+(?:the\s+)?(?:[\w-]+\s+)?(?:company|plan|health\s+plan|program|agency|department|medicare|medicaid|tricare)\b(?!\s+(?:when|if|for|only|in|as|provided))|currently|in\s+(?:most|general)\s+cases|under\s+(?:this|the)\s+(?:policy|plan|guideline|benefit)|as\s+follows|by\s+(?:(?!\b(?:when|if|for|only|in|a|an)\b)[\w’'.-]+\s+){1,5}?(?=(?:when|if|for|only|in|as|provided)\b)|(?:under|of|by|from|per|within)\s+(?:(?!unless\b|except\b)[\w’'-]+\s+){0,6}?(?:determination|policy|guideline|language|booklet|handbook|certificate|law|statutes?|rules?|agreement|package|category|categories|contracts|exclusions|plans|benefits?)(?=\s*(?:,|\b(?:when(?:ever)?|where|if|for|in|as|to|unless|except)\b))|under\s+(?:(?!unless\b|except\b)[\w’'-]+\s+){0,6}?(?:(?:benefit|plan|contract|coverage)\s+documents?|benefits?|contract|part\s+[a-d]|plan|medicaid|medicare(?:\s+part\s+[a-d])?|program)"
    r"|(?:in\s+(?:place|lieu)\s+of|instead\s+of|in\s+increments\s+of|as\s+an\s+alternative\s+to)\s+(?:(?!\b(?:when|if|where|once|only|provided|for)\b)[^,;:]){2,80}?(?=\s+(?:when|if|where|once|only|provided|as\s+long|for)\b)|at\s+a\s+time(?=\s+(?:when|if|where)\b)"
    r"|,?\s*effective\s+(?:(?:on|for|as\s+of|from|beginning|dates?\s+of\s+service|and\s+after|on\s+or\s+after)\s+)*(?:[A-Z][a-z]+\s+[0-9]{1,2},?\s+[0-9]{4}|[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4})"
    r"|for\s+all\s+(?:[\w-]+\s+)?(?:products|plans|lines\s+of\s+business)(?:\s+of\s+(?:the\s+|our\s+)?[\w-]+)?(?=\W*(?:$|[,;]|(?:and|when|if)\b))"
    r"|in\s+(?:blocks|increments|units)\s+of\s+[\w-]+(?:\s+[\w-]+){0,2}(?=\W*$)"
    r"|,?\s*even\s+(?:if|though|when)\b[^.;:,]*(?:,\s*(?=(?:when|if|for|in|to)\b)|(?=\W*$)|[^.;:]*)"
    r"|of\s+(?:[\w’'-]+\s+){0,3}?(?:medicaid|medicare|plan|program)|(?:[A-Z][a-z]+\s+)?(?:medicaid|medicare)(?=\s+(?:for|when|if)\b)"
    r"|without\s+(?:(?:prior|any|further|medical)\s+)*(?:review|authori[sz]ation|approval|referral|pa)(?=\W*$)|(?:as\s+)?(?:medically\s+necessary\s+)?(?:durable\s+medical\s+equipment|dme|supplies|prosthetics|orthotics)(?=\W*$)"
    r"|without\s+(?:(?:the|an?|any|further)\s+)*(?:[\w-]+\s+){0,2}(?:need|trial|step|prior|preferred|first|generic|review|requirement|tests?|testing|exams?|photographs?)\b(?:(?!\b(?:when|if|where|once|only|provided)\b)[^,;:]){0,80}?(?=\s+(?:when|if|where|once|only|provided)\b)"
    r"|(?:durable\s+medical\s+equipment|dme)(?:\s*\(DME\))?(?=\s+(?:to|for|when|if|in|only)\b)"
    r"|,?\s*(?:depending\s+(?:up)?on|based\s+(?:up)?on|according\s+to|per|subject\s+to)\s+(?:(?:the|your|their|each|member’s|member's|individual|terms|of|specific)\s+)*(?:contract|plan|benefits?|member)(?:\s+(?:contract|plan|benefits?|terms|documents?|provisions?|language|design))*(?=\W*$)"
    r"|in\s+the\s+(?:[\w-]+\s+){0,2}?(?:handbook|booklet|certificate|contract|evidence\s+of\s+coverage)\b(?:,?\s+and\s+(?:is|are)\s+not\s+[^,.;:]{3,40}(?=\W*$))?"
    r"|per\s+(?:client|member|patient|person|lifetime)(?:,?\s+(?:every|per|each|in\s+an?y?)\s+[\w()-]+(?:\s+[\w()-]+){0,2}?\s*(?:years?|months?|days?))?"
    r"|(?:regardless|irrespective)\s+of\s+(?:(?!\b(?:when|if|for|in)\b)[\w’'-]+[\s]*){1,6}(?=,|\b(?:when|if|for|in)\b))(?!\s*:)[\s,]*",
    re.IGNORECASE,
)
"""Words beside the position that limit nothing."""
_BY_NUMBER = re.compile(r"^(?:under|per|by)\s+(?:the\s+)?(?:NCD|LCD)\s+[\w.-]+(?=\W*$)", re.IGNORECASE)
"""“… is non-covered by Medicare under NCD 150.7.”"""
_NO_PREPOSITION = (
    r"(?!(?:if|when|for|in|as|where|with|without|of|and|or|to|by|the|no|not|only|all|any|during|after|before|following|at|on|from|per|under|upon|within|throughout"
    r"|since|than|among|against|between|over|through|plus|including|regardless|due|because|unless|except|until|once|prior|these|those|this|such|other)\b)"
)
_THING = re.compile(
    rf"^(?:{_NO_PREPOSITION}[a-z-]+\s+){{0,3}}?{_NO_PREPOSITION}(?:agents?|drugs?|medications?|services?|products?|items?|benefits?|devices?|suppl(?:y|ies)|procedures?|expenses?|treatments?|therap(?:y|ies)|options?)"
    r"(?=\s*(?:$|[.,;:(]|(?:when|if|for|in|as|only|provided|where|with|under|upon|unless|except|and|but)\b))\s*"
)
"""“Orlistat is a covered weight loss agent”: what it is, and no condition."""
_NO_REVIEW = re.compile(
    r"(?:^|(?<=\w))[,;]?\s*(?:but|and)\s+(?:(?:do|does)\s+not\s+(?:require|need)|(?:is|are)\s+(?:not\s+)?subject\s+to|(?:require|need)s?)\s+(?:an?\s+|any\s+)?(?:(?:quantity|dose|dosing|age)\s+limits?|PA\b|prior\s+(?:authori[sz]ation|approval)|pre-?(?:authori[sz]ation|certification))\s*(?=$|\.)",
    re.IGNORECASE,
)
"""“…, but do not require a PA”."""
_REGARDLESS = re.compile(
    r"^[\s,;–—-]*(?:(?:regardless|irrespective)\s+of|no\s+matter)\s+(?:where|when|how|who|what|which|why|whether|the\s+(?:place|setting|site|reason|cause|provider|person))\b[^.;:]*\W*$"
    r"|^[\s,;–—-]*(?:regardless|irrespective)\s+of\s+[^,.;:]*\W*$|^[\s,;–—-]*(?:whatever\s+(?:the|his|her|their|its)|whether\s+or\s+not|even\s+(?:if|when|where|though))\b[^,.;:]*\W*$",
    re.IGNORECASE,
)
"""“… is not covered, regardless of where it is given.” bounds nothing."""
_WHATEVER = re.compile(
    r"^(?:for|in|under|with)\s+(?:any|all|every|each)\s+(?:[\w-]+\s+)?(?:indications?|circumstances?|reasons?|purposes?|uses?|conditions?|diagnos[ei]s"
    r"|cases?|situations?|settings?|events?|members?|patients?|individuals?|persons?|ages?)[\s,;–—-]*(?=(?:unless|except)\b(?!\s+(?:those|as\s+(?:listed|noted|stated|described|specified|indicated|outlined))\b))",
    re.IGNORECASE,
)
"""“… is not covered for any indication unless the law asks for it”: the exception is all that it says."""
_RATHER = re.compile(
    r"^(?:and\s+)?(?:not|rather\s+than|being|thus|therefore|hence)\s+(?:[\w-]+\s+){0,3}?[\w-]+(?:,\s*|\s+)(?=(?:for|in|when|if|to|as)\b)",
    re.IGNORECASE,
)
"""“… is cosmetic, not reconstructive, for …”: what it is not limits nothing."""
SHORT_NAME = re.compile(r"\(\s*[A-Z][A-Za-z/&-]{0,8}\s*\)\s*(?:[,:–—-]\s*)?")
"""“… is experimental or investigational (EIU) for …”: the short name of the position."""
_GLOSS = re.compile(
    r"\((?:i\.\s?e\.|e\.\s?g\.|(?:also|formerly)\s+(?:known|called)|a\.?k\.?a\.?|brand\s+names?)[^()]*\)\s*",
    re.IGNORECASE,
)
"""“… for X (i.e. the A assay)”: what it is called."""
_CUT_NAME = re.compile(r"(?:/[A-Z]{1,3})+\s*\)\s*")
"""“… (E/I/U) for …”: what is left of it where its first letters were read as the position."""
_INDICATIONS = re.compile(
    r"^\(\s*(?:(?:for|the|these|following)\s+)*(?:indications?|uses?|conditions?|diagnos[ei]s)\s*:\s*(?=[^()]+\)\W*$)",
    re.IGNORECASE,
)
"""“… is not covered (indications: A or B)”."""
_NAMELY = re.compile(
    r"^[–—-]?\s*(?:specifically|namely|in\s+particular|that\s+is)(?:,\s*|\s+)(?=(?:for|in|when|if|to)\b)",
    re.IGNORECASE,
)
"""“… is investigational — specifically, for A, B, or C”."""
_PERIOD = r"(?:(?:an?|another|one|the)\s+)?(?:(?<=another\s)|(?:further|additional|next|second|more|new)\s+)(?:(?:[0-9]{1,3}|one|two|three|four|six|eight|nine|twelve|full|calendar)[\s-]+)?(?:days?|weeks?|months?|years?)(?!\s+(?:of|or|and)\b)|(?:an?|another|one|the)\s+(?:(?:further|additional|next|second|more|new|limited|defined|specified)\s+)*(?:period|term|course|interval|time)(?!\s+of\b)"
_LASTS = re.compile(
    rf"^for\s+(?:{_PERIOD}|the\s+(?:duration|period|time|number\s+of\s+\w+)\s+(?:noted|stated|shown|listed|specified|requested)(?:\s+(?:above|below))?)\b[\s,]*",
    re.IGNORECASE,
)
"""“for a further period”, “for the duration noted”: no condition."""
_SO_OFTEN = re.compile(
    r"^(?:(?:for|only|up\s+to|at\s+most|no\s+more\s+(?:often\s+)?than|(?:for\s+)?a\s+maximum\s+of|not\s+to\s+exceed)\s+)*"
    rf"(?:once|twice|(?:one|two|three|four|[0-9]{{1,3}})\s+(?:times?|visits?|sessions?|treatments?|units?|pairs?))\s+{PERIODS}"
    r"[\s,]+(?=(?:only\s+)?(?:when|if|where|for|in|provided|as\s+long\s+as)\b)",
    re.IGNORECASE,
)
"""“… is covered once per year when …”: how much is granted, which is read as such, and no condition."""


_AILMENT = r"(?:an?\s+)?(?:illness(?:es)?|injur(?:y|ies)|diseases?|sickness)"
_OF_LAW = re.compile(
    rf"^for\s+(?:the\s+)?(?:diagnosis|treatment)(?:\s*(?:,|or|and|/)\s*(?:the\s+)?(?:diagnosis|treatment))?\s+of\s+{_AILMENT}"
    rf"(?:\s*(?:,|or|and)\s*{_AILMENT})+(?:,?\s+or\s+to\s+improve\s+the\s+functioning\s+of\s+a\s+malformed\s+body\s+(?:member|part))?(?=\s*(?:$|[.,;:]|(?:when|if|for|in|because|since|as)\b))[\s,]*",
    re.IGNORECASE,
)
"""“… is not necessary for the diagnosis or treatment of illness or injury”: what the law asks of every service."""


_AGAIN = re.compile(
    r"^(?:[\s,]*(?:and|so|thus|hence|therefore)\b|\s*[;:–—])(?:[\s,]*(?:as\s+such|so|thus|hence|therefore)\b)?[\s,]*",
    re.IGNORECASE,
)
_OF_THE_SAME = re.compile(
    r"\W*(?:it|they|these|this|coverage|benefits?|payment|reimbursement|we|(?:the|our|this)\s+(?:health\s+)?(?:plan|company|program|payer))?\W*",
    re.IGNORECASE,
)
"""What a second clause can be about and still say the same: “…; coverage is not provided”, “and we do not cover them”."""


def past_again(rest: Passage) -> Passage:
    """What follows a denial, without another one of the same service: “…; coverage is not provided for A” as “for A”."""
    joined = _AGAIN.match(rest.text)
    again = judgement(rest.text[joined.end() :]) if joined else None
    if joined is None or again is None or again.position not in NEGATIVE or again.given:
        return rest
    same = _OF_THE_SAME.fullmatch(rest.text[joined.end() : joined.end() + again.first]) is not None
    return rest.part(joined.end() + again.last) if same else rest


def needs_no_review(text: str) -> bool:
    """“X is covered, but does not require a PA”: no criteria follow."""
    return _NO_REVIEW.search(text) is not None


_DENIED_AGAIN = re.compile(
    r",?\s+and\s+(?:(?:such|these|those|all|any|the)\s+)?(?:claims?|requests?|services?|they|it)\s+(?:(?:will|shall|may)\s+be|is|are)\s+(?:denied|rejected|returned|not\s+(?:be\s+)?(?:paid|covered|approved))\W*$",
    re.IGNORECASE,
)
"""“…, and such claims will be denied”: the same denial once more."""


_SEE = re.compile(r"\W*\((?:please\s+)?(?:see|refer\s+to)\b[^()]*\)\W*", re.IGNORECASE)
"""“… is not covered (see also “Cosmetic Surgery”).” points to other words, and excepts nothing."""


_INCLUDING = re.compile(
    r"[\s,;(]*(?:including|such\s+as)\b,?\s*(?:but\s+(?:is\s+|are\s+)?not\s+(?:necessarily\s+)?limited\s+to\b,?\s*)?(?=\S)",
    re.IGNORECASE,
)
"""“No coverage for uses of X including, but not limited to, A or B”: the uses that are named."""


_CALLED = re.compile(
    r"[,;]?\s*(?:and\s+)?(?:(?:it|they)\s+)?(?:(?:is|are)\s+)?considered\s+(?:(?!(?:not|medically|investigational|experimental)\b)[\w-]+[\s,]*){1,6}\W*",
    re.IGNORECASE,
)
"""“Not covered, considered household furniture.”: why, and no use."""


_BY_ACT = re.compile(
    r"\s*(?:within\s+the\s+meaning\s+of|under|by|in|per|pursuant\s+to)\s+(?:(?:section\s+|§{1,2}\s*)1[0-9]{3}(?![0-9])|1[0-9]{3}(?=\([a-z]))(?:\s?\([a-zA-Z0-9]{1,2}\))*"
    r"(?:\s*of\s+(?:the\s+)?(?:social\s+security\s+)?act\b)?",
    re.IGNORECASE,
)
"""“… reasonable and necessary under §1862(a)(1)(A) of the Act for A”: by which law."""


def past_asides(rest: Passage, denies: bool) -> Passage:
    """What follows a position, without the words that limit nothing: “under this policy when A” as “when A”.

    `denies`: how often it is denied is no grant, and stays.
    """
    if denies and (again := _DENIED_AGAIN.search(rest.text)):
        rest = rest.part(0, again.start())
    if denies and (_SEE.fullmatch(rest.text) or _REGARDLESS.match(rest.text) or _CALLED.fullmatch(rest.text)):
        return rest.part(0, 0)
    if listed := _INDICATIONS.match(rest.text):
        return rest.part(listed.end()).trimmed(".)")
    for told in (
        _BY_ACT,
        _CUT_NAME,
        SHORT_NAME,
        _GLOSS,
        _THING,
        _NAMELY,
        _LASTS,
        *(() if denies else (_SO_OFTEN,)),
        _STAGE,
        _BESIDE,
        _BY_NUMBER,
        _NO_REVIEW,
        _OF_LAW,
        _WHATEVER,
        _RATHER,
    ):
        if match := told.match(rest.text):
            rest = rest.part(match.end())
    if (review := _NO_REVIEW.search(rest.text)) and review.start():
        rest = rest.part(0, review.start())  # “when medically necessary and does not require a PA”
    if denies and (examples := _INCLUDING.match(rest.text)):
        rest = rest.part(examples.end())
    return rest
