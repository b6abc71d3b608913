"""A folder of things that can be made again: found by the hash of what they were made from.

A cache never changes an answer. A key names the bytes that went in and the code that read them; an entry
carries the digest of its own bytes, and one that does not fit is made again. Without a folder that can be
written (HOME may be empty or read-only) everything works, only slower.
"""

from __future__ import annotations

import os
import secrets
import time
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Final

_DIGEST: Final = 20
_DAY: Final = 86_400
KEPT_DAYS: Final = 60
"""An entry that nobody read for so long goes."""


def cache_folder() -> Path | None:
    """`coverable` in the user's cache folder (XDG Base Directory Specification 0.8), or None without one.

    A relative path in XDG_CACHE_HOME is invalid and ignored, as that specification asks.
    """
    named = os.environ.get("XDG_CACHE_HOME", "")
    home = os.environ.get("HOME") or os.environ.get("LOCALAPPDATA") or ""
    for base in (named, os.path.join(home, ".cache") if home else ""):
        if os.path.isabs(base):
            return Path(base, "coverable")
    return None


def key_of(*parts: bytes) -> str:
    """The name of an entry made from these parts, in this order."""
    made = blake2b(digest_size=_DIGEST)
    for part in parts:
        made.update(len(part).to_bytes(8, "big"))
        made.update(part)
    return made.hexdigest()


def load(folder: Path | None, key: str) -> bytes | None:
    """The entry of that name, or None when there is none, or when it is not what was once stored."""
    if folder is None:
        return None
    path = os.path.join(folder, key[:2], key)
    try:
        with open(path, "rb", buffering=0) as file:
            raw = file.read()
            if time.time() - os.fstat(file.fileno()).st_mtime > _DAY:
                with suppress(OSError):
                    os.utime(path)  # read lately: `sweep` keeps it
    except OSError:
        return None
    digest, payload = raw[:_DIGEST], raw[_DIGEST:]
    return payload if blake2b(payload, digest_size=_DIGEST).digest() == digest else None


def has(folder: Path | None, key: str) -> bool:
    """Whether an entry of that name is there; `load` tells whether it is whole."""
    return folder is not None and os.path.exists(os.path.join(folder, key[:2], key))


def store(folder: Path | None, key: str, payload: bytes) -> None:
    """Keep an entry. A reader sees all of it or nothing; what cannot be kept is left."""
    if folder is not None:
        write_whole(folder / key[:2] / key, blake2b(payload, digest_size=_DIGEST).digest() + payload)


def write_whole(path: Path, payload: bytes) -> bool:
    """Write a file beside its place and move it there in one step; says whether it could be written."""
    part = path.with_name(f"{path.name}.{secrets.token_hex(8)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            part.write_bytes(payload)
            part.replace(path)
        except OSError:
            part.unlink(missing_ok=True)
            raise
    except OSError:
        return False
    return True


def sweep(folder: Path | None) -> None:
    """Once a day, remove what was not read for `KEPT_DAYS`, and what an interrupted write left behind."""
    if folder is None:
        return
    mark, now = folder / "swept", time.time()
    try:
        if now - mark.stat().st_mtime < _DAY:
            return
    except OSError:
        pass
    with suppress(OSError):
        mark.touch()
        for path in folder.glob("??/*"):
            with suppress(OSError):
                age = now - path.stat().st_mtime
                if age > KEPT_DAYS * _DAY or (path.suffix == ".part" and age > _DAY):
                    path.unlink()
