"""`--since`: parts of an earlier run that nothing has changed for are taken over instead of decided again."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coverable.base.problem import refuse
from coverable.claims.folder import Folder, read_json, whole, write_json
from coverable.claims.inputs import Input, Part, parts_of
from coverable.claims.since import plan_digests
from coverable.determination.engine import Engine

if TYPE_CHECKING:
    from coverable.claims.run import Run


class Earlier:
    """An earlier run. Refused where the folder holds none that ended."""

    def __init__(self, folder: Folder, engine: Engine) -> None:
        self.folder, self.engine = folder, engine
        written = read_json(folder.run)
        if written is None or read_json(folder.manifest) is None:
            raise refuse(
                "no run that ended stands there",
                f"--since {folder.root}",
                "it has no manifest",
                "name the folder of a run",
            )
        self.plan: Mapping[str, Any] = written["plan"]
        self.inputs = [Input(**one) for one in written["inputs"]]
        self._parts = {(self.inputs[p.input].sha256, p.first, p.rows): p for p in parts_of(self.inputs)}

    def part(self, one: Input, part: Part) -> Part | None:
        """The part with the same rows of the same file."""
        return self._parts.get((one.sha256, part.first, part.rows))


def reuse(run: Run, part: Part, earlier: Earlier) -> bool:
    """Take a part over when its rows are the same and nothing that it rests on has changed."""
    old = earlier.part(run.inputs[part.input], part)
    if old is None or _settings(run.plan, part) != _settings(earlier.plan, old):
        return False
    noted = read_json(earlier.folder.done(old.number))
    if noted is None or noted["rests_on"] != plan_digests(earlier.engine, list(noted["rests_on"])):
        return False
    for of in (Folder.full, Folder.short, Folder.work, Folder.rejected):
        _take(of(earlier.folder, old.number), of(run.folder, part.number))
    write_json(run.folder.done(part.number), {**noted, "part": part.number}, indent=None)
    return True


def _settings(plan: Mapping[str, Any], part: Part) -> Any:
    """What else a part's files depend on."""
    kept = {k: plan[k] for k in ("engine", "facts", "as_of", "criteria")}
    return kept, plan["columns"][part.input], plan["inputs"][part.input]["name"]


def _take(old: Path, new: Path) -> None:
    """The same file under another name; a copy where file systems differ."""
    with whole(new) as part:
        try:
            os.link(old, part)
        except OSError:
            shutil.copyfile(old, part)
