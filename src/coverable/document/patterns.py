"""Patterns written as lists of wordings, so that a reader can check them one by one."""

from __future__ import annotations

import re


def worded(*wordings: str) -> re.Pattern[str]:
    """A pattern for any of these wordings as whole words, in capitals or not."""
    return re.compile(rf"\b(?:{'|'.join(wordings)})\b", re.IGNORECASE)


def word_set(words: str) -> frozenset[str]:
    """The words of a text as a class."""
    return frozenset(words.split())


def any_of(*wordings: str) -> str:
    """The wordings as one group, to be used inside a longer pattern."""
    return f"(?:{'|'.join(wordings)})"


ADDRESS = re.compile(r"<?https?://\S+>?")
"""A line that is only the address of a page."""

STAMP = re.compile(
    r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4},?\s[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:\s?[AP]\.?M\.?)?", re.IGNORECASE
)
"""When a browser printed a page: “6/4/26, 8:17 PM”."""

ANSWER = re.compile(
    r"(?:yes|no|(?:the\s+)?answer\s+is\s+(?:yes|no))\b(?:[\s,;:–—-]*\w|\.(?:\s|$))|only\s+(?:if|when|where|for|in|after|once|with)\b",
    re.IGNORECASE,
)
"""How a sentence begins that answers the question before it: “Yes, when …”, “Only if …”."""

_CONTACT = re.compile(
    r"(?:https?://|www\.)\S+|\S+@[\w-]+\.[\w.]+"
    r"|(?:(?:phone|tel(?:ephone)?|fax|tty|toll[\s-]free)\W*)?(?:1[-.\s])?\(?[0-9]{3}\)?[-.\s]{1,2}[0-9]{3}[-.\s][0-9]{4}"
    r"|(?:[0-9]{1,6}|p\.?\s?o\.?\s?box)\s[^.;:]{3,60},\s*[A-Z]{2}\s+[0-9]{5}(?:-[0-9]{4})?",
    re.IGNORECASE,
)
"""A line of a letterhead that tells where its sender is reached: page, mailbox, telephone, postal address."""


def is_contact(text: str) -> bool:
    """Whether a line only tells where its sender is reached."""
    return _CONTACT.fullmatch(text.strip(" •|,;<>")) is not None


_NAME = re.compile(r"[a-z]{1,2}[A-Z]")


def begins_small(text: str) -> bool:
    """Whether a text begins with a small letter, and with no name such as “rTMS”, “tDCS”."""
    return text[:1].islower() and _NAME.match(text) is None
