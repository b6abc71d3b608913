"""The seeds read, answered by an analyst file alone, and put into a copy of our library."""

from __future__ import annotations

import shutil
from pathlib import Path

from coverable.determination.engine import Engine, open_engine
from coverable.document.draft.analyst import read_answers
from coverable.document.draft.apply import Applied, apply
from coverable.document.draft.check import check
from coverable.document.draft.folder import write_folder
from coverable.document.draft.make import make_draft
from coverable.document.read import reading_of
from coverable.document.readers.read import read_source
from seed_requests import CG_MED_28, DME_32

DATA = Path(__file__).parent / "data"
ON = "2026-11-25"
FILES = {
    DME_32: ("000_920b3d19912f1a77.txt", "dme-32.analyst.yaml"),
    CG_MED_28: ("001_3c9108d2bda88d0b.txt", "cg-med-28.analyst.yaml"),
}


def answered(engine: Engine, seeds: Path, key: str) -> Applied:
    """The draft of a seed with the analyst's answers in it."""
    document, answers = FILES[key]
    source = read_source((seeds / document).read_bytes(), document)
    draft = make_draft(reading_of(source), source)
    return apply(draft, read_answers(DATA / answers), ON)


def library_of_drafts(engine: Engine, seeds: Path, folder: Path) -> Engine:
    """Our library, in which what was read and answered has taken the place of what we encoded by hand; two
    people have approved it."""
    root = folder / "library"
    shutil.copytree(engine.library.root, root)
    for key in FILES:
        id, _, version = key.partition("@")
        home = root / "policies" / id / version
        for name in ("policy.yaml", "signoff.yaml", "citations.yaml"):
            (home / name).unlink()
        applied = answered(engine, seeds, key)
        checked = check(applied, engine.library)
        assert not checked.problems, "\n".join(map(str, checked.problems))
        write_folder(home, applied, checked, read_answers(DATA / FILES[key][1]))
        signed = (home / "signoff.yaml").read_text(encoding="utf-8")
        approved = "{status: approved, second_person: Coverable reviewers,"
        (home / "signoff.yaml").write_text(signed.replace("{status: draft,", approved), encoding="utf-8")
    return open_engine(root, book=engine.library.book)
