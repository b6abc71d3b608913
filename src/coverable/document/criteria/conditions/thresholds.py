"""Bounds that a condition states: `BMI ≥ 40`, `18 years of age or older`, `at least 6 weeks`, `less than 7 %`.

The number is kept as it is printed and only where its direction is in the words; nothing is computed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

from coverable.document.criteria.text.passage import Passage
from coverable.document.criteria.text.wordclasses import NUMBERS
from coverable.document.patterns import any_of
from coverable.document.reading import Node, Threshold
from coverable.document.source import Source

Op: TypeAlias = Literal["ge", "gt", "le", "lt", "eq"]

_THOUSANDS = r",(?:\s(?=000(?![0-9])|[0-9]{3}\s?(?:/|per\s|cells?\b|platelets?\b|copies\b)))?[0-9]{3}"
"""“30,000”, and “30, 000/mcl” with a blank that nothing else explains."""
_FIGURES = rf"(?>[0-9]{{1,3}}(?:{_THOUSANDS})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|\.[0-9]+)"
_WORDS = "|".join(sorted(set(NUMBERS) - {"zero"}, key=len, reverse=True))
_UNIT = any_of(
    r"%|percent(?:ile)?|degrees?|dB|Hz|bpm|beats",
    r"k?g\s?/\s?m(?:2|²|\^2)?|(?:m|µ|u|n|p)?g/d?m?L|m?mol/L|(?:m?I)?U/m?L|cells/\S{2,4}|mL/min(?:/1\.73\s?m2)?",
    r"mm\s?Hg|mmHg|mg|mcg|µg|kg|g|lbs?|pounds|ounces|oz|cm|mm|meters?|inches|feet|mL|cc|liters?|L",
    r"m?sec(?:onds?)?|ms",
    r"(?:consecutive\s+|calendar\s+|business\s+)?(?:years?|yrs?|months?|weeks?|wks?|days?|hours?|hrs?|minutes?)"
    r"(?:\s+of\s+age|\s+old)?",
    r"events?(?:\s+per\s+hour)?|episodes?|treatments?|sessions?|visits?|units?|points?|trials?",
    r"agents?|medications?|drugs?",
)
_NUMBER = (
    rf"(?P<n>(?:(?<![\w.])[-−–])?{_FIGURES}|(?:{_WORDS})(?![A-Za-z-]))(?![0-9])"
    r"(?:\s?\((?:[0-9]+|[a-z]+)\))?"
    rf"(?:[\s-]?(?P<unit>{_UNIT})(?![A-Za-z0-9])|(?P<sign>%)|(?![A-Za-z-]))"
)
"""A number with its unit, which may be glued to it (`30mm`); with other letters behind it, it is a name."""
_OR = r"\s*(?:or|/|and/or)\s*(?:is\s+)?"
_MORE = r"(?:greater|more|larger|higher|longer|older|wider)"
_LESS = r"(?:less|fewer|smaller|lower|shorter|younger)"
_BEFORE: tuple[tuple[str, Op], ...] = (
    (
        any_of(
            r"≥|>=|=>|[>]\s*or\s*=|at\s+least|(?:a\s+)?minimum\s+of|or\s+greater\s+than",
            rf"{_MORE}\s+than{_OR}equal(?:\s+to)?|{_MORE}{_OR}equal\s+(?:to|than)|equal\s+to{_OR}{_MORE}\s+than",
            rf"(?:at|equal\s+to){_OR}(?:above|over|exceeding)|(?:above|over){_OR}(?:at|equal\s+to)",
        ),
        "ge",
    ),
    (
        any_of(
            r"≤|<=|=<|[<]\s*or\s*=|at\s+(?:the\s+)?most|(?:a\s+)?maximum\s+of|up\s+to",
            rf"{_LESS}\s+than{_OR}equal(?:\s+to)?|{_LESS}{_OR}equal\s+(?:to|than)|equal\s+to{_OR}{_LESS}\s+than",
            rf"(?:at|equal\s+to){_OR}(?:below|under)|(?:below|under){_OR}(?:at|equal\s+to)",
            r"within(?:\s+the)?(?:\s+(?:last|past|previous|prior|preceding))?",
        ),
        "le",
    ),
    (rf">|{_MORE}\s+than|over|above|exceed(?:s|ed|ing)?|in\s+excess\s+of", "gt"),
    (rf"<|{_LESS}\s+than|under|below", "lt"),
)
_CONTRARY: dict[Op, Op] = {"gt": "le", "lt": "ge", "ge": "lt", "le": "gt"}
_AFTER: tuple[tuple[str, Op], ...] = (
    (
        r"(?:or\s+(?:more|greater|older|higher|above|longer|over|larger)|and\s+(?:older|above|over|up)|\+)",
        "ge",
    ),
    (
        r"(?:or\s+(?:less|fewer|younger|lower|below|under|shorter|smaller)|and\s+(?:younger|under|below))",
        "le",
    ),
)
_NOT = r"(?P<not>\b(?:not?|never)\s+(?:be\s+|to\s+)?)?"
"""“Not greater than 5 cm”, “no older than”: the contrary bound."""
_LEADING: tuple[tuple[re.Pattern[str], Op], ...] = tuple(
    (re.compile(rf"(?<!\w){_NOT}(?:{words})\s*{_NUMBER}", re.IGNORECASE), op) for words, op in _BEFORE
)
_TRAILING: tuple[tuple[re.Pattern[str], Op], ...] = tuple(
    (re.compile(rf"(?<![\w.])(?<![0-9][-–/])(?P<not>)?{_NUMBER}\s*{words}(?!\w)", re.IGNORECASE), op)
    for words, op in _AFTER
)
_DENIED = re.compile(
    r"(?:^|[,;:]\s*)(?:there\s+(?:is|are)\s+)?no\s(?:(?:\S+\s){1,8}|(?:[^\s.;,]+\s){1,30})$|\bnot\s(?:\S+\s){1,8}$|\bwithout\s(?:\S+\s){1,6}$|\bnone\s(?:\S+\s){0,4}$",
    re.IGNORECASE,
)
"""What stands before a bound of something that is not there: “no tumor with a diameter greater than 3 cm”."""
_OF_WHAT_IS_DENIED = re.compile(r"within|than|over|above|exceed|under|below|[<>]", re.IGNORECASE)
_COUNTS = re.compile(r"\s*(?:or\s+more\s+)?(?:of|following|criteri\w+|conditions?)\b", re.IGNORECASE)
"""What follows a number that counts the items of a list."""
_IN_ONE_CASE = re.compile(r"\w\s+(?:if|unless|except)\s", re.IGNORECASE)
"""“Open epiphyses if the child is 10 or older”: the bound says when, and is not asked for."""
_RANGE = re.compile(r"\s*(?:to|[-–])\s*[0-9]")
"""“Within 1 to 2 years”: neither figure alone is the bound."""
_AGE = re.compile(r"\b(?:age|aged|old|older|younger)\b", re.IGNORECASE)
_OF = re.compile(
    r"(?P<of>[A-Za-z][A-Za-z0-9/-]*?(?:\s+[A-Za-z][A-Za-z0-9/-]*?){0,3}?)\s*(?:\([^()]{0,40}\)\s*)?(?:is|of|was|are|at|score|level)?\s*$"
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
            if _DENIED.search(text[: match.start()]) and _OF_WHAT_IS_DENIED.search(match[0]):
                continue  # the bound of what must not be there is no bound that must be met
            if _IN_ONE_CASE.search(text[: match.start()]) or _RANGE.match(text, match.end()):
                continue
            if not (match["unit"] or match["sign"]) and _COUNTS.match(text, match.end()):
                continue  # “at least one of the conditions below”
            before = _OF.search(text[: match.start()])
            unit = match["unit"] or match["sign"]
            span = passage.part(match.start(), match.end()).span(source)
            found.append(
                (
                    match.start(),
                    Threshold(
                        _CONTRARY[op] if match["not"] else op,
                        match["n"].replace(", ", ","),
                        unit,
                        before["of"] if before else None,
                        span,
                    ),
                )
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
