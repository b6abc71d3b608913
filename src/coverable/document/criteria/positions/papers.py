"""Lists of papers to send or keep, and of how requests are handled: they ask nothing of a patient."""

from __future__ import annotations

import re
from collections.abc import Sequence

_PAPERS = re.compile(
    r"\b(?:notes?|orders?|forms?|plans?\s+of\s+care|reports?|lists?|dates?|names?|history|results?|photographs?|records?|letters?|signatures?|logs?|"
    r"medication\s+(?:lists?|history)|address|number|charts?|copy|copies|identification|prescription\s+(?:order|form|copy)|invoice|summary|documentation)\b",
    re.IGNORECASE,
)


_OF_HANDLING = re.compile(
    r"^\W*(?:please\s+|always\s+|carefully\s+)*(?:check|consult|refer\s+to|contact|call|visit)\s"
    r"|^\W*(?:the\s+|an?\s+|all\s+)?(?:requests?|authori[sz]ations?)\s+(?:(?:for|of)\s+[^.;]{3,60}?\s+)?(?:must|should|shall)\s+be\b"
    r"|^\W*[^.;]{0,40}\b(?:this|our|the)\s+(?:medical\s+)?policy\s+(?:occurs|is\s+(?:enforced|applied|reviewed))\b|^\W*benefits\s+are\s+available\s+(?:in|under)\s|^\W*medical\s+necessity\s+(?:criteria|guidelines)\b[^.;]{0,30}\b(?:are|is)\s+met\W*(?:$|\*)|\bsystem\s+edits\b|\bpost-?payment\s+reviews?\b",
    re.IGNORECASE,
)
"""How policies are applied and requests are made: “Check the member's contract”, “A request must be authorized by the panel”."""


def papers(items: Sequence[str]) -> bool:
    """Whether the items of a list are papers to send or keep, or tell how requests are handled."""
    if items and all(_OF_HANDLING.search(one) for one in items):
        return True
    short = [one for one in items if len(one.split()) <= 10]
    return len(items) > 1 and sum(_PAPERS.search(one) is not None for one in short) * 4 >= len(items) * 3
