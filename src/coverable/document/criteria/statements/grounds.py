"""How many of the uses that a denial lists are grounds of it: each of them, but where its words ask for all."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from coverable.document.criteria.quantifiers import quantifier
from coverable.document.criteria.quantifiers.leadin import LeadIn
from coverable.document.criteria.statements.everyuse import for_all_uses
from coverable.document.criteria.text.passage import Passage

ANY: Final = quantifier.Quantifier("any", None, 0, 0, "implied")
_FOR = re.compile(r"\b(?:for|in|of|treat|treating)\W*$", re.IGNORECASE)


def grounds(listed: LeadIn, rest: Passage, pointed: bool) -> tuple[LeadIn, str]:
    """The words over the list of a denial, and what is asked about them, if anything.

    `pointed`: its subject points to the list, “the following are investigational for all uses”.
    """
    conditions = tuple(c for c in listed.conditions if "following" not in c.text.lower())
    counted = listed.quantifier or ANY
    led = _FOR.search(rest.text[: counted.first])
    if counted.rule == "all" and led and not quantifier.told(rest.text[counted.last :]):
        counted = replace(counted, rule="any")  # “investigational for each of the following”
    asked = ""
    if for_all_uses(rest):
        counted = ANY
        asked = "" if pointed else "All uses, or those of the list?"
    return replace(listed, conditions=conditions, quantifier=counted), asked
