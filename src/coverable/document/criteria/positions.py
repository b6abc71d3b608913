"""Sentences that take a position: a use is necessary, is not, is investigational, cosmetic, not covered, excluded.

The words differ from payer to payer and from year to year; the positions are kept apart (document-traps.md, 2.15).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from coverable.document.reading import Position


@dataclass(frozen=True, slots=True)
class Stand:
    """A position in a sentence, and where its words stand."""

    position: Position
    first: int
    last: int
    subject: tuple[int, int] | None = None
    """What it is about, where it stands between the words of the position."""


def _any_case(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_ADVERB = r"(?:\s+(?:generally|usually|currently|therefore|also|always|only|typically|thus|hereby|being))*"
_BE = rf"(?:is|are|was|were|be|being|been|remains?){_ADVERB}"
_VIEW = r"(?:considered|deemed|determined|regarded|viewed|found|judged|thought|proven|established)(?:\s+(?:to\s+be|as|both))?"
_VIEWS = r"(?:considers?|deems?|regards?|views?|finds?|judges?|holds?|treats?|classif(?:y|ies)|recognizes?)"
_NEED = r"(?:medical(?:ly)?\s+necess(?:ary|ity)|reasonable\s+and\s+(?:medically\s+)?necessary|clinically\s+(?:necessary|appropriate)|medically\s+(?:appropriate|indicated))"
_NOT = r"(?:not|never|neither|no\s+longer|cannot|can\s+not|isn[’']t|aren[’']t)"
_COVER = r"(?:cover(?:ed|age)|payable|reimbursed|reimbursable|approved?|approvable|authorized?|certified|eligible\s+for\s+(?:coverage|benefits?|reimbursement|payment|approval|authorization))"

_PATTERNS: tuple[tuple[re.Pattern[str], Position], ...] = (
    (
        _any_case(
            r"\b(?:(?:considered|deemed|regarded\s+as|is|are|as)\s+)?(?:experimental|investigational|unproven|not\s+(?:clinically\s+)?proven)"
            r"(?:\s*(?:[,/]\s*)?(?:and/or\s+|and\s+|or\s+)?(?:experimental|investigational|unproven)\b)*"
            r"(?:\s*(?:[,/]\s*)?(?:and/or\s+|and\s+|or\s+)?(?:therefore,?\s+)?(?:not\s+medically\s+necessary|cosmetic|not\s+covered))?\b"
        ),
        "investigational",
    ),
    (
        _any_case(rf"\b{_NOT}\s+(?:{_VIEW}\s+)?(?:to\s+be\s+|as\s+|a\s+|be\s+)*(?:[\w-]+\s+)?{_NEED}\b"),
        "not_medically_necessary",
    ),
    (
        _any_case(
            rf"\b(?:does|do|did|will|would|can|could|should|is|are)\s+{_NOT}(?:\s+[\w-]+){{0,3}}?\s+(?:{_VIEW}\s+)?(?:to\s+be\s+|as\s+)?{_NEED}\b"
        ),
        "not_medically_necessary",
    ),
    (
        _any_case(
            r"\b(?:medical\s+necessity\s+(?:is|has|was)\s+not|lacks?\s+medical\s+necessity|not\s+medically\s+necessary)\b"
        ),
        "not_medically_necessary",
    ),
    (_any_case(r"\b(?:self-help|convenience\s+items?)\b(?=\s*(?:and|,|\.|items))"), "benefit_exclusion"),
    (
        _any_case(
            r"\b(?:benefit|contract(?:ual)?|plan|policy)\s+exclusions?\b|\bexcluded\s+(?:from|by|under)\s+(?:\w+\s+){0,3}(?:benefits?|coverage|contract|plans?)(?:\s+plans?)?\b|\bnot\s+a\s+(?:covered\s+)?benefit\b|\bnon-?benefit\b"
        ),
        "benefit_exclusion",
    ),
    (
        _any_case(
            r"\b(?:considered|deemed|regarded\s+as|is|are)\s+(?:to\s+be\s+)?(?:a\s+)?(?:\w+\s+)?cosmetic\b|\bcosmetic\s+(?:and|in\s+nature|services?|procedures?|purposes?)\b|^cosmetic\s*:?$"
        ),
        "cosmetic",
    ),
    (_any_case(r"\b(?:is|are)\s+contraindicated\b"), "not_medically_necessary"),
    (
        _any_case(
            r"\b(?:does|do)\s+not\s+meet\s+(?:the\s+)?(?:definition\s+of|criteria\s+for)\s+medical\s+necessity\b"
        ),
        "not_medically_necessary",
    ),
    (
        _any_case(
            r"\b(?:will|shall|does|do|may)\s+not\s+(?:pay\s+for|cover|approve|authorize|reimburse)\s+(?P<subject>\S.{0,200}?)"
            r"(?=\s+(?:when|if|for|in|as|only|provided|where|to\s+treat)\b|\s*[.:]|$)"
        ),
        "not_covered",
    ),
    (
        _any_case(
            r"\b(?:there\s+is\s+)?(?:no|lack\s+of|without)\s+(?:established\s+)?medical\s+necessity"
            r"(?:\s+(?:for|of)\s+(?P<subject>\S.{0,200}?)(?=\s+(?:when|if|for|in|as|only|outside|beyond|to\s+treat)\b|\s*[.:]|$))?"
        ),
        "not_medically_necessary",
    ),
    (
        _any_case(
            r"\b(?:may|can|will|shall)\s+(?:only\s+)?(?:cover|approve|authorize|pay\s+for|reimburse)\s+(?P<subject>\S.{0,200}?)"
            r"(?=\s+(?:when|if|for|in|as|only|provided|where|with|to\s+treat|under|upon)\b|\s*[.:]|$)"
        ),
        "medically_necessary",
    ),
    (
        _any_case(
            r"\b(?:may|can|will|shall|should)\s+(?:only\s+)?be\s+(?:continued|renewed|extended|resumed|reauthorized|started|initiated|begun)\b"
        ),
        "medically_necessary",
    ),
    (
        _any_case(
            rf"\b{_VIEWS}\s+(?P<subject>\S.{{0,200}}?)\s+(?:to\s+be\s+|as\s+)?(?:experimental|investigational|unproven)\b"
        ),
        "investigational",
    ),
    (_any_case(rf"\b{_VIEWS}\s+(?P<subject>\S.{{0,200}}?)\s+(?:to\s+be\s+|as\s+)?cosmetic\b"), "cosmetic"),
    (
        _any_case(
            r"\b(?:benefit\w*|plans?|contracts?|polic(?:y|ies)|certificates?)\s+(?:\w+\s+)?exclude[sd]?\s+(?P<subject>\S.{0,200}?)(?=\s+(?:when|if|for|in|as|only|to\s+treat)\b|\s*[.:]|$)"
        ),
        "benefit_exclusion",
    ),
    (
        _any_case(
            r"\b(?:may|will|can|is|are)\s+not\s+(?:be\s+)?eligible\b(?:(?!\bfor\b).){0,60}\bfor\s+(?P<subject>\S.{0,200}?)(?=\s+(?:when|if|for|in|as|only|provided|where|with)\b|\s*[.:]|$)"
        ),
        "not_covered",
    ),
    (
        _any_case(
            r"\b(?:there\s+is\s+)?(?:insufficient|inadequate|not\s+(?:sufficient|enough)|a\s+lack\s+of|no)\s+(?:\w+\s+){0,3}evidence\s+(?:to\s+(?:support|recommend|determine|establish|conclude)|for|of|supporting)\b"
            r"|\b(?:has|have)\s+not\s+been\s+(?:proven|shown|demonstrated|established)\b|\b(?:is|are)\s+not\s+(?:proven|supported)\b"
        ),
        "investigational",
    ),
    (
        _any_case(
            rf"\b{_NOT}(?:\s+(?:be|been|[\w-]+ly|currently|routinely))*\s+{_COVER}\b|\bnon-?covered\b|\bnot\s+(?:eligible|indicated)\b|\bcoverage\s+(?:is|will\s+be)\s+(?:not\s+(?:provided|available|allowed|extended)|denied|excluded)\b|\b(?:will|shall|does|do|may)\s+not\s+(?:be\s+)?(?:pay|cover|approve|authorize)d?\b|\b(?:is|are)\s+(?:excluded|denied)\b|\bno\s+coverage\b"
        ),
        "not_covered",
    ),
    (
        _any_case(
            rf"\b{_BE}\s+(?:{_VIEW}\s+)?(?:\w+\s+and\s+)?{_NEED}(?:\s+and\s+(?:appropriate|covered|proven))?\b"
        ),
        "medically_necessary",
    ),
    (
        _any_case(
            rf"\b(?:may|can|will|could|shall|should|must)\s+(?:only\s+)?(?:be\s+)?(?:{_VIEW}\s+)?(?:\w+\s+and\s+)?{_NEED}(?:\s+and\s+appropriate)?\b"
        ),
        "medically_necessary",
    ),
    (
        _any_case(rf"\b{_VIEWS}\s+(?P<subject>\S.{{0,400}}?)\s+(?:to\s+be\s+|as\s+)?{_NEED}\b"),
        "medically_necessary",
    ),
    (
        _any_case(
            r"\b(?:may|will|can|is|are)\s+(?:be\s+)?eligible\b(?:(?!\bfor\b).){0,60}\bfor\s+(?P<subject>\S.{0,200}?)(?=\s+(?:when|if|for|in|as|only|provided|where|with)\b|\s*[.:]|$)"
        ),
        "medically_necessary",
    ),
    (
        _any_case(
            rf"\b(?:may|can|will|shall|could|{_BE})\s+(?:only\s+)?(?:be\s+)?(?:{_VIEW}\s+)?(?:for\s+)?(?:medically\s+necessary\s+and\s+)?{_COVER}\b"
        ),
        "medically_necessary",
    ),
    (
        _any_case(
            r"\b(?:covers?|will\s+(?:cover|approve|authorize|reimburse)|approves?|authorizes?|provides?\s+(?:coverage|benefits)(?:\s+for)?)\b(?:\s+(?P<subject>(?!for\b|when\b)\S.{0,200}?)(?=\s+(?:when|if|for|in|as|only|provided|where|with|to\s+treat)\b))?"
        ),
        "medically_necessary",
    ),
    (
        _any_case(
            r"\b(?:coverage|approval|authorization|benefits?)\b(?:\s+(?:for|of)\s+(?P<subject>\S.{0,200}?))?\s+(?:is|are|will\s+be|may\s+be|can\s+be)\s+(?:provided|granted|approved|given|allowed|extended|available|considered|recommended|issued|appropriate)\b"
        ),
        "medically_necessary",
    ),
    (
        _any_case(
            r"\b(?:may|can|will|is|are)\s+(?:be\s+)?(?:considered\s+)?(?:proven|indicated|appropriate|acceptable|allowed|recommended|warranted|justified)(?:\s+and\s+medically\s+necessary)?\b"
        ),
        "medically_necessary",
    ),
    (
        _any_case(
            r"\bmeets?\s+(?:the\s+)?(?:criteria\s+for\s+|definition\s+of\s+)?(?:medical\s+necessity|coverage\s+criteria|criteria\s+for\s+(?:coverage|approval))\b"
        ),
        "medically_necessary",
    ),
    (_any_case(rf"\b{_NEED}\b(?:\s+and\s+(?:appropriate|covered))?"), "medically_necessary"),
    (
        _any_case(
            r"\b(?:criteria|requirements|indications)\s+for\s+(?:initial\s+|continued\s+|re)?(?:approval|coverage|authorization|use|medical\s+necessity)\b|\b(?:coverage|approval|authorization|clinical|eligibility|medical\s+necessity)\s+(?:criteria|requirements|guidelines?)\b(?=\s*:?\s*$)"
        ),
        "medically_necessary",
    ),
)
_NEGATED = _any_case(
    r"\b(?:not|never|no\s+longer|neither|nor|cannot|isn[’']t|aren[’']t)(?:\s+(?:be|been|generally|usually|currently|routinely|typically))*\s*$"
)
_CONDITION = _any_case(r"\b(?:when|if|unless|provided|as\s+long\s+as|so\s+long\s+as|once|where|until)\b")
LIMIT = _any_case(
    r"^\W*(?:up\s+to|no\s+more\s+than|a\s+maximum\s+of|additional|an\s+additional|coverage\s+is\s+limited|limited\s+to|quantit|dos(?:e|age|ing)\b|frequency)"
)
"""How many or how long, not whether."""
_BOILERPLATE = _any_case(
    r"\bmust\s+be\s+(?:approved|authorized|certified|submitted|requested)\s+(?:before|prior|in\s+advance)\b|"
    r"\b(?:prior\s+authorization|pre-?certification|notification|precert\w*)\s+(?:is|are|may\s+be)\s+(?:not\s+)?(?:required|needed|necessary)\b|"
    r"\b(?:does|do)\s+not\s+(?:constitute|imply|guarantee)|\bno\s+guarantee\b|\bfor\s+informational\s+purposes"
    r"|(?<!meet\sthe\s)(?<!meets\sthe\s)\bdefinition\s+of\s+medical(?:ly)?\s+necess|\btakes?\s+precedence\b|\bsubject\s+to\s+(?:the\s+)?(?:terms|change|all)"
    r"|\b(?:determination|review|determine|evaluat\w+|assess\w*)\s+(?:of|for)\s+medical\s+necessity|\bto\s+determine\b"
    r"|\bmedical\s+(?:policy|policies)\s+(?:express|are|is)\b|\brefer\s+to\b|\bbenefit\s+document|\bdisclaimer\b"
    r"|\bthe\s+fact\s+that\b|\breserves?\s+the\s+right\b|\bhas\s+been\s+proposed\b|\bstud(?:y|ies)\b|\btrials?\s+(?:show|found|report)"
)


def stand(text: str) -> Stand | None:
    """The position that a sentence takes; None when it takes none. Negative words win over the words inside them."""
    best: Stand | None = None
    for pattern, position in _PATTERNS:
        for match in pattern.finditer(text):
            if position == "medically_necessary" and _NEGATED.search(text[: match.start()]):
                continue
            if position != "medically_necessary" and _conditional(text, match.start()):
                continue
            within = match.span("subject") if match.re.groups and match["subject"] else None
            found = Stand(position, match.start(), match.end(), subject=within)
            if best is None or _stronger(found, best):
                best = found
            break
    return best


def _conditional(text: str, at: int) -> bool:
    """Whether a negative word stands in the conditions of a sentence that has judged before them."""
    condition = _CONDITION.search(text)
    if condition is None or condition.start() > at:
        return False
    before = text[: condition.start()]
    return any(
        p.search(before) for p, position in _PATTERNS if position == "medically_necessary"
    ) and not any(p.search(before) for p, position in _PATTERNS if position != "medically_necessary")


def _stronger(found: Stand, best: Stand) -> bool:
    """A wording that takes in another one says more; else the first in the order of the patterns stays."""
    return (
        found.first <= best.first
        and found.last >= best.last
        and (found.last - found.first) > (best.last - best.first)
    )


def boilerplate(text: str) -> bool:
    """Whether a sentence speaks about policies and benefits in general, or reports studies."""
    return _BOILERPLATE.search(text) is not None


HEADINGS: tuple[tuple[re.Pattern[str], Position], ...] = (
    (_any_case(r"^(?:considered\s+)?(?:experimental|investigational|unproven)\b.*$"), "investigational"),
    (
        _any_case(r"^.{0,60}\bnot\s+(?:considered\s+)?medically\s+necessary\b.*$|^not\s+reasonable\b.*$"),
        "not_medically_necessary",
    ),
    (_any_case(r"^contraindications?\b.{0,40}$"), "not_medically_necessary"),
    (_any_case(r"^.{0,40}\bcosmetic\b.{0,60}$"), "cosmetic"),
    (
        _any_case(
            r"^(?:contract|benefit|plan)\s+exclusions?\b.*$|^exclusions?(?:\s+from\s+coverage)?$|^services?\s+excluded\b.*$"
        ),
        "benefit_exclusion",
    ),
    (
        _any_case(
            r"^.{0,40}\b(?:not\s+covered|non-?covered|non-?coverage|limitations?(?:\s+of\s+coverage)?|coverage\s+limitations?|not\s+approved)\b.{0,60}$"
        ),
        "not_covered",
    ),
    (
        _any_case(
            r"^.{0,60}\b(?:is|are|may\s+be|will\s+be)\s+(?:considered\s+)?(?:covered|eligible|approved|authorized)\b.{0,40}$"
        ),
        "medically_necessary",
    ),
    (
        _any_case(
            r"^.{0,40}\bcovered$|"
            r"^.{0,60}\b(?:medically\s+necessary|medical\s+necessity)\b.{0,60}$|^(?:clinical\s+)?indications?\b.{0,60}$"
            r"|^.{0,60}\b(?:coverage|approval|authorization|initial|continuation|continued|reauthorization|renewal|clinical|medical)\s+(?:\w+\s+)?(?:criteria|indications|requirements)\b.{0,60}$"
            r"|^criteria\b.{0,60}$|^covered\s+(?:indications|services|uses)\b.{0,40}$|^(?:coverage|policy)\s+(?:statement|position|guidance|rationale)?s?$|^.{0,40}\bcriteria(?:\s+for\s+.{1,60})?$"
        ),
        "medically_necessary",
    ),
)


def heading_position(title: str) -> Position | None:
    """The position that a heading sets for what stands under it."""
    words = title.strip().rstrip(":").strip()
    return next((position for pattern, position in HEADINGS if pattern.search(words)), None)
