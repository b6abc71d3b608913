"""Where a document can be struck: its statements with their lists, and how paragraphs are changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from bench.reading.model import Damage, Doc, Para, TrueStatement, Truth
from bench.reading.trees import Tree

ALL = re.compile(r"\b(all|each|every one|every)\b", re.I)
ANY = re.compile(r"\b(any|at least one|one or more|one of|either)\b", re.I)
LEADS = re.compile(r"[:]\**$")


@dataclass(frozen=True)
class Spot:
    """A statement with a list."""

    number: int
    lead: int
    """Which paragraph announces the list."""
    items: tuple[int, ...]
    """The paragraphs of its items of the first level."""
    end: int
    """The paragraph after the last of the statement."""
    flat: bool


def spots(doc: Doc, positive: bool = True) -> list[Spot]:
    """The statements that have a list of two items or more."""
    out: list[Spot] = []
    for number, true in enumerate(doc.truth.statements):
        if positive and "medically_necessary" not in true.positions:
            continue
        mine = [i for i, p in enumerate(doc.paras) if p.statement == number]
        items = tuple(i for i in mine if doc.paras[i].kind == "item" and doc.paras[i].depth == 0)
        if len(items) < 2 or not true.trees or "joined by letters" in true.wording:
            continue
        lead = max(i for i in mine if i < items[0])
        flat = all(doc.paras[i].depth == 0 for i in mine)
        out.append(Spot(number, lead, items, mine[-1] + 1, flat))
    return out


def below(doc: Doc, at: int, end: int) -> int:
    """The paragraph after item `at` and what stands below it, connectors of its own line included."""
    last = at + 1
    while last < end and doc.paras[last].depth > doc.paras[at].depth:
        last += 1
    return last


def changed(doc: Doc, at: int, text: str) -> Doc:
    """With other words in one paragraph."""
    return with_paras(doc, (*doc.paras[:at], replace(doc.paras[at], text=text), *doc.paras[at + 1 :]))


def with_paras(doc: Doc, paras: Sequence[Para]) -> Doc:
    return replace(doc, paras=tuple(paras))


def inserted(doc: Doc, at: int, *paras: Para) -> Doc:
    return with_paras(doc, (*doc.paras[:at], *paras, *doc.paras[at:]))


def removed(doc: Doc, first: int, last: int) -> Doc:
    return with_paras(doc, (*doc.paras[:first], *doc.paras[last:]))


def with_statement(doc: Doc, number: int, statement: TrueStatement) -> Doc:
    some = doc.truth.statements
    truth = replace(doc.truth, statements=(*some[:number], statement, *some[number + 1 :]))
    return replace(doc, truth=truth)


def with_truth(doc: Doc, truth: Truth) -> Doc:
    return replace(doc, truth=truth)


def with_trees(doc: Doc, number: int, trees: tuple[Tree, ...]) -> Doc:
    return with_statement(doc, number, replace(doc.truth.statements[number], trees=trees, loose=()))


def damaged(
    doc: Doc,
    kind: str,
    detectable: bool,
    struck: Sequence[str] = (),
    whole: bool = False,
    statement: int | None = None,
) -> Doc:
    """The document with a note of what was done to it."""
    shown = tuple(s.replace("**", "") for s in struck)
    return replace(doc, damage=Damage(kind, detectable, shown, whole, statement))


def renamed(tree: Tree, old: str, new: str) -> Tree:
    """The tree with the words of one condition changed."""
    if tree.rule == "leaf":
        return replace(tree, text=new) if tree.text == old else tree
    return replace(tree, children=tuple(renamed(c, old, new) for c in tree.children))


def reworded(doc: Doc, at: int, old: str, new: str) -> Doc:
    """`old` printed as `new` in one paragraph, in the truth as well when a condition holds these words."""
    para = doc.paras[at]
    if para.kind == "row":
        cells = tuple(c.replace(old, new, 1) for c in para.cells)
        doc = with_paras(doc, (*doc.paras[:at], replace(para, cells=cells), *doc.paras[at + 1 :]))
    else:
        doc = changed(doc, at, para.text.replace(old, new, 1))
    if para.statement is None:
        return doc
    true = doc.truth.statements[para.statement]
    for leaf in para.leaves:
        for variant in (leaf, leaf[:1].lower() + leaf[1:]):
            if old in variant:
                told = leaf if old in leaf else variant
                new_leaf = told.replace(old, new, 1)
                trees = tuple(renamed(t, leaf, new_leaf) for t in true.trees)
                loose = tuple(renamed(t, leaf, new_leaf) for t in true.loose)
                named = tuple(new_leaf if n == leaf else n for n in true.named)
                return with_statement(
                    doc, para.statement, replace(true, trees=trees, loose=loose, named=named)
                )
    return doc


def criteria(doc: Doc) -> list[int]:
    """The paragraphs of statements."""
    return [i for i, p in enumerate(doc.paras) if p.statement is not None and p.kind in ("item", "para")]


def pick_spot(doc: Doc, rng: Random, flat: bool = False, least: int = 2) -> Spot | None:
    some = [s for s in spots(doc) if (s.flat or not flat) and len(s.items) >= least]
    return rng.choice(some) if some else None
