"""Headings that name a use: “Psoriasis” over the criteria of a drug that is asked for under other headings as well."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from coverable.document.criteria.outline.heads import names_use
from coverable.document.criteria.text.diseasewords import DISEASE, is_illness
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import Passage, whole
from coverable.document.criteria.text.plainnotes import bounds_below, may_bound
from coverable.document.reading import Node, Section, Statement
from coverable.document.source import Block

_WORD = re.compile(r"[a-z0-9]{3,}")

_SETTING = re.compile(
    r"\W*(?:(?:inpatient|outpatient|ambulatory|residential|home|office|facility|hospital|pediatric|adults?|neonatal|and|or|/)[\s:]*)+",
    re.IGNORECASE,
)
"""A line that says where or for whom, and names no service."""


def narrowed(made: Sequence[Statement], over: Sequence[Passage | None], page: Page) -> list[Statement]:
    """The statements with what the headings over them ask for; `over` is the heading of each that may name a use.

    Where statements of one subject and position stand under different headings, the headings are all that tells them
    apart; where a heading names a disease of which the statement says nothing, it says what the criteria are for. Each such
    heading becomes a condition, and a finding asks for its sense.
    """
    groups: dict[tuple[frozenset[str], str], list[int]] = {}
    for i, one in enumerate(made):
        words = _words(one.subject)
        if over[i] is not None and not one.all_other_uses and not one.criteria_not_met:
            groups.setdefault((words, one.position), []).append(i)
    out = list(made)
    asked = dict[Passage, str]()
    for i, heading in enumerate(over):
        whom = heading is not None and (_SETTING.fullmatch(heading.text) or bounds_below(heading.text))
        if heading is not None and whom and _tells(heading, made[i]) and not _says(made[i], heading, page):
            out[i] = with_use(made[i], heading, page)
        elif heading is not None and may_bound(heading.text) and not _says(made[i], heading, page):
            if heading not in asked:
                asked[heading] = page.doubt("use_in_heading", heading, _MAY_BOUND)
            out[i] = replace(made[i], notes=(*made[i].notes, asked[heading]))
    for numbers in groups.values():
        named = {i: heading for i in numbers if (heading := over[i]) is not None and _tells(heading, made[i])}
        named = {i: heading for i, heading in named.items() if out[i] is made[i]}
        several = len({heading.text for heading in named.values()}) > 1
        for i, heading in named.items():
            numbered = heading.block.marker is not None and not _says(made[i], heading, page)
            tells = several and (made[i].subject or numbered) and not _asked_for(heading, made[i].criteria)
            if tells or _of_disease(heading, made[i], page):
                out[i] = with_use(made[i], heading, page)
    return out


def _says(one: Statement, heading: Passage, page: Page) -> bool:
    """Whether a statement names what its heading does: “A. Gout” over “… may be granted for gout when”."""
    return _words(heading.text) <= _words(page.source.text[one.span.start : one.span.end])


def _asked_for(heading: Passage, criteria: Node | None) -> bool:
    """Whether the disease that a heading names is a condition already: “Crohn's Disease” over “for Crohn's disease when”."""
    if criteria is None or not is_illness(heading.text):
        return False
    if criteria.rule == "all":
        return any(_asked_for(heading, child) for child in criteria.children)
    return criteria.rule == "leaf" and _words(heading.text) <= _words(criteria.text)


_OTHER_NAME = re.compile(
    r":|\b(?:agents?|drugs?|medications?|products?|inhibitors?|therap(?:y|ies)|treatments?|criteria|polic(?:y|ies)|guidelines?|management|surgery|screening|testing|orthos[ei]s|prosthes[ei]s)\b",
    re.IGNORECASE,
)
"""“Gout Agents” names drugs, “Orthoses” devices."""


_LONGEST = 7
"""Words of the name of a disease."""


def _of_disease(heading: Passage, one: Statement, page: Page) -> bool:
    """Whether a heading is the name of a disease of which the statement under it says nothing."""
    text = heading.trimmed(":").text
    if DISEASE.search(text) is None or _OTHER_NAME.search(text) or len(text.split()) > _LONGEST:
        return False
    if not _words(text).isdisjoint(_words(one.subject)):
        return False  # “Embolization for Tumors of the Liver” is the title of the document
    said = _words(page.source.text[one.span.start : one.span.end])
    return said.isdisjoint(w for w in _words(text) if DISEASE.search(w))


def use_over(section: Section, blocks: Sequence[Block]) -> Passage | None:
    """The title of a section that names a disease, but for the first one of the document: what its criteria are for."""
    title = whole(blocks[section.first])
    told = DISEASE.search(section.title) or _OF_AGE.match(section.title) or bounds_below(section.title)
    told = told or may_bound(section.title)
    named = section.first > 0 and section.kind in _OF_NO_KIND and bool(told)
    return title if named and title.text == section.title and names_use(title) else None


_OF_AGE = re.compile(
    r"(?:for\s+)?(?:children|adults|adolescents|infants)\b(?:\s*\(|\W*$|\s+(?:with|aged?|under|over)\b)",
    re.IGNORECASE,
)
"""“Children (bone age under 16 years)”: whom the criteria under it are for."""
_OF_NO_KIND = ("criteria", "other")


def _tells(heading: Passage, statement: Statement) -> bool:
    """Whether a heading says more than the name of the service."""
    return not _words(heading.text) <= _words(statement.subject)


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower()))


_MAY_BOUND = "A heading that bounds what stands under it, or names it"
_NUMBER = re.compile(
    r"(?:(?:part|section)\s+)?(?:[0-9]{1,4}(?:\.[0-9A-Za-z]{1,3})*|[A-Z])[.):]?\s+(?=[A-Z])", re.IGNORECASE
)
"""“517.2.2 Members on a ventilator”: the number of the heading."""


def with_use(statement: Statement, heading: Passage, page: Page) -> Statement:
    """A statement that holds for the use only that the heading over its list names; a finding asks for its sense."""
    note = page.doubt("use_in_heading", heading)
    numbered = _NUMBER.match(heading.text)
    named = heading.part(numbered.end() if numbered else 0).trimmed(":")
    condition = Node("leaf", named.text, page.span(named), confidence=0.6, notes=(note,))
    if statement.criteria is None:
        return replace(statement, criteria=condition, notes=(*statement.notes, note))
    spans = [condition.span, statement.criteria.span]
    both = Node("all", "", page.source.join(spans), (condition, statement.criteria), confidence=0.6)
    return replace(statement, criteria=both, notes=(*statement.notes, note))
