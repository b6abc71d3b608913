"""Lists whose levels were lost: “- Both of these: / - A; and / - B” as three bullets of one list.

Extractions of web pages print inner lists beside the items that announce them. The connectors at the ends of the items
tell where an inner list ends: it goes on as long as they say what its rule says (“any of …: A; or / B; or / C; and”), or
for as many items as its words count. Where they do not tell, the list stays as it is printed and is asked about; where
they do, the grouping is asked about all the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from coverable.document.criteria.quantifiers.quantifier import governing
from coverable.document.criteria.text import connectors
from coverable.document.criteria.text.connectors import Connector
from coverable.document.criteria.text.entry import Entry

Joins = Literal["and", "or"]
_POINTS = re.compile(r"\b(?:following|below)\b", re.IGNORECASE)
_EITHER_LAST = re.compile(
    r"\S\s*[;,]?\s+and\s+(?:either|one\s+of|any\s+of|at\s+least\s+one\s+of)\W*$", re.IGNORECASE
)
"""“Diagnosis of A; and either”, over two items of the same list."""


@dataclass(frozen=True, slots=True)
class _Announced:
    """What an item says of the list that it announces: what joins its items, and how many there are."""

    joins: Joins | None
    items: int | None


@dataclass(frozen=True, slots=True)
class _Taken:
    """An item with the inner list that it took: where the next one stands, and what joins it to that."""

    after: int
    joined_by: Connector | None


def regroup(entry: Entry) -> None:
    """Put the items of inner lists under what announces them, in the list under an entry and in those below it."""
    if _flat(entry.under):
        found = _by_heads(entry.under) or _by_connectors(entry.under)
        if found:
            entry.under[:] = _nested(entry.under, range(len(entry.under)), found)
    for item in entry.under:
        regroup(item)


def _by_connectors(entries: Sequence[Entry]) -> dict[int, range]:
    """The items of each inner list, as the connectors tell; none where they do not tell of one of them."""
    found: dict[int, range] = {}
    at = 0
    while at < len(entries):
        taken = _take(entries, at, found)
        if taken is None:
            return {}
        at = taken.after
    return found


def _by_heads(entries: Sequence[Entry]) -> dict[int, range]:
    """The same of a list without connectors that begins with an announcement, and holds several: each heads what follows."""
    heads = [i for i, e in enumerate(entries) if _announces(e) is not None]
    if len(heads) < _SEVERAL or heads[0] or any(_joined_by(entries, i) for i in range(len(entries))):
        return {}
    ends = [*heads[1:], len(entries)]
    return (
        {i: range(i + 1, end) for i, end in zip(heads, ends, strict=True)}
        if all(e - i > _SEVERAL for i, e in zip(heads, ends, strict=True))
        else {}
    )


_SEVERAL = 2


def _flat(entries: Sequence[Entry]) -> bool:
    """Whether bullets stand under an entry, of which one announces a list and has none."""
    bullets = all(e.label and not any(c.isalnum() for c in e.label) for e in entries)
    return bullets and any(_announces(e) is not None for e in entries[:-1])


def _announces(entry: Entry) -> _Announced | None:
    """The list that an item announces and does not have; None for any other item."""
    text = entry.passage.text
    found = governing(text)
    pointed = found is not None and found.how == "stated" and _POINTS.search(text, found.first) is not None
    if not entry.under and _EITHER_LAST.search(text):
        return _Announced("or", None)
    if entry.under or not (text.endswith(":") or pointed) or entry.heading:
        return None
    if found is None:
        return _Announced(None, None)
    if found.rule == "all" and found.how == "implied":
        return _Announced(None, None)
    return _Announced("and" if found.rule == "all" else "or", found.items)


def _joined_by(entries: Sequence[Entry], at: int) -> Connector | None:
    """What joins an item to the next one: at its end, on a line between them, or at the beginning of the next."""
    own = connectors.at_end(entries[at].passage)[1]
    if own or at + 1 == len(entries):
        return own
    return entries[at + 1].before or connectors.at_start(entries[at + 1].passage, item=True)[1]


def _take(entries: Sequence[Entry], at: int, found: dict[int, range]) -> _Taken | None:
    """The item at `at` with its inner list, noted in `found`; None where nothing tells where that list ends."""
    told = _announces(entries[at])
    if told is None or at + 1 == len(entries):
        return _Taken(at + 1, _joined_by(entries, at))
    joins, number, k = told.joins, 0, at + 1
    last: Connector | None = None
    while k < len(entries):
        child = _take(entries, k, found)
        if child is None:
            return None
        k, last, number = child.after, child.joined_by, number + 1
        ended = k == len(entries)
        if joins is None and last in ("and", "or"):
            joins = "and" if last == "and" else "or"
        if told.items is not None and number == told.items:
            if last == joins and not ended:
                return None  # “both of the following: A; and / B; and / C”: a third one, or the list outside?
            break
        counting = told.items is not None and last is None
        alike = last is None and not ended and _heads(entries, at + 1) and _heads(entries, k)
        if ended or not (counting or alike or (joins is not None and last == joins)):
            break
    whole = number > 1 and joins is not None and (told.items is None or told.items == number)
    if not whole or (last is None and k < len(entries) and told.items is None and number < 2):
        return None
    found[at] = range(at + 1, k)
    return _Taken(k, last)


def _heads(entries: Sequence[Entry], at: int) -> bool:
    """Whether an item announces a list: of alternatives that all do, another one follows."""
    return _announces(entries[at]) is not None


def _nested(entries: Sequence[Entry], there: range, found: dict[int, range]) -> list[Entry]:
    """The items of a range, each with its inner list under it."""
    out: list[Entry] = []
    at = there.start
    while at < there.stop:
        entry = entries[at]
        out.append(entry)
        inner = found.get(at)
        if inner is not None:
            entry.under.extend(_nested(entries, inner, found))
            entry.doubts.append("levels_lost")
        at = inner.stop if inner is not None else at + 1
    return out
