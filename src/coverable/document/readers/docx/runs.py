"""The words of one DOCX paragraph: format, tracked changes, links, notes, fields, symbols, breaks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from coverable.document.readers.compose import Run
from coverable.document.readers.docx.package import Relation
from coverable.document.readers.docx.styles import Look, Style, look_of
from coverable.document.readers.docx.xml import attribute, child, local
from coverable.document.readers.symbols import UNREADABLE, private, sign, signs, symbolic
from coverable.document.source import Change

_TRACKED: dict[str, Change] = {
    "ins": "inserted",
    "moveTo": "inserted",
    "del": "deleted",
    "moveFrom": "deleted",
}
_THROUGH = frozenset((
    "hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "bdo", "dir", "oMath",
    "oMathPara", "r", "ruby", "rubyBase", "sSup", "sSub", "e", "sup", "sub", "f", "num", "den", "rad",
    "deg", "nary", "d",
))  # fmt: skip
_ADDRESS = re.compile(r'HYPERLINK\s+(?:\\l\s+)?"([^"]{1,2000})"')
_OWN = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Tracked:
    """The tracked change that words stand in."""

    change: Change = "none"
    by: str | None = None
    on: str | None = None

    def within(self, element: Any) -> Tracked:
        """The change of an element inside this one; what is deleted stays deleted."""
        change = _TRACKED.get(local(element))
        if change is None or self.change == "deleted":
            return self
        return Tracked(change, attribute(element, "author"), attribute(element, "date"))


NONE = Tracked()


@dataclass(slots=True)
class Inline:
    """What a paragraph holds besides its words."""

    runs: list[Run] = field(default_factory=list[Run])
    links: list[str] = field(default_factory=list[str])
    anchors: list[str] = field(default_factory=list[str])
    boxes: list[Any] = field(default_factory=list[Any])
    """Contents of text boxes."""
    seen: set[str] = field(default_factory=set[str])


@dataclass(slots=True)
class Words:
    """Reads paragraphs of one part of the document."""

    styles: dict[str, Style]
    relations: dict[str, Relation]
    notes: dict[tuple[str, str], str]
    """(footnote or endnote, id) -> the marker that is printed; grows as references are met."""

    def of(self, paragraph: Any, look: Look, tracked: Tracked) -> Inline:
        """Everything in one paragraph, in order."""
        out = Inline()
        self._children(paragraph, look, tracked, out)
        return out

    def _children(self, elements: Iterable[Any], look: Look, tracked: Tracked, out: Inline) -> None:
        for element in elements:
            name = local(element)
            if name == "r":
                self._run(element, look, tracked, out)
            elif name in _TRACKED:
                self._children(element, look, tracked.within(element), out)
            elif name == "AlternateContent":
                self._children(_choice(element), look, tracked, out)
            elif name == "bookmarkStart":
                out.anchors.append(attribute(element, "name") or "")
            elif name == "sdt" and _placeholder(element):
                continue
            elif name in _THROUGH:
                if name == "hyperlink":
                    self._link(element, out)
                self._children(element, look, tracked, out)
            elif name == "t":  # of a formula
                _text(element.text or "", look, tracked, out)

    def _link(self, element: Any, out: Inline) -> None:
        anchor = attribute(element, "anchor")
        relation = self.relations.get(attribute(element, "id") or "")
        if relation is not None:
            out.links.append(relation.target + (f"#{anchor}" if anchor else ""))
        elif anchor:
            out.links.append(f"#{anchor}")

    def _run(self, run: Any, look: Look, tracked: Tracked, out: Inline) -> None:
        properties = child(run, "rPr")
        if properties is not None:
            named = child(properties, "rStyle")
            style = self.styles.get(attribute(named, "val") or "") if named is not None else None
            look = look_of(properties).over(style.look.over(look) if style else look)
        if look.hidden:
            if any(_OWN.search(e.text or "") for e in run if local(e) == "t"):
                out.seen.add("hidden_text")
            return
        for element in run:
            self._piece(element, look, tracked, out)

    def _piece(self, element: Any, look: Look, tracked: Tracked, out: Inline) -> None:
        name = local(element)
        if name in ("t", "delText"):
            change = replace(tracked, change="deleted") if name == "delText" else tracked
            _text(element.text or "", look, change, out)
        elif name in ("tab", "ptab"):
            _text("\t", look, tracked, out)
        elif name in ("br", "cr"):
            _text("\n", look, tracked, out)
        elif name == "noBreakHyphen":
            _text("-", look, tracked, out)
        elif name == "sym":
            code = int(attribute(element, "char") or "0", 16)
            shown = sign(code, attribute(element, "font"))
            if shown == UNREADABLE:
                out.seen.add("unreadable_sign")
            _text(shown, replace(look, font=None), tracked, out)
        elif name in ("footnoteReference", "endnoteReference"):
            self._note(name.removesuffix("Reference"), element, tracked, out)
        elif name == "instrText":
            out.links.extend(_ADDRESS.findall(element.text or ""))
        elif name in ("drawing", "pict", "object"):
            _drawn(element, out)
        elif name == "AlternateContent":
            for inner in _choice(element):
                self._piece(inner, look, tracked, out)
        elif name in _THROUGH or name in _TRACKED:
            self._children((element,), look, tracked, out)

    def _note(self, kind: str, element: Any, tracked: Tracked, out: Inline) -> None:
        key = (kind, attribute(element, "id") or "")
        if key not in self.notes:
            count = 1 + sum(k == kind for k, _ in self.notes)
            self.notes[key] = str(count) if kind == "footnote" else f"e{count}"
        out.runs.append(Run("", change=tracked.change, note=self.notes[key]))


def _text(text: str, look: Look, tracked: Tracked, out: Inline) -> None:
    if text not in ("\t", "\n"):
        text = text.replace("\n", " ").replace("\r", " ").replace("\t", " ")
        text = signs(text, look.font) if symbolic(look.font) else private(text, look.font)
        if UNREADABLE in text:
            out.seen.add("unreadable_sign")
    if look.struck and tracked.change == "none":
        out.seen.add("struck_out")
        tracked = Tracked("deleted")
    out.runs.append(
        Run(text, bool(look.bold), bool(look.raised), tracked.change, by=tracked.by, on=tracked.on)
    )


def _choice(element: Any) -> list[Any]:
    """The newer of two forms of the same content; reading both would double the words."""
    found = child(element, "Choice")
    if found is None:
        found = child(element, "Fallback")
    return [] if found is None else list(found)


def _placeholder(element: Any) -> bool:
    return child(child(element, "sdtPr"), "showingPlcHdr") is not None


def _drawn(element: Any, out: Inline) -> None:
    """A drawing: text boxes are read, pictures and embedded objects only named."""
    stack, boxed = [element], False
    while stack:
        inner = stack.pop()
        name = local(inner) if isinstance(inner.tag, str) else ""
        if name == "txbxContent":
            out.boxes.append(inner)
            boxed = True
            continue
        if name == "Fallback" and boxed:
            continue
        if name in ("blip", "imagedata"):
            out.seen.add("picture_not_read")
        elif name == "OLEObject":
            out.seen.add("embedded_content")
        stack.extend(reversed(list(inner)))
