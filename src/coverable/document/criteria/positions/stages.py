"""Whether criteria are for beginning a treatment or for going on with it.

A heading says it with one word. In a sentence the word has to go with what is asked for: “continued use”, “initial
approval”; an “initial trial that failed” or “continuing pain” says nothing of the request.
"""

from __future__ import annotations

import re
from functools import lru_cache

from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.reading import Stage

_STILL_MEETS = any_case(
    r"\b(?:meets?|met|meeting|satisf\w+|fulfil\w*)\s+(?:all\s+)?(?:of\s+)?(?:the\s+)?initial\b"
    r"|\b(?:criteria|requirements)\s+for\s+initial\s+\w+(?=[^.;]{0,60}\b(?:met|satisfied|fulfilled)\b)"
    r"|\binitial\s+(?:[\w-]+\s+){0,2}(?:criteria|requirements)\s+(?:are|is|were|have\s+been|remain)\s+(?:still\s+|also\s+)?(?:met|satisfied|fulfilled)\b"
)
"""“… continues to meet the initial criteria”: what is met, not what is asked for."""
_GOES_ON = (
    r"re-?approv\w+|re-?auth(?:ori[sz]\w+)?\b|renewals?|re-?certification|resum(?:e|ption)|(?:shall|will|may|can)\s+continue"
    r"|(?:be|is|are)\s+(?:continued|renewed|resumed|reauthorized)|(?:follow-?up|repeat)\s+(?:requests?|authori\w+|approval)"
    r"|established\s+(?:patients?|members?|therapy)|already\s+(?:on|receiving|established)"
    r"|renew(?:s|ing)?|renewed\s+(?:authori[sz]ation|approval|coverage|certification)|(?:for|approv\w+\s+for)\s+continuation|extends?\s+(?:the\s+)?(?:approval|authori[sz]ation)|(?:requests?|permission|consent|approvals?|authori[sz]ations?|clearance)\s+to\s+(?:extend|prolong|renew|continue|resume|keep)\b|necessity\s+(?:of|for)\s+continuing|(?:a\s+)?further\s+(?:use|treatments?|therapy|coverage|courses?|authori[sz]ation|approval|sessions?)|additional\s+(?:visits|sessions)"
)
_BEGINS = (
    r"(?<!including\s)new\s+(?:starts?|requests?|patients?|members?|therapy)|start(?:ing)?\s+(?:of\s+)?(?:therapy|treatment)"
    r"|(?:requests?|permission|consent|approvals?|authori[sz]ations?|clearance)\s+to\s+(?:start|begin|initiate)\b|new\s+users?|^\W*to\s+(?:begin|start|initiate)\b|first\s+(?:request|authorization|approval)s?|first-?time|pre-?authorization\s+criteria|induction\s+(?:criteria|approval)"
)
_LATER = (
    r"(?:after|beyond|past|following)\s+(?:the\s+|an?\s+)?(?:first|initial|trial)|(?:second|next|later|repeat)\s+(?:and\s+(?:later|subsequent|further)\s+)?(?:approvals?|authori[sz]ations?|requests?|courses?)"
    r"|(?:currently|already)\s+(?:on|receiving|taking|using)|to\s+(?:go\s+on|stay\s+on|continue)\b|existing\s+(?:patients?|members?|users?|therapy|treatment)|(?:keeping|staying)\s+on|renewing|extending|concurrent\s+(?:utilization\s+)?reviews?"
)
"""Words of headings over what is asked for later; in a sentence they say many things."""
_CONTINUED = any_case(
    rf"\b(?:{_GOES_ON}|{_LATER}|continu(?:ation|ed|ing)|ongoing|subsequent|extensions?|extended\s+(?:treatment|therapy)|re-?evaluation|maintenance\s+(?:criteria|therapy\s+criteria))\b"
)
_INITIAL = any_case(
    rf"\b(?:{_BEGINS}|initial(?:ly)?(?!\s+(?:effective|review|publication|issue|policy|release|adoption)\b)|initiation|therapy-?na[iï]ve)\b"
)
_ASKED = (
    r"(?:therapy|treatments?|use|usage|coverage|approvals?|authori[sz]ations?|requests?|criteria|certifications?|medical\s+necessity|necessity"
    r"|services?|administration|infusions?|injections?|prescriptions?|supply|fills?|courses?|sessions?|visits?|care|need|period|doses?|dosing)\b"
)
_BESIDE = (
    r"(?<!need\sfor\s)(?<!need\sfor\sa\s)(?<!alternative\sto\s)(?<!despite\s)(?<!evidenced\sby\s)(?<!instead\sof\s)(?<!than\s)(?<!lieu\sof\s)"
    r"(?<!after\s)(?<!after\san\s)(?<!after\sthe\s)(?<!following\s)(?<!during\s)(?<!during\sthe\s)(?<!completed\s)(?<!failed\s)(?<!failing\s)"
    r"(?<!failing\san\s)(?<!without\s)(?<!of\s)(?<!of\sthe\s)(?<!same\s)"
)
"""Words before which say that it is no request: “an alternative to continued treatment”."""
_ASKS_ON = any_case(
    rf"\b(?:{_GOES_ON}|maintenance\s+(?:therapy\s+)?criteria)\b|\bcontinuation\s+(?:of|is|may|can|will|requires?)\b|\bto\s+continue\s+(?:the\s+)?(?:therapy|treatment|coverage)\b"
    rf"|\b{_BESIDE}(?:continu(?:ation|ed|ing)|ongoing|subsequent)\s+(?:of\s+)?(?:(?!and\b|or\b|with\b|for\b)[\w-]+\s+){{0,2}}?{_ASKED}|(?<!non-)\bcoverage\s[^.;:]{{0,80}}?\bcontinues\b(?!\s+to\b)|^\W*continue\s+to\s+(?:approve|authori[sz]e|cover|allow|provide)\b"
    r"|\b(?:coverage|approval|authori[sz]ation|benefits?)\s+(?:of|for)\s[^.;:]{0,120}?\b(?:be|is|are)\s+(?:not\s+)?(?:extended|prolonged|lengthened)\b(?!\s+to\b)|\bextensions?\s+of\b|\bextended\s+(?:treatment|therapy)\b"
)
_ASKS_FIRST = any_case(
    rf"\b(?:{_BEGINS})\b|(?<!repeat\s)\binitiation\s+(?:of|is|may|can|will|requires?)\b|\binitially\s+(?:approved|covered|authori[sz]ed|considered)\b"
    rf"|\b{_BESIDE}initial\s+(?:(?!and\b|or\b|with\b|for\b)[\w-]+\s+){{0,2}}?{_ASKED}"
    r"(?!\s+(?:relieved|resulted|provided|produced|led|was|has|had|failed|caused|improved|achieved|gave)\b)"
)
_BOTH_NAMED = any_case(
    r"\b(?:initial|new\s+(?:starts?|patients?|members?|requests?))\W{1,3}(?:(?:and|or)\s+|/\s?)?(?:continu|renew|reauthori|subsequent)"
)
"""A heading for both: “Initial/Continuation”, “Initial and continued stay”."""
_GOES_ON_WITH = any_case(
    r"^\W*(?:the\s+|an?\s+)?(?:(?:continued|continuing|ongoing)\s|(?:additional|further)\s+(?:treatments?|therapy|courses?|sessions?|visits?|cycles?|infusions?|doses?|use)\b)"
)
_BEGINS_WITH = any_case(
    r"^\W*(?:the\s+|an?\s+)?(?:[0-9]+-(?:day|week|month)\s+)?initial\s+(?!(?:evaluation|assessment|visit|consultation|testing|diagnos|screening|work-?up)\w*)"
)
_BOTH = any_case(r"\binitial(?:ly)?\b.{0,40}\b(?:and|or)\b.{0,40}\b(?:continu|renew|reauthori|subsequent)")
_ON_IT = any_case(
    r"^\W*(?:(?:an?|the|any|all|for)\s+)*(?:patients?|members?|individuals?|persons?|beneficiar(?:y|ies)|recipients?|enrollees?)\s+(?:(?:who|that)\s+)?(?:(?:is|are)\s+)?currently\s+(?:receiving|taking|on|using|treated\s+with|established\s+on)\b"
)
"""What makes a patient in the subject one who goes on."""


_PLAIN = any_case(
    r"^\W*continue\s+to\s+(?:approve|authori[sz]e)\b|\b(?:continu(?!es?\s+to\s+(?:cover|approve|pay|provide)\b|es\s+to\s+be\b)|renew(?!ed\s+use)|re-?auth|re-?cert|re-?approv)"
)
_MORE = any_case(
    r"\b(?:further|additional(?!\s+(?:[\w-]+\s+){0,2}(?:criteria|requirements?|information|documentation|conditions?)\b)|another|more|again|renewed|repeat(?:ed)?|kept|keep|stay|remain|retain(?:ed)?|maintain(?:ed)?|extend(?:ed(?!\s+(?:to|release)\b|-release\b))?|extensions?|prolong(?:ed)?|longer"
    r"|subsequent|later|next|existing|already|established\s+(?:on|patients?|members?|users?)|beyond)\b"
)


_FURTHER = any_case(
    r"\b(?:further|additional\s+(?:authori[sz]ations?|approvals?|coverage(?!\s+(?:criteria|requirements)))|kept|keep|stay|remain|beyond|already|existing)\b"
)


def plainly_goes_on(text: str) -> bool:
    """Whether words say in plain terms that it is for going on: “continued”, “renewal”."""
    return _PLAIN.search(text) is not None


def may_go_on(text: str) -> bool:
    """Whether a word may say that it is for going on: “further”, “another”, “kept”."""
    return _MORE.search(text) is not None


def goes_further(text: str) -> bool:
    """Whether a word can hardly mean anything but going on, in a document that speaks of no stages."""
    return _FURTHER.search(text) is not None


_BARE = any_case(rf"\W*(?:(?:for|of|the|and|{_ASKED[:-2]})\W+)*")


_PERIOD_OVER = any_case(
    r"\W*(?:(?:once|after|when|if|upon|where)\s+)?(?:the\s+|an?\s+)?(?:first|initial|prior|original|current|previous)\s+"
    r"(?:(?:approval|authori[sz]ation|coverage|certification|treatment)\s+)?(?:period|term|approval|authori[sz]ation|course)\s+"
    r"(?:(?:has|have|is|was)\s+)?(?:ended|ends|expired?s?|lapsed?s?|run\s+out|runs\s+out|(?:been\s+)?completed?|over|up)\W*"
)
"""“Once the first approval period has ended,” is the time of every further request."""


_GRANT_OVER = any_case(
    r"\b(?:beyond|past|after|following|(?:up)?on\s+(?:the\s+)?(?:end|expiry|expiration|completion|conclusion|lapse)\s+of|at\s+the\s+(?:end|close|conclusion)\s+of|(?:once|when|as|before)(?=[^,.;]{0,60}\b(?:end(?:s|ed)|expir\w+|laps\w+|runs?\s+out|run\s+out|over|elapsed|closes?|exhausted|used\s+up)\b))\s+"
    r"(?:the\s+|an?\s+|its\s+|their\s+)?(?:first|initial|original|previous|current|existing)\s+(?:(?:approved|authori[sz]ed|coverage)\s+)?(?:approvals?|authori[sz]ations?|coverage|certifications?|grants?|term|periods?)\b"
)
"""“Beyond the initial approval”, “once the first authorization has run out”: what follows is asked for later."""


@lru_cache(maxsize=8192)
def names_stage(text: str) -> bool:
    """Whether words only name a stage: “Renewal”, “Continued therapy:”."""
    if _PERIOD_OVER.fullmatch(text):
        return True
    rest = _CONTINUED.sub(" ", _INITIAL.sub(" ", text))
    return rest != text and _BARE.fullmatch(f"{rest} ") is not None


_FURTHER_PAGE = re.compile(
    r"\s*(?:\((?:continued|cont(?:['’]d|\.)?)\)|[–—,-]\s*(?:continued|cont(?:['’]d|\.)))\W*$", re.IGNORECASE
)


@lru_cache(maxsize=8192)
def stage_of_heading(text: str) -> Stage | None:
    """The stage that a heading says; “Power chairs (continued)” is the head of a further page."""
    told = _FURTHER_PAGE.sub("", _STILL_MEETS.sub("", text))
    if _BOTH_NAMED.search(told):
        return None
    return "continuation" if _CONTINUED.search(told) else "initial" if _INITIAL.search(told) else None


_END_OF_NAME = re.compile(r"[,(–—:]\s*(?P<end>[^,(–—:]+?)\)?\s*$|\s-\s(?P<last>[^,(–—:]+)$")


def stage_at_end(name: str) -> Stage | None:
    """The stage at the end of the name of a service: “Speech therapy, additional visits”, “Alphazine (renewal)”."""
    match = _END_OF_NAME.search(name)
    end = (match["end"] or match["last"]) if match else ""
    return stage_of_heading(end) if names_stage(end) else None


_AFTER_FIRST = any_case(
    r"\b(?:after|following|(?:upon\s+)?completion\s+of|complet(?:ed?|es|ing)|finish(?:ed|ing))\s+(?:(?:the|an?|completion\s+of)\s+)*(?:[\w-]+\s+){0,2}initial\s+(?:[\w-]+\s+)?(?:course|treatments?|series|therapy|cycles?|phase|trial)\b"
)
"""“… after a 12-week initial course that has improved function”: the course is over."""
_MAINTAINS = any_case(r"^\W*(?:the\s+|an?\s+)?(?:maintenance|booster)\s")
_STAYS = re.compile(
    r"\b(?:remains?|stays?|continues?\s+to\s+be)\s+(?:\w+ly\s+)?(?:covered|authori[sz]ed|approved|eligible|medically\s+necessary|reasonable\s+and\s+necessary)\b"
    r"(?!\s+(?:investigational|unproven))",
    re.IGNORECASE,
)
"""“Oxygen stays covered when …”."""


_FIRST_LABEL = any_case(r"\W*(?:initial|initiation|new\s+starts?)\s*:\s+(?=\S)")
_LATER_LABEL = any_case(
    r"\W*(?:renewals?|continuation|re-?auth(?:ori[sz]ation)?|continued\s+therapy)\s*:\s+(?=\S)"
)
_OF_BOTH = any_case(
    r"\W*(?:initial|new)\s*(?:/|&|\band\b|\bor\b)\s*(?:renewals?|continu(?:ation|ed|ing)|re-?auth\w*|subsequent|ongoing)\b[^.:]{0,30}:"
)
"""“Initial/Renewal:”"""
_KIND_OF_THERAPY = any_case(
    r"\bcontinuation\s+(?:(?:or|and)\s+|/\s*)?maintenance\b|\bmaintenance\s+(?:or|and)\s+continuation\b|\binitial\s+(?:therapy\s+|treatment\s+)?or\s+subsequent\s+(?:therapy|treatment|line)\b"
)
"""“continuation maintenance therapy in lung cancer”: a kind of treatment."""


def labelled_stage(text: str) -> Stage | None:
    """The stage that a label before a sentence says: “Initial: A is necessary when …”."""
    if _FIRST_LABEL.match(text):
        return "initial"
    return "continuation" if _LATER_LABEL.match(text) else None


def stage_of_sentence(text: str, subject: str = "") -> Stage | None:
    """The stage of the request that a sentence is about; None when it says none, or both."""
    if _OF_BOTH.match(text) or _KIND_OF_THERAPY.search(text):
        return None
    if label := labelled_stage(text):
        return label
    asked = _STILL_MEETS.sub("", text)
    told = _AFTER_FIRST.sub("", asked)
    if told != asked and _MAINTAINS.match(subject):
        return "continuation"
    if _GRANT_OVER.search(told) or _STAYS.search(told):
        return "continuation"
    if _BOTH.search(told):
        return None
    if _ON_IT.search(subject) or _GOES_ON_WITH.match(subject) or _ASKS_ON.search(told):
        return "continuation"
    if _BEGINS_WITH.match(subject):
        return "initial"
    return "initial" if _ASKS_FIRST.search(told) else None
