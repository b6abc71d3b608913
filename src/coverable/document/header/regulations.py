"""The head of a rule of a state or of the nation: its citation, and the name that stands behind or under it.

`WAC 182-544-0300`, `12VAC30-50-190. Dental services.`, `§ 409.42 - Beneficiary qualifications`: such a text
has no other number and no other title (SR-001).
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from coverable.document.reading import Stated
from coverable.document.source import Block, Source

LINES: Final = 3
"""A citation stands in one of the first lines."""
LONGEST: Final = 25
"""Words of a name."""
_BEHIND = r"(?=[.:\s]|$)[.:]?\s*(?:[–—-]\s+)?"
_CITED = re.compile(
    r"(?:Title:\s+)?(?:(?:Sec(?:tion|\.)|Rule|Reg(?:ulation|\.)?|Part)\s*)?"
    r"(?P<number>(?:(?:[0-9]+\s+)?(?!(?:MP|CP|PP|RP|UM|PA|NCD|LCD|CPB)\b)[A-Z]{2,5}\s+)?"
    r"(?:R?[0-9]+[A-Z]{2,5}[0-9]+(?:-[0-9]+){1,3}|R?[0-9]+(?:[.-][0-9]+[A-Z]?){2,5}|[0-9]{3,5}\.[0-9]{1,3}|[0-9]\.[0-9]{4})"
    r"|(?<!\S)\.[0-9]{2})" + _BEHIND
)
_SIGNED = re.compile(r"(?P<number>(?:[^§:]{2,40}§+\s*)?(?<!\w)[0-9]+(?:[.-][0-9]+)*[a-z]?)" + _BEHIND)
"""Behind a section sign, which is the marker of a paragraph where a blank follows it: `42 CFR §403.766`."""
_SIGN = re.compile(r"[^§:]{0,40}§+\s*[0-9]")
_CODE = re.compile(
    r"\b(?:Sec(?:tion|\.)|Rule|Reg)|[A-Z]{2,5}\s+[0-9]|[0-9][A-Z]{2,5}[0-9]|^\.[0-9]|^R[0-9]|^[0-9]\.[0-9]{4}"
    r"|^[0-9]{2}\.[0-9]{2}\.[0-9]{3,4}\b"
)
"""What tells a citation from a policy's own number: `7.01.44` alone is the number of a medical policy."""
_RULE = re.compile(r"(?P<number>Rule\s[0-9]{1,4}(?:\.[0-9]{1,4}){1,3})\s?[:.–—-]\s+(?=[A-Z])")
"""`Rule 1.28: Hospital Beds`, below the title, part and chapter of a code."""
_DEEP: Final = 8
_VERB = re.compile(r"\b(?:is|are|was|were|has|have|may|will|shall|must|applies|means)\b")


class Head(NamedTuple):
    """The citation as the number, and the name."""

    number: Stated
    title: Stated | None


def regulation(source: Source) -> Head | None:
    """The citation in the first lines and the name behind it, or under a first line; None elsewhere."""
    for n, block in enumerate(source.blocks[:LINES]):
        signed = block.marker == "§" or _SIGN.match(block.text) is not None
        first = len(block.text) - len(block.text.lstrip("§ "))
        cited = (_SIGNED if signed else _CITED).match(block.text, first)
        if cited is None or not (signed or _CODE.search(cited[0])):
            continue
        number = Stated(cited["number"], source.span(block, *cited.span("number")), 0.85)
        if cited.end() < len(block.text):
            title = _name(source, block, cited.end())
            if title is not None:
                return Head(number, title)
            continue
        following = source.blocks[1:2] if n == 0 else ()
        return Head(number, _name(source, following[0], 0) if following else None)
    for block in source.blocks[:_DEEP]:
        rule = _RULE.match(block.text)
        title = _name(source, block, rule.end()) if rule else None
        if rule and title:
            return Head(Stated(rule["number"], source.span(block, *rule.span("number")), 0.85), title)
    return None


def _name(source: Source, block: Block, first: int) -> Stated | None:
    """A few words without a verb: “Dental services.”"""
    words = block.text[first:].rstrip(" .:")
    if (first == 0 and block.kind == "item") or not 1 <= len(words.split()) <= LONGEST or _VERB.search(words):
        return None
    return Stated(words, source.span(block, first, first + len(words)), 0.85) if words[0].isupper() else None
