"""`coverable impact`: which stored requests another version would answer otherwise, and what did it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TextIO

import typer

from coverable.base.problem import Refused, refuse
from coverable.cli.options import Library_, day_of
from coverable.cli.output import (
    DONE,
    FAILED,
    FINDINGS,
    SCHEMA_VERSION,
    Refusals,
    library_root,
    result_stream,
    write_text,
)

if TYPE_CHECKING:
    from coverable.proof.impact.run import Impact, Row
    from coverable.proof.impact.summary import Summary

STEP = 50_000
"""Requests after which the number so far is shown on a terminal."""


def impact(
    old: Annotated[str, typer.Argument(metavar="OLD", help="A version (id@version), or a policy folder.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The version or draft to compare with it.")],
    requests: Annotated[
        list[Path], typer.Argument(metavar="REQUESTS...", help="Stored requests: JSON or JSON Lines files.")
    ],
    library: Library_ = None,
    format: Annotated[
        Literal["text", "json", "jsonl", "csv"],
        typer.Option("--format", help="text and json: counts and groups; jsonl and csv: one row a line."),
    ] = "text",
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="As if every service were on this day.")
    ] = None,
    declared: Annotated[
        Literal["editorial", "narrower", "wider"] | None,
        typer.Option("--declared", help="What the change is said to be; exit code 1 when it is not."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write the result to this file.")
    ] = None,
) -> None:
    """Which stored requests change outcome between two versions of a policy, and the criterion that did it.

    Both are asked about every service line on its date of service, whatever their dates of effect. Exit code:
    0 done, also when outcomes change; 1 a change that was not declared; 2 could not run, or no request could
    be read.
    """
    with Refusals(format if format == "json" else "text"):
        from coverable.policy.library import Library
        from coverable.proof.impact.run import Impact
        from coverable.proof.impact.side import open_side
        from coverable.proof.impact.summary import Summary

        day = day_of(on, "--on")
        opened = Library(library_root(library))
        asked = Impact(open_side(opened, old), open_side(opened, new), day)
        for path in requests:
            _readable(path)
        counted = Summary(asked)
        with result_stream(output) as stream:
            rows = counted.count(_shown(asked.rows(_stored(requests))))
            _write(format, stream, asked, rows, counted, declared)
        if not counted.requests:
            sys.stderr.write("There is no request in the input.\n")
    if counted.requests and counted.refused == counted.requests:
        raise typer.Exit(FAILED)
    raise typer.Exit(FINDINGS if counted.contrary(declared) else DONE)


def _write(
    format: str, stream: TextIO, asked: Impact, rows: Iterable[Row], counted: Summary, declared: Any
) -> None:
    from coverable.proof.impact.summary import COLUMNS, cells, row_view

    if format == "jsonl":
        from coverable.determination.decide import dump

        for row in rows:
            write_text(stream, dump({"schema_version": SCHEMA_VERSION, **row_view(row, asked)}) + "\n")
    elif format == "csv":
        import csv

        table = csv.writer(stream, lineterminator="\n")
        table.writerow(COLUMNS)
        table.writerows(cells(row, asked) for row in rows)
    else:
        for _ in rows:
            pass
        if format == "json":
            from coverable.determination.decide import dump

            write_text(stream, dump({"schema_version": SCHEMA_VERSION, **counted.view(declared)}, 2) + "\n")
        else:
            from coverable.cli.impacttext import page

            stream.write(page(counted, declared, stream))


def _readable(path: Path) -> None:
    if path.is_dir():
        raise refuse("this is a folder", str(path), "requests are read from files", f"try {path}/*.json")
    if not path.exists():
        raise refuse("no such file", str(path), "stored requests are read from it", "check the path")


def _stored(paths: list[Path]) -> Iterator[tuple[str, Any]]:
    """(place, data, Line or Refused) of every request, in order. A file that is not JSON takes one place."""
    from coverable.determination.request import read_lines, read_requests

    names = [path.name for path in paths]
    for path in paths:
        shown = path.name if names.count(path.name) == 1 else str(path)
        try:
            for place, data in read_lines(path) if path.suffix == ".jsonl" else read_requests(path):
                inside = place[1:] if place.startswith("$") else f":{place.rpartition(':')[2]}"
                yield f"{shown}{inside}", data  # `file[3]` of a list, `file:3` of JSON Lines
        except Refused as refused:
            yield shown, refused


def _shown(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows, with their number so far on a terminal."""
    if not sys.stderr.isatty():
        yield from rows
        return
    for number, row in enumerate(rows, 1):
        if number % STEP == 0:
            sys.stderr.write(f"\r{number:,} lines")
            sys.stderr.flush()
        yield row
    sys.stderr.write("\r\x1b[K")
