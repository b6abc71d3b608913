"""Lists that name kinds of the service, each with criteria of its own: a request is for one of them, so any is enough."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coverable.document.criteria.text.entry import Entry

_WORD = re.compile(r"[A-Za-z][A-Za-z-]*")
_NAME_ENDS = re.compile(
    r"\s*[(,:;]|\s+(?:when(?:ever)?|if|where|for|provided|only|once|with|is\s+(?:covered|considered)|may|must\s+meet|requires?)\b",
    re.IGNORECASE,
)
_NEAR = 10
"""Words of the name of a kind: “A heavy duty extra wide hospital bed”."""


def kinds_of(subject: str, entries: Sequence[Entry]) -> bool:
    """Whether each item names another kind of `subject`: “hospital beds as follows: • A fixed bed when … • A wide bed if …”."""
    words = _WORD.findall(subject.lower())
    if not words or len(entries) < 2:
        return False
    names = [_name(entry) for entry in entries]
    things = {word.removesuffix("s") for word in words[-2:] if len(word) > 2}
    each = all(name and name[-1].removesuffix("s") in things for name in names)
    return each and len({tuple(name) for name in names}) == len(names)


def _name(entry: Entry) -> list[str]:
    """The words of the name that an item begins with, in small letters; none where it begins with a sentence."""
    text = entry.passage.text
    end = _NAME_ENDS.search(text)
    words = _WORD.findall(text[: end.start()].lower()) if end else []
    return words if len(words) <= _NEAR else []
