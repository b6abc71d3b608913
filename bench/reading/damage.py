"""Some documents are damaged, each in one way that is written down: where, how, whether it can be seen."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from bench.reading import damage_conflicts as conflicts
from bench.reading import damage_cuts as cuts
from bench.reading import damage_redline as redline
from bench.reading.damage_letters import LETTERS
from bench.reading.make import outline_numbers
from bench.reading.model import Doc

KINDS = (*LETTERS, *cuts.CUTS, *redline.REDLINES, *conflicts.CONFLICTS)
TRACKED = (redline.tracked_quantifier, redline.tracked_item)
SELDOM = {
    redline.tracked_quantifier: 6,
    redline.tracked_item: 4,
    redline.old_and_new: 4,
    redline.doubled_number: 2,
    cuts.item_gone: 2,
    conflicts.wrong_enumeration: 3,
    conflicts.contrary_connectors: 3,
    conflicts.or_of_the_parents: 8,
    conflicts.exclusive_items: 4,
    conflicts.disagreeing_statements: 4,
    conflicts.necessary_and_not: 3,
    conflicts.code_in_two_groups: 2,
}
"""Kinds that fit few documents are tried more often."""
SHARE = 0.4
"""How many documents are damaged."""
TRIES = 25


def perhaps_damaged(doc: Doc, seed: int) -> Doc:
    """The document, or the document with one damage; a kind that does not fit gives way to another."""
    rng = Random(f"damage/{seed}/{doc.name}")
    if rng.random() >= SHARE:
        return doc
    weights = [SELDOM.get(kind, 1) for kind in KINDS]
    for _ in range(TRIES):
        kind = rng.choices(KINDS, weights)[0]
        word_processor = replace(doc, format="docx", name=doc.name.rpartition(".")[0] + ".docx")
        struck = kind(word_processor if kind in TRACKED else doc, rng)
        if struck is not None:
            return outline_numbers(struck)
    return doc
