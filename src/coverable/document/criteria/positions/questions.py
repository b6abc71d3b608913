"""Questions that their next words answer: “Is X covered? Yes, when …”, “Is X necessary? The answer is no for …”.

What is asked names the position, the answer says whether it is taken; what follows the answer are its conditions.
A question alone takes none.
"""

from __future__ import annotations

import re
from typing import Final

from coverable.document.criteria.positions.stand import Stand
from coverable.document.patterns import any_of
from coverable.document.reading import Position

_JUDGED: Final[tuple[tuple[str, Position, Position | None], ...]] = (
    (
        r"(?:medically|clinically)\s+(?:necessary|appropriate)|reasonable\s+and\s+(?:medically\s+)?necessary",
        "medically_necessary",
        "not_medically_necessary",
    ),
    (
        r"(?:a\s+)?covered(?:\s+(?:service|benefit|item|expense))?|a\s+(?:plan\s+)?benefit|payable|paid(?:\s+for)?|reimburs(?:ed|able)|eligible\s+for\s+coverage"
        r"|approved|authorized|allowed",
        "medically_necessary",
        "not_covered",
    ),
    (
        r"(?:experimental|investigational|unproven)(?:(?:,|,?\s+(?:and|or)|/)\s*(?:experimental|investigational|unproven))*",
        "investigational",
        None,
    ),
    (r"cosmetic", "cosmetic", None),
)
"""Words that a question asks for, the position of “yes” and that of “no”; where it has none, no is doubtful."""
_SAID = "|".join(f"(?P<w{n}>{words})" for n, (words, _, _) in enumerate(_JUDGED))
_VERB = r"(?P<verb>cover|pay\s+for|reimburse|approve|authori[sz]e|allow)"
_QUESTION = any_of(
    rf"^\W*(?:q(?:uestion)?:\s*)?(?:is|are|can|may|will)\s+(?P<a>[^?]{{2,160}}?)\s+(?:be\s+)?(?:(?:considered|deemed|regarded\s+as|held|found)\s+)?(?:to\s+be\s+)?(?:{_SAID})(?:\s+(?:for|in|when|if|to\s+treat)\s+(?P<use>[^?]{{2,160}}?))?",
    rf"^\W*(?:q(?:uestion)?:\s*)?(?:does|do|will|would|can)\s+[^?]{{2,60}}?\s+{_VERB}\s+(?P<b>[^?]{{2,160}}?)",
    r"^\W*(?:is|are|will|does|do)\s+(?:there\s+)?(?:(?:the|our|this)\s+(?:[\w’'-]+\s+){1,3}?(?:have|offer|provide)\s+)?(?:any\s+)?(?:plan\s+|prior\s+)?"
    r"(?:coverage|benefits?|payment|reimbursement|approval|authori[sz]ation)\s+(?:(?:be\s+)?(?:available|provided|offered|given|granted|made|issued|extended|allowed)\s+)?(?:for|of)\s+(?P<c>[^?]{2,160}?)",
)
_ANSWER = (
    r"\s*\?\s*(?:a(?:nswer)?:\s*)?(?:(?P<yes>yes|the\s+answer\s+is\s+yes|(?=only\s))|(?P<no>no|(?:the\s+)?answer\s+is\s+no))\b[\s,;:–—-]*"
    r"(?:(?:it|they)\s+(?:is|are)\s+)?(?:but\s+)?(?P<not>not\b)?"
)
_ANSWERED = re.compile(rf"{_QUESTION}{_ANSWER}", re.IGNORECASE)


_COUNTED = re.compile(
    r"(?:[0-9]|(?:two|three|four|five|six|several|multiple|both|more\s+than)\b)", re.IGNORECASE
)
"""How a name begins that says how many."""


def answered(text: str) -> Stand | None:
    """The position of a question with its answer; None of any other text."""
    match = _ANSWERED.match(text)
    if match is None:
        return None
    name = next(name for name in ("a", "b", "c") if match[name])
    if _COUNTED.match(match[name]):
        return None  # “Can two pumps be paid? No.” says how many, and not whether
    said = next((judged for n, judged in enumerate(_JUDGED) if match[f"w{n}"]), _JUDGED[1])
    yes, certain = match["yes"] is not None, True
    position = said[1] if yes else said[2]
    if position is None:
        position, certain = "medically_necessary", False  # “Is X investigational? No, …”
    if yes and (match["not"] or not text[match.end() :].strip(" .")):
        return None  # “Yes, but not when …” says both; of “Yes.” alone the conditions stand elsewhere
    use = match.span("use") if match["use"] else None
    first = use[1] if use else match.end(name)
    return Stand(position, first, match.end(), subject=match.span(name), given=use, certain=certain)
