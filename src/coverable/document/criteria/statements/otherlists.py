"""Lists that ask nothing of a patient, wherever they stand: citations, a history, a table of contents, names of things.

They stand under headings that no reader knows (“What we read”, “Guide map”), and must not become criteria of whatever
heading stands over those.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Literal, TypeAlias

from coverable.document.criteria.positions import headed, unaccounted
from coverable.document.criteria.positions.noposition import of_document
from coverable.document.criteria.positions.stages import names_stage
from coverable.document.criteria.quantifiers.leadin import LeadIn
from coverable.document.criteria.text.clauseverbs import VERB
from coverable.document.criteria.text.diseasewords import DISEASE
from coverable.document.criteria.text.entry import Entry, passages_of
from coverable.document.criteria.text.frames import CLAUSE
from coverable.document.criteria.text.passage import Passage
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.sections.rows import cited, dated
from coverable.document.sections.titles import bare, kind_of
from coverable.document.source import Block

Other: TypeAlias = Literal["known", "asked"]
"""known: every item says what such a list is · asked: names of things, or whom a study took."""
_OF_CARE = any_case(
    r"(?<![A-Za-z])[0-9≥≤<>]|\b(?:patients?|members?|individuals?|diagnos\w+|histor(?:y|ies)|trials?|fail\w*|inadequate|intoleran\w+|contraindicat\w+|respon\w+|treat\w*|therap\w+|refractory|documented"
    r"|documentation|evidence|presence|absence|prior|previous|severe|moderate|chronic|acute|recurrent|persistent|adults?|child\w*|aged?|years?|months?|weeks?|no|not|without|must|pain|surger\w+|use)\b"
)
"""Words that conditions are made of."""
_PAST = any_case(
    r"\b(?:were|was|had\s+been)\b(?!.*\b(?:is|are|must|may|will|can|covered|necessary|following\s+criteria)\b)"
)
"""“Families in the study were eligible if”, “Factors that raised the rate were”."""
_LIMITED = any_case(
    r"\b(?:limited|restricted|confined)\s+to\b|\bcover|\b(?:conditions?|exclusions?|contraindications?|indications?|diagnos[ei]s|uses)\b"
)
"""“Dental services are limited to:”, “Disqualifying conditions are:”: what is covered, or asked for."""
_REPORT = re.compile(r"[A-Z][^.:;]{2,120}\.\s[A-Z].{3,200}\b(?:19|20)[0-9]{2}\.?$")
_OF_YEAR = any_case(r"\W*(?:19|20)[0-9]{2}\s*[:–—]")
_POINTER = any_case(
    r"\b(?:see|refer\s+to)\s+(?:the\s+)?(?:[\w-]+\s+){0,4}?(?:sections?|chapters?|paragraphs?|appendix|polic(?:y|ies)|guidelines?|manual|bulletins?)\b[^;:]{0,60}$"
)
"""“For orthotics, see Section 3.1.”"""
_EMPTY = re.compile(r"\?\W*$|^[^:]{1,60}:\s*$")
"""“Where are forms found?”, “General:” with nothing under it."""
_OF_STUDY = any_case(r"\b(?:stud(?:y|ies)|trials?|cohorts?|registr(?:y|ies)|surveys?|factors?)\b")


def lines_alone(blocks: Sequence[Block]) -> frozenset[str]:
    """The short lines of a document outside of lists and tables, as names of its sections are compared."""
    alone = (b for b in blocks if b.marker is None and b.cell is None)
    return frozenset(bare(b.text) for b in alone if len(b.text) <= _LINE)


def other_list(sentence: Passage, lead: LeadIn, entry: Entry, lines: frozenset[str]) -> Other | None:
    """What the list under words that take no position is, where it is none of criteria; `lines` by `lines_alone`."""
    items = entry.under
    if not items:
        return None
    last = [e.block for e in _last_of(items)]
    if (
        _most(items, cited)
        or _most(items, _reports)
        or dated(last)
        or not _worded(items)
        or all(_CODES.fullmatch(b.text) or of_document(b.text) for b in last)
        or all(_POINTER.search(b.text) for b in last)
        or (lead.quantifier is None and all(_EMPTY.search(b.text) for b in last))
        or (len(last) == 1 and _OF_YEAR.match(last[0].text))
    ):
        return "known"
    texts = [p.text for e in items for p in passages_of(e)]
    position = headed.heading_position(sentence.text)
    uses = position is not None and not any(map(_titled, items))  # each returns over its criteria
    if lead.quantifier is None and not uses and _returns(items, lines):
        return "known" if any(map(_titled, items)) or all(map(_name, texts)) else "asked"
    if _PAST.search(sentence.text) and _OF_STUDY.search(sentence.text):
        return "asked"
    says = (
        lead.quantifier is not None and lead.quantifier.how == "stated",
        position,
        headed.names_criteria(sentence.text),
        names_stage(sentence.text),
        unaccounted.announces(lead, sentence.text, True),
        not sentence.text.endswith(":"),
        _LIMITED.search(sentence.text),
    )
    return "asked" if len(items) > 1 and not any(says) and all(map(_name, texts)) else None


def _name(text: str) -> bool:
    """Whether an item is the name of a thing, and says nothing that a patient could meet."""
    asks = VERB.search(text) or DISEASE.search(text) or _OF_CARE.search(text)
    return len(text.split()) <= _TITLE and not asks


def _worded(items: Sequence[Entry]) -> bool:
    """Whether items have words: the number of a page behind a running foot has none."""
    return any(c.isalpha() for e in items for c in e.passage.text)


def _returns(items: Sequence[Entry], lines: frozenset[str]) -> bool:
    """Whether items return as lines of their own, outside of lists: they are the names of what stands there."""
    texts = [e.passage.text for e in items]
    if any(e.under for e in items) or any(len(t.split()) > _TITLE for t in texts):
        return False
    again = sum(bare(text) in lines for text in texts)
    return again > min(1, len(items) - 1) and 2 * again > len(items)


def _most(items: Sequence[Entry], told: Callable[[Sequence[Block]], bool]) -> bool:
    """Whether most items are such, or hold nothing else: citations that follow the last item are none of its list."""
    return 2 * sum(told([e.block for e in _last_of([item])]) for item in items) > len(items)


def _reports(last: Sequence[Block]) -> bool:
    """Whether most items are a name, a title and a year: “State Office of Audits. A review. July 2018.”"""
    named = [b for b in last if _REPORT.match(b.text) and not CLAUSE.search(b.text)]
    return bool(last) and 2 * len(named) > len(last)


def _titled(item: Entry) -> bool:
    """Whether an item is the usual name of a section."""
    return kind_of(item.passage.text) is not None


def _last_of(items: Sequence[Entry]) -> list[Entry]:
    """The items under which nothing stands, those of inner lists as well."""
    return [last for e in items for last in (_last_of(e.under) if e.under else [e])]


_CODE = r"[A-Z]?[0-9]{2,5}[A-Z]?(?:\.[0-9A-Z]{1,4})?"
_CODES = re.compile(
    rf"\W*(?:[^:]{{3,60}}:\s*)?(?:none|{_CODE}(?:\s*[-–,;]\s*{_CODE}|\s+{_CODE})*)\W*", re.IGNORECASE
)
"""“Diagnosis (ICD-10-CM): I27.0, I27.20-I27.29”, “None”: under words on coverage of codes."""
_LINE = 120
"""Characters of a line that can be the name of a section."""
_TITLE = 9
"""Words of a name."""
