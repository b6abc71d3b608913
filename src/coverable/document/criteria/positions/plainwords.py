"""Other spellings of the words that judge, put into the plain ones without moving a character."""

from __future__ import annotations

import re

_NON = re.compile(r"\bnon (?=(?:covered|payable|reimbursable|compensable|allowable)\b)", re.IGNORECASE)
_SHARED = re.compile(
    r"\b(?P<before>(?:be|is|are|will|may|not|shall|can|also)\s)cost[ -]share(?P<ending>d|s)?\b",
    re.IGNORECASE,
)
"""“X may be cost-shared when …”: covered, in the words of a federal program."""


_STILL = re.compile(
    r"\bcontinue(?P<one>s)?\s+to\s+be\b(?=\s+(?:not\s+|non-?)?(?:covered|approved|payable|reimbursed|eligible)\b)",
    re.IGNORECASE,
)
"""“X continues to be approved for A”: it is approved."""
_ADVERB = re.compile(
    r"(?P<case>\b(?:if|when|where)),\s(?:however|therefore|moreover|in\saddition|additionally|alternatively),",
    re.IGNORECASE,
)
"""“If, however, A, X is covered”: the commas end no clause."""


_PROVIDED = re.compile(
    r"(?<=\w)(?<!\bis)(?<!\bare)(?<!\bbe)(?<!\bbeen)(?<!\bnot)(?<!\bonly)(?<!\bbeing)\sprovided(?=\s+(?:in|at|by|to|outside|under|through|within|via|during|without)\s)",
    re.IGNORECASE,
)
"""“X provided outside of a trial is not covered”: a participle, and no condition."""


def in_plain_words(text: str) -> str:
    """The text with other spellings of the words that judge, each as long as what it replaces."""

    def covered(found: re.Match[str]) -> str:
        word = {"d": "covered", "s": "covers"}.get(found["ending"] or "", "cover")
        return found["before"] + word.rjust(len(found[0]) - len(found["before"]))

    text = _STILL.sub(lambda found: ("is" if found["one"] else "be").ljust(len(found[0])), text)
    text = _ADVERB.sub(lambda found: found["case"].ljust(len(found[0])), text)
    text = _PROVIDED.sub(" rendered", text)
    return _SHARED.sub(covered, _NON.sub("non-", text))
