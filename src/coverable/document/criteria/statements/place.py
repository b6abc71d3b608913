"""Where in the document the reader of statements is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from coverable.document.criteria.statements.naming import of_heading
from coverable.document.criteria.text.diseasewords import DISEASE
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import Passage
from coverable.document.layout.markers import Marker
from coverable.document.reading import Position, Stage, Statement
from coverable.document.source import Span


@dataclass(slots=True)
class Place:
    """Where in the document the reader is: what the headings over it say, and the statement that is open."""

    position: Position | None = None
    stage: Stage | None = None
    heading: str = ""
    last: str = ""
    """The last heading as it is printed; the name of a list does not end what the heading over it says."""
    printed: str = ""
    """The last heading with its number."""
    fresh: bool = True
    """A heading was the last thing that was read: one under it does not end what it says."""
    strict: bool = False
    """Outside of the criteria: only a sentence that takes a position is read."""
    lines: frozenset[str] = frozenset()
    """The short lines of the document outside of lists."""
    made: list[Statement] = field(default_factory=list[Statement])
    papers: bool = False
    """The heading speaks of documents to send or keep: a list without a position is one of papers."""
    informs: list[Span] = field(default_factory=list[Span])
    """Lists that hold no criteria."""
    told: Marker | None = None
    """The number of the heading that said the position or the stage."""
    told_level: int | None = None
    """The level of that heading, where the format states it."""
    use: Passage | None = None
    """The heading that may name a use or a group of patients."""
    over: list[Passage | None] = field(default_factory=list[Passage | None])
    """Of each statement, the heading over it that may name a use."""
    loose: Passage | None = None
    """A few words without a verb that stood alone right before: over a heading or a statement they can head it."""
    waiting: tuple[int, Passage] | None = None
    """The statement whose list has not come yet, and its sentence: a heading may stand between them."""
    announced: Passage | None = None
    """The sentence over the lists that headings tell apart: “… when the following criteria are met:”."""
    left: list[tuple[Passage, bool]] = field(default_factory=list[tuple[Passage, bool]])
    """Sentences that nothing rests on and no finding asks about; each with whether it stands outside of the criteria."""
    headed: list[tuple[Stage | None, bool]] = field(default_factory=list[tuple[Stage | None, bool]])
    """Of each statement, the stage that a heading said, and whether another heading stood between."""
    lists: dict[str, tuple[str, Stage | None]] = field(default_factory=dict[str, tuple[str, Stage | None]])
    """The words over lists that no sentence of position stands over, each with heading and stage of the first one."""
    names: dict[int, tuple[str, ...]] = field(default_factory=dict[int, tuple[str, ...]])
    """By where a list without a position starts, the words over it, those before them, and the heading over those."""
    part: str = ""
    """The last heading that numbers a part, since a heading said the stage: “PART A. CHILDREN”."""
    staged_under: str = ""
    """The heading over the one that said the stage."""
    staged_name: bool = False
    """That heading named a service with its stage: “Glucose monitors – Renewal”."""
    passed: bool = False
    """A heading that says no stage stood since the one that did, and statements before it."""
    open_: int | None = None
    """Index of the statement that a further group of criteria could belong to."""


_OF_HEADINGS = (
    "position",
    "stage",
    "staged_name",
    "heading",
    "last",
    "printed",
    "fresh",
    "papers",
    "use",
    "loose",
    "passed",
)


class Headed:
    """What the headings say at each place of a part: its tables are read behind its text, each under its own heading."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._told = [(-1, self._now())]

    def _now(self) -> tuple[object, ...]:
        return tuple(getattr(self._place, name) for name in _OF_HEADINGS)

    def mark(self, start: int) -> None:
        """Keep what holds behind an entry that begins there."""
        self._told.append((start, self._now()))

    def back_to(self, start: int) -> None:
        """Set the place to what held there."""
        told = next(told for at, told in reversed(self._told) if at < start)
        for name, value in zip(_OF_HEADINGS, told, strict=True):
            setattr(self._place, name, value)


def make(made: Statement, place: Place) -> None:
    """Add a statement: what follows may belong to it."""
    place.fresh = False
    place.made.append(made)
    disease = place.loose is not None and DISEASE.search(place.loose.text) is not None
    place.over.append(place.use or (place.loose if disease else None))
    place.headed.append((place.stage, place.passed or (place.stage is not None and place.loose is not None)))
    place.open_ = len(place.made) - 1


def make_all(
    made: Sequence[Statement], over: Statement | None, place: Place, page: Page, named: str = ""
) -> None:
    """Add the statements of a table; `over`, the sentence that only pointed to it, names what they are about.

    Where neither a row nor that sentence names a service, another sentence over the table does (`named`), or the heading.
    """
    if over is not None:
        _unmake(over, place, page)
    name = (over.subject if over else "") or named or of_heading(place.heading)
    for one in made:
        plain = one.position == "medically_necessary" and not one.all_other_uses
        stage = one.stage or (place.stage if plain else None)  # “Initial criteria” over the table
        make(replace(one, subject=one.subject or name, stage=stage), place)
    place.open_ = None


def _unmake(statement: Statement, place: Place, page: Page) -> None:
    """Take back a statement that only pointed to what was read now, with what was asked about it."""
    at = next(i for i, s in enumerate(place.made) if s is statement)
    for kept in (place.made, place.over, place.headed):
        del kept[at]
    place.open_ = place.waiting = None
    place.informs.append(statement.span)
    asked = {*statement.notes, *(statement.criteria.notes if statement.criteria else ())}
    for rule in ("list_lost", "running_text", "statement_bare", "position_unclear", "double_role"):
        page.findings.settle(asked, rule)
