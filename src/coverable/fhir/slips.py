"""Numbers of a record that nobody can have: they are no facts, and whoever asked is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coverable.base.problem import Refused
from coverable.glossary.facts import Fact
from coverable.glossary.values import read_value


def drop_slips(facts: dict[str, Any], bounded: Mapping[str, Fact]) -> tuple[str, ...]:
    """Takes such statements out of the `facts` of a reading; what was left out, in words. `bounded` are the
    facts of which the glossary says what is possible.

    A request that states such a number is refused; a record is written by many, and one slip in it must not
    keep the rest from being read.
    """
    if bounded.keys().isdisjoint(facts):
        return ()
    told: list[str] = []
    for name in [one for one in bounded if one in facts]:  # in the glossary's order, whatever the run
        fact, said = bounded[name], facts[name]
        every: list[dict[str, Any]] = said.get("statements", [said])
        kept = [one for one in every if _can_be(fact, one)]
        if len(kept) == len(every):
            continue
        del facts[name]
        if kept:
            facts[name] = kept[0] if len(kept) == 1 else {"statements": kept}
        values = fact.possible.says(fact.unit) if fact.possible else ""
        sources = [piece["source"] for one in every if one not in kept for piece in one["from"]]
        told += [f"{source}: no value of “{fact.label}” that can be ({values})" for source in sources]
    return tuple(told)


def _can_be(fact: Fact, one: dict[str, Any]) -> bool:
    try:
        read_value(fact, one["value"], one.get("unit"), fact.label)
    except Refused:
        return False
    return True
