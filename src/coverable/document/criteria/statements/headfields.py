"""Fields of a document's head that stand among the criteria, and criteria that have the form of one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coverable.document.criteria.positions.stages import stage_of_heading
from coverable.document.criteria.text.entry import Entry
from coverable.document.dates import dates_in
from coverable.document.header.labels import is_dated, is_entry, label_of
from coverable.document.header.labelwords import date_label
from coverable.document.header.linenames import LINE
from coverable.document.patterns import begins_small

_NAMING = ("title", "lines", "other", "also", "publisher")
"""Labels whose values are names; those of dates are explained in a list at most."""
_VALUED = (*_NAMING, "number", "version", "replaces")
"""Labels of which the value is no date."""
_CONDITION = re.compile(
    r"\b(?:failure|trial|tried|only|must|limited|every|per\s+(?:day|week|month|year)|older|younger)\b",
    re.IGNORECASE,
)
_NAME = 6
"""Words of a name in a list."""
_ASKS = re.compile(
    r"\b(?:failure|trial|tried|not?|only|must|limited|use|age[ds]?|older|years?|months?|weeks?|members?|patients?)\b"
    r"|[0-9]",
    re.IGNORECASE,
)


def is_field(text: str) -> bool:
    """Whether a line is a field of the head: “Effective Date: 01/02/2026”, “Subsequent Review Date” over its value.

    “Approved: adults only”, “Program: Must be enrolled in the REMS” are conditions, in the form of one.
    """
    if is_dated(text) or ("date" in text.lower().split() and date_label(text) is not None):
        return True
    name, _, value = text.partition(":")
    label = label_of(name)
    if label is None or not is_entry(text) or stage_of_heading(text):
        return False
    if label.kind == "lines" and not LINE.search(value):
        return False
    if label.kind not in _VALUED and not (dates_in(value) or value.strip()[:1].isdigit()):
        return False  # “Approved: Adults only”
    return not (begins_small(value.strip()) or _CONDITION.search(value))


def may_ask(text: str) -> bool:
    """Whether a line has the label of a field of the head and a value that is none: “Approved: adults only”."""
    return is_entry(text) and not is_field(text) and not stage_of_heading(text)


def informs(text: str, under: Sequence[Entry]) -> bool:
    """Whether a line is a label of the head over a list of what it means, or of names.

    “Medications:” over “Failure of methotrexate for 12 weeks” holds criteria.
    """
    label = label_of(text)
    if label is None or label.weak:
        return False
    return label.kind not in _NAMING or all(_names(entry) for entry in under)


def _names(entry: Entry) -> bool:
    text = entry.passage.text
    return not entry.under and len(text.split()) <= _NAME and _ASKS.search(text) is None
