"""With COVERABLE_NO_SKIPS=1 a run in which anything was skipped is a failed run, and says what.

COVERABLE_MAY_SKIP names words of a reason that is allowed: what a machine cannot have (.ci/run says why).
"""

from __future__ import annotations

import os
from typing import Any

import pytest


class NoSkips:
    """Collects what was skipped, whole files included; lives where the reports arrive."""

    def __init__(self) -> None:
        self.skipped: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped and not hasattr(report, "wasxfail"):
            self._add(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.skipped:
            self._add(report)

    def _add(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        said = report.longrepr
        reason = said[2] if isinstance(said, tuple) else str(said)
        says = reason.removeprefix("Skipped: ").split("\n")[0]
        allowed = os.environ.get("COVERABLE_MAY_SKIP")
        if not (allowed and allowed in says):
            self.skipped[report.nodeid] = says

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.skipped and session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if not self.skipped:
            return
        terminalreporter.section("skipped, and this run allows no skips", red=True)
        for nodeid, reason in sorted(self.skipped.items()):
            terminalreporter.write_line(f"SKIPPED {nodeid}: {reason}")


def pytest_configure(config: pytest.Config) -> None:
    in_worker = hasattr(config, "workerinput")
    if os.environ.get("COVERABLE_NO_SKIPS", "") not in ("", "0") and not in_worker:
        config.pluginmanager.register(NoSkips(), "coverable-no-skips")
