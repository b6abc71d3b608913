"""Uses or groups in one sentence, each led by “for”: “for A, and for B when Y”."""

from __future__ import annotations

import re
from collections.abc import Callable

from coverable.document.criteria.quantifiers import gates
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import Passage
from coverable.document.reading import Node

_AND_FOR = re.compile(
    r"[,;]?\s+(?:and|or)\s+(?:also\s+)?for\s+(?!(?:whom|which|at\s+least|up\s+to|more|less|no|each|every|continued|coverage|approval|[0-9])\b"
    r"|an?\s+(?:period|minimum|maximum|total|trial)\b|the\s+(?:purpose|duration|following|next|past|last|same)\b)(?=\S)",
    re.IGNORECASE,
)


def each_for(passage: Passage, page: Page, running: Callable[[Passage, Page], Node]) -> Node | None:
    """“for A, and for B when Y”: uses or groups, some with conditions of their own; one is enough, and it is asked."""
    cuts = list(_AND_FOR.finditer(passage.text))
    led = re.match(r"\W*for\s", passage.text, re.IGNORECASE)
    before = passage.block.text[: passage.first]
    if not cuts or not (led or re.search(r"\bfor\s+$", before, re.IGNORECASE)):
        return None
    begins = [led.end() if led else 0, *(m.end() for m in cuts)]
    ends = [*(m.start() for m in cuts), len(passage.text)]
    parts = [passage.part(a, b).trimmed(".;,") for a, b in zip(begins, ends, strict=True)]
    if not any(_OWN.search(p.text) for p in parts):
        return None
    note = page.doubt("running_text", passage, "Uses or groups, each led by “for”: is one of them enough?")
    children = tuple(running(gates.unled(p), page) for p in parts)
    return Node("any", passage.text, page.span(passage), children, confidence=0.6, notes=(note,))


_OWN = re.compile(
    r"\b(?:when|if|where|with|who|whose|under|over|older|younger|after|despite)\b", re.IGNORECASE
)
"""What makes a use one with conditions of its own."""
