"""Classes of words that quantifiers are made of; each word stands in the class of its sense.

A payer's own wording is read by its parts: add a word to its class and every wording that has it is understood.
"""

from __future__ import annotations

import re

from coverable.document.patterns import word_set


def any_case(pattern: str) -> re.Pattern[str]:
    """A pattern whose letters stand for both cases."""
    return re.compile(pattern, re.IGNORECASE)


_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENTHS = {word: 10 * n for n, word in enumerate(_TENS.split(), 2)}
NUMBERS = (
    {word: n for n, word in enumerate(_UNITS.split())}
    | _TENTHS
    | {
        f"{ten}-{unit}": m + n
        for ten, m in _TENTHS.items()
        for n, unit in enumerate(_UNITS.split()[:10])
        if n
    }
)


ALL = word_set("all each every both everything entirety totality")
ANY = word_set("any either whichever")
NONE = word_set("none neither")
NEGATING = word_set(
    "not no nothing without never nor cannot absence lack lacks lacking devoid free clear exclusion excluding excluded negative n't isn't doesn't "
    "don't hasn't aren't"
)
FREEING = word_set("absence lack free exclusion exclude excludes excluded rule rules ruled ruling negative")
"""Words after which “all of the following” means that none of it is there."""
SHOWING = word_set(
    "evidence history occurrence sign signs presence documentation indication record report finding findings"
)
"""“no evidence of these”."""
BARRIER = word_set(
    "and but or because due owing despite while meet meets who which that if when success ; . : , ("
)
FILLER = word_set(
    "of the these those this that a an one ones single or more combination such listed following below above next "
    "applicable clinical specific additional required coverage medical necessity general key same stated named "
    "subsequent enumerated relevant necessary 1 and out among amongst from within total different separate distinct individual "
    "present full whole entire complete set minimum bulleted numbered lettered"
)
POINTING = word_set(
    "following below these those listed next list stated enumerated beneath hereunder underneath subsequent bulleted numbered "
    "ensuing outlined follow follows"
)
NOUNS = word_set(
    "qualifiers qualifier criteria criterion conditions condition requirements requirement indications indication items item elements "
    "element factors factor situations situation circumstances circumstance statements statement findings finding "
    "symptoms symptom signs sign features feature options option scenarios scenario diagnoses diagnosis reasons reason "
    "points point categories category contraindications contraindication exclusions exclusion precautions precaution risk components component "
    "standards standard characteristics groups tests uses use populations instances bullets prerequisites provisions "
    "parts parameters measures therapies treatments drugs medications agents classes bullets bullet boxes stipulations provisos "
    "qualifications qualifiers thresholds benchmarks particulars attributes facts matters aspects entries rows clauses rules "
    "comorbidities comorbidity malignancies cancers purposes sites facts objectives anomalies events problems complaints disorders diseases states settings types kinds"
)
ALTERNATIVES = word_set(
    "disorders diseases malignancies cancers problems categories purposes settings sites types groups disorder disease indications indication diagnoses diagnosis uses use populations instances scenarios scenario situations situation "
    "circumstances circumstance reasons reason conditions condition"
)
"""Nouns whose list names cases, each of which is enough, unless the words say that they “are met”."""
TRAILING = word_set(
    "in on from this the list section table policy document below above here herein that these of"
)
MET = word_set(
    "met satisfied fulfilled present true documented demonstrated apply applies shown established confirmed required "
    "exist exists coexist coexists cooccur hold holds applicable provided submitted evident noted fulfilled suffice suffices sufficient enough"
)
ENOUGH = word_set("required needed")
BOUNDS = (
    ("at", "least"), ("at", "minimum"), ("at", "a", "minimum"), ("min", "."), (">", "="), ("a", "total", "of"),
    ("a", "combination", "of"), ("as", "few", "as"), ("no", "smaller", "than"), ("a", "minimum", "of"), ("minimum", "of"), ("a", "minimum"), ("no", "fewer", "than"),
    ("no", "less", "than"), ("not", "less", "than"), ("not", "fewer", "than"), ("any", "combination", "of"), ("≥",),
    ("more", "than", "or", "equal", "to"), ("any",),
)  # fmt: skip
ODD = (
    ("exactly",), ("only",), ("no", "more", "than"), ("not", "more", "than"), ("at", "most"), ("fewer", "than"),
    ("less", "than"), ("up", "to"), ("more", "than"), ("a", "maximum", "of"), ("not", "all"), ("not", "both"),
    ("not", "each"), ("some",), ("most",), ("several",), ("a", "majority", "of"),
)  # fmt: skip
STARTS = ALL | ANY | NONE | {"no"} | NUMBERS.keys() | {p[0] for p in (*BOUNDS, *ODD)}
USE_LEADS = word_set(
    "for of in on with to against by from at toward towards upon among as is are was were includes include involves has "
    "have having"
)
"""What the words that lead a use in end with."""
CHANGES = any_case(
    r"\b(?:waive[rsd]*|exempt\w*|except\w*|unless|counts?|instead|in\s+(?:place|lieu)\s+of|accept(?:s|ed)?|substitut\w+|(?:do|does)\s+not\s+(?:have\s+to|apply)"
    r"|need\s+not|not\s+(?:be\s+)?(?:required|subject|needed|necessary|mandatory|applicable|applied|enforced)|suffic\w+|toward|alternative\w*|satisf\w+|skip(?:s|ped)?|bypass\w*|forg[oe]\w*|excus\w+"
    r"|overrid\w+|omit\w*|dispens\w+\s+with|disregard\w*|regardless|optional|relax\w*|lifted|set\s+aside|suspended|replac\w+|stands?\s+in|no\s+longer|inapplicable|reduced\s+to|shortened|lowered\s+to|(?:is|are)\s+enough|considered\s+(?:to\s+have\s+)?(?:met|satisfied|fulfilled)|deemed\s+(?:to\s+be\s+)?(?:met|satisfied|shown|fulfilled)|freed?\s+(?:of|from))\b"
)
"""What a note does to a criterion: it takes it back, or lets something else count for it."""

KINDS_OF_THINGS = (
    r"(?:(?:comfort|convenience|personal)(?:\s+(?:or|and|and/or)\s+(?:comfort|convenience|personal))?"
    r"(?:\s+(?:items?|services?|suppl(?:y|ies)|products?|equipment))?)"
)
"""“Not covered (comfort or convenience items):”: what kind of things a list names."""
