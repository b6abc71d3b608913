"""An item that asks something in one case only: “If the lesion is on the face, X; otherwise, Y”, “For adults, X”."""

from __future__ import annotations

import re

from coverable.document.criteria import leaves
from coverable.document.criteria.page import Page
from coverable.document.criteria.passage import Passage
from coverable.document.criteria.wordclasses import any_case
from coverable.document.reading import Node, Rule

WHOM = any_case(
    r"^(?:(?:members|patients|individuals|persons|clients|children|adults|adolescents|those|ages?|pediatric|adult)\b[^:;]{0,60}[0-9]"
    r"|(?:for|in)\s+(?:(?:those|all|adult|pediatric|female|male|women|men|new|existing)\s+)?"
    r"(?:individuals?|patients?|members?|persons?|adults?|children|adolescents?|infants?|women|men|females?|males?|those|clients?|beneficiar(?:y|ies)|enrollees?|recipients?|requests?|initial|continu|renewal|re-?authori))"
)
CASE = any_case(
    r"^(?:if|when(?:ever)?|where|in\s+(?:the\s+)?(?:event|case)s?\s+(?:that|of|where)|(?:in|for)\s+(?:the\s+|all\s+|any\s+|an?\s+)?(?:cases?|requests?)\s+(?:where|in\s+which)|(?:only\s+)?required\s+(?:only\s+)?(?:if|when))\s+"
)
"""“If the procedure is a revision, …”: asked in that case only."""
BAND = any_case(
    r"^(?:(?:if|for|in)\s+)?(?:[\w-]+\s+){0,3}?(?:age[ds]?\b|members|patients|individuals|persons|clients|children|adults|adolescents|infants|pediatric|adult|younger|older|under|over|at\s+least|below|[0-9])"
    r"[^:;]{0,70}?(?:[0-9]|eighteen|twenty|twelve)"
)
"""“Members less than 21 years of age: …”"""
_ELSE = any_case(
    r"(?:[.;]\s+|,\s+(?=or\s+else\b|else\b|otherwise\b))(?:or\s+)?(?:otherwise|else|if\s+not|(?:in|for)\s+(?:all|every|any)\s+other\s+\w+"
    r"|(?:if|when|where)\s+(?:this|that|it)\s+is\s+not(?:\s+(?:so|true|the\s+case))?)\s*[,:]?\s+(?=\S)"
)
_THEN = any_case(r"^then\s+")


def for_some(made: Node, passage: Passage, page: Page, parent: Rule | None, bands: bool = False) -> Node:
    """The condition and what it asks for, where an item is a case; with what is asked otherwise.

    `parent`: the rule of the list; `bands`: each of its items is for an age of its own. A case without an “otherwise” asks nothing of others, which only has a sense among
    items that are all needed.
    """
    case = CASE.match(passage.text)
    match = case or (BAND if bands else WHOM).match(passage.text)
    other = _ELSE.search(passage.text) if case else None
    first = passage.part(0, other.start()) if other else passage
    if match is None or (other is None and not bands and (parent != "all" or made.rule != "leaf")):
        return made
    required = case is not None and "required" in case[0].lower()
    comma = re.compile(r"[,:]\s" if other or bands or required else r",\s").search(first.text, match.end())
    if comma is None or comma.start() >= 120:
        return made
    asked = first.part(comma.end())
    then = _THEN.match(asked.text)
    parts = [first.part(case.end() if case else 0, comma.start()), asked.part(then.end() if then else 0)]
    if other:
        parts.append(passage.part(other.end()))
    notes = () if case or bands else (page.doubt("only_for_some", passage),)
    if other and any(_COMMA.search(p.text) for p in parts[:2]):
        notes = (page.doubt("exception_inside", passage),)
    children = tuple(leaves.leaf(p.trimmed(".;,"), page, None) for p in parts)
    return Node("if", passage.text, page.span(passage), children, label=made.label, confidence=0.6, notes=notes)


_COMMA = re.compile(r",\s")
"""A comma inside a part: the case may end elsewhere."""
