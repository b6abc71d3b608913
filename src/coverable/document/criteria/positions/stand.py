"""The position that a predicate says: by the classes of its judging words, and what a negation turns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coverable.document.criteria.positions.found import Found
from coverable.document.criteria.positions.judgewords import (
    EVIDENCE,
    GRANTED,
    HANDED,
    JUDGED_NOUNS,
    LACKING,
    NAMES_BENEFIT,
    OF_BENEFIT,
    SCOPE,
    SELDOM,
    THINGS,
    UNESTABLISHED,
    VAGUE,
    Kind,
)
from coverable.document.criteria.positions.predicate import condition_at, noun_of
from coverable.document.criteria.text.tokens import Token, words_at
from coverable.document.reading import Position

WEAK: frozenset[Kind] = frozenset({"favour", "given", "met"})
"""Kinds of words that judge only beside another: “appropriate”, “given”, “met”."""


_WORTH = frozenset(("benefit", "benefits"))
"""“The benefit of X has not been proven”: what it does for a patient."""
_GRANTED = (JUDGED_NOUNS | NAMES_BENEFIT) - _WORTH


NEGATIVE: tuple[Position, ...] = (
    "investigational",
    "cosmetic",
    "not_medically_necessary",
    "benefit_exclusion",
    "not_covered",
)
"""Of two on the same uses the one whose ground says more, which stands first."""


@dataclass(frozen=True, slots=True)
class Stand:
    """A position in a sentence, and where its words stand."""

    position: Position
    first: int
    last: int
    subject: tuple[int, int] | None = None
    """What it is about, where that is not all before it."""
    given: tuple[int, int] | None = None
    """A condition that stands before the judging clause: “If the member has gout, …”."""
    second: int | None = None
    """Where a second position begins in the same sentence."""
    certain: bool = True
    plain: bool = True
    """Told by a word that names its ground (necessary, covered, investigational), not by “appropriate”."""
    whole: bool = False
    """Every word of its clause but the name of a service is known as one that judges (`weighed.py`)."""


def position_of(tokens: Sequence[Token], found: Found) -> Stand | None:
    """The position that a predicate says, by its most telling word; None when it says none."""
    start = found.clause
    noun = noun_of(tokens, start, found.first)
    kinds = {t.kind for t in found.terms if not t.negated}
    turned = {t.kind for t in found.terms if t.negated}
    words = {w for t in found.terms for w in t.words}
    around = tokens[start : found.first + 1], tokens[found.last : found.last + 6]
    named = any(t.word in NAMES_BENEFIT for part in around for t in part) or "contractually" in {
        t.word for t in tokens
    }
    about = {t.word for t in tokens[start : found.first]}
    position: Position | None = None
    said = {t.word for t in tokens[found.first : found.last]}
    certain = SELDOM.isdisjoint(said)
    if "reconstructive" in said and kinds | turned == {"cover"}:
        certain = False  # it says that something is repaired; whether it is covered, the contract says
    plain = True
    if (noun is not None and noun[1]) or tokens[start].word in ("neither", "no", "none"):
        turned |= kinds & {"given", "favour", "cover", "need"}
        kinds -= {"given", "favour", "cover", "need"}
    if "invest" in kinds and noun is not None and noun[0] == "need":
        position = "not_medically_necessary"  # “the medical necessity of X is unproven”
    elif "invest" in kinds:
        position = "investigational"
    elif "cosmetic" in kinds:
        position = "cosmetic"
    elif "need" in turned or "unneeded" in kinds:
        position = "not_medically_necessary"
    elif (
        "benefit" in kinds
        or ("exclude" in kinds and named)
        or (words & {"benefit", "benefits"} and "cover" in turned)
    ):
        position = "benefit_exclusion"
    elif kinds & {"exclude", "refuse"} or "cover" in turned:
        position = "not_covered"
        if "contraindicated" in words:
            position, certain = "not_medically_necessary", False
    elif turned & WEAK:
        if noun is not None and (noun[0] == "need" or "necessity" in about):
            position = "not_medically_necessary"  # “medical necessity criteria for X are not met”
        elif noun is not None and not (
            words & UNESTABLISHED and about & _WORTH and about.isdisjoint(_GRANTED)
        ):
            position = "not_covered"
        elif words & UNESTABLISHED:
            position = "investigational"
        elif words & HANDED:
            position = "not_covered"
        elif "indicated" in words:
            position, plain = "not_medically_necessary", False
        else:
            position, certain, plain = "not_medically_necessary", False, False
    elif turned:
        position, certain, plain = "medically_necessary", False, False  # “no longer experimental”
    elif kinds & {"need", "cover", "given", "favour", "met"}:
        position = "medically_necessary"
        plain = bool(kinds & {"need", "cover"}) or (noun is not None and not words & VAGUE)
    if position is None:
        return None
    asks = {
        "following",
        "criteria",
        "conditions",
        "requirements",
        "below",
        "all",
        "any",
        "these",
        ":",
        "documentation",
    }
    given = noun is not None and noun[0] == "cover" and condition_at(tokens, min(found.last, len(tokens) - 1))
    plain = plain or given  # “coverage of X is appropriate when …”
    if (
        noun is not None
        and words & VAGUE
        and not plain
        and asks.isdisjoint(t.word for t in tokens[found.last :])
    ):
        return None
    if position != "medically_necessary" and kinds & {"need", "cover"} and "benefit" not in words:
        certain = certain and not (kinds & {"need"})
    scarce = LACKING - ({"limited"} if "to" in words else set())  # “the benefit is limited to …”
    lacking = about & EVIDENCE and scarce & {t.word for t in tokens[found.first : found.last]}
    if lacking and position == "medically_necessary":
        position, certain = "investigational", False
    last = _whole(tokens, found.last, {t.kind for t in found.terms})
    if (
        last < len(tokens)
        and tokens[last].word == ")"
        and any(t.word == "(" for t in tokens[found.first : last])
    ):
        last += 1
    subject = found.subject
    span = None
    if subject is not None and subject[1] > subject[0]:
        span = tokens[subject[0]].first, tokens[subject[1] - 1].last
    elif subject is not None:  # “The plan does not cover:”
        span = tokens[subject[0] - 1].last, tokens[subject[0] - 1].last
    return Stand(
        position, tokens[found.first].first, tokens[last - 1].last, span, certain=certain, plain=plain
    )


def _for_grant(tokens: Sequence[Token], last: int) -> int | None:
    """The end of “(is eligible) for prior approval”, “(may be considered) for continued coverage”."""
    if last >= len(tokens) or tokens[last].word != "for":
        return None
    nouns = (k + 1 for k in range(last + 1, min(len(tokens), last + 4)) if tokens[k].word in JUDGED_NOUNS)
    end = next(nouns, None)
    if end is None or not {t.word for t in tokens[last + 1 : end - 1]} <= GRANTED:
        return None
    return end


def _whole(tokens: Sequence[Token], last: int, kinds: set[Kind]) -> int:
    """The end of the predicate with the noun that it ends in: “a non-covered service”, “excluded by the contract”."""
    criteria = (
        tokens[last].word in ("criteria", "guidelines", "requirements") if last < len(tokens) else False
    )
    if criteria and tokens[last - 1].word in ("necessity", "coverage", "benefit"):
        last += 1  # “does not meet medical necessity criteria for …”
    if "cosmetic" in kinds and last < len(tokens) and tokens[last].word in ("purpose", "purposes", "reasons"):
        last += 1  # “serves a cosmetic purpose when …”
    if "cover" in kinds and (granted := _for_grant(tokens, last)):
        last = granted
    named = next((k for k in range(last, min(len(tokens), last + 3)) if tokens[k].word in THINGS), last)
    use = tokens[last].word == "in" and words_at(tokens, named + 1, "of") if last < named else False
    if use:
        return last  # “is investigational | in the treatment of gout”
    if all(t.word in OF_BENEFIT for t in tokens[last:named]):
        last = named  # “a covered Medicaid benefit”
    while last < len(tokens) and tokens[last].word in THINGS:
        last += 1
    if kinds & {"exclude", "benefit"} or tokens[last - 1].word in ("benefit", "of"):
        end = last
        while end < len(tokens) and tokens[end].word in OF_BENEFIT:
            end += 1
        while end > last and tokens[end - 1].word not in SCOPE:
            end -= 1
        last = end
    return last
