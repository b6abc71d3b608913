"""Items that only name the items of a list behind them: “a) criterion 1, or b) items 2 and 3”.

The list stands under the last of them, and is no list of that one: each item asks for those that it names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from string import ascii_lowercase

from coverable.document.criteria.text import connectors
from coverable.document.criteria.text.entry import Entry
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import Passage
from coverable.document.criteria.text.wordclasses import NUMBERS
from coverable.document.reading import Node, Rule

_LABEL = r"(?:[0-9]{1,2}|[A-Z]|[ivx]{1,4})"
_PART = (
    r"(?:(?:(?P<all>all|both)|(?:at\s+least\s+)?(?P<n>any|either|one|two|three|four|[1-4]))\s+of\s+)?(?:the\s+)?"
    r"(?:(?:criteri(?:a|on)|conditions?|items?|numbers?)\s+)"
    rf"(?P<labels>{_LABEL}(?:\s*(?:,(?:\s*(?:and|or)\b)?|-|–|\bto\b|\bthrough\b|\band\b|\bor\b)\s*{_LABEL}\b)*)(?:\s+(?:below|above))?(?:\s+(?:is|are)\s+(?:met|satisfied|fulfilled|present|true))?"
)
_ONE = re.compile(_PART, re.IGNORECASE)
_AND = re.compile(r",?\s+(?:and|plus|as\s+well\s+as)\s+", re.IGNORECASE)
_RANGE = re.compile(rf"({_LABEL})\s*(?:-|–|to|through)\s*({_LABEL})", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:and|or)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """Labels, and how many of their items are asked for."""

    rule: Rule
    n: int | None
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pointing:
    """What each item of a list names of the list under the last one."""

    parts: tuple[list[Part], ...]
    renumbered: bool = False
    """The items call by letters what a list with numbers has."""


def pointing(entries: Sequence[Entry]) -> Pointing | None:
    """What each item names of the list under the last one; None where one says more, or labels and items differ."""
    printed = [_bare(e.label) for e in entries[-1].under] if entries else []
    if len(entries) < 2 or not all(printed) or any(e.under for e in entries[:-1]):
        return None
    if named := _named(entries, printed):
        return Pointing((*named,))
    lettered = _renumbered(entries, printed)
    return Pointing((*lettered,), renumbered=True) if lettered else None


def _named(entries: Sequence[Entry], printed: Sequence[str]) -> list[list[Part]] | None:
    out: list[list[Part]] = []
    for entry in entries:
        passage, _ = connectors.at_end(entry.passage)
        parts = _parts(passage.text.rstrip(" .;,:"), printed)
        if parts is None:
            return None
        out.append(parts)
    named = {label for parts in out for part in parts for label in part.labels}
    return out if named == {*printed} else None


def _renumbered(entries: Sequence[Entry], printed: Sequence[str]) -> list[list[Part]] | None:
    """The same where a conversion numbered a list whose items the words call by letters: “Criteria A to E”, over 1 to 7."""
    if [*printed] != [str(n) for n in range(1, len(printed) + 1)] or len(printed) > len(ascii_lowercase):
        return None
    numbers = dict(zip(ascii_lowercase, printed, strict=False))
    found = _named(entries, [*numbers][: len(printed)])
    return found and [
        [replace(p, labels=tuple(numbers[one] for one in p.labels)) for p in parts] for parts in found
    ]


def pointed(parts: Sequence[Part], made: Mapping[str, Node], over: Passage, page: Page) -> Node:
    """The criterion that an item is which names others: those, as it joins them."""
    nodes = tuple(_joined(part, made, over, page) for part in parts)
    return nodes[0] if len(nodes) == 1 else Node("all", over.text, page.span(over), nodes)


def by_label(entries: Sequence[Entry], made: Sequence[Node]) -> dict[str, Node]:
    """The criteria of a list by their labels."""
    return {_bare(e.label): node for e, node in zip(entries, made, strict=True)}


def _joined(part: Part, made: Mapping[str, Node], over: Passage, page: Page) -> Node:
    nodes = tuple(made[label] for label in part.labels)
    return nodes[0] if len(nodes) == 1 else Node(part.rule, over.text, page.span(over), nodes, part.n)


def _parts(text: str, printed: Sequence[str]) -> list[Part] | None:
    """The parts that “and” joins, each a series of labels that are printed."""
    at, out = 0, list[Part]()
    while match := _ONE.match(text, at):
        part = _part(match, printed)
        if part is None:
            return None
        out.append(part)
        if match.end() == len(text):
            return out
        joined = _AND.match(text, match.end())
        if joined is None:
            return None
        at = joined.end()
    return None


def _part(match: re.Match[str], printed: Sequence[str]) -> Part | None:
    said = match["labels"]
    words = {w.lower() for w in _BETWEEN.findall(said)}
    if ends := _RANGE.fullmatch(said):
        low, high = (_bare(one) for one in ends.groups())
        if low not in printed or high not in printed or printed.index(low) >= printed.index(high):
            return None
        labels = tuple(printed[printed.index(low) : printed.index(high) + 1])
    else:
        labels = tuple(_bare(one) for one in re.findall(rf"\b{_LABEL}\b", _BETWEEN.sub(",", said)))
    if not set(labels) <= {*printed} or len(words) > 1 or ("-" in said and not ends):
        return None
    count = (match["n"] or "").lower()
    if count and not match["all"]:
        n = 1 if count in ("any", "either") else int(NUMBERS.get(count) or count)
        return Part("any", None, labels) if n == 1 else Part("at_least", n, labels)
    return Part("any" if words == {"or"} else "all", None, labels)


def _bare(label: str | None) -> str:
    return re.sub(r"\W", "", label or "").lower()
