"""“X is only covered for members without another benefit” beside a statement on when X is necessary: besides, or instead?

So is one on “the above indications”, which names no service of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.reading import Statement

_ONLY = any_case(
    r"(?<!then\s)(?<!and\s)(?<!but\s)\bonly\s+(?:(?:be|considered|deemed|medically)\s+)*(?:covered|necessary|approved|authori[sz]ed|payable|paid|reimburs\w+|eligible|available|provided|when|if|where|for|in|to)\b"
    r"|\b(?:coverage|payment|approval|benefits?)\b[^.;:]{0,80}\b(?:is|are)\s+(?:limited|restricted)\s+to\b"
)
"""What makes a sentence of coverage a bound on it."""
_WORD = re.compile(r"[a-z0-9]{4,}")
_POINTS = any_case(
    r"\W*(?:the|these|those|such|all|both)\s+(?:of\s+the\s+)?(?:(?:above|foregoing|preceding|aforementioned|listed|named|following|[0-9]{1,2}|two|three|four|five)\s+){0,3}"
    r"(?:indications?|uses?|diagnos[ei]s|procedures|services|items|tests|treatments)(?:\s+(?:(?:listed|named|described)\s+)?above)?\W*"
)
"""“The above two indications”: what an earlier statement names."""
_POINTED = "It points back to what is named before: are its conditions asked of that as well?"
SAYS = "“Only” may narrow another statement on the same service, and grant nothing by itself"


def asked(made: Sequence[Statement], page: Page) -> list[Statement]:
    """The statements, with a finding on a favourable one that may only bound another one, which has criteria of its own."""
    out: list[Statement] = []
    for i, one in enumerate(made):
        narrows = (
            grants(one)
            and _narrows(one, page)
            and any(
                k != i and grants(o) and (_same(o, one) or (not one.subject and k == i - 1))
                for k, o in enumerate(made)
            )
        )
        points = i > 0 and grants(one) and _POINTS.fullmatch(one.subject) and any(map(grants, made[:i]))
        says = SAYS if narrows else _POINTED if points else None
        notes = (page.findings.add("general_criteria", [one.span], says),) if says else ()
        out.append(replace(one, notes=(*one.notes, *notes)))
    return out


def grants(statement: Statement) -> bool:
    """Whether a statement is favourable, on conditions."""
    return statement.position == "medically_necessary" and statement.criteria is not None


def _narrows(statement: Statement, page: Page) -> bool:
    """Whether a statement is one sentence with “only”; one over a list has criteria of its own."""
    text = page.source.text[statement.span.start : statement.span.end]
    return _ONLY.search(text) is not None and "\n" not in text.strip() and ":" not in text


def _same(one: Statement, other: Statement) -> bool:
    """Whether two statements are about one service, as far as their words tell, and for one stage."""
    mine, theirs = ({w.removesuffix("s") for w in _WORD.findall(s.subject.lower())} for s in (one, other))
    shared = len(mine & theirs)
    staged = one.stage and other.stage and one.stage != other.stage
    return not staged and shared > 0 and (shared > 1 or shared == min(len(mine), len(theirs)))
