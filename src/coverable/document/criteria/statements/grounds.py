"""How many of the uses that a denial lists are grounds of it: each of them, but where its words ask for all."""

from __future__ import annotations

import re
from dataclasses import replace

from coverable.document.criteria.quantifiers import quantifier
from coverable.document.criteria.quantifiers.leadin import LeadIn
from coverable.document.criteria.quantifiers.quantity import ANY
from coverable.document.criteria.statements.everyuse import for_all_uses
from coverable.document.criteria.text.passage import Passage

_FOR = re.compile(
    r"\b(?:for|in|(?<!presence\s)(?<!combination\s)(?<!existence\s)(?<!occurrence\s)(?<!evidence\s)(?<!history\s)of|treat|treating)\W*$",
    re.IGNORECASE,
)
"""“for each of the following” names uses; “the presence of all of the following” asks for all of them."""

_CLAUSES = re.compile(r"\b(?:when|where|if)\W*$", re.IGNORECASE)
"""“unproven where: A; and B”: the connectors say whether all is asked for."""
_OF_NO_USE = re.compile(
    r"\bno\s+(?:[\w-]+\s+){0,2}?(?:role|value|benefit|place|use|effect|utility)\s+(?:in|for|under)\b",
    re.IGNORECASE,
)
"""“of no value in the conditions below” bars none of them: it names them."""


def grounds(listed: LeadIn, rest: Passage, pointed: bool) -> tuple[LeadIn, str]:
    """The words over the list of a denial, and what is asked about them, if anything.

    `pointed`: its subject points to the list, “the following are investigational for all uses”.
    """
    if listed.quantifier is None and _CLAUSES.search(rest.text):
        return listed, ""
    conditions = tuple(c for c in listed.conditions if "following" not in c.text.lower())
    counted = listed.quantifier or ANY
    if counted.rule == "none" and counted.how == "implied" and _OF_NO_USE.search(rest.text):
        counted = replace(counted, rule="any")
    led = _FOR.search(rest.text[: counted.first])
    asked_for = listed.joint == "unless" and counted.items == 2  # “unless there is evidence of both of these”
    if counted.rule == "all" and led and not asked_for and not quantifier.told(rest.text[counted.last :]):
        counted = replace(counted, rule="any")  # “investigational for each of the following”
    asked = ""
    if for_all_uses(rest):
        counted = ANY
        asked = "" if pointed else "All uses, or those of the list?"
    return replace(listed, conditions=conditions, quantifier=counted), asked
