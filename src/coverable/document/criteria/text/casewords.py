"""Words that say in which case something is asked for: “if and when”, “should it happen that”, “(only then)”."""

from __future__ import annotations

from typing import Final

from coverable.document.criteria.text.wordclasses import any_case

IF_IN_WORDS: Final = (
    r"(?:any|every|each)\s+time(?:\s+(?:when|that))?|if\s+and\s+when|when\s+and\s+if|when\s+applicable,\s+that\s+is,\s+(?:if|when)"
    r"|(?:in|under)\s+(?:those|the|such|any|all)?\s*(?:instances?|circumstances?|situations?|cases?)\s+(?:when|where|in\s+which)"
    r"|should\s+it\s+(?:so\s+)?(?:be\s+the\s+case|happen|occur|turn\s+out|be\s+found|come\s+about)\s+that"
)
"""“If” in more words than one."""
NOT_THE_CASE: Final = r"(?:if|when|where)\s+it\s+is\s+not\s+(?:the\s+case|true|so|found|known)\s+that"
"""“Unless”: what follows makes the other needless."""
ONLY_THEN: Final = any_case(
    r"\s*\((?:and\s+)?(?:only\s+(?:then|in\s+(?:that|this|such|those|these)\s+(?:cases?|events?))"
    r"|(?:otherwise|else|if\s+not,?)\s+(?:it\s+is\s+)?not\s+(?:applicable|required|needed))\)\s*$"
)
"""A remark behind a case that says no more than its “if”."""
