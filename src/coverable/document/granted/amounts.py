"""How many units are granted: “no more than 12 visits in a calendar year”, “one glove is allowed per 36 months”.

A number in a period is a limit of what is granted when a word says so (allowed, limited to, quantity limit), or a bound
stands before units that are supplied. Attacks per month and days per week of a patient are conditions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.granted.measures import PERIOD, PERIODS, TWICE, number, period
from coverable.document.granted.words import conditional, words

_SUPPLIED = (
    r"(?:units?|tablets?|capsules?|pills?|pens?|syringes?|vials?|doses?|injections?|infusions?|visits?|sessions?|treatments?|pairs?|kits?|boxes|box|bottles?"
    r"|packs?|packages?|patch(?:es)?|inhalers?|strips?|sensors?|transmitters?|devices?|items?|ampules?|cartridges?|tubes?|grams?|mg|ml|hours|tests?|scans?|procedures?|replacements?|refills?|fills?|prescriptions?|supplies)"
)
_BOUND = r"(?:up\s+to|no\s+more\s+than|not\s+more\s+than|(?:a\s+)?maximum\s+of|maximum|at\s+most|not\s+to\s+exceed|(?:is|are|be)?\s*limited\s+to|restricted\s+to|only|limit\s+of|limits?\s+(?:is|are|of))"
_MAY = (
    r"(?:(?:is|are|may\s+be|will\s+be|can\s+be|shall\s+be|be)\s+(?:considered\s+)?)?(?:allowed|covered|authori[sz]ed|approved|permitted|provided|reimbursed|reimbursable|payable|eligible|dispensed"
    r"|administered|available|allowable|given|granted|supplied|replaced|billed|paid)(?:\s+for\s+(?:payment|coverage|replacement|reimbursement))?"
)
_NOUN = r"(?:(?!(?:per|every|each|in|within|during|over|is|are|may|will|can|of|a|day|week|month|year)\b)[A-Za-z][\w/()-]*[\s,]*){0,4}?(?:of\s+[a-z-]+\s+)?"
_AMOUNT = any_case(
    rf"(?<![\w.,$/-])(?P<count>{TWICE})[\s-]*(?P<of>{_NOUN})(?P<may>{_MAY}\s+)?(?P<period>{PERIODS})"
)
_OFTEN = any_case(rf"\b(?P<count>once|twice|{TWICE}\s+times?)\s+(?P<may>{_MAY}\s+)?(?P<period>{PERIODS})")
_EVERY = any_case(
    rf"\b(?P<of>replace(?:ments?|d))\s+(?P<may>{_MAY}\s+)?(?P<period>every\s+{TWICE}[\s-]*(?:day|week|month|year)s?\b)"
)
_BARE = any_case(
    rf"(?<![\w.,$/-])(?P<count>{TWICE})[\s-]*(?P<of>{_NOUN}{_SUPPLIED})(?=\W*$)(?P<may>)(?P<period>)"
)
"""“Quantity limit: 12 units”, without a period."""
_REPLACED = any_case(r"\breplace(?:ments?|d)\b")
_LIMIT = any_case(
    r"\b(?:(?:quantity|frequency|dispensing|dosing|dose|visit|unit|benefit|supply|coverage|session)\s+limit(?:s|ation|ations)?|QL|limit(?:s|ations?)?(?=\s*(?:is|are|of|:))|maximum\s+(?:quantity|units|number)|frequency(?=\s*:))\b"
)
_LABEL = any_case(
    r"^\W*(?:maximum\s+)?(?:(?:quantity|frequency|dispensing|visit|unit|supply|session)\s+limit(?:s|ation|ations)?|QL|limits?|maximum\s+(?:quantity|units)|frequency(?:\s+of\s+(?:use|replacement|service))?|replacement\s+(?:schedule|frequency))(?:\s*\([^()]{1,30}\))?(?=\W|$)"
)
_BOUND_BEFORE = any_case(rf"(?:^|\b|\s){_BOUND}\s*(?:an?\s+|the\s+|total\s+of\s+)?$")
_LIMITED = any_case(
    r"\b(?:limit(?:ed|s)?\s+(?:to|is|are|of)|restricted\s+to|(?:may|can)\s+(?:only\s+)?(?:receive|obtain|get))\W*(?:an?\s+|(?:a\s+)?maximum\s+of\s+|no\s+more\s+than\s+|up\s+to\s+)?$"
)
_GRANTED_BEHIND = any_case(rf"^\s*,?\s*{_MAY}(?=[\s.,;]|$)")
_MAY_ANYWHERE = any_case(rf"(?:^|\s){_MAY}(?=[\s.,;]|$)")
_PAYS = any_case(
    r"\b(?:covers?|pays?\s+for|reimburses?(?:\s+for)?|(?:is|are|be)\s+(?:covered|allowed|reimbursed))\b(?:(?!\b(?:when|if|unless|where|who|whose|that|which|must)\b)[^;:])*$"
)
"""“The plan reimburses for X once a year”, with no condition between."""
_PAYS_OFTEN = any_case(
    r"\b(?:covers?|pays?\s+for|reimburses?)\s+\w.*\b(?:once|twice|times?)\s+(?!covered\b|allowed\b)\w"
)
"""It says what is paid for as well as how often."""
_SUPPLY = any_case(rf"\b{_SUPPLIED}\b")
_OF_PATIENTS = any_case(
    r"\b(?:has|have|had|having|experienc\w+|symptoms?|history|trials?|fail\w+|less|fewer|greater|least|attacks?|episodes?\s+of|headaches?|migraines?|seizures?|smok\w+|drinks?|pack|loss|score|stud(?:y|ies)|billed\s+in|requires?\s+prior|shows?|shown|diagnos\w+|investigational|unproven|experimental|cosmetic)\b"
)
_MAY_LIMIT = any_case(
    r"\b(?:limit|restrict|allow|cover|necess|authori|approv|permit|provide|reimburs|payable|eligib|dispens|administer|availab|give|grant|suppl|replac|bill|paid|pay|maximum|exceed|more\s+than|up\s+to|at\s+most|receive|obtain|only|QL|quantit|frequen)"
)
"""A word without which nothing is limited: most sentences have none."""
_PERIODIC = any_case(rf"{PERIOD}|\b{_SUPPLIED}\b")
_NEGATED = any_case(
    r"\b(?<!but )(?:not|never|no|cannot)\b(?!\s+(?:more|to\s+exceed|exceed\w*|longer|greater))"
)
_KNOWN = words(
    "a an the is are be will may shall can and or of to for in it per up more than no not most maximum only limited limit limits allowed covered "
    "authorized approved permitted provided quantity frequency coverage exceed total number one each any this these service services "
    "item items benefit benefits plan replacement replacements considered reimbursed payable eligible available"
)
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")
WORDS_BESIDE = 8
"""Words of a sentence that may name the service beside the limit."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A limit in a text: so many units of something in a period, each as it is printed."""

    first: int
    last: int
    count: str | None
    """In digits; None where none is printed (“replacement every 5 years”), or two disagree."""
    of: str | None
    per: str | None
    left: frozenset[str]
    """Words of its sentence that say something else."""
    conditional: bool

    @property
    def units(self) -> int | None:
        """The count as a whole number of units, which is what a policy file has a field for."""
        whole = self.count is not None and self.count.isdigit()
        return (int(self.count or 0) if whole else 0) or None

    @property
    def says(self) -> str:
        """`4 syringes per 28 days`."""
        what = " ".join(part for part in (self.count, self.of) if part)
        return (what or "a number that is not printed") + (f" per {self.per}" if self.per else "")


def label_end(text: str) -> int:
    """Where the label of a limit ends at the beginning of a text; 0 where there is none."""
    match = _LABEL.match(text)
    return match.end() if match else 0


@lru_cache(maxsize=4096)
def amounts(text: str, labelled: bool = False) -> tuple[Amount, ...]:
    """The limits that a sentence or line states. `labelled`: a label for one stands over it."""
    told = _before_patients(text)
    said = (
        (labelled or _MAY_LIMIT.search(told) is not None)
        and _PERIODIC.search(told) is not None
        and _NEGATED.search(told) is None
        and _OF_PATIENTS.search(told) is None
    )
    if not said:
        return ()
    label = labelled or _LIMIT.search(text) is not None
    found = [m for pattern in (_AMOUNT, _OFTEN, _EVERY) for m in pattern.finditer(told)]
    found = found or ([m] if label and (m := _BARE.search(text)) else [])
    kept: list[re.Match[str]] = []
    for match in sorted(found, key=lambda m: (m.start(), -m.end())):
        if (not kept or match.start() >= kept[-1].end()) and (label or _limits(text, match)):
            kept.append(match)
    beside = text
    for match in reversed(kept):
        beside = f"{beside[: match.start()]} {beside[match.end() :]}"
    left = frozenset(w for m in _WORD.finditer(beside) if (w := m[0].lower()) not in _KNOWN)
    return tuple(_amount(match, left, conditional(beside)) for match in kept)


def _before_patients(text: str) -> str:
    """What a sentence says before the conditions that tell of a patient: “covered once a year when the patient has A”."""
    if _OF_PATIENTS.search(text) is None:
        return text
    condition = _CONDITION.search(text)
    return text[: condition.start()] if condition else text


_CONDITION = any_case(
    r"\b(?:when|if|where|provided|as\s+long\s+as|for\s+(?:patients|members|individuals|adults|children))\b"
)


@lru_cache(maxsize=8192)
def only_amounts(text: str) -> bool:
    """Whether a sentence or line says how many are granted, of which service, and nothing else."""
    found = amounts(text)
    return (
        bool(found)
        and not any(a.conditional for a in found)
        and len(found[0].left) <= WORDS_BESIDE
        and not (_NAMES_USE.search(text) or _PAYS_OFTEN.search(text) or _ASKS.search(text))
    )


_ASKS = any_case(
    r"^\W*(?:provided|when|if|where|once|unless)\b|\(2\)\s|\b(?:one|two|any|all|both|either|none)\s+of\s+(?:the|these|those)\b"
)
"""“Provided one of these is true: (1) no more than 8 doses per month; (2) …”: conditions, of which one bounds an amount."""


_NAMES_USE = any_case(
    r"\bnecessary\b|\bfor\s+(?!(?:payment|coverage|replacement|reimbursement)\b)(?:the\s+)?\w+|\bto\s+treat\b|\b(?:age|aged|ages|beginning|starting)\b|\bin\s+(?:patients|members|individuals|adults|children)\b|:\s*$"
)


_NECESSARY = any_case(r"\b(?:medically\s+(?:necessary|appropriate)|covered)(?:\s+only)?(?:\s+for)?\s+$")
"""“… is medically necessary once a year when”: directly before how often."""


def _limits(text: str, match: re.Match[str]) -> bool:
    """Whether a number in a period is a limit of what is granted."""
    before = text[: match.start()]
    if match["may"] or _LIMITED.search(before) or _GRANTED_BEHIND.match(text[match.end() :]):
        return True
    if match.re is _EVERY:
        return True
    supplied = match.re is _OFTEN or _SUPPLY.search(match["of"] or "") is not None
    granted = _MAY_ANYWHERE.search(text) is not None
    if match.re is _OFTEN:  # “covered when the patient bathes twice a week” says how often of the patient
        paid = _PAYS.search(before)
        granted = paid is not None or (granted and match["count"].lower() in ("once", "twice"))
    granted = granted or _NECESSARY.search(before) is not None
    return bool(_BOUND_BEFORE.search(before) and (supplied or granted)) or (supplied and granted)


def _amount(match: re.Match[str], left: frozenset[str], conditional: bool) -> Amount:
    groups = match.groupdict()
    printed = (groups.get("count") or "").lower()
    count = {"once": "1", "twice": "2"}.get(printed) or (number(printed) if printed else None)
    of = " ".join((groups.get("of") or "").split()).strip(" ,") or None
    if match.re is _EVERY or (match.re is _OFTEN and _REPLACED.search(match.string)):
        of = "replacement"
    per = period(match["period"]) if match["period"] else None
    return Amount(match.start(), match.end(), count, of and of.lower(), per, left, conditional)
