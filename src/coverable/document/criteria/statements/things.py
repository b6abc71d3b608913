"""The list that a sentence of position holds itself: “the following are considered investigational: A; B; and C”."""

from __future__ import annotations

import re
from dataclasses import replace

from coverable.document.criteria.conditions import leaves, overlist
from coverable.document.criteria.positions import catchall
from coverable.document.criteria.positions.stand import Stand
from coverable.document.criteria.quantifiers import gates, leadin
from coverable.document.criteria.quantifiers.leadin import LeadIn
from coverable.document.criteria.statements.naming import name_of
from coverable.document.criteria.statements.reasons import BECAUSE, before_reason
from coverable.document.criteria.text import inline
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import Passage
from coverable.document.reading import Node, Position, Statement

FOLLOWING_ARE = re.compile(
    r"^\W*(?!following\s+(?:an?|the|this|that|any|each|their|his|her)\b|following\s[^:]{1,80},)(?:any\s+of\s+|each\s+of\s+|all\s+of\s+)?(?:the\s+)?(?:use\s+of\s+)?(?:any\s+of\s+)?(?:the\s+)?following\b(?!.*\b(?:met|satisfied|present|true|apply|applies|required|documented|fulfilled|absent|exists?|hold|evident|(?:must|shall|can|may)\s+(?:not\s+)?be|(?:is|are|(?:has|have)\s+been)\s+(?:excluded|ruled\s+out|lacking|shown|confirmed|demonstrated|established))\b)",
    re.IGNORECASE,
)
CRITERIA_ARE = re.compile(
    r"\bfollowing\s+(?:[\w-]+\s+){0,2}?(?:criteri(?:a|on)|requirements?|conditions?)\s*$", re.IGNORECASE
)
"""“The following criteria are necessary for admission”."""


def things_of(rest: Passage, page: Page) -> Node | None:
    """The things that “the following are considered … :” lists in the sentence, each of which is meant."""
    colon = rest.text.find(":")
    parts = _listed(rest.part(colon)) if colon >= 0 else ()
    if not parts:
        return None
    made = Node(
        "any", rest.text, page.span(rest), tuple(leaves.leaf(p, page, None) for p in parts), confidence=0.9
    )
    before = before_reason(rest.part(0, colon))
    if BECAUSE.match(before.text) or not leadin.substantive(before.text):
        return made
    return Node("all", rest.text, page.span(rest), (leaves.leaf(gates.unled(before), page, None), made))


def _listed(rest: Passage) -> tuple[Passage, ...]:
    """The parts of a list that stands behind a colon in a sentence; none where there is no such list."""
    if not rest.text.startswith(":"):
        return ()
    after = rest.part(1).trimmed(".")
    found = inline.numbered(after) or (
        inline.parted(after) if ";" in after.text or "," in after.text else None
    )
    return found.items if found else ()


def over_its_list(sentence: Passage, found: Stand) -> Passage:
    """The words of a sentence over the list that it holds: what an item says does not close the policy."""
    colon = sentence.text.find(":", found.last)
    if colon < 0 or not _listed(sentence.part(colon)) or catchall.names_examples(sentence.text[: colon + 1]):
        return sentence
    return sentence.part(0, colon)


def in_sentence(listed: LeadIn, subject: Passage, position: Position, page: Page) -> Statement:
    """The rule that stands in a sentence which has a list under it as well."""
    assert listed.inline is not None
    made = leaves.leaf(listed.inline.trimmed(".;"), page, None)
    other = overlist.joined(made, replace(listed, joint="none", conditions=()), page, listed.inline)
    return Statement("", position, name_of(subject.trimmed(",;:").text), page.span(listed.inline), other)
