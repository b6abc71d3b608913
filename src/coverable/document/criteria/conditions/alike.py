"""Parts of a sentence that are not alike in grammar: somebody is asked whether they are cut in the right place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from coverable.document.criteria.text.alike import unlike
from coverable.document.criteria.text.clauseverbs import VERB
from coverable.document.criteria.text.passage import Passage
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.reading import Node

if TYPE_CHECKING:
    from coverable.document.criteria.text.page import Page

_SAYS = "Its parts are not alike: does a “not”, a noun or a verb of one of them belong to the others?"


_WAIVES = "The last part may stand in for what comes right before it only, and not for all of it"
_TWO = 2
_WAIVER = any_case(
    r"^\W*(?:(?:the\s+|an?\s+)?(?:member|patient|individual|beneficiary|recipient|enrollee|client|child|person|he\s+or\s+she|they)\s+)?"
    r"(?:cannot\b|can\s+not\b|(?:is|was|are)\s+(?:unable|intolerant|allergic|not\s+(?:able|a\s+candidate))\b|(?:has|have|had|with|there\s+is)?\s*(?:an?\s+|any\s+)?(?:documented\s+|known\s+|history\s+of\s+)?"
    r"(?:contra-?indications?|intolerances?|allerg(?:y|ies)|hypersensitivity|inability)\b"
    r"|(?:(?:the|this|that|such)\s+)?(?:[\w-]+\s+){1,3}?(?:is|are|was|were)\s+(?:contra-?indicated|not\s+(?:tolerated|an\s+option|feasible|appropriate|available))\b)"
)
_SEVERAL = any_case(
    r"\band\s+(?:has|have|had|is|are|was|who|there|the|an?|failed|inadequate|insufficient|did|does|received|tried|completed)\b|\b(?:after|despite)\s"
)


def _may_waive_part(made: Node) -> bool:
    """“mild disease and an inadequate response to A, or a contraindication to A”: the disease is asked for still."""
    first, last = made.children
    return _WAIVER.match(last.text) is not None and _SEVERAL.search(first.text) is not None


def asked_if_unlike(made: Node, cut: Passage, page: Page) -> Node:
    """A node of the parts of a sentence, with a finding where one part may go on with the words of another."""
    if not made.notes and made.rule == "any" and len(made.children) == _TWO and _may_waive_part(made):
        note = page.doubt("and_or_scope", cut, _WAIVES)
        return replace(made, confidence=0.5, notes=(note,))
    if made.notes or not unlike([c.text for c in made.children], VERB):
        return made
    note = page.doubt("inline_list", cut, _SAYS)
    return replace(made, confidence=0.5, notes=(note,))
