"""A terminal page: wrapped lines with a left margin and a right column, coloured only where that helps."""

from __future__ import annotations

import shutil
import sys
import textwrap
from dataclasses import dataclass, field
from typing import Final, TextIO

from coverable.cli.output import clean, in_colour

_STYLES: Final = {
    "bold": "1",
    "dim": "2",
    "met": "32",
    "not_met": "31",
    "undetermined": "33",
    "title": "1;4",
    "next": "1",
}
NARROWEST, WIDEST = 60, 110


@dataclass
class Screen:
    """Lines of text under construction. Whatever is put in is cleaned first, so that data stays data."""

    width: int = 80
    colour: bool = False
    lines: list[str] = field(default_factory=list[str])

    @staticmethod
    def of(stream: TextIO | None = None) -> Screen:
        """A page as wide as the terminal; 80 columns and no colour where there is none."""
        columns = shutil.get_terminal_size((80, 24)).columns
        return Screen(max(NARROWEST, min(columns, WIDEST)), in_colour(stream or sys.stdout))

    def paint(self, text: str, style: str | None) -> str:
        if not (self.colour and style and text.strip()):
            return text
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m"

    def put(
        self,
        text: str,
        *,
        first: str = "",
        rest: str | None = None,
        right: str = "",
        style: str | None = None,
        margin: str | None = None,
        right_style: str | None = "dim",
    ) -> None:
        """One wrapped paragraph. `first` and `rest` stand before its lines in style `margin`, `right` at the
        right edge of its first line."""
        rest = " " * len(first) if rest is None else rest
        right = clean(right)
        room = self.width - max(len(first), len(rest)) - (len(right) + 2 if right else 0)
        if right and room < 24:  # too narrow for two columns
            self.put(text, first=first, rest=rest, style=style, margin=margin)
            self.put(right, first=rest, style=right_style)
            return
        wrapped = textwrap.wrap(clean(text), max(room, 20), break_on_hyphens=False) or [""]
        for i, line in enumerate(wrapped):
            before = first if i == 0 else rest
            out = self.paint(before, margin) + self.paint(line, style)
            if i == 0 and right:
                gap = self.width - len(before) - len(line) - len(right)
                out += " " * max(gap, 1) + self.paint(right, right_style)
            self.lines.append(out.rstrip())

    def title(self, text: str) -> None:
        """A heading with an empty line before it."""
        self.gap()
        self.put(text, style="bold")

    def gap(self) -> None:
        """An empty line, never two."""
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def pair(self, name: str, text: str, width: int = 10) -> None:
        """`name  text` with the text in a column of its own."""
        self.put(text, first=f"{name:<{width}}", margin="dim")

    def text(self) -> str:
        return "\n".join(self.lines).rstrip("\n") + "\n"
