"""Sentences that say for which patients a text holds: “This section applies to clients under 21”."""

from __future__ import annotations

import re

_FOR_WHOM = re.compile(
    r"^\W*(?:(?:all|these|the|each)\s+(?:of\s+(?:the\s+)?)?)?(?:(?:policy|coverage|medical)\s+)?(?:statements?|criteria|positions?|indications?)\s+(?:(?:below|in\s+this\s+(?:policy|section)|that\s+follow)\s+)?"
    r"(?:(?:only\s+)?(?:refers?|appl(?:y|ies)|pertains?|relates?)\s+(?:only\s+)?to|(?:are|is)\s+(?:only\s+)?for)\s+(?!(?:all|any|each|every)\s+(?:\w+\s+)?(?:products|plans|lines|members)\b)\S"
    r"|^\W*(?:this|these|the)\s+(?:[\w-]+\s+){0,3}?(?:polic(?:y|ies)|sections?|criteria|rules?|limits?|guidelines?|documents?|requirements?|coverage|benefits?)\s+(?:[\w-]+\s+){0,2}?appl(?:y|ies)\s+(?:only\s+)?to\s+(?:[\w-]+\s+){0,6}?"
    r"(?:members|clients|patients|adults|children|individuals|persons|recipients|beneficiaries|enrollees|women|men)\s+(?:[\w-]+\s+){0,4}?(?:[0-9]|under\b|over\b|younger\b|older\b|between\b|with\s+(?!an?\b|the\b|coverage|benefits|plans)|(?:twenty|eighteen|twelve)\b)",
    re.IGNORECASE,
)


def for_whom(text: str) -> bool:
    """Whether a sentence says for which patients the text holds: “This section applies to clients under 21”."""
    return _FOR_WHOM.match(text) is not None
