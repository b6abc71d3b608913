"""Who is insured: a CSV file with the columns `plan` and `member`, where members are to be checked."""

from __future__ import annotations

import csv
from pathlib import Path

from coverable.base.problem import refuse


def read_members(path: Path) -> frozenset[tuple[str, str]]:
    """(plan, member number) of every row. Refused: no such file, or other columns."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if not {"plan", "member"} <= set(rows.fieldnames or ()):
                raise refuse(
                    "no file of members", path.name, "it has no columns `plan` and `member`", "add them"
                )
            return frozenset((row["plan"] or "", row["member"] or "") for row in rows)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise refuse(
            "the members cannot be read", path.name, type(error).__name__, "check the file"
        ) from None
