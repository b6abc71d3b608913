"""Key words that are damaged: a slip of spelling, a lost ligature, words glued together, a footnote letter.

The reading of criteria knows its key words letter by letter; where one is damaged it may see no position or no
quantifier. Such places are findings, so that none is passed over in silence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from coverable.document.criteria.text.page import Page
from coverable.document.source import Block

NEAR = 0.87
KEYS = (
    "medically", "necessary", "necessity", "considered", "investigational", "experimental", "unproven", "cosmetic",
    "covered", "coverage", "criteria", "criterion", "following", "requirements", "conditions", "indications",
    "beneficiary", "patient", "individual", "recipient", "eligible", "approved", "authorization", "contraindications",
)  # fmt: skip
_FINE = frozenset(
    re.findall(
        r"\w+",
        """patent unproved cosmetics authorisation authorisations legible consider considers considering consideration considerations considerable considerably inconsiderate reconsidered recovered investigation investigations experimentally eligibility ineligible
    approve approves approval authorize authorized authorizing authorizations unauthorized patients individuals
    individually recipients criterion beneficiaries beneficial requirement condition conditional indication
    contraindication contraindicated unnecessary necessarily uncovered noncovered considerer medical experiment excipient excipients
    necessitated inpatient outpatient inpatients outpatients individualized conditioned patiently""",
    )
)
_WORD = re.compile(r"[A-Za-zﬀ-ﬆ]{6,}")
_SPLIT = re.compile(
    rf"\b(?:{'|'.join(rf'{k[:n]} {k[n:]}' for k in KEYS for n in range(2, len(k) - 1))})\b", re.IGNORECASE
)
"""A key word with a blank inside: “co vered”."""
_GLUED = re.compile(
    r"\b(?:not(?:medically|considered|covered)|medicallynecessary|(?:all|any|one|each|none|both)ofthe\w*|ofthefollowing"
    r"|thefollowing|is(?:considered|medically|not)|are(?:considered|medically|not)|(?:considered|deemed)(?:medically|not\w+)"
    r"|criteria(?:are|is)(?:met)?|(?:and|or)(?:all|any|one)(?:of)?)\b",
    re.IGNORECASE,
)


def misspelt(blocks: Sequence[Block], page: Page) -> None:
    """A finding for every damaged key word in these blocks."""
    for block in blocks:
        whole = (*_WORD.finditer(block.text), *_GLUED.finditer(block.text))
        places = [(m, _meant(m[0].lower())) for m in whole]
        places += [(m, m[0].lower().replace(" ", "")) for m in _SPLIT.finditer(block.text)]
        for match, meant in places:
            if meant is not None:
                span = page.source.span(block, match.start(), match.end())
                page.findings.add("key_word_damaged", [span], f"“{match[0]}” may be “{meant}”")


@lru_cache(maxsize=65_536)
def _meant(word: str) -> str | None:
    """The key word that a word may be; None for a word that is fine."""
    stem = re.sub(r"^(?:re|un|non|pre|in)", "", word)
    if {word, stem} & (_FINE | frozenset(KEYS)):
        return None
    if _GLUED.fullmatch(word):
        return "two words"
    best = max(KEYS, key=lambda key: _near(word, key))
    return best if _near(word, best) >= NEAR else None


def _near(word: str, key: str) -> float:
    if abs(len(word) - len(key)) > 2:
        return 0.0
    return SequenceMatcher(None, word, key, autojunk=False).ratio()
