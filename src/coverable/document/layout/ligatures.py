"""Words that lost a ligature on their way through a font: `ineective`, `ine ective`.

A font may draw `ff`, `fi`, `fl`, `ffi` or `ffl` as one sign without saying which letters it stands for. Words
that are common in policies and are no other word without these letters can be mended; others are left.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

_WORDS = """
affect affected affecting affects afferent afflicted amplified baffle beneficial beneficiaries
beneficiary benefit benefits bifid bifida buffered calcification calcified certificate certification
certified clarification clarified classification classifications classified coefficient confidence
confidential configuration confined confirm confirmation confirmatory confirmed confirming confirms
conflict conflicting defibrillation defibrillator deficiencies deficiency deficient deficit deficits
define defined defines defining definite definitely definition definitions definitive difference
differences different differential differentiated differentiation differing difficult difficulties
difficulty diffuse diffusion disqualified effect effective effectively effectiveness effects efferent
efficacious efficacy efficiency efficient efficiently effort efforts effusion fibrillation fibroblast
fibroblasts fibromyalgia fibrosis fibrotic fifteen fifth finally financial finding findings finger
fingers fissure fistula fitness fitted fitting fixated fixation fixed flaccid flexibility flexible
flexion fluctuating fluctuation fluids fluorescence fluoride fluoroscopic fluoroscopy identification
identified identifies identify identifying ineffective ineffectiveness inefficient infiltrate
infiltration infinite inflamed inflammation inflammatory inflatable inflation influence influenced
influences influenza insufficiency insufficient insufflation justification justified justify magnified
modification modifications modified modifier modifiers modify modifying notification notified notify
offer offered offering offers office offices official officially ossification pacified proficiency
proficient profile profiles qualification qualifications qualified qualifies qualify qualifying
quantification quantified ratified rectified refill refills refine refined reflect reflected reflecting
reflects reflex reflexes reflux sacrificed satisfied satisfies scientific scientifically significance
significant significantly simplified specific specifically specification specifications specificity
specified specifies specify specifying stiffness stratification stratified sufficiency sufficient
sufficiently unaffected undefined unidentified unspecified verification verified verifies verify waffle
workflow
"""
_LIGATURE = re.compile(r"ffi|ffl|ff|fi|fl")
_EDGES = re.compile(r"(?P<before>[(\[\"'“‘]*)(?P<word>.*?)(?P<after>[.,;:)\]\"'”’]*)", re.DOTALL)
_SIGNS = "([\"'“‘.,;:)]”’"
"""All signs that `_EDGES` takes off a word, at either end."""
# Without their ligature these read as words of their own.
_REAL = frozenset(("conned", "dene", "prole", "proles", "rell", "rene", "species"))
_FEWEST = 4


@cache
def _lost() -> dict[str, str]:
    """The damaged form of a word -> the word; forms that two words share are left out."""
    out: dict[str, str] = {}
    doubled: set[str] = set()
    for word in _WORDS.split():
        for gone in ("", "\ufffd"):
            form = _LIGATURE.sub(gone, word)
            if len(form) < _FEWEST or form in _REAL or form in _whole():
                continue
            if out.setdefault(form, word) != word:
                doubled.add(form)
    return {form: word for form, word in out.items() if form not in doubled}


@cache
def _whole() -> frozenset[str]:
    return frozenset(_WORDS.split())


@cache
def _parts() -> dict[tuple[str, str], str]:
    """The two halves that a word falls into where its ligature became a blank -> the word."""
    out: dict[tuple[str, str], str] = {}
    for word in _WORDS.split():
        found = list(_LIGATURE.finditer(word))
        if len(found) == 1 and len(word) >= 6:
            first, second = word[: found[0].start()], word[found[0].end() :]
            if len(first) + len(second) >= 5:
                out[first, second] = word
    return out


def some_damaged(texts: Iterable[str]) -> bool:
    """Whether any of these words could be damaged: a look that spares most pages the slow one."""
    plain = {text.strip(_SIGNS).lower() for text in texts}
    if not plain.isdisjoint(_lost()):
        return True
    firsts, seconds = _halves()
    return not plain.isdisjoint(firsts) and not plain.isdisjoint(seconds)


@cache
def _halves() -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(first for first, _ in _parts()), frozenset(second for _, second in _parts())


def mended_word(text: str) -> str | None:
    """The whole word where a damaged one can be only that; None where there is nothing to mend."""
    match = _EDGES.fullmatch(text)
    if match is None:
        return None
    word = _lost().get(match["word"].lower())
    return None if word is None else match["before"] + _cased(word, match["word"]) + match["after"]


def mended_pair(first: str, second: str) -> str | None:
    """The word that two pieces make with the ligature that stood between them."""
    match = _EDGES.fullmatch(second)
    begun = first.lstrip("([\"'“‘")
    if match is None or not begun:
        return None
    word = _parts().get((begun.lower(), match["word"].lower()))
    if word is None:
        return None
    return first[: len(first) - len(begun)] + _cased(word, begun) + match["after"]


def _cased(word: str, like: str) -> str:
    if like.isupper() and len(like) > 1:
        return word.upper()
    return word.capitalize() if like[:1].isupper() else word
