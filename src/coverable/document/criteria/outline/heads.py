"""What in an outline is a heading, and what is a statement of its own inside the list of another one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coverable.document.criteria.positions import headed
from coverable.document.criteria.positions.judged import stand_of
from coverable.document.criteria.positions.ownposition import grants, takes_away
from coverable.document.criteria.positions.paragraphs import states_own
from coverable.document.criteria.quantifiers import leadin, quantifier
from coverable.document.criteria.text import connectors
from coverable.document.criteria.text.entry import Entry
from coverable.document.criteria.text.passage import Passage, sentences
from coverable.document.sections.titles import kind_of


def stated_apart(entry: Entry) -> list[Entry]:
    """Statements with lists of their own that run on from the list of another one, taken out of it.

    “Not covered for: • A • B” and then, lettered, “A. Gadgets are covered when one of these is met: …”.
    """
    if entry.passage.text.endswith(".") and entry.under and _state_own(entry.under):
        taken = list(entry.under)  # “(1) X is covered when A. (a) A search for Y is covered.”
        entry.under.clear()
        return taken
    told = quantified(entry, stated=True)
    for i, child in enumerate(entry.under):
        if i and (_states(child) or (not told and _each_grants(entry.under[i:]))):
            taken, entry.under[i:] = entry.under[i:], []
            entry.under += _item_before(taken[0])
            return taken
    last = entry.under[-1] if entry.under else None
    if last is None or quantified(last) or last.passage.text.endswith(":"):
        return []
    if last.under and _states(last.under[0]):
        taken, last.under[:] = list(last.under), []
        return taken
    return stated_apart(last)


def _state_own(items: Sequence[Entry]) -> bool:
    """Whether items are statements of their own: each of them, or most, where a remark stands behind the last."""
    own = [states_own(e.passage) for e in items]
    remarks = len(own) > 2 and own[0] and own[1] and own == sorted(own, reverse=True)
    return all(own) or (remarks and 2 * sum(own) > len(own))


def _item_before(taken: Entry) -> list[Entry]:
    """The item in whose line a statement stands, cut off from it: “2. Adults with A. Criteria for both of them: …”."""
    *before, last = sentences(taken.passage)
    if not before or any(stand_of(one) for one in before) or not leadin.substantive(before[0].text):
        return []
    first = taken.passage
    item = Entry(first.part(0, last.first - first.first), taken.label)
    taken.passage, taken.label = last, None
    return [item]


def _each_grants(entries: Sequence[Entry]) -> bool:
    """Whether items, several, are sentences of position on services of their own: “3. An armrest is covered for …”."""
    own = [e for e in entries if grants(e.passage.text) or takes_away(e.passage.text)]
    return len(own) == len(entries) and sum(grants(e.passage.text) for e in own) > 1


def _states(entry: Entry) -> bool:
    """Whether an item is a whole statement over a list: subject, position, criteria."""
    return bool(entry.under) and _takes(entry.passage)


def over_statements(entry: Entry) -> bool:
    """Whether an entry is the title of a part of an outline that holds statements: “(B) Coverage.” of a rule.

    A title says nothing of its own; somewhere under it a whole statement stands over a list, or a title over one.
    """
    text = entry.passage.text
    if _names_rule(entry):
        return True
    if (
        not entry.under
        or text.endswith((":", ";", ","))
        or len(text.split()) > _TITLE
        or not text[:1].isalnum()
    ):
        return False
    if quantified(entry, stated=True) or stand_of(entry.passage) is not None or _SENTENCE.search(text):
        return False
    return _over_sections(entry) or any(_rules(child) or over_statements(child) for child in entry.under)


def _names_rule(entry: Entry) -> bool:
    """Whether an entry is the title of a rule, with its number, over the lettered paragraphs of the rule."""
    text = entry.passage.text
    named = (
        _RULE.match(text) is not None and len(text.split()) <= _RULE_TITLE and not text.endswith((":", ";"))
    )
    lettered = bool(entry.under) and all((e.label or "").strip("().").isalnum() for e in entry.under)
    return named and lettered and stand_of(entry.passage) is None and not quantified(entry, stated=True)


_RULE = re.compile(
    r"(?:title\s+[0-9]+,?\s+)?(?:[0-9]{1,3},?\s+)?(?:(?:[A-Z]{2,6}|[A-Z][a-z]+\.?)\s+){0,2}(?:§+\s*|sec(?:tion|\.)\s+|rule\s+)?"
    r"(?:[0-9]+[0-9A-Z]*(?:[.:-]+[0-9][0-9A-Z]*)+|(?<=§)[0-9]+|(?<=§\s)[0-9]+)\.?(?:\s+[-–—])?\s+[A-Z]"
)
"""“42 CFR §403.766 Requirements …”, “COMAR 10.09.19.04 Services …”, “§ 409.30 Basic requirements.”."""
_RULE_TITLE = 20
"""A title of a rule has at most so many words, its number among them."""


def _over_sections(entry: Entry) -> bool:
    """Whether a title stands over the lettered sections of a rule, whole sentences of which one takes a position."""
    items = entry.under
    lettered = len(items) > 1 and all((e.label or "").strip("().").isalnum() for e in items)
    ends = [(e.between or [e.passage])[-1].text.endswith((".", ":")) for e in items]
    whole = lettered and all(ends) and all(_SENTENCE.search(e.passage.text) or e.under for e in items)
    return whole and any(_takes(s) for e in items for s in sentences(e.passage))


def _takes(sentence: Passage) -> bool:
    """Whether a sentence takes a position on something that it names."""
    found = stand_of(sentence)
    return (
        found is not None
        and found.plain
        and found.certain
        and leadin.substantive(sentence.text[: found.first])
    )


def remark_over(entry: Entry) -> bool:
    """Whether a sentence that announces no list only happens to stand over what it says nothing of.

    It stands over whole statements with lists of their own, or speaks of the document.
    """
    text = entry.passage.text
    if not text.endswith(".") or not entry.under or quantified(entry, stated=True):
        return False
    return _states(entry.under[0]) or _OF_DOCUMENT.match(text) is not None


_OF_DOCUMENT = re.compile(
    r"\W*(?:this|the)\s+(?:[\w-]+\s+){0,3}?(?:bulletin|policy|document|guideline|article)\s+(?:addresses|discusses|describes|deals\s+with|reviews|concerns)\b"
    r"(?![^.]*\bfollowing\b)[^.]*\.$",
    re.IGNORECASE,
)
"""“This guideline addresses monitors for infants.”"""


def _rules(entry: Entry) -> bool:
    """Whether the last sentence of an item takes a position over a list."""
    if not entry.under or not entry.passage:
        return False
    found = stand_of([*sentences(entry.passage)][-1])
    return found is not None and found.plain and found.certain


_SENTENCE = re.compile(
    r"\b(?:is|are|was|were|be|has|have|had|must|may|can|will|shall|should|does|do|did|meets?|requires?)\b",
    re.IGNORECASE,
)
_TITLE = 12
"""A title of a part has at most so many words."""


def quantified(entry: Entry, stated: bool = False) -> bool:
    """Whether the words over a list say how many of its items are needed; `stated`: in so many words."""
    found = quantifier.governing(entry.passage.text)
    return found is not None and not (stated and found.how == "implied")


def is_heading(entry: Entry, parts: Sequence[Passage]) -> bool:
    """Whether an entry of one sentence heads what follows: its format, its capitals or the position it sets say so."""
    text = entry.passage.text
    if entry.heading:
        return True
    if len(parts) != 1 or len(text) > 100 or re.search(r"^\*|[.;,]$|,\s+(?:and|or|plus)\s*:$", text):
        return False
    if quantifier.governing(text) is not None or leadin.read(entry.passage).quantifier is not None:
        return False
    if _whole_position(entry.passage):
        return False
    words = text.rstrip(":").split()
    short = len(words) <= 12
    capitals = sum(w[:1].isupper() for w in words if len(w) > 3) >= max(
        1, len([w for w in words if len(w) > 3]) * 0.6
    )
    names = capitals and headed.names_criteria(text)
    known = names or headed.heading_position(text) is not None
    if text.isupper() and 0 < len(words) <= _FEW and re.fullmatch(r"[0-9]{1,2}\.0", entry.label or ""):
        return True  # “7.0 EXCEPTIONS”
    return short and (
        (known and (capitals or text.endswith(":") or len(words) <= 6)) or (capitals and not entry.under)
    )


_LENGTH = re.compile(
    r"[A-Z][\w-]*(?:\s[\w-]+){0,3}:\s(?:up\s+to\s+)?(?:[0-9]{1,2}|one|two|three|six|twelve)\s(?:days?|weeks?|months?|years?)\W*",
    re.IGNORECASE,
)
"""“Renewal: 12 months.”: how long an approval lasts, and no stage of what follows."""


def says_length(entry: Entry) -> bool:
    """Whether a line only says how long an approval lasts."""
    return _LENGTH.fullmatch(entry.passage.text) is not None


_FEW = 4
"""Words of a line in capitals that can only be a heading."""


def _whole_position(passage: Passage) -> bool:
    """Whether a short line is a whole sentence of position: “A gadget may be considered medically necessary:”."""
    found = stand_of(passage)
    if found is None or not (found.plain and found.certain) or not found.first:
        return False
    head = passage.text[: found.first]
    verb = re.match(
        r"(?:is|are|was|were|may|will|can|shall|should)\b", passage.text[found.first :], re.IGNORECASE
    )
    return (
        verb is not None
        and leadin.substantive(head)
        and not re.match(r"(?:when|if|where)\b", head, re.IGNORECASE)
    )


def joins_alternatives(entry: Entry) -> bool:
    """Whether an item says that it is one of several, or how many of its own are needed: papers to send say neither."""
    told = connectors.at_end(entry.passage)[1] == "or" or entry.before == "or"
    return told or any(quantified(e, stated=True) for e in (entry, *entry.under) if e.under)


def names_use(heading: Passage) -> bool:
    """Whether a heading says more than that criteria follow."""
    return (
        leadin.substantive(heading.text)
        and kind_of(heading.text) is None
        and not headed.names_criteria(heading.text)
    )
