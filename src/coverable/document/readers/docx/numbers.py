"""Numbering of a DOCX: what is printed before an item, from numbering.xml and the items before it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from coverable.document.readers.docx.styles import indent_of, whole
from coverable.document.readers.docx.xml import attribute, child, local
from coverable.document.readers.symbols import private, signs, symbolic

_PLACE = re.compile(r"%([1-9])")
_LEVELS = range(9)
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
BULLET = "•"


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list definition."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    """The level (from 1) after which it starts again; 0 never, None after any higher one."""
    legal: bool = False
    """Every number in Arabic figures."""
    style: str | None = None
    indent: int | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    """An abstract list; several numberings may count on in it."""

    id: str
    levels: dict[int, Level]


@dataclass(frozen=True, slots=True)
class Numbers:
    """Every numbering: its definition and the starts that it overrides."""

    definitions: dict[str, Definition] = field(default_factory=dict[str, Definition])
    starts: dict[str, dict[int, int]] = field(default_factory=dict[str, dict[int, int]])

    def rank_of_style(self, number: str, style: str) -> int | None:
        """The level that is tied to a paragraph style."""
        definition = self.definitions.get(number)
        levels = definition.levels if definition else {}
        return next((rank for rank, level in levels.items() if level.style == style), None)

    def indent(self, number: str, rank: int) -> int | None:
        """The left indent of a level in twentieths of a point."""
        definition = self.definitions.get(number)
        level = definition.levels.get(rank) if definition else None
        return level.indent if level else None


@dataclass(slots=True)
class Counter:
    """Counts items as they come, and prints their markers."""

    numbers: Numbers
    _counts: dict[str, dict[int, int]] = field(default_factory=dict[str, dict[int, int]])
    _begun: set[tuple[str, int]] = field(default_factory=set[tuple[str, int]])

    def next(self, number: str, rank: int) -> str | None:
        """The marker of the next item of a numbering; None where nothing is printed."""
        definition = self.numbers.definitions.get(number)
        if definition is None:
            return None
        level = definition.levels.get(rank, Level(form="none"))
        counts = self._counts.setdefault(definition.id, {})
        override = self.numbers.starts.get(number, {}).get(rank)
        if override is not None and (number, rank) not in self._begun:
            counts[rank] = override
            self._begun.add((number, rank))
        else:
            counts[rank] = counts[rank] + 1 if rank in counts else level.start
        for deeper in _LEVELS[rank + 1 :]:
            restart = definition.levels.get(deeper, Level()).restart
            if restart is None or rank < restart:
                counts.pop(deeper, None)
        return _printed(definition, level, rank, counts)


def numbers_of(root: Any) -> Numbers:
    """The numberings of numbering.xml; links between list styles are followed once."""
    out = Numbers()
    if root is None:
        return out
    abstract: dict[str, Any] = {}
    by_style: dict[str, str] = {}
    for element in root:
        if local(element) == "abstractNum":
            name = attribute(element, "abstractNumId") or ""
            abstract[name] = element
            link = child(element, "styleLink")
            if link is not None:
                by_style[attribute(link, "val") or ""] = name
    for element in root:
        if local(element) != "num":
            continue
        number = attribute(element, "numId") or ""
        named = child(element, "abstractNumId")
        name = "" if named is None else attribute(named, "val") or ""
        follow = child(abstract.get(name), "numStyleLink")
        if follow is not None:
            name = by_style.get(attribute(follow, "val") or "", name)
        levels = _levels(abstract.get(name))
        starts: dict[int, int] = {}
        for override in element:
            rank = whole(attribute(override, "ilvl")) if local(override) == "lvlOverride" else None
            if rank is None:
                continue
            start = child(override, "startOverride")
            value = None if start is None else whole(attribute(start, "val"))
            if value is not None:
                starts[rank] = value
            other = child(override, "lvl")
            if other is not None:
                levels[rank] = _level(other)
        out.definitions[number] = Definition(name, levels)
        out.starts[number] = starts
    return out


def _levels(definition: Any) -> dict[int, Level]:
    out: dict[int, Level] = {}
    for element in definition if definition is not None else ():
        rank = whole(attribute(element, "ilvl")) if local(element) == "lvl" else None
        if rank is not None and rank in _LEVELS:
            out[rank] = _level(element)
    return out


def _level(element: Any) -> Level:
    def value(name: str) -> str | None:
        found = child(element, name)
        return None if found is None else attribute(found, "val")

    fonts = child(child(element, "rPr"), "rFonts")
    font = None if fonts is None else attribute(fonts, "ascii") or attribute(fonts, "hAnsi")
    text = value("lvlText") or ""
    form = value("numFmt") or "decimal"
    if form == "bullet":
        text = signs(text, font) if symbolic(font) else private(text, font)
        text = text.replace("\ufffd", BULLET).strip() or (
            BULLET if child(element, "lvlPicBulletId") is not None else ""
        )
    start, restart = whole(value("start")), whole(value("lvlRestart"))
    legal = child(element, "isLgl") is not None
    return Level(
        1 if start is None else start,
        form,
        text[:60],
        restart,
        legal,
        value("pStyle"),
        indent_of(child(element, "pPr")),
    )


def _printed(definition: Definition, level: Level, rank: int, counts: dict[int, int]) -> str | None:
    if level.form == "none" and not _PLACE.search(level.text):
        return level.text.strip() or None
    if level.form == "bullet":
        return level.text or None

    def number(match: re.Match[str]) -> str:
        of = int(match[1]) - 1
        shown = definition.levels.get(of, Level())
        count = counts.get(of, shown.start)
        return _figure(count, "decimal" if level.legal else shown.form)

    return _PLACE.sub(number, level.text).strip() or None


def _figure(count: int, form: str) -> str:
    """A count in the form of its level."""
    if form in ("lowerLetter", "upperLetter") and count > 0:
        letter = chr(ord("a") + (count - 1) % 26) * min(8, (count - 1) // 26 + 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman") and 0 < count < 4000:
        return roman(count) if form == "lowerRoman" else roman(count).upper()
    if form == "decimalZero":
        return f"{count:02d}"
    if form == "ordinal":
        ending = {1: "st", 2: "nd", 3: "rd"}.get(count % 10 if count % 100 not in (11, 12, 13) else 0, "th")
        return f"{count}{ending}"
    return "" if form == "none" else str(count)


def roman(count: int) -> str:
    """A count in small Roman figures."""
    out = ""
    for value, letters in _ROMAN:
        while count >= value:
            out, count = out + letters, count - value
    return out
