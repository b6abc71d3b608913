"""One code book for all tests of a session, made once: a few seconds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from coverable.glossary.codebook import CodeBook, open_codebook


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CodeBook]:
    opened = open_codebook(tmp_path_factory.mktemp("codes") / "codes-shared.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def own_book(book: CodeBook, tmp_path: Path) -> Path:
    """A copy that a test may load files into."""
    path = tmp_path / "codes-own.sqlite"
    path.write_bytes(book.path.read_bytes())
    return path
