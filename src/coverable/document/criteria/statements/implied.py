"""A list that no sentence of position stands over: criteria of what a heading names, with the position that one sets."""

from __future__ import annotations

from dataclasses import replace

from coverable.document.criteria.conditions.askedonce import asked_once, less
from coverable.document.criteria.conditions.conditions import criteria_of
from coverable.document.criteria.positions import headed, unaccounted
from coverable.document.criteria.positions.judged import UNFAVOURABLE
from coverable.document.criteria.positions.stages import labelled_stage, names_stage, stage_of_heading
from coverable.document.criteria.positions.stand import NEGATIVE
from coverable.document.criteria.quantifiers.leadin import LeadIn
from coverable.document.criteria.quantifiers.quantity import ANY
from coverable.document.criteria.statements.generals import of_every_use
from coverable.document.criteria.statements.naming import named_over, of_heading
from coverable.document.criteria.statements.openings import own_words, remarks
from coverable.document.criteria.statements.place import Place, make
from coverable.document.criteria.statements.services import named_in
from coverable.document.criteria.statements.underdenial import asked_of_patients
from coverable.document.criteria.text.entry import Entry, passages_of
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import Passage
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.reading import Position, Statement

_REQUIRED = "A requirement under a heading that denies: what is asked for, or a ground for it?"

_EXCLUDED = any_case(
    r"\b(?:exclu\w+|not\s+(?:\w+\s+)?(?:covered|eligible|payable|benefits?)|non-?covered|den(?:y|ied|ials?))\b"
)
"""“Exclusions: the following are not covered:”."""


_OF_PART = any_case(
    r"\W*(?:\w+\s+)?(?:patients?|beneficiar(?:y|ies)|facilit(?:y|ies)|providers?|physicians?|operators?|institutions?|hospitals?|centers?|teams?|programs?|stud(?:y|ies)|personnel|staff)\s+(?:criteria|requirements|qualifications|standards)\W*"
)
"""“Facility criteria” behind a statement: asked for beside its own criteria, or a way to it?"""
_MUST = any_case(r"\b(?:must|shall|(?:is|are)\s+required\s+to|needs?\s+to)\s*:\s*$")


def implied(
    sentence: Passage, bare: Passage, lead: LeadIn, entry: Entry | None, place: Place, page: Page
) -> None:
    """Make the statement of a list whose words take no position; `bare` is the sentence without its connector."""
    under = entry.under if entry else []
    if place.position in NEGATIVE and entry and (required := asked_of_patients(under)):
        for one in required:
            page.doubt("sentence_not_mapped", one.passage, _REQUIRED)
            place.informs += [page.span(p) for p in passages_of(one)]
        entry = replace(entry, under=[e for e in under if e not in required])
        if not entry.under:
            return
        under = entry.under
    names = (headed.names_criteria, headed.names_position, names_stage)
    staged = [c.text for c in lead.conditions if lead.joint != "and" and names_stage(c.text)]
    if staged:  # “For initial therapy, all of these are needed:”
        kept = tuple(c for c in lead.conditions if c.text not in staged)
        lead = replace(lead, conditions=kept, joint=lead.joint if kept else "none")
    said = staged[0] if staged else sentence.text
    own_stage = stage_of_heading(said) if names_stage(said) else labelled_stage(sentence.text)
    named_only = entry is not None and (entry.heading or any(only(sentence.text) for only in names))
    if named_only:
        lead = replace(lead, conditions=(), joint="none")  # the name of a list is no condition
    if under and lead.quantifier is None and remarks(sentence):
        lead = replace(lead, conditions=(), joint="none")
        page.doubt("sentence_not_mapped", sentence, "A note over a list: is it about the list?")
    if place.position in NEGATIVE and lead.quantifier and lead.quantifier.rule == "none":
        denied = _EXCLUDED.search(sentence.text)
        # the words that deny do not deny again
        lead = (
            replace(lead, quantifier=replace(lead.quantifier, rule="any", how="implied")) if denied else lead
        )
    elif headed.denies(sentence.text) and lead.quantifier and lead.quantifier.rule == "none":
        lead = replace(lead, quantifier=ANY, conditions=(), joint="none")  # “… “not covered” includes:”
    barred = headed.bars(sentence.text) if under else None
    if barred and (lead.quantifier is None or lead.quantifier.how == "implied"):
        lead = replace(lead, quantifier=lead.quantifier or ANY, conditions=(), joint="none")
    position = (barred[1] if barred else None) or _included(sentence, place, page) or place.position
    position = position or "medically_necessary"
    if position in NEGATIVE and _MUST.search(sentence.text):
        position = "medically_necessary"  # “The physician must:” under “Limitations” is asked for
    if position not in NEGATIVE and headed.denies(sentence.text):
        position = "not_covered"  # “Additional non-covered items are:”
    criteria, notes = criteria_of(bare, lead, entry, page, open_any=position in NEGATIVE)
    own = any(own_words(c.text) for c in lead.conditions)
    said = headed.denies(sentence.text) and place.position == "not_covered"
    again = headed.names_criteria(sentence.text) and not names_stage(sentence.text)
    name = "".join(c for c in sentence.text.lower() if c.isalpha())
    heading, stage = place.lists.setdefault(name, (place.heading, place.stage))
    of_form = again and heading != place.heading  # “Clinical Criteria:” under the name of each drug
    if of_form and place.passed:
        place.stage = stage
    plain = barred is not None and "relative" not in sentence.text.lower() and _spoken_of(barred[0], place)
    if not plain and (
        place.position is None
        or (place.position in NEGATIVE and not said)
        or own
        or (place.made and not of_form and (again or place.use or not place.fresh))
        or (UNFAVOURABLE.search(sentence.text) and not said)
        or (place.made and _OF_PART.fullmatch(place.last))
        or unaccounted.may_judge(bare.text, lead)
        or (under and sentence.text.endswith("?"))  # the answer that grants may be “no”
        or not (named_only or unaccounted.announces(lead, sentence.text, bool(under)))
    ):
        notes = [*notes, page.doubt("position_implied", sentence)]
        _also_of_same(sentence, notes[-1], place, page)
        criteria = criteria and less(criteria, asked_once(lead, criteria.notes, notes, page))
    place.waiting = None
    span = page.source.join([page.span(sentence), *[page.span(p) for e in under for p in passages_of(e)]])
    before = sentence.block.text[: sentence.first].rstrip(" .")
    place.names[span.start] = (sentence.text, before, place.printed)
    make(
        Statement(
            "",
            position,
            barred[0] if barred else _named(sentence.text, place.heading),
            span,
            criteria,
            stage=own_stage or place.stage,
            notes=tuple(notes),
        ),
        place,
    )


_INCLUDES = any_case(r"^(?:this|these|they)\s+includes?\b[^.]{0,60}:$")


def _included(sentence: Passage, place: Place, page: Page) -> Position | None:
    """The denial of the sentence before “This includes:” in its paragraph."""
    before = place.made[-1] if place.made and _INCLUDES.match(sentence.text) else None
    same = before is not None and before.span.start >= page.source.span(sentence.block).start
    return before.position if before is not None and same and before.position in NEGATIVE else None


def _also_of_same(sentence: Passage, note: str, place: Place, page: Page) -> None:
    """Ask about what the sentences right before it in its paragraph grant as well: “For either, the member must have …”."""
    start = page.source.span(sentence.block).start
    for i, one in enumerate(place.made):
        if one.span.start >= start and one.position == "medically_necessary":
            place.made[i] = replace(one, notes=(*one.notes, note))


def _spoken_of(service: str, place: Place) -> bool:
    """Whether a statement before names the service: “Contraindications to methotrexate” may be those of a drug tried."""
    said = {word.removesuffix("s") for one in place.made for word in named_in(one.subject)}
    return not said.isdisjoint(word.removesuffix("s") for word in named_in(service))


def _named(text: str, heading: str) -> str:
    """The service of a list: what the words over it name, else the heading."""
    told = headed.names_criteria(text) and not of_every_use(text)
    return (named_over(text) if told else "") or of_heading(heading)
