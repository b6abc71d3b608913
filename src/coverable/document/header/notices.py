"""Statements about the document and the service: prior authorization, and the rights in the text (SR-122)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from coverable.document.findings import Doubt, Findings, doubts
from coverable.document.layout.furniture import Cleaned
from coverable.document.places import main_kinds
from coverable.document.reading import Section, Stated
from coverable.document.source import Source, inside

_AHEAD = (
    r"\b(?:prior[- ]?(?:(?:health )?plan )?authori[sz]ation|pre-?authori[sz]ation|pre-?certification"
    r"|prior (?:plan )?approval|pre-?determination|prior notification"
    r"|(?:certification|authori[sz]ation|approval) in advance"
    r"|advance (?:certification|approval))s?\b"
)
_PROGRAM = re.compile(rf"\bprograms?\s?:\s{{0,3}}{_AHEAD}", re.IGNORECASE)
"""“UM Program: Prior Authorization with Quantity Limit”."""
_UP_TO = r"(?:(?!\b(?:where|when|if|whether|unless)\b)[^.;:]){0,80}?"
_ASKED = re.compile(r"\b(?:if|whether|when|where)\s+(?:an?\s+|the\s+)?$", re.IGNORECASE)
"""“If prior authorization is required, send …”: whether it is, is not said."""
_REQUIRED = re.compile(
    rf"(?P<none>\bno\s)?{_AHEAD}{_UP_TO}\b(?P<state>(?:is|are|may be|might be|will be)"
    r"(?:(?P<nt>n['’]t)|\s(?P<not>not|never|no longer))?\s(?:\w+ly\s)?"
    r"(?:required|needed|necessary|mandatory))\b"
    rf"|(?P<before>\b(?P<no>no\s)?{_AHEAD}\s(?P<word>required|needed)\b)"
    rf"|(?P<verb>(?P<never>\b(?:not|never|n['’]t)\s)?\b(?:requires?|needs?|asks(?:\sfor)?)\s(?P<verbnot>no\s)?){_AHEAD}"
    r"|\b(?P<must>must\sbe\s(?:(?:prior\s|pre-?)?authori[sz]ed\b(?=\s(?:before|in\sadvance|prior)|\W*$)"
    r"|approved\sby\sthe\s(?:health\s)?plan\s(?:before|in\sadvance)\b))",
    re.IGNORECASE,
)
_BOUND = re.compile(r"\s(?:unless|except|until|when|if)\b", re.IGNORECASE)
"""“No prior authorization is needed unless …”: for some it is."""
_OF_SOME = re.compile(
    r"\s+for\s+(?:(?:these|those)\s+(?:two|three|four|five|six|marked)\b|[A-Z]?[0-9]{2}|the\s+marked\b)"
)
"""“No prior approval needed for these three”: nothing is said of the others."""
_NEAR: Final = 20
"""Characters before the words."""
_ANSWER = re.compile(r"(?P<yes>yes|required)|(?P<no>no|not required|none)", re.IGNORECASE)
_ANSWER_FIRST = re.compile(
    r"\W*(?:(?P<yes>(?:yes|required)\b(?! (?:if|when|only|unless)\b))"
    r"|(?P<no>(?:no|not required|none)\b(?=\W*$)))",
    re.IGNORECASE,
)
_LABEL = re.compile(rf"\s*{_AHEAD}(?: (?:required|requirements?|needed))?\s*\??\s*[:|]?\s*", re.IGNORECASE)
_RIGHTS: Final = (
    (
        "permission_needed",
        re.compile(
            r"\b(?:no part of .{0,80}?|may not be|not be) (?:may be )?(?:reproduced|copied|distributed)\b"
            r"|\bwithout (?:the )?(?:prior )?(?:express )?(?:written )?(?:permission|consent)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "confidential",
        re.compile(r"\b(?:proprietary and confidential|confidential and proprietary)\b", re.IGNORECASE),
    ),
    ("all_rights_reserved", re.compile(r"\ball rights reserved\b", re.IGNORECASE)),
)
_SKIPPED: Final = ("references", "history", "discussion", "definitions")

doubts(
    authorization_contradicts=Doubt(
        "medium",
        "Prior authorization is stated in two ways",
        "Is prior authorization required for this service?",
        "One sentence says that authorization is required, another that it is not.",
    ),
)


def prior_authorization(source: Source, sections: Sequence[Section], findings: Findings) -> Stated | None:
    """`required`, `not_required` or `may_be_required` where a sentence or a label says so; else None."""
    found: list[Stated] = []
    kinds = main_kinds(sections, len(source.blocks))
    for n, block in enumerate(source.blocks):
        if kinds[n] in _SKIPPED:
            continue
        label = _LABEL.match(block.text)
        if label and label.end() == len(block.text) and n + 1 < len(source.blocks):
            answer = source.blocks[n + 1]
            match = _ANSWER.fullmatch(answer.text.strip(" .")) or _ANSWER_FIRST.match(answer.text)
            if match and answer.cell and block.cell:
                found.append(Stated("required" if match["yes"] else "not_required", source.span(answer)))
            continue
        if label and (match := _ANSWER_FIRST.match(block.text[label.end() :])):
            value = "required" if match["yes"] else "not_required"
            found.append(Stated(value, source.span(block, label.end(), len(block.text))))
            continue
        if program := _PROGRAM.search(block.text):
            found.append(Stated("required", source.span(block, *program.span()), 0.8))
        found += [
            Stated(_state(m), source.span(block, m.start(), m.end()))
            for m in _REQUIRED.finditer(block.text)
            if not _ASKED.search(block.text, max(0, m.start() - _NEAR), m.start())
            and not (_denies(m) and _OF_SOME.match(block.text, m.end()))
        ]
    if not found:
        return None
    if len({s.value for s in found}) > 1:
        findings.add("authorization_contradicts", [s.span for s in found])
        return Stated(found[0].value, found[0].span, 0.5)
    return found[0]


def _denies(match: re.Match[str]) -> bool:
    return any(match[word] for word in ("none", "nt", "not", "no", "verbnot", "never"))


def _state(match: re.Match[str]) -> str:
    if _denies(match):
        return "may_be_required" if _BOUND.match(match.string, match.end()) else "not_required"
    return (
        "may_be_required"
        if match["state"] and match["state"].lower().startswith(("may", "might"))
        else "required"
    )


def rights(cleaned: Cleaned) -> Stated | None:
    """The strictest statement of rights: `kind` says what it asks, `value` are its words (SR-122)."""
    source = cleaned.source
    for kind, pattern in _RIGHTS:
        for block in source.blocks:
            match = pattern.search(block.text)
            if match:
                return Stated(match[0], source.span(block, match.start(), match.end()), kind=kind)
        for furniture in cleaned.furniture:
            match = pattern.search(source.text, furniture.span.start, furniture.span.end)
            if match:
                return Stated(match[0], inside(source, furniture.span, *match.span()), kind=kind)
    return None
