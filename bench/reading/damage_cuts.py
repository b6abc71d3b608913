"""Damage by cutting: missing pages, lists that vanish, a truncated end, items that are gone."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

from bench.reading.model import Doc, Para, counts
from bench.reading.striking import (
    below,
    changed,
    damaged,
    pick_spot,
    removed,
    with_paras,
    with_statement,
    with_trees,
)
from bench.reading.trees import without


def vanished_list(doc: Doc, rng: Random) -> Doc | None:
    """The lead-in stands, its list is gone."""
    spot = pick_spot(doc, rng)
    if spot is None:
        return None
    heads = [i for i in range(spot.lead + 1, spot.end) if doc.paras[i].text.rstrip("*").endswith(":")]
    heads = [i for i in heads if below(doc, i, spot.end) > i + 1]
    at = rng.choice(heads) if heads and rng.random() < 0.4 else spot.lead
    last = spot.end if at == spot.lead else below(doc, at, spot.end)
    lead = doc.paras[at].words
    out = removed(doc, at + 1, last)
    return damaged(_open(out, spot.number), "list that vanished", True, [lead], statement=spot.number)


def missing_pages(doc: Doc, rng: Random) -> Doc | None:
    """Pages are gone; the counters at the foot tell it."""
    if doc.format not in ("text", "pdf") or len(doc.paras) < 14:
        return None
    first = rng.randrange(4, len(doc.paras) - 8)
    last = rng.randrange(first + 3, min(len(doc.paras) - 2, first + 25))
    gone = {p.statement for p in doc.paras[first:last] if p.statement is not None}
    pages = rng.randrange(5, 13)
    missing = rng.randrange(2, pages - 1)
    form = rng.choice(("Page {} of {}", "{} of {}", "Page {}/{}"))

    def foot(page: int) -> Para:
        return Para("furniture", form.format(page, pages), "furniture")

    paras = (*doc.paras[:first], foot(1), *doc.paras[last:], foot(missing + 1))
    out = replace(with_paras(doc, paras), style=replace(doc.style, furniture=()))
    for number in gone:
        assert number is not None
        out = _open(out, number)
    truth = replace(
        out.truth, codes=(), history=0, references=0, keywords=(), definitions=(), dates=(), lines=()
    )
    truth = replace(truth, number=None, title=None, version=None)
    struck = [doc.paras[first - 1].words, doc.paras[last].words]
    return damaged(replace(out, truth=truth), "missing pages", True, struck, whole=True)


def truncated_end(doc: Doc, rng: Random) -> Doc | None:
    """The document stops in the middle of a sentence of its criteria."""
    spot = pick_spot(doc, rng)
    if spot is None:
        return None
    at = rng.choice(spot.items[:-1])
    words = doc.paras[at].text.split(" ")
    if len(words) < 4 or doc.paras[at].text.endswith(":"):
        return None
    text = " ".join(words[: rng.randrange(2, len(words) - 1)])
    tail = words[len(text.split(" "))]
    text = f"{text} {tail[: max(1, len(tail) // 2)]}"
    out = changed(with_paras(doc, doc.paras[: at + 1]), at, text)
    for number, _ in enumerate(out.truth.statements):
        if number >= spot.number:
            out = _open(out, number)
    truth = replace(out.truth, codes=(), history=0, references=0, keywords=(), definitions=())
    if any(p.part == "criteria" for p in doc.paras[:2]):
        truth = replace(truth, number=None, dates=(), lines=(), version=None)
    return damaged(
        replace(out, truth=truth), "truncated end", True, [text], whole=True, statement=spot.number
    )


def item_gone(doc: Doc, rng: Random) -> Doc | None:
    """One item taken out: with letters or numbers the gap shows, with bullets nobody can know."""
    spot = pick_spot(doc, rng, least=3)
    if spot is None:
        return None
    singles = [
        i for i in spot.items[1:-1] if below(doc, i, spot.end) == i + 1 and len(doc.paras[i].leaves) == 1
    ]
    if not singles:
        return None
    at = rng.choice(singles)
    leaf = doc.paras[at].leaves[0]
    lead = doc.paras[spot.lead].words
    trees = doc.truth.statements[spot.number].trees
    fewer = tuple(t for t in (without(t, leaf) for t in trees) if t is not None)
    counted = counts(doc.paras[at].marker or "") and "1.1" not in (doc.paras[at].marker or "")
    printed = counted and doc.format in ("text", "pdf", "html")
    listed = re.search(
        r"\b[A-Za-z0-9]{1,4}\s?(?:-|through|, )|\bof the (?:\d|three|four|five|six)|\(\d\)", lead
    )
    if not fewer or (listed and not printed):
        return None
    step = at + 2 if doc.paras[at + 1].kind == "connector" else at + 1
    out = with_trees(removed(doc, at, step), spot.number, (*fewer, *trees) if printed else fewer)
    around = [doc.paras[spot.items[spot.items.index(at) - 1]].words, doc.paras[step].words, lead]
    return damaged(
        out,
        "item gone, numbers show it" if printed else "item gone without trace",
        printed,
        around,
        statement=spot.number,
    )


def dangling_connector(doc: Doc, rng: Random) -> Doc | None:
    """The last item ends in "and" or "or": something stood behind it."""
    spot = pick_spot(doc, rng)
    if spot is None:
        return None
    at = spot.end - 1
    tree = doc.truth.statements[spot.number].trees[0]
    if doc.paras[at].depth != 0 or tree.rule not in ("all", "any") or doc.paras[at].kind != "item":
        return None
    word = "and" if tree.rule == "all" else "or"
    text = doc.paras[at].text.rstrip(".;,") + f"; {word}"
    return damaged(
        changed(doc, at, text), "connector at the end of a list", True, [text], statement=spot.number
    )


def _open(doc: Doc, number: int) -> Doc:
    """Nothing but a finding is asked of this statement any more."""
    return with_statement(doc, number, replace(doc.truth.statements[number], open=True))


CUTS = (vanished_list, missing_pages, truncated_end, item_gone, dangling_connector)
