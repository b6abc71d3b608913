"""Text that grows while a document is read, and where it now ends."""

from __future__ import annotations

from dataclasses import dataclass, field

from coverable.document.source import Box, Span


@dataclass(slots=True)
class Written:
    """The text form of a document as far as it is read."""

    at: int = 0
    line: int = 1
    _parts: list[str] = field(default_factory=list[str])

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def add(self, words: str) -> int:
        """Words that go on in the line; returns where they begin."""
        start = self.at
        self._parts.append(words)
        self.at += len(words)
        return start

    def end(self) -> None:
        """The end of a line."""
        self.add("\n")
        self.line += 1

    def since(self, start: int, page: int | None = None, box: Box | None = None) -> Span:
        """The place from there to where the text now ends, on this line."""
        return Span(start, self.at, (self.line, self.line), page, box)
