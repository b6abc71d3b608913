"""Lists inside a list of one sentence: “all of the following: A; one of the following: B; or C; and D”."""

from __future__ import annotations

import re
from dataclasses import replace

from coverable.document.criteria.text.connectors import Connector
from coverable.document.criteria.text.inline import Inline
from coverable.document.criteria.text.passage import Passage

_ANY = re.compile(
    r"\b(?:(?:at\s+least\s+)?(?:one|1)(?:\s+or\s+more)?|any(?:\s+one)?|either)\s+of(?:\s+the\s+following(?:\s+[^:;,]{1,40})?)?\s*:\s+\S",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"\b(?:all|both|each)\s+of(?:\s+the\s+following(?:\s+[^:;,]{1,40})?)?\s*:\s+\S", re.IGNORECASE
)


def nested(found: Inline, outer: str | None) -> Inline:
    """The parts of a sentence, those of an inner list put together again into the item that announces them.

    The inner list ends with the part behind its own connector, where the outer list (`outer`: its rule) asks for the
    opposite one; where both are alike, nothing tells where it ends, and the parts stay.
    """
    head, word = (_ANY, "or") if outer == "all" else (_ALL, "and") if outer == "any" else (None, "")
    if found.how != "semicolons" or head is None:
        return found
    items, connectors = list(found.items), list(found.connectors)
    i = 0
    while i < len(items) - 1:
        last = _last(connectors, i, word) if head.search(items[i].text) else None
        if last is not None:
            items[i : last + 1] = [_together(items[i], items[last])]
            del connectors[i:last]
        i += 1
    return replace(found, items=tuple(items), connectors=tuple(connectors)) if len(items) > 1 else found


def _last(connectors: list[Connector | None], first: int, word: str) -> int | None:
    """The last part of the inner list that begins at one: behind its own connectors, which are of this word."""
    last = None
    for j in range(first, len(connectors)):
        if connectors[j] == word:
            last = j + 1
        elif last is not None or connectors[j] is not None:
            break
    return last


def _together(first: Passage, last: Passage) -> Passage:
    return replace(first, last=last.last)
