"""Where the packages and samples of the standards are, which the repository does not hold."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from conftest import ROOT


@pytest.fixture(scope="session")
def standards() -> Path:
    """The folder with `packages/` and `samples/` of HL7 and Inferno."""
    named = os.environ.get("COVERABLE_STANDARDS")
    folder = Path(named) if named else ROOT.parent / "shared" / "standards"
    if not (folder / "samples").is_dir():
        if named:
            pytest.fail(f"COVERABLE_STANDARDS names {folder}, which holds no samples", pytrace=False)
        pytest.skip("needs packages and samples of the standards: set COVERABLE_STANDARDS to their folder")
    return folder
