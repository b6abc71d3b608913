"""From an outline of the document to a tree of criteria: quantifiers, connectors, conditions over lists.

Printed logic is followed; wherever it does not settle the meaning, a finding stands on the node (Must hold of the
reader: no tree that differs from the text without a finding on that place).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from coverable.document.criteria.conditions import leaves
from coverable.document.criteria.conditions.askedonce import asked_once
from coverable.document.criteria.conditions.cases import BAND, OF_STAGE, by_age, case
from coverable.document.criteria.conditions.either import answered
from coverable.document.criteria.conditions.gathered import by_lines, grouped, neighbours
from coverable.document.criteria.conditions.groups import (
    groups_of_uses,
    heads_criteria,
    only_diseases,
    tells_own,
)
from coverable.document.criteria.conditions.lost import held_by, lost, over_list, says_lost
from coverable.document.criteria.conditions.notes import note_doubts
from coverable.document.criteria.conditions.overlist import joined
from coverable.document.criteria.conditions.pointing import by_label, pointed, pointing
from coverable.document.criteria.conditions.reaching import reaches_others
from coverable.document.criteria.conditions.referring import referring
from coverable.document.criteria.conditions.remarks import beside_item
from coverable.document.criteria.conditions.rules import (
    decide,
    demands,
    joined_by_a_lost_list,
    partly_or,
    rule_of,
)
from coverable.document.criteria.conditions.thresholds import exclusive
from coverable.document.criteria.positions import unaccounted
from coverable.document.criteria.positions.catchall import closing
from coverable.document.criteria.positions.durations import (
    SPEAKS_LATER,
    before_length,
    grants_again,
    grants_later,
    says_how_long_granted,
)
from coverable.document.criteria.positions.headed import names_position
from coverable.document.criteria.positions.ownposition import grants, permits, says_not, takes_away
from coverable.document.criteria.quantifiers import leadin
from coverable.document.criteria.quantifiers.labels import fits
from coverable.document.criteria.quantifiers.leadin import LeadIn
from coverable.document.criteria.text import connectors
from coverable.document.criteria.text.connectors import Connector
from coverable.document.criteria.text.entry import Entry
from coverable.document.criteria.text.inline import Inline, joined_within
from coverable.document.criteria.text.nestedinline import nested
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import Passage, sentences
from coverable.document.granted.lengths import lengths
from coverable.document.reading import Node, Rule
from coverable.document.sections.rows import cited


def node(
    entry: Entry,
    page: Page,
    parent: Rule | None = None,
    cases: bool = False,
    bands: bool = False,
    groups: bool = False,
) -> tuple[Node, Connector | None]:
    """The criterion that an entry is, with everything under it; and the connector that its last words end with.

    `cases`: it is a case of a negative statement. `bands`: each item of its list is for an age of its own.
    `groups`: each item of its list is a use with criteria of its own.
    """
    notes = of_place(entry, page)
    if entry.under and cited([e.block for e in entry.under]):
        notes.append(page.doubt("list_structure", entry.passage, "A heading over citations, or an item?"))
    passage, _ = connectors.at_start(entry.passage, item=True)
    if not entry.under:
        passage, after = connectors.at_end(passage)
        passage, remarks = beside_item(passage, cases)
        notes += note_doubts(remarks, page, [entry])
        made = case(passage, page, parent, bands, entry.label) or leaves.leaf(
            passage, page, entry.label, asked=not cases
        )
        notes += _words_lost(passage, made, page, over_list(passage.text, listed=False))
        own = permits(passage.text) if cases else says_not(passage.text) or grants(passage.text)
        if takes_away(passage.text) or own:
            notes.append(page.doubt("position_unclear", passage, "An item that takes a position of its own"))
        if reaches_others(passage.text):
            notes.append(page.doubt("other_items_meant", passage))
        notes += note_doubts(entry.notes, page, [entry])
        return _noted(made, notes), after
    lead_passage, own_after = connectors.at_end(passage)
    lead_passage = lead_passage.part(0, before_length(lead_passage.text))
    lead = leadin.joined_by(own_after, lead_passage) if own_after else leadin.read(lead_passage)
    capital = own_after is not None and entry.passage.text.rstrip().endswith(own_after.upper())
    if capital and own_after == "and" and lead.joint == "label":
        lead = replace(lead, joint="and")  # “A; AND” over a list: A, and what the list says
    lead = by_age(lead, lead_passage, entry.under)
    if lead.joint == "label" and lead.quantifier is None and heads_criteria(entry):
        lead = replace(lead, joint="named")
    if cases and lead.quantifier is None and names_position(lead_passage.text):
        lead = replace(lead, conditions=(), joint="none")  # “Absolute contraindications:” among grounds
    rule, n, doubts, between, children, after = _listed(entry.under, lead, page, lead_passage, cases)
    notes += doubts
    if lead.inline is not None and leadin.substantive(lead.inline.text):
        notes.append(page.doubt("list_structure", lead.inline, "Words between the colon and the list"))
    inner = Node(rule, lead_passage.text, page.span(lead_passage), children, n, None, between)
    made = joined(inner, lead, page, lead_passage, parent, bands, groups, negative=cases)
    if own_after == "or" and lead.joint == "label" and made.rule == "all" and len(made.children) == 2:
        made = replace(made, rule="any")  # “A; or” over a list: A, or what the list says
    made = replace(made, label=entry.label)
    if not (notes or made.notes):
        notes += _words_lost(lead_passage, made, page, over_list(lead_passage.text))
    settled = asked_once(lead, notes, made.notes, page)
    notes = [n for n in notes if n not in settled]
    if not cases and takes_away(lead_passage.text):
        notes.append(page.doubt("position_unclear", lead_passage, "An item that takes a position of its own"))
    if entry.notes:
        notes += note_doubts(entry.notes, page, entry.under)
    return _noted(with_second(made, entry, page), notes), after or (None if capital else own_after)


def of_place(entry: Entry, page: Page) -> list[str]:
    """What is asked about the place of an item in its outline, and about paragraphs between its own items."""
    notes = [page.doubt("list_structure", entry.passage) for _ in entry.doubts[:1]]
    return notes + [page.doubt("paragraph_in_list", p) for p in entry.between]


def with_second(made: Node, entry: Entry, page: Page) -> Node:
    """The criterion of an item with a second list of its own, which is asked for as well."""
    beside = tuple(node(e, page)[0] for e in entry.also)
    span = page.source.join([made.span, *(b.span for b in beside)])
    return Node("all", "", span, (made, *beside)) if beside else made


def _words_lost(passage: Passage, made: Node, page: Page, taken: Sequence[tuple[int, int]]) -> list[str]:
    """What is asked about words of an item that no condition made of it holds."""
    text = passage.text
    remarks = [_ON_LENGTH.match(text, one.last) for one in lengths(text)]
    taken = [*taken, *((one.first, one.last) for one in lengths(text)), *(m.span() for m in remarks if m)]
    words = lost(text, held_by(made), taken)
    return [page.doubt("words_lost", passage, says_lost(words))] if words else []


_ON_LENGTH = re.compile(r"\s*\((?:which|this|that)\s+(?:is|allows|covers)\s[^()]*\)", re.IGNORECASE)
"""“for 1 month (which is enough for one course)”."""


def _noted(made: Node, notes: Sequence[str]) -> Node:
    if not notes:
        return made
    return replace(made, notes=(*made.notes, *notes), confidence=min(made.confidence, 0.5))


def listed(
    entries: Sequence[Entry], lead: LeadIn, page: Page, over: Passage, cases: bool = False
) -> tuple[Node, list[str]]:
    """The node of a list and its findings; `over` are the words that it stands under."""
    rule, n, doubts, between, children, after = _listed(entries, lead, page, over, cases)
    if after is not None:
        doubts.append(page.doubt("connector_at_end", _last(entries)))
    return Node(rule, over.text, page.span(over), children, n, None, between), doubts


def _last(entries: Sequence[Entry]) -> Passage:
    """The last words of a list."""
    return _last(entries[-1].under) if entries[-1].under else entries[-1].passage


def _listed(
    entries: Sequence[Entry], lead: LeadIn, page: Page, over: Passage, cases: bool = False
) -> tuple[Rule, int | None, list[str], float, tuple[Node, ...], Connector | None]:
    """Rule, count, findings, confidence and children of a list, and the connector after its last item."""
    likely: Rule = "all" if lead.quantifier is None else rule_of(lead.quantifier)[0]
    groups = groups_of_uses(entries, lead)
    told = lead.quantifier is not None and lead.quantifier.how == "stated" and lead.quantifier.rule != "all"
    bands = (
        not told
        and len(entries) > 1
        and any(all(p.match(e.passage.text) for e in entries) for p in (BAND, OF_STAGE))
    )
    kept = [e for e in entries if e.under or not _no_criterion(e.passage, cases, page)] or entries
    cut = kept[-1] is not entries[-1]
    entries = kept
    children: list[Node] = []
    between: list[Connector | None] = []
    after: Connector | None = None
    disagree = False
    names = pointing(entries)
    inner = entries[-1].under if names else []
    items = by_label(inner, [node(e, page)[0] for e in inner])
    for i, entry in enumerate(entries):
        if i:
            begins = entry.before or connectors.at_start(entry.passage, item=True)[1]
            between.append(begins or after)
            disagree = disagree or bool(begins and after and begins != after)
        if names:
            passage, after = connectors.at_end(entry.passage)
            made = replace(pointed(names.parts[i], items, passage, page), label=entry.label)
        else:
            made, after = node(answered(entry, entries[i + 1 : i + 2]), page, likely, cases, bands, groups)
        children.append(made)
    after = None if cut else after
    lost_at = joined_by_a_lost_list(entries, between, lead)
    if lost_at is not None:
        between[lost_at:] = [None] * (len(between) - lost_at)
    labels, bare = [e.label for e in entries], over == entries[0].passage
    rule, n, doubts, confidence = decide(
        lead, len(children), between, page, over, labels, cases, demands(entries), bare
    )
    if rule == "any" and len(children) > 1:
        if all(c.rule == "if" for c in children):
            rule = "all"  # each case has its own criteria; one of them holds for every patient
        else:
            children = [_met_in_its_case(c, e.passage, page) for c, e in zip(children, entries, strict=True)]
    if names and names.renumbered:
        says = "The words call the items by letters, the list has numbers"
        doubts.append(page.doubt("labels_mismatch", over, says))
    if lost_at is not None:
        doubts.append(page.doubt("mixed_connectors", entries[lost_at].passage, _WHOSE))
    implied = lead.quantifier is None or lead.quantifier.how == "implied"
    if not (doubts or cases) and (words := unaccounted.over_list(over, lead, rule if implied else None)):
        doubts.append(page.doubt("words_left", over, f"No rule took “{'”, “'.join(words)}”"))
    doubts += [page.doubt(rule, over, says) for rule, says in referring(over, lead)]
    if disagree:
        doubts.append(page.doubt("mixed_connectors", over, "“and” and “or” between two items"))
    elif rule == "any" and not (told or doubts) and _parted(entries, between):
        doubts.append(page.doubt("mixed_connectors", over, "“or” before the last item, behind a full stop"))
    if rule == "all" and groups:
        # One of them suffices: no patient has them all.
        rule, confidence = "any", 0.6
        if not any(tells_own(e) for e in entries):
            doubts.append(
                page.doubt("no_quantifier", over, "Groups with names, each with criteria of its own")
            )
    elif rule == "all" and implied and only_diseases(entries) and not any(between):
        rule = "any"
        if not doubts:
            doubts.append(page.doubt("no_quantifier", over, "Diseases: one of them, or all?"))
    if rule == "all" and (pair := exclusive(children)):
        doubts.append(page.findings.add("items_exclude_each_other", [c.span for c in pair]))
    made = (
        neighbours(children, between, page)
        if rule == "all" and partly_or(between) == "all"
        else tuple(children)
    )
    if lead.quantifier is None or lead.quantifier.how == "implied":
        rule, made = by_lines(rule, made, between, [e.before for e in entries[1:]], page)
    if (
        lead.named is not None
        and fits(lead.named, [e.label or "" for e in entries])
        and not lead.named.is_range
    ):
        if len(made) != len(lead.named.group.labels):  # an item that is none was named, and left out
            return rule, n, [*doubts, page.doubt("labels_mismatch", over)], confidence, made, after
        made = grouped(lead.named.group, dict(zip(lead.named.group.labels, made, strict=True)), page).children
    return rule, n, doubts, confidence, made, after


_WHOSE = "An item announces a list: do the connectors behind it join the items of that list?"


def _met_in_its_case(item: Node, words: Passage, page: Page) -> Node:
    """An item of a list of which one suffices: a case that asks nothing of others would be met by all of them."""
    if item.rule != "if" or len(item.children) != 2:
        return item
    note = (page.doubt("only_for_some", words, _ONE_WAY),) if _IF.match(words.text) else ()
    return replace(item, rule="all", notes=(*item.notes, *note))


_IF = re.compile(r"\W*if\s", re.IGNORECASE)
_ONE_WAY = "A case among ways of which one suffices: is it a way by itself, or asked of those whom it names?"


def _no_criterion(passage: Passage, cases: bool, page: Page) -> bool:
    """Whether an item says how long an approval lasts, or closes the policy among the `cases` of a negative list.

    What it says of a later approval behind that is asked about.
    """
    if says_how_long_granted(passage.text) or (cases and any(closing(passage.text))):
        return True
    if grants_later(passage.text):
        page.doubt("sentence_not_mapped", passage, SPEAKS_LATER)
        return True
    first, *others = sentences(passage)
    if cases or (others and not says_how_long_granted(first.text)):
        return False
    later = [one for one in others or [first] if grants_again(one.text)]
    if not later or len(later) < len(others):
        return False
    for one in later:
        page.doubt("sentence_not_mapped", one, SPEAKS_LATER)
    return True


def _parted(entries: Sequence[Entry], between: Sequence[Connector | None]) -> bool:
    """Whether a full stop ends each item before the two last, which “or” joins: “A. / B; or / C.”"""
    ends = [(e.under[-1] if e.under else e).passage.text for e in entries[:-2]]
    return bool(ends) and between.count("or") == 1 and all(text.endswith(".") for text in ends)


def from_inline(found: Inline, lead: LeadIn, page: Page, over: Passage) -> Node:
    """The tree of a list that stands in a sentence."""
    found = nested(found, lead.quantifier.rule if lead.quantifier else None)
    children = tuple(leaves.leaf(i, page, None) for i in found.items)
    rule, n, doubts, confidence = decide(lead, len(children), found.connectors, page, over, found.labels)
    if found.how == "commas" and not _plainly(found, rule, lead):
        doubts.append(page.doubt("inline_list", over))
    made = Node(rule, over.text, page.span(over), children, n, None, confidence)
    return _noted(made, doubts)


def _plainly(found: Inline, rule: Rule, lead: LeadIn) -> bool:
    """Whether commas can only part items: the words count them, the last connector agrees, none joins within an item."""
    told = lead.quantifier is not None and lead.quantifier.how == "stated"
    agrees = found.connectors[-1] == ("and" if rule == "all" else "or")
    agrees = agrees or (len(found.items) > 2 and not any(found.connectors) and lead.inline is not None)
    return told and agrees and not any(joined_within(i.text) for i in found.items)
