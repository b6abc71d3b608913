"""Why a position is taken: “because the evidence is limited”. It is no condition, and names no use."""

from __future__ import annotations

import re

from coverable.document.criteria.positions.judgement import judgement
from coverable.document.criteria.positions.judgewords import EVIDENCE, LACKING, TERMS, UNESTABLISHED
from coverable.document.criteria.positions.stand import Stand
from coverable.document.criteria.quantifiers import leadin
from coverable.document.criteria.text.passage import Passage
from coverable.document.criteria.text.tokens import tokens_of
from coverable.document.reading import Position

BECAUSE = re.compile(
    r"[\s,;(]*(?<!-)\b(?:due\s+to|because|given\s+the|for\s+(?:a\s+)?(?:lack|want|absence)\s+of|in\s+(?:view|light)\s+of|as\s+(?:(?:[\w-]+\s+){1,4}?(?:is|are|has|have|was)\s|(?:[\w-]+\s+){5,12}?(?:has|have)\s+not\s+(?:yet\s+)?been\s+(?:established|proven|shown|demonstrated|determined)\b|it|there|such(?!\s*,)|this|these|that|the(?!\s+(?:only|sole|single|exclusive|primary|main|first|initial|last)\s)|they|their|its|effectiveness|efficacy|evidence|safety|benefit)|since|given\s+that|based\s+on|(?<!exception\s)being(?!\s+(?:treated|considered|seen|evaluated|managed|monitored)))\b"
    r"(?:[^,:]*?,(?:\s+[–—-])?(?:\s+(?:specifically|namely|in\s+particular),?)?(?=\s+(?:for|in|when|where|if|as\s+(?:an?|therapy|treatment)|to\s+(?:treat|manage))\b)"
    r"|[^:]*?\bto\s+(?:support|justify|recommend|endorse)\s+(?:it|them|(?:its|their|such|the|this)\s+(?:use|application|treatment|therapy|procedure|service)s?)(?=\s+(?:for|in|when|if|to\s+treat)\b)"
    r"|[^:]*?\b(?:shown|established|proven|demonstrated|determined|known|validated|evidence|literature|data|efficacy|effectiveness|outcomes|limited|insufficient"
    r"|inadequate|lacking|inconclusive|unproven|uncertain|unknown|necessity|not\s+(?:medically\s+)?necessary|safety|experimental|investigational|unnecessary|cosmetic|excluded)\b(?=\s+(?:for|in(?!\s+nature\b)(?!\s+(?:the\s+)?(?:[\w-]+\s+){0,4}?(?:literature|studies|trials|journals|publications|evidence)\b)|when|where|if|as|to\s+(?:treat|manage|prevent|relieve|control|correct)|with)\b)|[^:]*)",
    re.IGNORECASE,
)
CAUSED = re.compile(
    r"\w\s+(?:(?:is|are|was|were|be|been)(?:\s+\w+ly)?|or|either)\s*$"
    r"|\b(?:when|if|where)\s+(?:ordered|prescribed|requested|used|performed|needed|sought|done|given|applied|provided)\s*$",
    re.IGNORECASE,
)
"""“… when the need is due to X”, “… for convenience or because Y”: a cause within the condition, no reason for it."""
_CONTRACTUAL = re.compile(
    r"\b(?:because|as|since)\s+(?:it|they|this|these)\s+(?:is|are)\s+(?:an?\s+)?(?:benefit|contract|plan)\b[^.]{0,20}\bexclusions?\b",
    re.IGNORECASE,
)
"""“… is not covered because it is a benefit contract exclusion”: the ground is the contract."""
_UNPROVEN = re.compile(
    r"\b(?:because|since|as)\s+(?:[^,;:.]{0,80}?\s)?(?:is|are)\s+(?:considered\s+|deemed\s+|regarded\s+as\s+)?(?:to\s+be\s+)?(?:experimental|investigational|unproven)\b"
    r"|^as\s+(?:an?\s+)?(?:experimental|investigational|unproven)\s+[a-z]+,|\b(?:den(?:y|ied|ies)|declines?d?|refuses?d?|rejects?|rejected|excludes?d?|(?:not|non-?)\s*covered?)\s[^,;:.]{0,120}?\bas\s+(?:being\s+)?(?:experimental|investigational|unproven)\b",
    re.IGNORECASE,
)
"""“… is not covered because it is experimental”, “deny X as investigational”: the ground says more than the denial."""
_UNNEEDED = re.compile(
    r"\b(?:because|since|as)\s+(?:it|they|this|these)\s+(?:is|are)\s+(?:considered\s+|deemed\s+|regarded\s+as\s+)?(?:to\s+be\s+)?(?:not|never)\s+medically\s+necessary\b",
    re.IGNORECASE,
)
"""“… is not covered because it is considered not medically necessary”."""
_FIRST = re.compile(
    r"\W*(?:(?:because|as|since|given|due\s+to)\b|in\s+(?:the\s+(?:judge?ment|opinion|view)|view|light)\s+of\b)[^,]*,",
    re.IGNORECASE,
)
"""“Because appearance alone is changed, X is cosmetic.”"""
_GROUNDS = (
    EVIDENCE
    | LACKING
    | UNESTABLISHED
    | frozenset(word for table in TERMS.values() for phrase in table for word in phrase if len(word) > 3)
)


_CONTRACT_SAYS = re.compile(
    r"\W*(?:(?:the|your|our|this)\s+)?(?:evidence|certificate)\s+of\s+coverage\s+(?:does\s+not|will\s+not|exclud)|\W*as\s+an?\s+(?:contract|benefit|plan)\s+exclusion,",
    re.IGNORECASE,
)
"""“The evidence of coverage excludes X”, “As a contract exclusion, X is not covered”: the contract says so."""


def grounded(text: str, found: Stand) -> Position:
    """The position of a sentence that denies coverage and says why: by the contract, or for want of evidence."""
    if found.position == "not_covered" and (
        _CONTRACTUAL.search(text[found.last :]) or _CONTRACT_SAYS.match(text)
    ):
        return "benefit_exclusion"
    if found.position == "not_covered" and _UNPROVEN.search(text):
        return "investigational"
    if found.position == "not_covered" and _UNNEEDED.search(text, found.first):
        return "not_medically_necessary"
    return found.position


def gives_reason(text: str) -> bool:
    """Whether “because …” says why a position is taken, by the evidence or another judgement, and for which use not."""
    return not _GROUNDS.isdisjoint(t.word for t in tokens_of(text)) or judgement(text) is not None


def _reason(rest: Passage) -> re.Match[str] | None:
    """The reason behind a position; none where the words are a cause within a condition."""
    because = BECAUSE.search(rest.text)
    return because if because and not CAUSED.search(rest.text[: because.start()]) else None


def without_reason(rest: Passage) -> tuple[Passage, str]:
    """What stands behind a negative position without the reason in it, and the reason; "" where there is none."""
    because = _reason(rest)
    if because is None:
        return rest, ""
    after = rest.part(because.end()).trimmed(".;:,")
    return (after if leadin.substantive(after.text) else rest.part(0, because.start())), because[0]


def before_reason(rest: Passage) -> Passage:
    """The uses behind a negative position where a reason ends it: “for diabetes, due to insufficient evidence:”."""
    because = _reason(rest)
    before = rest.part(0, because.start()) if because else rest
    if before.text.count("(") > before.text.count(")"):
        return rest  # “(criteria will be updated as new data are published)”
    return before if leadin.substantive(before.text) else rest


def reasons(text: str, judged: int) -> list[tuple[int, int]]:
    """The places of reasons in a sentence whose position ends at `judged`: before what it is about, and behind."""
    first, behind = _FIRST.match(text), BECAUSE.search(text, judged)
    return [match.span() for match in (first, behind) if match]


_BACK = re.compile(
    r"\bunless\b(?!\s+otherwise\b)|\bexcept(?:ing)?\b(?!\s+as\s+otherwise)"
    r"|(?:[;,.–—]\s*|^)(?:however|but|although|though|nevertheless|yet|still)\b[^.;]*?\b(?:cover(?:s|ed|age)?|pa(?:y|ys|id|yable)|allow(?:s|ed)?|approv(?:es?|ed|al)|authori[sz]\w*|reimburs\w*|permitted|eligible|necessary)\b",
    re.IGNORECASE,
)


def taken_back(text: str, judged: int, held: str) -> bool:
    """Whether the reason of a refusal takes it back in part: “because they are alpha; however, they may be paid for …”.

    `held`: the words of the conditions that were read, in which an exception stands already.
    """
    reason = BECAUSE.search(text, judged)
    back = _BACK.search(text, reason.start()) if reason else None
    return back is not None and text[back.start() :].strip(" ,;.") not in held
