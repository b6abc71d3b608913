"""A library with one policy version replaced by texts that somebody edits; nothing is written back."""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from coverable.base.problem import refuse

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@contextmanager
def overlay(root: Path, policy: str, version: str, files: Mapping[str, str]) -> Generator[Path]:
    """A folder that looks like the library at `root` (by links), in which this version has these files.

    `policy` is `publisher/number`; the version may be new. Other files of its folder stay as they are.
    """
    publisher, _, number = policy.partition("/")
    if not all(map(_PLAIN.fullmatch, (publisher, number, version, *files))):
        raise refuse(
            f"`{policy[:60]}@{version[:60]}` names no folder of a library",
            "policy, version",
            "files are written below it",
            "use letters, digits, dots and dashes",
        )
    with TemporaryDirectory(prefix="coverable-") as made:
        top = Path(made) / root.name
        _link(root, top, {"policies", "examples"})
        for name in ("policies", "examples"):
            if (root / name).is_dir():
                _link(root / name, top / name, {"policies"} if name == "examples" else {publisher})
        below = root / "examples" / "policies"
        if below.is_dir():
            _link(below, top / "examples" / "policies", {publisher})
        homes = [
            base for base in (root / "policies", below) if (base / publisher / number / version).is_dir()
        ]
        home = homes[0] if homes else root / "policies"
        for base in (root / "policies", below):
            here = top / base.relative_to(root) / publisher
            if (base / publisher).is_dir() or base == home:
                _link(base / publisher, here, {number} if base == home else set())
        old, new = home / publisher / number, top / home.relative_to(root) / publisher / number
        _link(old, new, {version})
        _link(old / version, new / version, set(files))
        for name, text in files.items():
            (new / version / name).write_text(text, encoding="utf-8")
        yield top


def _link(old: Path, new: Path, without: set[str]) -> None:
    """A folder with links to everything in another one, save these names."""
    new.mkdir(parents=True, exist_ok=True)
    for path in sorted(old.iterdir()) if old.is_dir() else ():
        if path.name not in without:
            (new / path.name).symlink_to(path.resolve(), path.is_dir())
