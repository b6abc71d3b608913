"""What kind of document it calls itself: “Clinical UM Guideline”, “Local Coverage Determination (LCD)”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from coverable.document import numbers
from coverable.document.layout.furniture import Cleaned
from coverable.document.places import header_kinds
from coverable.document.reading import Section, Stated
from coverable.document.sections.titles import bare, is_title_block, named
from coverable.document.source import inside

_KINDS: Final = (
    ("clinical-um-guideline", r"clinical um guidelines?|utilization (?:management|review) guidelines?"),
    (
        "lcd",
        r"local coverage determination(?: \(lcd\))?|local coverage article|(?<=this )lcd|(?<=type: )lcd"
        r"|billing and coding(?: article|(?=:))",
    ),
    ("ncd", r"national coverage determination(?: \(ncd\))?|(?<=this )ncd|(?<=type: )ncd"),
    ("clinical-um-guideline", r"clinical (?:practice )?guidelines?|medical guidelines?"),
    (
        "medical-policy",
        r"clinical policy bulletins?|medical benefit drug policy|(?:corporate )?medical (?:coverage )?policy"
        r"|clinical policy|coverage policy"
        r"|(?:pharmacy|drug|payment|reimbursement)(?: coverage| clinical)? policy"
        r"|prior authorization(?:/notification)?(?: criteria| guidelines?)?|step therapy(?: criteria)?"
        r"|coverage criteria",
    ),
)
KIND = re.compile(
    "|".join(rf"(?P<k{n}>\b(?:{words})\b)" for n, (_, words) in enumerate(_KINDS)), re.IGNORECASE
)
_OF_KIND = (
    r"(?!(?:of|and)\b|[&/])(?:(?:clinical|medical|drug|dental|vision|imaging|advanced|durable|equipment|coverage|pharmacy|benefit"
    r"|behavioral|utilization|management|service|level|of|care|medicaid|prior|authorization|um|&|and|/)\s+){1,6}"
)
_ANY_KIND = re.compile(
    rf"(?P<guideline>{_OF_KIND}guidelines?)"
    rf"|(?P<policy>{_OF_KIND}(?:policy(?:\s+statement)?|bulletin|criteria))",
    re.IGNORECASE,
)
"""“Advanced Imaging Guideline”, “Level of Care / Service Criteria”: any kind named with such words."""
_ONLY_KIND = named(
    "[clinical|medical|pharmacy|corporate|health|plan|commercial|medicare|medicaid]"
    " [um|benefit|drug|coverage|payment] [medical]"
    " (policy|guideline|guidelines|policies|bulletin|criteria|policy bulletin|policy manual)"
)
_DETERMINATION = named("(local|national) coverage determination [lcd|ncd]")


def is_kind(text: str) -> bool:
    """Whether a line only says what kind of document this is, or its number: “Medical Policy”."""
    name = bare(text) + " "
    known = _ONLY_KIND.fullmatch(name) or _DETERMINATION.fullmatch(name) or _ANY_KIND.fullmatch(text.strip())
    return known is not None or numbers.only(text)


_LINE: Final = 120
"""Characters of a line that names the kind of a document."""
_OF_THIS = re.compile(r"(?:^|\b(?:this|our|following|present))\W*(?:[\w-]+\s+){0,3}$", re.IGNORECASE)


def document_kind(cleaned: Cleaned, sections: Sequence[Section]) -> Stated | None:
    """What the document calls itself, in its words; `kind` is the policy file's word for it."""
    source = cleaned.source
    kinds = header_kinds(sections, source.blocks)
    heads = [n for n, kind in enumerate(kinds) if kind == "header"]
    order = sorted(
        heads, key=lambda n: (not is_title_block(source.blocks[n].text), len(source.blocks[n].text) > 120, n)
    )
    for n in order:
        block = source.blocks[n]
        match = KIND.search(block.text)
        if match and len(block.text) > 120 and not _OF_THIS.search(block.text[: match.start()]):
            continue  # “… supplements the rules of payment policy” speaks of others
        if match and match.lastgroup:
            sure = 1.0 if is_title_block(block.text) else 0.9 if len(block.text) <= 120 else 0.7
            kind = _KINDS[int(match.lastgroup[1:])][0]
            return Stated(match[0], source.span(block, match.start(), match.end()), sure, kind)
        named = _ANY_KIND.search(block.text) if len(block.text) <= _LINE else None
        if named:
            kind = "clinical-um-guideline" if named["guideline"] else "medical-policy"
            return Stated(named[0], source.span(block, *named.span()), 0.8, kind)
    for furniture in cleaned.furniture:
        start, end = furniture.span.start, furniture.span.end
        match = KIND.search(source.text, start, end)
        if match and match.lastgroup:
            place = inside(source, furniture.span, match.start(), match.end())
            return Stated(match[0], place, 0.6, _KINDS[int(match.lastgroup[1:])][0])
    return None
