"""A library with one policy version replaced by texts that somebody edits; nothing is written back."""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from coverable.base.problem import refuse

FACTS: Final = "facts.yaml"
"""Among the files of a version: the facts that were added to the glossary for its policy."""
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@contextmanager
def overlay(root: Path, policy: str, version: str, files: Mapping[str, str]) -> Generator[Path]:
    """A folder that looks like the library at `root` (by links), in which this version has these files.

    `policy` is `publisher/number`; the version may be new. Other files of its folder stay as they are. The
    file FACTS is that of the glossary for this policy (`facts_of`).
    """
    publisher, _, number = policy.partition("/")
    facts = {facts_name(policy): files[FACTS]} if FACTS in files else {}
    files = {name: text for name, text in files.items() if name != FACTS}
    if not all(map(_PLAIN.fullmatch, (publisher, number, version, *files))):
        raise refuse(
            f"`{policy[:60]}@{version[:60]}` names no folder of a library",
            "policy, version",
            "files are written below it",
            "use letters, digits, dots and dashes",
        )
    with TemporaryDirectory(prefix="coverable-") as made:
        top = Path(made) / root.name
        _link(root, top, {"policies", "examples", "glossary"})
        for name in ("policies", "examples"):
            if (root / name).is_dir():
                _link(
                    root / name, top / name, {"policies", "glossary"} if name == "examples" else {publisher}
                )
        for base in (root, root / "examples"):
            _link_glossary(base / "glossary", top / base.relative_to(root) / "glossary")
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
        for name, text in facts.items():
            at = top / home.parent.relative_to(root) / "glossary" / name
            at.parent.mkdir(exist_ok=True)
            at.unlink(missing_ok=True)  # the link, never what it leads to
            at.write_text(text, encoding="utf-8")
        old, new = home / publisher / number, top / home.relative_to(root) / publisher / number
        _link(old, new, {version})
        _link(old / version, new / version, set(files))
        for name, text in files.items():
            (new / version / name).write_text(text, encoding="utf-8")
        yield top


def facts_name(policy: str) -> str:
    """The file of the glossary for the facts of `publisher/number`."""
    return f"{policy.replace('/', '-')}.yaml"


def facts_of(home: Path) -> Path:
    """Where that file stands, by the folder of a version (`policies/publisher/number/version`)."""
    publisher, number = home.parts[-3:-1]
    return home.parents[3] / "glossary" / facts_name(f"{publisher}/{number}")


def _link_glossary(old: Path, new: Path) -> None:
    """A glossary with links to every file of another one, whatever folders they stand in."""
    for path in sorted(old.rglob("*.yaml")):
        here = new / path.relative_to(old)
        here.parent.mkdir(parents=True, exist_ok=True)
        here.symlink_to(path.resolve())


def _link(old: Path, new: Path, without: set[str]) -> None:
    """A folder with links to everything in another one, save these names."""
    new.mkdir(parents=True, exist_ok=True)
    for path in sorted(old.iterdir()) if old.is_dir() else ():
        if path.name not in without:
            (new / path.name).symlink_to(path.resolve(), path.is_dir())
