"""Guidelines of imaging that name a study first and what it is for behind it, under headings of diseases.

“HD-4.5 Giant Cell Arteritis / • MRI of the orbits when vision is affected / • CTA of the chest for all of these: …”:
each item is a statement on its study. None says that it is necessary: of each heading one question is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from coverable.document.criteria.conditions import leaves
from coverable.document.criteria.conditions.conditions import criteria_of
from coverable.document.criteria.outline.heads import names_use
from coverable.document.criteria.positions import headed
from coverable.document.criteria.positions.judged import judged
from coverable.document.criteria.positions.stand import NEGATIVE
from coverable.document.criteria.quantifiers import leadin
from coverable.document.criteria.statements.place import Place, make
from coverable.document.criteria.text.clauseverbs import VERB
from coverable.document.criteria.text.entry import Entry, passages_of
from coverable.document.criteria.text.inline import inside_brackets
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import Passage, sentences
from coverable.document.reading import Node, Statement

_STUDY = re.compile(
    r"(?:[\w-]+\s+){0,3}?(?:f?MRI|MR[AV]|MRCP|CT[AV]?|CCTA|PET(?:[/-]CT)?|SPECT|DE?XA|T[TE]E"
    r"|MR\s+(?:venography|angiography|arthrography|enterography|spectroscopy)"
    r"|(?i:ultrasound|duplex|x-?rays?|radiographs?|mammogra(?:m|phy)|(?:bone|gallium)\s+scan|scintigraphy|echocardiogra(?:m|phy)"
    r"|myelogra(?:m|phy)|angiogra(?:m|phy)|arthrogra(?:m|phy)|ventriculography))\b"
)
"""“MRI Brain”, “Abdominal ultrasound”: the study that an item begins with."""
_ASKS = re.compile(
    r"[\s,;–—-]*\b(?:if|when|whenever|for|after|before|at\s+(?:the|least|any)|in\s+(?:members|patients|those|persons|individuals|adults|children|a|an)"
    r"|with\s+(?:any|one|all|both|known|suspected|an?|symptoms|signs|history)|unless|only)\b",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\bnot\s+(?:\w+\s+)?(?:indicated|needed|necessary|appropriate|covered|recommended|supported|routine)",
    re.IGNORECASE,
)
_OF_STUDIES = re.compile(
    r"\b(?:imaging|stud(?:y|ies)|tests?|films?|documentation|findings?|results?)\b", re.IGNORECASE
)
_REFERS = re.compile(r"(?:see|refer|for)\b.*\b(?:also|guidelines?|section|policy)\b", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?:[A-Z]{1,6}[-.]?[0-9]{1,3}(?:\.[0-9]{1,2}){0,3}|[0-9]{1,3}(?:\.[0-9]{1,2}){1,3})\W+\s*"
)
"""“HD-4.3 Sudden Severe Headache”, “203.1 MRI abdomen: ANY of the following”."""
_SENTENCE = 40
"""Words of a study with what it is for."""
_LONGEST = 16
"""Words of a heading over studies."""


def took_studies(entry: Entry, place: Place, page: Page, read: Callable[[Entry, Place, Page], None]) -> bool:
    """Take an entry of such a guideline, a study or a heading over some; False for any other one."""
    if _names_studies(entry, place):
        _take_listed(entry, place, page, read)
    elif _is_stated(entry):
        _take_stated(entry, place, page)
    else:
        return False
    return True


def _names_studies(entry: Entry, place: Place) -> bool:
    """Whether the list of an entry, a heading or a use, is of studies, each with what it is for."""
    text = entry.passage.text
    if place.strict or place.position in NEGATIVE or not entry.under or len(text.split()) > _LONGEST:
        return False
    number = _NUMBER.match(text)
    if headed.heading_position(text[number.end() :] if number else text) in NEGATIVE:
        return False
    if _OF_STUDIES.search(text):
        return False  # “Imaging study” among what is asked for
    if text.endswith((".", ";", ",")) or _STUDY.match(text) or judged(entry.passage, strict=True):
        return False
    studies = [e for e in entry.under if _is_study(e) or any(map(_is_study, e.under))]
    told = (e.passage.text for e in entry.under if e not in studies)
    others = [text for text in told if not (_STUDY.match(text) or _REFERS.match(text))]
    return len(studies) > len(others) and leadin.read(entry.passage).quantifier is None


def _is_stated(entry: Entry) -> bool:
    """Whether a study stands over a list that counts, or behind a number with what it is for.

    “203.1 MRI abdomen: ANY of the following”, “203.2 CT abdomen: when MRI is contraindicated”.
    """
    text = entry.passage.text
    number = _NUMBER.match(text)
    named = entry.passage.part(number.end() if number else 0)
    study = _STUDY.match(named.text)
    if study is None or _states(entry) or len(text.split()) > _SENTENCE or _DENIES.search(text):
        return False
    subject, rest = _parted(named)
    counted = leadin.read(rest).quantifier if rest else None
    stated = counted is not None and counted.how == "stated"
    after = named.text[len(subject) :].lstrip(" ),")[:1] in (":", "–", "—")
    asked = stated if entry.under else number is not None and after and len(rest.text.split()) > 2
    return asked and VERB.search(subject) is None


def _take_stated(entry: Entry, place: Place, page: Page) -> None:
    """Make the statement of such a study; that it is necessary is asked."""
    number = _NUMBER.match(entry.passage.text)
    note = page.doubt("position_implied", entry.passage)
    named = replace(entry, passage=entry.passage.part(number.end() if number else 0))
    _make(named, None, note, place, page)
    place.open_ = None


def _take_listed(entry: Entry, place: Place, page: Page, read: Callable[[Entry, Place, Page], None]) -> None:
    """Make a statement of each study; `read` takes the other items, and those that say their position."""
    place.informs.append(page.span(entry.passage))
    note = page.doubt("position_implied", entry.passage)
    number = _NUMBER.match(entry.passage.text)
    heading = entry.passage.part(number.end() if number else 0)
    before = place.use
    for item in entry.under:
        place.use = heading if names_use(heading) else None
        if _is_study(item):
            told = [e for e in item.under if _states(e)]
            item.under = [e for e in item.under if e not in told]
            _make(item, None, note, place, page)
            for inner in told:  # “Repeat imaging is not needed unless …”
                read(inner, place, page)
        elif any(map(_is_study, item.under)) and not _states(item):
            place.informs.append(page.span(item.passage))
            for inner in item.under:
                if _is_study(inner):
                    _make(inner, item.passage, note, place, page)
                else:
                    read(inner, place, page)
        else:
            read(item, place, page)
        place.open_ = None
    place.use = before


def _is_study(entry: Entry) -> bool:
    """Whether an item begins with a study, and is no sentence on it: “MRI is not indicated before a biopsy”."""
    if _STUDY.match(entry.passage.text) is None or _states(entry):
        return False
    subject, _ = _parted(entry.passage)
    return VERB.search(subject) is None and _DENIES.search(entry.passage.text) is None


def _states(entry: Entry) -> bool:
    """Whether an item takes a position in its first sentence."""
    return judged(next(sentences(entry.passage), entry.passage), strict=False) is not None


def _make(item: Entry, use: Passage | None, note: str, place: Place, page: Page) -> None:
    """Make the statement of one study, for the use over it."""
    subject, rest = _parted(item.passage)
    lead = leadin.read(rest) if rest else None
    listed = item if item.under else None
    criteria: Node | None = None
    notes: list[str] = []
    if lead is not None:
        criteria, notes = criteria_of(rest, lead, listed, page, open_any=lead.quantifier is None)
        if listed and lead.quantifier is None:
            notes.append(page.doubt("no_quantifier", item.passage))
    if use is not None:
        over = leaves.leaf(use.trimmed(":"), page, None)
        spans = [over.span, *([criteria.span] if criteria else [])]
        criteria = Node("all", "", page.source.join(spans), (over, criteria)) if criteria else over
    span = page.source.join([page.span(p) for p in passages_of(item)])
    notes = [note, *notes]
    made = Statement(
        "", "medically_necessary", subject, span, criteria, stage=place.stage, notes=tuple(notes)
    )
    make(made, place)


def _parted(passage: Passage) -> tuple[str, Passage]:
    """The name of the study, and what stands behind it."""
    study = _STUDY.match(passage.text)
    ends = study.end() if study else 0
    for match in _ASKS.finditer(passage.text, ends):
        if not inside_brackets(passage.text, match.start()):
            return passage.text[: match.start()].strip(" ,:;–—-"), passage.part(match.start()).trimmed(
                " ,;–—-"
            )
    at = passage.text.find(":", ends)
    cut = at if at >= 0 else len(passage.text)
    return passage.text[:cut].strip(" ,:;–—-."), passage.part(cut)
