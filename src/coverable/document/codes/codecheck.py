"""Codes against the release of the document's date: headers, ended and nonexistent codes, range ends.

ICD-10-CM is shipped; other systems are `not_checked` until somebody loads them. A diagnosis in two groups
that say opposite things is a finding: a code alone decides nothing, least of all then (SR-065, SR-068).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from coverable.base.dates import read_date
from coverable.base.problem import Refused
from coverable.document.findings import Doubt, Findings, doubts
from coverable.document.reading import Code, Stated
from coverable.document.source import Span
from coverable.glossary.codebook import CodeBook
from coverable.glossary.codes import read_code

SHOWN: Final = 12
CHECKED: Final = ("icd10cm", "icd9cm", "hcpcs", "cpt")

doubts(
    code_nonexistent=Doubt(
        "medium",
        "Codes are listed that the release of the date does not have",
        "Which codes are meant, or which release did the publisher use?",
        "A code that does not exist matches no claim; it may be mistyped or belong to another release.",
    ),
    code_ended=Doubt(
        "medium",
        "Codes are listed that were no longer in use on the date",
        "Which codes replace them?",
        "A claim on the date of service cannot carry an ended code.",
    ),
    code_header=Doubt(
        "low",
        "Codes are listed that are headers and cannot stand on a claim",
        "Are all codes under these headers meant?",
        "Documents often list a category and mean everything under it; a claim carries the complete code.",
    ),
    code_range_end=Doubt(
        "medium",
        "A range of codes begins or ends with a code that does not exist, or runs backwards",
        "What are the ends of this range?",
        "A range is counted in the official order; an end that has no place there could mean anything.",
    ),
    code_in_two_groups=Doubt(
        "high",
        "A diagnosis is listed both as covered and as not covered",
        "In which of the two groups does it belong, or does the treatment decide?",
        "The two lists say opposite things about the same code.",
    ),
)


def day_of(dates: Iterable[Stated]) -> date | None:
    """The first day on which the document holds, to choose the release of codes; None when not stated."""
    for kind in ("effective", "revision_effective"):
        for stated in dates:
            if stated.kind == kind:
                return read_date(str(stated.value)).first
    return None


def checked(
    codes: Sequence[Code], book: CodeBook | None, on: date | None, findings: Findings
) -> tuple[Code, ...]:
    """The codes with `valid` filled, and findings for those that need an analyst.

    Without a book nothing is checked. `on` is the day whose release answers; None: the newest.
    """
    told: dict[str, list[tuple[str, Span]]] = {}
    out = [_checked(code, book, on, told) if book else code for code in codes]
    for rule, listed in told.items():
        names = ", ".join(name for name, _ in listed[:SHOWN]) + (" ..." if len(listed) > SHOWN else "")
        findings.add(rule, [span for _, span in listed], f"{_SAYS[rule]}: {names}")
    _twice(out, findings)
    return tuple(out)


_SAYS: Final = {
    "code_nonexistent": "These codes are not in the release of the date",
    "code_ended": "These codes were no longer in use on the date",
    "code_header": "These codes are headers",
    "code_range_end": "These ranges have an end that does not exist, or run backwards",
}


def _checked(code: Code, book: CodeBook, on: date | None, told: dict[str, list[tuple[str, Span]]]) -> Code:
    if code.system not in CHECKED:
        return code
    if code.wildcard:
        return _wildcard(code, book, on, told)
    printed = code.first if code.first == code.last else f"{code.first}-{code.last}"
    states: list[str] = []
    for end in dict.fromkeys((code.first, code.last)):
        try:
            states.append(book.look(read_code(f"{code.system}:{end}"), on).state)
        except Refused:
            states.append("nonexistent")
    if any(s in ("not_checked", "not_loaded") for s in states):
        return code
    if len(states) == 2:
        if any(s in ("nonexistent", "not_yet") for s in states) or not _expands(code, book, on):
            told.setdefault("code_range_end", []).append((printed, code.span))
            return replace(code, valid="unknown")
        return replace(code, valid="ended" if "ended" in states else "valid")
    [state] = states
    if state in ("nonexistent", "not_yet"):
        told.setdefault("code_nonexistent", []).append((printed, code.span))
        return replace(code, valid="unknown")
    if state in ("header", "ended"):
        told.setdefault(f"code_{state}", []).append((printed, code.span))
        return replace(code, valid="header" if state == "header" else "ended")
    return replace(code, valid="valid")


def _expands(code: Code, book: CodeBook, on: date | None) -> bool:
    try:
        return bool(book.expand(f"{code.system}:{code.first}", f"{code.system}:{code.last}", on))
    except Refused:
        return False


def _wildcard(code: Code, book: CodeBook, on: date | None, told: dict[str, list[tuple[str, Span]]]) -> Code:
    try:
        for end in dict.fromkeys((code.first, code.last)):
            book.prefix(f"{code.system}:{end.rstrip('-*x').rstrip('.')}", on)
    except Refused:
        told.setdefault("code_nonexistent", []).append((code.first, code.span))
        return replace(code, valid="unknown")
    return replace(code, valid="valid")


def _twice(codes: Sequence[Code], findings: Findings) -> None:
    """Diagnoses that stand in a covered and in a not covered group, by the order of their characters."""
    ends = [
        (*_bounds(c), c) for c in codes if c.system in ("icd10cm", "icd9cm") and c.polarity != "informational"
    ]
    ends.sort(key=lambda e: (e[0], e[1]))
    open_: list[tuple[str, str, Code]] = []
    told: list[tuple[Code, Code]] = []
    for low, high, code in ends:
        open_ = [e for e in open_ if e[1] >= low][-50:]
        told += [
            (other, code)
            for _, _, other in open_
            if other.polarity != code.polarity and other.system == code.system
        ]
        open_.append((low, high, code))
    if told:
        names = ", ".join(dict.fromkeys(f"{_printed(a)} / {_printed(b)}" for a, b in told[:SHOWN]))
        spans = [c.span for pair in told for c in pair]
        findings.add(
            "code_in_two_groups", dict.fromkeys(spans), f"Listed as covered and as not covered: {names}"
        )


def _bounds(code: Code) -> tuple[str, str]:
    """First and last key of everything that a code, range or wildcard holds."""
    low = code.first.rstrip("-*x").replace(".", "")
    high = code.last.rstrip("-*x").replace(".", "")
    return low, high + "~"


def _printed(code: Code) -> str:
    return code.first if code.first == code.last else f"{code.first}-{code.last}"
