"""Which sentences take a position, which only inform, and which might matter although they were not understood."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coverable.document.criteria import (
    positions,
)
from coverable.document.criteria.outline import Entry
from coverable.document.criteria.passage import Passage, sentences
from coverable.document.criteria.positions import Stand
from coverable.document.criteria.stance import stance

_MODAL = re.compile(
    r"\b(?:must|required?s?|requires|only|unless|shall|mandatory|at\s+least|no\s+more\s+than|contraindicated|prerequisite)\b",
    re.IGNORECASE,
)
_DURATION = re.compile(
    r"^\W*(?:approv(?:al|e|ed)|authori[sz](?:ation|e|ed)|coverage|duration|length|quantity|limit)\b"
    r"(?:(?!\b(?:when|if|following|who|criteria|treatment|members|patients)\b).){0,80}\b(?:[0-9]+|one|two|three|six|twelve)\s+"
    r"(?:months?|weeks?|days?|years?|visits|units)(?:(?!\b(?:when|if|following|who|criteria|treatment|members|patients)\b).){0,60}$",
    re.IGNORECASE | re.DOTALL,
)
_SOMETHING = re.compile(
    r"^\W*(?:the|this|that|these|a)\s+(?!plan|program|company|health)[a-z]+\s*$", re.IGNORECASE
)
_PLAIN = re.compile(
    r"\b(?:is|are|be|considers?|deems?|will|may|does|do|not|meets?)\b.*\b(?:necess\w+|cover\w*|investigational|experimental"
    r"|unproven|cosmetic|eligible|approved|authorized)\b|\bcovers\b",
    re.IGNORECASE | re.DOTALL,
)
"""A position in plain words, as it must be outside of the criteria."""
INFORMS = re.compile(
    r"^\W*(?:(?:supporting|helpful|suggested)\s+)?(?:documentation\s+that\s+helps|types?\s+of|examples?\s+of|kinds\s+of|models?|"
    r"the\s+list\s+below\s+is|codes?\b|a\s+code\b|a\s+list\s+of|definitions?\b|terms?\b|sources?\b|references?\b|background\b)",
    re.IGNORECASE,
)
"""The words over a list that is no list of criteria."""
_JUDGES = re.compile(
    r"\b(?:medical\w*|necess\w+|cover\w*|benefit\w*|approv\w+|authori\w+|payable|paid|reimburs\w+|eligib\w+|allow\w*|permit\w*"
    r"|den(?:y|ied|ies)|exclu\w+|investigational|experimental|unproven|evidence|proven|established|cosmetic|criteria|indicat\w+"
    r"|appropriate|accepted|acceptable|support\w*|recommend\w*|effective\w*|role|qualif\w+|use[ds]?|uses|treatment)\b",
    re.IGNORECASE,
)


def hold_statements(entries: Sequence[Entry]) -> bool:
    """Whether items are statements of their own and not criteria that happen to use a word of position."""
    taking = [e for e in entries if takes_position(e)]
    return bool(taking) and (len(taking) == len(entries) or any(e.under for e in taking))


def judged(sentence: Passage, strict: bool) -> tuple[Stand | None, bool]:
    """The position of a sentence, and whether its wording is unusual or its words speak for both sides."""
    found = stand_of(sentence)
    if strict:
        plain = found is not None and _PLAIN.search(sentence.text[max(0, found.first - 12) : found.last])
        return (found if plain else None), False
    text = sentence.text
    if positions.boilerplate(text) or _DURATION.match(text) or positions.LIMIT.match(text):
        return None, False
    if found is None:
        return stance(text), False
    judged = stance(f"{text[: found.last]} for")  # what is judged, without the conditions after it
    contrary = (
        found.position == "medically_necessary" and judged is not None and judged.position != found.position
    )
    return (judged, True) if contrary else (found, False)


def takes_position(entry: Entry) -> bool:
    return any(stand_of(s) is not None for s in sentences(entry.passage))


def stand_of(sentence: Passage) -> Stand | None:
    """The position of a sentence; none for a general remark or an approval's length."""
    found = positions.stand(sentence.text)
    text = sentence.text
    if (
        found is not None
        and _SOMETHING.match(text[: found.first])
        and text[found.first :].startswith("cover")
    ):
        return None
    if found is None or positions.boilerplate(text) or _DURATION.match(text) or positions.LIMIT.match(text):
        return None
    return found


def may_matter(text: str) -> bool:
    """Whether a sentence among the criteria that was not understood could be one."""
    if positions.boilerplate(text) or _DURATION.match(text) or INFORMS.match(text):
        return False
    return len(text.split()) > 4 and (_MODAL.search(text) is not None or _JUDGES.search(text) is not None)
