"""Redlines: real tracked changes, and those that a conversion flattened into running text."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

from bench.reading.model import Doc, Para
from bench.reading.striking import (
    ALL,
    ANY,
    Spot,
    changed,
    damaged,
    inserted,
    pick_spot,
    spots,
    with_paras,
    with_statement,
    with_trees,
)
from bench.reading.trees import Tree

NUMBER = re.compile(r"\b(one|two|three|four|1|2|3|4)\b", re.I)
FIGURES = {
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "1": "one",
    "2": "two",
    "3": "three",
    "4": "four",
}


def other_rule(doc: Doc, spot: Spot) -> tuple[str, str, tuple[Tree, ...]] | None:
    """The lead's quantifier, its opposite, and the trees with the opposite rule; None for other leads."""
    lead = doc.paras[spot.lead].text
    tree = doc.truth.statements[spot.number].trees[0]
    if (
        tree.rule not in ("all", "any")
        or tree.form == "band"
        or len(doc.truth.statements[spot.number].trees) > 1
    ):
        return None
    found = (ALL if tree.rule == "all" else ANY).search(lead)
    if not found or re.search(r"-[A-Z1]|\(\w|through|both|either", lead):
        return None
    new = "any" if tree.rule == "all" else "all"
    new = new.upper() if found[1].isupper() else new
    return found[1], new, (replace(tree, rule=new.lower()),)  # pyright: ignore[reportArgumentType]


def tracked_quantifier(doc: Doc, rng: Random) -> Doc | None:
    """A word processor shows that ALL was ANY before, or the reverse."""
    if doc.format != "docx":
        return None
    spot = pick_spot(doc, rng)
    rule = other_rule(doc, spot) if spot else None
    if not spot or not rule:
        return None
    now, before, _ = rule
    lead = doc.paras[spot.lead]
    bold = lead.text.replace("**", "")
    para = replace(lead, text=bold, inserted=now, deleted=before)
    out = with_paras(doc, (*doc.paras[: spot.lead], para, *doc.paras[spot.lead + 1 :]))
    return damaged(out, "tracked change of a quantifier", True, [para.words], statement=spot.number)


def tracked_item(doc: Doc, rng: Random) -> Doc | None:
    """A word processor shows that an item was put in, or taken out."""
    if doc.format != "docx":
        return None
    spot = pick_spot(doc, rng, flat=True, least=3)
    if not spot or any(p.kind == "connector" for p in doc.paras[spot.lead : spot.end]):
        return None
    at = rng.choice(spot.items[:-1])
    para = doc.paras[at]
    if rng.random() < 0.5:
        out = with_paras(doc, (*doc.paras[:at], replace(para, change="inserted"), *doc.paras[at + 1 :]))
        return damaged(out, "tracked change of an item", True, [para.words], statement=spot.number)
    ending = re.search(r"(?:[;,.]?(?: -?\*{0,2}(?:and|or)\*{0,2}-?)?)$", para.text, re.I)
    words = "Documented failure of an earlier edition of this treatment" + (ending.group() if ending else "")
    gone = replace(para, text=words, leaves=(), change="deleted")
    out = inserted(doc, at, gone)
    lead = doc.paras[spot.lead].words
    return damaged(out, "tracked change of an item", True, [para.words, words, lead], statement=spot.number)


def old_and_new(doc: Doc, rng: Random) -> Doc | None:
    """The old lead-in stands before the new one, in one paragraph or in two."""
    spot = pick_spot(doc, rng)
    rule = other_rule(doc, spot) if spot else None
    if not spot or not rule or doc.paras[spot.lead].kind != "para":
        return None
    now, before, trees = rule
    lead = doc.paras[spot.lead]
    old = re.sub(rf"\b{now}\b", before, lead.text, count=1)
    both = with_trees(doc, spot.number, (*doc.truth.statements[spot.number].trees, *trees))
    if rng.random() < 0.5:
        out = changed(both, spot.lead, f"{old} {lead.text}")
        struck = [out.paras[spot.lead].words]
    else:
        out = inserted(both, spot.lead, replace(lead, text=old))
        struck = [old, lead.text]
    return damaged(out, "old and new lead-in", True, struck, statement=spot.number)


def glued_sentences(doc: Doc, rng: Random) -> Doc | None:
    """The old and the new wording of what is not covered, without a space between them."""
    some = [
        i
        for i, p in enumerate(doc.paras)
        if p.statement is not None
        and p.kind == "para"
        and p.text.endswith(".")
        and "medically_necessary" not in doc.truth.statements[p.statement].positions
    ]
    if not some:
        return None
    at = rng.choice(some)
    para = doc.paras[at]
    number = para.statement
    assert number is not None
    tail = rng.choice(
        (
            "when the criteria above are not met and for all other uses.",
            "for any use that this policy does not list.",
        )
    )
    words = para.text.rstrip(".").split(" ")
    head = " ".join(words[: max(4, _position_end(words))])
    out = changed(doc, at, f"{para.text}{head} {tail}")
    out = with_statement(out, number, replace(out.truth.statements[number], open=True))
    return damaged(out, "glued sentences", True, [out.paras[at].words], statement=number)


def _position_end(words: list[str]) -> int:
    """How many words lead to the tail of a sentence of position."""
    for i, word in enumerate(words):
        if i > 2 and word in ("for", "when", "in", "if", "outside", "as"):
            return i
    return len(words)


def doubled_number(doc: Doc, rng: Random) -> Doc | None:
    """A number in figures and in letters, run together: 1one."""
    some = [
        (s, i, m)
        for s in spots(doc)
        for i in range(s.lead, s.end)
        if not doc.paras[i].leaves
        for m in NUMBER.finditer(doc.paras[i].text)
        if not re.search(r"[\w(]$|\($", doc.paras[i].text[: m.start()])
    ]
    if not some:
        return None
    spot, at, found = rng.choice(some)
    text = doc.paras[at].text
    twice = FIGURES[found[1].lower()] + found[1]
    out = changed(doc, at, text[: found.start()] + twice + text[found.end() :])
    return damaged(out, "doubled word", True, [out.paras[at].words], statement=spot.number)


def stray_dots(doc: Doc, rng: Random) -> Doc | None:
    """What a deletion left behind: dots before a word of a sentence of position."""
    some = [
        i for i, p in enumerate(doc.paras) if p.statement is not None and p.kind == "para" and " " in p.text
    ]
    if not some:
        return None
    at = rng.choice(some)
    para: Para = doc.paras[at]
    words = para.text.split(" ")
    cut = rng.randrange(1, len(words))
    if words[cut].startswith("*"):
        return None
    words[cut] = "…." + words[cut]
    out = changed(doc, at, " ".join(words))
    return damaged(out, "stray dots", True, [out.paras[at].words], statement=para.statement)


REDLINES = (tracked_quantifier, tracked_item, old_and_new, glued_sentences, doubled_number, stray_dots)
