"""The words that lead a use in: “when the goal is”, “in the care of”, “ordered to relieve”.

They belong to all the uses that follow and say nothing of the patient. Their grammar is small: words of
`data/usewords.txt` up to a preposition or a form of “to be”, or up to what a treatment does (`data/useverbs.txt`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from coverable.document.criteria.text.wordclasses import USE_LEADS, any_case
from coverable.document.wordlists import words_of

_FRAME = words_of("usewords.txt")
DOES = words_of("useverbs.txt")
"""What a treatment does with a use: “to relieve”."""
DOING = frozenset(
    form for verb in DOES for form in (f"{verb}ing", f"{verb.removesuffix('e')}ing", f"{verb}{verb[-1]}ing")
)
_SAYS = words_of("usesays.txt")
"""Verbs after which the use stands: “when the order names”, “if the therapy addresses”."""
ARTICLES = any_case(r"\s*(?:(?:an?|the|any\s+of|either|some)\s+)*")
_PLANS = any_case(r"^under\s+(?:most|all|some|many)\s+(?:plans|benefit\s+plans|contracts)\s+")
_EVERY_AGE = any_case(
    r"\s*(?:for|in|among)\s+(?:both\s+)?(?:adults?\s+(?:and|or)\s+(?:children|adolescents)|(?:children|adolescents)\s+(?:and|or)\s+adults?)\s+(?=with\b|who\b)"
)
"""“in children and adults with”: everybody."""
_KIND = re.compile(r"[a-z]{3}(?:ic|al|ive|ary|ous)$")
"""An adjective: “symptomatic relief of”."""
_WORD = re.compile(r"\s*([A-Za-z'’-]+)")


def _kind_of(words: Sequence[str]) -> bool:
    """Whether an adjective stands before a word that leads in: “symptomatic relief of”, and not “colic in”."""
    if len(words) < 3 or not _KIND.search(words[0]):
        return False
    return words[1] in _FRAME - USE_LEADS and words[2] in ("of", "for")


def leading(words: Sequence[str]) -> int:
    """How many of these words (in small letters) only lead uses in; 0 when none do."""
    end = 0
    for k, word in enumerate(words):
        before = words[k - 1] if k else ""
        doing = word in DOING and words[k + 1 : k + 2] != ["of"] and before not in ("a", "an")
        does = (before, word) == ("such", "as") or (before == "to" and word in DOES)
        if word in USE_LEADS or doing or does or (before and word in _SAYS):
            end = k + 1
        elif word not in _FRAME and not _kind_of(words[k : k + 3]):
            break
    return end


def led_in(text: str) -> int:
    """How many characters at the beginning only lead uses in; 0 when none do."""
    at = plans.end() if (plans := _PLANS.match(text)) else 0
    at = ages.end() if (ages := _EVERY_AGE.match(text, at)) else at
    words: list[str] = []
    ends = [at]
    while match := _WORD.match(text, ends[-1]):
        words.append(match[1].lower())
        ends.append(match.end())
    end = ends[leading(words)]
    if not end:
        return 0
    articles = ARTICLES.match(text, end)
    return articles.end() if articles else end
