"""Sentences that ask for a service in a form of their own: “To be covered, X …”, “Candidates for X must have …”."""

from __future__ import annotations

import re
from functools import lru_cache

from coverable.document.criteria.positions.stand import Stand
from coverable.document.criteria.text.wordclasses import KINDS_OF_THINGS
from coverable.document.reading import Position

_TO_QUALIFY = re.compile(
    r"^(?:in\s+order\s+)?(?:to\s+(?:qualify|be\s+(?:eligible|considered|approved|covered|authorized))\s+for\s+(?:coverage\s+(?:of|for)\s+)?(?P<a>\S.{2,200}?),"
    r"|for\s+(?!some\b|any\b|certain\b|an?\s+items?\b|items?\b|services?\b)(?P<b>\S.{2,200}?)\s+to\s+be\s+(?:considered\s+)?(?:(?:for\s+)?(?:coverage|approval)|medically\s+necessary|covered|approved|authorized|eligible(?:\s+for\s+coverage)?),?"
    r"|in\s+order\s+for\s+(?P<c>\S.{2,200}?)\s+to\s+be\s+(?:considered\s+)?(?:medically\s+necessary|covered|approved|authorized),?)",
    re.IGNORECASE,
)
_FOR_APPROVAL = re.compile(
    r"^(?P<head>.{10,300}?\b(?:must|should|are|is|be)\b.{0,40}?)\s+for\s+(?:the\s+)?(?P<verb>approval|coverage|authorization)\s+of\s+(?:(?:an?|all|the)\s+)?(?:(?:PA|prior\s+authorization)\s+)?(?:requests?\s+for\s+)?(?P<x>\S[^:.;]{1,120}?)\W*$",
    re.IGNORECASE,
)
"""“The following criteria must be met for approval of a PA request for X:”"""
_TAKES_INTO_ACCOUNT = re.compile(
    r"\b(?P<verb>determination\s+of\s+(?:whether\s+(?P<a>\S.{2,200}?)\s+(?:is|are)\s+medically\s+necessary|(?:the\s+)?medical\s+necessity\s+of\s+(?P<b>\S.{2,250}?))"
    r"\s+will\s+take\s+into\s+account\s+(?:the\s+)?whether\s+(?:the\s+)?(?:beneficiary|member|recipient|patient|individual|client))\s*:$",
    re.IGNORECASE,
)
"""“The determination of whether X is medically necessary will take into account whether the beneficiary:” and a list."""
ASKED_OR_NOT = re.compile(
    r"^\W*[^;:]{3,120}?\s(?:is|are)\s(?:not\s)?(?:asked(?:\sfor)?|required|needed|necessary|requested)(?:\s[^;:]{1,60})?;\s+(?!(?:and|or)\b)",
    re.IGNORECASE,
)
"""“No trial of another agent is asked for; | X is covered for A”: what is asked of papers stands before."""
BEFORE_THINGS = re.compile(
    r"^(?:[\w’'(),/-]+\s+){1,12}?(?:is|are|helps?|allows?|provides?|needs?|includes?)\s(?:[\w’'(),/-]+\s+){0,14}?and\s+"
    r"(?=the\s+following\s+(?:[\w-]+\s+)?(?:benefits|services|items|supplies|equipment|procedures|drugs|products)\b)",
    re.IGNORECASE,
)
"""“Oxygen is a drug and the following benefits are covered:” judges what follows."""
_CANDIDATES = re.compile(
    r"^(?:appropriate\s+)?(?:candidates?|patients?|persons?|members?)\s+(?:(?:being\s+considered|who\s+are\s+considered)\s+)?for\s+(?P<x>\S.{1,120}?)\s+(?P<verb>must|need\s+to|should|are\s+required\s+to)\b",
    re.IGNORECASE,
)
"""“Candidates for X must have all of the following”."""
_REQUIRES = re.compile(
    r"^(?P<x>(?:(?:the|an?)\s+)?(?:[\w-]+\s+){0,2}?(?:(?:initiation|extension|replacement|continuation|approval|coverage|(?:re-?)?authori[sz]ation|purchase|rental|use|renewal|placement|implantation)\s+(?:of|for)|replacement|initial|continued)\s+\S.{1,120}?)"
    r"\s+(?P<verb>requires?)\s+(?=(?:all|any|each|both|either|at\s+least|one|two|three|the\s+following|(?:(?:an?|the)\s+)?(?:documented\s+)?(?:evidence|documentation|diagnosis|history|trial|failure|proof))\b)",
    re.IGNORECASE,
)
"""“Replacement of X requires ALL of the following”, “Authorization of X requires evidence of A”."""
_DRUG_REQUIRES = re.compile(
    r"^(?P<x>[A-Z][A-Z0-9®™-]{3,}(?:\s+\([^()]{2,60}\))?(?:(?:,|,?\s+(?:and|or|&))\s+[A-Z][A-Z0-9®™-]{3,}){0,4})\s+(?P<verb>requires?)\s+(?=(?:(?:an?|the)\s+)?(?:documented\s+)?(?:diagnosis|evidence|documentation|history|trial|failure|inadequate|proof)\b)"
)
"""“ALPHAMAB and BETAMAB require a diagnosis of A”: brands in capitals, and what is asked for them."""
_FOR_DRUGS = re.compile(
    r"^(?P<verb>for\s+(?P<x>(?:an?|any|all|each)\s+(?:[\w-]+\s+){0,4}?(?:drugs?|medications?|products?|agents?)(?:\s+(?:that\s+\w+|\w+ing)\s+[^,.;:]{2,60})?)),\s+(?=there\s+must\s+(?:have\s+been|be)\b)",
    re.IGNORECASE,
)
"""“For a non-preferred drug, there must have been A”."""
_INDICATED = re.compile(
    r"^\W*(?P<verb>(?:(?:is|are)\s+)?(?:indicated|covered|approved|approvable|authori[sz]ed|allowed|payable))\s+(?=for\s.{3,120}?[,\s](?:if|when|must)\b.*:\s*$)",
    re.IGNORECASE,
)
"""“Indicated for gout if:” over a list, under the name of a drug."""
_SO_THAT = re.compile(
    r"^(?P<head>.{10,300}?)\s+(?:(?:in\s+order\s+)?for\s+(?P<x>\S.{1,120}?)\s+to\s+be\s+(?:considered\s+|deemed\s+)?(?:(?:for\s+)?(?:coverage|approval)|medically\s+necessary|covered|approved|authorized|extended|renewed|continued|reauthorized|payable|reimbursed|eligible(?:\s+for\s+coverage)?))\W*$",
    re.IGNORECASE,
)
"""“The following must be met for X to be covered”."""
_DENIES = re.compile(
    r"^(?P<head>.{5,300}?)\s+(?:(?:will|shall|may|can)\s+)?(?P<verb>(?:leads?\s+to|results?\s+in|(?:is|are)\s+(?:an?\s+)?(?:(?:sufficient\s+)?grounds?|reasons?|cause|basis)\s+for|warrants?|justif(?:y|ies))\s+(?:an?\s+|the\s+)?"
    r"(?:denial|disapproval|non-?approval|non-?coverage|refusal))\s+of\s+(?:(?:coverage|payment|authori[sz]ation|requests?)\s+(?:of|for)\s+)?(?P<x>\S[^:.;,]{1,120}?)\W*$",
    re.IGNORECASE,
)
"""“Any of the following results in denial of X:”."""
_COUNTED = re.compile(
    r"\b(?:following|criteria|conditions|requirements|all|any|none|below|list)\b", re.IGNORECASE
)
_CRITERIA_FOR = re.compile(
    r"\b(?:approval|coverage|authorization)\s+criteria\s+for\b|\b(?:criteria|requirements|indications)\s+for\s+(?:initial\s+|continued\s+|re)?(?:approval|coverage|authorization|use|medical\s+necessity)\b",
    re.IGNORECASE,
)

_WHAT_IS_PAID = re.compile(
    r"^\W*what\s+[^,.:;?]{2,60}?\s+(?:(?:will|does|do|may|can)\s+)?(?P<verb>(?P<not>not\s+)?(?:covers?|pays?\s+for|approves?|reimburses?))\s*:\s*"
    r"(?P<x>[^:.;]{2,120}?)(?=\s+(?:when|if|for|in|only|provided|where|subject\s+to|unless)\b)",
    re.IGNORECASE,
)
"""“What the plan will cover: X when …”."""

_EVIDENCE_TO_COVER = re.compile(
    r"^(?:[^.:;]{0,160}?\bthat\s+)?(?:the\s+)?(?:\w+\s+){0,3}?evidence\s+is\s+(?P<not>not\s+|in)?(?:sufficient|adequate)\s+(?:to\s+(?:support\s+)?cover(?:age\s+(?:of|for))?|for\s+coverage\s+(?:of|for))"
    r"\s+(?P<x>[^.:;]{2,200}?)(?=\s+(?:for|in|when|if|under|to\s+treat)\b|\W*$)",
    re.IGNORECASE,
)
"""“The agency has determined that the evidence is sufficient to cover X for …”."""
_FRONTED = re.compile(
    r"^\W*(?:(?P<not>(?:also\s+)?(?:not\s+(?:\w+ly\s+)?covered|non-?covered|excluded\s+from\s+(?:the\s+)?(?:coverage|benefits?)))|also\s+covered)\s+(?:is|are)\s+"
    r"(?P<x>(?!the\s+following\b)[^.:;]{2,200}?)(?=\s+(?:when|if|unless|except)\b|\W*$)",
    re.IGNORECASE,
)
"""“Also covered are spare batteries”, “Excluded from coverage is the type of lift that …”."""

_VIEW = (
    r"(?:position|polic(?:y|ies)|view|opinion|stance|judge?ment|finding|conclusion|determination|decision)"
)
PURPOSE = re.compile(r"\W*in\s+order\s+(?:to|for)\b", re.IGNORECASE)
"""“In order to be considered necessary, the label must …”: what is aimed at is not judged."""
AIM = re.compile(r"^To\s+(?!be\b)[a-z]{3,}\s[^,.;:]{3,80},\s+(?=\S)")
"""“To judge whether the bone has healed, X is …”: what it is for."""
OPINION = re.compile(
    r"^(?:(?:the\s+)?[\w’'-]+\s+(?:has\s+)?(?:conclude[sd]|determine[sd]|decided|finds|found)\s+that\s+)?(?:the\s+)?(?:\w+\s+){0,3}?"
    r"evidence\s+is\s+(?:adequate|sufficient)\s+to\s+(?:conclude|determine|find|show)\s+that\s+"
    rf"|^it\s+(?:is|remains)\s+(?:the|our|its|an?)\s+(?:(?!not\b)[\w’'-]+\s+){{0,5}}?{_VIEW}(?:\s+of\s+(?:the\s+)?[^,.:;]{{2,60}}?)?\s+that\s+"
    rf"|^(?:the|our|its)\s+(?:(?!not\b)[\w’'-]+\s+){{0,4}}?{_VIEW}(?:\s+of\s+(?:the\s+)?[^,.:;]{{2,60}}?)?\s+is\s+that\s+"
    r"|^(?:subject|according|pursuant)\s+to\s+(?:the\s+|all\s+)?(?:terms|provisions|language|limits|limitations|conditions|exclusions|benefits)\b[^,.:;]{2,90},\s*"
    r"|^(?=[^,.:;]{0,120}\b(?:evidence|literature|data|utility|efficacy|effectiveness|safety)\b)(?![^,.:;]{0,200}\b(?:cover\w*|necessary|excluded|payable|approved)\b)[^,.:;]{0,120}\b(?:not|insufficient|inadequate|lack(?:s|ing)?|limited)\b[^,.:;]{0,100},"
    r"\s+and\s+(?=(?!(?:its?|the|their)?\s*use\b|it\b|they\b|this\b)(?:(?!\b(?:is|are)\b)[^,.:;]){2,80}\s(?:is|are)\s+(?:(?:therefore|thus|hence)\s+)?(?:(?:considered|deemed)\s+)?(?:investigational|experimental|unproven)\b)"
    r"|^(?:with|after|upon|under|subject\s+to)\s+(?:an?\s+)?(?:prior|pre-?|advance)\s*(?:authori[sz]ation|approval|certification|notification)(?:\s+(?:from|by)\s+[^,.:;]{2,50})?,\s*"
    r"|^(?:beginning|starting)\s+(?:with|on|for|from)\b[^,.:;]{2,80},\s*|^based\s+on\s+(?:[\w-]+\s+){0,4}?(?:evidence|literature|studies)\b[^,.:;]{0,40},\s*(?!(?:and|or)\b)"
    r"|^as\s+(?:an?\s+)?(?:investigational|experimental|unproven|cosmetic)\s+[a-z]+,\s*|^as\s+of\s+(?:this|the|our|its|[A-Z0-9])[^.:;]{2,60}?,\s*(?!(?:19|20)[0-9]{2})|^(?:in\s+the\s+absence|for\s+(?:the\s+)?(?:lack|want))\s+of\s+(?:[\w-]+\s+){0,3}?(?:evidence|data|literature|studies|trials)\b[^,.:;]{0,60},\s*"
    r"|^effective\s+(?:(?:for|on|with|from|beginning|as\s+of)\b|[a-z]{3,9}\.?\s+[0-9]|[0-9])[^.:;]{0,80}?(?:\b(?:19|20)[0-9]{2}|/[0-9]{2}),\s*"
    r"|^as\s+(?!(?:an?|of|on|part|long|soon|far|such|well|with|in|for|to|described|stated|noted|defined|per|outlined|indicated|needed|required|listed|above|below)\b)"
    r"[^,.:;]{3,120}?\s(?:is|are|has|have|was|were|can|may|do|does|looks?|includes?|involves?|requires?|lacks?|remains?|shows?|contains?|uses?|carr(?:y|ies)|adds?|gives?|changes?)\s[^,:;]{2,160},\s+(?=[^,:;]{2,100}?\s(?:is|are)\s)"
    r"|(?:(?<=\bcover)|(?<=\bcovers)|(?<=\bcovered))\s+under\s+(?:medicare\s+)?part\s+[a-d]\b|\s+(?:through|under|via)\s+coverage(?=\s+with\s+evidence\s+development\b)"
    r"|(?<=\w)\s+(?:(?:no\s+longer|not|still)\s+)?covered\s+(?:under|by)\s+(?:(?:an?|the|any|its|their)\s+)?(?:[\w’']+\s+){0,2}?warrant(?:y|ies)\b"
    r"|(?<=\w)\s+(?:has|have)\s+not\s+(?:yet\s+)?(?:been\s+(?:shown|proven|proved|demonstrated|established|found)\s+to|received|obtained)\b[^,.:;]{3,120}?,?\s+and\s+(?:(?:it|they)\s+)?(?=(?:is|are)\s+(?:(?:therefore|thus|hence)\s+)?(?:not\s+)?(?:considered|deemed|regarded|investigational|experimental|unproven|medically)\b)"
    r"|(?<=\w)\s+(?:do(?:es)?|will)\s+not\s+(?:require|need)\s+(?:prior\s+(?:authori[sz]ation|approval)|pre-?(?:authori[sz]ation|certification)),?\s+(?:and|but)(?=\s+(?:is|are|may|will)\s)"
    r"|(?<=\w),?\s+(?:regardless|irrespective)\s+of\s+(?:when|where|how|who|why|whether)\b[^,;:]{3,120}?(?:,|(?=\s(?:is|are|may|will|shall)\s))"
    r"|(?:^|(?<=,))\s*in\s+(?:the\s+)?(?:[\w’'-]+\s+){0,3}?(?:opinion|judge?ment|view|estimation|assessment)(?:\s+of\s+[^,.:;]{2,60})?,\s*",
    re.IGNORECASE,
)
"""“In the judgment of Juniper, …”: who judges, set apart by commas; “Subject to the terms of the contract, …”;
“Effective for services on or after May 1, 2023, …”; “As panels look at many genes, …”; “The literature does not support X, and X is considered …”;
“The evidence is adequate to conclude that …”, “It is the plan's position that …”."""

NEVER = re.compile(
    r"\s*(?:(?:at\s+no\s+time|under\s+no\s+circumstances?|on\s+no\s+account|in\s+no\s+(?:case|event|instance|situation|way|circumstances?)|never)\s+"
    r"(?:(?:will|shall|may|can|would|should)\s+|(?=(?:is|are)\s)))",
    re.IGNORECASE,
)
"""“Under no circumstances will X be covered”: the negation stands before the sentence, and turns its verb."""


def ruling(text: str) -> Stand | None:
    """The position of a sentence whose form alone tells it; None where it has none of these forms."""
    if match := _TO_QUALIFY.match(text):
        name = next(n for n in ("a", "b", "c") if match[n])
        return Stand("medically_necessary", match.start(), match.end(), subject=match.span(name))
    if (match := _SO_THAT.match(text)) and _COUNTED.search(match["head"]):
        return Stand("medically_necessary", match.end("head") + 1, match.end(), subject=match.span("x"))
    if (match := _FOR_APPROVAL.match(text)) and _COUNTED.search(match["head"]):
        return Stand("medically_necessary", match.start("verb") - 4, match.end(), subject=match.span("x"))
    if (match := _DENIES.match(text)) and _COUNTED.search(match["head"]):
        return Stand("not_covered", match.start("verb"), match.end(), subject=match.span("x"))
    if match := _TAKES_INTO_ACCOUNT.search(text):
        subject = match.span("a") if match["a"] else match.span("b")
        return Stand("medically_necessary", match.start("verb"), match.end("verb"), subject=subject)
    if match := _EVIDENCE_TO_COVER.match(text):
        weighed: Position = "investigational" if match["not"] else "medically_necessary"
        return Stand(weighed, match.start(), match.end(), subject=match.span("x"))
    if match := _WHAT_IS_PAID.match(text) or _FRONTED.match(text):
        position: Position = "not_covered" if match["not"] else "medically_necessary"
        return Stand(position, match.start(), match.end(), subject=match.span("x"))
    return None


def asking_for(text: str) -> Stand | None:
    """The same of a sentence without a predicate that judges: it asks something of candidates, or names criteria."""
    if match := _INDICATED.match(text):
        return Stand("medically_necessary", match.start("verb"), match.end("verb"))
    if match := (
        _CANDIDATES.match(text)
        or _REQUIRES.match(text)
        or _DRUG_REQUIRES.match(text)
        or _FOR_DRUGS.match(text)
    ):
        return Stand("medically_necessary", match.start("verb"), match.end("verb"), subject=match.span("x"))
    if (match := _CRITERIA_FOR.search(text)) and _COUNTED.search(text[match.end() :]):
        return Stand("medically_necessary", match.start(), match.end())
    return None


@lru_cache(maxsize=4096)
def opinion_end(text: str) -> int:
    """Where whose opinion a sentence is ends, one behind another: “Effective for services on or after May 1, 2013, CMS
    finds that …”; 0 where it begins with none."""
    end = 0
    for _ in range(_OPINIONS):
        begin = end + len(text[end:]) - len(text[end:].lstrip())
        match = OPINION.match(text[begin:]) or _AGENCY.match(text[begin:])
        if match is None or not match.end():
            break
        end = begin + match.end()
    return end


def without_opinions(text: str) -> str:
    """The text with blanks in place of whose opinion it is, so that every place stays where it was."""
    end = opinion_end(text)
    rest = OPINION.sub(lambda m: " " * len(m[0]), text[end:])
    return " " * end + _BESIDE.sub(lambda m: " " * len(m[0]), rest)


_BESIDE = re.compile(
    rf"\((?:for\s+)?{KINDS_OF_THINGS}\)(?=\s*:)"
    r"|\b(?:that|which)\s+(?:this|the|our)\s+(?:[\w-]+\s+)?(?:policy|document|guideline|bulletin|section|list)\s+(?:does|did)\s+not\s+"
    r"(?:name|list|mention|address|describe|include|cover|discuss|speak\s+of)(?=\s+(?:is|are|will|may|shall)\b)",
    re.IGNORECASE,
)
"""“any condition that this policy does not name is …”, “Not covered (comfort items):”: which ones are meant."""


_OPINIONS = 4
_AGENCY = re.compile(
    r"(?:the\s+)?(?:centers\s+for\s+medicare\s*(?:&|and)\s*medicaid\s+services(?:\s*\(CMS\))?|CMS|medicare)\s+(?:(?:has|have)\s+)?"
    r"(?:determine[sd]?|believe[sd]?|conclude[sd]?|finds?|found)\s+that\s+(?!.*\b(?:not|insufficient|inadequate)\b)",
    re.IGNORECASE,
)
"""“CMS determines that X is …”: whose opinion it is."""
