"""docs/requirements.md: which test stands for which row of the seed checklist, and whether it passes.

A test names its rows with `@pytest.mark.sr("SR-030", ...)`; an id that is not in requirements.yaml fails
collection. `--write-requirements=PAGE` writes the page; `--check-requirements=PAGE` fails the run when the
page is stale or a marked row has no passing test. Both are for a full run, with or without xdist.
"""

from __future__ import annotations

from collections.abc import Generator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from coverable.base.yamlfile import read_yaml

ROWS_FILE = Path(__file__).with_name("requirements.yaml")
GROUPS = {
    "A": "Document identity, version and life cycle",
    "B": "Order of precedence, benefits and where a document applies",
    "C": "Criteria of DME 32",
    "D": "Criteria of CG-MED-28",
    "E": "Codes",
    "F": "Adoption by plans, review scope and provider review",
    "G": "Evidence and references",
    "H": "Definitions and clinical facts",
    "I": "Devices",
    "J": "Disclaimers, roles of people, notices and rights",
    "K": "What the raw text demands of intake",
    "L": "The two documents side by side",
    "M": "Finding and publishing",
}
PASSED, SKIPPED, FAILED = 0, 1, 2  # the higher one wins


@cache
def read_rows() -> dict[str, dict[str, Any]]:
    """The checklist: id -> group, owner, title."""
    return read_yaml(ROWS_FILE, ROWS_FILE.name).data


class Outcomes:
    """What became of every marked test: the worst outcome of its phases and parameters."""

    def __init__(self) -> None:
        self.tests: dict[str, dict[str, int]] = {}

    def add(self, report: pytest.TestReport) -> None:
        got = FAILED if report.failed else SKIPPED if report.skipped else PASSED
        if hasattr(report, "wasxfail"):
            got = FAILED
        file, _, name = report.nodeid.partition("::")
        test = f"{file.removeprefix('tests/')}::{name.partition('[')[0]}"
        for key, row in report.user_properties:
            if key == "sr":
                seen = self.tests.setdefault(str(row), {})
                seen[test] = max(seen.get(test, PASSED), got)

    def passing(self, row: str) -> bool:
        """A row passes when it has tests and each of them passed."""
        tests = self.tests.get(row)
        return bool(tests) and not any(tests.values())

    def skipped(self) -> list[str]:
        """Marked tests that were skipped: their rows cannot be judged by this run."""
        return sorted({t for tests in self.tests.values() for t, got in tests.items() if got == SKIPPED})

    def assume_skipped_pass(self) -> None:
        for tests in self.tests.values():
            for test, got in tests.items():
                if got == SKIPPED:
                    tests[test] = PASSED


def render(rows: dict[str, dict[str, Any]], outcomes: Outcomes) -> str:
    """The page as Markdown: the same rows and outcomes always give the same bytes."""
    done = sum(outcomes.passing(row) for row in rows)
    out = [
        "# The seed checklist",
        "",
        "Written by `make docs` from the marks and outcomes of the tests; `make test` fails on a stale page.",
        "",
        f"{done} of {len(rows)} rows pass. A row passes when every test that names it passes.",
    ]
    group = ""
    for row, about in rows.items():
        if about["group"] != group:
            group = about["group"]
            head = f"## {group}. {GROUPS[group]}"
            out += ["", head, "", "| id | requirement | tests | state |", "|---|---|---|---|"]
        tests = "<br>".join(sorted(outcomes.tests.get(row, ())))
        out.append(
            f"| {row} | {about['title']} | {tests} | {'passing' if outcomes.passing(row) else 'not yet'} |"
        )
    return "\n".join(out) + "\n"


class Page:
    """Writes or checks the page at the end of the run, where all reports have arrived."""

    def __init__(self, config: pytest.Config) -> None:
        self.root = config.rootpath
        self.write: str | None = config.getoption("--write-requirements")
        self.check: str | None = config.getoption("--check-requirements")
        self.outcomes = Outcomes()
        self.notes: list[str] = []
        self.problems: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.outcomes.add(report)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        interrupted = session.exitstatus not in (
            pytest.ExitCode.OK,
            pytest.ExitCode.TESTS_FAILED,
            pytest.ExitCode.NO_TESTS_COLLECTED,
        )
        if interrupted:
            return
        if self.write:
            self._write(self.root / self.write)
        if self.check:
            self._check(self.root / self.check)
        if self.problems and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def _write(self, page: Path) -> None:
        if skipped := self.outcomes.skipped():
            self.problems.append("the page is written by a full run only; skipped: " + ", ".join(skipped))
            return
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(render(read_rows(), self.outcomes), encoding="utf-8")
        self.notes.append(f"{self.write} is written")

    def _check(self, page: Path) -> None:
        if skipped := self.outcomes.skipped():
            self.outcomes.assume_skipped_pass()
            self.notes.append(f"{len(skipped)} tests of the checklist were skipped and are not judged here")
        for row in sorted(self.outcomes.tests):
            if not self.outcomes.passing(row):
                failed = [t for t, got in self.outcomes.tests[row].items() if got]
                self.problems.append(f"{row} is marked and not passing: {', '.join(sorted(failed))}")
        written = page.read_text(encoding="utf-8") if page.is_file() else ""
        if written != render(read_rows(), self.outcomes):
            self.problems.append(f"{self.check} is stale; run `make docs` and commit it")

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if self.problems:
            terminalreporter.section("the seed checklist", red=True)
        for line in self.notes + self.problems:
            terminalreporter.write_line(line)


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("coverable")
    group.addoption("--write-requirements", metavar="PAGE", help="write the page of the seed checklist")
    group.addoption("--check-requirements", metavar="PAGE", help="fail when that page is stale")


def pytest_configure(config: pytest.Config) -> None:
    wanted = config.getoption("--write-requirements") or config.getoption("--check-requirements")
    if wanted and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Page(config), "coverable-requirements-page")


@pytest.hookimpl(wrapper=True)
def pytest_pycollect_makeitem() -> Generator[None, Any, Any]:
    made = yield
    for item in made if isinstance(made, list) else [made]:
        if isinstance(item, pytest.Item):
            _note_rows(item, read_rows())
    return made


def _note_rows(item: pytest.Item, rows: dict[str, dict[str, Any]]) -> None:
    """The rows travel with the reports as user properties, so that they also arrive from xdist workers."""
    named = sorted({str(row) for mark in item.iter_markers("sr") for row in mark.args})
    unknown = [row for row in named if row not in rows]
    if unknown or any(not mark.args or mark.kwargs for mark in item.iter_markers("sr")):
        said = (
            f"names {', '.join(unknown)}, not in {ROWS_FILE.name}"
            if unknown
            else "needs ids, as in sr('SR-001')"
        )
        raise pytest.Collector.CollectError(f"{item.name}: @pytest.mark.sr {said}")
    item.user_properties += [("sr", row) for row in named]
