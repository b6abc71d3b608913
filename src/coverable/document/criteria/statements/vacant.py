"""Words over a list that were taken for a condition, and say nothing of a patient: “the member has coverage for X”.

A payer's own way to lead a list in may hold words that no rule knows; what is left of them then stands beside the
list as a condition. Where every word of it judges, leads in or names the service that the document is about, it is
none. That is said in a finding: a person sees what was left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from coverable.document.criteria.positions.judgewords import JUDGING
from coverable.document.criteria.quantifiers.byreference import is_other_criteria
from coverable.document.criteria.quantifiers.tallied import OF_PATIENTS
from coverable.document.criteria.statements.services import named_in, services
from coverable.document.criteria.text.diseasewords import is_illness
from coverable.document.criteria.text.wordclasses import NOUNS
from coverable.document.findings import Doubt, Findings, doubts
from coverable.document.patterns import word_set
from coverable.document.reading import Node, Statement
from coverable.document.wordlists import words_of

doubts(
    words_vacant=Doubt(
        "medium",
        "Words beside a list that ask nothing of a patient",
        "Do these words only say that criteria follow, or are they a condition of their own?",
        "Every word of them judges, leads a list in or names the service; they were left out of the criteria.",
    )
)
_SAYS_NOTHING: Final = (
    JUDGING
    | (NOUNS - OF_PATIENTS)
    | words_of("positionframes.txt")
    | words_of("asidewords.txt")
    | words_of("framewords.txt")
)
_BOUND: Final = re.compile(
    r"[0-9<>≤≥]|\b(?:age[ds]?|older|younger|years?|not|no|none|neither|never|without|contra-?indications?)\b",
    re.IGNORECASE,
)
"""A bound, an age, a negation: whatever stands beside it, it can ask for something."""
_CAN_ASK: Final = word_set(
    "prescribed prescribes prescription prescriber ordered order orders written signed referral referred physician physicians clinician"
    " clinicians specialist surgeon dentist provider documented documentation record records history evidence test tests trial trials"
    " diagnosis diagnoses treatment treatments therapy therapies"
)
"""Who prescribes, and what is shown: that can be asked for, though such words most often only lead a list in."""


def without_vacant(
    found: Sequence[Statement], findings: Findings, named: Iterable[str] = ()
) -> tuple[Statement, ...]:
    """The statements without conditions of words that say nothing of a patient, each with its finding.

    `named`: the title of the document and who publishes it.
    """
    names = [frozenset(named_in(name)) for name in named if not _is_disease(name.split())]
    about = [name for name in (*names, services(found)) if name]
    return tuple(_cleared(one, about, findings) for one in found)


def _is_disease(name: Sequence[str]) -> bool:
    """Whether a title is the name of a disease: “Erectile Dysfunction”, for which a policy can ask."""
    return 0 < len(name) <= _LONGEST_DISEASE and is_illness(name[-1])


_LONGEST_DISEASE: Final = 3
"""Words of such a name; longer titles name a service for the disease."""


def _cleared(one: Statement, about: Sequence[frozenset[str]], findings: Findings) -> Statement:
    criteria = _without(one.criteria, about, findings) if one.criteria else None
    return replace(
        one, criteria=criteria, candidates=tuple(_cleared(c, about, findings) for c in one.candidates)
    )


def _without(made: Node, about: Sequence[frozenset[str]], findings: Findings) -> Node:
    """A node without the vacant words that stand before a list of its own."""
    children = tuple(_without(c, about, findings) for c in made.children)
    if made.rule == "all" and len(children) > 1:
        listed = any(c.children for c in children)
        vacant = [c for c in children if listed and _is_vacant(c, made, about)]
        if vacant and len(vacant) < len(children):
            note = findings.add("words_vacant", [c.span for c in vacant])
            kept = tuple(c for c in children if c not in vacant)
            notes = (*made.notes, note)
            if len(kept) == 1:
                named = kept[0].reference or made.reference
                return replace(kept[0], reference=named, notes=(*kept[0].notes, *notes))
            return replace(made, children=kept, notes=notes)
    return replace(made, children=children) if children else made


def _is_vacant(one: Node, over: Node, about: Sequence[frozenset[str]]) -> bool:
    """Whether a condition stands in the words over a list, and none of its words says anything of a patient."""
    if one.rule != "leaf" or one.thresholds or one.reference or one.text not in over.text:
        return False
    if _BOUND.search(one.text) or is_other_criteria(one.text):
        return False
    said = {*named_in(one.text)}
    if not _CAN_ASK.isdisjoint(said):
        return False
    others = said.difference(*about)
    # a name alone is left out where it is the whole of it: in “Surgery for Obesity” obesity can be asked for
    return others <= _SAYS_NOTHING if others else any(said >= name for name in about)
