"""The statements of a document: each position with its subject and its criteria, in the order of the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from coverable.document.criteria.conditions import leaves
from coverable.document.criteria.conditions.notes import note_doubts
from coverable.document.criteria.grids import left
from coverable.document.criteria.grids.apart import grids
from coverable.document.criteria.grids.choices import of_choices
from coverable.document.criteria.grids.questions import of_questions
from coverable.document.criteria.grids.requirements import of_forms
from coverable.document.criteria.grids.tablenotes import ask_notes, under_tables
from coverable.document.criteria.grids.torngrid import torn
from coverable.document.criteria.outline.heads import (
    is_heading,
    over_statements,
    quantified,
    remark_over,
    says_length,
    stated_apart,
)
from coverable.document.criteria.outline.outline import outline
from coverable.document.criteria.outline.placeholders import without_placeholders
from coverable.document.criteria.positions import headed, unaccounted
from coverable.document.criteria.positions.forwhom import for_whom
from coverable.document.criteria.positions.judged import (
    judged,
    takes_position,
)
from coverable.document.criteria.positions.paragraphs import (
    are_paragraphs,
    does,
    hold_statements,
    states_own,
    tell_of_services,
)
from coverable.document.criteria.positions.stages import stage_of_heading
from coverable.document.criteria.positions.stand import NEGATIVE
from coverable.document.criteria.quantifiers import leadin, quantifier
from coverable.document.criteria.statements import (
    elsewise,
    generals,
    headfields,
    leftover,
    restrictions,
    unstaged,
)
from coverable.document.criteria.statements.authorized import required_before
from coverable.document.criteria.statements.belowheadings import gathered
from coverable.document.criteria.statements.byname import by_name
from coverable.document.criteria.statements.bystage import by_stage
from coverable.document.criteria.statements.changelists import lists_changes, take_changes
from coverable.document.criteria.statements.clauses import clauses
from coverable.document.criteria.statements.eachservice import services_of
from coverable.document.criteria.statements.enter import PAPERS, defines, enter, stage_over
from coverable.document.criteria.statements.extent import (
    announced_elsewhere,
    cut_in_brackets,
    elsewhere,
    ends_early,
    regions,
    unread,
)
from coverable.document.criteria.statements.fragments import take_told, tells_of_name
from coverable.document.criteria.statements.holder import holder_of
from coverable.document.criteria.statements.judgedagain import judged_again
from coverable.document.criteria.statements.later import (
    about_before,
    gives_reason,
    listed_later,
    numbered_on,
    of_scenarios,
    takes_back,
    under_heading,
)
from coverable.document.criteria.statements.laterapprovals import denied_in, later_approvals, settle_later
from coverable.document.criteria.statements.marked import marked
from coverable.document.criteria.statements.naming import pointed_back
from coverable.document.criteria.statements.openings import (
    POINTS_BACK,
    general,
    is_sentence,
    opened,
)
from coverable.document.criteria.statements.otherlists import lines_alone
from coverable.document.criteria.statements.overheads import narrowed, use_over
from coverable.document.criteria.statements.place import Headed, Place, make
from coverable.document.criteria.statements.stated import statements_of
from coverable.document.criteria.statements.studies import took_studies
from coverable.document.criteria.statements.tables import laid_out, take_table
from coverable.document.criteria.statements.unjudged import WHOM_FOR, unjudged
from coverable.document.criteria.statements.unnamed import with_service
from coverable.document.criteria.statements.withinitems import taken_out
from coverable.document.criteria.text.clauseverbs import VERB
from coverable.document.criteria.text.entry import Entry, passages_of
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import Passage, sentences
from coverable.document.criteria.text.spelling import misspelt
from coverable.document.reading import Section, Statement
from coverable.document.sections.titles import kind_of
from coverable.document.source import Block

_NUMBER = 12
"""Characters of a number or sign beside a title."""


def statements(blocks: Sequence[Block], sections: Sequence[Section], page: Page) -> tuple[Statement, ...]:
    """Every statement of position in these blocks; only sections that can hold criteria are read."""
    place = Place(lines=lines_alone(blocks))
    # a title may run into its sentence: “Position: X is not medically necessary …”
    heads = {s.first for s in sections if s.title and len(blocks[s.first].text) <= len(s.title) + _NUMBER}
    asked: list[Block] = []
    printed, filled = of_forms(blocks, page)
    questions, answered = of_questions(blocks, page)
    chosen, held = of_choices(blocks, page)
    filled |= answered | held
    for one in (*printed, *questions, *chosen):
        make(one, place)
    for section, strict, numbers in regions(blocks, sections):
        place.strict = strict
        place.position = headed.heading_position(section.title) if section else None
        first = blocks[section.first] if section else None
        title = section.title if section else ""
        place.stage = stage_over(title, Passage(first, 0, len(first.text))) if first else None
        place.announced = None if of_scenarios(place.announced) else place.announced
        if section and place.position in NEGATIVE and len(section.title.split()) <= _BARE:
            place.waiting = place.announced = None  # exclusions are none of the criteria announced above
        place.passed = False
        place.fresh = True
        named = place.loose if place.stage else None  # a use over “Initial criteria”
        place.use, place.loose = named or (section and use_over(section, blocks)), None
        place.heading = place.last = named.text if named else section.title if section else ""
        place.papers = PAPERS.search(place.heading) is not None
        place.printed, place.open_ = place.last, None
        part = [
            replace(blocks[i], kind="heading") if i in heads else blocks[i]
            for i in numbers
            if i not in filled
        ]
        part, made_before = laid_out(part, place, page), len(place.made)
        over_tables = Headed(place)
        notes = under_tables(part)
        ask_notes(notes, page)
        place.informs += [page.source.span(b) for b in notes]
        entries, empty = without_placeholders(outline(b for b in part if b.cell is None and b not in notes))
        place.informs += map(page.span, empty)
        for entry in entries:
            _read(entry, place, page)
            over_tables.mark(page.span(entry.passage).start)
        place.open_ = None
        for table in grids(part):
            over_tables.back_to(page.source.span(table[0]).start)
            take_table(table, part, place, page, _read)
        for table in torn(part):
            spans = [page.source.span(b) for b in table]
            says = "Its rows are torn: were all of them read as they are printed?"
            page.findings.add("criteria_in_table", [page.source.join(spans)], says)
        if section and len(place.made) == made_before:
            leftover.ask_under(section, part, page)
        asked += [] if strict else [b for b in part if b.cell is None]
    left.of_codes(blocks, sections, page)
    asked += announced_elsewhere(blocks, asked)
    misspelt(asked, page)
    elsewhere(blocks, sections, place.made, page)
    if not place.made and blocks:
        page.findings.add("no_statements", [page.source.span(blocks[0])])
    if asked and asked[-1] is next((b for b in reversed(blocks) if b.text), None):
        ends_early(asked, page)
    cut_in_brackets(asked, page)
    leftover.ask(place.left, place.made, page)
    place.made = restrictions.asked(unstaged.asked(place.made, place.headed, page), page)
    place.made = generals.asked(place.made, place.names, page)
    inorder = sorted(narrowed(place.made, place.over, page), key=lambda s: s.span.start)
    place.informs += [s.span for s in inorder]  # also those of lists that others name
    inorder = by_name(inorder, place.names, page)
    inorder = [one for s in gathered(inorder, page) for one in by_stage(s)]
    made = with_service([one for s in inorder for one in marked(s)], page)
    unread(asked, [s.span for s in made] + place.informs, page)
    return tuple(_numbered(s, i) for i, s in enumerate(made, 1))


def _numbered(statement: Statement, number: int) -> Statement:
    candidates = tuple(replace(c, id=f"s{number}.{k}") for k, c in enumerate(statement.candidates, 1))
    return replace(statement, id=f"s{number}", candidates=candidates)


def _read(entry: Entry, place: Place, page: Page) -> None:
    """Take one paragraph with what stands under it, and the notes on it."""
    before, made, stage = place.loose, len(place.made), place.stage
    apart = taken_out(entry)
    _take(entry, place, page)
    for sentence in apart:
        _sentence(sentence, None, place, page)
    if entry.under and len(place.made) > made and says_length(entry):
        place.stage = stage  # “Renewal: 12 months.” over a list of its own says nothing of the next statement
    if 0 < made < len(place.made) and numbered_on(entry.label, place.made[made - 1]):
        note = page.doubt("list_structure", entry.passage, _NUMBERED_ON)
        place.made[made] = replace(place.made[made], notes=(*place.made[made].notes, note))
    place.loose = None if place.loose is before else place.loose
    place.informs += [page.span(n) for n in entry.notes]
    asked = ("exception_in_note", "position_elsewhere")
    left = [n for n in entry.notes if not any(page.findings.holds(rule, page.span(n)) for rule in asked)]
    note_doubts(left, page, entry.under or [entry])


def _denies(passage: Passage) -> bool:
    """Whether words over a list deny, and nothing else: “Not covered:”, “Coverage is not provided when:”."""
    found = judged(passage, strict=True)
    certain = found is not None and found.certain and found.position in NEGATIVE
    named = headed.names_position(passage.text) and headed.heading_position(passage.text) in NEGATIVE
    return named or certain


_BARE = 3
"""Words of a heading that says no more than a position: “Exclusions and Limitations”."""
_NUMBERED_ON = "Its number goes on with the items of the statement before: is it asked for as well?"


def _take(entry: Entry, place: Place, page: Page) -> None:
    parts = list(sentences(entry.passage))
    own_list = bool(entry.under)
    if own_list and (later := later_approvals(entry, place)):
        _take(entry, place, page)
        for one in later:
            made = len(place.made)
            _read(one, place, page)
            settle_later(one, made, place, page)
        return
    if lists_changes(entry):
        take_changes(entry, place, page, _read)
        return
    if tells_of_name(entry):
        take_told(entry, place, page)
        return
    if not own_list and headfields.is_field(entry.passage.text):
        place.informs.append(page.span(entry.passage))
        return  # “Effective Date: 01/02/2026” heads nothing
    if not own_list and headfields.may_ask(entry.passage.text):
        page.doubt("sentence_not_mapped", entry.passage, "A condition in the form of a field?")
        return  # “Approved: adults only”
    informs = own_list and headfields.informs(entry.passage.text, entry.under)
    if informs and not any(takes_position(e) for e in entry.under):
        place.informs += [page.span(p) for p in passages_of(entry)]
        return  # “Effective Date:” over what it means for services before it
    if took_studies(entry, place, page, _read):
        return
    if own_list and says_length(entry) and any(takes_position(e) for e in entry.under):
        # “Renewal: 12 months.” behind the list of B, and over C
        place.informs.append(page.span(entry.passage))
        _each(entry.under, place, page)
        return
    if is_heading(entry, parts):
        staged = stage_of_heading(entry.passage.text)
        if own_list and _denies(entry.passage):
            place.waiting = place.announced = None
        if staged and (denials := denied_in(entry)):
            place.informs += [page.span(p) for p in passages_of(entry)]
            enter(entry, place)
            _each(denials, place, page)
            return
        again = place.announced is not None and (staged or of_scenarios(place.announced))
        if own_list and (place.waiting is not None or again):
            listed_later(entry, place, page, staged)
            return
        place.informs.append(page.span(entry.passage))
        enter(entry, place)
        if own_list and are_paragraphs(entry.under, place.position in NEGATIVE):
            _each(entry.under, place, page)
            return
        if not own_list:
            leftover.paper(entry.passage, page)
            return
    if own_list and place.position in NEGATIVE and not judged(parts[-1] if parts else entry.passage, True):
        stated = [e for e in entry.under if states_own(e.passage)]
        if stated and len(stated) < len(entry.under):
            for child in stated:  # “Limitations: 2. Sedation is not necessary during injections.”
                _read(child, place, page)
            entry.under = [e for e in entry.under if e not in stated]
        if entry.heading and tell_of_services(entry.passage.text, entry.under, bool(stated)):
            _each(entry.under, place, page)
            return
    title = own_list and (over_statements(entry) or remark_over(entry))
    last = Entry(parts[-1], None) if parts else entry
    counted = quantified(last, stated=entry.passage.text.endswith("."))
    if len(parts) > 1 and quantifier.governing(parts[-1].text) is None:
        counted = counted and any(leaves.announced(p.text) for p in parts)  # “Some types are excluded. See …”
    over = own_list and not counted and hold_statements(entry.under)
    if title or (own_list and not parts) or (over and not takes_position(entry)):
        _parts(entry, title, place, page)
        return
    if over and judged(parts[-1], place.strict) is None:
        for sentence in parts:  # a remark behind a sentence of position, and whole statements under it
            _sentence(sentence, None, place, page)
        _each(entry.under, place, page)
        return
    apart = stated_apart(entry) if own_list and takes_position(entry) else []
    last_said = 0 if entry.before else len(parts) - 1  # “AND” in a line over it joins its first sentence
    holder = holder_of(entry, parts, place.strict) if own_list else last_said
    for i, sentence in enumerate(parts):
        if own_list and quantifier.says_open(sentence.text):
            if place.made and place.made[-1].position not in NEGATIVE:
                page.doubt("open_list", sentence)
            continue
        _sentence(sentence, entry if i == holder else None, place, page)
    if apart and not apart[0].under:
        page.doubt("general_criteria", parts[-1], "Do its conditions hold for the services in its list?")
        place.informs += [page.span(other.passage) for other in apart]
    for other in apart:
        _read(other, place, page)


def _each(entries: Sequence[Entry], place: Place, page: Page) -> None:
    """Take items that are statements; a few words among them that take no position are asked about."""
    stated = any(states_own(e.passage) for e in entries)
    for entry in entries:
        made, left = len(place.made), len(place.left)
        _read(entry, place, page)
        lost = len(place.made) == made and not entry.under and VERB.search(entry.passage.text) is None
        if lost and (does(entry.passage.text) or (stated and len(place.left) > left)):
            del place.left[left:]
            page.doubt("sentence_not_mapped", entry.passage, _AMONG_STATEMENTS)


_AMONG_STATEMENTS = "An item among statements that takes no position: is it one, by the words over it?"


def _parts(entry: Entry, title: bool, place: Place, page: Page) -> None:
    """Take the statements under words that make none: a title of an outline's part, or a remark over them."""
    if not title and is_heading(entry, list(sentences(entry.passage))):
        enter(entry, place)  # “Criteria for X” over sentences of position
    if title:
        enter(entry, place)
        if kind_of(entry.passage.text.rstrip(".")) not in (None, "criteria", "notes", "other"):
            place.informs += [page.span(p) for p in passages_of(entry)]
            return
    told = [e for e in entry.under if not e.under and is_sentence(e.passage)]
    place.informs += [page.span(e.passage) for e in (entry, *told)]
    if for_whom(entry.passage.text):
        page.doubt("sentence_not_mapped", entry.passage, WHOM_FOR)
    defined = [e for e in entry.under if defines(e)]
    place.informs += [page.span(p) for e in defined for p in passages_of(e)]
    _each([e for e in entry.under if e not in defined], place, page)


def _sentence(sentence: Passage, entry: Entry | None, place: Place, page: Page) -> None:
    sentence, other = elsewise.parted(opened(sentence, place.strict))
    found, made_before = judged(sentence, place.strict), len(place.made)
    if found is not None and gives_reason(sentence, found, entry, place):
        return
    under = entry.under if entry else []
    if not under and judged_again(sentence, place, page):
        return
    back = POINTS_BACK.match(sentence.text) is not None and not under and bool(place.made)
    back = back and not (found and found.subject and found.subject[0])  # “It is our view that X …” names X
    if found is not None and (not back or takes_back(sentence, found)):
        several = statements_of(sentence, found, entry, (place.position, place.stage), page)
        named = {"statement_bare"} if services_of(sentence, found, entry) else set[str]()
        for told, (clause, stand) in zip(several, clauses(sentence, found, len(several)), strict=True):
            subject = required_before(pointed_back(told.subject, sentence), sentence, place, page)
            one = under_heading(replace(told, subject=subject), sentence, found, place)
            asked = unaccounted.questions(clause, stand, one, bool(under), place.strict)
            notes = [page.doubt(rule, sentence, says) for rule, says in asked if rule not in named]
            notes += [page.doubt("general_criteria", sentence)] if general(sentence, place.heading) else []
            made = replace(one, notes=(*one.notes, *notes))
            begin = found.given[1] if found.given else 0
            bare = not (under or leadin.substantive(sentence.text[begin : found.first]))
            make(about_before(made, sentence, back, place, page) if bare else made, place)
        elsewise.close(other, made_before, place, page)
        ends = sentence.text.endswith(":") or of_scenarios(sentence)
        announces = place.made and ends and not (entry and entry.under)
        place.waiting = (len(place.made) - 1, sentence) if announces else None
        cases = place.announced if found.position not in NEGATIVE and of_scenarios(place.announced) else None
        place.announced = sentence if announces else cases
        return
    unjudged(sentence, entry, place, page)
