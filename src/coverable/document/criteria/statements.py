"""The statements of a document: each position with its subject and its criteria, in the order of the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from coverable.document.criteria import (
    connectors,
    grid,
    leadin,
    leaves,
    positions,
)
from coverable.document.criteria.conditions import criteria_of
from coverable.document.criteria.entry import Entry
from coverable.document.criteria.extent import announced_elsewhere, elsewhere, ends_early, regions, unread
from coverable.document.criteria.heads import is_heading, names_use, quantified, stated_apart
from coverable.document.criteria.judged import (
    UNFAVOURABLE,
    asks,
    hold_statements,
    informs,
    judged,
    may_matter,
    papers,
    takes_position,
)
from coverable.document.criteria.leadin import LeadIn
from coverable.document.criteria.outline import outline
from coverable.document.criteria.overheads import narrowed, with_use
from coverable.document.criteria.page import Page
from coverable.document.criteria.passage import Passage, sentences
from coverable.document.criteria.spelling import misspelt
from coverable.document.criteria.stages import stage_of_heading
from coverable.document.criteria.stated import NEGATIVE, passages_of, statements_of
from coverable.document.criteria.torngrid import torn
from coverable.document.reading import Node, Position, Section, Stage, Statement
from coverable.document.source import Block, Span

_THIS = re.compile(
    r"^(?!it\s+is\s+the\s+(?:policy|position))(?:this|these|it|they|such\s+\w+)\s+(?:is|are|was|were|has|have|do|does)\b",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\bcriteria\b.{0,60}?\b(?:refer\s+to|see|found\s+in|listed\s+in|outlined\s+in)\s+(?:the\s+)?(?P<what>\S.{2,160})",
    re.IGNORECASE,
)
_CERTAIN = re.compile(
    r"^\W*(?:(?:in|under|for)\s+)?(?:certain|specific|selected|some|limited)\s+(?:circumstances|situations|cases|patients|members|indications)\b",
    re.IGNORECASE,
)


_POPULACE = re.compile(
    r"^\W*(?:an?\s+|the\s+)?(?:individuals?|patients?|members?|adults?|children|persons?|those|initial|renewal|age)\b",
    re.IGNORECASE,
)


_GENERAL = re.compile(
    r"\b(?:general|universal|common)\s+(?:criteria|requirements|conditions)\b|\bcriteria\s+for\s+all\b",
    re.IGNORECASE,
)


_NOTE = re.compile(r"^[*†]*\s*(?:please\s+)?notes?\s*:\s*(?=\S)", re.IGNORECASE)
_BESIDE_OTHERS = re.compile(
    r"^in\s+addition\s+to\s+[^,]{0,80}\b(?:criteria|requirements|conditions)\b", re.IGNORECASE
)
"""“In addition to the criteria for each condition, X is necessary when …”."""
_PAPERS = re.compile(
    r"\bdocumentation\b|\b(?:medical|patient|clinical)\s+records?\b|\brecords?\s+(?:to|required|needed|requirements)\b"
    r"|\bsubmission\b|\bwhat\s+to\s+(?:send|submit|include)\b|\bhow\s+to\s+(?:request|submit|apply)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"^(?:And|Or|AND|OR)\s*:|^(?:AND|OR)\s")
"""“And: the member is enrolled in …” goes on with the criteria before it."""


@dataclass(slots=True)
class _Place:
    """Where in the document the reader is: what the headings over it say, and the statement that is open."""

    position: Position | None = None
    stage: Stage | None = None
    heading: str = ""
    fresh: bool = True
    """A heading was the last thing that was read: one under it does not end what it says."""
    strict: bool = False
    """Outside of the criteria: only a sentence that takes a position is read."""
    made: list[Statement] = field(default_factory=list[Statement])
    papers: bool = False
    """The heading speaks of documents to send or keep: a list without a position is one of papers."""
    informs: list[Span] = field(default_factory=list[Span])
    """Lists that hold no criteria."""
    use: Passage | None = None
    """The heading that may name a use or a group of patients."""
    over: list[Passage | None] = field(default_factory=list[Passage | None])
    """Of each statement, the heading over it that may name a use."""
    waiting: tuple[int, Passage] | None = None
    """The statement whose list has not come yet, and its sentence: a heading may stand between them."""
    announced: Passage | None = None
    """The sentence over the lists that headings tell apart: “… when the following criteria are met:”."""
    open_: int | None = None
    """Index of the statement that a further group of criteria could belong to."""


def statements(blocks: Sequence[Block], sections: Sequence[Section], page: Page) -> tuple[Statement, ...]:
    """Every statement of position in these blocks; only sections that can hold criteria are read."""
    place = _Place()
    heads = {s.first for s in sections if s.title}
    asked: list[Block] = []
    for section, strict, numbers in regions(blocks, sections):
        place.strict = strict
        place.position = positions.heading_position(section.title) if section else None
        place.stage = stage_of_heading(section.title) if section else None
        place.fresh = True
        place.use = None
        place.heading = section.title if section else ""
        place.papers = _PAPERS.search(place.heading) is not None
        place.open_ = None
        part = [replace(blocks[i], kind="heading") if i in heads else blocks[i] for i in numbers]
        for entry in outline(b for b in part if b.cell is None):
            _read(entry, place, page)
        place.open_ = None
        for table in grid.grids(part):
            _table(table, place, page)
        for table in torn(part):
            spans = [page.source.span(b) for b in table]
            says = "Its rows are torn: were all of them read as they are printed?"
            page.findings.add("criteria_in_table", [page.source.join(spans)], says)
        asked += [] if strict else [b for b in part if b.cell is None]
    asked += announced_elsewhere(blocks, asked)
    misspelt(asked, page)
    elsewhere(blocks, sections, page)
    if not place.made and blocks:
        page.findings.add("no_statements", [page.source.span(blocks[0])])
    if asked and asked[-1] is next((b for b in reversed(blocks) if b.text), None):
        ends_early(asked[-1], page)
    made = sorted(narrowed(place.made, place.over, page), key=lambda s: s.span.start)
    unread(asked, [s.span for s in made] + place.informs, page)
    return tuple(_numbered(s, i) for i, s in enumerate(made, 1))


def _numbered(statement: Statement, number: int) -> Statement:
    candidates = tuple(replace(c, id=f"s{number}.{k}") for k, c in enumerate(statement.candidates, 1))
    return replace(statement, id=f"s{number}", candidates=candidates)


def _table(blocks: Sequence[Block], place: _Place, page: Page) -> None:
    """A table among the criteria: a grid of services, or cells that are read one after the other."""
    if grid.is_code_table(blocks):
        return
    made = grid.tables(blocks, page, place.position if place.fresh else None, place.strict)
    if made is not None:
        for one in made:
            _make(one, place)
        place.open_ = None
        return
    before = len(place.made)
    for entry in outline(blocks):
        _read(entry, place, page)
    if len(place.made) > before or grid.takes_positions(blocks):
        page.findings.add("criteria_in_table", [page.source.join([page.source.span(b) for b in blocks])])


def _read(entry: Entry, place: _Place, page: Page) -> None:
    """Take one paragraph with what stands under it."""
    parts = list(sentences(entry.passage))
    own_list = bool(entry.under)
    if is_heading(entry, parts):
        staged = stage_of_heading(entry.passage.text)
        if own_list and (place.waiting is not None or (staged and place.announced is not None)):
            _listed_later(entry, place, page, staged)
            return
        _enter(entry, place)
        if own_list and all(takes_position(e) for e in entry.under):
            for child in entry.under:
                _read(child, place, page)
            return
        if not own_list:
            return
    if own_list and not takes_position(entry) and not quantified(entry) and hold_statements(entry.under):
        for child in entry.under:
            _read(child, place, page)
        return
    apart = stated_apart(entry) if own_list and takes_position(entry) else []
    for i, sentence in enumerate(parts):
        last = i == len(parts) - 1
        _sentence(sentence, entry if last else None, place, page)
    for other in apart:
        _read(other, place, page)


def _enter(entry: Entry, place: _Place) -> None:
    """Take a heading: the position and stage that it sets for what follows."""
    text = entry.passage.text
    if not (positions.names_criteria(text) and leadin.substantive(place.heading)):
        place.heading = text  # the name of a list says less than the heading over it
    found = positions.heading_position(text)
    if found is not None:
        place.position = found
    stage = stage_of_heading(text)
    place.stage = stage or (None if found and not place.fresh else place.stage)
    if stage is None and found is None:
        place.use = entry.passage if names_use(entry.passage) else None
    place.papers = _PAPERS.search(text) is not None
    place.fresh = True
    place.open_ = None


def _sentence(sentence: Passage, entry: Entry | None, place: _Place, page: Page) -> None:
    if label := _NOTE.match(sentence.text):
        sentence = sentence.part(label.end())
    found = judged(sentence, place.strict)
    if found is not None and not (_THIS.match(sentence.text) and not (entry and entry.under) and place.made):
        general = _GENERAL.search(place.heading) is not None
        general = general or _BESIDE_OTHERS.match(sentence.text) is not None
        for made in statements_of(sentence, found, entry, (place.position, place.stage), page):
            notes = (page.doubt("general_criteria", sentence),) if general else ()
            _make(replace(made, notes=(*made.notes, *notes)), place)
        announces = place.made and sentence.text.endswith(":") and not (entry and entry.under)
        place.waiting = (len(place.made) - 1, sentence) if announces else None
        place.announced = sentence if announces else None
        return
    if (pointed := _ELSEWHERE.search(sentence.text)) and _referred(sentence, pointed, place, page):
        return
    under = entry.under if entry else []
    bare, connector = connectors.at_start(sentence)
    connector = (entry.before if entry else None) or connector
    lead = leadin.read(bare)
    if connector and place.open_ is not None and _GOES_ON.match(sentence.text):
        _further(bare, connector, lead, entry, place, page)
        return
    if not under and (lead.quantifier is None or not (lead.inline or leaves.announced(bare.text))):
        if (not place.strict and may_matter(sentence.text)) or (place.strict and asks(sentence.text)):
            page.doubt("sentence_not_mapped", sentence)
        return
    if place.open_ is not None and (connector or _waits(place.made[place.open_])):
        _further(bare, connector, lead, entry, place, page)
        return
    told = (
        place.papers or informs(sentence.text) or (_implied(lead) and papers([e.passage.text for e in under]))
    )
    if place.strict or (place.position is None and not under) or told:
        place.informs += [page.span(p) for e in under for p in passages_of(e)]
        if (place.papers or (place.strict and not told)) and any(
            asks(p.text) for e in under for p in passages_of(e)
        ):
            page.doubt("sentence_not_mapped", sentence, "A list beside the criteria that asks something")
        return
    named_only = entry is not None and bool(entry.heading or positions.names_criteria(sentence.text))
    if named_only:
        lead = replace(lead, conditions=(), joint="none")  # the name of a list is no condition
    position = place.position or "medically_necessary"
    criteria, notes = criteria_of(bare, lead, entry, page, open_any=position in NEGATIVE)
    own_words = any(not _POPULACE.match(c.text) for c in lead.conditions)
    if (
        place.position is None
        or place.position in NEGATIVE
        or own_words
        or (place.made and (positions.names_criteria(sentence.text) or not place.fresh))
        or UNFAVOURABLE.search(sentence.text)
    ):
        notes = [*notes, page.doubt("position_implied", sentence)]
    place.waiting = None
    _make(
        Statement(
            "",
            position,
            "" if positions.names_criteria(place.heading) else place.heading,
            page.source.join([page.span(sentence), *[page.span(p) for e in under for p in passages_of(e)]]),
            criteria,
            stage=place.stage,
            notes=tuple(notes),
        ),
        place,
    )


def _implied(lead: LeadIn) -> bool:
    return lead.quantifier is None or lead.quantifier.how == "implied"


def _listed_later(entry: Entry, place: _Place, page: Page, stage: Stage | None) -> None:
    """Take the list under a heading as the one that the statement before announced.

    Under a second heading that says a stage it is the list of the same announcement for that stage.
    """
    number, sentence = place.waiting or (None, place.announced)
    place.waiting = None
    assert sentence is not None
    found = judged(sentence, place.strict)
    under = Entry(sentence, None, under=entry.under)
    made = statements_of(sentence, found, under, (place.position, place.stage), page) if found else []
    if made:
        last = replace(made[-1], stage=stage or made[-1].stage)
        if stage is None and names_use(entry.passage):
            last = with_use(last, entry.passage, page)
        if number is None:
            _make(last, place)
        else:
            place.made[number] = replace(last, notes=(*_unlost(place.made[number], page), *last.notes))
    place.open_ = None


def _unlost(before: Statement, page: Page) -> tuple[str, ...]:
    """The findings of a statement whose list came later: it was not lost."""
    noted = (*before.notes, *(before.criteria.notes if before.criteria else ()))
    settled = page.findings.settle(noted, "list_lost")
    return tuple(n for n in before.notes if n not in settled)


def _waits(statement: Statement) -> bool:
    """Whether a statement has no criteria yet and needs some."""
    return statement.criteria is None and not statement.all_other_uses and not statement.criteria_not_met


def _referred(sentence: Passage, elsewhere: re.Match[str], place: _Place, page: Page) -> bool:
    """Take “for the criteria, refer to …” as the criteria of the statement that is open."""
    if place.open_ is None:
        return False
    before = place.made[place.open_]
    if before.criteria is not None and not (
        before.criteria.rule == "leaf" and _CERTAIN.search(before.criteria.text)
    ):
        return False
    note = page.doubt("reference_unknown", sentence)
    what = elsewhere["what"].strip(" .")
    made = Node("leaf", sentence.text, page.span(sentence), confidence=0.6, reference=what, notes=(note,))
    place.made[place.open_] = replace(before, criteria=made)
    return True


def _make(made: Statement, place: _Place) -> None:
    place.fresh = False
    place.made.append(made)
    place.over.append(place.use)
    place.open_ = len(place.made) - 1


def _further(
    bare: Passage,
    connector: connectors.Connector | None,
    lead: LeadIn,
    entry: Entry | None,
    place: _Place,
    page: Page,
) -> None:
    """A further group of criteria of the statement that is open, joined by a connector line."""
    assert place.open_ is not None
    before = place.made[place.open_]
    criteria, notes = criteria_of(bare, lead, entry, page)
    if before.criteria is None or criteria is None:
        whole = criteria or before.criteria
    else:
        rule = "any" if connector in ("or", "and/or") else "all"
        first = before.criteria
        if rule == "any" and first.rule == "all" and first.text == "":
            # “… and also: C. Or: D”: D stands for C, most likely
            last = Node(
                "any",
                "",
                page.source.join([first.children[-1].span, criteria.span]),
                (first.children[-1], criteria),
            )
            notes = [*notes, page.doubt("and_or_scope", bare)]
            first, criteria, rule = replace(first, children=first.children[:-1]), last, "all"
        children = (
            (*first.children, criteria) if first.rule == rule and first.text == "" else (first, criteria)
        )
        whole = Node(rule, "", page.source.join([first.span, criteria.span]), children)
        if connector == "and/or":
            notes = [*notes, page.doubt("and_or", bare)]
    spans = [before.span, *[page.span(p) for e in (entry.under if entry else []) for p in passages_of(e)]]
    spans += [whole.span] if whole else []
    place.made[place.open_] = replace(
        before, criteria=whole, span=page.source.join(spans), notes=(*before.notes, *notes)
    )
