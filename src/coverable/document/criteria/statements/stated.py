"""A sentence of position with the list under it, as statements: subject, criteria, what else it reaches."""

from __future__ import annotations

import re
from dataclasses import replace

from coverable.document.criteria.conditions.conditions import asked_behind, criteria_of
from coverable.document.criteria.conditions.lost import says_lost
from coverable.document.criteria.conditions.uses import limits, uses_behind
from coverable.document.criteria.positions import catchall
from coverable.document.criteria.positions.judgement import judgement
from coverable.document.criteria.positions.stages import names_stage, stage_of_sentence
from coverable.document.criteria.positions.stand import NEGATIVE, Stand
from coverable.document.criteria.quantifiers import gates, leadin, quantifier
from coverable.document.criteria.quantifiers.excepting import excepted
from coverable.document.criteria.quantifiers.quantity import ANY
from coverable.document.criteria.statements import about
from coverable.document.criteria.statements.besides import past_again, past_asides
from coverable.document.criteria.statements.everyuse import examples_of_uses
from coverable.document.criteria.statements.given import with_given
from coverable.document.criteria.statements.grounds import grounds
from coverable.document.criteria.statements.inside import inside
from coverable.document.criteria.statements.kinds import kinds_of
from coverable.document.criteria.statements.naming import name_of
from coverable.document.criteria.statements.otherwise import otherwise
from coverable.document.criteria.statements.reasons import (
    BECAUSE,
    before_reason,
    gives_reason,
    grounded,
    taken_back,
    without_reason,
)
from coverable.document.criteria.statements.things import (
    CRITERIA_ARE,
    FOLLOWING_ARE,
    in_sentence,
    over_its_list,
    things_of,
)
from coverable.document.criteria.statements.underdenial import requirement
from coverable.document.criteria.statements.wordsheld import words_lost
from coverable.document.criteria.text.entry import Entry, passages_of
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import Passage
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
_DEPENDS = re.compile(r"\b(?:subject\s+to|contingent\s+(?:up)?on|conditioned\s+(?:up)?on)\s*$", re.IGNORECASE)
"""“Coverage is subject to the following conditions:”: they are no diseases."""
_POINTS_AWAY = re.compile(r"\b(?:above|below|listed|described|outlined|following|herein)\b", re.IGNORECASE)
_UNLESS = re.compile(r"\bunless\b(?!\s+otherwise\b)", re.IGNORECASE)
"""“X is not covered for all other uses unless the law asks for it”."""
_USE = re.compile(r"(?:indications?|reasons?|diagnos[ei]s)\b", re.IGNORECASE)
"""“Class IIb evidence is considered an allowable indication for X”."""
_POINTS = re.compile(r"\bfollowing\b", re.IGNORECASE)
_GROUPED = re.compile(
    r"\W*and\s+(?:is|are)\s+(?:grouped|categori[sz]ed|listed|organi[sz]ed|divided|sorted)\b", re.IGNORECASE
)
"""“… are considered investigational, and are grouped as follows:”."""
_NAMES = re.compile(
    r"^\W*(?:for|to\s+treat|(?:in|for|as)\s+(?:the\s+)?(?:evaluation|treatment|diagnosis|management)\s+of)\W*$",
    re.IGNORECASE,
)
"""“… is covered for:” over a list of uses."""
_WHOM = re.compile(r"^\W*(?:only\s+)?(?:for|in|when|if|to\s+treat)\b", re.IGNORECASE)
"""“The following services are covered for members under 21:”: whom every service of the list is for."""
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
    r"|\bit\s+is\s+determined\s+(?:that\s+)?the\s+(?:\w+\s+)?(?:criteria|guidelines)\b[^.;]{0,60}\b(?:below|above|herein)\s+(?:are|is|have\s+been)\s+met\b",
    re.IGNORECASE,
)
"""“We will provide coverage when it is determined to be medically necessary because the criteria below are met”."""


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
    made = _statements(sentence, found, entry, over, page)
    words = words_lost(sentence, found, made, bool(entry and entry.under)) if made else []
    if not words:
        return made
    note = page.doubt("words_lost", sentence, says_lost(words))
    return [*made[:-1], replace(made[-1], notes=(*made[-1].notes, note))]


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
    if again is not None and same and again.position in NEGATIVE:
        told = min(found.position, again.position, key=NEGATIVE.index)
        aside = past_asides(sentence.part(found.last, found.second).trimmed(" ,"), denies=True).text
        why = BECAUSE.match(aside)
        limits_first = _WHOM.match(aside) and leadin.substantive(aside[why.end() if why else 0 :])
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
    if found.subject and found.subject[0] > found.first:
        subject, rest = about.with_others(subject, rest)
    at = rest.first - sentence.first
    rest = rest.part(past_grant(text, at) - at)
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
        given = None if names_stage(given.text) or about.billed(given.text) else given  # “For going on, …”
    if not (closes or given) and (whom := about.patients(subject.text)):
        subject, given = subject.part(0, whom.start()), subject.part(whom.start("whom"))
    if given and under and quantifier.find(given.text) and quantifier.governing(rest.text) is None:
        rest, given = given, None  # “When all of the following are met, X is considered …:”
    if under and _GROUPED.match(rest.text):
        entry, under = None, []  # the list sorts what the sentence speaks of
    examples = examples_of_uses(rest, under, page) if negative and under and not closes else ()
    if examples:
        entry, rest = None, rest.part(0, 0)
    criteria, candidates, notes = _criteria(head, subject, rest, entry, found, closes, page)
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
    if reach and reach.all_other_uses and not reach.criteria_not_met and _UNLESS.search(rest.text):
        notes.append(page.doubt("exception_inside", rest))
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
        or tuple(n for n in (reach.named if reach else ()) if not (under and _POINTS.search(str(n.value)))),
        stage=None if reach and reach.all_other_uses else stage,
        candidates=candidates,
        notes=tuple(notes),
    )


def _criteria(
    head: Passage,
    subject: Passage,
    rest: Passage,
    entry: Entry | None,
    found: Stand,
    closes: bool,
    page: Page,
) -> tuple[Node | None, tuple[Statement, ...], list[str]]:
    """What a sentence asks for, rules that compete with it, and its findings. `closes`: it is a catch-all."""
    under = entry.under if entry else []
    negative = found.position in NEGATIVE
    listed = leadin.read(rest)
    if (
        listed.quantifier
        and listed.quantifier.how == "implied"
        and _DEPENDS.search(rest.block.text[: rest.first])
    ):
        listed = replace(listed, quantifier=replace(listed.quantifier, rule="all"))
    asks = CRITERIA_ARE.search(head.text)
    things = not asks and (FOLLOWING_ARE.match(head.text) or FOLLOWING_ARE.match(subject.text))
    things = things and not (under and _POINTS.search(rest.text))  # “the following are … when any of these”
    if things and not under and not closes and (made := things_of(rest, page)):
        return made, (), []
    if entry is None and _GROUPED.match(rest.text):
        return None, (), []
    ungrounded = before_reason(rest) if negative and (under if closes else things) else rest
    if ungrounded is not rest:
        rest, listed = ungrounded, leadin.read(ungrounded)
    if closes or (things and under):
        if closes and not under:
            return None, (), []
        counted = listed.quantifier
        counted = None if counted and counted.rule == "none" else counted  # “for uses not listed:”
        bare = replace(listed, inline=None, quantifier=counted)
        if counted and not closes:  # “the following are covered when all of the selection criteria are met”
            conditions = tuple(gates.gates(gates.unled(rest.trimmed(".:"))))
            bare = replace(bare, quantifier=None, conditions=conditions)
        told = not closes and bare.conditions and _WHOM.match(rest.text)
        bare = replace(bare, conditions=bare.conditions if told else (), joint="for" if told else "none")
        if things and not (told or counted):
            bare = replace(bare, joint="things")
        criteria, notes = criteria_of(rest, bare, entry, page, open_any=True, covered=not negative)
        return criteria, (), notes
    before = quantifier.governing(head.text) if listed.quantifier is None else None
    counts_before = before is not None and (bool(under) or before.how == "stated")  # no “These drugs are …”
    beside: tuple[Passage, ...] = ()
    asked: Node | None = None
    if counts_before and not FOLLOWING_ARE.match(head.text):
        behind = _WHOM.match(rest.text) and not BECAUSE.search(rest.text)
        behind = behind and rest.text.count(")") <= rest.text.count("(")
        asked = asked_behind(rest, page, negative) if behind else None
        listed, rest = leadin.read(head), head
        beside = listed.conditions if negative else ()
    notes = [page.doubt("double_role", p) for p in beside[:1]]
    if things and not under:
        notes.append(page.doubt("list_lost", subject))
    candidates: tuple[Statement, ...] = ()
    whole = rest
    rest, why = without_reason(rest) if negative else (rest, "")
    if why:
        if whole.first == rest.first and not gives_reason(why):
            notes.append(page.doubt("running_text", whole, "A reason, or the uses that are meant?"))
        listed = leadin.read(rest)
    ended = rest.text.endswith(".") and listed.quantifier is None and leadin.substantive(rest.text)
    if under and ended:
        notes.append(
            page.doubt("list_structure", under[0].passage, "A list under a sentence that announces none")
        )
    if negative and under:
        listed, asked_of_all = grounds(listed, rest, _POINTS.search(subject.text) is not None)
        if asked_of_all:
            notes.append(page.doubt("no_quantifier", rest, asked_of_all))
    if under and listed.inline is not None and leadin.substantive(listed.inline.text):
        places = [page.span(listed.inline), *[page.span(e.passage) for e in under]]
        says = "A rule in the sentence and another one in the list under it"
        notes.append(page.findings.add("competing_statements", places, says))
        candidates = (in_sentence(listed, subject, found.position, page),)
        listed = replace(listed, inline=None)
    services = bool(head.text) and not subject.text and not rest.text.strip(" :–—-")  # “Medicare covers:”
    if under and listed.quantifier is None and (services or _NAMES.search(rest.text)):
        listed = replace(listed, conditions=(), joint="none", quantifier=ANY)
    counts = listed.quantifier is not None and listed.quantifier.how == "stated"
    if not (negative or counts) and kinds_of(subject.text, under):
        listed = replace(listed, quantifier=ANY)
    criteria, more = criteria_of(rest, listed, entry, page, open_any=negative and bool(under), uses=negative)
    if criteria is not None and asked is not None:
        criteria = Node("all", criteria.text, criteria.span, (asked, criteria))
    return criteria, candidates, notes + more
