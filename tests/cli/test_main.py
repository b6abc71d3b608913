"""`coverable` itself: its list of commands, and every way in which a command line can be wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from coverable.cli import check as check_module
from coverable.cli.main import COMMANDS

PROBE = """
import sys
from coverable.cli.main import main
try:
    main()
except SystemExit as done:
    assert not done.code, done.code
print(",".join(n for n in ("pydantic", "rich", "ruamel", "sqlite3", "decimal", "coverable.determination",
                           "coverable.cli.check") if n in sys.modules), file=sys.stderr)
"""


def coverable(*arguments: str, code: str = "from coverable.cli.main import main; main()", **env: str):
    """The program in a process of its own."""
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, capture_output=True, check=False, env={**os.environ, **env}, timeout=60)


def test_help_lists_every_command_and_imports_none_of_them() -> None:
    done = coverable("--help", code=PROBE)
    assert done.returncode == 0, done.stderr
    for name in COMMANDS:
        assert f"\n  {name} ".encode() in done.stdout
    assert done.stderr.decode().strip() == ""


def test_every_command_of_this_package_is_where_the_list_says(run) -> None:
    here = Path(check_module.__file__).parent
    for name, (place, says) in COMMANDS.items():
        assert says.endswith(".")
        if (here / f"{place.partition(':')[0].rpartition('.')[2]}.py").exists():
            assert run(name, "--help").exit_code == 0


def test_no_command_shows_the_list(run) -> None:
    done = run()
    assert done.exit_code == 0
    assert "coverable demo" in done.stdout


def test_the_version_is_told(run) -> None:
    assert run("--version").stdout.startswith("coverable ")


@pytest.mark.parametrize(
    ("arguments", "next"),
    [
        (["chek"], "did you mean `check`?"),
        (["check"], "coverable check --help"),
        (["check", "--fromat", "json", "x"], "did you mean `--format`?"),
        (["check", "x.json", "--format", "yaml"], "coverable check --help"),
        (["replay", "x.json"], "coverable replay --help"),
    ],
)
def test_a_wrong_command_line_is_told_with_why_and_next_and_exit_code_2(run, arguments, next) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "  why:  " in done.stderr
    assert next in done.stderr.splitlines()[-1]


def test_an_unexpected_failure_is_one_line_without_data(run, put, samples, monkeypatch) -> None:
    def fail(*_: object) -> None:
        raise KeyError("Jane Doe")

    monkeypatch.setattr("coverable.determination.decide.determine", fail)
    path = put("r.json", samples["demo-1-met"])
    done = run("check", path)
    assert done.exit_code == 2
    assert len(done.stderr.splitlines()) == 1
    assert "Sorry" in done.stderr
    assert "KeyError" in done.stderr
    assert "Jane" not in done.output
    monkeypatch.setenv("COVERABLE_DEBUG", "1")
    assert "Traceback" in run("check", path).stderr


def test_a_terminal_that_knows_only_ascii_gets_plain_signs(put, samples) -> None:
    path = put("r.json", samples["demo-1-met"])
    done = coverable("check", str(path), PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr
    assert b"+ CRITERIA MET" in done.stdout
    assert done.stdout.isascii()


def test_json_is_utf_8_on_every_terminal(put, samples) -> None:
    path = put("r.json", {**samples["demo-1-met"], "id": "Zoë"})
    done = coverable("check", str(path), "--format", "json", PYTHONIOENCODING="ascii")
    assert '"request": "Zoë"' in done.stdout.decode("utf-8")


def test_colour_is_for_terminals_and_never_against_no_color(put, samples) -> None:
    path = str(put("r.json", samples["demo-1-met"]))
    assert b"\x1b[" not in coverable("check", path).stdout
    assert b"\x1b[" in coverable("check", path, FORCE_COLOR="1").stdout
    assert b"\x1b[" not in coverable("check", path, FORCE_COLOR="1", NO_COLOR="1").stdout


def test_a_reader_who_has_seen_enough_is_no_failure(put, samples) -> None:
    path = put("r.jsonl", "\n".join([__import__("json").dumps(samples["demo-1-met"])] * 50))
    code = "from coverable.cli.main import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", code, "check", str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
