"""What the few words of a cell say of the service of its row: `Covered`, `No`, `Criteria apply`, `E/I`, ✗."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from coverable.document.criteria.positions.judgement import judgement
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.patterns import word_set
from coverable.document.reading import Position

_YES = any_case(
    r"^(?:yes|y|covered|eligible|benefit|allowed|available|approved|approvable|payable|conditional(?:ly)?|with\s+(?:criteria|conditions|limits)"
    r"|(?:pa|prior\s+authori[sz]ation|pre-?certification|authori[sz]ation|approval|review)\s+(?:is\s+)?(?:required|needed|applies)|criteria\s+apply)\b"
)
CONDITIONAL: Final = any_case(
    r"\b(?:criteria|when|if|with|conditions?|conditional(?:ly)?|limits?|limited|comments?|review|pa|authori[sz]ation|approval|only|as\s+(?:described|listed|noted))\b"
)
"""Words of a cell that grant on conditions, which stand in another cell."""
_GRANTING = word_set(
    "cover covers covered coverage coverable cov cov'd pay pays paid payable benefit benefits allowed"
    " authorized authorization authorizations auth pa prior precert criteria criterion conditions conditional limits rules"
    " necessity mn included granted provided qualifies qualified scope"
)
"""Words of which one makes a short cell a grant, with conditions or without: “Limited coverage”, “Criteria-based”."""
_BESIDE_GRANT = word_set(
    "a an the we plan medicaid medicare policy will is are be in within on upon with w when if where once met meets apply"
    " applies based required req'd requires needed needs clinical medical see below note notes only review limited to subject per part of"
    " standard active individual available yes service"
)
_NO_APPROVAL = any_case(
    r"^(?:no|without)\s+(?:prior\s+)?(?:pa|auth\w*|pre-?\w+|approvals?|reviews?|referrals?)(?:\s+(?:is\s+)?(?:required|needed|applies))?\W*$"
)
"""“No PA required”: what is not asked for, of what may be covered or not."""
_NO_THING = any_case(r"^no\s+covered\s+(?!benefits?\b|services?\b|items?\b)[a-z]")
"""“No covered bed”: what the patient must not have."""
_SIGNS: Mapping[str, Position] = {
    "mn": "medically_necessary", "nmn": "not_medically_necessary", "e/i": "investigational",
    "e&i": "investigational", "ei": "investigational", "eiu": "investigational", "e/i/u": "investigational",
    "✓": "medically_necessary", "✔": "medically_necessary", "✗": "not_covered", "✘": "not_covered",
}  # fmt: skip
"""Cells of a few letters or a sign, by their usual sense."""
_NO = any_case(
    r"^(?:not\s+(?:included|provided|granted|renewed|renewable|continued|in\s+(?:the\s+)?benefit)|does\s+not\s+qualify)\b"
    r"|^(?:no|n(?!\s*/\s*a)|never)\b(?!\s+(?:prior\s+|clinical\s+|medical\s+|special\s+)?(?:pa|pre-?\w+|auth\w*|earlier|prior|previous|approvals?|limits?|limitations?|restrictions?|reviews?|referrals?|criteria)\b"
    r"|\s+(?:\w+\s+){0,2}?(?:determinations?|ncds?|lcds?|polic(?:y|ies)|guidelines?|guidance|articles?|codes?)\b)"
)
_UNPROVEN = any_case(
    r"\b(?:insufficient|inadequate|limited|lack\s+of|no|not\s+enough)\s+(?:\w+\s+)?evidence\b|\bnot\s+(?:yet\s+)?(?:proven|established)\b"
)
_PARTS = re.compile(r"\s+[-–—]\s+|[;,:(/]")
_CONTRACT = any_case(r"\b(?:exclusions?|contract\w*|certificate)\b")


def position_of(words: str, whole: bool = True) -> Position | None:
    """The position that the words of a cell say; `whole`: they are all of it, and no part."""
    bare = says_nothing(words) or _NO_APPROVAL.match(words) or _NO_THING.match(words)
    if (sign := _SIGNS.get(words.strip().lower())) or bare:
        return sign
    found = judgement(f"it is {words}")
    if found is not None and found.certain:
        if found.position == "benefit_exclusion" and not _CONTRACT.search(words):
            return "not_covered"  # in a grid of benefits every word speaks of the benefit
        return found.position
    if denies_with_reason(words) or (_NO.match(words) and not _UNPROVEN.search(words)):
        return "not_covered"
    if _YES.match(words) or (whole and _grants(words)):
        return "medically_necessary"
    if _UNPROVEN.search(words):
        return "investigational"
    parts = [p for p in _PARTS.split(words) if p and p != words]
    told: set[Position] = {p for part in parts if (p := position_of(part, whole=False)) is not None}
    return told.pop() if len(told) == 1 else None  # “Appearance only - cosmetic”


_DENY = any_case(
    r"\W*den(?:y|ied)\b(?![^.]*\b(?:if|when|where|unless|except|until|in|with|without)\b(?!\s+nature\b))"
)


def denies_with_reason(words: str) -> bool:
    """Whether a cell denies, and says why: “Deny comfort item; not primarily medical in nature (§1861(n) of the Act)”."""
    return _DENY.match(words) is not None


_SEE = any_case(r"\W*see\s[^;:]{2,120}")


def points_elsewhere(words: str) -> bool:
    """Whether a cell only says where its position stands: “(See Toilet Seats.)”."""
    return _SEE.fullmatch(words) is not None


def _grants(words: str) -> bool:
    """Whether each word of a cell grants something or stands beside one that does: “Paid if criteria are met”."""
    if re.search(r"[0-9✖✗✘×]", words):
        return False
    said = re.findall(r"[a-z]+(?:'[a-z]+)?", words.lower().replace("’", "'").replace("p.a.", "pa"))
    return not _GRANTING.isdisjoint(said) and {*said} <= _GRANTING | _BESIDE_GRANT


_NOTHING = any_case(
    r"\W*(?:n\s*/?\s*a|none|[–—-]+|not\s+applicable|(?:with\s+)?no\s+(?:(?:step|other|additional|added|further|specific|special|clinical|medical)\s+)*(?:limits?|restrictions?|exclusions?|requirements?|criteria|conditions|(?:earlier|prior|previous|first)\s+(?:steps?|trials?|drugs?|therapy|treatment))(?:\s+(?:apply|needed|required))?)?\W*"
)


def says_nothing(cell: str) -> bool:
    """Whether a cell is empty or says that it is: “N/A”."""
    return _NOTHING.fullmatch(cell) is not None
