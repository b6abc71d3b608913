"""`coverable sheet`: the unsigned case sheet for the reviewer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from coverable.base.problem import Problem, Refused
from coverable.cli.options import Library_, day_of, guarded


@guarded
def sheet(
    request: Annotated[Path, typer.Argument(metavar="REQUEST", help="A request, a list, or JSON Lines.")],
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="FILE", help="FILE.html, FILE.pdf or FILE.docx; default: HTML."),
    ] = None,
    library: Library_ = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help="The day of looking; default: what the request says."),
    ] = None,
) -> None:
    """Facts with places, criteria, what is still needed in one pass, rationale text; not signed.

    Several requests give one sheet each, in one file. Exit code 1: one of them could not be read.
    """
    from coverable.determination.engine import open_engine
    from coverable.determination.request import read_requests
    from coverable.determination.sheet import sheet_html, sheets, write_sheet

    day_of(as_of, "--as-of")
    views = sheets(list(read_requests(request)), open_engine(library), as_of)
    refused = [view for view in views if view["refused"]]
    if refused and len(refused) == len(views):
        raise Refused(Problem(**one) for view in refused for one in view["refused"])
    if out is None:
        typer.echo(sheet_html(views))
    else:
        write_sheet(views, out)
        typer.echo(f"{len(views)} case sheet{'s' * (len(views) != 1)} written to {out}.", err=True)
    raise typer.Exit(1 if refused else 0)
