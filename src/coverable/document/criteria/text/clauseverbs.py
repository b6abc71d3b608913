"""Verbs that make a clause of words, and how a clause begins: “the patient carries”, “the pain wakes the person”."""

from __future__ import annotations

import re

_PERSON = (
    r"(?:the\s+)?(?:(?:medicaid|medicare|covered|eligible|affected|insured|enrolled|plan)\s+)?"
    r"(?:patient|member|individual|person|beneficiary|enrollee|recipient|participant|client|customer|subscriber|infant|child|adult|insured|dependent|veteran|resident)"
)
_ACTS = r"(?:the|his|her|their|an?)\s+(?:[a-z-]+\s+){1,4}?[a-z]{3,}s\s+(?:the|an?|his|her|its|their)\s+[a-z]"
"""“the pain wakes the person”: a verb that no list holds, by the article behind it."""
_DOING = (
    r"extends|corresponds|rests|lies|threatens|precludes|suggests|worsens|worsened|progressed|progresses|b"
    r"egins|starts|appears|produces|reaches|falls|serves|allows|permits|contributes|compromises|obstructs|disrupts|h"
    r"inders|exposes|keeps|gives|makes|leads|differs|matches|belongs|contains|consists|attends|completed|completes|complies|adheres|accepts|refuses|declines|desires|wishes|intends|resides|performs|recommends|prescribes|certifies|attests|describes?|persisted|developed|declined"
)
"""What findings, lesions, records and persons do: verbs that no noun is spelt like."""
VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|can|cannot|could|does|do|did|must|may|will|requires?|meets?|shows?"
    r"|demonstrates?|exhibits?|failed|fails|supports?|weighs?|exceeds?|remains?|becomes?|became|received|receives|underwent|undergoes"
    rf"|follows|tolerates|agrees|understands?|continues?|documents?|indicates?|presents?|reports?|confirms?|causes?|restricts?|carries|express(?:es|ed)|impairs?|prevents?|exists?|began|tried|needs?|experienced|experiences|lives?|uses?|takes?|measures?|lasts?|persists?|involves?|interferes?|affects?|improves?|limits?|occurs?|recurs?|responds?|{_DOING})\b|{_ACTS}",
    re.IGNORECASE,
)
BEGINS = (
    rf"(?:{_PERSON}\s+(?:[a-z]+s)\b|{_ACTS}|"
    r"(?:(?:the|a|an|his|her|their|this|there|no)\s+)?(?:(?!(?:that|which|who|whom|whose)\s)[a-z]+\s+){0,5}?(?:is|are|was|were|has|have|had|can|cannot|does|do|did"
    r"|must|may|will|requires?|weighs?|exceeds?|remains?|follows|shows|meets|needs|uses|takes|supports|demonstrates|presents"
    rf"|tolerates|reports|agrees|fails|lives|show|demonstrate|support|confirm|document|indicate|understands|confirms|documents|indicates|experiences|measures?|lasts?|persists?|involves?|interferes?|affects?|improves?|limits?|occurs?|recurs?|responds?|{_DOING})\b)"
)
DOES = re.compile(rf"^{_PERSON}\s+[a-z]+s\b", re.IGNORECASE)
"""A patient and any verb: “the person carries …”."""
