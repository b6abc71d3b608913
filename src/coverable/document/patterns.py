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
