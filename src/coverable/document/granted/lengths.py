"""How long an approval lasts: “Approval duration: 6 months”, “may be renewed for 12 months”, “authorize for 90 days”.

A length of time is one of an approval when only linking words stand between it and the word that grants. The length of a
symptom, a trial or a course stays what it is: a condition.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from coverable.document.criteria.positions.stages import stage_of_heading
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.granted.measures import Time, times
from coverable.document.granted.words import APPROVAL, LINKS, STAGES, conditional, left_over
from coverable.document.reading import Stage

_TOKEN = re.compile(r"[A-Za-z][A-Za-z'’-]*|[0-9]+|[^\s\w]")
_NOT_OF_IT = any_case(
    r"^[\s-]*(?:of\s+age|old|suppl(?:y|ies)|trial|history|course|prior|before|ago|from(?!\s+(?:the\s+)?(?:date|start|time|day)\s+of)|after|following|apart|post|washout|interval|or\s+(?:more|less|longer|older|younger|greater)|and\s+older)\b"
)
_OF_SYMPTOMS = any_case(
    r"^\s*of\s+(?!(?:therapy|treatment|use|coverage|authori[sz]ation|approval|service)\b)"
)
_BEHIND = any_case(
    r"^[\s-]*(?:(?:initial|continuation|renewal|subsequent)\s+)?(?:(?:re)?approvals?|(?:re)?authori[sz]ations?|renewals?)\b(?!\s+(?:criteria|request|is\s+required))(?![^.;]{0,30}[0-9])"
)
_MOST = any_case(
    r"(?:up\s+to|(?:a\s+)?maximum\s+(?:of|:)|no\s+(?:more|longer)\s+than|not\s+to\s+exceed|not\s+exceeding|at\s+most|maximum)\W*(?:an?\s+)?(?:additional\s+)?$"
)
_GRANTS_ON = any_case(r"\b(?:additional|another|further)\s+(?:(?:period|term)\s+of\s+)?$")
_JUDGED = any_case(
    r"\b(?:covered|necessary|appropriate|approved|authori[sz]ed)\s+(?:only\s+)?(?:for\s+)(?:(?:an?|the)\s+)?(?:(?:initial|additional|another|further|maximum|total)\s+)?(?:period\s+of\s+)?(?:up\s+to\s+|no\s+more\s+than\s+|a\s+maximum\s+of\s+)?$"
)
_LABEL = any_case(
    r"^\W*(?:[ivx]{1,4}\.|[a-z0-9]{1,2}[.)])?\W*(?:(?:initial|continuation|continued|renewal|re-?authori[sz]ation|re-?approval|maximum|standard|the)\s+)*(?:"
    r"(?:approval|authori[sz]ation|coverage|re-?authori[sz]ation|re-?approval|renewal|certification|prior\s+authori[sz]ation|pa|auth)\s+(?:duration|length|period|term|time\s*frame|window|time|limit)s?"
    r"|(?:duration|length|term|period|time\s*frame)s?\s+of\s+(?:an?\s+|the\s+)?(?:(?:initial|continued|continuation|renewal|approved)\s+)?(?:approval|authori[sz]ation|coverage|re-?authori[sz]ation|re-?approval|renewal|certification|benefit)s?"
    r")(?:\s*\([^()]{1,30}\))?(?=\W|$)"
)
_STAGED = any_case(
    r"^\W*(?:then\s+|and\s+)?(?:initial|first|renewal|continuation|continued|re-?authori[sz]ation|re-?approval|subsequent)\s*(?:approvals?|authori[sz]ations?|coverage|requests?)?\W*(?:up\s+to\s+)?$"
)
"""“Initial: 3 months, renewal: 12 months”."""
_NOT_BEHIND = any_case(
    r"\b(?:in|within|after|every|past|last|least|previous|prior)\s+(?:the\s+)?(?:past\s+|last\s+)?$"
)


@dataclass(frozen=True, slots=True)
class Length:
    """A length of an approval in a text."""

    first: int
    last: int
    says: str | None
    """`6 months`; None where two counts disagree."""
    most: bool
    """Up to so long."""
    stage: Stage | None
    left: frozenset[str]
    """Words of its sentence that say something else: a use, a service, a condition."""
    conditional: bool


def label_end(text: str) -> int:
    """Where the label of a length ends at the beginning of a text; 0 where there is none."""
    match = _LABEL.match(text)
    return match.end() if match else 0


@lru_cache(maxsize=4096)
def lengths(text: str, labelled: bool = False) -> tuple[Length, ...]:
    """The lengths of approvals that a sentence or line states. `labelled`: a label for one stands over it."""
    found = list(times(text))
    if not found:
        return ()
    label = labelled or label_end(text) > 0
    out: list[Length] = []
    begin = 0
    plain = not left_over(text) and not conditional(text)
    for time in found:
        before, after = text[begin : time.first], text[time.last :]
        behind = None if _NOT_BEHIND.search(before) else _BEHIND.match(after)
        staged = _STAGE_AFTER.match(after)
        told = label or _granted(before) or behind or _JUDGED.search(before)
        bare = plain and _STAGED.match(before) is not None
        if (told or bare) and not _NOT_OF_IT.match(after) and not _OF_SYMPTOMS.match(after):
            out.append(_length(text, time, begin, staged or behind))
        begin = time.last + (staged.end() if staged else 0)
    return tuple(out)


@lru_cache(maxsize=8192)
def only_lengths(text: str) -> bool:
    """Whether a sentence or line says how long an approval lasts, and nothing else."""
    found = lengths(text)
    return bool(found) and not (found[0].left or found[0].conditional)


def _length(text: str, time: Time, begin: int, behind: re.Match[str] | None) -> Length:
    words = text[begin : time.last + (behind.end() if behind else 0)]
    stage = stage_of_heading(words) or (
        "continuation" if _GRANTS_ON.search(text[begin : time.first]) else None
    )
    most = _MOST.search(text[begin : time.first]) is not None
    return Length(time.first, time.last, time.says, most, stage, left_over(text), conditional(text))


_STAGE_AFTER = any_case(
    r"\s+\(?(?:initial(?:ly)?|continuation|continued|renewal|re-?authori[sz]ation|re-?approval|subsequent)\)?(?=\s*(?:[,;/.]|and\b|$))"
)
"""“6 months initial, 1 year continuation”: the stage stands behind its length."""


def _granted(before: str) -> bool:
    """Whether what grants stands before a length, with linking words between them, or a name and then a verb."""
    tokens = [m[0].lower() for m in _TOKEN.finditer(before)]
    for token in reversed(tokens):
        if APPROVAL.fullmatch(token):
            return True
        if token not in LINKS and token not in STAGES:
            break
    return _NAMED_BETWEEN.search(before) is not None


_NAMED_BETWEEN = any_case(
    r"\b(?:approve|authori[sz]e|re-?authori[sz]e|renew|cover|covers|grant)\s+(?:(?!\b(?:when|if|who|with|after|at|least|trial|for)\b)[\w/-]+\s+){1,5}?for\s+(?:an?\s+(?:additional\s+)?)?(?:up\s+to\s+|a\s+(?:period|maximum)\s+of\s+)?$|"
    r"\b(?:approvals?|authori[sz]ations?|coverage|renewals?|re-?authori[sz]ations?|re-?approvals?)\s+(?:of|for)\s+(?:(?!\b(?:when|if|who|with|after|at|least|trial)\b)[\w/-]+\s+){1,4}?"
    r"(?:(?:will|may|shall|can|should)\s+be|is|are)\s+(?:(?:granted|given|issued|provided|approved|authori[sz]ed|limited|valid)\s+)?(?:for|to)\s+(?:up\s+to\s+|a\s+(?:period|maximum)\s+of\s+)?$"
    r"|\b(?:may|can|will|shall|should)\s+be\s+(?:approved|authori[sz]ed|renewed|re-?authori[sz]ed|extended|granted)\s+(?:for|in|up\s+to)\s+(?:an?\s+|the\s+)?(?:additional\s+|further\s+|initial\s+|up\s+to\s+|period\s+of\s+|maximum\s+of\s+|course\s+of\s+)*$"
)
