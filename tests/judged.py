"""With COVERABLE_JUDGE=FOLDER the official HL7 validator, built there, judges at the end of a run what its tests were
answered: findings fail the run. The tests put their answers into COVERABLE_RESPONSES (`fhir/responses.py`).
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PROGRAM = Path(__file__).parent / "conformance" / "judge" / "judge.py"


class Judged:
    """Calls the judge once all tests are over, and shows what it said."""

    def __init__(self, built: str, responses: str) -> None:
        self._command = [sys.executable, str(PROGRAM), built, responses]
        self.said: list[str] = []

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if session.exitstatus != pytest.ExitCode.OK:
            self.said = ["not asked: tests failed"]
            return
        done = subprocess.run(self._command, capture_output=True, text=True, check=False)
        self.said = (done.stdout + done.stderr).splitlines()
        if done.returncode:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        terminalreporter.section("the official HL7 validator on what the tests were answered")
        for line in self.said:
            terminalreporter.write_line(line)


def pytest_configure(config: pytest.Config) -> None:
    built = os.environ.get("COVERABLE_JUDGE")
    if built and not hasattr(config, "workerinput"):
        responses = os.environ.get("COVERABLE_RESPONSES")
        if not responses:
            raise pytest.UsageError("COVERABLE_JUDGE wants COVERABLE_RESPONSES: the folder of what is judged")
        config.pluginmanager.register(Judged(built, responses), "coverable-judged")
