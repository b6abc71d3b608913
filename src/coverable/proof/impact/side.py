"""One side of a comparison: a version of the library, or a draft in a folder outside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from coverable.base.problem import refuse
from coverable.policy.executable import Policy
from coverable.policy.library import Library
from coverable.policy.search import one


@dataclass(frozen=True)
class Side:
    """A policy version that is asked whatever its dates of effect say: the question is what its text would
    say. `draft`: nobody has approved the encoding, or it lies outside the library."""

    library: Library
    key: str
    folder: Path | None
    """Outside the library; None for one of its versions."""
    draft: bool

    def policy(self, day: date | None = None) -> Policy:
        """The executable version; criteria of other policies are those in effect on `day`."""
        if self.folder is not None:
            return self.library.draft(self.folder, day)
        return self.library.policy(self.key, day)

    def view(self) -> dict[str, Any]:
        """What pins this side in a result."""
        policy = self.policy()
        return {
            "policy": policy.id,
            "version": policy.version,
            "title": policy.file.title,
            "draft": self.draft,
            "outside_library": self.folder is not None,
            "in_effect_from": policy.first_day.isoformat() if policy.first_day else None,
            "sha256": policy.sha256,
            "signoff_sha256": policy.signoff_sha256,
            "endorsed_by_publisher": policy.signoff.endorsed_by_publisher,
        }


def open_side(library: Library, name: str) -> Side:
    """The version that a person names (`id@version`, a number, a title), or a policy folder by its path.

    Refused when neither exists, or when the policy cannot be built.
    """
    folder = Path(name)
    folder = folder.parent if folder.name == "policy.yaml" else folder
    if (folder / "policy.yaml").is_file():
        here = folder.resolve()
        known = next((key for key, path in library.folders.items() if path.resolve() == here), None)
        side = Side(library, name, folder, True) if known is None else _version(library, known)
    elif folder.is_dir() and name not in library.folders:
        raise refuse("this folder holds no policy", name, "there is no policy.yaml in it", "name its folder")
    else:
        side = _version(library, one(library, name))
    side.policy()
    return side


def _version(library: Library, key: str) -> Side:
    return Side(library, key, None, library.signoff(key).encoding.status == "draft")
