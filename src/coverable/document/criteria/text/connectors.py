"""“and” and “or” between the items of a list: at the end of an item, or as a line of their own."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from coverable.document.criteria.text.passage import Passage

Connector: TypeAlias = Literal["and", "or", "and/or"]

_ALONE = re.compile(
    r"(?:[^\w&]|_)*(?P<word>and\s*/\s*or|and|or\s+else|or|plus|&|as\s+well\s+as|in\s+addition(?:\s+to)?|together\s+with|along\s+with|also|alternatively|otherwise)(?:\s+(?:either|both|all|one\s+of|any\s+of))?(?:[^\w&]|_)*",
    re.IGNORECASE,
)
_OPEN = r"[\s;,.:…–—\-*_~|/+<(\[]"
_CLOSE = r"[\s;,.:…–—\-*_~|/+>)\]]"
"""Signs that a connector can be set between: “; (or)”, “… AND …”, “~or~”."""
_AT_END = re.compile(
    rf"(?P<all>{_OPEN}*(?<!\w)(?<!\w/)(?P<word>and\s*/\s*or|and|or\s+else|or|plus|&|as\s+well\s+as|in\s+addition|together\s+with|along\s+with){_CLOSE}*)$",
    re.IGNORECASE,
)
_AT_START = re.compile(
    rf"^{_OPEN}*(?P<word>and\s*/\s*or|AND|OR|And|Or|and|or|PLUS|Plus|plus|as\s+well\s+as|AS\s+WELL\s+AS|In\s+addition|in\s+addition|IN\s+ADDITION|Alternatively|ALTERNATIVELY|also)(?!\w|/){_CLOSE}+(?=\S)"
)
IN_EACH_CASE = re.compile(
    r"(?:and|plus|but|or),?\s+in\s+(?:either|each|any|both|all|every)\s+(?:case|event|instance)s?\b"
)
CLOSES = re.compile(
    rf"{IN_EACH_CASE.pattern}|(?:and|plus|but|or)\s+(?:also\s+|then\s+)?"
    r"(?:has|have|is|are|must|meets?|does|did|cannot|there|(?:the|his|her|their|its)\s+\w+)\b"
)
"""“and has depression” behind a list: a clause that closes it, and no part of its last item."""
_SIGNS = re.compile(r"[\s;,]+$")


def _said(word: str) -> Connector:
    folded = "".join(word.lower().split())
    if folded == "and/or":
        return "and/or"
    return "or" if folded in ("or", "orelse", "alternatively", "otherwise") else "and"


def alone(text: str) -> Connector | None:
    """The connector that a line consists of, `-AND-`; None when there is more or nothing."""
    match = _ALONE.fullmatch(text)
    return _said(match["word"]) if match else None


def at_end(passage: Passage) -> tuple[Passage, Connector | None]:
    """The item without the connector (and the semicolon) that it ends with, and that connector."""
    match = _AT_END.search(passage.text)
    if match and match.start():
        return passage.part(0, match.start()), _said(match["word"])
    cut = _SIGNS.search(passage.text)
    return (passage.part(0, cut.start()) if cut and cut.start() else passage), None


def at_start(passage: Passage, item: bool = False) -> tuple[Passage, Connector | None]:
    """The item without a connector that it begins with (`AND the member …`, `or: …`), and that connector.

    An `item` of a list can begin with “or” in any writing; a sentence that does is a fragment, but for a clause
    that closes a list: “and has depression”.
    """
    match = _AT_START.match(passage.text)
    if match is None:
        return passage, None
    after = passage.text[match.end() : match.end() + 1]
    bare = match["word"].islower() and re.search(r"[^\w\s]", match[0]) is None
    if bare and not (item or after.isupper() or CLOSES.match(passage.text)):
        return passage, None
    each = IN_EACH_CASE.match(passage.text)
    return passage.part(each.end() if each else match.end()).trimmed(","), _said(match["word"])


def connector_of(word: str | None) -> Connector | None:
    """The connector that a word is: “and”, “or”, else both."""
    if word is None:
        return None
    folded = word.lower()
    return "and" if folded == "and" else "or" if folded == "or" else "and/or"
