"""A flag that a person confirmed becomes the ground of a notice: an entry for `notices` of a plan file.

The statistic alone makes no ground: it is refused unless the row stands out, and unless a person is named who
says why, and what was found of every reason that has nothing to do with billing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from coverable.base.dates import read_day
from coverable.base.problem import Problem, Refused, did_you_mean, refuse
from coverable.base.shape import is_object
from coverable.determination.request import parse_json
from coverable.plan.ground import INNOCENT, Ground, stale
from coverable.plan.model import Notice

KEPT = (
    "measure", "counted", "unit", "figure", "expected", "usual", "ratio", "interval", "patients", "excess",
    "peers", "period",
)  # fmt: skip
LASTS = timedelta(days=365)


def confirm(
    path: Path,
    provider: str,
    measures: Sequence[str],
    by: str,
    because: str,
    considered: Mapping[str, str],
    on: date,
    until: date | None = None,
) -> Notice:
    """The notice to a provider on these measures. Refused: who does not stand out, an old result, a reason
    that nobody looked at."""
    result, digest = read_result(path)
    missing = [name for name in INNOCENT if not considered.get(name, "").strip()]
    if missing:
        raise refuse(
            f"nobody says what was found of {', '.join(missing)}",
            "--considered",
            "each is a reason to stand out that has nothing to do with billing: "
            + "; ".join(f"{name}: {INNOCENT[name]}" for name in missing),
            f'look, and give --considered {missing[0]}="what was found"',
        )
    expires = until or on + LASTS
    rows = [_row(result, path, provider, measure) for measure in measures]
    grounds: list[Ground] = []
    for row in rows:
        if stale(read_day(row["period"]["to"]), on):
            raise refuse(
                "this flag has expired",
                path.name,
                f"its figures are of {row['period']['from']} to {row['period']['to']}, more than a year ago",
                "compare newer claims",
            )
        said = {"by": by, "on": on.isoformat(), "because": because, "considered": dict(considered)}
        facts = {
            "before": {name: row["before"][name] for name in ("period", "figure", "expected")},
            "method": result["method"],
            "source": digest,
            "expires": expires.isoformat(),
        }
        grounds.append(_made({**{name: row[name] for name in KEPT}, **facts, **said}, path))
    codes = [c for one in result["measures"] if one["id"] in measures for c in one["codes"]]
    return Notice.model_validate(
        {
            "provider": provider,
            "on": on.isoformat(),
            "ground": "; ".join(
                f"{one.counted}: {one.figure} {one.unit}, expected {one.expected}, beside {one.peers.says}"
                for one in grounds
            ),
            "codes": list(dict.fromkeys(codes)),
            "to": expires.isoformat(),
            "grounds": grounds,
        }
    )


def read_result(path: Path) -> tuple[dict[str, Any], str]:
    """The JSON that `claims outliers` wrote, and its SHA-256."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise refuse(
            "the result cannot be read", path.name, error.strerror or str(error), "check the path"
        ) from None
    said = parse_json(raw, path.name)
    if not is_object(said) or not {"method", "measures", "rows"} <= said.keys():
        raise refuse(
            "this is no comparison of providers",
            path.name,
            "it has no `method`, `measures` and `rows`",
            "write one: coverable claims outliers CLAIMS --format json -o FILE",
        )
    return dict(said), sha256(raw).hexdigest()


def _row(result: Mapping[str, Any], path: Path, provider: str, measure: str) -> Mapping[str, Any]:
    known = [one["id"] for one in result["measures"]]
    if measure not in known:
        raise refuse(
            f"no measure `{measure}`", path.name, "it was not compared", did_you_mean(measure, known)
        )
    found = [row for row in result["rows"] if row["provider"] == provider and row["measure"] == measure]
    if found and found[0]["stands_out"]:
        return found[0]
    others = sorted(
        {row["measure"] for row in result["rows"] if row["provider"] == provider and row["stands_out"]}
    )
    why = (
        found[0]["why"]
        if found
        else "the comparison has no such row: too few patients or peers, or no such provider"
    )
    raise refuse(
        f"provider {provider[:10]} does not stand out by `{measure}`",
        path.name,
        why,
        f"it stands out by {', '.join(others)}" if others else "a notice needs a ground: write none",
    )


def _made(data: dict[str, Any], path: Path) -> Ground:
    try:
        return Ground.model_validate(data)
    except ValidationError as error:
        raise Refused(
            Problem(
                f"`{'.'.join(str(p) for p in one['loc']) or 'the ground'}` cannot be taken",
                path.name,
                str(one["msg"]).removeprefix("Value error, "),
                "correct what was given",
            )
            for one in error.errors(include_url=False)
        ) from None
