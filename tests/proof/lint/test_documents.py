"""The rules on citations look into the document at hand, whatever its format."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from coverable.cli.main import app
from coverable.policy.library import Library
from coverable.proof.lint.run import lint
from document.handmade import PAGE

CITED = ("source-changed", "cited-text-moved", "citation-of-blank-lines", "digest-missing")
KEY = "meadow/ox-7@1"
Write = Callable[[str], bytes]


def as_html(text: str) -> bytes:
    body = "".join(f"<p>{line.strip()}</p>" for line in text.splitlines() if line.strip())
    return f"<html><body>{body}</body></html>".encode()


def as_pdf(text: str) -> bytes:
    made = import_module("weasyprint").HTML(string=as_html(text).decode()).write_pdf()
    assert isinstance(made, bytes)
    return made


def as_docx(text: str) -> bytes:
    made: Any = import_module("docx").Document()
    for line in text.splitlines():
        if line.strip():
            made.add_paragraph(line.strip())
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


WRITERS = {"page.pdf": as_pdf, "page.docx": as_docx, "page.html": as_html, "page.txt": str.encode}


@pytest.fixture(params=WRITERS)
def encoded(request: pytest.FixtureRequest, root: Path, tmp_path: Path) -> tuple[Path, Path, Write]:
    """A library with a draft that was read from a document, the document beside it, and how to write another."""
    name: str = request.param
    library = tmp_path / "library"
    for folder in ("policies", "plans"):
        (library / folder).mkdir(parents=True)
    (library / "glossary").symlink_to(root / "library" / "glossary")
    document = tmp_path / name
    document.write_bytes(WRITERS[name](PAGE))
    folder = library / "policies/meadow/ox-7/1"
    done = CliRunner().invoke(app, ["read", str(document), "--library", str(library), "-o", str(folder)])
    assert done.exit_code == 1, done.output  # drafts want answers
    document.rename(folder / name)
    return library, folder / name, WRITERS[name]


def found(library: Path) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for one in lint(Library(library), date(2026, 11, 26), [KEY]):
        if one.rule.id in CITED:
            out.setdefault(one.rule.id, []).append(f"{one.hit.problem.what}: {one.hit.problem.why}")
    return out


def test_citations_of_the_very_document_hold(encoded: tuple[Path, Path, Write]) -> None:
    assert found(encoded[0]) == {}


def test_words_that_moved_in_another_edition_are_found_where_they_stand(
    encoded: tuple[Path, Path, Write],
) -> None:
    library, document, write = encoded
    document.write_bytes(write(PAGE.replace("Policy Number", "An added line.\n\nPolicy Number")))
    told = found(library)
    assert len(told["source-changed"]) == 1
    places = [re.search(r"`(\S+)` changed: .* stand at (\S+) now", one) for one in told["cited-text-moved"]]
    assert places
    assert all(m and m[1][0] == m[2][0] and m[1] != m[2] for m in places)


def test_words_that_are_gone_are_told(encoded: tuple[Path, Path, Write]) -> None:
    library, document, write = encoded
    document.write_bytes(write(PAGE.replace("Three or more", "Five or more")))
    assert any("are gone" in one for one in found(library)["cited-text-moved"])


def test_a_passage_without_a_digest_is_told_also_where_places_are_lines_on_pages(
    encoded: tuple[Path, Path, Write],
) -> None:
    library, document, _ = encoded
    path = document.parent / "citations.yaml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:-1]), encoding="utf-8")
    assert len(found(library)["digest-missing"]) == 1
