"""What belongs to a statement that was read before: its list, further groups of criteria, its reason, a reference."""

from __future__ import annotations

import re
from dataclasses import replace

from coverable.document.criteria.conditions.conditions import criteria_of
from coverable.document.criteria.outline.heads import names_use
from coverable.document.criteria.outline.ranks import next_in
from coverable.document.criteria.positions import catchall, headed
from coverable.document.criteria.positions.judged import judged
from coverable.document.criteria.positions.stand import NEGATIVE, Stand
from coverable.document.criteria.quantifiers import leadin
from coverable.document.criteria.quantifiers.leadin import LeadIn
from coverable.document.criteria.quantifiers.quantity import ANY
from coverable.document.criteria.quantifiers.secondlist import asks_beside
from coverable.document.criteria.statements.besides import needs_no_review
from coverable.document.criteria.statements.eachservice import services_of
from coverable.document.criteria.statements.naming import name_of, of_heading
from coverable.document.criteria.statements.overheads import with_use
from coverable.document.criteria.statements.place import Place, make
from coverable.document.criteria.statements.stated import statements_of
from coverable.document.criteria.text import connectors
from coverable.document.criteria.text.connectors import CLOSES
from coverable.document.criteria.text.entry import Entry, passages_of
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import Passage
from coverable.document.layout.markers import marker_of
from coverable.document.reading import Node, Stage, Statement
from coverable.document.sections.titles import kind_of

_REASON = re.compile(
    r"^\W*(?:there\s+(?:is|are)\s+|(?:the\s+)?(?:available|current|published|scientific|clinical)?\s*(?:peer[\s-]reviewed\s+)?(?:medical\s+)?(?:evidence|literature|data)\b)",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(r"\b(?:its|their|these|this|such)\b", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"\bcriteria\b.{0,60}?\b(?:refer\s+to|see|found\s+in|listed\s+in|outlined\s+in)\s+(?:the\s+)?(?P<what>\S.{2,160})",
    re.IGNORECASE,
)
_FOR_USE = re.compile(r"\s*(?:for|in|when|if|to|as|with)\b", re.IGNORECASE)
_CERTAIN = re.compile(
    r"^\W*(?:(?:in|under|for)\s+)?(?:certain|specific|selected|some|limited)\s+(?:circumstances|situations|cases|patients|members|indications)\b",
    re.IGNORECASE,
)


def gives_reason(sentence: Passage, found: Stand, entry: Entry | None, place: Place) -> bool:
    """Whether a sentence only says why the one before it is negative: “There is no evidence for its use …”.

    Where it says so of all other uses, they are what the one before it means.
    """
    if place.open_ is None or (entry and entry.under) or found.position != "investigational":
        return False
    before = place.made[place.open_]
    others = catchall.speaks_of_others(sentence.text)
    if before.position not in NEGATIVE or not _REASON.match(sentence.text):
        return False
    names = found.subject is not None or leadin.substantive(sentence.text[: found.first])
    if names and not others and not _POINTS_BACK.search(sentence.text):
        return False
    if others and before.criteria is None and not before.criteria_not_met:
        place.made[place.open_] = replace(before, all_other_uses=True)
    return True


def listed_later(entry: Entry, place: Place, page: Page, stage: Stage | None) -> None:
    """Take the list under a heading as the one that the statement before announced.

    Under a second heading that says a stage it is the list of the same announcement for that stage.
    """
    number, sentence = place.waiting or (None, place.announced)
    place.waiting = None
    assert sentence is not None
    found = judged(sentence, place.strict)
    under = Entry(sentence, None, under=entry.under)
    made = statements_of(sentence, found, under, (place.position, place.stage), page) if found else []
    each = found is not None and bool(services_of(sentence, found, under))
    for one in made if each else made[-1:]:
        told = replace(one, stage=stage or one.stage)
        if stage is None and names_use(entry.passage):
            told = with_use(told, entry.passage, page)
        elif stage is None and of_scenarios(sentence):
            told = replace(told, subject=of_heading(entry.passage.text) or told.subject)
        if number is None:
            make(told, place)
        else:
            place.made[number] = replace(told, notes=(*_unlost(place.made[number], page), *told.notes))
        number = None
    place.open_ = None


_SCENARIOS = re.compile(
    r"\b(?:following|below)\s+(?:[\w-]+\s+)?(?:scenarios|situations|circumstances)\W*$", re.IGNORECASE
)


def of_scenarios(announced: Passage | None) -> bool:
    """Whether a sentence announces cases, any of which is enough: “… necessary in the following scenarios.”

    Headings tell their lists apart, and each item under one is such a case.
    """
    return announced is not None and _SCENARIOS.search(announced.text) is not None


def _unlost(before: Statement, page: Page) -> tuple[str, ...]:
    """The findings of a statement whose list came later: it was not lost."""
    noted = (*before.notes, *(before.criteria.notes if before.criteria else ()))
    settled = page.findings.settle(noted, "list_lost") | page.findings.settle(noted, "statement_bare")
    return tuple(n for n in before.notes if n not in settled)


def waits(sentence: Passage, place: Place, page: Page) -> bool:
    """Whether the open statement has no criteria yet and needs some: a negative one, where it announced a list.

    What is granted waits for no list under words that deny: “Additional non-covered items are:”.
    """
    if place.open_ is None or (place.waiting is None and place.made[place.open_].position in NEGATIVE):
        return False
    statement = place.made[place.open_]
    if statement.position not in NEGATIVE and headed.denies(sentence.text):
        return False
    if needs_no_review(page.source.text[statement.span.start : statement.span.end]):
        return False
    return statement.criteria is None and not statement.all_other_uses and not statement.criteria_not_met


def listed_examples(sentence: Passage, entry: Entry, place: Place, page: Page) -> bool:
    """Take the list under “Examples of such circumstances include:” as the circumstances that a statement spoke of."""
    if place.open_ is None or not _SUCH.match(sentence.text):
        return False
    before = place.made[place.open_]
    if before.criteria is None or before.criteria.rule != "leaf" or not _CERTAIN.search(before.criteria.text):
        return False
    negative = before.position in NEGATIVE
    lead = LeadIn((), "none", ANY, None, None)
    criteria, notes = criteria_of(sentence, lead, entry, page, open_any=negative)
    if not negative:
        notes = [*notes, page.doubt("open_list", sentence)]
    spans = [before.span, page.span(sentence), *(page.span(p) for p in passages_of(entry))]
    place.made[place.open_] = replace(
        before, criteria=criteria, span=page.source.join(spans), notes=(*before.notes, *notes)
    )
    return True


_SUCH = re.compile(
    r"^\W*(?:(?:examples?\s+of\s+)?(?:such|these|those)\s+|examples?\s+(?:of\s+\w+\s+)?)(?:circumstances|situations|cases|conditions|indications|uses|instances|include)\b",
    re.IGNORECASE,
)


def _of_certain(statement: Statement) -> bool:
    """Whether a statement only says that there are conditions: “in certain circumstances”."""
    asked = statement.criteria
    return asked is not None and asked.rule == "leaf" and _CERTAIN.search(asked.text) is not None


def referred(sentence: Passage, place: Place, page: Page) -> bool:
    """Take “for the criteria, refer to …” as the criteria of the statement that is open.

    Where it has some, or none is open, somebody is asked whether those other ones hold as well.
    """
    elsewhere = _ELSEWHERE.search(sentence.text)
    if elsewhere is None:
        return False
    before = place.made[place.open_] if place.open_ is not None else None
    told = before is not None and before.criteria is not None
    if before is None or place.open_ is None or (told and not _of_certain(before)):
        if not place.strict:
            page.doubt("reference_unknown", sentence, "Criteria that stand elsewhere: do they hold as well?")
        return not place.strict
    page.findings.settle(before.criteria.notes if before.criteria else (), "reference_unknown")
    note = page.doubt("reference_unknown", sentence)
    what = elsewhere["what"].strip(" .")
    made = Node("leaf", sentence.text, page.span(sentence), confidence=0.6, reference=what, notes=(note,))
    place.made[place.open_] = replace(before, criteria=made)
    return True


_GOES_ON = re.compile(r"^(?:And|Or|AND|OR)\s*:|^(?:AND|OR)\s")
"""“And: the member is enrolled in …” goes on with the criteria before it."""
_ALSO = re.compile(
    r"^(?:these|those|such)\s+(?:[\w-]+\s+)?(?:individuals|patients|members|persons|people|adults|children|recipients|beneficiaries|clients|enrollees|participants|applicants|requests|services)\s+(?:must|shall|should|have\s+to|need\s+to)\b"
    r"|^[^.;:,]{0,80}\b(?:must|shall|should|(?:has|have|needs?)\s+to)\s+also\b",
    re.IGNORECASE,
)
"""“These individuals must also:” asks for more of those that the words before it spoke of."""


def goes_on(text: str) -> bool:
    """Whether a sentence begins with a connector to the criteria before it."""
    return _GOES_ON.match(text) is not None or CLOSES.match(text) is not None


_OF_SERVICE = re.compile(
    r"^(?:the\s+|an?\s+)?(?P<what>[^.;:,]{3,90}?)\s+(?:must|shall|(?:has|have|needs?)\s+to|(?:is|are)\s+(?:also\s+)?required\s+to)\s+"
    r"(?!(?:be\s+)?(?:not\b|(?:submit|document|bill|report|request|send|sent|obtain|cod|fil|includ|authori|approv|review|consider|determin|pre|meet)\w*))[a-z]",
    re.IGNORECASE,
)
"""“Speech therapy services must be directed to …”: what is asked of the service, and not of papers."""


def _of_same(sentence: Passage, before: Statement) -> bool:
    """Whether a sentence asks something of the service that the statement before it is about."""
    match = _OF_SERVICE.match(sentence.text)
    words = set(re.findall(r"[a-z]{3,}", match["what"].lower())) if match else set[str]()
    about = set(re.findall(r"[a-z]{3,}", before.subject.lower()))
    return bool(words) and words <= about and 2 * len(words) >= len(about)


def adds_to_before(sentence: Passage, place: Place, page: Page, listed: bool = True) -> bool:
    """Whether what a sentence asks is asked for beside the statement right before it: “These individuals must also:”.

    So is what it asks of the service of that statement: “Gadgets must be used at …”; without a list (`listed`) only that.
    Where the words before it are in no statement, they are asked about.
    """

    def next_to(end: int) -> bool:
        return not page.source.text[end : page.span(sentence).start].strip(" .\n")

    also = listed and (_ALSO.match(sentence.text) is not None or asks_beside(sentence.text))
    if place.open_ is not None and next_to(place.made[place.open_].span.end):
        before = place.made[place.open_]
        asked = also or _of_same(sentence, before)
        return asked and before.position not in NEGATIVE and not before.all_other_uses
    if also and place.left and next_to(page.span(place.left[-1][0]).end):
        passage, _ = place.left.pop()
        page.doubt("sentence_not_mapped", passage, "The list behind it is asked for beside it")
    return False


def further(
    bare: Passage,
    connector: connectors.Connector | None,
    lead: LeadIn,
    entry: Entry | None,
    place: Place,
    page: Page,
) -> None:
    """A further group of criteria of the statement that is open, joined by a connector line."""
    assert place.open_ is not None
    before = place.made[place.open_]
    adds = before.criteria is not None and connector == "and"
    criteria, notes = criteria_of(bare, lead, entry, page, beside=adds)
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


_FRAGMENT = re.compile(
    r"^(?:only\s+)?(?:(?:in|for|among)\s+(?:[\w-]+\s+){0,3}?(?:patients|members|individuals|persons|adults|children|those|beneficiaries|recipients|clients|enrollees|women|men)\s"
    r"+(?:who|whose|with|without|aged?|over|under|that)\b|(?:when|if|unless|except|provided)\s)(?!.*(?:,|\b(?:must|should|may|can|will|shall)\b)).*\.$",
    re.IGNORECASE,
)


def limits_before(sentence: Passage, lead: LeadIn, place: Place, page: Page) -> bool:
    """Take half a sentence as what limits the statement right before it: “In patients who cannot have surgery.”"""
    if place.open_ is None or not _FRAGMENT.match(sentence.text):
        return False
    before = place.made[place.open_]
    between = page.source.text[before.span.end : page.span(sentence).start]
    if between.strip(" .\n") or before.all_other_uses or before.criteria_not_met:
        return False
    note = page.doubt("running_text", sentence, "Half a sentence behind a statement: does it limit it?")
    place.made[place.open_] = replace(before, notes=(*before.notes, note))
    further(sentence, "and", lead, None, place, page)
    return True


def takes_back(sentence: Passage, found: Stand) -> bool:
    """“It is not covered for X alone.”: a position of its own on what the sentence before is about."""
    plain = found.position in NEGATIVE and found.plain and found.certain
    behind = sentence.text[found.last :]
    bare = not leadin.substantive(sentence.text[: found.first])
    return plain and bare and _FOR_USE.match(behind) is not None and leadin.substantive(behind)


def under_heading(made: Statement, sentence: Passage, found: Stand, place: Place) -> Statement:
    """A sentence that begins with its position, right under a heading that names the service: “Covered when …”."""
    heading = place.heading.rstrip(" :")
    bare = not (made.subject or sentence.text[: found.first].strip(" *†"))
    closes = made.all_other_uses or made.criteria_not_met
    name = name_of(heading)
    service = name != heading  # “Criteria for X”
    named = leadin.substantive(name) and (service or kind_of(heading) is None)
    named = named and not headed.names_nothing(heading)
    named = named and (service or headed.heading_position(heading) is None)
    again = bool(place.made) and place.made[-1].subject == name
    bare = bare and (made.position not in NEGATIVE or sentence.text.endswith(":"))
    return replace(made, subject=name) if bare and named and (place.fresh or again) and not closes else made


def about_before(made: Statement, sentence: Passage, back: bool, place: Place, page: Page) -> Statement:
    """A negative sentence without a subject of its own, with that of the statement or heading before it."""
    if (
        leadin.substantive(made.subject)
        or made.position not in NEGATIVE
        or made.all_other_uses
        or made.criteria_not_met
    ):
        return made
    heading = made.subject if kind_of(place.heading) else place.heading  # “Criteria” is no service
    before = place.made[-1].subject if place.made and (back or place.open_ is not None) else heading
    note = page.doubt("position_unclear", sentence, "What it is about stands before it, if anywhere")
    return replace(made, subject=before, notes=(*made.notes, note))


def numbered_on(label: str | None, before: Statement) -> bool:
    """Whether a number goes on with the items of a statement that asks for all of them: “3.” behind “1.” and “2.”."""
    tree = before.criteria
    while tree is not None and tree.rule == "all" and tree.children and not tree.children[-1].label:
        tree = tree.children[-1]
    last = tree.children[-1].label if tree is not None and tree.rule == "all" and tree.children else None
    mine, theirs = (marker_of(f"{one} x") if one else None for one in (label, last))
    if mine is None or theirs is None or mine.bullet or mine.style != theirs.style:
        return False
    return next_in(theirs.ranks, mine.ranks)
