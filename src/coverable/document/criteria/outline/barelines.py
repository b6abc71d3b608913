"""Items on lines without any marker or connector: only the words over them tell that they are a list.

They are taken where those words announce a list that nothing else can be, as long as the lines are alike; where the list
ends is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from coverable.document.criteria.positions.durations import says_how_long
from coverable.document.criteria.positions.headed import boilerplate, heading_position, names_criteria
from coverable.document.criteria.positions.informing import INFORMS
from coverable.document.criteria.positions.judged import OF_POLICIES
from coverable.document.criteria.positions.judgement import judgement
from coverable.document.criteria.positions.stages import stage_of_heading
from coverable.document.criteria.quantifiers.quantifier import governing
from coverable.document.criteria.text.clauseverbs import VERB
from coverable.document.criteria.text.entry import Entry
from coverable.document.criteria.text.passage import sentences
from coverable.document.criteria.text.wordclasses import NOUNS
from coverable.document.sections.titles import kind_of

_LONGEST = 60
"""Words of an item."""
_OF_PATIENT = re.compile(
    r"(?:(?:the|an?|this|each)\s+)?(?:patient|member|individual|person|beneficiary|enrollee|recipient|client|child|adult)s?\b|there\s+(?:is|are|has|must)\b",
    re.IGNORECASE,
)
"""How a condition begins that is a sentence; a paragraph that tells something else begins with its subject."""


def bare_lines(entry: Entry, following: Sequence[Entry]) -> list[Entry]:
    """The lines behind words that announce a list and end with a colon, as long as they are alike.

    A last one may have the full stop of the whole list; a single one is a name, behind which nothing like it stands.
    """
    if not _announces(entry.passage.text) or not following:
        return []
    first, gap = following[0], following[min(1, len(following) - 1)].block.gap
    taken = list(takewhile(lambda one: _item(one) and _alike(one, first, gap), following))
    behind = following[len(taken)] if len(taken) < len(following) else None
    if gap and len(taken) > 1 and behind and behind.block.gap == 0 and judgement(behind.passage.text):
        return taken[:-1]  # the last line is the heading of the position right under it
    stops = behind is not None and behind.passage.text.endswith(".") and not _says(behind)
    if taken and behind and stops and _item(behind) and behind.block.gap == gap:
        return [*taken, behind]
    alone = (
        taken and not _says(first) and (behind is None or behind.heading or judgement(behind.passage.text))
    )
    return taken if len(taken) > 1 or alone else []


def first_of(entry: Entry, following: Sequence[Entry]) -> list[Entry]:
    """The name that begins the paragraph behind words that announce a list; the paragraph goes on without it."""
    parts = list(sentences(following[0].passage)) if following and not following[0].under else []
    if not _announces(entry.passage.text) or len(parts) < 2 or following[0].heading or following[0].label:
        return []
    name, rest = Entry(parts[0], None), following[0].passage
    if _says(name) or not _item(name) or judgement(parts[1].text) is None:
        return []
    following[0].passage = rest.part(parts[1].first - rest.first)
    return [name]


def _announces(text: str) -> bool:
    """Whether words point to a list and end with a colon; what they except may be what stands behind it.

    A position that ends with “for:” points to one as well.
    """
    found = governing(text) if text.endswith(":") else None
    if found is None:
        stand = judgement(text)
        return stand is not None and stand.plain and _FOR_LAST.fullmatch(text, stand.last) is not None
    return not _EXCEPT.search(text, found.last)


_FOR_LAST = re.compile(r"\s+(?:for|in)\s*:", re.IGNORECASE)


_EXCEPT = re.compile(r"\b(?:except|unless)\b", re.IGNORECASE)


def _says(entry: Entry) -> bool:
    return VERB.search(entry.passage.text) is not None


def _item(entry: Entry) -> bool:
    """Whether a line can be an item: a name, or one sentence that judges nothing and is no remark on the text."""
    text = entry.passage.text
    if entry.heading or entry.under or entry.label or entry.notes or len(text.split()) > _LONGEST:
        return False
    if text.lower() in NOUNS:
        return False  # “Diagnosis”, over the names in a column
    if text.endswith(":") or len(list(sentences(entry.passage))) != 1 or kind_of(text) is not None:
        return False
    if judgement(text) is not None or boilerplate(text) or says_how_long(text):
        return False
    if INFORMS.match(text) or OF_POLICIES.search(text):
        return False
    names = heading_position(text) or stage_of_heading(text) or names_criteria(text)
    return not names or text.endswith(".")


def _alike(entry: Entry, first: Entry, gap: int) -> bool:
    """Whether a line ends and stands as the first one does; behind empty lines a whole sentence, which ends with a
    full stop, has to be on a patient."""
    if entry is not first and entry.block.gap != gap:
        return False
    if entry.passage.text.endswith(".") != first.passage.text.endswith("."):
        return False
    told = entry.block.gap == 0 or _OF_PATIENT.match(entry.passage.text) is not None
    return told or not entry.passage.text.endswith((".", "?", "!")) or not _says(entry)
