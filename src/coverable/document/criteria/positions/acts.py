"""Positions told by the act that grants: “an authorization for X may be entered”, “permission to continue X is given”.

The noun of the act stands first, what is granted behind its “for”, “of” or “to continue”, and a verb says that the act
takes place, or that it does not. The name of the service may be of any length.
"""

from __future__ import annotations

import re
from typing import Final

from coverable.document.criteria.positions.stand import Stand
from coverable.document.reading import Position

_NOUN = (
    r"(?:permission|consent|clearance|authority|go-?ahead|authori[sz]ation|pre-?authori[sz]ation|re-?authori[sz]ation|approval|re-?approval|certification"
    r"|precertification|recertification|renewal|(?:favou?rable|positive|affirmative)\s+(?:coverage\s+)?(?:determination|decision|finding|ruling)"
    r"|(?:determination|decision|finding|ruling)\s+of\s+(?P<need>medical\s+necessity)|(?:determination|decision)\s+of\s+(?:coverage|approval))"
)
_OF = (
    r"(?:(?:for|of)(?!\s+(?:up\s+to|an?\s+(?:period|term)|the\s+(?:request|case)|[0-9]))"
    r"|to\s+(?:continue|start|begin|use|renew|extend|resume|repeat|keep|stay\s+on|go\s+on\s+with|proceed\s+with|receive|obtain)(?:\s+(?:with|on|using))?)"
)
_GIVEN = "given|granted|made|issued|entered|supported|released|allowed|provided|available"
_DONE = (
    r"(?:is|are|was|will\s+be|may\s+be|can\s+be|shall\s+be|has\s+been)\s+(?P<never>not\s+|never\s+)?(?:\w+ly\s+)?"
    rf"(?:{_GIVEN}|rendered|reached|returned|extended|recorded|posted|justified|warranted|appropriate)\b"
)
_ASKS = (
    r"\s*(?:[:(]|,?\s(?:when(?:ever)?|if|once|only|where|provided|assuming|unless|until|upon|on\s+(?:the\s+)?condition|subject\s+to|after|without|under\s+(?:any|all|one|at\s+least|the\s+following)"
    r"|with\s+(?:any|all|one|at\s+least|objective|documentation|evidence)|(?:for|in|to)\s+(?:any|all|each|one|either|both|treat|patients|members|persons|individuals|adults?|children|cases|requests|the\s+(?:following|treatment|presence|absence|setting))\b))"
)
"""What follows asks for something; how an approval is sent and for how long it lasts is no position."""
_ACT: Final = re.compile(
    rf"^\W*(?:(?:an?|the|our|its)\s+)?(?:(?:prior|initial|first|continued|further|new|plan|payer)\s+)*{_NOUN}\s+{_OF}\s+"
    r"(?P<subject>(?:(?!\b(?:following|which|that|who|when|if|is|are|will|may|can|shall|has)\b)[^.:;]){2,200}?)\s+"
    rf"(?P<done>{_DONE}|(?P<not>(?:is|are|was|will|may|can|shall|has)\s*not\s+(?:be\s+|been\s+)?(?:{_GIVEN})\b))"
    rf"(?={_ASKS})",
    re.IGNORECASE,
)


_FOR_TIME: Final = re.compile(
    r"^\W*(?:up\s+to\s+)?(?:an?\s+)?(?:(?:further|additional|another)\s+)?(?:[0-9]{1,3}|one|two|three|four|six|twelve)\s+(?:more\s+|additional\s+|further\s+)?(?:days?|weeks?|months?|years?)\s+(?P<done>(?:may|can|will|shall)\s+be\s+(?:granted|approved|authori[sz]ed|allowed|given))\b"
    rf"(?={_ASKS})",
    re.IGNORECASE,
)
"""“12 months may be granted when …”: an approval by its length."""


def granted(text: str) -> Stand | None:
    """The position of a sentence that says that something is granted, or that it is not; None of any other."""
    if by_time := _FOR_TIME.match(text):
        return Stand("medically_necessary", *by_time.span("done"), plain=True)
    match = _ACT.match(text)
    if match is None:
        return None
    position: Position = "medically_necessary"
    if match["not"] or match["never"]:
        position = "not_medically_necessary" if match["need"] else "not_covered"
    return Stand(position, match.start(), match.end(), subject=match.span("subject"))
