"""A list of services of which some have criteria of their own: each service is a statement.

“The program covers the following services: • Ear molds • Hearing aids, for members who meet all of these: …”
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from coverable.document.criteria.positions.catchall import speaks_of_others
from coverable.document.criteria.positions.judged import stand_of
from coverable.document.criteria.positions.stand import NEGATIVE, Stand
from coverable.document.criteria.quantifiers import leadin, quantifier
from coverable.document.criteria.statements.reasons import BECAUSE
from coverable.document.criteria.text import connectors
from coverable.document.criteria.text.clauseverbs import VERB
from coverable.document.criteria.text.entry import Entry
from coverable.document.criteria.text.passage import Passage
from coverable.document.criteria.text.persons import NAMES
from coverable.document.criteria.text.thingwords import are_things, names_thing
from coverable.document.criteria.text.wordclasses import any_case

_LISTS = any_case(
    r"\bfollowing(?!.*\b(?:criteri(?:a|on)|conditions?|indications?|requirements?|uses?|diagnos[ei]s|diseases?|disorders?|circumstances?|situations?|cases?|reasons?"
    rf"|purposes?|codes?|groups?|categories|{NAMES})\b)(?:[\s,]+(?!(?:for|of|in|to|with|by|from|on|as|at)\b)[a-z/-]+){{1,6}}$"
)
"""“covers the following services and supplies”: things, and no uses or groups of patients."""
_BARE = any_case(r"\bthe\s+following$")
_BOUNDED = any_case(r"\b(?:unless|except)\b")
_CRITERIA_LISTED = any_case(
    r"\W*(?:when|if)\s+(?:the\s+)?(?:(?:following|listed)\s+)?(?:criteria|conditions|requirements)\s+(?:(?:listed|below|stated|named|that\s+follow)\s+)*(?:are|is|have\s+been)\s+met\W*"
)
"""“when the criteria listed are met”: those of each item, where each has some."""
_BRACKETS = re.compile(r"\([^()]*\)")
_ALL_OTHERS = any_case(r"\W*(?:and\s+)?(?:all|any|every)\s+other\b")
_CRITERIA_OF_EACH = any_case(
    r"\W*(?:when|if)\s+(?:(?:the|all|selection|medical|necessity|coverage|specified|following|their|its|applicable|respective|criteria)\s+)*criteria\s+(?:for\s+each\s+)?(?:are|is|have\s+been)\s+met\W*"
)
"""“considers the following procedures necessary when selection criteria are met:”: those that each of them names."""
_BOUND = any_case(
    r"\s*(?:[,;(]\s*)?\b(?:when(?:ever)?|if|only|where|provided|after|once|until|unless|except|for\s+(?:any|all|each|one|either|the\s+following|these)\b|(?:that\s+are\s+)?determined\s+to\s+be|subject\s+to|limited\s+to|(?:which|that)\s+(?:is|are|meets?|has|have)\b|to\s+treat"
    rf"|(?:for|in|by)\s+(?:(?:an?|the|all|any|those|eligible|adult|pediatric)\s+)*(?:{NAMES}|women|men|infants?|adolescents?)\b|for\s+(?:the\s+)?(?:treatment|management|diagnosis|evaluation|prevention)\s+of|for\s+(?:treating|managing|diagnosing|evaluating|preventing)|for\s+(?:home\s+)?treatment\s+of)\b"
)
"""Where the conditions of a service begin behind its name."""
_GROUP = any_case(
    r"[\s,–—-]*(?:as\s+(?:follows|listed(?:\s+below)?)|listed\s+below|including|such\s+as|which\s+include)?\s*:\s*$"
)
"""What stands behind the name of a group of services: “Hearing aid accessories, as listed below:”."""
_NARROWS = any_case(r"\b(?:for|in|at|during|under|with|without|by|from|on)\b")
"""“Services in the home:” bounds what it names."""
_FRONTED = any_case(rf"(?:for|in)\s+(?:(?:the|all|any|those|adult)\s+)*{NAMES}\b[^,;:]{{3,150}},\s+")
"""“For participants who may be deaf, | assessments of hearing”."""
_FOR_USE = any_case(r"\s+for\s")
_FOR = any_case(r"\W*(?:only\s+)?(?:when|if|for|in|to\s+treat)\b")
_POINTS = any_case(
    r"\b(?:following|above|below|criteri(?:a|on)|conditions|requirements|listed|these|and|or)\b"
)
_FEW = 3
"""Words of a group's name with no colon behind it: “Urinary Indications”."""
_NAME = 25
"""Words of the name of a service."""


class Service(NamedTuple):
    """An item of such a list: its words, where its position would stand in them, and the item."""

    words: Passage
    stand: Stand
    item: Entry
    over: tuple[Passage, ...] = ()
    """The words that begin with it: the sentence over the list, the names of groups."""


def services_of(sentence: Passage, found: Stand, entry: Entry | None) -> list[Service]:
    """The services that the list under a sentence names; empty where none has criteria, or one is no service."""
    head = sentence.text[slice(*found.subject)] if found.subject else sentence.text[: found.first]
    rest = bound_of_all(sentence, found)
    bare = _BARE.search(head.strip()) is not None
    if entry is None or entry.also or entry.doubts or not (bare or _LISTS.search(head.strip())):
        return []
    if quantifier.counts(sentence.text[: found.first]) or (rest and not _binds_all(rest)):
        return []
    if any(_ALL_OTHERS.match(item.passage.text) for item in entry.under):
        return []  # names of uses, or of services, with all others beside them
    every = list(_services(entry.under, found))
    made = [one for one in every if one]
    behind = sentence.text[found.last :].strip(" :")
    listed = _CRITERIA_LISTED.fullmatch(behind) is not None and _CRITERIA_OF_EACH.fullmatch(behind) is None
    if len(made) < len(every) or not (all if listed else any)(map(_has_criteria, made)):
        return []
    denied = found.position in NEGATIVE
    if denied and not any(
        one.item.under or _BOUNDED.search(one.words.text) or speaks_of_others(one.words.text) for one in made
    ):
        return []  # names of what is denied, with no bounds of their own
    if (bare or denied) and (found.given or not are_things([_name(one) for one in made])):
        return []  # uses or patients, each of which is meant
    return [made[0]._replace(over=(sentence, *made[0].over)), *made[1:]]


def _says(name: str) -> bool:
    """Whether words say something, and do not only name: brackets hold brands, that verbs are spelt like."""
    return VERB.search(_BRACKETS.sub("", name)) is not None


def _name(one: Service) -> str:
    return one.words.text[slice(*one.stand.subject or (0, one.stand.first))]


def bound_of_all(sentence: Passage, found: Stand) -> Passage | None:
    """The words behind the position that bind every service: “… the following items | when the member has pain:”."""
    rest = sentence.part(found.last).trimmed(" :,")
    each = _CRITERIA_OF_EACH.fullmatch(rest.text) or _CRITERIA_LISTED.fullmatch(rest.text)
    said = any(map(str.isalnum, rest.text)) and not each
    return rest if said and not (found.position in NEGATIVE and BECAUSE.match(rest.text)) else None


def _binds_all(rest: Passage) -> bool:
    """Whether such words are one condition, and neither count the list nor point to other criteria."""
    lead = leadin.read(rest)
    plain = lead.quantifier is None and lead.inline is None and not _POINTS.search(rest.text)
    return plain and leadin.substantive(rest.text) and _FOR.match(rest.text) is not None


def _services(items: list[Entry], found: Stand) -> Iterator[Service | None]:
    """The services among items, those of a group by themselves; None for an item that is none."""
    for item in items:
        words, _ = connectors.at_end(connectors.at_start(item.passage, item=True)[0])
        words = words.trimmed(";.")
        if item.under and _is_group(words):
            first, *others = _services(item.under, found)
            yield first and first._replace(over=(item.passage, *first.over))
            yield from others
        else:
            yield _service(words, item, found)


def _is_group(words: Passage) -> bool:
    """Whether words over a list name a group of services, and ask for nothing."""
    told = quantifier.governing(words.text)
    named = words.text.endswith(":") or (words.text[:1].isupper() and len(words.text.split()) <= _FEW)
    if not named or _BOUND.search(words.text) or (told and told.how == "stated"):
        return False
    name = _GROUP.sub("", words.text)
    return not (VERB.search(name) or _NARROWS.search(name))


def _service(words: Passage, item: Entry, found: Stand) -> Service | None:
    own = stand_of(words)
    if own and own.plain and own.certain and not own.given and leadin.substantive(words.text[: own.first]):
        return Service(words, own, item)  # “Replacement of a lead is considered necessary when …” among names
    fronted = _FRONTED.match(words.text)
    begin = fronted.end() if fronted else 0
    bound = _BOUND.search(words.text, begin)
    end = bound.start() if bound else len(words.text.rstrip(" :"))
    name = words.text[begin:end]
    if _says(name) and (use := _FOR_USE.search(name)) and names_thing(name[: use.start()]):
        end = begin + use.start()  # “A stimulator | for non-unions, failed fusion, and …”
        name = words.text[begin:end]
    if not leadin.substantive(name) or len(name.split()) > _NAME or _says(name):
        return None
    if bound is None and item.under and quantifier.governing(words.text) is None:
        return None  # a list under a name: what it is cannot be told
    given = (0, len(words.text[:begin].rstrip(" ,"))) if fronted else None
    stand = replace(found, first=end, last=end, subject=(begin, end), given=given, second=None)
    return Service(words, stand, item)


def _has_criteria(one: Service) -> bool:
    """Whether an item asks for something of its own; what only excepts from it does not."""
    behind = one.words.text[one.stand.last :]
    asks = leadin.substantive(behind) and not _EXCEPTS.match(behind)
    return bool(one.item.under or one.stand.given or asks)


_EXCEPTS = any_case(r"\W*(?:unless|except)\b")
