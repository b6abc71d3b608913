"""Words over a list of causes, of what comes with what is asked for, or of what it is used for: “pain due to:”, “with A, for:”."""

from __future__ import annotations

from coverable.document.criteria.text.wordclasses import any_case

_CAUSE_LAST = any_case(
    r"[\s,]+(?:that\s+(?:is|are)\s+)?(?:due\s+to|caused\s+by|resulting\s+from|as\s+a\s+result\s+of|secondary\s+to|attributable\s+to|related\s+to|associated\s+with)\s*$"
)
"""“… pain and loss of motion due to one of the following”: the pain is asked for, and its cause."""
_WITH_CAUSE = any_case(
    r"(?<=[a-z)])(?<!is)(?<!are)(?<!be)(?<!not)\s+(?:that\s+(?:is|are)\s+)?associated\s+with\s*$"
)
"""“nausea associated with:”: the nausea is asked for, and one of its causes."""
_SEEN_WITH = any_case(
    r"[\s,]+(?:when|if)\s+(?:it\s+is\s+)?(?:associated|combined|accompanied|coupled|seen|found|occurring|paired)\s+(?:with|by)\s*$"
)
"""“pain when associated with any of the following”: the pain is asked for, and what comes with it."""
_USED_SO = any_case(
    r"^\W*(?:(?:when|if|and|only)\s+)*(?:used\s+|given\s+)?(?P<how>(?:as|in\s+(?:combination|conjunction|addition|association)|together|along|combined|concurrent(?:ly)?|concomitant(?:ly)?|adjunct(?:ive)?)\s+"
    r"(?!(?:(?:an?|the)\s+)?(?:\w+\s+)?(?:treatment|therapy|therapies|options?|alternatives?|procedures?|services?|benefits?|devices?|tests?|tools?|means|methods?|aids?|part|result|follows|evidenced|shown|well|needed|necessary|indicated|appropriate|described|defined|outlined|listed|specified|required|documented|determined)\b)"
    r"[^.;:]{3,90}?)\s+(?:for|to\s+treat|in\s+the\s+treatment\s+of|for\s+the\s+treatment\s+of)\s*$"
)
"""“as an adjunct to immobilization for any of the following fractures”: how it is used is asked for, and one of the uses."""


def before_use(text: str) -> tuple[int, int] | None:
    """The words that say how something is used, at the end of which “for” leads to a list of uses."""
    found = _USED_SO.search(text)
    return found.span("how") if found else None


def before_cause(text: str) -> int | None:
    """Where the words end that stand before “due to”, “associated with” at the end of a text."""
    found = _CAUSE_LAST.search(text)
    return found.start() if found else None


def before_company(text: str) -> int | None:
    """Where the words end that stand before “when combined with”, “associated with” at the end of a text."""
    found = _SEEN_WITH.search(text) or _WITH_CAUSE.search(text)
    return found.start() if found else None
