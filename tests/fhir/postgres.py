"""A PostgreSQL server of the tests' own: on a socket in a folder of its own, gone when they end."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import pytest

USER = "postgres"
NUMBERS = count()


def program(name: str) -> str | None:
    """Where a program of PostgreSQL is: in the path, or where Debian puts those of a server."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(found[-1]) if found else shutil.which(name)


def as_nobody_special() -> Sequence[str]:
    """PostgreSQL does not run as root."""
    return ("setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups") if os.geteuid() == 0 else ()


@contextmanager
def server() -> Generator[Path]:
    """The folder with the socket of a server that runs. Skipped where there is none."""
    initdb, postgres = program("initdb"), program("postgres")
    if initdb is None or postgres is None or find_spec("pg8000") is None:
        pytest.skip("needs PostgreSQL (Debian: postgresql) and pg8000; answers were kept in SQLite only")
    place = Path(tempfile.mkdtemp(prefix="answers"))
    if os.geteuid() == 0:
        shutil.chown(place, USER, USER)
    who, data = as_nobody_special(), str(place / "data")
    assert quietly(place, *who, initdb, "-D", data, "-A", "trust", "-U", USER, "--no-sync") == 0
    running = subprocess.Popen(
        [*who, postgres, "-D", data, "-k", str(place), "-h", "", "-F"],
        cwd=place, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(200):
            if (place / ".s.PGSQL.5432").exists() and quietly(place, *made(place, "tried")) == 0:
                break
            time.sleep(0.05)
        yield place
    finally:
        running.send_signal(signal.SIGINT)  # at once, whoever is still connected
        running.wait(30)
        shutil.rmtree(place)


def quietly(place: Path, *command: str) -> int:
    """How a program ended."""
    done = subprocess.run(
        command, cwd=place, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    )
    return done.returncode


def made(place: Path, name: str) -> list[str]:
    createdb = program("createdb")
    assert createdb is not None
    return [createdb, "-h", str(place), "-U", USER, name]


def database(place: Path) -> str:
    """The URL of an empty database on the server."""
    name = f"answers{next(NUMBERS)}"
    subprocess.run(made(place, name), check=True)
    return f"postgresql+pg8000://{USER}@/{name}?unix_sock={place}/.s.PGSQL.5432"
