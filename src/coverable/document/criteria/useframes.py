"""The words that lead a use in: “when the goal is”, “in the care of”, “ordered to relieve”.

They belong to all the uses that follow and say nothing of the patient. Their grammar is small: words of
`data/usewords.txt` up to a preposition or a form of “to be”, or up to what a treatment does (`data/useverbs.txt`).
"""

from __future__ import annotations

import re

from coverable.document.criteria.wordclasses import USE_LEADS, any_case
from coverable.document.wordlists import words_of

_FRAME = words_of("usewords.txt")
DOES = words_of("useverbs.txt")
"""What a treatment does with a use: “to relieve”."""
_DOING = frozenset(
    form for verb in DOES for form in (f"{verb}ing", f"{verb.removesuffix('e')}ing", f"{verb}{verb[-1]}ing")
)
ARTICLES = any_case(r"\s*(?:(?:an?|the|any\s+of|either|some)\s+)*")
_PLANS = any_case(r"^under\s+(?:most|all|some|many)\s+(?:plans|benefit\s+plans|contracts)\s+")
_WORD = re.compile(r"\s*([A-Za-z'’-]+)")


def led_in(text: str) -> int:
    """How many characters at the beginning only lead uses in; 0 when none do."""
    end = at = plans.end() if (plans := _PLANS.match(text)) else 0
    before = ""
    while match := _WORD.match(text, at):
        word, at = match[1].lower(), match.end()
        follows = _WORD.match(text, at)
        if (
            word in USE_LEADS
            or (word in DOES and before == "to")
            or (word in _DOING and not (follows and follows[1].lower() == "of"))
        ):
            end = at
        elif word not in _FRAME:
            break
        before = word
    if not end:
        return 0
    articles = ARTICLES.match(text, end)
    return articles.end() if articles else end
