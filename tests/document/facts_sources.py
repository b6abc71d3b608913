"""Documents for the tests of what is read outside the criteria; the words are ours, the payers are made up."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from coverable.document.facts import facts
from coverable.document.findings import Findings
from coverable.document.layout.furniture import Cleaned, clean
from coverable.document.readers.text.read import read_text
from coverable.document.reading import Reading, Section, Stated
from coverable.document.sections.sections import sections
from coverable.document.source import Block, Box, Piece, Source


class Read(NamedTuple):
    cleaned: Cleaned
    sections: tuple[Section, ...]
    findings: Findings

    @property
    def source(self) -> Source:
        return self.cleaned.source

    @property
    def rules(self) -> list[str]:
        return [f.rule for f in self.findings.all()]

    def words(self, kind: str) -> list[str]:
        """The titles of the sections of one kind."""
        return [s.title for s in self.sections if s.kind == kind]


def read(text: str | bytes | Source, name: str | None = None) -> Read:
    """A text, cleaned and cut into sections."""
    if isinstance(text, str):
        text = text.encode()
    source = read_text(text, name) if isinstance(text, bytes) else text
    findings = Findings()
    cleaned = clean(source, findings)
    return Read(cleaned, sections(cleaned.source, findings), findings)


def seed(folder: Path, number: int) -> Read:
    path = sorted(folder.glob("*.txt"))[number]
    return read(path.read_bytes(), path.name)


def paged(pages: list[list[str]], height: float = 792) -> Source:
    """A document of pages with one block a line, as the PDF reader leaves them."""
    text, blocks = "", list[Block]()
    for number, lines in enumerate(pages, 1):
        for row, line in enumerate(lines):
            top = 30 + row * (height - 60) / max(1, len(lines) - 1)
            box = Box(60, top, 540, top + 12)
            piece = Piece(0, len(line), len(text), len(text) + len(line), number, box)
            blocks.append(Block("paragraph", line, (piece,), gap=1))
            text += line + "\n"
    return Source("pdf", "0" * 64, text, tuple(blocks), pages=len(pages))


def whole(text: str | bytes | Source, name: str | None = None, **more) -> Reading:
    """Everything but the statements of a document, as a Reading."""
    if isinstance(text, str):
        text = text.encode()
    source = read_text(text, name) if isinstance(text, bytes) else text
    findings = Findings()
    cleaned = clean(source, findings)
    parts = sections(cleaned.source, findings)
    found = facts(source, cleaned, parts, findings, **more)
    return Reading(**found, sections=parts, findings=findings.all())


def whole_seed(folder: Path, number: int, **more) -> Reading:
    path = sorted(folder.glob("*.txt"))[number]
    return whole(path.read_bytes(), path.name, **more)


def value(reading: Reading, name: str):
    """The value of one entry of the metadata; None when it is absent."""
    stated = reading.metadata.get(name)
    return stated.value if isinstance(stated, Stated) else None


def one(reading: Reading, name: str) -> Stated:
    """An entry of the metadata that has one value."""
    stated = reading.metadata[name]
    assert isinstance(stated, Stated)
    return stated


def several(reading: Reading, name: str) -> tuple[Stated, ...]:
    """An entry of the metadata that is a list; empty when it is absent."""
    stated = reading.metadata.get(name, ())
    assert isinstance(stated, tuple)
    return stated


def dates(reading: Reading) -> list[tuple[str | None, str]]:
    return [(s.kind, s.value) for s in several(reading, "dates")]


def lines(reading: Reading) -> list[tuple[str | None, str]]:
    return [(s.kind, s.value) for s in several(reading, "lines_of_business")]


def rules(reading: Reading) -> list[str]:
    return [f.rule for f in reading.findings]


def listed(reading: Reading) -> list[tuple[str, str, str]]:
    """The codes of a reading: system, code or range, and what is said of it."""
    return [
        (c.system, c.first if c.first == c.last else f"{c.first}-{c.last}", c.polarity) for c in reading.codes
    ]


def codes_of(text: str, **more) -> Reading:
    """What is read of a section of codes."""
    return whole(f"Braces\n\nCriteria\n\nA brace is medically necessary.\n\nCoding\n\n{text}\n", **more)
