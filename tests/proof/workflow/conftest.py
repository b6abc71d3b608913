"""A publisher's small policy in two versions, of which each test changes one thing."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from two_versions import Made, two_versions


@pytest.fixture
def two(tmp_path: Path) -> Made:
    """`two(criteria=..., signoff=...)`: a library in which version 2 is so."""
    return partial(two_versions, tmp_path)
