"""Stages that are told by one word or by a heading far above: somebody is asked whether they are meant."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace

from coverable.document.criteria.positions.stages import (
    goes_further,
    may_go_on,
    plainly_goes_on,
    stage_of_heading,
    stage_of_sentence,
)
from coverable.document.criteria.text.page import Page
from coverable.document.reading import Stage, Statement

_CONDITIONS = re.compile(r":|\b(?:when|if|where|provided|who|once|only|unless|as\s+long)\b", re.IGNORECASE)
_GRANT = re.compile(r"\b(?:additional|further|authori[sz]ations?|approvals?|coverage)\b")
"""“Additional authorization” names no service of its own."""
_WORD = re.compile(r"[a-z0-9]{4,}")


def asked(
    made: Sequence[Statement], headed: Sequence[tuple[Stage | None, bool]], page: Page
) -> list[Statement]:
    """The statements, with a finding where the stage of a favourable one is inferred.

    `headed`: of each statement the stage that a heading over it said, and whether another heading stood between.
    """
    made = [
        replace(one, stage=None) if one.stage and not told and _in_its_name(one, page) else one
        for one, (told, _) in zip(made, headed, strict=True)
    ]
    staged = any(s.stage for s in made if _favourable(s)) or any(stage for stage, _ in headed)
    out: list[Statement] = []
    ending = _ending(page)
    for i, one in enumerate(made):
        if page.findings.holds("stage_inferred", one.span) or not _favourable(one):
            says = None
        elif _ENDS.match(one.subject) or ending(one):
            says = "It says when a service ends, or is handed on: it grants none"
        else:
            says = _doubtful(one, headed[i], made[:i], staged, page)
        note = (page.findings.add("stage_inferred", [one.span], says),) if says else ()
        out.append(replace(one, notes=(*one.notes, *note)))
    return out


def _in_its_name(one: Statement, page: Page) -> bool:
    """Whether a service is called so: “Ongoing Speech Therapy” is the name of the document, and no stage.

    The whole name stands in a short line at the beginning, and the rest of the sentence says no stage.
    """
    rest = _sentence(one, page).replace(one.subject, " ")
    words = _NAMES.findall(one.subject.lower())
    if not words or stage_of_heading(one.subject) != one.stage or stage_of_sentence(rest, "") is not None:
        return False
    before = (b for b in page.source.blocks[:_FIRST] if b.pieces and b.pieces[-1].end <= one.span.start)
    lines = (b.text.lower() for b in before if len(b.text) <= _LONGEST and b.text[-1:] not in ".:;")
    return any(set(words) <= set(_NAMES.findall(line)) for line in lines)


_NAMES = re.compile(r"[a-z0-9]{3,}")
_FIRST = 12
"""Blocks of a document in which its title stands."""
_LONGEST = 160


_ENDS = re.compile(
    r"\W*(?:(?:the|a|member|patient)\s+)*(?:discharge|termination|discontinuation|transition|transfer|step-?down|weaning)\b(?!\s+(?:planning|medications?))",
    re.IGNORECASE,
)
"""“Discharge is appropriate when …” under “Discharge Criteria”."""
_ENDING = re.compile(
    rf"(?:[\W\d]|[A-Z]\.)*{_ENDS.pattern}[^.:]{{0,40}}?(?:\b(?P<criteria>criteria|guidelines?|indications?|conditions?|requirements?)\b[^\S\n]*(?:\([^()]{{1,40}}\)[^\S\n]*)?(?::|\n|$)|\W*$)",
    re.IGNORECASE,
)
_SHORT = 80
"""Characters of a line that stands over criteria."""
_ABOVE = 40
"""Blocks over a statement among which that line is looked for."""


def _ending(page: Page) -> Callable[[Statement], bool]:
    """Whether a statement stands right under “Discharge criteria”, or begins with those words."""
    blocks = [b for b in page.source.blocks if b.pieces]
    begins = [b.pieces[0].start for b in blocks]

    def ends(one: Statement) -> bool:
        if _ENDING.match(page.source.text[one.span.start : one.span.end][:200]):
            return True
        at = bisect_left(begins, one.span.start)
        for block in reversed(blocks[max(0, at - _ABOVE) : at]):
            short = len(block.text) <= _SHORT and block.text[-1:] != "."
            ending = _ENDING.match(block.text) if short else None
            if block.kind == "heading" or (short and block.kind == "paragraph"):
                return ending is not None
            if block.kind == "cell" or (ending and ending["criteria"]):
                return ending is not None and block.kind == "item"
        return False

    return ends


def _doubtful(
    one: Statement, headed: tuple[Stage | None, bool], before: Sequence[Statement], staged: bool, page: Page
) -> str | None:
    """Why the stage of a statement is not certain; None when it is."""
    told, passed = headed
    words = _sentence(one, page)
    plain = plainly_goes_on(words)
    if one.stage == "continuation":
        sure = plain or (told == "continuation" and not passed) or any(s.stage == "initial" for s in before)
        return None if sure else "One word, or a heading further above, says that it is for going on"
    first = [s for s in before if _favourable(s) and s.stage != "continuation" and _same(s, one)]
    if may_go_on(words) if staged else goes_further(words) and first:
        return "A word may say that it is for going on"
    if one.stage is None and any(s.stage == "initial" for s in first):
        return "The statement before it is for beginning; this one does not say what it is for"
    if one.stage is not None and told == one.stage and passed and first:
        return "A heading stands between it and the one that says the stage"
    return None


def _favourable(statement: Statement) -> bool:
    return statement.position == "medically_necessary"


def _same(one: Statement, other: Statement) -> bool:
    """Whether two statements are about one service, as far as their words tell."""
    mine, theirs = (
        frozenset(w.removesuffix("s") for w in _WORD.findall(_GRANT.sub("", s.subject.lower())))
        for s in (one, other)
    )
    return not (mine and theirs) or not mine.isdisjoint(theirs)


def _sentence(statement: Statement, page: Page) -> str:
    """The words of its sentence up to its conditions."""
    text = page.source.text[statement.span.start : statement.span.end]
    return " ".join(_CONDITIONS.split(text, maxsplit=1)[0].split())[:300]
