"""A policy version as people name it on the command line: an id, id@version, or its folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from coverable.base.problem import refuse

if TYPE_CHECKING:
    from coverable.determination.engine import Engine


def open_version(library: Path | None, *names: str) -> tuple[Engine, list[str]]:
    """The library and the keys (`publisher/number@version`) of the versions that `names` mean.

    A folder brings its library along when `--library` names none. Refused when a folder lies in no library,
    or in another one.
    """
    from coverable.determination.engine import open_engine
    from coverable.policy.search import one

    folders = [Path(name) if (Path(name) / "policy.yaml").is_file() else None for name in names]
    root = library or next((_root_of(folder) for folder in folders if folder), None)
    engine = open_engine(root)
    known = {path.resolve(): key for key, path in engine.library.folders.items()}
    keys: list[str] = []
    for name, folder in zip(names, folders, strict=True):
        if name in engine.library.folders:
            keys.append(name)  # not built: a version that nobody signed yet can be named
        elif folder is None:
            keys.append(one(engine.library, name))
        elif folder.resolve() in known:
            keys.append(known[folder.resolve()])
        else:
            raise refuse(
                "this folder is no version of the library",
                name,
                f"the library is {engine.library.name(engine.library.root)}",
                "name a folder policies/PUBLISHER/NUMBER/VERSION of it, or its library with `--library`",
            )
    return engine, keys


def _root_of(folder: Path) -> Path:
    """The library that a version's folder lies in: above policies/PUBLISHER/NUMBER/VERSION."""
    above = folder.resolve().parents
    if len(above) < 4 or above[2].name != "policies":
        raise refuse(
            "this folder lies in no library",
            str(folder),
            "a version lies in policies/PUBLISHER/NUMBER/VERSION",
            "move it there, or name the version as publisher/number@version",
        )
    root = above[3]
    outer = root.parent
    return outer if root.name == "examples" and (outer / "policies").is_dir() else root
