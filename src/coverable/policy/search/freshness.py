"""Whether the files of a library are still those that an index was made from.

Reading a thousand files takes longer than the search. So, as git does it, their sizes and times are compared
first; only where these differ, or are too young to be trusted, are the bytes read again.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from coverable.base.cache import key_of

YOUNG: Final = 2_000_000_000
"""Nanoseconds. A file that changed so shortly before the look can change again and show the same times."""


def places(roots: Iterable[Path]) -> list[str]:
    """Every file and folder of the library that search rests on, whether or not it is there yet.

    A folder's own time tells that something was added to it or taken away.
    """
    out: list[str] = []
    for root in roots:
        policies = os.path.join(root, "policies")
        level = [policies]
        for _ in range(3):  # publisher, number, version
            out += level
            level = [inner for folder in level for inner in _folders(folder)]
        out += [os.path.join(folder, name) for folder in level for name in ("policy.yaml", "signoff.yaml")]
        for folder, _, files in os.walk(os.path.join(root, "glossary")):
            out += [folder, *(os.path.join(folder, f) for f in sorted(files) if f.endswith(".yaml"))]
    return out


def stamp(paths: Sequence[str], now: int) -> tuple[str, bool]:
    """One digest of size and times of every file and folder; and whether it may be trusted later on.

    `now` is the time of looking, in nanoseconds.
    """
    seen = array("q")
    youngest = 0
    for path in paths:
        try:
            s = os.stat(path)
        except OSError:
            seen.extend((-1, 0, 0))
            continue
        changed, made = s.st_mtime_ns, s.st_ctime_ns
        seen.extend((s.st_size, changed, made))
        youngest = max(youngest, changed, made)
    return key_of(seen.tobytes()), youngest < now - YOUNG


def content(paths: Sequence[str], root: Path) -> str:
    """One digest of the names and bytes of all files."""
    parts: list[bytes] = []
    for path in paths:
        try:
            with open(path, "rb", buffering=0) as file:
                parts += [os.path.relpath(path, root).encode(errors="surrogateescape"), file.read()]
        except OSError:  # a folder, or not there: the names of the files tell
            continue
    return key_of(*parts)


def _folders(path: str) -> list[str]:
    try:
        with os.scandir(path) as found:
            return sorted(one.path for one in found if one.is_dir())
    except OSError:
        return []
