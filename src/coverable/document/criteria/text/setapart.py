"""Two conditions in one item that strong words set apart: “A, as well as B”, “A; alternatively, B”, “A – or – B”.

“And” and “or” join words of one condition as often as two conditions (“failure of A or B”), so they part only what is
whole on either side (`_plainly`). The words below join whole things; still each part has to stand alone: a name behind
“failure of” does not.
"""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple, TypeAlias

from coverable.document.criteria.text.clauseverbs import VERB
from coverable.document.criteria.text.inline import NOT_COMPARED, inside_brackets
from coverable.document.criteria.text.passage import Passage
from coverable.document.criteria.text.wordclasses import any_case

Rule: TypeAlias = Literal["all", "any"]


class Apart(NamedTuple):
    """Both parts, and whether both are asked for or either."""

    rule: Rule
    parts: tuple[Passage, Passage]


_JOINS: Final = any_case(
    r"(?<!\balone or)[,;]?\s+(?P<all>as\s+well\s+as|together\s+with|along\s+with|in\s+addition\s+to|in\s+combination\s+with|combined\s+with|coupled\s+with|accompanied\s+by|plus"
    r"|and\s+also|and\s+likewise|and\s+at\s+the\s+same\s+time|and,?\s+in\s+addition(?:\s+to\s+(?:that|this))?,?)\s+(?=\S)"
    r"|[,;]?\s+(?P<any>or,?\s+in\s+(?:place|lieu)\s+of\s+(?:it|this|that),?|(?:or,?\s+)?alternatively,?|or\s+else|or\s+instead,?|[–—-]+\s*or\s*[–—-]+)\s+(?=\S)"
    r"|;\s+(?:(?P<and>and)|(?P<or>or))\s+(?=\S)"
)
_PLAIN: Final = re.compile(rf",?\s+(?P<word>and/or|and|or)\s+{NOT_COMPARED}(?=\S)", re.IGNORECASE)
_OWN_HEAD: Final = any_case(
    r"(?:(?:documented|a|an)\s+)?(?:failure|history|evidence|documentation|presence|absence|diagnosis|contraindication|intolerance|inability|lack)\s+(?:of|to)\s"
)
"""A part that begins with what governs it: “A and failure of B”."""
_TURNS: Final = any_case(
    r"\b(?:no|not|never|neither|without|absence|absent|lack|free|negative|excluding|cannot)\b"
)
_UNENDED: Final = any_case(r"\b(?:of|to|from|with|for|by|against|in|on|at|into|between|the|an?)$")
_MORE: Final = re.compile(rf"\b(?:and|or|nor)\b\s+{NOT_COMPARED}|;", re.IGNORECASE)
_MEASURED: Final = any_case(
    r"[≥≤<>=]|\b(?:at\s+least|at\s+most|more\s+than|less\s+than|no\s+more\s+than|under|over|above|below|exceeding|or\s+(?:more|less|greater|higher))\b"
)
_GOVERNS: Final = any_case(
    r"\b(?:fail\w*|trials?|tried|histor(?:y|ies)|diagnos\w+|evidence|documentation|documented|intoleran\w+|contraindicat\w+|respon\w+|treat(?:ment|ed)|therapy|use|used|absence|lack|risk|allerg\w+"
    r"|exposure|without|no|not|never|unable|refus\w+|inadequate|prescribed|given|received|taking)\b"
)
"""Words whose object may go on behind the joint: “failure of A as well as B”."""
_POINTS_BACK: Final = any_case(
    r"(?:for|in|to|with|by|of|at|on|from|the|an?|its|his|her|their|this|that|these|those|other|another|such|one|both|either)\b"
)
_SAYS_HOW: Final = re.compile(rf"[0-9]|{_MEASURED.pattern}|{_GOVERNS.pattern}", re.IGNORECASE)
"""What makes a part a condition: a figure, a bound, a history, a failure."""
_FEW: Final = 3
"""Words of a part that stands alone."""


def set_apart(passage: Passage, counted: bool = False) -> Apart | None:
    """The two parts of an item that words set apart; None where one may go on with the words of the other.

    `counted`: a remark says how many are asked for (“both required”), so that the parts need not be looked at.
    """
    text = passage.text.rstrip(". ")
    found = [m for m in _JOINS.finditer(text) if not inside_brackets(text, m.start())]
    if len(found) == 1 and found[0].start():
        one, other = passage.part(0, found[0].start()), passage.part(found[0].end(), len(text))
        both = bool(found[0]["all"] or found[0]["and"])
        if counted or (_alone(one.text) and _alone(other.text) and _apart(one.text, other.text, both)):
            return Apart("all" if both else "any", (one, other))
    return _plainly(passage, text) if not found else None


def _plainly(passage: Passage, text: str) -> Apart | None:
    """“A of at least 3 and B of more than 4”, “A or failure of B”: a mere “and” between what is whole on either side."""
    found = [m for m in _PLAIN.finditer(text) if not inside_brackets(text, m.start())]
    if len(found) != 1:
        return None
    one, other = passage.part(0, found[0].start()), passage.part(found[0].end(), len(text))
    both = found[0]["word"].lower() == "and"
    if not (_alone(one.text) and _alone(other.text) and _apart(one.text, other.text, both)) or VERB.search(
        text
    ):
        return None
    if "," in one.text or "," in other.text or _MEASURED.match(other.text):
        return None
    measured = _MEASURED.search(one.text) and _MEASURED.search(other.text) and not _GOVERNS.search(text)
    if not measured and not _OWN_HEAD.match(other.text):
        return None
    return Apart("all" if both else "any", (one, other))


def _alone(part: str) -> bool:
    """Whether a part can be a condition of its own."""
    if _MORE.search(part) or _POINTS_BACK.match(part) or part.endswith(":"):
        return False
    return len(part.split()) >= _FEW or any(c.isdigit() for c in part)


def _apart(one: str, other: str, both: bool) -> bool:
    """Whether the second part goes on with no word of the first."""
    if (VERB.search(one) is None) != (VERB.search(other) is None) or _UNENDED.search(one):
        return False
    if both and not any(_SAYS_HOW.search(p) or VERB.search(p) for p in (one, other)):
        return False  # “gout as well as arthritis” can be two uses
    if _TURNS.search(one) and not _TURNS.search(other):
        return False  # “no A as well as B”
    own = VERB.search(other) or _MEASURED.search(other) or _GOVERNS.search(other)
    return own is not None or _GOVERNS.search(one) is None
