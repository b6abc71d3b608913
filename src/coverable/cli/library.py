"""`coverable library check`: everything over the whole library, the gate before a change is merged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import typer

from coverable.cli.options import AsOf, Library_, guarded, print_view, today_or

library_app = typer.Typer(help="Check a whole library.", no_args_is_help=True)


@library_app.callback()
def group() -> None:
    """Check a whole library."""


@library_app.command()
@guarded
def check(
    library: Library_ = None,
    as_of: AsOf = None,
    format: Annotated[Literal["text", "json", "junit", "github"], typer.Option("--format")] = "text",
) -> None:
    """Glossary, plans, policies, cases, digests, facts, approvals. Exit code 1: something does not hold."""
    from coverable.cli.progress import progress
    from coverable.cli.reports import github, junit
    from coverable.determination.checks import check_library
    from coverable.determination.engine import open_engine
    from coverable.proof.workflow.check import APPROVALS

    with progress("Checking the library") as told:
        done = check_library(
            open_engine(library), today_or(as_of), lambda _, done, all: told(done, all), (APPROVALS,)
        )
    if format == "json":
        print_view(done)
    elif format == "junit":
        suites = {n: [(n, [f for f in done["findings"] if f["check"] == n])] for n in done["checked"]}
        typer.echo(junit(suites))
    elif format == "github":
        rows = [("error", f) for f in done["findings"]] + [("notice", n) for n in done["notes"]]
        typer.echo(github(rows))
    else:
        _show(done)
    raise typer.Exit(1 if done["findings"] else 0)


def _show(done: Mapping[str, Any]) -> None:
    for name, count in done["checked"].items():
        bad = sum(f["check"] == name for f in done["findings"])
        typer.echo(f"{name}: {count} checked, " + (f"{bad} do not hold" if bad else "all hold"))
    for title, rows in (("Findings", done["findings"]), ("Notes", done["notes"])):
        if rows:
            typer.secho(f"\n{title}", bold=True)
        for one in rows:
            typer.echo(f"{one['where']}: {one['what']}\n  why:  {one['why']}\n  next: {one['next']}")
    typer.echo("\nThe library holds." if not done["findings"] else f"\n{len(done['findings'])} findings.")
