"""The folder of a run: what stands where, and files that are either whole or not there.

`lines/` the decided lines · `worklist.csv`, `rejects.csv` · `manifest.json` · `run.json` what is to be done ·
`parts/` what was done, part by part · `work/` and `input/` what later steps read.
"""

from __future__ import annotations

import json
import os
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from coverable.base.problem import refuse

TEMPORARY: Final = ".unfinished-"


@dataclass(frozen=True, slots=True)
class Folder:
    """The paths of one run."""

    root: Path

    @property
    def run(self) -> Path:
        return self.root / "run.json"

    @property
    def manifest(self) -> Path:
        return self.root / "manifest.json"

    @property
    def worklist(self) -> Path:
        return self.root / "worklist.csv"

    @property
    def rejects(self) -> Path:
        return self.root / "rejects.csv"

    def full(self, part: int) -> Path:
        """Lines that a policy governs. These files come first in the folder, so that readers that take the
        columns of the first file have all of them."""
        return self.root / "lines" / f"part-{part:05}-full.parquet"

    def short(self, part: int) -> Path:
        """All other rows, without the columns that are null for every one of them."""
        return self.root / "lines" / f"part-{part:05}-short.parquet"

    def done(self, part: int) -> Path:
        return self.root / "parts" / f"part-{part:05}.json"

    def work(self, part: int) -> Path:
        return self.root / "work" / f"part-{part:05}.parquet"

    def rejected(self, part: int) -> Path:
        return self.root / "rejects" / f"part-{part:05}.parquet"

    def staged(self, number: int) -> Path:
        return self.root / "input" / f"input-{number:05}.parquet"

    def make(self) -> None:
        """The folders; what a killed run left half written is removed."""
        try:
            for name in ("lines", "parts", "work", "rejects", "input"):
                (self.root / name).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise refuse(
                "the output folder cannot be made",
                f"-o {self.root}",
                error.strerror or str(error),
                "name another",
            ) from None
        for path in self.root.rglob(f"{TEMPORARY}*"):
            with suppress(OSError):
                path.unlink()


@contextmanager
def whole(path: Path) -> Generator[Path]:
    """A path to write to; what was written takes its name at the end, all of it at once, or never."""
    part = path.with_name(f"{TEMPORARY}{os.getpid()}-{path.name}")
    try:
        yield part
        part.replace(path)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def write_json(path: Path, data: Any, indent: int | None = 1) -> None:
    """JSON, whole or not at all; without an indent it is written several times faster."""
    with whole(path) as part:
        part.write_text(json.dumps(data, ensure_ascii=False, indent=indent) + "\n", encoding="utf-8")


def read_json(path: Path) -> Any:
    """What stands there; None where nothing does, or where it is no JSON."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
