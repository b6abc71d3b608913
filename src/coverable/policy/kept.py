"""Executable versions, kept from one start of a server to the next (see `base.cache`).

An entry is named by everything that it was made from: the version's own files, the glossary, the code book
and this program; of a version that uses criteria of others, the files of the whole library. Reading one makes
values of our own frozen shapes and runs nothing else (decision 0030).
"""

from __future__ import annotations

import pickle
import sys
from dataclasses import is_dataclass
from functools import cached_property, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final, cast

from pydantic import BaseModel

from coverable.base import cache
from coverable.policy.executable import Policy
from coverable.policy.library import Library

FILES: Final = ("policy.yaml", "signoff.yaml", "citations.yaml")
LAYERS: Final = ("base", "glossary", "logic", "policy")
"""Whose values an executable version is made of."""
PLAIN: Final = frozenset([("decimal", "Decimal"), ("datetime", "date")])


class Kept:
    """The entries of one library that stands still. Only to be used while its files are as they were read."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._folder = cache.cache_folder()
        self._seen: dict[str, list[bytes]] = {}
        """The files of each version, as they were when it was looked for."""

    def load(self, key: str) -> Policy | None:
        """The version as it was kept; None where it is not, or where any of its files is another one now."""
        for name in (self._name(key, alone=True), self._name(key, alone=False)):
            payload = cache.load(self._folder, name)
            if payload is not None:
                return self.read(payload)
        return None

    def keep(self, policy: Policy) -> bytes:
        """Keep a version with what was worked out of it; what `read` makes it of again."""
        payload, key = self.write(policy), policy.key
        if self._seen.get(key) == _bytes(
            self._library.folders[key]
        ):  # else somebody wrote while it was built
            cache.store(self._folder, self._name(key, alone=not policy.includes), payload)
        return payload

    def sweep(self) -> None:
        """Let go of what nobody read for long."""
        cache.sweep(self._folder)

    def write(self, policy: Policy) -> bytes:
        """The version as bytes. The glossary and the code book are named and not written."""
        out = BytesIO()
        _Writer(out, self._shared).dump(policy)
        return out.getvalue()

    def read(self, payload: bytes) -> Policy | None:
        """The version out of its bytes; None where they hold anything but values of our shapes."""
        try:
            made = _Reader(BytesIO(payload), self._named).load()
        except Exception:  # bytes of somebody else may fail in any way
            return None
        return made if isinstance(made, Policy) else None

    def _name(self, key: str, alone: bool) -> str:
        own = self._seen.get(key)
        if own is None:
            own = self._seen[key] = _bytes(self._library.folders[key])
        return cache.key_of(self._base, key.encode(), *own, b"" if alone else self._whole)

    @cached_property
    def _base(self) -> bytes:
        """What every version rests on."""
        book, glossary = self._library.book, self._library.glossary
        stated = f"{glossary.sha256} {book.stamp} {book.releases()} {sys.version}"
        return cache.key_of(_program(), stated.encode()).encode()

    @cached_property
    def _whole(self) -> bytes:
        folders = self._library.folders
        return cache.key_of(
            *(part for key in folders for part in (key.encode(), *_bytes(folders[key])))
        ).encode()

    @cached_property
    def _named(self) -> dict[str, Any]:
        """What is named in an entry, by its name there."""
        glossary = self._library.glossary
        facts = {f"fact {name}": fact for name, fact in glossary.facts.items()}
        return {"glossary": glossary, "book": self._library.book, **facts}

    @cached_property
    def _shared(self) -> dict[int, str]:
        return {id(one): name for name, one in self._named.items()}


class _Writer(pickle.Pickler):
    def __init__(self, into: BytesIO, shared: dict[int, str]) -> None:
        super().__init__(into, pickle.HIGHEST_PROTOCOL)
        self._shared = shared

    def persistent_id(self, obj: Any) -> str | None:
        return self._shared.get(id(obj))


class _Reader(pickle.Unpickler):
    def __init__(self, given: BytesIO, named: dict[str, Any]) -> None:
        super().__init__(given)
        self._named = named

    def persistent_load(self, pid: Any) -> Any:
        return self._named[pid]

    def find_class(self, module_name: str, global_name: str) -> Any:
        return _shape(module_name, global_name)


@lru_cache(maxsize=256)
def _shape(module: str, name: str) -> Any:
    """A class that only holds what it is given. Any other name stops the reading: no function is called."""
    if (module, name) in PLAIN:
        return getattr(sys.modules[module], name)
    package, _, rest = module.partition(".")
    if package == "coverable" and rest.partition(".")[0] in LAYERS and module in sys.modules:
        found: Any = getattr(sys.modules[module], name, None)
        if isinstance(found, type) and (is_dataclass(found) or issubclass(found, BaseModel | tuple)):
            return cast("Any", found)
    raise pickle.UnpicklingError(f"{module}.{name} is no value of a policy")


def _bytes(folder: Path) -> list[bytes]:
    """The bytes of a version's files; empty for one that is not there."""
    out: list[bytes] = []
    for name in FILES:
        try:
            out.append((folder / name).read_bytes())
        except OSError:
            out.append(b"")
    return out


@lru_cache(maxsize=1)
def _program() -> bytes:
    """Every source file of the program: whichever changes, nothing that was kept before is read."""
    files = sorted(Path(__file__).parents[1].rglob("*.py"))
    return cache.key_of(*(file.read_bytes() for file in files)).encode()
