"""The library that the repository ships, opened once for all tests of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from coverable.determination.engine import Engine, open_engine


@pytest.fixture(scope="session")
def engine(root: Path) -> Engine:
    """The engine over the shipped library."""
    return open_engine(root / "library")
