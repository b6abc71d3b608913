"""What the sentences and items of a field of a drug's form ask for, or bar."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from coverable.document.criteria.conditions import leaves, tree
from coverable.document.criteria.positions.judged import judged
from coverable.document.criteria.positions.ownposition import of_person
from coverable.document.criteria.quantifiers import gates
from coverable.document.criteria.quantifiers.leadin import LeadIn
from coverable.document.criteria.text.entry import Entry
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.reading import Node

_FORBIDS = any_case(
    r"\b(?:should|must|may|will|can|is\s+to|are\s+to)\s*not\b|^\W*(?:do\s+)?not\s+(?:to\s+be\s+)?(?:used?|given?|taken?|combined?)\b"
)
"""An exclusion that says what must not be: it is asked for as it stands."""
_FORBIDDEN = any_case(
    r"[^,;:.]{2,60}?\s+(?:should|must|may|will|can|is\s+to|are\s+to)\s*not\s+be\s+(?:given|used|taken|prescribed|administered|combined)\s+(?=(?:in|with|concurrently|together|concomitantly|for|during)\b)"
)
"""“Tocilizumab should not be given | in combination with A”."""
_UNLESS_TRIED = any_case(
    r"^if\s+(?:the\s+)?(?:patient|member|individual)\s+has\s+not\s+[^,.;]{2,60}?\b(?:these|those|the\s+above|above)\b[^,.;]*,\s+(?:then\s+)?(?:the\s+)?(?:patient|member|individual|he|she|they)\s+must\s+(?=\S)"
)
"""“If the patient has not tried two of these, the patient must …”: what suffices instead of the sentence before."""
_PART_B = any_case(r"\bpart\s+B\b.{0,80}\bD\b|\bB\s+(?:vs\.?|versus)\s+D\b")
"""Which part of Medicare pays asks nothing of a patient."""
_LIFTS = any_case(
    r"\b(?:(?:do|does)\s+not\s+(?:need|have)\s+to|need\s+not|not\s+(?:be\s+)?(?:required|needed)|exempt\w*|waived?|bypass\w*|exceptions?|will\s+be\s+allowed|unless)\b"
)
"""“Patients stable on it do not need to meet the trial requirement”: it takes back what another field asks."""
_DEFINES = any_case(
    r"^(?:the\s+)?(?:patients?|members?|individuals?)\s+(?:is|are)\s+(?:considered|defined\s+as|deemed)\s+(?!for\b|to\b)\S"
)
"""“Members are considered opioid tolerant when …” explains a word."""
_BARRED_UNLESS = any_case(r"^(?P<barred>[^,;]{3,200}?),?\s+unless\s+(?P<then>[^,;]{3,200})$")
"""“Heart failure, unless the ejection fraction is above half” among exclusions."""
_OVER_USE = any_case(r"^for\s+(?P<use>[^.;:]{2,90}?)\s*:(?:$|\s+(?=\S))")
"""“For overload due to transfusions:” over items of its own, or before what is asked for."""


def criteria_of(entries: Sequence[Entry], page: Page, bars: bool) -> list[Node]:
    """What each entry of a field asks for, in order; the opposite of what a field of exclusions (`bars`) names."""
    asked: list[Node] = []
    for entry in (one for e in entries for one in (_apart(e) if bars else (e,))):
        if _PART_B.search(entry.passage.text) and not entry.under:
            continue
        if _DEFINES.match(entry.passage.text) and not entry.under:
            page.doubt(
                "sentence_not_mapped", entry.passage, "What a word of the field means: is it asked for?"
            )
            continue
        instead = _UNLESS_TRIED.match(entry.passage.text) if asked and not entry.under else None
        if instead:
            other = leaves.leaf(entry.passage.part(instead.end()).trimmed(".;,"), page, None)
            span = page.source.join([asked[-1].span, other.span])
            asked[-1] = Node("any", "", span, (asked[-1], other))
        else:
            asked.append(_of_use(entry, page) or _asked(entry, page, bars))
    return asked


def _apart(entry: Entry) -> Iterator[Entry]:
    """The exclusions of one entry: “history of A; B”."""
    if entry.under or ";" not in entry.passage.text:
        yield entry
        return
    at = 0
    for cut in re.finditer(";|$", entry.passage.text):
        if one := entry.passage.part(at, cut.start()):
            yield Entry(one, entry.label)
        at = cut.end()


def _of_use(entry: Entry, page: Page) -> Node | None:
    """What an item asks for behind or under “For X:” as that of a use; None for any other entry."""
    named = _OVER_USE.match(entry.passage.text)
    rest = entry.passage.part(named.end()) if named else None
    if named is None or entry.label is None or not (rest or entry.under):
        return None  # behind and under which nothing stands any more: asked about as such
    use = leaves.leaf(entry.passage.part(*named.span("use")), page, None)
    if rest:
        inner, doubts = tree.node(replace(entry, passage=rest), page)[0], []
    else:
        inner, doubts = tree.listed(entry.under, LeadIn((), "none", None, None, None), page, entry.passage)
    return Node("if", use.text, page.span(entry.passage), (use, inner), confidence=0.6, notes=tuple(doubts))


def _asked(entry: Entry, page: Page, bars: bool) -> Node:
    """What an entry of a field asks for: a condition, or the opposite of what it forbids or denies coverage for.

    In a field of exclusions (`bars`) it is the opposite of what it names; what must not be is asked for as it stands.
    """
    text = entry.passage.text
    if bars and not entry.under and (unless := _BARRED_UNLESS.match(text)):
        barred, then = (
            leaves.leaf(entry.passage.part(*unless.span(part)), page, None) for part in ("barred", "then")
        )
        return Node(
            "any", text, page.span(entry.passage), (Node("not", barred.text, barred.span, (barred,)), then)
        )
    if (forbidden := _FORBIDDEN.match(text)) and not entry.under:
        barred = leaves.leaf(entry.passage.part(forbidden.end()).trimmed(".;,"), page, None)
        return Node("not", text, page.span(entry.passage), (barred,))
    found = None if entry.under or of_person(text) else judged(entry.passage, strict=False)
    if found is not None and found.position != "medically_necessary":
        behind = gates.unled(entry.passage.part(found.last)).trimmed(".;,")
        named = entry.passage.part(*found.subject) if found.subject else entry.passage.trimmed(".;,")
        barred = behind or named  # “Coverage is not provided for X”
        lifts = (page.doubt("exception_inside", entry.passage),) if _LIFTS.search(text) else ()
        return Node("not", text, page.span(entry.passage), (leaves.leaf(barred, page, None),), notes=lifts)
    made = tree.node(entry, page)[0]
    if _LIFTS.search(text) and not (entry.under or made.notes):
        made = replace(made, notes=(page.doubt("exception_inside", entry.passage),))
    if bars and not _FORBIDS.search(made.text):
        return Node("not", made.text, made.span, (made,))
    return made
