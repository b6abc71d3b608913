"""What stands in a document twice: folded for reading with both places kept, or reported when it differs.

Sharing sites double a text, page breaks leave a fragment of a passage at another place, sentences are typed
twice (SR-128, SR-129). A repetition with a changed year or number is an inconsistency (SR-091). Criteria
are never folded: the same words under two headings are two rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final, Literal

from coverable.document import passages
from coverable.document.dates import dates_in
from coverable.document.findings import Doubt, Findings, doubts
from coverable.document.source import Block, Source, Span

FRAGMENT = 6
"""Words; a shorter beginning in mid-sentence is no proof of a torn passage."""
PASSAGE = 25
"""Words of a paragraph that is folded when it returns word for word."""
COMPARED = 8
"""Earlier sentences with the same beginning or end that a sentence is compared with."""
SENTENCE = 12
"""Words of a sentence whose near repetition is looked at."""
_POSITION = re.compile(
    r"medically necessary|investigational|experimental|unproven|covered|cosmetic|criteria|eligible|approv"
    r"|following|contraindicat",
    re.IGNORECASE,
)
_TELLS = re.compile(r"[0-9]|^(?:not|no|never|without)$")

doubts(
    repeated_with_difference=Doubt(
        "medium",
        "The same passage stands here twice and differs in a number",
        "Which of the two is right, and does the other need a correction by the publisher?",
        "A passage that was copied and later changed in one place only leaves two statements; which one "
        "the publisher means cannot be told from the text.",
    ),
    passage_repeated=Doubt(
        "low",
        "A passage stands here twice and is read once",
        "Is the shorter copy a leftover of the page layout?",
        "Text extraction leaves fragments of one page at another place. The passage is read where it is "
        "whole; both places are kept.",
    ),
    text_doubled=Doubt(
        "medium",
        "The text of the document stands here twice and is read once",
        "Are the two copies the same document?",
        "Sharing sites print a document's text a second time. The second copy is left out where it is the "
        "same word for word.",
    ),
)


@dataclass(frozen=True, slots=True)
class Fold:
    """A passage that is read once though it stands at two places."""

    how: Literal["sentence", "passage", "doubled"]
    kept: Span
    again: Span


def folded(source: Source, findings: Findings) -> tuple[Source, tuple[Fold, ...]]:
    """The document with repetitions taken out, and where they stood. Differing repetitions are reported."""
    folds: list[Fold] = []
    words = [tuple(passages.tokens(b.text)) for b in source.blocks]
    out = _doubled(source, words, folds, findings)
    out |= _fragments(source, words, out, folds, findings)
    out |= _paragraphs(source, words, out, folds)
    blocks = [
        _once(block, source, folds) for n, block in enumerate(source.blocks) if n not in out
    ]  # a sentence typed twice in a row inside one block
    once = replace(source, blocks=tuple(blocks))
    _differences(once, findings)
    return once, tuple(sorted(folds, key=lambda f: f.again.start))


def _doubled(
    source: Source, words: Sequence[tuple[str, ...]], folds: list[Fold], findings: Findings
) -> set[int]:
    """The second copy of a text that is there twice as a whole, or line by line."""
    total = sum(len(w) for w in words)
    at: dict[tuple[str, ...], int] = {}
    out: set[int] = set()
    n = 0
    while n < len(words):
        first = at.setdefault(words[n], n)
        size = 0
        if first != n and words[n]:
            while n + size < len(words) and first + size < n and words[first + size] == words[n + size]:
                size += 1
        covered = sum(len(w) for w in words[n : n + size])
        if size >= 3 and covered >= 60 and covered >= 0.3 * total:
            out |= set(range(n, n + size))
            kept = source.join(source.span(b) for b in source.blocks[first : first + size])
            again = source.join(source.span(b) for b in source.blocks[n : n + size])
            folds.append(Fold("doubled", kept, again))
            findings.add("text_doubled", [kept, again])
        n += max(1, size)
    pairs = [n for n in range(1, len(words)) if len(words[n]) > 2 and words[n] == words[n - 1]]
    long = sum(len(w) > 2 for w in words)
    if not out and len(pairs) >= 5 and len(pairs) >= 0.4 * long:
        out |= set(pairs)
        spans = [source.span(source.blocks[n]) for n in pairs]
        folds += [
            Fold("doubled", source.span(source.blocks[n - 1]), again)
            for n, again in zip(pairs, spans, strict=True)
        ]
        findings.add("text_doubled", spans[:1])
    return out


def _fragments(
    source: Source,
    words: Sequence[tuple[str, ...]],
    gone: set[int],
    folds: list[Fold],
    findings: Findings,
) -> set[int]:
    """Blocks that begin in mid-sentence at the head of a text or page and are a part of a block elsewhere."""
    asked = [n for n in _torn(source) if n not in gone and len(words[n]) >= FRAGMENT]
    starts: dict[tuple[str, ...], list[int]] = {}
    for n in asked:
        starts.setdefault(words[n][:FRAGMENT], []).append(n)
    found: dict[int, int] = {}
    for m, whole in enumerate(words if starts else ()):
        for at in range(len(whole) - FRAGMENT + 1):
            for n in starts.get(whole[at : at + FRAGMENT], ()):
                if n != m and n not in found and len(whole) > len(words[n]):
                    size = len(words[n])
                    if whole[at : at + size] == words[n]:
                        found[n] = m
    for n, m in sorted(found.items()):
        kept, again = source.span(source.blocks[m]), source.span(source.blocks[n])
        folds.append(Fold("passage", kept, again))
        findings.add("passage_repeated", [again, kept])
    return set(found)


def _torn(source: Source) -> Iterator[int]:
    """Blocks at the head of the document or of a page that begin in lower case, one after the other."""
    page: int | None = None
    head = True
    for n, block in enumerate(source.blocks):
        here = block.pieces[0].page if block.pieces else None
        if here != page:
            page, head = here, True
        head = head and block.kind == "paragraph" and block.text[:1].islower()
        if head:
            yield n


def _paragraphs(
    source: Source, words: Sequence[tuple[str, ...]], gone: set[int], folds: list[Fold]
) -> set[int]:
    """Long paragraphs that return word for word and state no position."""
    at: dict[tuple[str, ...], int] = {}
    out: set[int] = set()
    for n, block in enumerate(source.blocks):
        if n in gone or block.kind != "paragraph" or len(words[n]) < PASSAGE:
            continue
        if _POSITION.search(block.text) or block.text.rstrip().endswith(":"):
            continue
        first = at.setdefault(words[n], n)
        if first != n:
            out.add(n)
            folds.append(Fold("passage", source.span(source.blocks[first]), source.span(block)))
    return out


def _once(block: Block, source: Source, folds: list[Fold]) -> Block:
    """The block without a sentence that follows itself word for word."""
    if block.cell is not None or len(block.text) < 20:
        return block
    found = passages.sentences(block.text)
    rest: Block | None = block
    cuts: list[tuple[int, int]] = []
    for (a, b), (c, d) in pairwise(found):
        words = passages.tokens(block.text[a:b])
        if len(words) > 2 and words == passages.tokens(block.text[c:d]):
            folds.append(Fold("sentence", source.span(block, a, b), source.span(block, c, d)))
            cuts.append((c, d))
    for c, d in reversed(cuts):
        rest = passages.without(rest, c, d) if rest else None
    return rest or block


def _differences(source: Source, findings: Findings) -> None:
    """Sentences of running text that are alike but for a number or a denial; one finding a pair of blocks."""
    seen: dict[tuple[str, ...], list[tuple[int, Span, tuple[str, ...]]]] = {}
    told: dict[tuple[int, int], tuple[list[Span], list[str]]] = {}
    for n, block in enumerate(source.blocks):
        if block.kind not in ("paragraph", "note") or _is_dated(block):
            continue
        for start, end in passages.sentences(block.text):
            words = tuple(passages.tokens(block.text[start:end]))
            if not SENTENCE <= len(words) <= 200:
                continue
            span = source.span(block, start, end)
            for key in {("^", *_masked(words[:6])), ("$", *_masked(words[-6:]))}:
                others = seen.setdefault(key, [])
                for m, other, before in others[-COMPARED:]:
                    if m != n and abs(len(before) - len(words)) <= 2 and len({*before} ^ {*words}) <= 6:
                        says = _difference(before, words)
                        spans, differing = told.setdefault((m, n), ([], [])) if says else ([], [])
                        if says and says not in differing:
                            differing.append(says)
                            spans += [other, span]
                others.append((n, span, words))
    for spans, differing in told.values():
        says = f"The same passage stands here twice and differs: {'; '.join(differing)}"
        findings.add("repeated_with_difference", sorted(set(spans), key=lambda s: s.start), says)


_BEFORE_A_DATE: Final = 3
"""Characters before the date of an event: a marker."""


def _is_dated(block: Block) -> bool:
    """Whether a block begins with a date: events of a history are alike, and none is another's repetition."""
    dates = dates_in(block.text[:24])
    return bool(dates) and dates[0].start <= _BEFORE_A_DATE


def _masked(words: Sequence[str]) -> tuple[str, ...]:
    return tuple("#" if any(c.isdigit() for c in w) else w for w in words)


def _difference(before: tuple[str, ...], after: tuple[str, ...]) -> str | None:
    """`2022 / 2021` where a few words differ and one of them is a number or a denial; else None."""
    parts: list[str] = []
    changed = 0
    for op, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if op == "equal":
            continue
        old, new = before[a:b], after[c:d]
        changed += max(len(old), len(new))
        if not all(_TELLS.search(w) for w in (*old, *new)):
            return None
        parts.append(f"{' '.join(old) or '(nothing)'} / {' '.join(new) or '(nothing)'}")
    return ", ".join(parts) if 0 < changed <= 3 else None
