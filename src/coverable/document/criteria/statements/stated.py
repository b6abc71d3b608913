"""A sentence of position with the list under it, as statements: subject, criteria, what else it reaches."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from coverable.document.criteria.conditions.conditions import criteria_of
from coverable.document.criteria.conditions.lost import says_lost
from coverable.document.criteria.conditions.tree import of_place, with_second
from coverable.document.criteria.conditions.uses import limits, uses_behind
from coverable.document.criteria.positions import catchall
from coverable.document.criteria.positions.judgement import judgement
from coverable.document.criteria.positions.stages import names_stage, stage_of_sentence
from coverable.document.criteria.positions.stand import NEGATIVE, Stand
from coverable.document.criteria.quantifiers import leadin, quantifier
from coverable.document.criteria.quantifiers.excepting import excepted
from coverable.document.criteria.quantifiers.namesover import of_everybody
from coverable.document.criteria.statements import about
from coverable.document.criteria.statements.askedfor import GROUPED, POINTS, WHOM, criteria_in
from coverable.document.criteria.statements.besides import past_again, past_asides
from coverable.document.criteria.statements.eachservice import Service, bound_of_all, services_of
from coverable.document.criteria.statements.everyuse import examples_of_uses
from coverable.document.criteria.statements.given import with_given
from coverable.document.criteria.statements.inside import inside
from coverable.document.criteria.statements.naming import name_of
from coverable.document.criteria.statements.otherwise import otherwise
from coverable.document.criteria.statements.reasons import (
    BECAUSE,
    before_reason,
    grounded,
    taken_back,
)
from coverable.document.criteria.statements.things import (
    over_its_list,
)
from coverable.document.criteria.statements.underdenial import requirement
from coverable.document.criteria.statements.wordsheld import words_lost
from coverable.document.criteria.text.entry import Entry, passages_of
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import Passage
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.granted.past import past_grant
from coverable.document.reading import Node, Position, Stage, Statement

_WHEN = re.compile(r"when|if|where|services?(?:\s+that)?", re.IGNORECASE)
_UNDER_PLAN = re.compile(
    r"^under\s+(?:the|this|their|his\s+or\s+her)\s+(?:[\w-]+\s+)?plan\s+(?=for\s)", re.IGNORECASE
)
"""“Members may be eligible under the plan for X when …”."""
_MEMBERS = re.compile(
    r"^(?:[A-Z][\w&.’'-]*\s+){1,4}(?:members|enrollees|customers|participants|subscribers)\W*$"
)
"""The members of the plan, whoever they are."""
_EXCEPT_AS = re.compile(r"\bexcept\s+(?:as|where|when)\b", re.IGNORECASE)
"""“Except as provided in section 2, the plan does not cover …”."""
_POINTS_AWAY = re.compile(r"\b(?:above|below|listed|described|outlined|following|herein)\b", re.IGNORECASE)
_UNLESS = re.compile(r"\bunless\b(?!\s+otherwise\b)", re.IGNORECASE)
"""“X is not covered for all other uses unless the law asks for it”."""
_USE = re.compile(r"(?:indications?|reasons?|diagnos[ei]s)\b", re.IGNORECASE)
"""“Class IIb evidence is considered an allowable indication for X”."""
_THIS_TEXT = re.compile(
    r"\b(?:above(?!\s+[0-9])|herein|foregoing|this\s+(?:policy|document|guideline)|(?:not|than)\s+\w+\s+(?:here|earlier))\b",
    re.IGNORECASE,
)
"""A negative sentence that speaks of this document, and was not understood as a catch-all."""
_NO_END = re.compile(
    r"\b(?:for|of|the|in|with|when|if|to|and|or|by|that|are|is|an?|from|than|any|all|each|both|either)\s*$",
    re.IGNORECASE,
)
_POINTS_ON = re.compile(
    r"\b(?:determined\s+to\s+be\s+medically\s+necessary\s+because|contingent\s+(?:up)?on\s+the\s+criteria\s+(?:in|of))\b"
    r"|\bindications\s+below\b.*\bprovided\s+that\s+all\s+(?:of\s+)?the\s+(?:\w+\s+)?criteria\s+are\s+met\b"
    r"|\bit\s+is\s+determined\s+(?:that\s+)?the\s+(?:\w+\s+)?(?:criteria|guidelines)\b[^.;]{0,60}\b(?:below|above|herein)\s+(?:are|is|have\s+been)\s+met\b",
    re.IGNORECASE,
)
"""“We will provide coverage when it is determined to be medically necessary because the criteria below are met”."""


_EACH_LED = re.compile(r"\band\s+(?:when(?:ever)?|if|where|in\s+case)\s", re.IGNORECASE)
"""“… is not necessary for A, and when B”."""
_BOUNDED = re.compile(
    r"\b(?:unless|except|both|only\s+(?:when|if|for|in)|but\s+not|other\s+than)\b", re.IGNORECASE
)


def statements_of(
    sentence: Passage,
    found: Stand,
    entry: Entry | None,
    over: tuple[Position | None, Stage | None],
    page: Page,
) -> list[Statement]:
    """The statements that a sentence makes; the list under it belongs to the last.

    `over`: position and stage that the headings over it say.
    """
    if each := services_of(sentence, found, entry):
        rest = bound_of_all(sentence, found)
        bound, notes = criteria_of(rest, leadin.read(rest), None, page) if rest else (None, list[str]())
        several = [made for one in each for made in _of_service(one, over, page)]
        return [_bound(one, bound, notes) for one in several]
    return _all_held(_statements(sentence, found, entry, over, page), sentence, found, entry, page)


def _all_held(
    made: list[Statement], sentence: Passage, found: Stand, entry: Entry | None, page: Page
) -> list[Statement]:
    """The statements of a sentence, with a finding on the last where one of its words is in none of them."""
    words = words_lost(sentence, found, made, bool(entry and entry.under)) if made else []
    if not words:
        return made
    note = page.doubt("words_lost", sentence, says_lost(words))
    return [*made[:-1], replace(made[-1], notes=(*made[-1].notes, note))]


def _of_service(one: Service, over: tuple[Position | None, Stage | None], page: Page) -> Iterator[Statement]:
    """The statement on a service that a list names, with the words of its item."""
    made = _statement(one.words, one.stand, one.item, over, page)
    for told in _all_held([made] if made else [], one.words, one.stand, one.item, page):
        whole = (page.span(p) for p in (*one.over, one.item.passage))
        tree = with_second(told.criteria, one.item, page) if told.criteria else None
        notes = (*told.notes, *of_place(one.item, page))
        yield replace(told, criteria=tree, notes=notes, span=page.source.join([*whole, told.span]))


def _bound(one: Statement, bound: Node | None, notes: list[str]) -> Statement:
    """A statement that what binds every service of its list binds as well."""
    if bound is None:
        return one
    both = Node("all", bound.text, bound.span, (bound, one.criteria)) if one.criteria else bound
    return replace(one, criteria=both, notes=(*one.notes, *notes))


def _statements(
    sentence: Passage,
    found: Stand,
    entry: Entry | None,
    over: tuple[Position | None, Stage | None],
    page: Page,
) -> list[Statement]:
    if found.second is None:
        made = _statement(sentence, found, entry, over, page)
        return [made] if made else []
    rest = sentence.part(found.second + 3)
    again = judgement(rest.text)
    same = again is None or (again.position in NEGATIVE) == (found.position in NEGATIVE)
    between, behind = sentence.text[found.last : found.second], rest.text[again.last :] if again else ""
    between = _WORKS.sub("", between, count=1)
    if again is not None and same and again.position in NEGATIVE:
        told = min(found.position, again.position, key=NEGATIVE.index)
        aside = past_asides(sentence.part(found.last, found.second).trimmed(" ,"), denies=True).text
        why = BECAUSE.match(aside)
        limits_first = WHOM.match(aside) and leadin.substantive(aside[why.end() if why else 0 :])
        if not (limits_first or catchall.speaks_of_others(between)):
            found = replace(found, position=told, last=rest.first - sentence.first + again.last)
            again = None
        elif not (entry and entry.under) and not leadin.substantive(behind):
            sentence = sentence.part(0, found.second)  # “X is investigational for A, and not covered.”
            found = replace(found, position=told)
            again = None
    elif again is not None and same and not leadin.substantive(between + rest.text[: again.first]):
        end = rest.first - sentence.first + again.last  # “X is appropriate and will be covered for A”
        found = replace(found, last=end, plain=found.plain or again.plain, second=None)
        again = None
    if again is None or (same and not leadin.substantive(behind)):
        made = _statement(sentence, found, entry, over, page)
        return [made] if made else []
    first = _statement(sentence.part(0, found.second).trimmed(",;"), found, None, over, page)
    goes_on = first is not None and bool(first.subject) and again.first == 0
    second = _statement(rest, again, entry, over, page, goes_on)
    if first and second and not second.subject:
        second = replace(second, subject=first.subject)
    return [one for one in (first, second) if one]


_EFFECT = any_case(r"\W*to\s+be\s+(?:safe|effective|efficacious|beneficial)\b")
_WAIVED = any_case(
    r",?\s+without\s+(?:(?:the|these|those|any\s+of\s+the|meeting\s+the)\s+)?(?:preceding|above|foregoing|previous|other)\s+(?:criteria|requirements|conditions)\b"
)
"""“… to prevent amblyopia, without the preceding criteria”."""
_WORKS = any_case(
    r"^\s*(?:to\s+be\s+)?(?:safe\s+and\s+)?(?:effective|efficacious|beneficial)\b|,?\s*\b(?:therefore|thus|accordingly|consequently)\b,?"
)
"""“has been proven | to be effective and, therefore, | is considered medically appropriate for A”."""
_MUST_MEET = any_case(
    r"must\s+(?P<meet>meet\s+(?:all\s+(?:of\s+)?)?(?:the\s+)?(?:[\w-]+\s+){0,3}(?:criteria|requirements)\b(?=\s+(?:for|described|listed|outlined|specified|stated|set\s+forth|in|of)\s))"
)
"""“Accessories must meet the general coverage requirements for the base device”: criteria that stand elsewhere."""


def _statement(
    sentence: Passage,
    found: Stand,
    entry: Entry | None,
    over: tuple[Position | None, Stage | None],
    page: Page,
    goes_on: bool = False,
) -> Statement | None:
    """The statement that a sentence makes; `goes_on`: it is about what the clause before it is about."""
    text = sentence.text
    under = entry.under if entry else []
    if not under and (lacking := otherwise(sentence, found, page)):
        what, unmet = lacking
        return Statement("", found.position, name_of(what.text), page.span(sentence), unmet)
    serves = about.serves(text, found.last)
    closing = found.position in NEGATIVE and catchall.speaks_of_others(text)
    fragment = _WHEN.fullmatch(text[: found.first].strip()) and not (serves or closing)
    if not under and (fragment or _POINTS_ON.search(text)):
        return None
    if under and found.position in NEGATIVE and (asked := requirement(sentence, under)):
        says = "Requirements under a denial: what is asked for, or grounds for it?"
        page.doubt("sentence_not_mapped", asked, says)
        entry, under = None, []
    head = sentence.part(found.given[1] + 1 if found.given else 0, found.first)
    head = head.part(catchall.past_otherwise(head.text)) if closing else head
    rest = sentence.part(found.last + len(text[found.last :]) - len(text[found.last :].lstrip(" )],–—-*†‡")))
    must = None if under else _MUST_MEET.match(text[found.first :])
    if must and found.first + must.end() >= found.last and leadin.substantive(rest.text):
        rest = sentence.part(found.first + must.start("meet"))  # which criteria: those that it names
    subject = about.named_by_codes(sentence.part(*found.subject) if found.subject else head)
    given, negative = None, found.position in NEGATIVE
    persons = about.judges_persons(head.text, text[found.first : found.last], rest.text)
    paid = about.paid(subject.text)
    if under and about.covers_a_list(subject.text, text[found.first : found.last], rest.text):
        subject = subject.part(0, 0)
    if persons and (plan := _UNDER_PLAN.match(rest.text)):
        rest = rest.part(plan.end())
    use = text[found.first : found.last].lower().endswith("indicated") or (
        negative
        and not under
        and about.back(head.text)
        and not about.done(rest.text)
        and found.position != "benefit_exclusion"
    )  # “Not covered for X.”, “Indicated for X if:”
    if (
        (persons or paid or not leadin.substantive(subject.text))
        and not (found.given or use or serves or goes_on)
        and (named := about.service(rest.text, subject.text))
    ):
        subject, rest = rest.part(named.start("subject"), named.end("subject")), rest.part(named.end())
        told = persons and leadin.substantive(head.text) and not _MEMBERS.match(head.text)
        given = head if told else None
    if subject and (often := about.how_often(subject.text)) < len(subject.text):
        if subject.last <= rest.first:
            rest = sentence.part(subject.first - sentence.first + often)
        subject = subject.part(0, often)
    subject = before_reason(subject) if negative and subject else subject
    if found.subject and found.subject[0] > found.first:
        subject, rest = about.with_others(subject, rest)
    at = rest.first - sentence.first
    rest = rest.part(past_grant(text, at) - at)
    waived = None if negative else _WAIVED.search(rest.text)
    rest = rest.part(0, waived.start()) if waived else rest
    rest = past_asides(past_again(rest) if negative else rest, negative)
    over_list = over_its_list(sentence, found)
    reach = catchall.reach(over_list, page, (found.first, found.last), found.subject) if negative else None
    before, colon, _ = rest.text.partition(":")
    if colon and (under or not rest.text.endswith(":")) and excepted(before):
        reach = None  # “investigational, other than for:” and the uses that it is not
    closes = reach is not None and (reach.all_other_uses or reach.criteria_not_met)
    swallowed = catchall.before_others(rest, page) if reach and reach.all_other_uses and not under else None
    if reach is not None and swallowed is not None:
        named, closing = swallowed
        reach = replace(reach, all_other_uses=closing, named=(*named, *reach.named) if closing else ())
        closes = closing or reach.criteria_not_met
    also = catchall.closings([e.passage.text for e in under]) if negative and not closes else (False, False)
    names = found.subject is not None and leadin.substantive(text[slice(*found.subject)])
    if not (under or head or closes or found.given or names or leadin.substantive(rest.text)):
        return None  # “Not covered for the indications listed in this policy” over a list of codes
    if found.given and not closes:
        given = sentence.part(*found.given)
        if not leadin.substantive(subject.text) and (named := about.pointed_at(given.text)):
            subject = given.part(named.start("what"), named.end("what"))
        named_there = about.billed(given.text) and subject.last <= given.last
        given = (
            None
            if names_stage(given.text) or named_there or (not negative and of_everybody(given.text))
            else given
        )  # “For continuation of care, X is …”
    if not (closes or given) and (whom := about.patients(subject.text)):
        subject, given = subject.part(0, whom.start()), subject.part(whom.start("whom"))
    if given and under and quantifier.find(given.text) and quantifier.governing(rest.text) is None:
        rest, given = given, None  # “When all of the following are met, X is considered …:”
    if under and GROUPED.match(rest.text):
        entry, under = None, []  # the list sorts what the sentence speaks of
    examples = examples_of_uses(rest, under, page) if negative and under and not closes else ()
    if examples:
        entry, rest = None, rest.part(0, 0)
    criteria, candidates, notes = criteria_in(head, subject, rest, entry, found, closes, page)
    alone = criteria is None and not under
    behind = None if given or closes or (negative and not alone) else uses_behind(subject, page, negative)
    if behind and (criteria is None or behind[1].rule == "any"):
        subject, use = behind
        criteria = Node("all", text, page.span(sentence), (use, criteria)) if criteria else use
        if alone and not negative and _POINTS_AWAY.search(rest.text):
            notes.append(
                page.doubt("reference_unknown", rest, "Uses behind the service, and criteria elsewhere")
            )
    elif not (given or closes or (negative and not alone)) and limits(subject.text):
        notes.append(page.doubt("running_text", subject, "Uses behind the service may limit the statement"))
    if (
        colon
        and not (negative or under or before.strip())
        and criteria is not None
        and criteria.rule == "all"
    ):
        notes.append(page.doubt("no_quantifier", rest, "Uses that are necessary each, or criteria?"))
    led = _EACH_LED.search(text) is not None and _BOUNDED.search(text) is None
    if negative and not under and criteria is not None and criteria.rule == "all" and led:
        note = page.doubt("running_text", sentence, "Grounds, each behind a word of its own: is one enough?")
        criteria = replace(criteria, rule="any", notes=(*criteria.notes, note), confidence=0.6)
    unmet = catchall.following_unmet(text) if negative and under else None
    if criteria is not None and unmet:
        asked = replace(criteria, rule="any" if unmet == "any" else "all")
        criteria = Node("not", text, criteria.span, (asked,), confidence=0.9)
    if given:
        criteria = with_given(given, criteria, sentence, page, negative)
    found = replace(found, position=grounded(text, found))
    turned = not negative and (over[0] in NEGATIVE or catchall.speaks_of_others(text))
    if not negative and _USE.match(rest.text):
        notes.append(
            page.doubt("position_unclear", sentence, "What stands before it may be a use, and no service")
        )
    if turned or not found.certain or "contraindicat" in text[found.first : found.last].lower():
        notes.append(page.doubt("position_unclear", sentence))
    if negative and not under and not closes and criteria is not None and _THIS_TEXT.search(rest.text):
        notes.append(page.doubt("running_text", sentence))
    if not (found.given or closes) and _EXCEPT_AS.search(text[: found.first]):
        notes.append(page.doubt("exception_inside", sentence))
    if (
        reach
        and reach.all_other_uses
        and not reach.criteria_not_met
        and _UNLESS.search(catchall.UNLESS_NAMED.sub("", rest.text))
    ):
        notes.append(page.doubt("exception_inside", rest))
    if not negative and _EFFECT.match(rest.text):
        notes.append(page.doubt("position_unclear", sentence, "Its effect is proven: is it necessary?"))
    if waived:
        notes.append(
            page.doubt("exception_inside", sentence, "It is granted without criteria that stand elsewhere")
        )
    if negative and not under and taken_back(text, found.last, criteria.text if criteria else ""):
        notes.append(page.doubt("exception_inside", sentence, "A reason that takes the refusal back in part"))
    if closes and reach is not None and not reach.certain:
        notes.append(
            page.doubt("running_text", sentence, "All other uses, criteria that are not met, or both?")
        )
    if says := inside(subject.text, "" if under else rest.text, None if under else criteria):
        notes.append(page.doubt("position_unclear", sentence, says))
    if not under and _NO_END.search(text):
        notes.append(page.doubt("running_text", sentence, "The sentence has no end"))
    spans = [page.span(sentence), *[page.span(p) for e in under for p in passages_of(e)]]
    stage = stage_of_sentence(over_list.text, subject.text) or (None if negative else over[1])
    return Statement(
        "",
        found.position,
        name_of(subject.trimmed(",;:").text),
        page.source.join(spans),
        criteria,
        all_other_uses=bool(reach and reach.all_other_uses) or also[0],
        criteria_not_met=bool(reach and reach.criteria_not_met and not unmet) or also[1],
        named_uses=examples
        or tuple(n for n in (reach.named if reach else ()) if not (under and POINTS.search(str(n.value)))),
        stage=None if reach and reach.all_other_uses else stage,
        candidates=candidates,
        notes=tuple(notes),
    )
