"""A run whose answers the validator finds fault with is a failed run, and says why."""

from __future__ import annotations

from pathlib import Path

import pytest

PASSES = "def test_it() -> None:\n    assert True\n"
FAILS = "def test_it() -> None:\n    assert False\n"


@pytest.fixture
def judged(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A run of its own with a judge that says what the file `verdict` says."""
    pytester.makeconftest('pytest_plugins = ("judged",)\n')
    pytester.syspathinsert(Path(__file__).parents[1])
    program = pytester.path / "judge.py"
    program.write_text(
        "import sys\nfrom pathlib import Path\n"
        "print('asked about', *sys.argv[1:])\nraise SystemExit(int(Path('verdict').read_text()))\n"
    )
    monkeypatch.setattr("judged.PROGRAM", program)
    monkeypatch.setenv("COVERABLE_JUDGE", "built")
    monkeypatch.setenv("COVERABLE_RESPONSES", "answers")
    return pytester


@pytest.mark.parametrize(("verdict", "ends"), [("0", 0), ("1", 1), ("2", 1)])
def test_a_run_ends_as_the_judge_says(judged: pytest.Pytester, verdict: str, ends: int) -> None:
    judged.makepyfile(PASSES)
    (judged.path / "verdict").write_text(verdict)
    run = judged.runpytest("-p", "no:cacheprovider")
    assert run.ret == ends
    run.stdout.fnmatch_lines(["*official HL7 validator*", "asked about built answers"])


def test_where_tests_fail_nobody_is_asked(judged: pytest.Pytester) -> None:
    judged.makepyfile(FAILS)
    run = judged.runpytest("-p", "no:cacheprovider")
    assert run.ret == 1
    run.stdout.fnmatch_lines(["not asked: tests failed"])


def test_a_judge_without_answers_is_a_mistake(
    judged: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COVERABLE_RESPONSES")
    judged.makepyfile(PASSES)
    run = judged.runpytest("-p", "no:cacheprovider")
    assert run.ret == pytest.ExitCode.USAGE_ERROR
