"""Adjectives, by their endings: a comma between two of them parts no items, as in “disabling, unresponsive tremor”."""

from __future__ import annotations

import re

from coverable.document.criteria.text.wordclasses import any_case

_ENDING = re.compile(
    r"(?:ic|al|ous|ive|able|ible|ory|ary|ular|less|ful|ior|\w{3}ed|(?:diff|infr|fr)e\w+ent|sistent|current|ermittent|manent|sistant|gnant|significant"
    r"|severe|acute|complete|discrete|moderate|mild|strong|intense|benign|stable|large|small|long|short|deep|high|low|early|late"
    r"|abling|itating|iorating|remitting|relenting|limiting|threatening|worsening|recurring|relapsing|progressing|fluctuating|persisting|lasting|underlying|healing)$"
)
_NOUN = re.compile(
    r"\w*(?:adhesive|relative|antibiotic|diuretic|analgesic|removal|withdrawal|trial|referral|interval|denial|renewal|approval|refusal|survival|canal"
    r"|hospital|meal|goal|animal|retrieval|history|memory|category|laboratory|story|theory|summary|beneficiary|ovary|capillary|boundary|library"
    r"|pituitary|table|wearable|injectable|colic|clinic|panic|behavior|thrive|narcotic|laxative|contraceptive|sedative|epidemic|need|seed|speed|weed|breed|bleed)$"
)
"""Nouns that are spelt like them."""
_DEGREE = re.compile(r"(?:\w{2,}ly|very|not|non|and|or|to|both|more|most|otherwise)$")
"""What stands before an adjective and belongs to it: “medically unresponsive”, “moderate to severe”."""
_BEFORE = any_case(r".*\b(?:with|of|for|from|to|by|in|has|have|had|having|a|an|the|due|any|no|without|as)\s+")
_WORD = re.compile(r"[A-Za-z][\w’'-]*")


def adjective(word: str) -> bool:
    """Whether a word is spelt like an adjective, and like no noun."""
    plain = word.lower()
    return _ENDING.search(plain) is not None and _NOUN.match(plain) is None


def ends_in_adjectives(text: str) -> bool:
    """Whether the words behind the last preposition or article are adjectives only: “in patients with disabling”."""
    lead = _BEFORE.match(text)
    words = _WORD.findall(text[lead.end() :] if lead else text)
    if not words or not adjective(words[-1]):
        return False
    return all(adjective(w) or _DEGREE.match(w.lower()) for w in words)


def begins_with_adjective(text: str) -> bool:
    """Whether a text goes on with an adjective before its noun: “medically unresponsive tremor due to …”."""
    words = _WORD.findall(text)
    k = next((i for i, w in enumerate(words) if not _DEGREE.match(w.lower())), len(words))
    return k + 1 < len(words) and adjective(words[k]) and not ends_in_adjectives(text)


_STATE = (
    r"(?:known|unknown|confirmed|established|proven|definite|suspected|probable|possible|presumed|prior|previous|past|current|present|actual|recent|new|old"
    r"|acute|chronic|mild|moderate|severe|active|latent|partial|complete|unilateral|bilateral|upper|lower|left|right|primary|secondary|benign|malignant"
    r"|localized|generalized|congenital|acquired|recurrent|persistent|traumatic|non-?traumatic|existing|pre-?existing|impending|planned|attempted"
    r"|changed|changing|worsening|worsened|progressive|increasing|increased|different|repeated|life-?threatening)"
)
_STATE_LAST = any_case(rf"\b{_STATE}$")
_STATE_FIRST = any_case(rf"{_STATE}\s+(?!and\b|or\b)\w")


def ends_before_noun(text: str) -> bool:
    """Whether a text ends with an article and what says which: “a pathogenic | or likely pathogenic variant”."""
    last = _ARTICLE_LAST.search(text)
    if last is None:
        return False
    return ends_in_adjectives(last["rest"]) or _STATE_LAST.search(last["rest"]) is not None


_ARTICLE_LAST = re.compile(r"\b(?:an?|any|each|no)\s+(?P<rest>[\w-]+(?:\s+[\w-]+)?)$", re.IGNORECASE)


def of_one_noun(text: str, first: int, last: int) -> bool:
    """Whether the connector at `text[first:last]` joins two states of one thing: “known or suspected cancer”."""
    begins = max(0, first - _LONGEST)
    return _STATE_LAST.search(text[begins:first].rstrip()) is not None and (
        _STATE_FIRST.match(text[last : last + _LONGEST].lstrip()) is not None
    )


_LONGEST = 40
"""Characters around a connector in which such words stand."""
