"""Which section each block of a document belongs to."""

from __future__ import annotations

from collections.abc import Sequence

from coverable.document.reading import Section


def painted(sections: Sequence[Section], size: int) -> list[Section | None]:
    """For every block the deepest section that holds it, in one pass."""
    out: list[Section | None] = [None] * size
    for section in sorted(sections, key=lambda s: (s.depth, s.first)):
        last = min(section.last, size)
        out[section.first : last] = [section] * (last - section.first)
    return out


def main_kinds(sections: Sequence[Section], size: int) -> list[str]:
    """For every block the kind of the main section that holds it; `header` where there is none."""
    out = ["header"] * size
    for section in sections:
        if section.depth == 0:
            out[section.first : section.last] = [section.kind] * (section.last - section.first)
    return out
