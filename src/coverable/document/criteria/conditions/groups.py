"""Items that are the names of uses, each over a list of its own: one of them suffices, no patient has them all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coverable.document.criteria.quantifiers import leadin
from coverable.document.criteria.quantifiers.leadin import LeadIn
from coverable.document.criteria.text.clauseverbs import VERB
from coverable.document.criteria.text.diseasewords import DISEASE
from coverable.document.criteria.text.entry import Entry

_OTHER_USES = re.compile(
    r"\b(?:other|all|additional)\s+(?:[\w-]+\s+)?(?:diagnos[ei]s|indications|uses)\b", re.IGNORECASE
)


def groups_of_uses(entries: Sequence[Entry], lead: LeadIn) -> bool:
    """Whether items are the names of uses, each over a list that says by itself how much of it is needed.

    “A. Psoriasis (must meet all): …  B. Arthritis (must meet all): …” under “when the following criteria are met”.
    """
    if lead.quantifier is not None and lead.quantifier.how != "implied" and lead.quantifier.rule != "any":
        return False
    uses = [e for e in entries if names_disease(e)]
    others = [e for e in entries if e not in uses and not _OTHER_USES.search(e.passage.text)]
    if len(entries) > 1 and not others:
        return True
    if len(uses) > max(1, len(others)) and all(_name(e) for e in others):
        return True  # most are names of diseases: so is “Lupus”
    if lead.quantifier is not None and lead.quantifier.how != "implied":
        return False
    told = [e for e in entries if _grants(e) or (e.under and _names_group(e))]
    return len(told) > 1 and all(e in told or _OTHER_USES.search(e.passage.text) for e in entries)


def names_disease(entry: Entry) -> bool:
    """Whether an entry is the name of a disease over a list of its own: “Bladder Cancer”, “Gout: - Diagnosis of gout”."""
    name = _name(entry)
    if not name:
        return False
    return DISEASE.search(name) is not None or _DIAGNOSED.match(entry.under[0].passage.text) is not None


def only_diseases(entries: Sequence[Entry]) -> bool:
    """Whether the items of a list are diseases and nothing more: few patients have them all."""
    names = [_BRACKETED.sub("", e.passage.text).rstrip(" .;,") for e in entries]
    few = all(len(n.split()) <= _NAME and not _asks(n) for n in names)
    return few and sum(DISEASE.search(n) is not None for n in names) > max(1, len(names) // 2)


def heads_criteria(entry: Entry) -> bool:
    """Whether the name of a disease stands over what is asked of those who have it, and not over its kinds."""
    return names_disease(entry) and any(e.under or _asks(e.passage.text) for e in entry.under)


def _asks(text: str) -> bool:
    """Whether an item says what is asked for, and does not name a kind of the disease over it: “Biliary atresia”."""
    return any(p.search(text) for p in (_DIAGNOSED, VERB, _OF_CARE))


def _name(entry: Entry) -> str:
    """The words of a name over a list, else nothing."""
    text = _BRACKETED.sub("", entry.passage.text).rstrip(" :")
    name = text[:1].isupper() and len(text.split()) <= _NAME and not text.endswith((".", ";", ","))
    return text if entry.under and name and not VERB.search(text) else ""


_DIAGNOSED = re.compile(
    r"\W*(?:(?:an?|the|patients?|members?|individuals?|has|confirmed|documented|established|clinical|definit(?:e|ive))\s+)*diagnosis\s+(?:of|is)\b",
    re.IGNORECASE,
)
"""What is first asked for under the name of a disease is that disease."""
_OF_CARE = re.compile(
    r"\b(?:trials?|fail(?:ure|ed)|inadequate|intoleran\w+|contraindicat\w+|response|treat\w*|therap\w+|used|combination|history|documented|prescribed|unresponsive|refractory|previously|years|months)\b",
    re.IGNORECASE,
)
"""Words of what was tried, and of how a drug is used."""
_NAME = 8
"""Words of a name."""


def tells_own(entry: Entry) -> bool:
    """Whether an item is for all other uses, or says by itself what is granted."""
    return _OTHER_USES.search(entry.passage.text) is not None or _grants(entry)


def _grants(entry: Entry) -> bool:
    """“Gout. Approve for 1 year if the patient meets …”: a use with its own approval."""
    return _APPROVE.match(entry.passage.text) is not None


_APPROVE = re.compile(r"^[A-Z][^.:]{1,90}[.:][*†‡§]?\s+(?:approve|authori[sz]e)\b", re.IGNORECASE)


def _names_group(entry: Entry) -> bool:
    text = entry.passage.text
    read = leadin.read(entry.passage)
    told = read.quantifier is not None and read.quantifier.how == "stated" and not _POPULATION.search(text)
    return (
        told and text[:1].isupper() and len(text.split()) <= 14 and not VERB.search(_BRACKETED.sub("", text))
    )


_POPULATION = re.compile(
    r"[0-9]|\b(?:age[ds]?|adults?|child(?:ren)?|pediatric|adolescents?|infants?|patients?|members?|women|men|females?|males?)\b",
    re.IGNORECASE,
)
"""Groups of patients are no uses: each has criteria of its own in another sense (`cases.py`)."""
_BRACKETED = re.compile(r"\([^()]*\)")
