"""Sentences among the criteria on which nothing rests, and which may yet judge a use: somebody is asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from coverable.document.criteria.positions import catchall, headed
from coverable.document.criteria.positions.durations import says_how_long
from coverable.document.criteria.positions.informing import INFORMS
from coverable.document.criteria.positions.judged import OF_POLICIES, lasts
from coverable.document.criteria.positions.judgement import judgement
from coverable.document.criteria.positions.noposition import of_document
from coverable.document.criteria.positions.terms import of_terms
from coverable.document.criteria.positions.unaccounted import OF_GRANT, handled
from coverable.document.criteria.quantifiers import leadin
from coverable.document.criteria.text.clauseverbs import VERB
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import Passage
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.reading import Section, Statement
from coverable.document.source import Block

_SAYS = any_case(
    r"\b(?:not|no|never|nor|cannot|unless|only|except|when|whenever|if|other|others|else|will|must|should|shall|may\s+be|can\s+be|requires?|required|outside|without)\b"
)
_NAME = any_case(r"[a-z][a-z0-9-]{3,}")


_TELLS_READERS = re.compile(
    r"\b(?:must|may|should)\s+(?:submit|contain\s+documentation|read)\b|\bbe\s+submitted\b|^\W*carefully\s+check\b|\b(?:medical\s+)?necessity\s+(?:review|form)\b|\bis\s+defined\s+(?:as|by)\b"
    r"|\b(?:this|our)\s+(?:document|policy|guideline)\s+(?:does\s+not\s+)?(?:address(?:es)?|describes?|outlines?|covers?)\b|\bguarantee\b|\bpromises?\s+no\b|\bfor\s+the\s+duration\s+noted\b|\bevery\s+other\s+(?:day|week|month|year)\b|\b(?:payment|allowed)\s+amount\b|^\W*coverage\s+is\s+decided\b"
    r"|\bapplies\s+to\s+all\s+products\b|^\W*(?:please\s+)?refer\s+to\b|^\W*on\s+[A-Z][a-z]+\.?\s+[0-9]|\baddressed\s+in\s+this\b",
    re.IGNORECASE,
)
"""What a document tells its readers of itself, of papers and of payments."""
_OF_THE_REST = re.compile(
    r"\b(?:any|every)thing\s+else\b|\b(?:any|all|every|no|each)\s+others?\b(?!\s+(?:day|week|month|year))|\botherwise\b|^\W*others?\s+(?:uses?|indications?|requests?|conditions?)\b",
    re.IGNORECASE,
)


_COUNTS_AS = any_case(
    r"\b(?:is|are)\s+(?:also\s+)?(?:considered|regarded\s+as|treated\s+as)\s+(?:to\s+be\s+)?(?:an?\s+)?(?:[\w-]+\s+){1,4}?"
    r"(?:devices?|benefits?|services?|items?|equipment|appliances?|supplies|supply)\s+(?:when|if|for|where|only)\b"
)
"""“The pump is also considered an implanted device when …”: what is covered as such."""
_AT_OWN_COST = any_case(
    r"\bresponsibility\s+of\s+the\s+(?:member|patient|beneficiary|recipient|client|enrollee)\b"
    r"|\b(?:member|patient|beneficiary|recipient|client|enrollee)(?:['’]s|s['’])?\s+(?:own\s+)?(?:financial\s+)?(?:responsibility|expense|cost)\b"
)
_FOR_THOSE = any_case(
    r"\b(?:is|are)\s+(?:(?:only|intended|reserved|meant|designed|just|available|offered|provided)\s+)*for\s+(?:[\w-]+\s+){0,2}?"
    r"(?:members|patients|individuals|beneficiaries|recipients|clients|enrollees|persons|people|adults|children|those)\s+"
    r"(?:who|whose|with|under|over|aged?|[0-9])\b"
)
"""“Home therapy is for members who …”."""
_CASE_BY_CASE = any_case(
    r"\b(?:on\s+an?\s+)?(?:case[\s-]+by[\s-]+case|individual)\s+(?:basis|consideration)\b.*\b(?:for|if|when|where|with)\b"
)
"""“Braces are considered case by case for members with gout”: nothing is decided, and somebody must know."""
_PAPER = any_case(
    r"^\W*(?:an?\s+)?(?:(?:valid|written|signed|dated|current|detailed|completed)\s+)+(?:[\w’'/-]+\s+){0,3}"
    r"(?:orders?|prescriptions?|referrals?|letters?|certificates?|certifications?|attestations?|statements?)\b(?!.*[.:])"
)
_PROVIDED_IF = any_case(
    r"^\W*(?:these|such|the|all)?\s*(?:[\w-]+\s+){0,3}?services\s+(?:is|are|may\s+be|will\s+be)\s+(?:only\s+)?(?:provided|furnished|available|rendered)\s+(?:only\s+)?(?:if|when)\b"
)
"""“These services are provided if …”."""


def _speaks_of_grants(text: str) -> bool:
    """Whether a sentence that nothing rests on speaks of what is covered, proven or necessary, in whatever words.

    What takes a position or speaks of all other uses is asked about even where it sounds like a general remark.
    """
    told = (
        handled(text),
        headed.of_others(text),
        says_how_long(text),
        INFORMS.match(text),
        OF_POLICIES.search(text),
        _TELLS_READERS.search(text),
        of_terms(text),
    )
    found = judgement(text)
    if any(form.search(text) for form in (_COUNTS_AS, _AT_OWN_COST, _FOR_THOSE, _CASE_BY_CASE)):
        return True
    if text.endswith("?") or any(told) or (found and lasts(text[found.last :])):
        return False
    if found is not None or catchall.speaks_of_others(text) or _OF_THE_REST.search(text):
        return True
    return len(text.split()) > 4 and OF_GRANT.search(text) is not None and not headed.boilerplate(text)


def _about_one_of(text: str, made: Sequence[Statement]) -> bool:
    """Whether a sentence that nothing rests on names a service that statements are about, and has a word of logic."""
    general = headed.boilerplate(text) or says_how_long(text)
    if _SAYS.search(text) is None or handled(text) or (general and judgement(text) is None):
        return False
    words = {w.lower() for w in _NAME.findall(text)}
    return any(
        names and names <= words for names in ({w.lower() for w in _NAME.findall(s.subject)} for s in made)
    )


def paper(heading: Passage, page: Page) -> None:
    """Ask about a line that stands like a heading and names a paper: “Valid written order”."""
    if _PAPER.match(heading.text):
        page.doubt("sentence_not_mapped", heading, "A paper among the criteria: is it needed?")


_OF_A_USE = re.compile(
    r"(?!(?:This|These|The\s+(?:policy|following)|See|Note)\b)[A-Z].*\s(?:for|of|in|with|to\s+treat)\s"
)
_NAMES = re.compile(
    r"(?!(?:This|These|The\s+(?:policy|following)|See|Note)\b)(?!(?:None|N/?A|Not\s+applicable)\b)[A-Z][^.:;]{3,120}$"
)
_NAME_ALONE = 25
"""Words of a line that names a use under a heading that judges."""


def named_under(text: str, heading: str) -> bool:
    """Whether a line under a heading that judges is a name and no sentence: “Investigational / Traction for sciatica.”"""
    judges = headed.heading_position(heading) is not None
    sorts = headed.names_position(heading.rstrip(" :"))
    told = _OF_A_USE.match(text) or (sorts and _NAMES.match(text))
    name = told and len(text.split()) <= _NAME_ALONE and VERB.search(text) is None
    return bool(judges and name) and not text.endswith((":", "?")) and leadin.substantive(text)


def ask_under(section: Section, part: Sequence[Block], page: Page) -> None:
    """Ask about names that stand under a heading that is a position, where no statement was made of it."""
    lines = [b for b in part if b.kind != "heading" and b.cell is None]
    named = all(_NAMES.match(b.text) and VERB.search(b.text) is None for b in lines)
    if not (lines and named) or not headed.names_position(section.title.rstrip(" :")):
        return
    if not any(page.findings.holds(rule, page.source.span(b)) for rule in _ASKED for b in lines):
        page.findings.add("sentence_not_mapped", [page.source.join(map(page.source.span, lines))], _UNDER)


_UNDER = "A heading that takes a position, and nothing under it was read as what it is about"
_ASKED = ("sentence_not_mapped", "criteria_in_table", "list_lost")


def ask(left: Iterable[tuple[Passage, bool]], made: Sequence[Statement], page: Page) -> None:
    """Ask about those sentences that name a service of the document, or, in the criteria, speak of what is granted.

    `left`: each with whether it stands outside of the criteria.
    """
    for sentence, outside in left:
        if _about_one_of(sentence.text, made):
            page.doubt(
                "sentence_not_mapped", sentence, "It names a service of the document, and may judge it"
            )
        elif of_document(sentence.text):
            continue
        elif _PROVIDED_IF.match(sentence.text) or (not outside and _speaks_of_grants(sentence.text)):
            page.doubt(
                "sentence_not_mapped",
                sentence,
                "It speaks of what is covered, necessary or proven, or of other uses",
            )
