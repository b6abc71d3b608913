"""What every test may use: the seeds, the root of the repository, and the rules about honest runs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from coverable.determination.engine import Engine, open_engine
from coverable.glossary.codebuild import default_path

pytest_plugins = ("judged", "no_skips", "requirements_page")

ROOT = Path(__file__).resolve().parents[1]

settings.register_profile("steady", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("fuzz", deadline=None, max_examples=5_000, print_blob=True)
settings.load_profile("steady")


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Tests keep parsed files and indexes to themselves; the code book, which takes seconds, is shared."""
    book = default_path()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        if "COVERABLE_CODES" not in os.environ:
            patch.setenv("COVERABLE_CODES", str(book))
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield Path(os.environ["XDG_CACHE_HOME"])


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def engine() -> Engine:
    """The engine over the library of this repository."""
    return open_engine(ROOT / "library")


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of the seed documents, which the repository does not hold."""
    named = os.environ.get("COVERABLE_SEEDS")
    folder = Path(named) if named else ROOT.parent / "shared" / "seeds"
    if not folder.is_absolute():
        folder = ROOT / folder
    if not any(folder.glob("*.txt")):
        if named:
            pytest.fail(f"COVERABLE_SEEDS names {folder}, which holds no text file", pytrace=False)
        pytest.skip("needs the seed documents: set COVERABLE_SEEDS to their folder")
    return folder
