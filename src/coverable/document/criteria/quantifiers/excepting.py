"""Words over a list that make its items exceptions: “is not covered, with the exception of:”, “unless there is any of these:”."""

from __future__ import annotations

from coverable.document.criteria.text.persons import PERSONS
from coverable.document.criteria.text.wordclasses import any_case

_PLAIN = (
    r"unless|until|except(?:ing)?(?:\s+(?:when|if|where|in|for|as))?|other\s+than(?:\s+(?:when|if|in|for))?"
    r"|with\s+(?:(?:the|an?)\s+)?exceptions?(?:\s+(?:of|for|to))?|(?:the|an?)\s+(?:(?:only|sole)\s+)?exceptions?\s+(?:being|are|is|of|for)"
)
_EXCEPT = (
    rf"{_PLAIN}|excluding|(?:apart|aside)\s+from(?:\s+(?:when|if|in|for))?|barring|absent"
    r"|save\s+(?:when|where|if|for|in)|but\s+not\s+(?:if|when|where)|but\s+for|outside(?:\s+of)?"
)
_HOLDING = (
    r"(?:there\s+(?:is|are)(?:\s+(?:documentation|evidence|a\s+history)\s+of|\s+(?:documentation|evidence|proof)\s+that)?|it\s+is\s+(?:shown|documented|demonstrated)\s+that|(?:(?:the|medical)\s+)*(?:records?|documentation|chart|notes)\s+(?:shows?|documents?|demonstrates?|confirms?)(?:\s+that)?|contraindicated(?:\s+by)?|the\s+\w+\s+(?:has|meets|satisfies|fulfills)|he\s+or\s+she\s+has|they\s+have|in|for|with|(?:the\s+)?(?:presence|event|case|setting)\s+of"
    rf"|{PERSONS}\s+(?:with|who\s+ha(?:ve|s)|of))"
)
_ONLY_WHERE = (
    r"(?:(?:(?!\b(?:unless|except(?:ing)?|exceptions?)\b)[^,;:]){3,120}?\s(?:for|in|when|if|with|during))"
)
_THOSE = r"(?:(?:those|these|the\s+ones|the\s+following)(?:\s+[\w-]+)?(?:\s+(?:below|here|hereafter))?)"
LAST = any_case(
    rf"[\s,;–—(-]*\b(?:(?:{_EXCEPT})(?:\s+{_HOLDING})*(?:\s+{_THOSE})?|(?:{_PLAIN})\s+{_ONLY_WHERE})\s*$"
)
"""They end the words over the list; what they say of every exception may stand between: “except X ordered for:”."""
_EXCEPTIONS = any_case(r"\s*(?:\w+\s+)?exceptions?\s*(?::|$)")


def announces(behind: str) -> bool:
    """Whether the words behind “the following” call the items exceptions: “with the following exceptions:”."""
    return _EXCEPTIONS.match(behind) is not None


_UNLESS_FOLLOWING = any_case(
    r"\b(?:unless|until|except\s+(?:when|if|where))\b[^.;:]{0,60}?\b(?:following|below)\b[^.;:]{0,60}$"
)
"""“is not covered unless all of the following criteria are met”."""


def excepted(over: str) -> bool:
    """Whether words over a list, its colon with them, make the items exceptions: “for uses other than those below:”."""
    head = over.rstrip().removesuffix(":")
    return LAST.search(head) is not None or _UNLESS_FOLLOWING.search(head) is not None
