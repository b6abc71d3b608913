"""Which lines are headings, by their letters: taller than the text's, or bold."""

from __future__ import annotations

import re

from coverable.document.layout.lines import Line
from coverable.document.layout.markers import CONNECTOR, Marker
from coverable.document.layout.usual import Layout

_TITLE = 4
"""Lines of a title in big letters."""
_SENTENCE = 8
"""Words of a sentence, which no heading is."""
_SQUARES = "■◆►▶"
"""Signs that stand before headings as well as before items."""
_TERMINAL = re.compile(r"[.!?][\"'”’)\]*]*$")


def heading_level(lines: list[Line], usual: Layout, marker: Marker | None) -> int | None:
    """From 2 on, the tallest letters first, then a short bold line; None where nothing says heading.

    An item may be bold, or set in bigger letters than the background; it is a heading where it is both.
    """
    taller = usual.taller(min(line.size or 0.0 for line in lines))
    most = 2 if taller is None else _TITLE
    if len(lines) > most or sum(len(o.text) for o in lines) > 60 * most or CONNECTOR.fullmatch(lines[0].text):
        return None
    said = not all(line.bold for line in lines) and lines[-1].text[-1] in ".:!?"
    if taller is not None and said and sum(len(line.text.split()) for line in lines) >= _SENTENCE:
        return None  # items in small letters between paragraphs in usual ones
    if taller is not None:
        plain = marker is not None and marker.bullet and marker.printed not in _SQUARES
        item = marker is not None and (plain or not all(line.bold for line in lines))
        return None if item else 2 + taller
    bold = marker is None and all(line.bold for line in lines)
    return 2 + max(1, len(usual.big)) if bold and not _TERMINAL.search(lines[-1].text) else None
