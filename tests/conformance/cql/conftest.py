"""The judges are collected where they are installed: `make conformance` installs them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from conformance.cql.judge import INSTALLED, Judge

collect_ignore_glob = [] if INSTALLED else ["test_*.py"]


@pytest.fixture(scope="module")
def judge() -> Iterator[Judge]:
    """One Node process for the tests of a module."""
    one = Judge()
    yield one
    one.close()
