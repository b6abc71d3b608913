"""Items whose list lost its markers, and names with lists of their own, behind words that announced a list."""

from __future__ import annotations

import re

from coverable.document.criteria.outline.barelines import bare_lines, first_of
from coverable.document.criteria.positions.headed import heading_position, names_criteria
from coverable.document.criteria.positions.judgement import judgement
from coverable.document.criteria.positions.stages import names_stage, stage_of_heading
from coverable.document.criteria.quantifiers.quantifier import governing
from coverable.document.criteria.text.clauseverbs import VERB
from coverable.document.criteria.text.entry import Entry
from coverable.document.criteria.text.passage import sentences

LISTED = re.compile(r"[;,]$|[;,]?\s(?:and|or)$", re.IGNORECASE)
"""How an item ends that is not the last of its list."""

_JOINED = re.compile(r"[;,]\s(?:and|or),?$", re.IGNORECASE)


def regained(roots: list[Entry]) -> list[Entry]:
    """Items whose markers were lost: short paragraphs that end like items, after words that announce a list."""
    out: list[Entry] = []
    position = 0
    pending = False
    while position < len(roots):
        entry = roots[position]
        position += 1
        out.append(entry)
        if entry.under:
            pending = pending and judgement(entry.passage.text) is None
            continue
        staged = pending and names_stage(entry.passage.text)  # “… all of these criteria: / Initial therapy”
        if entry.heading and not staged:
            position += _under_heading(entry, roots[position:])
            continue
        if judgement(entry.passage.text) is not None:
            pending = entry.passage.text.endswith(":") and governing(entry.passage.text) is not None
        if not (
            staged or entry.passage.text.endswith(":") or _unannounced(entry, roots[position : position + 1])
        ):
            continue
        named = _named_lists(roots[position:])
        if named:
            entry.under.extend(named)
            position += len(named)
            continue
        taken: list[Entry] = []
        while position < len(roots) and (
            _like_item(roots[position], taken)
            or (position + 1 < len(roots) and _goes_on(roots[position + 1]))
        ):
            taken.append(roots[position])
            position += 1
        if len(taken) > 1:
            entry.under.extend(taken)
            entry.doubts.append("markers_lost")
            continue
        position -= len(taken)
        if taken := bare_lines(entry, roots[position:]):
            entry.under.extend(taken)
            position += len(taken)
        elif taken := first_of(entry, roots[position:]):
            entry.under.extend(taken)
        if taken:
            taken[0].doubts.append("markers_lost")
    return out


def _under_heading(entry: Entry, following: list[Entry]) -> int:
    """Take the items right under a heading that sets a position, of which each joins the next: “A is shown, and”. How many."""
    named = heading_position(entry.passage.text) is not None
    if not (named and following and _JOINED.search(following[0].passage.text)):
        return 0
    taken: list[Entry] = []
    for one in following:
        joined = not taken or _JOINED.search(taken[-1].passage.text)
        if not joined or one.heading or one.under or len(list(sentences(one.passage))) > 1:
            break
        taken.append(one)
    if len(taken) < _FEWEST:
        return 0
    entry.under.extend(taken)
    entry.doubts.append("markers_lost")
    return len(taken)


_FEWEST = 2


def _unannounced(entry: Entry, following: list[Entry]) -> bool:
    """Whether a statement of what is necessary has an item under it that it did not announce: “A is shown; and”."""
    found = judgement(entry.passage.text)
    listed = bool(following) and _JOINED.search(following[0].passage.text) is not None
    return listed and found is not None and found.plain and found.position == "medically_necessary"


def _named_lists(entries: list[Entry]) -> list[Entry]:
    """Names with lists of their own at the beginning of these: what the words before them announced."""
    out: list[Entry] = []
    for entry in entries:
        text = entry.passage.text
        name = text[:1].isupper() and len(text.split()) <= 10 and not text.endswith((".", ";", ","))
        told = governing(text) is not None or judgement(text) is not None or VERB.search(text)
        heads = entry.heading or heading_position(text) or stage_of_heading(text) or names_criteria(text)
        if not entry.under or not name or told or heads:
            break
        out.append(entry)
    return out


def _goes_on(entry: Entry) -> bool:
    """Whether the connector to the item before it stands at the beginning of a paragraph, or on a line before it."""
    joined = entry.before is not None or re.match(r"(?:and|or)\s", entry.passage.text, re.IGNORECASE)
    return bool(joined) and not entry.heading


def _like_item(entry: Entry, taken: list[Entry]) -> bool:
    """Whether a paragraph reads like the next item of a list without markers."""
    text = entry.passage.text
    if (
        entry.heading
        or len(text) > 400
        or judgement(text) is not None
        or is_note(text)
        or (text.endswith(":") and not entry.under)
    ):
        return False
    if LISTED.search(text) or entry.before is not None or _goes_on(entry):
        return True
    return bool(taken) and LISTED.search(taken[-1].passage.text) is not None


def is_note(text: str) -> bool:
    """Whether a paragraph is a remark on a list."""
    words = text.lstrip("*† ").lower()
    return words.startswith(("note:", "note ", "notes:", "nb:", "please note", "exception:", "exceptions:"))
