"""The folder of a draft: complete, and never over what people wrote or signed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coverable.base.problem import Refused
from coverable.determination.engine import Engine
from coverable.document.draft.analyst import Answers, answers_of
from coverable.document.draft.apply import apply
from coverable.document.draft.folder import WrittenFiles, ours, stamped, write_folder
from coverable.document.draft.make import make_draft
from coverable.document.read import reading_of
from coverable.policy.library import Library
from document import handmade
from document.handmade import ON, PAGE, document, drafted

HEAD = "by: A. Analyst\non: 2026-11-25\n"
FILES = {"policy.yaml", "signoff.yaml", "citations.yaml", "findings.json", "analyst.yaml"}


def write(folder: Path, engine: Engine, text: str = PAGE, answers: Answers | None = None) -> WrittenFiles:
    source = document(text)
    applied = apply(make_draft(reading_of(source), source), answers, ON) if answers else drafted(source)
    made = handmade.checked(applied, engine.library)
    return write_folder(folder, applied, made, answers)


def test_a_draft_folder_loads_as_a_policy_that_was_looked_at(engine: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "draft"
    assert set(write(folder, engine).written) == FILES == {p.name for p in folder.iterdir()}
    policy = engine.library.draft(folder)
    assert policy.signoff.encoding.status == "draft"
    assert not policy.signoff.endorsed_by_publisher
    cited = {one.cite for one in policy.file.indications.values()}
    assert cited <= policy.origin.passages.keys()
    findings = json.loads((folder / "findings.json").read_text(encoding="utf-8"))
    assert findings["document"] == policy.file.source.sha256


def test_reading_again_writes_the_same_files(engine: Engine, tmp_path: Path) -> None:
    write(tmp_path, engine)
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    assert write(tmp_path, engine).kept == ("analyst.yaml",)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


def test_a_policy_file_that_was_edited_by_hand_is_never_written_over(engine: Engine, tmp_path: Path) -> None:
    write(tmp_path, engine)
    path = tmp_path / "policy.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "category: DME\n", encoding="utf-8")
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    with pytest.raises(Refused, match="edited by hand"):
        write(tmp_path, engine)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


def test_a_sign_off_that_was_edited_is_kept(engine: Engine, tmp_path: Path) -> None:
    write(tmp_path, engine)
    path = tmp_path / "signoff.yaml"
    signed = path.read_text(encoding="utf-8") + "change: editorial\n"
    path.write_text(signed, encoding="utf-8")
    assert "signoff.yaml" in write(tmp_path, engine).kept
    assert path.read_text(encoding="utf-8") == signed


def test_an_approved_version_is_never_read_again(engine: Engine, tmp_path: Path) -> None:
    write(tmp_path, engine)
    path = tmp_path / "signoff.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("draft", "approved"), encoding="utf-8")
    with pytest.raises(Refused, match="this version is approved"):
        write(tmp_path, engine)


def test_the_analysts_file_is_kept_for_the_same_document_and_begun_anew_for_another(
    engine: Engine, tmp_path: Path
) -> None:
    write(tmp_path, engine)
    path = tmp_path / "analyst.yaml"
    filled = path.read_text(encoding="utf-8").replace("by: null", "by: A. Analyst")
    path.write_text(filled, encoding="utf-8")
    write(tmp_path, engine, answers=answers_of(filled))
    assert path.read_text(encoding="utf-8") == filled
    newer = PAGE.replace("Three or more", "Five or more")
    write(tmp_path, engine, newer, answers_of(filled))
    assert (tmp_path / "analyst.before.yaml").read_text(encoding="utf-8") == filled
    assert path.read_text(encoding="utf-8") != filled


def test_a_stamp_tells_whether_a_file_is_ours() -> None:
    text = stamped("policy", "a: 1\n")
    assert ours(text)
    assert not ours(text + " ")
    assert not ours("a: 1\n")


@pytest.mark.parametrize("name", ["findings.json", "policy.yaml"])
def test_a_folder_that_cannot_be_written_is_told(engine: Engine, tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(Refused):
        write(tmp_path / "file" / "below", engine)


def test_a_library_lists_and_lints_a_draft(engine: Engine, tmp_path: Path) -> None:
    from datetime import date

    from coverable.proof.lint.run import lint

    home = tmp_path / "policies" / "unknown-publisher" / "ox-7"
    source = document(PAGE)
    version = drafted(source).draft.policy["version"]
    write(home / version, engine)
    (tmp_path / "glossary").mkdir()
    library = Library(tmp_path, book=engine.library.book)
    assert [p.key for p in library.all()] == [f"unknown-publisher/ox-7@{version}"]
    found = [f.rule.id for f in lint(library, date(2026, 11, 25)) if f.rule.severity == "error"]
    assert found == ["effective-date-missing"]  # this document states none
    rules = {f.rule.id for f in lint(library, date(2026, 11, 25))}
    assert {"unmapped-criterion", "unwritten-words"} <= rules
