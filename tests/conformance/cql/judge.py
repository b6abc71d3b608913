"""The judges of what we export: cql-to-elm and cql-execution for CQL, fhirpath.js for FHIRPath, in one Node process.

`make conformance` installs them into .conformance/; nothing of them is in this repository.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FOLDER = Path(os.environ.get("COVERABLE_CONFORMANCE", HERE.parents[2] / ".conformance"))
INSTALLED = (FOLDER / "node_modules" / "cql-execution").is_dir() and shutil.which("node") is not None
BUNDLES = int(os.environ.get("COVERABLE_BUNDLES", "100"))


class Judge:
    """One Node process that answers questions (see run.mjs)."""

    def __init__(self) -> None:
        self._node = subprocess.Popen(
            ["node", str(HERE / "run.mjs"), str(FOLDER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, question: dict[str, Any]) -> Any:
        """The answer; AssertionError with what went wrong when there is none."""
        assert self._node.stdin is not None
        assert self._node.stdout is not None
        self._node.stdin.write(json.dumps(question, default=float) + "\n")
        self._node.stdin.flush()
        answer = json.loads(self._node.stdout.readline())
        assert not (isinstance(answer, dict) and "failed" in answer), answer["failed"]
        return answer

    def close(self) -> None:
        self._node.communicate()


def case(bundle: dict[str, Any], service: str, order: dict[str, Any] | None) -> dict[str, Any]:
    """A record with its parameters, as the judges take it."""
    named = f"{order['resourceType']}/{order['id']}" if order else None
    return {"bundle": bundle, "parameters": {"service": service, "order": named}}
