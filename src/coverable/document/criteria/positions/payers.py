"""Who covers or considers something: a payer, by a word that says so or by a name of its own."""

from __future__ import annotations

from typing import Final

from coverable.document.criteria.positions.judgewords import JUDGED_NOUNS, NAMES_BENEFIT, PAYERS
from coverable.document.criteria.text.tokens import tokens_of
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.patterns import word_set

_PAYER = (
    PAYERS
    | NAMES_BENEFIT
    | JUDGED_NOUNS
    | word_set(
        "division handbook booklet certificate contractor contractors carrier carriers mac macs intermediary review program medicaid medicare department agency company payer payor insurer carrier policy board commission state fund health "
        "organization administrator reviewer reviewers director directors it hmo network cms service services coverage"
    )
)
_PAPERS = word_set("audit audits survey surveys article registry cohort study")
"""What tells of requests and patients, and pays for none: “a state audit”."""
AMONG_SERVICES: Final = r"(?:is|are)\s+(?:among|one\s+of)\s+(?:the\s+)?(?:services|items|treatments|drugs|benefits|procedures)\s+(?:that|which)"
"""“X is among the services that | the plan does not cover”: the payer stands behind it, the service before."""
_NAMED = any_case(r"^(?:the|our|this|a|an)\s+")


def pays(agent: str) -> bool:
    """Whether whoever covers or considers something is a payer: by a word that says so, or by a name of its own."""
    words = [t.word for t in tokens_of(agent)]
    if _PAPERS.intersection(words):
        return False
    if not words or not _PAYER.isdisjoint(words):
        return True
    name = _NAMED.sub("", agent.strip(" ,;:"))
    longer = [w for w in name.split() if len(w) > 3]
    return bool(longer) and all(w[:1].isupper() for w in longer) and "some" not in words
