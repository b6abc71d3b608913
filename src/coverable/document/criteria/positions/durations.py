"""How long an approval lasts, and how many it grants: “Approval duration: 6 months”. It asks for nothing and belongs to no list.

What it grants is read by `granted`; here is told that such a line is no criterion and takes no position.
"""

from __future__ import annotations

import re
from functools import lru_cache

from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.granted.lengths import only_lengths
from coverable.document.granted.measures import COUNT
from coverable.document.granted.runs import only_grants

_NO_CONDITION = r"(?:(?!\b(?:when|if|once|where|has|have|following|who|criteria|treatment|members|patients|requires?|must|needs?|documentation)\b).)"
_WHOSE = r"^\W*(?:(?:the|each|an?)\s+)?(?:(?:initial|first|continued|continuation|renewal|subsequent|all|prior)\s+)?"
_GRANT = r"approv(?:als?|e|ed)|(?:re-?)?authori[sz](?:ations?|e|ed)|renewals?"
_TIME = (
    rf"\b{_NO_CONDITION}{{0,80}}\b(?:[0-9]+|one|two|three|six|twelve)\s+"
    rf"(?:months?|weeks?|days?|years?|visits|units|months?\(s\)|month\(s\)|year\(s\))(?!\w){_NO_CONDITION}{{0,60}}$"
)
_DURATION = any_case(rf"{_WHOSE}(?:{_GRANT}|coverage|duration|length|quantity|limit){_TIME}")
_GRANTED = any_case(rf"{_WHOSE}(?:{_GRANT}){_TIME}")


_FOR_DOSES = any_case(
    rf"{_WHOSE}(?:{_GRANT})\s+(?:(?:will|shall|may)\s+be|is|are)\s+(?:(?:given|granted|issued|provided|limited)\s+)?(?:for|to)\s+"
    rf"(?:(?:up\s+to|no\s+(?:more|longer)\s+than|a\s+maximum\s+of)\s+{COUNT}|one|an?\s+single|the)\s+(?:(?:loading|initial|maintenance|induction|full)\s+){{0,2}}"
    r"(?:doses?(?:\s+period)?|dosing\s+period|courses?|cycles?|injections?|infusions?|applications?)(?:\s+of\s+(?:therapy|treatment|the\s+(?:prescribed\s+)?(?:[\w-]+\s+){0,2}regimen))?(?:\s*\([^()]*\))?\W*$"
)
"""“Initial authorization will be for the loading dose period (up to 4 doses)”: counted in doses, and no condition."""


@lru_cache(maxsize=8192)
def says_how_long(text: str) -> bool:
    """Whether a sentence or line says how long an approval lasts or how much it grants, and nothing else."""
    return (
        _DURATION.match(text) is not None
        or _FOR_DOSES.match(text) is not None
        or only_grants(text)
        or says_what_approved(text)
    )


_WHEN_APPROVED = any_case(
    r"^\W*(?:note\W+)?(?:if|when|once|where)\s+(?:(?:it|they|the\s+(?:request|service|drug|therapy|treatment|coverage)|(?:prior\s+)?authori[sz]ation)\s+(?:is|are|has\s+been|have\s+been)\s+)?"
    r"(?:approved|authori[sz]ed|granted),\s+[^;:]*\b(?:covered|allowed|approved|authori[sz]ed|provided|paid|granted|given|limited)\s+(?:as|for|to|at)\s+"
    rf"(?:(?:up\s+to|at\s+most|no\s+more\s+than|only)\s+)?(?:an?\s+)?(?:single|one-time|{COUNT})\b"
)


@lru_cache(maxsize=8192)
def says_what_approved(text: str) -> bool:
    """“If approved, X is allowed as a single dose”: what an approval grants, and no condition of it."""
    return _WHEN_APPROVED.match(text) is not None


def says_how_long_granted(text: str) -> bool:
    """Whether an item of a list says how long an approval lasts: a duration of symptoms is a criterion."""
    return any(told.match(text) for told in (_GRANTED, _FOR_DOSES)) or only_lengths(text)


_AGAIN = any_case(
    r"^\W*(?:for\s+)?(?:re-?authori[sz]ations?|re-?approvals?|re-?certifications?|renewals?|(?:continued|subsequent|further|repeat)\s+(?:approvals?|authori[sz]ations?|certifications?|coverage|requests?|prescriptions?))"
    r"(?:\s+(?:criteria|(?:of|for|beyond|after)\s+(?:[\w-]+\s+){1,5}?))?\s*(?:,|:|\b(?:(?:may|can|will|shall|must|should)\b|requires?\b|needs?\b|(?:is|are)\s+(?:only\s+)?(?:approved|granted|given|considered|contingent|based|dependent|available|possible)\b))"
)


SPEAKS_LATER = "It speaks of a later approval, among the conditions of the first"
"""What is asked about such words where they stand in a list for beginning."""


def grants_again(text: str) -> bool:
    """“Reauthorization may be granted if …”, “Subsequent approvals require …”: no condition of the first approval."""
    return _AGAIN.match(text) is not None


_ASKS_AGAIN = any_case(
    r"^\W*(?:subsequent|continued|further|repeat|renewal)?\s*(?:re-?)?(?:authori[sz]ations?|approvals?|certifications?|renewals?|requests?)\s+"
    r"(?:will\s+be\s+for\s+[0-9]+\s+\w+\s+and\s+)?requires?\s+(?=\w)"
)


def behind_again(text: str) -> int:
    """Where an item on a later approval says what that one asks for: behind “Subsequent authorizations require”; else 0."""
    match = _ASKS_AGAIN.match(text) if grants_again(text) else None
    return match.end() if match else 0


_THEN_AGAIN = any_case(
    rf"^\W*(?:(?:the|an?)\s+)?(?:initial|first)\s+(?:{_GRANT})\b(?:(?!\b(?:requires?|must|needs?|when|if|after)\b)[^.;]){{3,120}}\b(?:with|and|then)\s+(?:re-?authori[sz]ations?|re-?approvals?|renewals?|continued\s+(?:approval|coverage))"
    r"\b[^.;]{0,80}\b(?:following|after|upon|when|if|with|based|for)\s"
)


def grants_later(text: str) -> bool:
    """“Initial authorization is for 4 months, with reauthorization for a year after improvement”: no condition."""
    return _THEN_AGAIN.match(text) is not None


_LENGTH_LAST = re.compile(r"\s+[–—-]\s+\W*(?P<length>[^–—:;.]{5,60})\W*$")


def before_length(text: str) -> int:
    """Where words over a list end before the length of an approval: “Gout – 180-day approval:” at the dash."""
    match = _LENGTH_LAST.search(text)
    return match.start() if match and only_lengths(match["length"]) else len(text)


_HEADS_STAGE = any_case(
    r"^\W*(?:initial|first|renewal|re-?authori[sz]ation|re-?certification|continu(?:ation|ed|ing)|maintenance)\b(?!.*\b(?:is|are|be|will|may|shall|lasts?|valid)\b)"
)


def heads_stage(text: str) -> bool:
    """Whether a line on how long also heads the list under it: “Initial approval (6 months):”."""
    return _HEADS_STAGE.match(text) is not None and len(text.split()) <= _HEADING and ";" not in text


_HEADING = 8
"""Words of such a line."""
