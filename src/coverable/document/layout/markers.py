"""The bullets, letters and numbers that items of a list begin with.

A printed `i.` can be the ninth letter or the first Roman number: a marker keeps every rank that it can have,
and the outline (`criteria/outline.py`) finds the one that fits its neighbours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

Series: TypeAlias = Literal["bullet", "digit", "upper", "lower", "roman", "ROMAN", "decimal", "box"]

BULLETS = "-–—−•●○◦▪▫■□◆◇►▶▸➢➤➔➜→✓✔✕✗✘✦·∙‣⁃§*°"
_BULLET = re.compile(
    rf"(?P<printed>(?!°\S)[{re.escape(BULLETS)}]|o(?=\s)|\\-|(?:\uf0b7|\uf0a7|\uf0d8|\uf0fc)|(?:>{{1,3}}|--|[»›])(?=\s+[A-Za-z(]))(?:\s+|(?=[A-Z]))"
)
"""“> 30 mmHg” is none: the sign of a value stands before a figure."""
_BOX = re.compile(r"(?P<printed>\[\s?[xX]?\s?\]|[☐☑☒❏❑])\s*")
_NUMBERED = re.compile(
    r"(?P<printed>(?P<open>[(\[])?(?P<label>[0-9]{1,3}|[A-Za-z]|[ivxIVX]{2,6}|[A-Za-z][0-9]{1,2}|[0-9]{1,2}[a-zA-Z])"
    r"(?P<close>[.)\]:]{1,2}))(?P<after>\s+|(?=[A-Z][a-z]|[A-Z]\s|\((?:[0-9]{1,2}|[a-z]|[ivx]{2,4})\)\s))"
)
_SPACED = re.compile(r"(?P<label>[0-9]{1,2}) (?P<close>[.)])\s+(?=[A-Z][a-z])")
"""“2 . The patient …”, as it is typed or as an extraction leaves it."""
_DASHED = re.compile(r"(?P<printed>(?P<label>[0-9]{1,2}) [-–])\s+(?=[A-Z][a-z])")
"""“1 - Diagnosis of gout”, as criteria of pharmacy benefits are numbered."""
_DECIMAL = re.compile(
    r"(?P<printed>(?P<label>[0-9]{1,2}(?:\.[0-9]{1,2}){1,4}|[A-Za-z](?:\.[0-9]{1,2}){1,3})[.)]?)\s+(?=\S)"
)
_REMARK = re.compile(r"[*†‡]{1,3}\s?(?:notes?|exceptions?|nb|please\s+note)\b", re.IGNORECASE)
"""A remark with its sign, no item with a bullet."""
_SET_OFF = re.compile(r"\*(?=\S)[^*]+(?<=\S)\*")
"""“*CHECK THE CONTRACT*”: a line between stars."""
_ROMAN = {"i": 1, "v": 5, "x": 10}

CONNECTOR = re.compile(
    r"[-–—*\s]*(?:and|or|and/or|plus|either|with|or\s+else|as\s+well\s+as|in\s+addition|alternatively|also|&)[-–—*:,\s]*",
    re.IGNORECASE,
)
"""A line that joins the items before and after it: “or”, “- AND -”."""
JOINED = re.compile(r"[;,]\s?(?:and|or),?$", re.IGNORECASE)
"""How an item ends that joins the next one: “Alpha; and”."""


@dataclass(frozen=True, slots=True)
class Marker:
    """What an item begins with: the printed form, and every (series, rank) that it can mean."""

    printed: str
    length: int
    """Characters of the line up to the item's own words."""
    ranks: tuple[tuple[Series, int], ...]
    style: str = ""
    """The punctuation around it (`.`, `)`, `()`): lists that nest often differ in it."""

    @property
    def bullet(self) -> bool:
        return self.ranks[0][0] in ("bullet", "box")


_PAGE = re.compile(r"(?:pp?|pg)\.\s*[0-9]{1,4}(?:\s*(?:of|/)\s*[0-9]{1,4})?\s*", re.IGNORECASE)
"""“p. 4” at the foot of a page."""


@lru_cache(maxsize=8192)
def marker_of(text: str) -> Marker | None:
    """The marker that this text begins with, or None. Text that is only a marker has none."""
    if _REMARK.match(text) or _SET_OFF.fullmatch(text) or _PAGE.fullmatch(text):
        return None
    if match := _BOX.match(text):
        found = Marker(match["printed"], match.end(), (("box", 0),))
    elif match := _BULLET.match(text):
        found = Marker(match["printed"], match.end(), (("bullet", 0),), match["printed"])
    elif match := _SPACED.match(text):
        found = Marker(match["label"] + match["close"], match.end(), ranks_of(match["label"]), match["close"])
    elif match := _DASHED.match(text):
        found = Marker(match["printed"], match.end(), (("digit", int(match["label"])),), " -")
    elif match := _DECIMAL.match(text):
        parts = match["label"].split(".")
        chapter = len(parts) > 1 and set(parts[-1]) == {"0"}  # “4.0” is behind “3.0”, and over “4.1”
        rank, style = (
            (parts[-2], f"{len(parts)} parts of 0") if chapter else (parts[-1], f"{len(parts)} parts")
        )
        known = rank.isdigit()
        found = Marker(match["printed"], match.end(), (("decimal", int(rank) if known else 1),), style)
    elif (match := _NUMBERED.match(text)) and _paired(match):
        ranks = ranks_of(match["label"])
        style = (match["open"] or "") + match["close"] + _of_part(match["label"])
        found = Marker(match["printed"], match.end(), ranks, style) if ranks else None
    else:
        found = None
    return found if found and text[found.length :].strip() else None


def _of_part(label: str) -> str:
    """What “A1” and “A2”, or “1a” and “1b”, have in common: they are items of one list, “B1” of another."""
    if len(label) < 2 or label.isdigit() or label.isalpha():
        return ""
    return label[0] if label[-1].isdigit() else label[:-1]


def _paired(match: re.Match[str]) -> bool:
    """`(a)` and `a)`, never `(a.`."""
    closes = {"(": ")", "[": "]"}
    return match["open"] is None or closes[match["open"]] in match["close"]


def ranks_of(label: str) -> tuple[tuple[Series, int], ...]:
    """Every series and rank that a label without its punctuation can have, the likeliest first."""
    if label.isdigit():
        return (("digit", int(label)),)
    out: list[tuple[Series, int]] = []
    roman = roman_rank(label.lower()) if label.lower() == label or label.upper() == label else None
    if len(label) == 1:
        upper = label.isupper()
        rank = ord(label.lower()) - ord("a") + 1
        out.append(("upper" if upper else "lower", rank))
        if roman is not None:
            out.append(("ROMAN" if upper else "roman", roman))
    elif roman is not None:
        out.append(("ROMAN" if label.isupper() else "roman", roman))
    elif label[-1].isdigit():
        out.append(("decimal", int(label.rpartition(".")[2] if "." in label else label[1:])))
    elif label[0].isdigit():
        out.append(("decimal", ord(label[-1].lower()) - ord("a") + 1))
    return tuple(out)


def roman_rank(label: str) -> int | None:
    """`iv` as 4; None when it is no Roman number under 40."""
    if not label or any(c not in _ROMAN for c in label):
        return None
    values = [_ROMAN[c] for c in label]
    total = sum(-v if any(w > v for w in values[i + 1 : i + 2]) else v for i, v in enumerate(values))
    return total if 0 < total < 40 and _written(total) == label else None


def _written(number: int) -> str:
    out = ""
    for value, letters in ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        while number >= value:
            out, number = out + letters, number - value
    return out
