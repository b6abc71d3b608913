"""What a sentence of position asks for: its conditions with the list under it, and rules that compete with it."""

from __future__ import annotations

import re
from dataclasses import replace

from coverable.document.criteria.conditions.conditions import asked_behind, criteria_of
from coverable.document.criteria.positions.stand import NEGATIVE, Stand
from coverable.document.criteria.quantifiers import gates, leadin, quantifier
from coverable.document.criteria.quantifiers.quantity import ANY
from coverable.document.criteria.statements.grounds import grounds
from coverable.document.criteria.statements.kinds import kinds_of
from coverable.document.criteria.statements.numbereduses import numbered_uses
from coverable.document.criteria.statements.reasons import (
    BECAUSE,
    before_reason,
    gives_reason,
    without_reason,
)
from coverable.document.criteria.statements.things import CRITERIA_ARE, FOLLOWING_ARE, in_sentence, things_of
from coverable.document.criteria.text.entry import Entry
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import Passage
from coverable.document.reading import Node, Statement

POINTS = re.compile(r"\bfollowing\b", re.IGNORECASE)
GROUPED = re.compile(
    r"\W*and\s+(?:is|are)\s+(?:grouped|categori[sz]ed|listed|organi[sz]ed|divided|sorted)\b", re.IGNORECASE
)
"""“… are considered investigational, and are grouped as follows:”."""
WHOM = re.compile(r"^\W*(?:only\s+)?(?:for|in|when|if|to\s+treat)\b", re.IGNORECASE)
"""“The following services are covered for members under 21:”: whom every service of the list is for."""
_WHEN = re.compile(r"\W*(?:only\s+)?(?:when|if|where|once|provided)\b", re.IGNORECASE)
_DEPENDS = re.compile(r"\b(?:subject\s+to|contingent\s+(?:up)?on|conditioned\s+(?:up)?on)\s*$", re.IGNORECASE)
"""“Coverage is subject to the following conditions:”: they are no diseases."""
_NAMES = re.compile(
    r"^\W*(?:for|to\s+treat|(?:in|for|as)\s+(?:the\s+)?(?:evaluation|treatment|diagnosis|management)\s+of)\W*$",
    re.IGNORECASE,
)
"""“… is covered for:” over a list of uses."""


def criteria_in(
    head: Passage,
    subject: Passage,
    rest: Passage,
    entry: Entry | None,
    found: Stand,
    closes: bool,
    page: Page,
) -> tuple[Node | None, tuple[Statement, ...], list[str]]:
    """What a sentence asks for, rules that compete with it, and its findings. `closes`: it is a catch-all."""
    under = entry.under if entry else []
    negative = found.position in NEGATIVE
    listed = leadin.read(rest)
    if (
        listed.quantifier
        and listed.quantifier.how == "implied"
        and _DEPENDS.search(rest.block.text[: rest.first])
    ):
        listed = replace(listed, quantifier=replace(listed.quantifier, rule="all"))
    asks = CRITERIA_ARE.search(head.text)
    things = not asks and (FOLLOWING_ARE.match(head.text) or FOLLOWING_ARE.match(subject.text))
    things = things and not (under and POINTS.search(rest.text))  # “the following are … when any of these”
    if things and not under and not closes and (made := things_of(rest, page)):
        return made, (), []
    if entry is None and GROUPED.match(rest.text):
        return None, (), []
    ungrounded = before_reason(rest) if negative and (under if closes else things) else rest
    if ungrounded is not rest:
        rest, listed = ungrounded, leadin.read(ungrounded)
    if closes or (things and under):
        if closes and not under:
            return None, (), []
        counted = listed.quantifier
        counted = None if counted and counted.rule == "none" else counted  # “for uses not listed:”
        bare = replace(listed, inline=None, quantifier=counted)
        if counted and not closes:  # “the following are covered when all of the selection criteria are met”
            conditions = tuple(gates.gates(gates.unled(rest.trimmed(".:"))))
            bare = replace(bare, quantifier=None, conditions=conditions)
        told = not closes and bare.conditions and WHOM.match(rest.text)
        bare = replace(bare, conditions=bare.conditions if told else (), joint="for" if told else "none")
        if things and not (told or counted):
            bare = replace(bare, joint="things")
        criteria, notes = criteria_of(rest, bare, entry, page, open_any=True, covered=not negative)
        return criteria, (), notes
    before = quantifier.governing(head.text) if listed.quantifier is None else None
    counts_before = before is not None and (bool(under) or before.how == "stated")  # no “These drugs are …”
    if not under and _WHEN.match(rest.text) and not POINTS.search(head.text):
        counts_before = False  # “Both tests are covered only when ordered by a physician.”
    beside: tuple[Passage, ...] = ()
    asked: Node | None = None
    if counts_before and not FOLLOWING_ARE.match(head.text):
        behind = WHOM.match(rest.text) and not BECAUSE.search(rest.text)
        behind = behind and rest.text.count(")") <= rest.text.count("(")
        asked = asked_behind(rest, page, negative) if behind else None
        listed, rest = leadin.read(head), head
        beside = listed.conditions if negative else ()
    notes = [page.doubt("double_role", p) for p in beside[:1]]
    if things and not under:
        notes.append(page.doubt("list_lost", subject))
    candidates: tuple[Statement, ...] = ()
    whole = rest
    rest, why = without_reason(rest) if negative else (rest, "")
    if why:
        if whole.first == rest.first and not gives_reason(why):
            notes.append(page.doubt("running_text", whole, "A reason, or the uses that are meant?"))
        listed = leadin.read(rest)
    ended = rest.text.endswith(".") and listed.quantifier is None and leadin.substantive(rest.text)
    if under and ended:
        notes.append(
            page.doubt("list_structure", under[0].passage, "A list under a sentence that announces none")
        )
    if negative and under:
        listed, asked_of_all = grounds(listed, rest, POINTS.search(subject.text) is not None)
        if asked_of_all:
            notes.append(page.doubt("no_quantifier", rest, asked_of_all))
    told = numbered_uses(rest, page) if under and not (negative or asked) else None
    if told is not None:
        asked, rest = told
        listed = leadin.read(rest)
    if under and listed.inline is not None and leadin.substantive(listed.inline.text):
        places = [page.span(listed.inline), *[page.span(e.passage) for e in under]]
        says = "A rule in the sentence and another one in the list under it"
        notes.append(page.findings.add("competing_statements", places, says))
        candidates = (in_sentence(listed, subject, found.position, page),)
        listed = replace(listed, inline=None)
    services = bool(head.text) and not subject.text and not rest.text.strip(" :–—-")  # “Medicare covers:”
    if under and listed.quantifier is None and (services or _NAMES.search(rest.text)):
        listed = replace(listed, conditions=(), joint="none", quantifier=ANY)
    counts = listed.quantifier is not None and listed.quantifier.how == "stated"
    if not (negative or counts) and kinds_of(subject.text, under):
        listed = replace(listed, quantifier=ANY)
    criteria, more = criteria_of(rest, listed, entry, page, open_any=negative and bool(under), uses=negative)
    if criteria is not None and asked is not None:
        criteria = Node("all", criteria.text, criteria.span, (asked, criteria))
    return criteria, candidates, notes + more
