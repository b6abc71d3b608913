"""A condition that stands between a service and what is said of it: “X when exercise has failed is considered necessary”.

The sentence judges behind its condition, so its main clause seems to end before it judges. It is read without the
condition, and what it says is moved to where its words stand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from coverable.document.criteria.positions.stand import Stand
from coverable.document.criteria.text.clauseverbs import VERB
from coverable.document.criteria.text.wordclasses import any_case

_BEGINS = any_case(
    r"(?<=[\w)’'])\s+(?=(?:when|if|where|(?:only\s+|solely\s+|merely\s+)?because)\s+(?:[^;:.]|\.(?=[0-9])){8,240}:?$)"
)
_JUDGES = any_case(
    r"(?<=[\w)’',])\s+(?=(?:is|are|(?:will|may|can|shall|should)\s+be)\s+(?:not\s+)?(?:also\s+)?"
    r"(?:considered|deemed|regarded|viewed|medically|investigational|experimental|unproven|cosmetic|covered|non-?covered|not)\b)"
)
_SUBJECT = any_case(r"\W*(?!(?:this|these|it|they|that|what|there|which|who)\b)[^;:.]{3,160}")
"""What is named before the condition: a service, and no other clause."""
_SAYS = r"\b(?:is|are|was|were|has|have|had|does|do|did|cannot|can|must)\b"
_ACTS = r"(?:the|an?|his|her|its|their|that|one)\s+(?:[\w/-]+\s+){1,5}?[a-z]{3,}s(?=\s*,?\s*$)"
"""“the current device works”: a verb that no list holds, at the end."""
_CLAUSE = any_case(
    rf"(?:when|if|where)\s+(?=[^,]*{_SAYS}|{_ACTS})[^,]{{8,}}"
    rf"|(?:\w+\s+)?because\s+(?=[^,]*{_SAYS})[^,]{{8,}}(?:,\s+or\s+[^,]{{4,80}})?,?"
)
"""A condition in words of its own, up to what is said."""


_THEREFORE = any_case(
    r"(?<=considered\s)not\s+[\w-]+(?:\s+[\w-]+){0,2}\s+and\s+(?:are\s+|is\s+)?(?:therefore|thus|hence|consequently),?\s+(?=\w)"
)
"""“are considered | not skilled and therefore | not medically necessary”."""


def said_behind(text: str, judgement: Callable[[str], Stand | None]) -> Stand | None:
    """The position of a sentence whose condition stands before its verb; None where it has another form."""
    whole = text.rstrip(" .")
    if reason := _THEREFORE.search(whole):
        return _without(whole, reason.span(), judgement)
    opened = next((m for m in _BEGINS.finditer(whole) if _names(whole[: m.start()])), None)
    if opened is None:
        return None
    for judging in _JUDGES.finditer(whole, opened.end()):
        first, last = opened.start(), judging.start()
        if _CLAUSE.fullmatch(whole[opened.end() : last]) is None:
            continue
        found = _without(whole, (first, last), judgement)
        told = found is not None and found.first >= first
        return replace(found, subject=(0, first), given=(opened.end(), last)) if found and told else None
    return None


def _names(text: str) -> bool:
    """Whether words before a condition name a service; commas may part what they name, and no clauses."""
    return _SUBJECT.fullmatch(text) is not None and ("," not in text or VERB.search(text) is None)


def _without(whole: str, span: tuple[int, int], judgement: Callable[[str], Stand | None]) -> Stand | None:
    """The position of a sentence read without some of its words, moved to where its own words stand."""
    first, last = span
    found = judgement(whole[:first] + whole[last:])
    if found is None or not (found.plain and found.certain) or found.given:
        return None
    by = last - first
    begins, ends = (at + by if at > first else at for at in (found.first, found.last))
    second = found.second + by if found.second else None
    return replace(found, first=begins, last=ends, second=second)
