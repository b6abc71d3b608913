"""A document on the workbench: read once, and made into a draft again with whatever the analyst has said."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from coverable.base.problem import Refused
from coverable.document.draft.analyst import Answers, answers_of
from coverable.document.draft.apply import Applied, apply, unanswered
from coverable.document.draft.check import Checked, check
from coverable.document.draft.emit import yaml_text
from coverable.document.draft.folder import policy_head, write_folder
from coverable.document.draft.make import make_draft
from coverable.document.draft.page import page_view
from coverable.document.draft.template import analyst_text
from coverable.document.parts.known import known_in
from coverable.document.read import reading_of
from coverable.document.readers.guarded import read_guarded
from coverable.document.reading import Reading
from coverable.document.source import Source
from coverable.glossary.codeset import CodeSet
from coverable.policy.cite import citations_text
from coverable.policy.library import Library
from coverable.policy.overlay import FACTS, facts_name


@dataclass(frozen=True)
class Read:
    """A document that was read, with its findings."""

    source: Source
    reading: Reading


@dataclass(frozen=True)
class Drafted:
    """The draft with the answers in it, and whether it holds together."""

    applied: Applied
    checked: Checked
    answers: Answers | None
    cases: str = ""
    """`cases.yaml`, as somebody begins it for this draft."""
    facts: str = ""
    """What is added to the glossary for it."""

    @property
    def home(self) -> tuple[str, str, str]:
        """(publisher, number, version): where it would stand in a library. Refused where it does not hold
        together: its names might be no names of folders then."""
        if self.checked.policy is None:
            raise Refused(self.checked.problems)
        publisher, _, rest = self.applied.draft.key.partition("/")
        number, _, version = rest.partition("@")
        return publisher, number, version

    @property
    def files(self) -> dict[str, str]:
        """The texts by which it is judged and decides, by name."""
        signoff = yaml_text(self.applied.signoff)
        made = {
            "policy.yaml": self.checked.policy_text,
            "signoff.yaml": signoff,
            "citations.yaml": citations_text(self.checked.citations),
        }
        own = {"cases.yaml": self.cases, FACTS: self.facts}
        return made | {name: text for name, text in own.items() if text}

    @property
    def analyst(self) -> str:
        """The analyst's file as it is begun for this draft."""
        return analyst_text(self.applied, self.answers)

    def view(self) -> dict[str, Any]:
        """JSON-ready: the page of document and draft, with what is wrong and what is open."""
        return {
            **page_view(self.applied),
            "problems": self.problems(),
            "policy_text": self.checked.policy_text,
        }

    def problems(self) -> list[dict[str, str]]:
        """What is wrong in what the analyst wrote, and answers whose passage is gone."""
        return [one.as_json() for one in (*self.checked.problems, *self.applied.lost)]


def read_document(raw: bytes, name: str, library: Library) -> Read:
    """Refused, with a reason that helps, for what is no document or takes too much."""
    source = read_guarded(raw, name)
    return Read(source, reading_of(source, known_in(library), library.book))


def drafted(
    read: Read, library: Library, analyst: str, day: str, cases: str = "", facts: str = ""
) -> Drafted:
    """The draft of a document with an analyst's file, cases and facts for the glossary (each may be empty).
    Refused where the analyst's file or the facts cannot be read."""
    draft = make_draft(read.reading, read.source, readable(library), False, None)
    if facts.strip():
        where = library.root / "glossary" / facts_name(draft.key.partition("@")[0])
        library = Library(library.root, library.book, {where: facts})
        _ = library.glossary
    answers = answers_of(analyst) if analyst.strip() else None
    applied = apply(draft, answers, day) if answers else unanswered(draft, day)
    return Drafted(applied, check(applied, library, head=policy_head(draft)), answers, cases, facts)


def readable(library: Library) -> Any:
    """Whether an entry of a code table can be read with the codes at hand."""

    def can_be_read(entry: str) -> bool:
        try:
            CodeSet.read([entry], library.book)
        except Refused:
            return False
        return True

    return can_be_read


def write_draft(made: Drafted, folder: Path) -> tuple[str, ...]:
    """Write the draft's folder; what people wrote there is never written over. Names of the files."""
    if made.checked.problems:
        raise Refused(made.checked.problems)
    own = {"cases.yaml": made.cases} if made.cases else {}
    return write_folder(folder, made.applied, made.checked, made.answers, own).written


def draft_zip(made: Drafted) -> bytes:
    """The same folder as one file to keep; the same draft gives the same bytes."""
    out = io.BytesIO()
    with TemporaryDirectory(prefix="coverable-") as top, ZipFile(out, "w", ZIP_DEFLATED) as packed:
        folder = Path(top) / "draft"
        home = "/".join(made.home)
        for name in sorted(write_draft(made, folder)):
            entry = ZipInfo(f"policies/{home}/{name}", (1980, 1, 1, 0, 0, 0))
            packed.writestr(entry, (folder / name).read_bytes())
        if made.facts:
            name = facts_name("/".join(made.home[:2]))
            packed.writestr(ZipInfo(f"glossary/{name}", (1980, 1, 1, 0, 0, 0)), made.facts)
    return out.getvalue()
