"""A made-up document before it is rendered: paragraphs without a format, and the truth about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from bench.reading.banks import Half, Variant
from bench.reading.trees import Tree

ParaKind: TypeAlias = Literal["title", "heading", "para", "item", "connector", "row", "break", "furniture"]
Format: TypeAlias = Literal["text", "html", "docx", "pdf"]


@dataclass(frozen=True, slots=True)
class Para:
    """One paragraph, item, heading or row of a table. `**` in the text is bold."""

    kind: ParaKind
    text: str
    part: str = ""
    """The part of the layout it belongs to: criteria, codes, ..."""
    depth: int = 0
    marker: str | None = None
    number: int = 0
    """Which item of its list it is, from 0."""
    cells: tuple[str, ...] = ()
    table: int = 0
    head: bool = False
    statement: int | None = None
    """The statement of the truth it belongs to."""
    leaves: tuple[str, ...] = ()
    """The conditions whose words it holds."""
    deleted: str = ""
    """Words that a tracked change took away here (DOCX alone shows them)."""
    inserted: str = ""
    """Words of the text that a tracked change put in."""
    change: Literal["none", "inserted", "deleted"] = "none"
    """A tracked change of the whole paragraph."""

    @property
    def words(self) -> str:
        return " ".join(c for c in self.cells if c) if self.kind == "row" else self.text.replace("**", "")


@dataclass(frozen=True, slots=True)
class TrueStatement:
    """What a statement says: any of `positions`, any of `trees`."""

    positions: tuple[str, ...]
    trees: tuple[Tree, ...]
    """Empty: the statement has no criteria."""
    subject: str
    stage: str | None = None
    other: bool = False
    unmet: bool = False
    named: tuple[str, ...] = ()
    """Uses that are named as examples of all other uses."""
    loose: tuple[Tree, ...] = ()
    """Rules worded within one sentence: a reader that keeps the sentence whole is coarse, not wrong."""
    wording: tuple[str, ...] = ()
    """What is special in it: running text, double role, age bands, ..."""
    open: bool = False
    """Damaged so that nobody could say what it means: only a finding is asked for."""


@dataclass(frozen=True, slots=True)
class TrueCode:
    system: str
    first: str
    last: str
    polarity: str


@dataclass(frozen=True, slots=True)
class TrueDate:
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Damage:
    """What was done to the document: where it struck, and whether anybody can see that from the document."""

    kind: str
    detectable: bool
    struck: tuple[str, ...] = ()
    """The words that now stand where it struck."""
    whole: bool = False
    """It concerns the document, not one place: missing pages, a truncated end, dates that disagree."""
    statement: int | None = None


@dataclass(frozen=True)
class Truth:
    statements: tuple[TrueStatement, ...] = ()
    number: str | None = None
    title: str | None = None
    dates: tuple[TrueDate, ...] = ()
    lines: tuple[str, ...] = ()
    version: str | None = None
    codes: tuple[TrueCode, ...] = ()
    history: int = 0
    references: int = 0
    keywords: tuple[str, ...] = ()
    definitions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Style:
    """How one document prints its lists and pages."""

    layout: Variant
    markers: tuple[str, ...]
    emphasis: Literal["upper", "lower", "bold", "title"]
    who: str
    topic: Variant
    subject: str
    plural: bool
    plan: str
    furniture: tuple[str, ...]
    foot: bool = False
    """The number of the policy stands at the foot of the pages and nowhere else."""
    connector: Variant | None = None
    """A pharmacy program joins everything in one way."""

    def marker(self, depth: int, number: int) -> str:
        """The printed marker of item `number` (from 0) at a depth."""
        return counted(self.markers[min(depth, len(self.markers) - 1)], number)


@dataclass(frozen=True)
class Doc:
    """One made-up document."""

    name: str
    half: Half
    format: Format
    style: Style
    paras: tuple[Para, ...]
    truth: Truth
    damage: Damage | None = None
    used: tuple[str, ...] = field(default=())

    @property
    def family(self) -> str:
        return self.style.layout.get("family")


ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")


def counted(scheme: str, number: int) -> str:
    """`A.` and 2 is `C.`; a bullet stays as it is; `1.1` counts its last figure."""
    letter = next((c for c in reversed(scheme) if c in "Aa1Ii"), None)
    if letter is None:
        return scheme
    at = scheme.rindex(letter)
    new = {
        "A": chr(ord("A") + number % 26),
        "a": chr(ord("a") + number % 26),
        "1": str(number + 1),
        "i": ROMAN[number % len(ROMAN)],
        "I": ROMAN[number % len(ROMAN)].upper(),
    }[letter]
    return scheme[:at] + new + scheme[at + 1 :]


def counts(scheme: str) -> bool:
    """Whether the markers tell the items apart."""
    return any(c in "Aa1Ii" for c in scheme)
