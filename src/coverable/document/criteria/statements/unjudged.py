"""A sentence that takes no position: it goes on with what stands before it, heads a list of criteria, or informs."""

from __future__ import annotations

import re

from coverable.document.criteria.conditions import leaves
from coverable.document.criteria.grids.says import points_elsewhere
from coverable.document.criteria.outline.heads import joins_alternatives
from coverable.document.criteria.positions import headed, unaccounted
from coverable.document.criteria.positions.asking import asks, may_judge, requires
from coverable.document.criteria.positions.forwhom import for_whom
from coverable.document.criteria.positions.informing import includes, informs, only_named
from coverable.document.criteria.positions.judged import may_matter, of_service
from coverable.document.criteria.positions.papers import papers
from coverable.document.criteria.positions.stand import NEGATIVE
from coverable.document.criteria.quantifiers import leadin
from coverable.document.criteria.quantifiers.leadin import LeadIn
from coverable.document.criteria.statements import leftover
from coverable.document.criteria.statements.hangs import ask_about
from coverable.document.criteria.statements.implied import implied
from coverable.document.criteria.statements.later import (
    adds_to_before,
    further,
    goes_on,
    limits_before,
    listed_examples,
    referred,
    waits,
)
from coverable.document.criteria.statements.naming import of_heading
from coverable.document.criteria.statements.openings import footnote, stands_alone
from coverable.document.criteria.statements.otherlists import other_list
from coverable.document.criteria.statements.place import Place, make
from coverable.document.criteria.text import connectors
from coverable.document.criteria.text.entry import Entry, passages_of
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import Passage
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.reading import Statement
from coverable.document.sections.titles import kind_of

WHOM_FOR = "Whom the text is for: a condition of its statements?"
_OTHER_LIST = "A list that seems to ask nothing of a patient"
_NOTHING = re.compile(
    r"\W*(?:n/?a|none|not\s+applicable|no\s+(?:restrictions?|exclusions?))\W*", re.IGNORECASE
)


def unjudged(sentence: Passage, entry: Entry | None, place: Place, page: Page) -> None:
    """Take a sentence without a position, with the list under it if `entry` is given."""
    under = entry.under if entry else []
    if referred(sentence, place, page):
        return
    if not under and for_whom(sentence.text):
        page.doubt("sentence_not_mapped", sentence, WHOM_FOR)
        return
    bare, connector = connectors.at_start(sentence)
    connector = (entry.before if entry else None) or connector
    lead = leadin.read(bare)
    alone = entry is not None and entry.before is not None and not (under or place.strict)
    if connector and place.open_ is not None and (goes_on(sentence.text) or alone):  # “OR” in a line over it
        further(bare, connector, lead, entry, place, page)
        return
    if not under and (lead.quantifier is None or not (lead.inline or leaves.announced(bare.text))):
        _without_list(sentence, bare, lead, place, page)
        return
    adds = bool(under) and adds_to_before(sentence, place, page)
    if place.open_ is not None and (connector or adds or waits(sentence, place, page)):
        further(bare, connector, lead, entry, place, page)
        return
    if under and entry and listed_examples(sentence, entry, place, page):
        return
    if place.position not in NEGATIVE and includes(sentence.text):
        place.informs += [page.span(p) for e in under for p in passages_of(e)]
        page.doubt("sentence_not_mapped", sentence, "A list of kinds, or one of criteria?")
        return
    items = [e.passage.text for e in under]
    told = (
        place.papers
        or informs(sentence.text)
        or (bool(items) and all(map(points_elsewhere, items)))
        or (
            _implied(lead)
            and (papers(items) or (place.position not in NEGATIVE and only_named(sentence.text, items)))
        )
    ) and not (under and not place.strict and headed.denies(sentence.text))
    if place.strict or (place.position is None and not under) or told:
        place.informs += [page.span(p) for e in ([entry] if entry else []) for p in passages_of(e)]
        _ask_beside(sentence, lead, under, told, place, page)
        return
    if entry and (other := other_list(sentence, lead, entry, place.lines)):
        place.informs += [page.span(p) for p in passages_of(entry)]
        if other == "asked":
            ask_about(sentence, place, page, _OTHER_LIST)
        return
    implied(sentence, bare, lead, entry, place, page)


def _without_list(sentence: Passage, bare: Passage, lead: LeadIn, place: Place, page: Page) -> None:
    """A sentence that announces nothing: it bounds or adds to what stands before it, asks for something, or is left."""
    text = sentence.text
    position = None if place.strict or not place.fresh else headed.says_only(text)
    if position and (named := of_heading(place.heading)) and kind_of(place.heading) is None:
        notes = (page.doubt("statement_bare", sentence),) if position not in NEGATIVE else ()
        make(Statement("", position, named, page.span(sentence), notes=notes), place)
        return  # “Wigs” over “Not a covered benefit.”
    if limits_before(bare, lead, place, page):
        return
    if not place.strict and adds_to_before(sentence, place, page, listed=False):
        further(bare, "and", lead, None, place, page)
        return
    if not place.strict and place.open_ is not None and _HALF.match(text):
        ask_about(sentence, place, page)
        return
    told = place.fresh and not (place.strict or place.papers) and requires(text)
    if told and place.position == "medically_necessary":
        implied(sentence, bare, lead, None, place, page)
        return
    if sentence.block is page.source.blocks[0] and not text.endswith((".", ":")):
        return  # the title
    if _NOTHING.fullmatch(text) and place.fresh:
        place.position = None  # “Exclusion Criteria: N/A”: the heading says nothing of what follows
        return
    named = place.fresh and leftover.named_under(text, place.heading)
    beside = asks(text) or of_service(text) or _REQUIRES.search(text) is not None
    if named or (beside if place.strict else may_matter(text, place.heading)):
        ask_about(sentence, place, page)
    else:
        place.left.append((sentence, place.strict))
        place.loose = sentence if stands_alone(sentence) else None


_HALF = any_case(
    r"\W*(?:or|with|without|unless|except)\s+(?!(?:respect|regards?|reference)\b)\w|(?:members?|patients?|individuals?|persons?|those)\s[^.;:]{2,60}?\balso\s+(?:need|require)s?\b"
)
"""“With inadequate response to steroids” under a list, “Patients with diabetes also need …”: of whom is it asked?"""
_REQUIRES = any_case(
    r"\brequires?\s+(?:in\s+addition\s+|also\s+)?that\b|\bheld\s+to\s+the\s+same\b|\bmust\s+(?:also\s+)?(?:meet|satisfy|fulfil)"
    r"|\b(?:is|are)\s+(?:only\s+)?available\s+(?:only\s+)?(?:to|for)\s+(?:an?\s+|the\s+|those\s+)?(?:members?|patients?|individuals?|child(?:ren)?|adults?|persons?|beneficiar)"
    r"|^\W*(?:prior\s+|initial\s+|continued\s+)?(?:authori[sz]ation|approval|coverage)\s+(?:of|for)\b[^.;:]{2,60}?\brequires?\b(?!\s+(?:submission|completion|an?\s+(?:request|form|review|call))\b)"
    r"|\b(?:is|are)\s+(?:\w+\s+)?(?:considered|deemed|regarded\s+as|designated|classed\s+as)\s+(?:to\s+be\s+)?[\w/&-]+(?:\s+[\w/&-]+)?\W*$"
    r"|\bneeds?\s+the\s+(?:same\s+)?criteria\b|\b(?:patients?|members?|individuals?|beneficiar(?:y|ies)|child)\s+(?:must|(?:has|have|needs?)\s+to)\b"
)
"""What asks something of a patient in a section that no usual name tells: “A virtual program is held to the same …”."""


def _ask_beside(
    sentence: Passage, lead: LeadIn, under: list[Entry], told: bool, place: Place, page: Page
) -> None:
    """A list on which no statement rests is asked about where it may hold criteria all the same."""

    def ask(says: str) -> None:
        page.doubt("sentence_not_mapped", sentence, says)

    if under and footnote(sentence, page):
        ask("A list in a note: does it bound what the note explains?")
    elif under and place.strict and not told and may_judge(sentence.text):
        ask("A list beside the criteria under words that may judge")
    elif (place.papers or (place.strict and not told)) and any(
        asks(p.text) or joins_alternatives(e) for e in under for p in passages_of(e)
    ):
        ask("A list beside the criteria that asks something")
    elif (
        under
        and not (_implied(lead) or place.papers or unaccounted.handled(sentence.text))
        and not papers([e.passage.text for e in under])
    ):
        ask("A list that says how many of its items are needed")
    elif not (under or place.strict) and may_matter(sentence.text, place.heading):
        ask_about(sentence, place, page)
    elif lead.inline and not (under or place.strict or told or _implied(lead)):
        ask("A list in a sentence that says how many of its items are needed")


def _implied(lead: LeadIn) -> bool:
    return lead.quantifier is None or lead.quantifier.how == "implied"
