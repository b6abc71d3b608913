"""Traces of a redline whose marks were lost: doubled words, glued sentences, stray dots (SR-132)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coverable.document.findings import Doubt, Findings, doubts
from coverable.document.source import Block, Source, Span

doubts(
    possible_redline=Doubt(
        "medium",
        "Traces of a tracked change whose marks were lost",
        "Which of the words belong to the text in force?",
        "Doubled words, glued sentences or stray dots are left when the marks of deleted and inserted "
        "words are lost; old and new wording may both be present.",
    ),
    tracked_changes=Doubt(
        "high",
        "The document still holds tracked changes",
        "Are these changes in force?",
        "Both sides were read; statements that differ stand as candidates.",
    ),
)

_ADDRESS = re.compile(r"https?://|www\.|\S+@\S+|\.(?:com|org|gov|net|edu|html?|pdf|aspx?)\b", re.IGNORECASE)
_GLUED = re.compile(
    r"(?<=[a-z]{3})[.;](?=[A-Z][a-z]+[\s-]+[A-Za-z])|(?<=[a-z]{3}\))\.(?=[A-Z][a-z]+[\s-]+[A-Za-z])"
)
_DOTS = re.compile(
    r"(?<!\.)(?!\.{8})(?:…\.?|\.{2,})\s?(?:…|\.)*(?=[a-z])|(?<=[a-z])\s(?!\.{8})(?:…\.+|\.{4,})(?=\w)"
)
"""Eight dots and more lead the eye across a form to its number: “Overjet in mm ........ x 1”."""
_CONNECTS = re.compile(
    r"[\W_]*(?:and|or|and/or|plus|nor|but|as\s+well\s+as|in\s+addition|together\s+with|along\s+with|else|also)\b",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"\s?(?:…|\.{2,3})\s?")
"""Dots as a writer sets them; “….” and longer rows are what a struck sentence leaves."""
_CONNECTED = re.compile(r"^[\W_]*(?:and|or|and/or|plus)[\W_]*$", re.IGNORECASE)
"""“pain at rest …or”: dots that lead to a connector."""
_NUMBER_WORD = re.compile(
    r"\b(?:[0-9]{1,2}\s?(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve)"
    r"|(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve)[0-9]{1,2})\b",
    re.IGNORECASE,
)
_DOUBLED = re.compile(r"\b(?P<word>[A-Za-z]{2,})\s+(?P=word)\b")
_FINE = frozenset({"that", "had", "is", "bora", "beri", "aye", "do", "so", "very", "no", "who"})


@dataclass(frozen=True, slots=True)
class Trace:
    """One trace of a redline in a block."""

    kind: str
    first: int
    last: int


def traces(text: str) -> Iterator[Trace]:
    """Every trace in a text; addresses and known spellings are none."""
    addresses = [m.span() for m in re.finditer(r"\S*(?:https?://|www\.)\S*", text)]
    for kind, pattern in (
        ("glued sentences", _GLUED),
        ("stray dots", _DOTS),
        ("a number beside its word", _NUMBER_WORD),
        ("a doubled word", _DOUBLED),
    ):
        for match in pattern.finditer(text):
            if any(low <= match.start() < high for low, high in addresses):
                continue
            if kind == "a doubled word" and match["word"].lower() in _FINE:
                continue
            if kind == "glued sentences" and _ADDRESS.search(
                text[max(0, match.start() - 20) : match.end() + 10]
            ):
                continue
            if (
                kind == "stray dots"
                and _PLAIN.fullmatch(match[0])
                and (_CONNECTS.match(text[match.end() :]) or _CONNECTED.search(text[: match.start()]))
            ):
                continue
            yield Trace(kind, match.start(), match.end())
    yield from _second_lead_in(text)


_LED = re.compile(r":\s+(?=[A-Z])")
_WORD = re.compile(r"[a-z]+")
_FEWEST = 5
"""Words of a sentence over a list."""
_ALIKE = 0.65


def _second_lead_in(text: str) -> Iterator[Trace]:
    """The old and the new words over one list: “ANY of these are met: ALL of these are met:”."""
    bare = text.rstrip()
    for sign in _LED.finditer(bare[:-1]) if bare.endswith(":") else ():
        first, second = ({*_WORD.findall(t.lower())} for t in (bare[: sign.start()], bare[sign.end() :]))
        longer = max(len(first), len(second))
        if longer >= _FEWEST and len(first & second) >= _ALIKE * longer:
            yield Trace("two sentences over one list", sign.end(), len(bare))


def residues(source: Source, blocks: Iterable[Block], findings: Findings) -> list[Span]:
    """A finding for every trace; the places, in order."""
    out: list[Span] = []
    for block in blocks:
        for trace in sorted(traces(block.text), key=lambda t: t.first):
            around = source.span(block, max(0, trace.first - 12), min(len(block.text), trace.last + 12))
            exact = source.span(block, trace.first, trace.last)
            span = Span(around.start, around.end, exact.lines, exact.page, exact.box)
            findings.add("possible_redline", [span], f"Trace of a redline: {trace.kind}")
            out.append(span)
    return out
