"""`coverable serve`: who is let in, and what is said when it cannot begin."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from web.conftest import serving


@pytest.mark.parametrize(
    ("options", "what", "next"),
    [
        (("--host", "0.0.0.0"), "lets others in", "--public-read-only"),
        (("--host", "policies.example"), "lets others in", "--public-read-only"),
        (("--edit", "--public-read-only"), "exclude each other", "give one"),
        (("--documents", "nowhere"), "no such folder", "check the path"),
        (("--claims", "nowhere"), "no such folder", "check the path"),
        (("--as-of", "soon"), "soon", "YYYY-MM-DD"),
    ],
)
def test_it_does_not_begin_where_that_would_be_wrong_and_says_why(
    run, options: tuple[str, ...], what: str, next: str
) -> None:
    done = run("serve", *options)
    assert done.exit_code == 2
    assert what in " ".join(done.output.split())
    assert next in " ".join(done.output.split())


def test_a_port_that_is_taken_is_named(run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run("serve", "--port", taken.getsockname()[1])
    assert done.exit_code == 2
    assert "cannot be used" in " ".join(done.output.split())


def test_it_prints_where_it_is_and_three_things_to_try(tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    with serving(log) as at:
        assert at.startswith("http://127.0.0.1:")
    written = log.read_text()
    assert written.count(at) == 3
    for path in ("/?q=E1399", "/checklist?plan=", "/compare?first="):
        assert f"{at}{path}" in written
