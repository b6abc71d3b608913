"""Items that are statements of their own, as the paragraphs of a rule are: “(a) X is covered when …; (b) All other uses are …”."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coverable.document.criteria.positions import catchall
from coverable.document.criteria.positions.judged import OF_THE_PATIENT, stand_of, takes_position
from coverable.document.criteria.positions.stand import NEGATIVE
from coverable.document.criteria.quantifiers import leadin
from coverable.document.criteria.text.clauseverbs import VERB
from coverable.document.criteria.text.entry import Entry
from coverable.document.criteria.text.passage import Passage, sentences


def hold_statements(entries: Sequence[Entry]) -> bool:
    """Whether items are statements of their own and not criteria that happen to use a word of position."""
    taking = [e for e in entries if takes_position(e) or _over_paragraphs(e)]
    own = [e for e in taking if _paragraph(e)]
    most = len(own) > 1 and (3 * len(own) >= 2 * len(entries) or any(map(_closes, own)))
    return bool(taking) and (len(taking) == len(entries) or most or any(e.under for e in taking))


_DOES = re.compile(
    r"\W*(?:not\s+)?(?:cover|consider|pay|reimburse|allow|approve|deny|exclude|authori[sz]e|require|limit)\b",
    re.IGNORECASE,
)


def does(text: str) -> bool:
    """Whether an item says what a payer does, behind words such as “The plan will:”: “Not cover X”."""
    return _DOES.match(text) is not None


_DOTTED = re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,2})+\.?")
"""“3.2”: the number of a paragraph in its section, and of no criterion."""


def are_paragraphs(entries: Sequence[Entry], denied: bool) -> bool:
    """Whether what stands under the name of a section are paragraphs: each takes a position, or most are sentences of one.

    `denied`: the name denies, and what takes no position of its own may be a ground.
    """
    if all(map(takes_position, entries)):
        return True
    own = sum(states_own(e.passage) for e in entries)
    numbered = all(_DOTTED.fullmatch(e.label or "") for e in entries)
    return ((own > 1 and not denied) or numbered) and 2 * own >= len(entries)


def _over_paragraphs(entry: Entry) -> bool:
    """Whether statements stand under an item that is their title: “(1) Coverage: (a) X is covered when …; (b) …”."""
    own = [e for e in entry.under if _paragraph(e)]
    closed = len(own) > 1 and any(map(_closes, own))
    listed = any(e.under and _names_own(e.passage) for e in entry.under)
    return bool(entry.under) and (closed or listed or all(map(takes_position, entry.under)))


def _paragraph(entry: Entry) -> bool:
    """Whether an item is a sentence of position, or the lettered paragraph of a rule that takes one: “(b) …;”."""
    lettered = (entry.label or "").strip("().").isalnum()
    ended = entry.passage.trimmed(";") if lettered and entry.passage.text.endswith(";") else None
    return states_own(entry.passage) or (ended is not None and _names_own(ended))


def _closes(entry: Entry) -> bool:
    """Whether an item denies all other uses, which no criterion does: the items beside it are paragraphs of a rule."""
    found = stand_of(entry.passage)
    denies = found is not None and found.position in NEGATIVE
    return denies and catchall.speaks_of_others(entry.passage.text)


_ENDED = re.compile(r"\.(?:\s?[0-9,–-]{1,9})?$|[a-z]\s[0-9]{1,2}(?:[,–-]\s?[0-9]{1,2})*$")
"""The end of a sentence, with the numbers of its references or with nothing else."""


def states_own(item: Passage) -> bool:
    """Whether an item is a whole sentence of position on something that it names: “(2) Gadgets are not covered.”"""
    return _ENDED.search(item.text) is not None and _names_own(item)


def _names_own(item: Passage) -> bool:
    found = stand_of(next(sentences(item), item))
    if found is None or not (found.plain and found.certain):
        return False
    name = item.text[slice(*found.subject)] if found.subject else item.text[: found.first]
    return leadin.substantive(name) and OF_THE_PATIENT.match(item.text) is None


_LIMITATIONS = re.compile(r"\W*(?:coverage\s+)?limitations?(?:\s+of\s+coverage)?\W*", re.IGNORECASE)
_MODAL = re.compile(r"\b(?:should|may|must|can|is|are)\s+(?:\w+\s+)?(?:be\b|indicated\b)", re.IGNORECASE)


def tell_of_services(heading: str, entries: Sequence[Entry], stated: bool) -> bool:
    """Whether the items under “Limitations” are whole sentences on services, and no grounds of a denial.

    “2. The blot test should be performed only after two positive tests.” `stated`: others of them take a position.
    """
    told = [e for e in entries if not e.under and _tells(e.passage)]
    says = stated or any(_MODAL.search(e.passage.text) for e in told)
    return _LIMITATIONS.fullmatch(heading) is not None and says and 0 < len(entries) == len(told)


def _tells(item: Passage) -> bool:
    ended = _ENDED.search(item.text) is not None
    return ended and VERB.search(item.text) is not None and OF_THE_PATIENT.match(item.text) is None
