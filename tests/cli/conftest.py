"""Running `coverable` inside the test process, from an empty folder and at a fixed width."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from coverable.cli.demo import read_samples
from coverable.cli.main import app

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`run("check", "r.json", input=...)` in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    for name in ("NO_COLOR", "FORCE_COLOR", "COVERABLE_DEBUG"):
        monkeypatch.delenv(name, raising=False)

    def go(*arguments: object, input: str | bytes | None = None) -> Result:
        done = CliRunner().invoke(app, [str(a) for a in arguments], input=input)
        assert done.exception is None or isinstance(done.exception, SystemExit)
        return done

    return go


@pytest.fixture(scope="session")
def samples() -> dict[str, dict[str, Any]]:
    """The sample requests of the demo, by id."""
    return {one["request"]["id"]: one["request"] for one in read_samples()}


@pytest.fixture
def put(tmp_path: Path) -> Callable[[str, Any], Path]:
    """`put("r.json", data)` writes a file: data as JSON, text and bytes as they are."""

    def write(name: str, content: Any) -> Path:
        path = tmp_path / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(
                content if isinstance(content, str) else json.dumps(content, default=float), encoding="utf-8"
            )
        return path

    return write
