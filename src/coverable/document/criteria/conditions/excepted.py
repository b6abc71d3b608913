"""“X unless Y” as an item: in a list of exclusions it takes Y out, in a list of what is covered it is often asked about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from coverable.document.criteria.conditions.exempting import UNLESS, Exempted, excepts
from coverable.document.criteria.quantifiers import gates
from coverable.document.criteria.quantifiers.quantifier import names_bars
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import Passage
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.reading import Node, leaves_of

_BOUND = any_case(
    r"\b(?:(?:no|not)\s+(?:to\s+)?(?:more|exceed\w*)|at\s+most|up\s+to|once|twice|limit\w*|maximum|every\s+(?:[0-9]+|other|\w+\s+(?:day|week|month|year)s)|per\s+\w+)\b"
)
"""A limit of what is granted, which an exception can only lift."""


def not_unless(made: Node) -> Node:
    """The cases of a negative statement: “X unless Y” excludes X where Y does not hold."""
    if _is_unless(made):
        criterion, exception = made.children
        taken = Node("not", exception.text, exception.span, (exception,))
        return replace(made, rule="all", children=(criterion, taken))
    return replace(made, children=tuple(not_unless(c) for c in made.children)) if made.children else made


def unless_barred(made: Node) -> Node:
    """The same under a “none of”: “none of: X, unless Y” is not met where X holds and Y does not."""
    children = tuple(not_unless(c) if made.rule == "none" else unless_barred(c) for c in made.children)
    return replace(made, children=children) if children else made


def asked_unless(made: Node, page: Page) -> Node:
    """The services of a positive list: “X, at most twice a year, unless Y” lifts a bound; a mere “X unless Y” is kept.

    Y alone is no service that is covered, and it can be what bars X as well as what makes a condition on it needless.
    """
    if (
        _is_unless(made)
        and not any(c.children for c in made.children)
        and not _BOUND.search(made.children[0].text)
    ):
        note = page.findings.add("exception_inside", [made.span])
        return Node("leaf", made.text, made.span, label=made.label, confidence=0.5, notes=(*made.notes, note))
    children = tuple(asked_unless(c, page) for c in made.children)
    return replace(made, children=children) if children else made


def unless_listed(
    asked: Sequence[Node], inner: Node, taken: Node, page: Page, over: Passage, negative: bool
) -> Node:
    """“A, unless one of the following:” over a list: in a denial it takes those out; else it can be read both ways.

    “Six weeks of exercise failed, unless one of these red flags is present” needs no exercise where one is; “pain at
    rest, unless one of these contraindications is present” is barred by one.
    """
    barred = Node("all", over.text, inner.span, (*asked, taken))
    if negative or names_bars(over.text):
        return barred
    note = page.doubt("exception_inside", over)
    if inner.rule == "any" and len(asked) == 1 and _CAN_BE_WAIVED.search(asked[0].text):
        return Node("any", over.text, inner.span, (*asked, *inner.children), confidence=0.5, notes=(note,))
    return replace(barred, confidence=0.5, notes=(note,))


_CAN_BE_WAIVED = any_case(
    r"\b(?:fail\w*|tri(?:al|als|ed)|inadequate|unsuccessful|conservative|complet\w+|weeks?|months?|years?|once|twice|no\s+more|not\s+more|at\s+most|limit\w*|maximum)\b"
)
"""What an exception is most often from: a treatment that was tried first, a wait, a limit."""


def kept_whole(passage: Passage, page: Page) -> Node:
    """A running condition with “unless”, kept whole: what follows may make it needless, or may bar the treatment.

    “When six weeks of exercise failed, unless contraindicated” and “when the pain is chronic, unless the member is
    pregnant” have one form and opposite meanings.
    """
    passage = gates.unled(passage)
    note = page.doubt("exception_inside", passage)
    return Node("leaf", passage.text, page.span(passage), confidence=0.5, notes=(note,))


def from_several(text: str) -> bool:
    """Whether an exception stands behind several conditions: “A, B, and C, unless D” may lift the last of them or all."""
    unless = UNLESS.search(text)
    return unless is not None and _SEVERAL.search(text[: unless.start()]) is not None


_SEVERAL = any_case(r",\s+and\s|\band/or\b|,\s+or\s")
_CLOSE = re.compile(r"\s*[(\[]?\s*\w")
"""What follows a condition with no comma belongs to it: “A, and B unless C”, “A, and B (waived if C)”."""


def of_several(several: Node, exception: Node, taken: Exempted, passage: Passage, page: Page) -> Node:
    """Conditions that are all asked for, and what makes the last of them needless, or all of them.

    “A, and B unless C” asks for A in any case. Behind a comma or in a sentence of its own C may lift both.
    """
    behind = passage.text[taken.asked.last - passage.first :]
    close = taken.asked.first < taken.exception.first and _CLOSE.match(behind) is not None
    if not close:
        note = page.doubt("exception_inside", passage, _LIFTS)
        made = Node("any", passage.text, page.span(passage), (several, exception), confidence=0.5)
        return replace(made, notes=(note,))
    *kept, last = several.children
    span = page.source.join([last.span, exception.span])
    lifted = Node("any", page.source.text[span.start : span.end], span, (last, exception), confidence=0.9)
    return replace(several, text=passage.text, span=page.span(passage), children=(*kept, lifted))


_LIFTS = "What stands behind several conditions: does it make the last of them needless, or all?"


def _is_unless(made: Node) -> bool:
    """Whether a node is “X unless Y”, read as a condition and what makes it needless."""
    if made.rule != "any" or len(made.children) != 2 or not excepts(made.text):
        return False
    if any(_is_unless(c) for c in made.children[:1]):
        return False  # “A unless B, or C”
    # the items of a list under “unless one of the following:” stand outside of its words
    return all(c.text != made.text and c.text in made.text for c in leaves_of(made))
