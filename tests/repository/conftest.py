"""The files of the repository: tracked ones, and new ones that git does not ignore."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def texts(root: Path) -> Mapping[str, str]:
    """Path -> content of every text file that is or would be committed."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=root, capture_output=True, check=True, text=True).stdout
    found: dict[str, str] = {}
    for name in sorted(set(names.split("\0")) - {""}):
        path = root / name
        raw = path.read_bytes() if path.is_file() else b"\0"
        if b"\0" not in raw and not raw.startswith(b"%PDF"):
            found[name] = raw.decode("utf-8")
    return found
