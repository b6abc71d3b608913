"""The page of the seed checklist and the rule against silent skips, tried on small test runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from requirements_page import GROUPS, read_rows

PAGE = "docs/requirements.md"
TWO = """
import pytest
@pytest.mark.sr("SR-001", "SR-002")
@pytest.mark.parametrize("n", [1, 2])
def test_one(n): pass
@pytest.mark.sr("SR-002")
def test_two(): {two}
"""


@pytest.fixture
def small(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, root: Path) -> pytest.Pytester:
    """A project of its own that uses our two plugins."""
    monkeypatch.setenv("PYTHONPATH", str(root / "tests"))
    monkeypatch.delenv("COVERABLE_NO_SKIPS", raising=False)
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    pytester.makeconftest('pytest_plugins = ("no_skips", "requirements_page")')
    pytester.makeini("[pytest]\nmarkers = sr(id): a row\naddopts = --strict-markers")
    return pytester


def run(small: pytest.Pytester, *args: str) -> pytest.RunResult:
    return small.runpytest_subprocess("-p", "no:cacheprovider", *args)


def page(small: pytest.Pytester) -> str:
    return (small.path / PAGE).read_text(encoding="utf-8")


def test_the_checklist_has_149_rows_in_order_with_short_titles() -> None:
    rows = read_rows()
    assert list(rows) == [f"SR-{n:03}" for n in range(1, 150)]
    for row, about in rows.items():
        assert set(about) == {"group", "owner", "title"}, row
        assert about["group"] in GROUPS, row
        assert 4 <= len(about["title"].split()) <= 10, row
    assert len({about["title"] for about in rows.values()}) == 149


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["one process", "two workers"])
def test_the_page_that_is_written_passes_its_check(small: pytest.Pytester, workers: tuple[str, ...]) -> None:
    small.makepyfile(test_it=TWO.format(two="pass"))
    assert run(small, *workers, f"--write-requirements={PAGE}").ret == 0
    assert "| test_it.py::test_one | passing |" in page(small)
    assert "| test_it.py::test_one<br>test_it.py::test_two | passing |" in page(small)
    assert "2 of 149 rows pass" in page(small)
    assert run(small, f"--check-requirements={PAGE}").ret == 0


def test_a_stale_page_fails_the_run(small: pytest.Pytester) -> None:
    small.makepyfile(test_it=TWO.format(two="pass"))
    got = run(small, f"--check-requirements={PAGE}")
    assert got.ret == 1
    got.stdout.fnmatch_lines(["*requirements.md is stale; run `make docs`*"])


def test_a_marked_row_that_does_not_pass_fails_the_check(small: pytest.Pytester) -> None:
    small.makepyfile(test_it=TWO.format(two="pytest.xfail('not built')"))
    run(small, f"--write-requirements={PAGE}")
    assert "test_two | not yet |" in page(small)
    got = run(small, f"--check-requirements={PAGE}")
    assert got.ret == 1
    got.stdout.fnmatch_lines(["SR-002 is marked and not passing: test_it.py::test_two"])


def test_a_skipped_row_is_not_judged_and_the_page_not_written(small: pytest.Pytester) -> None:
    small.makepyfile(test_it=TWO.format(two="pass"))
    run(small, f"--write-requirements={PAGE}")
    before = page(small)
    small.makepyfile(test_it=TWO.format(two="pytest.skip('no seeds')"))
    assert run(small, f"--check-requirements={PAGE}").ret == 0
    assert run(small, f"--write-requirements={PAGE}").ret == 1
    assert page(small) == before


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["one process", "two workers"])
@pytest.mark.parametrize("mark", ['sr("SR-150")', "sr"])
def test_a_mark_without_a_row_of_the_checklist_fails_collection(
    small: pytest.Pytester, mark: str, workers: tuple[str, ...]
) -> None:
    small.makepyfile(test_it=f"import pytest\n@pytest.mark.{mark}\ndef test_one(): pass\n")
    got = run(small, *workers)
    assert got.ret != 0
    got.stdout.fnmatch_lines(["*test_one: @pytest.mark.sr *"])


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["one process", "two workers"])
def test_with_no_skips_a_skipped_test_fails_the_run_and_is_named(
    small: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, workers: tuple[str, ...]
) -> None:
    small.makepyfile(
        test_one="import pytest\ndef test_one(): pytest.skip('no seeds')\ndef test_two(): pass\n",
        test_file="import pytest\npytest.importorskip('nowhere_to_be_found')\n",
    )
    assert run(small, *workers).ret == 0
    monkeypatch.setenv("COVERABLE_NO_SKIPS", "1")
    got = run(small, *workers)
    assert got.ret == 1
    got.stdout.fnmatch_lines(["SKIPPED test_file.py: *", "SKIPPED test_one.py::test_one: no seeds"])
