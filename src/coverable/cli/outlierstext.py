"""Providers beside their peers, on a terminal, as CSV, and the YAML of measures and grounds."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, TextIO

from coverable.cli.claimstext import harmless
from coverable.cli.output import clean
from coverable.cli.screen import Screen

if TYPE_CHECKING:
    from coverable.claims.outliers.measures import Declared
    from coverable.plan.model import Notice

MOST: Final = 20
COLUMNS: Final = (
    "measure", "rank", "provider", "stands_out", "counted", "unit", "figure", "expected", "usual_from",
    "usual_to", "ratio", "ratio_from", "ratio_to", "sure", "false_discovery", "deviations", "patients",
    "among", "excess", "from", "to", "peers", "peers_alike", "peer_group", "fell_back", "before_figure",
    "before_expected", "why",
)  # fmt: skip


def outliers_page(view: Mapping[str, Any], stream: TextIO) -> str:
    """Who stands out, measure by measure, with the peers and what to look at first."""
    width = Screen.of(stream).width
    return "\n".join(_page(view, width)) + "\n"


def _page(view: Mapping[str, Any], width: int) -> Iterator[str]:
    codes = ", ".join(code.partition(":")[2] for code in view["codes"])
    periods = "; ".join(f"{one['from']} to {one['to']}" for one in view["periods"])
    yield f"Codes {codes}; periods {periods}"
    yield f"{view['providers']:,} providers; {view['stand_out']:,} stand out in the two latest periods"
    yield ""
    for measure in view["measures"]:
        rows = [r for r in view["rows"] if r["measure"] == measure["id"] and r["stands_out"]]
        title = f"{measure['id']}: {measure['says']}, of {measure['among']}"
        yield from textwrap.wrap(title, width)
        few = f"{measure['compared']:,} compared"
        few += f", {measure['too_few_patients']:,} not: fewer than 11 patients"
        few += f", {measure['too_few_peers']:,} not: too few peers"
        yield f"  {few}; {len(rows) or 'none'} of them stand{'s' if len(rows) == 1 else ''} out"
        for row in rows[:MOST]:
            yield ""
            yield from _block(row, width)
        if len(rows) > MOST:
            yield f"  {len(rows) - MOST} more: --format csv -o FILE.csv writes all of them"
        yield ""
    for one in view["not_measured"]:
        yield from textwrap.wrap(f"Not measured: {one}", width, subsequent_indent="  ")
    for why, lines in view["left_aside"].items():
        yield f"Left aside: {lines:,} lines {why}"
    if view["stand_out"]:
        yield ""
        yield "Look first at reasons that have nothing to do with billing"
        yield from (f"  [ ] {name}: {says}" for name, says in view["look_first_at"].items())
    yield ""
    for one in view["says"]:
        yield from textwrap.wrap(one, width)


def _block(row: Mapping[str, Any], width: int) -> Iterator[str]:
    peers, before, unit = row["peers"], row["before"], row["unit"]
    space = "" if unit.startswith("%") else " "
    yield f"  {row['rank']}. {row['provider']}: {row['figure']}{space}{unit}, expected {row['expected']}"
    usual, interval = row["usual"], row["interval"]
    lines = [
        f"usually {usual['from']} to {usual['to']}; {row['patients']:,} patients; "
        f"{row['excess']} more than expected",
        f"times expected, drawn in to the middle: {row['ratio']} "
        f"(95%: {interval['from']} to {interval['to']})",
        f"peers: {peers['number']} others of the same {', '.join(peers['alike'])} ({clean(peers['group'])})",
        *([f"wider peers than the nearest: {peers['fell_back']}"] if peers["fell_back"] else []),
        *([f"period before: {before['figure']}, expected {before['expected']}"] if before else []),
    ]
    for line in lines:
        yield from textwrap.wrap(line, width, initial_indent="     ", subsequent_indent="       ")


def outliers_csv(view: Mapping[str, Any], stream: TextIO) -> None:
    """Every figure of eleven patients or more; text that a spreadsheet could run gets an apostrophe."""
    import csv

    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in view["rows"]:
        flat = {
            **row,
            **{f"usual_{k}": v for k, v in row["usual"].items()},
            **{f"ratio_{k}": v for k, v in row["interval"].items()},
            **row["period"],
            "stands_out": "yes" if row["stands_out"] else "no",
            "peers": row["peers"]["number"],
            "peers_alike": ", ".join(row["peers"]["alike"]),
            "peer_group": row["peers"]["group"],
            "fell_back": row["peers"]["fell_back"] or "",
            "before_figure": row["before"]["figure"] if row["before"] else "",
            "before_expected": row["before"]["expected"] if row["before"] else "",
        }
        cells = [flat[name] for name in COLUMNS]
        writer.writerow([harmless(v) if isinstance(v, str) else v for v in cells])


def measures_yaml(declared: Declared) -> str:
    """The file of measures, to be kept and changed; then given with --measures."""
    left = "".join(f"# not measured: {one}\n" for one in declared.left_out)
    return left + _yaml(declared.file.model_dump(mode="json", by_alias=True, exclude_defaults=True))


def notice_yaml(notice: Notice) -> str:
    """An entry for `notices` of a plan file."""
    return _yaml({"notices": [notice.model_dump(mode="json", by_alias=True, exclude_none=True)]})


def _yaml(data: Any) -> str:
    from ruamel.yaml import YAML

    yaml: Any = YAML()
    yaml.width = 100
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = io.StringIO()
    yaml.dump(data, out)
    return out.getvalue()
