"""The uses of a drug that a field of its form says are covered, of which one is needed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from coverable.document import passages
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.source import Block

_LAW = any_case(
    r"(?:all|any|every)\s+(?:(?:other\s+)?(?P<fda>FDA)[\s-]approved|medically[\s-]accepted)\s+(?:indications?|uses?)"
    r"(?:,?\s+(?:that\s+are\s+)?not\s+otherwise\s+excluded\s+(?:from|by|under)\s+(?:medicare\s+)?part\s+d)?"
)
"""The uses that the law has every such plan cover."""
_SOME = any_case(
    r"some\s+(?:FDA[\s-]approved|medically[\s-]accepted)\s+(?:indications?|uses?)(?:\s+only)?\W*"
)
"""“Some medically-accepted indications”: only that others are named."""
_NUMBERED = re.compile(r"[0-9]\s*[-–]\s*(?=[A-Z])")
"""“3 - All Medically-Accepted Indications”: the number of the answer in the form."""
_FURTHER = any_case(r"[\s.,;:]*(?:plus\b|and\b|as\s+well\s+as\b|or\b)?[\s:,]*")
_NAME = r"[^\W\d][^\s,;]*(?:\s[^\s,;]+){0,4}"
_NAMES = any_case(
    rf"(?!.*\b(?:with|who|in|for|due|when|if)\b)(?!.*\b(?:and|or)\b.*\b(?:and|or)\b){_NAME}(?:,\s(?!and\b|or\b){_NAME})*,\s(?:(?:and|or)\s)?{_NAME}"
)
"""“mycosis fungoides, Sezary syndrome, or atopic dermatitis”: names, and no clause."""
_BETWEEN = {";": re.compile(r";|$"), ",": re.compile(r",\s+(?:(?:and|or)\s+)?|$"), "": re.compile("$")}


def covered_uses(said: Sequence[Block]) -> Iterator[Block]:
    """The uses that a field names, of which one suffices: those of the law once, and each that stands beside them."""
    told: set[bool] = set()
    for printed in (passages.part(b, *s) for b in said for s in passages.sentences(b.text)):
        numbered = _NUMBERED.match(printed.text)
        block = passages.part(printed, numbered.end(), len(printed.text)) if numbered else printed
        law = _LAW.match(block.text)
        if law is None:
            yield from _each(block)
            continue
        of_agency = law["fda"] is not None
        if of_agency not in told:
            yield passages.part(block, 0, law.end())
        told.add(of_agency)
        further = _FURTHER.match(block.text, law.end())
        yield from _each(passages.part(block, further.end() if further else law.end(), len(block.text)))


def _each(block: Block) -> Iterator[Block]:
    """The uses of a series: “A; B”, “A, B, or C” where each is a name of a few words."""
    at = 0
    named = block.text.rstrip(" .,;")
    sign = ";" if ";" in named else "," if _NAMES.fullmatch(named) else ""
    for cut in _BETWEEN[sign].finditer(block.text):
        use = passages.part(block, at, cut.start())
        at = cut.end()
        if use.text.strip(" .,;") and not _SOME.fullmatch(use.text):
            yield use
