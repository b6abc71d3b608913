"""Items that are the names of uses, each over a list of its own: one of them suffices, no patient has them all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coverable.document.criteria.quantifiers import leadin
from coverable.document.criteria.quantifiers.leadin import LeadIn
from coverable.document.criteria.text.entry import Entry
from coverable.document.criteria.text.inline import VERB

_OTHER_USES = re.compile(
    r"\b(?:other|all|additional)\s+(?:[\w-]+\s+)?(?:diagnos[ei]s|indications|uses)\b", re.IGNORECASE
)


def groups_of_uses(entries: Sequence[Entry], lead: LeadIn) -> bool:
    """Whether items are the names of uses, each over a list that says by itself how much of it is needed.

    “A. Psoriasis (must meet all): …  B. Arthritis (must meet all): …” under “when the following criteria are met”.
    """
    if lead.quantifier is not None and lead.quantifier.how != "implied" and lead.quantifier.rule != "any":
        return False
    if len(entries) > 1 and all(_names_disease(e) or _OTHER_USES.search(e.passage.text) for e in entries):
        return True
    if lead.quantifier is not None and lead.quantifier.how != "implied":
        return False
    told = [e for e in entries if _grants(e) or (e.under and _names_group(e))]
    return len(told) > 1 and all(e in told or _OTHER_USES.search(e.passage.text) for e in entries)


def _names_disease(entry: Entry) -> bool:
    """“Bladder Cancer” over a list of its own."""
    text = _BRACKETED.sub("", entry.passage.text).rstrip(" :")
    name = text[:1].isupper() and len(text.split()) <= _NAME and not text.endswith((".", ";", ","))
    return bool(entry.under) and name and _DISEASE.search(text) is not None and not VERB.search(text)


_NAME = 8
"""Words of a name."""
_DISEASE = re.compile(
    r"(?:\b(?:cancers?|tumou?rs?|carcinomas?|(?:diseases?|disorders?|syndromes?)$|gout|cholera|acne|leuk[a]?emias?|migraines?|epilepsy|asthma|eczema|psoriasis|diabetes|sclerosis|fibrosis|anemia)"
    r"|[a-z](?:itis|oma|omas|osis|oses|emia|pathy|algia|trophy|plegia|dystonia))\b",
    re.IGNORECASE,
)
"""Words that diseases are named with; “Imaging” and “Conservative care” over lists name parts of what is asked."""


def tells_own(entry: Entry) -> bool:
    """Whether an item is for all other uses, or says by itself what is granted."""
    return _OTHER_USES.search(entry.passage.text) is not None or _grants(entry)


def _grants(entry: Entry) -> bool:
    """“Gout. Approve for 1 year if the patient meets …”: a use with its own approval."""
    return _APPROVE.match(entry.passage.text) is not None


_APPROVE = re.compile(r"^[A-Z][^.:]{1,90}[.:]\s+(?:approve|authori[sz]e)\b", re.IGNORECASE)


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
