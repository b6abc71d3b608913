"""Bounds that a condition states: `BMI ≥ 40`, `18 years of age or older`, `at least 6 weeks`, `less than 7 %`.

The number is kept as it is printed and only where its direction is in the words; nothing is computed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

from coverable.document.criteria.passage import Passage
from coverable.document.criteria.wordclasses import NUMBERS
from coverable.document.reading import Node, Threshold
from coverable.document.source import Source

Op: TypeAlias = Literal["ge", "gt", "le", "lt", "eq"]

_NUMBER = (
    r"(?P<n>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|"
    + "|".join(sorted(set(NUMBERS) - {"zero"}, key=len, reverse=True))
    + r")(?![A-Za-z-])(?:\s?\((?:[0-9]+|[a-z]+)\))?"
)
_UNIT = r"(?:[\s-]?(?P<unit>%|percent|kg/m2|kg/m²|mg/dL|g/dL|ng/mL|pg/mL|mmol/L|mm\s?Hg|mmHg|mg|mcg|g|kg|lbs?|pounds|cm|mm|inches|dB|bpm|beats|(?:consecutive\s+|calendar\s+|business\s+)?(?:years?|months?|weeks?|days?|hours?|minutes?)(?:\s+of\s+age|\s+old)?|events?(?:\s+per\s+hour)?|episodes?|treatments?|sessions?|visits?|units?|points?|trials?|agents?|medications?|drugs?|degrees?|points)\b|(?P<sign>%))?"
_BEFORE: tuple[tuple[str, Op], ...] = (
    (
        r"(?:≥|>=|=>|at\s+least|no\s+less\s+than|not\s+less\s+than|a\s+minimum\s+of|minimum\s+of|greater\s+than\s+or\s+equal\s+to|equal\s+to\s+or\s+(?:greater|more)\s+than|or\s+greater\s+than|no\s+(?:fewer|younger)\s+than)",
        "ge",
    ),
    (
        r"(?:≤|<=|=<|at\s+most|no\s+more\s+than|not\s+more\s+than|a\s+maximum\s+of|maximum\s+of|up\s+to|less\s+than\s+or\s+equal\s+to|equal\s+to\s+or\s+less\s+than|not\s+(?:to\s+)?exceed(?:ing)?|no\s+(?:older|greater)\s+than|within(?:\s+the)?(?:\s+(?:last|past|previous))?)",
        "le",
    ),
    (r"(?:>|greater\s+than|more\s+than|over|above|exceed(?:s|ing)?|older\s+than|longer\s+than)", "gt"),
    (
        r"(?:<|less\s+than|fewer\s+than|under|below|younger\s+than|shorter\s+than)",
        "lt",
    ),
)
_AFTER: tuple[tuple[str, Op], ...] = (
    (r"(?:or\s+(?:more|greater|older|higher|above|longer|over)|and\s+(?:older|above|over|up)|\+)", "ge"),
    (r"(?:or\s+(?:less|fewer|younger|lower|below|under)|and\s+(?:younger|under))", "le"),
)
_LEADING: tuple[tuple[re.Pattern[str], Op], ...] = tuple(
    (re.compile(rf"(?<!\w){words}\s*{_NUMBER}{_UNIT}", re.IGNORECASE), op) for words, op in _BEFORE
)
_TRAILING: tuple[tuple[re.Pattern[str], Op], ...] = tuple(
    (re.compile(rf"(?<![\w.]){_NUMBER}{_UNIT}\s*{words}(?!\w)", re.IGNORECASE), op) for words, op in _AFTER
)
_COUNTS = re.compile(r"\s*(?:or\s+more\s+)?(?:of|following|criteri\w+|conditions?)\b", re.IGNORECASE)
"""What follows a number that counts the items of a list."""
_AGE = re.compile(r"\b(?:age|aged|old|older|younger)\b", re.IGNORECASE)
_OF = re.compile(
    r"(?P<of>[A-Za-z][A-Za-z0-9/-]*(?:\s+[A-Za-z][A-Za-z0-9/-]*){0,3})\s*(?:\([^()]{0,40}\)\s*)?(?:is|of|was|are|at|score|level)?\s*$"
)


def thresholds(passage: Passage, source: Source) -> Iterator[Threshold]:
    """Every bound whose direction the words state, in order."""
    text, taken = passage.text, list[tuple[int, int]]()
    found: list[tuple[int, Threshold]] = []
    for pattern, op in (*_LEADING, *_TRAILING):
        for match in pattern.finditer(text):
            number_at = match.span("n")
            if any(low < number_at[1] and number_at[0] < high for low, high in taken):
                continue
            taken.append(number_at)
            if not (match["unit"] or match["sign"]) and _COUNTS.match(text, match.end()):
                continue  # “at least one of the conditions below”
            before = _OF.search(text[: match.start()])
            unit = match["unit"] or match["sign"]
            span = passage.part(match.start(), match.end()).span(source)
            found.append(
                (match.start(), Threshold(op, match["n"], unit, before["of"] if before else None, span))
            )
    yield from (threshold for _, threshold in sorted(found, key=lambda pair: pair[0]))


def exclusive(nodes: Sequence[Node]) -> tuple[Node, Node] | None:
    """Two conditions whose bounds on the age leave nobody who meets both."""
    low: tuple[float, Node] | None = None
    high: tuple[float, Node] | None = None
    for node in nodes:
        for bound in node.thresholds:
            if not _AGE.search(node.text) or not (bound.unit or "").lower().startswith("year"):
                continue
            value = float(NUMBERS.get(bound.value.lower(), bound.value.replace(",", "")))
            if bound.op in ("ge", "gt") and (low is None or value > low[0]):
                low = (value, node)
            if bound.op in ("le", "lt") and (high is None or value < high[0]):
                high = (value, node)
    if low is None or high is None or low[1] is high[1] or low[0] < high[0]:
        return None
    return low[1], high[1]
