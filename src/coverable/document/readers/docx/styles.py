"""Styles of a DOCX, each with what it inherits: heading level, numbering, weight, hidden, raised, font."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from coverable.document.readers.docx.xml import attribute, child, local

_HEADING = re.compile(r"heading\s*([1-9])", re.IGNORECASE)
OFF = ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class Look:
    """What the format says of words: of a style, or of a run over its style. None is inherited."""

    bold: bool | None = None
    hidden: bool | None = None
    raised: bool | None = None
    struck: bool | None = None
    font: str | None = None

    def over(self, below: Look) -> Look:
        """This look where it says something, else the one below."""
        return Look(
            below.bold if self.bold is None else self.bold,
            below.hidden if self.hidden is None else self.hidden,
            below.raised if self.raised is None else self.raised,
            below.struck if self.struck is None else self.struck,
            self.font or below.font,
        )


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph or character style with all that it inherits."""

    look: Look = Look()
    level: int | None = None
    """Heading level from 1."""
    number: str | None = None
    """The numbering that it brings."""
    rank: int | None = None
    """Level in that numbering."""
    indent: int | None = None
    """Left indent in twentieths of a point."""
    first_row: bool = False
    """Of tables: the words of the first row are bold."""


PLAIN = Style()


def on(element: Any) -> bool | None:
    """A switch such as `w:b`: on, off, or not said."""
    if element is None:
        return None
    return (attribute(element, "val") or "true").lower() not in OFF


def look_of(properties: Any) -> Look:
    """The look that run properties give."""
    if properties is None:
        return Look()
    raised: bool | None = None
    found: dict[str, Any] = {local(e): e for e in properties}
    if (align := found.get("vertAlign")) is not None:
        raised = attribute(align, "val") == "superscript"
    struck = on(found.get("strike"))
    fonts = found.get("rFonts")
    return Look(
        on(found.get("b")),
        on(found.get("vanish")),
        raised,
        on(found.get("dstrike")) if struck is None else struck,
        None if fonts is None else attribute(fonts, "ascii") or attribute(fonts, "hAnsi"),
    )


def indent_of(properties: Any) -> int | None:
    """Left indent of paragraph properties in twentieths of a point."""
    ind = child(properties, "ind")
    if ind is None:
        return None
    found = attribute(ind, "left") or attribute(ind, "start")
    try:
        return int(float(found)) if found else None
    except (ValueError, OverflowError):
        return None


def whole(text: str | None) -> int | None:
    """A small whole number of an attribute, or None."""
    return int(text) if text and re.fullmatch(r"-?\d{1,9}", text) else None


def styles_of(root: Any) -> dict[str, Style]:
    """Every style by its id, inheritance resolved; a circle of styles ends where it closes."""
    own: dict[str, Style] = {}
    based: dict[str, str] = {}
    for element in root if root is not None else ():
        if local(element) != "style":
            continue
        name = attribute(element, "styleId") or ""
        parent = child(element, "basedOn")
        if parent is not None:
            based[name] = attribute(parent, "val") or ""
        own[name] = _own(element)
    return {name: _resolved(name, own, based) for name in own}


def _own(element: Any) -> Style:
    properties = child(element, "pPr")
    numbering = child(properties, "numPr")
    number = child(numbering, "numId")
    rank = child(numbering, "ilvl")
    return Style(
        look_of(child(element, "rPr")),
        _level(element, properties),
        None if number is None else attribute(number, "val"),
        None if rank is None else whole(attribute(rank, "val")),
        indent_of(properties),
        any(
            attribute(e, "type") == "firstRow" and look_of(child(e, "rPr")).bold is True
            for e in element
            if local(e) == "tblStylePr"
        ),
    )


def _level(element: Any, properties: Any) -> int | None:
    outline = child(properties, "outlineLvl")
    if outline is not None:
        level = whole(attribute(outline, "val"))
        return level + 1 if level is not None and 0 <= level < 9 else None
    named = child(element, "name")
    name = "" if named is None else attribute(named, "val") or ""
    if match := _HEADING.fullmatch(name.strip()):
        return int(match[1])
    return 1 if name.strip().lower() == "title" else None


def _resolved(name: str, own: dict[str, Style], based: dict[str, str]) -> Style:
    chain: list[str] = []
    step: str | None = name
    while step is not None and step in own and step not in chain and len(chain) < 50:
        chain.append(step)
        step = based.get(step)
    style = PLAIN
    for one in reversed(chain):
        mine = own[one]
        style = replace(
            style,
            look=mine.look.over(style.look),
            level=mine.level if mine.level is not None else style.level,
            number=mine.number if mine.number is not None else style.number,
            rank=mine.rank if mine.rank is not None else style.rank,
            indent=mine.indent if mine.indent is not None else style.indent,
            first_row=mine.first_row or style.first_row,
        )
    return style
