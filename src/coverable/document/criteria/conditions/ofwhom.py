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
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.reading import Node

Running: TypeAlias = Callable[[Passage, Page], Node]
_WHO = any_case(
    r"^(?P<whom>[^,;:]*?\b(?:individuals|patients|members|persons|people|adults|children|adolescents|women|men|those|beneficiaries|recipients|enrollees|clients))\s+who\s+(?P<clause>\S.*)$"
)


def who_have_either(passage: Passage, page: Page, running: Running) -> Node | None:
    """The use and the persons that a sentence names, beside what one of its clauses asks; None for any other sentence."""
    match = _WHO.match(passage.text)
    if match is None or VERB.search(match["whom"]) or not leadin.substantive(match["whom"]):
        return None
    clause = passage.part(match.start("clause"))
    found = inline.clauses(clause)
    if found is None or {c for c in found.connectors if c} != {"or"}:
        return None
    whom = leaves.leaf(gates.unled(passage.part(0, match.end("whom"))), page, None)
    return Node("all", passage.text, page.span(passage), (whom, running(clause, page)), confidence=0.9)
