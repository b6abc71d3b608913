"""What was read from a YAML file, kept by the hash of its bytes and of the reader (see `cache`).

JSON, because reading it can run nothing. A Decimal is `{"": "1.50"}`; a file that itself holds a key without
letters is not kept.
"""

from __future__ import annotations

import json
from contextlib import suppress
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from coverable.base import cache
from coverable.base.shape import is_list, is_object

Held = tuple[Any, list[int]]
"""Plain data, and line and column of each of its values in the order in which they are written."""


@lru_cache(maxsize=1)
def _reader() -> bytes:
    """What an entry depends on besides the file: our reader and the library that it stands on."""
    from importlib.metadata import PackageNotFoundError, version

    here = Path(__file__)
    try:
        yaml = version("ruamel.yaml")
    except PackageNotFoundError:
        yaml = ""
    own = [here.with_name(name).read_bytes() for name in ("yamlfile.py", "yamlscan.py", here.name)]
    return b"".join([*own, yaml.encode()])


@lru_cache(maxsize=1)
def _reader_key() -> bytes:
    return cache.key_of(_reader()).encode()


def key_of(raw: bytes) -> str:
    """The name of the entry for a file with these bytes."""
    return cache.key_of(_reader_key(), raw)


def get(key: str) -> Held | None:
    """What was read before from such a file; new objects every time."""
    payload = cache.load(cache.cache_folder(), key)
    if payload is None:
        return None
    with suppress(ValueError, TypeError, ArithmeticError):
        data, marks = json.loads(payload, object_hook=_restored)
        return data, marks
    return None


def put(key: str, data: Any, marks: list[int]) -> None:
    """Keep what was read, where that is possible."""
    folder = cache.cache_folder()
    if folder is not None and _can_be_kept(data):
        payload = json.dumps([data, marks], ensure_ascii=False, separators=(",", ":"), default=_tagged)
        cache.store(folder, key, payload.encode())


def has(raw: bytes) -> bool:
    """Whether there is an entry for a file with these bytes, whole or not."""
    return cache.has(cache.cache_folder(), key_of(raw))


def can_keep() -> bool:
    """Whether there is a folder to keep anything in."""
    folder = cache.cache_folder()
    return folder is not None and cache.write_whole(folder / "writable", b"")


def sweep() -> None:
    """Let go of what nobody read for long."""
    cache.sweep(cache.cache_folder())


def _tagged(value: Any) -> dict[str, str]:
    if isinstance(value, Decimal):
        return {"": str(value)}
    raise TypeError(type(value).__name__)


def _restored(found: dict[str, Any]) -> Any:
    return Decimal(found[""]) if "" in found else found


def _can_be_kept(data: Any) -> bool:
    if is_object(data):
        return "" not in data and all(_can_be_kept(one) for one in data.values())
    return not is_list(data) or all(_can_be_kept(one) for one in data)
