"""Raised letters: an exponent belongs to its unit, an ordinal to its number, all else points to a note.

A note's letter that stays glued to the word before it changes the word ("Criteriaa") or, worse, the number
("35" with note 1 becomes 351). It is taken out of the text and kept as a reference.
"""

from __future__ import annotations

import re

_ORDINAL = re.compile(r"(?:st|nd|rd|th|TM|SM|®|™|©|℠)", re.IGNORECASE)
_POWER = re.compile(r"[-–−+]?\d{1,2}")
_UNIT = re.compile(r"(?:^|[\s/(\d.·])(?:m|cm|mm|dm|km|in|ft|yd|s|sec|inch)$", re.IGNORECASE)
_TEN = re.compile(r"(?:^|[x×*·\s])\s*10$", re.IGNORECASE)
_MARKS = re.compile(
    r"[\[(]?(?:[A-Za-z]{1,2}|\d{1,3}|[*†‡§¶#‖]{1,3})(?:\s?[,;–-]\s?(?:[A-Za-z]{1,2}|\d{1,3}|[*†‡§¶#]{1,3}))*[,;]?[\])]?"
)
_SEPARATOR = re.compile(r"\s?[,;]\s?")


def raised(before: str, words: str, after: str = "") -> tuple[str, tuple[str, ...]]:
    """What raised words mean after `before`: the words that stay in the text, and the notes they point to."""
    mark = words.strip()
    if not mark:
        return words, ()
    if _ORDINAL.fullmatch(mark) and (before[-1:].isdigit() or not mark[0].isascii() or mark.isupper()):
        return words, ()
    if _POWER.fullmatch(mark):
        if mark.lstrip("-–−+") in ("1", "2", "3") and _UNIT.search(before):
            return words, ()
        if _TEN.search(before) and (before.rstrip()[:-2].rstrip()[-1:] in "x×*·X" or after.startswith("/")):
            return f"^{mark}", ()
    if _MARKS.fullmatch(mark):
        marks = _SEPARATOR.split(mark.strip("[]() ,;"))
        return " " * (words[-1:].isspace()), tuple(m for m in marks if m)
    return words, ()
