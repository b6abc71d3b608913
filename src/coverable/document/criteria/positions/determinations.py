"""Positions told by a noun: “an adverse determination is issued for X”, “the cosmetic exclusion applies to X”.

What is determined, designated or excluded stands before the noun or behind its “of”; what it is said of, behind
“for” or “to”. The same of medical necessity that is (not) established, and of coverage that there is (not).
"""

from __future__ import annotations

import re
from typing import Final

from coverable.document.criteria.positions.stand import Stand
from coverable.document.patterns import any_of
from coverable.document.reading import Position

_NAME = r"(?P<subject>(?:(?!\b(?:following|which|that|who)\b)[^.:;]){2,160}?)"
_SUBJECT = _NAME + (
    r"(?=\s+(?:when|whenever|if|for|in|as|only|provided|where|to\s+treat|unless|until|except|with|outside|beyond|absent|by|that|which|who|subject\s+to|conditional|contingent|upon|once)\b"
    r"|\s*[.:;(,]|\s+[–—-]\s|\s*$)"
)
_NOUN = r"(?:determination|decision|designation|finding|ruling|classification|status|rating|exclusion|category|label|class)"
_SAID = r"(?P<said>(?:[\w’'/-]+\s+){0,6}?)"
_MADE = (
    r"(?:is|are|was|will\s+be|has\s+been|have\s+been|may\s+be)\s+(?:\w+ly\s+)?"
    r"(?:made|issued|given|assigned|rendered|reached|entered|applied|returned|attached)"
)
_GIVEN = (
    rf"(?:{_MADE}\s+(?:for|on|to|about|regarding|in\s+the\s+case\s+of)"
    r"|appl(?:ies|y)\s+to|(?:is|are)\s+(?:in\s+place|in\s+effect)\s+for|extends?\s+to|covers?)"
)
_FORMS: Final = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"^(?:an?|the|our|its|[\w’'-]+['’]s)\s+{_SAID}{_NOUN}(?P<of>\s+of\s+(?:(?!for\b)[\w’'-]+\s+){{1,5}}?)?\s*{_GIVEN}\s+{_SUBJECT}",
        rf"^(?:an?|the|our|its)\s+{_SAID}{_NOUN}(?P<of>\s+of\s+(?:(?!for\b)[\w’'-]+\s+){{1,4}}?)for\s+(?P<subject>[^.:;,]{{2,120}}?)\s+{_MADE}\b",
        rf"(?P<at>\b(?:places|puts|assigns|groups|files|sorts|classes)\s+){_SUBJECT}(?:\s+(?:in|under|into|to|among|with)\s+(?:the\s+|an?\s+|its\s+)?{_SAID}{_NOUN})",
        rf"^{_NAME}(?P<at>\s+(?:falls?|belongs?|comes?|(?:is|are)\s+(?:placed|put|listed|grouped|filed))\s+(?:in|under|into|to|within|among|with)\s+(?:the\s+|an?\s+|its\s+|our\s+)?{_SAID}{_NOUN})",
        rf"^{_NAME}(?P<at>\s+(?:carries|carry|has|have|receives?|bears?|(?:is|are)\s+(?:assigned|given|accorded|granted))\s+(?:the\s+|an?\s+)?{_SAID}{_NOUN})",
        r"^(?P<said>(?:[\w-]+\s+){1,2}?(?:\([^()]{2,40}\)\s+)?)(?:uses?|applications?|indications?)\s+(?:of|for)\s+(?P<subject>[^.:;,]{2,120}?)"
        r"\s+includes?(?:,?\s+but\s+(?:is|are)\s+not\s+limited\s+to)?,?\s+(?:the\s+)?(?!(?:the\s+)?following\b)(?=\w)",
    )
)
_SIDES: Final[tuple[tuple[str, Position], ...]] = (
    ("experimental|investigational|investigative|unproven|research", "investigational"),
    ("cosmetic|aesthetic", "cosmetic"),
    (
        r"not\s+(?:medically\s+)?necessary|medically\s+unnecessary|lack\s+of\s+medical\s+necessity|no\s+medical\s+necessity",
        "not_medically_necessary",
    ),
    (r"(?:benefit|plan['’s]*|contract\w*|policy|certificate)\b.*\bexclusion", "benefit_exclusion"),
    (
        r"non-?\s?covered|not\s+covered|denial|denied|adverse|negative|unfavou?rable|non-?\s?payable",
        "not_covered",
    ),
    (
        r"medical(?:ly)?\s+necess\w+|favou?rable|positive|affirmative|approv\w+|covered|payable",
        "medically_necessary",
    ),
)
_KINDS: Final[tuple[tuple[re.Pattern[str], Position], ...]] = tuple(
    (re.compile(rf"\b(?:{words})\b", re.IGNORECASE), position) for words, position in _SIDES
)
_NECESSITY = any_of(
    r"(?:the\s+)?medical\s+necessity(?:\s+(?:requirement|standard|test|threshold|definition|criterion))?",
    r"(?:the\s+)?(?:standard|requirements?|test|threshold|definition|criteria|conditions?)\s+(?:of|for)\s+(?:medical\s+necessity|coverage)",
)
_STANDS = r"(?:established|present|shown|demonstrated|met|satisfied|fulfilled|found|supported|recogni[sz]ed|accepted|documented|proven)"
_OF_NECESSITY: Final = re.compile(
    rf"^(?:{_NECESSITY}\s+(?P<not>cannot\s+be|can\s+not\s+be|is\s+not|are\s+not|has\s+not\s+been|have\s+not\s+been|will\s+not\s+be)?"
    rf"(?:(?:is|are|has\s+been|have\s+been|will\s+be|may\s+be)\s+)?\s*{_STANDS}\s+(?:for|by|in\s+the\s+case\s+of)\s+){_SUBJECT}"
    rf"|(?P<unable>\b(?:is|are)\s+unable\s+to\s+(?:establish|find|confirm|recogni[sz]e|support)\s+(?:the\s+|any\s+)?(?:medical\s+necessity|coverage)\s+(?:of|for)\s+)(?P<of_what>(?:(?!\bfollowing\b)[^.:;]){{2,160}}?)(?=\s+(?:when|whenever|if|for|in|as|where|unless|outside|beyond)\b|\s*[.:;(,]|\s*$)",
    re.IGNORECASE,
)
_WHOM = "member|patient|individual|person|beneficiary|recipient|enrollee|client|child|who|that|which|evidence|there"
"""Who has no coverage where no payer does: nothing is said of a service."""
_THERE_IS: Final = re.compile(
    rf"^(?:(?:there\s+(?:is|are|will\s+be)|(?:the|this|our|your)\s+(?:[\w’'-]+\s+){{0,3}}?(?:plans?|contract|benefits?|certificate|booklet|program|schedule|policy|package)(?:\s+of\s+\w+)?\s+(?:contains?|has|have|holds?|offers?|lists?)|(?P<payer>(?:(?!(?:{_WHOM})s?\b)[\w’'&.-]+\s+){{1,8}}?)(?:has|have|offers?|provides?|makes?|holds?|lists?)(?=\s+no\s))\s+(?P<no>no\s+|not\s+any\s+)?"
    r"(?:(?:[\w’'-]+\s+){0,3}?)(?P<noun>coverage|benefits?|payment|reimbursement|medical\s+need|medical\s+necessity)\s+(?:of|for)\s+)"
    + _SUBJECT,
    re.IGNORECASE,
)
_OF_CONTRACT: Final = re.compile(
    r"\b(?:benefit|plan|contract|certificate|schedule|booklet|policy)", re.IGNORECASE
)


def determined(text: str) -> Stand | None:
    """The position of a sentence of one of these forms; None where it has none of them."""
    for form in _FORMS:
        match = form.search(text)
        if match is None:
            continue
        whole = match[0] if "exclusion" in match[0].lower() else ""
        said = f"{match['said']} {match.groupdict().get('of') or ''} {whole}"
        found: Position | None = next((p for words, p in _KINDS if words.search(said)), None)
        if found is not None:
            first = match.start("at") if "at" in form.groupindex else match.start()
            return Stand(found, first, match.end(), subject=match.span("subject"))
    return _necessity(text) or _there_is(text)


def _necessity(text: str) -> Stand | None:
    """“Medical necessity cannot be established for X”."""
    match = _OF_NECESSITY.search(text)
    if match is None:
        return None
    name = "subject" if match["subject"] else "of_what"
    turned = bool(match["not"] or match["unable"])
    position: Position = "not_medically_necessary" if turned else "medically_necessary"
    return Stand(position, match.start(), match.end(name), subject=match.span(name))


def _there_is(text: str) -> Stand | None:
    """“There is no Medicare coverage of X”, “the schedule contains no benefit for X”."""
    match = _THERE_IS.match(text)
    if match is None or (match["no"] is None and not text.lower().startswith("there")):
        return None
    need = match["noun"].lower().startswith("medical")
    if match["no"] is None:
        position: Position = "medically_necessary"
    elif need:
        position = "not_medically_necessary"
    else:
        named = None if match["payer"] else _OF_CONTRACT.search(text[: match.start("no")])
        by_contract = named or match["noun"].lower().startswith("benefit")
        position = "benefit_exclusion" if by_contract else "not_covered"
    return Stand(position, match.start(), match.end(), subject=match.span("subject"))
