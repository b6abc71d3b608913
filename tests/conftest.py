"""What every test may use: the seeds, the root of the repository, and the two rules about honest runs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from coverable.determination.engine import Engine, open_engine

pytest_plugins = ("no_skips", "requirements_page")

ROOT = Path(__file__).resolve().parents[1]

settings.register_profile("steady", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("fuzz", deadline=None, max_examples=5_000, print_blob=True)
settings.load_profile("steady")


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
