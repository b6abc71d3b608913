"""Whom a running sentence is about, and what either of two clauses asks of them: “gout in adults who have A or cannot B”."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from coverable.document.criteria.conditions import leaves
from coverable.document.criteria.quantifiers import gates, leadin
from coverable.document.criteria.text import inline
from coverable.document.criteria.text.clauseverbs import VERB
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import Passage
from coverable.document.criteria.text.persons import NAMES
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.reading import Node

Running: TypeAlias = Callable[[Passage, Page], Node]
_WHO = any_case(
    rf"^(?P<whom>[^,;:]*?\b{NAMES}\b(?:\s(?:[^,;:]|,(?=[0-9])){{3,80}}?)?),?\s+(?:who|(?P<theirs>whose|(?:for|in|to|of|by|with)\s+whom))\s+(?P<clause>\S.*)$"
)


def who_have_either(passage: Passage, page: Page, running: Running) -> Node | None:
    """The use and the persons that a sentence names, beside what one of its clauses asks; None for any other sentence.

    “adults with gout who have A or cannot B”; what is said of something of theirs stays whole: “whose A is B or cannot C”.
    """
    match = _WHO.match(passage.text)
    if match is None or VERB.search(match["whom"]) or not leadin.substantive(match["whom"]):
        return None
    if _TOLD.search(match["whom"]):
        return None  # “a person who A or whose B is C”
    clause = passage.part(match.start("clause"))
    found = None if match["theirs"] else inline.clauses(clause)
    either = found is not None and {c for c in found.connectors if c} == {"or"}
    if not (either or (match["theirs"] and _EITHER.search(clause.text))):
        return None
    whom = leaves.leaf(gates.unled(passage.part(0, match.end("whom"))), page, None)
    asked = running(clause, page) if either else leaves.leaf(clause, page, None)
    return Node("all", passage.text, page.span(passage), (whom, asked), confidence=0.9)


_TOLD = any_case(r"\b(?:who|whom|whose|that|which)\b|\b(?:and|or)$")
_EITHER = any_case(r"\sor\s")
