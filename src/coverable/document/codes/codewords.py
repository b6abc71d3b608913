"""The words around a list of codes: which system they name, and what they say of the codes.

A heading of codes is made of few words, so it is told by the classes of its words and not by a list of
headings: `Reimbursable codes`, `Group 2: codes not payable`, `Supply Codes (HCPCS)` (SR-057, SR-058).
"""

from __future__ import annotations

import re
from typing import Final

from coverable.document.codes.codeforms import System
from coverable.document.patterns import any_of, word_set, worded
from coverable.document.reading import Polarity

_NAMES: Final[tuple[tuple[System, str], ...]] = (
    ("icd10pcs", r"\bicd-?\s?10-?\s?pcs\b|\bicd-?\s?10(?:-pcs)? procedures?\b"),
    ("icd9cm", r"\bicd-?\s?9\b"),
    ("icd10cm", r"\bicd-?\s?10\b|\bdiagnos[ie]s(?: codes?)?\b|\bicd-?10-?cm\b"),
    ("ndc", r"\bndcs?\b|\bnational drug codes?\b"),
    ("revenue", r"^rc$|\brev(?:enue)?\.? codes?\b|^\W*revenue\W*$"),
    ("hcpcs", r"\bhcpcs\b|\bcdt\b"),
    ("cpt", r"\bcpt\b|\bcurrent procedural terminology\b"),
)
_SYSTEMS: Final[tuple[tuple[System, re.Pattern[str]], ...]] = tuple(
    (name, re.compile(words, re.IGNORECASE)) for name, words in _NAMES
)
_STANDS = any_of(
    r"(?:medically )?necessary|covered|eligible|payable|paid|reimburs(?:ed|able)|billable|approv(?:ed|able)",
    r"allow(?:ed|able)",
    r"accepted|authorized|certified|supported|recognized|recommended|indicated|permitted|proven|established",
    r"(?:a )?(?:covered )?(?<!medical )(?<!pharmacy )benefits?",
)
"""What codes can be, or not be."""
_DEEMED = any_of(
    "considered|deemed|be|automatically|medically|generally|currently|routinely|typically|usually|to"
)
_NOT = worded(
    rf"(?:not|never) (?:{_DEEMED} ){{0,2}}?(?:{_STANDS}|separately)",
    rf"non-?\s?(?:{_STANDS}|medically necessary)",
    r"(?:do|does|will|may|can) not (?:be )?(?:\w+ )?(?:support|meet|qualify|establish|count|pay)\w*",
    r"(?:do|does|will) not (?:consider )?reimburse\w*",
    r"(?:do|does|will) not cover(?: or pay for)?(?! or)",
    r"criteria (?:are|is) not met",
    rf"no longer (?:be )?(?:{_DEEMED} )?(?:{_STANDS})|not (?:\w+ )?(?:enough|sufficient)|refused",
    r"(?:removed|taken|dropped) (?:off|from|out of) (?:coverage|payment)",
    r"coverage (?:ended|ceased|expired)",
    r"cannot|(?:not|never) (?:support|meet|qualify)\w*|fails? to \w+|lack(?:s|ing)?\b",
    r"un(?:covered|supported|proven|paid)|ineligible|disallowed",
    r"den(?:y|ied|ials?)|reject(?:ed|ions?)|(?:not|never) (?:auto-?approve|appropriate)",
    r"exclu(?:ded|sions?)|investigational|experimental|cosmetic",
    r"(?:no|without|outside(?: of)?) (?:\w+ )?(?:coverage|benefits?|payment|reimbursement)",
)
_YES = worded(
    _STANDS,
    r"support(?:s|ing)?|qualif(?:y|ies|ying)|(?:when )?criteria (?:are|is) met|when criteria|criteria apply",
    r"(?:considers? )?reimbursement (?:for|of)|reimburses?",
    r"added to (?:coverage|payment)|^\W*pay(?! attention)|^\W*(?:diagnoses that )?counts?$",
    r"medical necessity|auto-?approv(?:al|ed?)",
    r"coverage (?:is|may be|can be) (?:granted|available|provided|allowed|considered)",
)
_INFORMS = worded(
    r"related to|other\b.{0,30}\bcodes|related\b.{0,20}\bcodes",
    r"for (?:reference|information|completeness)|reference(?: only)?|information(?:al)?(?: only)?",
    r"^\W*(?:deleted|retired|discontinued|expired|obsolete|former|replaced|gone|ended)",
    r"(?:deleted|retired|discontinued|expired|obsolete|former|replaced) (?:\w+ )?codes?",
    r"commonly (?:seen|billed|reported|used)|^bill(?:ed)? (?:on|with|under)|bundled",
    r"^\W*(?:\w+ ){1,3}billed with|for pricing|(?:is|are) (?:only )?recorded|not the subject",
    r"paid within|never by itself|(?:spoken of|dealt with|addressed|handled|discussed|reviewed) (?:in|under)",
    r"(?:listed|given|shown|stands? here) (?:without|only|for convenience|so that|as a help)",
    r"not (?:(?:them|it)sel(?:f|ves) )?(?:under|governed by|part of|ruled by) this|ruled by other",
    r"nothing is decided|(?:is|are) mentioned (?:because|so that)|cannot be (?:read|told|seen) (?:from|by)",
    r"does not (?:pay|cover) or (?:deny|exclude)|listing (?:does not|doesn['’]t) mean",
    r"(?:with)?in the (?:\w+ ){0,2}(?:rates?|payments?|fees?|charges?|allowances?|prices?)",
    r"(?:no|without (?:a |any )?)(?: ?\w+)? ?(?:position|statement)(?: (?:on|of) coverage)?|not subject to",
)
_NEITHER: Final = re.compile(r"\bneither\b.{0,30}\bnor\b", re.IGNORECASE)
_NO_LONGER_NOT: Final = re.compile(
    r"\b(?:previously|formerly)\s(?:not|non-?)\s?\w+,?\s(?:and\s)?now\s(?:covered|payable|eligible)\W*$",
    re.IGNORECASE,
)
_INFORMS_NOT: Final = re.compile(r"covered if|not covered|(?<!un)support", re.IGNORECASE)
_OTHER_SUBJECT: Final = re.compile(
    r"\b(?:(?<!on the )(?<!in the )(?<!on this )(?<!in this )(?<!\bcode )(?<!\bcodes )list"
    r"|presence|absence|listing|appears?|guarantee|promise)\b",
    re.IGNORECASE,
)
"""“The list says nothing of coverage”: a sentence about the list sorts no codes."""

NAMED = re.compile(
    r"\b(?P<system>CPT|HCPCS|CDT|ICD-?\s?(?:10|9)(?:-?(?:CM|PCS))?|NDC|[Rr]evenue|RC|[Pp]rocedure|[Dd]iagnosis)(?:[®™]|\(R\))?"
    r"(?:\s?(?:Level II|[Dd]iagnos[ie]s|[Pp]rocedures?))?"
    r"(?:\s?[Cc]odes?(?:\(s\))?)?\s?[:#(]?\s?(?=[A-Z]?[0-9])"
)
"""The name of a system right before its codes, also in running text: `CPT codes: 97012`."""
_CODE: Final = re.compile(r"\s{0,8}[A-Z]{0,2}[0-9]")
_WORD = re.compile(r"[a-z]+|[0-9]+")
_CODE_WORDS: Final = word_set(
    "cpt hcpcs cdt icd 10 9 cm pcs ndc revenue rev code codes coding diagnosis diagnoses procedure"
    " procedures procedural terminology current level ii 2 iii category list lists range ranges item"
    " items supply supplies drug drugs service services equipment device devices applicable relevant"
    " billing associated number numbers description descriptions descriptor table and or the s modifier"
    " modifiers national group groups set sets"
)
_THESE: Final = re.compile(r"\b(?:these|the\sfollowing)\s?:\s*$", re.IGNORECASE)
"""“The plan does not cover these:”"""
_LISTED: Final = re.compile(
    r"\b(?:codes?|diagnos[ei]s|procedures?|services?|items?|indications?|conditions?)\b", re.IGNORECASE
)


def system_of(text: str) -> tuple[System | None, bool]:
    """The system that a heading names, and whether it names CPT and HCPCS together."""
    plain = text.replace("Â", "")  # a mis-encoded trade mark glues to the name
    named: list[System] = [name for name, pattern in _SYSTEMS if pattern.search(plain)]
    if "cpt" in named and "hcpcs" in named:
        return None, True
    if "icd9cm" in named and "icd10cm" in named and re.search(r"icd-?\s?10", text, re.IGNORECASE):
        return None, False
    return (named[0], False) if named else (None, False)


def names_a_system(text: str) -> bool:
    """Whether a short text names a code system and says nothing else: `Diagnosis Codes (ICD-10-CM)`."""
    words = _WORD.findall(text.replace("Â", "").casefold())
    return bool(words) and len(words) <= 12 and {*words} <= _CODE_WORDS and system_of(text) != (None, False)


def says_more(text: str) -> bool:
    """Whether words say more than the name of a system: “Diagnoses seen with item 1”, and not “ICD10 Dx”."""
    return sum(word not in _CODE_WORDS for word in _WORD.findall(text.casefold())) > 1


def name_before(text: str) -> str | None:
    """The name of a system that stands with a colon before its codes: `Supply Codes (HCPCS): E0100`."""
    name, colon, behind = text.partition(":")
    return name if colon and _CODE.match(behind) and names_a_system(name) else None


def codes_begin(text: str) -> tuple[int, System | None]:
    """Where the codes begin behind `CPT codes:`, and the system that is named there."""
    match = NAMED.match(text)
    if match:
        return match.end(), system_of(match["system"])[0]
    name = name_before(text)
    if name is None:
        return 0, None
    behind = text[len(name) + 1 :]
    return len(text) - len(behind.lstrip()), system_of(name)[0]


def sorts_codes(text: str) -> bool:
    """Whether a line says what stands under it is: it speaks of codes or services and takes a position."""
    listed = _LISTED.search(text) or _THESE.search(text)
    return polarity_of(text) is not None and listed is not None


def polarity_of(text: str) -> Polarity | None:
    """What a heading says of the codes under it; None where it takes no position."""
    if _OTHER_SUBJECT.search(text):
        return None
    if _NO_LONGER_NOT.search(text):
        return "covered"
    if _NEITHER.search(text):
        return "informational"
    if _INFORMS.search(text) and not _INFORMS_NOT.search(text):
        return "informational"
    if _NOT.search(text):
        return "not_covered"
    return "covered" if _YES.search(text) else None
