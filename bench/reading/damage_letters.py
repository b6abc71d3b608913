"""Damage to letters, words and lines: nothing is lost that a careful reader would miss, so the reading must
still be right, or say that it is in doubt. None of it has to be found."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

from bench.reading.model import Doc, Para
from bench.reading.striking import (
    changed,
    criteria,
    damaged,
    inserted,
    pick_spot,
    reworded,
    with_paras,
)

LIGATURES = re.compile(r"[a-z]+(ff|fi|fl)[a-z]+")
MOJIBAKE = {"≥": "â‰¥", "–": "â€“", "’": "â€™", "•": "â€¢", "®": "Â®", "—": "â€”"}
TYPOS = {
    "following": ["folowing", "followng", "follwing"],
    "criteria": ["critera", "critiera", "crtieria"],
    "necessary": ["neccessary", "necesary", "neccesary"],
    "medically": ["medicaly", "medcially"],
    "considered": ["consdered", "considerd"],
    "documented": ["documentd", "docmented"],
    "indications": ["indicatons", "indicaitons"],
    "least": ["leat", "lesat"],
    "investigational": ["investigatonal", "investigtional"],
}


def lost_ligature(doc: Doc, rng: Random) -> Doc | None:
    """ff, fi and fl gone from a word of a criterion."""
    some = [(i, m) for i in criteria(doc) for m in LIGATURES.finditer(doc.paras[i].text)]
    if not some:
        return None
    at, found = rng.choice(some)
    word = found.group()
    out = reworded(doc, at, word, word.replace(found[1], "", 1))
    return damaged(out, "lost ligature", False, [out.paras[at].words], statement=doc.paras[at].statement)


def mojibake(doc: Doc, rng: Random) -> Doc | None:
    """Signs in the wrong encoding, all over the document."""
    if doc.format not in ("text", "html"):
        return None

    def spoilt(text: str) -> str:
        for sign, bad in MOJIBAKE.items():
            text = text.replace(sign, bad)
        return text

    paras = [
        replace(p, text=spoilt(p.text), marker=spoilt(p.marker) if p.marker else None) for p in doc.paras
    ]
    if all(a.text == b.text and a.marker == b.marker for a, b in zip(paras, doc.paras, strict=True)):
        return None
    return damaged(with_paras(doc, paras), "wrong encoding", False)


def glued_words(doc: Doc, rng: Random) -> Doc | None:
    """Two words without the space between them."""
    some = [i for i in criteria(doc) if doc.paras[i].text.count(" ") > 4]
    if not some:
        return None
    at = rng.choice(some)
    pairs = re.findall(r"\b[a-z]{2,} [a-z]{3,}\b", doc.paras[at].text)
    if not pairs:
        return None
    pair = rng.choice(pairs)
    out = reworded(doc, at, pair, pair.replace(" ", ""))
    return damaged(out, "glued words", False, [out.paras[at].words], statement=doc.paras[at].statement)


def split_word(doc: Doc, rng: Random) -> Doc | None:
    """A word with a space inside."""
    some = [(i, w) for i in criteria(doc) for w in re.findall(r"\b[a-z]{7,}\b", doc.paras[i].text)]
    if not some:
        return None
    at, word = rng.choice(some)
    cut = rng.randrange(2, len(word) - 2)
    out = reworded(doc, at, word, f"{word[:cut]} {word[cut:]}")
    return damaged(out, "split word", False, [out.paras[at].words], statement=doc.paras[at].statement)


def typo(doc: Doc, rng: Random) -> Doc | None:
    """A slip in a word that carries the logic."""
    some = [
        (i, m.group())
        for i in criteria(doc)
        if not doc.paras[i].leaves
        for m in re.finditer("|".join(rf"\b{w}\b" for w in TYPOS), doc.paras[i].text)
    ]
    if not some:
        return None
    at, word = rng.choice(some)
    out = reworded(doc, at, word, rng.choice(TYPOS[word]))
    return damaged(out, "typo in a key word", False, [out.paras[at].words], statement=doc.paras[at].statement)


def broken_sentence(doc: Doc, rng: Random) -> Doc | None:
    """A sentence that stops at a line and goes on in the next paragraph."""
    some = [i for i in criteria(doc) if doc.paras[i].text.count(" ") > 6 and "**" not in doc.paras[i].text]
    if not some:
        return None
    at = rng.choice(some)
    para = doc.paras[at]
    words = para.text.split(" ")
    cut = rng.randrange(3, len(words) - 2)
    if not words[cut][:1].islower() or words[cut] in ("and", "or"):
        return None
    rest = replace(para, kind="para", text=" ".join(words[cut:]), marker=None, leaves=())
    out = inserted(changed(doc, at, " ".join(words[:cut])), at + 1, replace(rest, kind=para.kind))
    return damaged(out, "broken sentence", False, [out.paras[at].words], statement=para.statement)


def furniture_in_list(doc: Doc, rng: Random) -> Doc | None:
    """The foot of a page and the head of the next between two items."""
    spot = pick_spot(doc, rng)
    if spot is None:
        return None
    at = rng.choice(spot.items[1:])
    page, pages = rng.randrange(1, 9), rng.randrange(9, 14)
    lines = [f.replace("{p}", str(page)).replace("{of}", str(pages)) for f in doc.style.furniture]
    paras = [Para("furniture", line, "furniture") for line in lines if line.strip()]
    return damaged(inserted(doc, at, *paras), "furniture in a list", False, statement=spot.number)


def lost_markers(doc: Doc, rng: Random) -> Doc | None:
    """The bullets of a list of one level are gone."""
    spot = pick_spot(doc, rng, flat=True)
    if spot is None:
        return None
    paras = [replace(p, marker=None) if i in spot.items else p for i, p in enumerate(doc.paras)]
    lead = doc.paras[spot.lead].words
    return damaged(with_paras(doc, paras), "lost markers", False, [lead], statement=spot.number)


def doubled_text(doc: Doc, rng: Random) -> Doc | None:
    """A statement printed twice, as pages that share text do."""
    spot = pick_spot(doc, rng)
    if spot is None:
        return None
    paras = doc.paras[spot.lead : spot.end]
    return damaged(inserted(doc, spot.end, *paras), "doubled text", False, statement=spot.number)


def footnote_letter(doc: Doc, rng: Random) -> Doc | None:
    """A raised letter of a footnote that has become part of its word."""
    some = [
        (i, w)
        for i in criteria(doc)
        for w in re.findall(r"\b(?:criteria|following|diagnosis|trial|therapy)\b", doc.paras[i].text)
    ]
    if not some:
        return None
    at, word = rng.choice(some)
    out = reworded(doc, at, word, word + rng.choice("abc"))
    return damaged(
        out, "footnote letter in a word", False, [out.paras[at].words], statement=doc.paras[at].statement
    )


LETTERS = (
    footnote_letter,
    lost_ligature,
    mojibake,
    glued_words,
    split_word,
    typo,
    broken_sentence,
    furniture_in_list,
    lost_markers,
    doubled_text,
)
