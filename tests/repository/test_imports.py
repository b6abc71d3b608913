"""Heavy libraries load inside the command that needs them, never with the packages below the command line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

LIGHT = ("base", "logic", "glossary", "policy", "plan", "determination", "publish")
HEAVY = ("duckdb", "pyarrow", "fastapi", "z3", "pypdfium2", "weasyprint", "docx")

PROBE = """
import importlib, pkgutil, sys
package = importlib.import_module(sys.argv[1])
for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
    importlib.import_module(found.name)
print(",".join(name for name in sys.argv[2:] if name in sys.modules))
"""


@pytest.mark.parametrize("package", LIGHT)
def test_importing_it_loads_nothing_heavy(package: str, root: Path) -> None:
    command = [sys.executable, "-c", PROBE, f"coverable.{package}", *HEAVY]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "", f"coverable.{package} imports {done.stdout.strip()} at module level"
