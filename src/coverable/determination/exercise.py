"""Cases that were run, and which criteria of a policy they reached with a settled value."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from coverable.determination.cases import run_cases
from coverable.determination.engine import Engine
from coverable.policy.describe import criteria_view
from coverable.policy.executable import Policy


def exercise(engine: Engine, key: str, as_of: str | None = None, cases: Path | None = None) -> dict[str, Any]:
    """The cases of one version (or those of another file) as JSON-ready data: `N of M criteria exercised`,
    and which are not."""
    library = engine.library
    criteria = criterion_ids(library.policy(key))
    has = cases is not None or (library.folders[key] / "cases.yaml").exists()
    results = list(run_cases(engine, key, as_of, cases)) if has else []
    reached = {name for one in results for name in one.criteria}
    done = [name for name in criteria if name in reached]
    return {
        "policy": key,
        "cases": [
            {
                "id": one.case,
                "says": one.says,
                "holds": not one.problems,
                "problems": [p.as_json() for p in one.problems],
            }
            for one in results
        ],
        "criteria": len(criteria),
        "exercised": len(done),
        "not_exercised": [name for name in criteria if name not in reached] if has else [],
        "says": f"{len(done)} of {len(criteria)} criteria exercised",
    }


def criterion_ids(policy: Policy) -> list[str]:
    """Ids of the criteria and exclusions that stand in the signed reading, in written order."""
    out: dict[str, None] = {}

    def add(view: dict[str, Any]) -> None:
        out[view["id"]] = None
        for child in view.get("children", ()):
            add(child)

    for one in policy.indications:
        add({**criteria_view(policy, one.criteria), "id": one.name})
    chosen = policy.lanes.chosen
    for one in policy.exclusions:
        if not one.file.criteria_not_met and all(chosen.get(n) == o for n, o in one.file.under.items()):
            out[one.file.id] = None
    return list(out)
