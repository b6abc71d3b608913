"""Labels that no list knows, told by their words: `P&T Next Review`, `In force since`, `Last Amended On`.

A label of a header is made of few words: what happened (taken effect, reviewed, posted), to which thing
(policy, criteria, manual), and small words. A text all of whose words are such, and whose value has the form
that such a label asks for, is a label; one word more, and it is a sentence about something else.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from coverable.document.patterns import word_set

_WORD = re.compile(r"i\.d\b|[a-z&][a-z&'’-]*|#")
_OTHER_SIGN = re.compile(r"[^\w\s&'’#/().,:-]|[0-9]")


THINGS: Final = word_set(
    "policy policies criteria criterion guideline guidelines document bulletin manual article"
    " protocol rule rules coverage clinical medical pharmacy payment benefit dental vision behavioral"
    " um pa p&t lcd ncd determination program plan chapter section update guidance standard standards"
    " handbook text doc decision notice"
)
"""What a header speaks of."""
SMALL: Final = word_set(
    "a an the this these that our of on for in at as by to with is was are were be been it its will"
    " has date dates day since from or and after under time first-time most more very also now"
    " currently previously up take takes took goes go must before we no later than month year"
)
BY_WHOM: Final = word_set(
    "committee committees board staff director p t quality department web website site online"
    " internet page provider providers public internal external formal final"
)
WHICH: Final = word_set(
    "current present latest last recent recently annual annually yearly biennial quarterly periodic regular"
    " routine full request requests"
    " version versions edition editions cycle service services performed rendered furnished provided"
    " claims"
)
"""Which edition of it, and for what it holds."""
NEXT: Final = word_set("next subsequent due upcoming future again planned scheduled anticipated expected")
EFFECT: Final = word_set(
    "effective effect force start starts started starting begin begins beginning begun valid active"
    " operative applies apply applied eff implemented implementation live go-live"
)
ORIGIN: Final = word_set(
    "original originally origin origination originated initial initially first inception created"
    " creation established establishment developed development devised"
)
REVISED: Final = word_set(
    "revised revision revisions amended amendment amendments updated update updates modified"
    " modification changed change changes edited"
)
REVIEWED: Final = word_set(
    "review reviews reviewed reviewing re-reviewed re-review evaluated reevaluated re-evaluated evaluation"
    " reevaluation re-evaluation look looked looks reaffirmed reaffirmation reassessed reassessment validated"
    " revalidated"
)
PUBLISHED: Final = word_set(
    "published publication publish put posted posting issued issue released release printed distributed"
)
APPROVED: Final = word_set("approved approval ratified ratification endorsed endorsement accepted")
ADOPTED: Final = word_set("adopted adoption")
ENDS: Final = word_set(
    "end ends ended ending expires expire expired expiration expiry retired retire retires retirement"
    " terminated termination terminates sunset archived archive obsolete inactive discontinued until"
)
_EVENTS: Final = (NEXT, EFFECT, ORIGIN, REVISED, REVIEWED, PUBLISHED, APPROVED, ADOPTED, ENDS)
_OF_A_DATE: Final = THINGS.union(*_EVENTS, SMALL, BY_WHOM, WHICH)

_NUMBERED: Final = word_set(
    "number no nr num # id i.d identifier identification ref reference code index control tracking file"
    " serial record registry catalog"
)
_OF_A_NUMBER: Final = (
    THINGS | _NUMBERED | word_set("the of this for drug medication assigned unique internal")
) - {"plan", "update", "text"}
_VERSIONED: Final = word_set("version ver edition revision rev release iteration issue")
_OF_A_VERSION: Final = THINGS | _VERSIONED | _NUMBERED | word_set("of the this current")
_LINED: Final = word_set(
    "line lines business product products program programs population populations plan plans"
    " membership member members market markets segment segments applies applicable application"
    " applicability scope lob lobs enrollees beneficiaries group groups formulary formularies"
)
_OF_LINES: Final = (
    _LINED
    | THINGS
    | word_set(
        "to of this these the following for in health type types covered affected coverage included"
        " impacted which all benefit excluded exempt"
    )
)
_TITLED: Final = word_set("title name subject topic description")
_OF_A_TITLE: Final = (
    THINGS | _TITLED | word_set("of the this for drug class service item technology procedure or and")
) - {"plan", "program"}


_ANY: Final = _OF_A_DATE | _OF_A_NUMBER | _VERSIONED | _OF_LINES | _OF_A_TITLE
_LAST = re.compile(r"(?:^|[\s|;,(])((?:[A-Za-z&’'.-]+(?:\(s\))?|#))[\s.]*$")


def begins(text: str, end: int) -> int:
    """Where the run of words of labels begins that ends at a place of a text; that place if none does."""
    start = end
    while match := _LAST.search(text[max(0, start - 40) : start]):
        if not _words(match[1]) <= _ANY or not _words(match[1]):
            break
        start = max(0, start - 40) + match.start(1)
    return start


def date_label(text: str) -> str | None:
    """The kind of date that a label of these words names; None where a word is no word of a label.

    What decides a version stands first: a next review is no review, a first effective date no current one.
    """
    words = _words(text)
    if _RULES.search(text) and "date" not in words and not words & EFFECT:
        return None  # “Initial Criteria: 01/01/2025” heads criteria
    if not words or len(words) > 12 or not words <= _OF_A_DATE:
        return None
    if words & NEXT or _falls_due(text):
        return "next_review" if words & (REVIEWED | REVISED) or "p&t" in words else None
    if words & ENDS:
        return "ends"
    if words & ORIGIN:
        return _origin(words)
    if words & EFFECT:
        return "revision_effective" if words & REVISED else "effective"
    for kind, some in (
        ("reviewed", REVIEWED),
        ("revised", REVISED),
        ("approved", APPROVED),
        ("adopted", ADOPTED),
        ("published", PUBLISHED),
    ):
        if words & some:
            return kind
    return None


def _origin(words: frozenset[str]) -> str | None:
    if words & EFFECT:
        return "original_effective"
    return None if words & REVISED else "originated"


def _falls_due(text: str) -> bool:
    """`Review By`, `To Be Reviewed`: what is still to come; `Reviewed by` tells who did it."""
    return _DUE.search(_plain(text)) is not None


_DUE = re.compile(r"\breview (?:by|before|no later than)$|\b(?:to|must) be (?:re-?)?(?:reviewed|evaluated)\b")


def number_label(text: str) -> bool:
    """`Criteria ID`, `Manual Ref. No.`: a word for a number, and what it numbers."""
    words = _words(text)
    numbered = words & _NUMBERED
    named = bool(numbered and words & THINGS) or len(numbered) > 1 or words == frozenset(("identifier",))
    return named and words <= _OF_A_NUMBER


def version_label(text: str) -> bool:
    """`Edition`, `Version of Criteria`."""
    words = _words(text)
    return bool(words & _VERSIONED) and words <= _OF_A_VERSION


def lines_label(text: str) -> bool:
    """`Populations`, `Applies To These Plans`."""
    words = _words(text)
    return bool(words & _LINED) and words <= _OF_LINES


_RULES = re.compile(r"\b(?:criteria|criterion|coverage|guidelines?|authorizations?)\W*$", re.IGNORECASE)


def may_label(text: str) -> bool:
    """Whether every word before a sign is one that labels have."""
    words = _words(text)
    return bool(words) and words <= _ANY | _OF_USE


def of_lines(text: str) -> bool:
    """Whether a label may stand before the names of lines of business: `Coverage Type`, `For Use With`."""
    words = _words(text)
    return bool(words) and words <= _OF_LINES | _OF_USE


_OF_USE: Final = word_set(
    "use used with by intended insurance payer payers network client clients not non excluded excludes exempt"
    " non-applicable non-covered inapplicable"
)


def title_label(text: str) -> bool:
    """`Name of Guideline`, `Criteria Subject`; `Name` and `Description` alone head other columns as well."""
    words = _words(text)
    return len(words) > 1 and bool(words & _TITLED) and words <= _OF_A_TITLE


_KINDS: Final = THINGS | word_set(
    "prior authorization necessity medically utilization management review appropriate use provider statement"
    " information instructions requirements guide prescription injectable procedure requests corporate health"
    " appropriateness edit edits specialty"
) - {"rule", "text", "doc", "plan"}


def names_kind(text: str) -> bool:
    """Whether words only say what kind of document this is: `Medical Necessity Guideline`."""
    words = _words(text)
    return bool(words & THINGS) and words <= _KINDS


@lru_cache(maxsize=8192)
def _plain(text: str) -> str:
    return " ".join(text.casefold().strip(" :.*").split())


@lru_cache(maxsize=8192)
def _words(text: str) -> frozenset[str]:
    """The words of a short text; none where it holds a sign or figure that no label has."""
    if len(text) > 90 or _OTHER_SIGN.search(text):
        return frozenset()
    return frozenset(_WORD.findall(re.sub(r"\bp\s?&\s?t\b|\(s\)|['’]s\b", _pt, _plain(text))))


def _pt(match: re.Match[str]) -> str:
    return "p&t" if "&" in match[0] else ""
