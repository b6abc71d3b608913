"""Contradictions inside a list, and planted conflicts between two places of a document."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

from bench.reading.banks import Picker
from bench.reading.damage_redline import other_rule
from bench.reading.model import Doc, Para, TrueCode, TrueStatement, counts
from bench.reading.striking import (
    changed,
    damaged,
    inserted,
    pick_spot,
    with_paras,
    with_statement,
    with_trees,
)
from bench.reading.trees import Bound, Tree
from bench.reading.words import lower

END = re.compile(r"(?:[;,.]|;? ?-?\*{0,2}(?:and|or|and/or)\*{0,2}-?)+$", re.I)


def wrong_enumeration(doc: Doc, rng: Random) -> Doc | None:
    """The lead-in names more items than there are: "(i, ii, and iii)" over two."""
    spot = pick_spot(doc, rng)
    if spot is None:
        return None
    scheme = doc.paras[spot.items[0]].marker or ""
    lead = doc.paras[spot.lead]
    if not counts(scheme) or "1.1" in scheme or "(" in lead.text or not lead.text.rstrip("*").endswith(":"):
        return None
    labels = [re.sub(r"[().\s]", "", doc.style.marker(0, i)) for i in range(len(spot.items) + 1)]
    named = ", ".join(labels[:-1]) + f", and {labels[-1]}"
    text = lead.text.rstrip("*").rstrip(":") + f" ({named}):"
    if text.count("**") % 2:
        text = text.replace("**", "")
    if rng.random() < 0.4 and re.search(r"\ball\b", lead.text, re.I):
        text = re.sub(r"\b(all)\b", rf"\1 {len(spot.items) + 1}", lead.text, count=1, flags=re.I)
    return damaged(
        changed(doc, spot.lead, text), "enumeration of missing items", True, [text], statement=spot.number
    )


def contrary_connectors(doc: Doc, rng: Random) -> Doc | None:
    """ALL of the following, joined with "or"; ANY, joined with "and"."""
    spot = pick_spot(doc, rng)
    rule = other_rule(doc, spot) if spot else None
    if not spot or not rule:
        return None
    word = "or" if doc.truth.statements[spot.number].trees[0].rule == "all" else "and"
    lasts = [i - 1 for i in spot.items[1:]]
    if any(doc.paras[i].kind == "connector" for i in range(spot.lead, spot.end)):
        return None
    out = with_trees(doc, spot.number, (*doc.truth.statements[spot.number].trees, *rule[2]))
    for i in lasts:
        out = changed(out, i, END.sub("", out.paras[i].text).rstrip() + f"; {word}")
    struck = [out.paras[spot.lead].words, *(out.paras[i].words for i in lasts)]
    return damaged(out, "connectors against the lead-in", True, struck, statement=spot.number)


def or_of_the_parents(doc: Doc, rng: Random) -> Doc | None:
    """The last "or" of a nested list joins the items above it, whose lead-in says ALL."""
    spot = pick_spot(doc, rng)
    rule = other_rule(doc, spot) if spot else None
    if not spot or not rule or spot.flat or doc.truth.statements[spot.number].trees[0].rule != "all":
        return None
    nested = [i - 1 for i in spot.items[1:] if doc.paras[i - 1].depth > 0 and doc.paras[i - 1].kind == "item"]
    if not nested or any(doc.paras[i].kind == "connector" for i in range(spot.lead, spot.end)):
        return None
    at = rng.choice(nested)
    text = END.sub("", doc.paras[at].text).rstrip() + "; or"
    out = with_statement(
        changed(doc, at, text), spot.number, replace(doc.truth.statements[spot.number], open=True)
    )
    return damaged(
        out, "or of the items above", True, [text, doc.paras[spot.lead].words], statement=spot.number
    )


def exclusive_items(doc: Doc, rng: Random) -> Doc | None:
    """All of a list in which two items exclude each other."""
    spot = pick_spot(doc, rng)
    if not spot:
        return None
    tree = doc.truth.statements[spot.number].trees[0]
    at = spot.items[0]
    held = " ".join(leaf for i in range(spot.lead, spot.end) for leaf in doc.paras[i].leaves)
    if tree.rule != "all" or tree.form == "band" or re.search(r"\byears?\b|\bage\b", held):
        return None
    if len(doc.truth.statements[spot.number].trees) > 1 or re.search(
        r"\d|both|\b[A-Z]-|\(", doc.paras[spot.lead].text
    ):
        return None
    age = rng.choice((12, 18, 21))
    who = doc.style.who
    texts = (f"{who} is younger than {age} years", f"{who} is {age} years of age or older")
    end = END.search(doc.paras[at].text)
    tail = end.group() if end and doc.paras[at + 1].depth == 0 else ""
    first = doc.paras[at]
    put = [
        replace(first, text=t + tail, number=i, marker=doc.style.marker(0, i), leaves=(t,))
        for i, t in enumerate(texts)
    ]
    joined = doc.paras[at + 1] if doc.paras[at + 1].kind == "connector" else None
    if joined:
        put = [put[0], joined, put[1], joined]
    out = inserted(_renumbered(doc, spot.items, 2), at, *put)
    low = Tree("leaf", text=texts[0], bounds=(Bound("lt", str(age), "years"),))
    high = Tree("leaf", text=texts[1], bounds=(Bound("ge", str(age), "years"),))
    out = with_trees(out, spot.number, (replace(tree, children=(low, high, *tree.children)),))
    return damaged(out, "items that exclude each other", True, texts, statement=spot.number)


def _renumbered(doc: Doc, items: tuple[int, ...], by: int) -> Doc:
    """Items that make room for others before them."""
    paras = list(doc.paras)
    for i in items:
        number = paras[i].number + by
        marker = doc.style.marker(0, number) if paras[i].marker else None
        paras[i] = replace(paras[i], number=number, marker=marker)
    return with_paras(doc, paras)


def disagreeing_statements(doc: Doc, rng: Random) -> Doc | None:
    """The same criteria once more, with ALL where the first says ANY, or the reverse."""
    spot = pick_spot(doc, rng)
    rule = other_rule(doc, spot) if spot else None
    if not spot or not rule or doc.paras[spot.lead].kind != "para":
        return None
    if any(doc.paras[i].kind == "connector" for i in range(spot.lead, spot.end)):
        return None
    now, other, trees = rule
    first = doc.truth.statements[spot.number]
    second = replace(first, trees=trees, open=True)
    number = len(doc.truth.statements)
    text = re.sub(rf"\b{now}\b", other, doc.paras[spot.lead].text, count=1)
    copied = [replace(p, statement=number) for p in doc.paras[spot.lead : spot.end]]
    copied = [
        replace(p, text=re.sub(r"[;,]? -?\*{0,2}(?:and|or)\*{0,2}-?$", ";", p.text, flags=re.I))
        for p in copied
    ]
    copied[0] = replace(copied[0], text=text)
    last = max(i for i, p in enumerate(doc.paras) if p.part == "criteria") + 1
    out = inserted(doc, last, *copied)
    out = with_statement(out, spot.number, replace(first, open=True))
    truth = replace(out.truth, statements=(*out.truth.statements, second))
    struck = [doc.paras[spot.lead].words, text]
    return damaged(replace(out, truth=truth), "statements that disagree", True, struck, statement=spot.number)


def necessary_and_not(doc: Doc, rng: Random) -> Doc | None:
    """A use that is listed as necessary, and as investigational further down."""
    some = [
        (n, t)
        for n, s in enumerate(doc.truth.statements)
        if "medically_necessary" in s.positions
        and s.subject == doc.style.subject
        and s.trees
        and s.trees[0].kind == "uses"
        for t in s.trees[0].children
    ]
    if not some or doc.style.layout.get("family") in ("grid", "change bulletin"):
        return None
    number, use = rng.choice(some)
    subject = doc.style.subject
    text = f"{subject} for the treatment of {lower(use.text)} is considered investigational."
    if rng.random() < 0.5:
        text = f"The use of {lower(subject)} is considered investigational for {lower(use.text)}."
    extra = TrueStatement(("investigational",), (Tree("any", (use,), kind="uses"),), subject, open=True)
    para = Para("para", text, "criteria", statement=len(doc.truth.statements), leaves=(use.text,))
    last = max(i for i, p in enumerate(doc.paras) if p.part == "criteria") + 1
    out = inserted(doc, last, para)
    out = replace(out, truth=replace(out.truth, statements=(*out.truth.statements, extra)))
    out = with_statement(out, number, replace(out.truth.statements[number], open=True))
    mine = [p.words for p in doc.paras if p.statement == number and (use.text in p.leaves or not p.leaves)]
    return damaged(out, "necessary here, investigational there", True, [text, *mine], statement=number)


def code_in_two_groups(doc: Doc, rng: Random) -> Doc | None:
    """One diagnosis in the covered and in the not covered group."""
    covered = [c for c in doc.truth.codes if c.polarity == "covered" and c.system == "icd10cm"]
    last = [i for i, p in enumerate(doc.paras) if p.part == "codes" and p.kind == "heading" and p.depth == 2]
    others = {c.polarity for c in doc.truth.codes}
    if not covered or "not_covered" not in others or len(last) < 2:
        return None
    code = rng.choice(covered)
    shown = code.first if code.first == code.last else f"{code.first}-{code.last}"
    mine = [i for i in range(last[-1] + 1, len(doc.paras)) if doc.paras[i].part == "codes"]
    listed = [
        i
        for i in mine
        if any(c.polarity == "not_covered" and c.first in doc.paras[i].words for c in doc.truth.codes)
    ]
    if not listed:
        return None
    at = listed[0]
    row = doc.paras[at]
    true = next(c for c in doc.truth.codes if c.polarity == "not_covered" and c.first in row.words)
    if true.system != "icd10cm":
        return None
    if row.kind == "row":
        out = inserted(doc, at, replace(row, cells=(shown, *row.cells[1:])))
    elif ": " in row.text and (", " in row.text or "; " in row.text):
        out = changed(doc, at, row.text.replace(": ", f": {shown}{', ' if ', ' in row.text else '; '}", 1))
    else:
        printed = next((w for w in re.split(r"[\s|]+", row.text) if w.startswith(true.first)), None)
        if printed is None:
            return None
        out = inserted(doc, at, replace(row, text=row.text.replace(printed, shown, 1)))
    codes = (*doc.truth.codes, TrueCode(code.system, code.first, code.last, "not_covered"))
    out = replace(out, truth=replace(out.truth, codes=codes))
    return damaged(out, "code in two groups", True, [shown.split("-")[0], out.paras[at].words])


def two_effective_dates(doc: Doc, rng: Random) -> Doc | None:
    """A sentence states another effective date than the header."""
    stated = next((d for d in doc.truth.dates if d.kind == "effective"), None)
    at = next((i for i, p in enumerate(doc.paras) if p.kind == "heading" and p.depth == 1 and i > 2), None)
    if not stated or at is None:
        return None
    year, month = int(stated.value[:4]) - 1, rng.randrange(1, 13)
    text = f"Effective Date: {month:02}/15/{year}"
    if rng.random() < 0.5:
        text = f"This policy is effective {month}/15/{year}."
    out = inserted(doc, at, Para("para", text, "legal"))
    dates = tuple(d for d in doc.truth.dates if d.kind != "effective")
    out = replace(out, truth=replace(out.truth, dates=dates))
    heads = [p.words for p in doc.paras if p.part == "header"]
    return damaged(out, "two effective dates", True, [text, *heads])


def note_with_exception(doc: Doc, rng: Random) -> Doc | None:
    """A note below the list takes a part of it back."""
    spot = pick_spot(doc, rng)
    if spot is None:
        return None
    note = Picker(rng, doc.half, {}).one("words/notes").text
    out = inserted(doc, spot.end, Para("para", note, "criteria"))
    return damaged(out, "exception in a note", True, [note], statement=spot.number)


CONFLICTS = (
    wrong_enumeration,
    contrary_connectors,
    or_of_the_parents,
    exclusive_items,
    disagreeing_statements,
    necessary_and_not,
    code_in_two_groups,
    two_effective_dates,
    note_with_exception,
)
