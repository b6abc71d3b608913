"""`coverable library check`: everything over the whole library, the gate before a change is merged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import typer

from coverable.cli.conflicts import conflicts
from coverable.cli.options import AsOf, Library_, guarded, print_view, today_or

STEPS = ("glossary", "plans", "lint", "versions", "approvals", "cases")
library_app = typer.Typer(help="Check a whole library.", no_args_is_help=True)


library_app.command()(conflicts)


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
    """Glossary, plans, the lint of everything, cases, approvals. Exit code 1: something does not hold."""
    from coverable.cli.progress import progress
    from coverable.cli.reports import github, junit
    from coverable.determination.engine import open_engine
    from coverable.proof.check import check_library

    with progress("Checking the library") as told:
        done = check_library(open_engine(library), today_or(as_of), lambda _, done, all: told(done, all))
    if format == "json":
        print_view(done)
    elif format == "junit":
        suites = {n: [(n, [f for f in done["findings"] if _step(f) == n])] for n in done["checked"]}
        typer.echo(junit(suites))
    elif format == "github":
        levels = {"findings": "error", "warnings": "warning", "notes": "notice", "accepted": "notice"}
        rows = [(level, f) for name, level in levels.items() for f in done[name]]
        typer.echo(github(rows))
    else:
        _show(done)
    raise typer.Exit(1 if done["findings"] else 0)


def _step(found: Mapping[str, Any]) -> str:
    """The step that found it: the lint finds under the names of its rules."""
    return found["check"] if found["check"] in STEPS else "lint"


def _show(done: Mapping[str, Any]) -> None:
    for name, count in done["checked"].items():
        bad = sum(_step(f) == name for f in done["findings"])
        typer.echo(f"{name}: {count} checked, " + (f"{bad} do not hold" if bad else "all hold"))
    for name in ("findings", "warnings"):
        if done[name]:
            typer.secho(f"\n{name.capitalize()}", bold=True)
        for one in done[name]:
            typer.echo(f"{one['where']}: {one['what']}\n  why:  {one['why']}\n  next: {one['next']}")
    typer.echo(
        f"\n{len(done['notes'])} notes, {len(done['accepted'])} findings accepted by a person: "
        "`coverable policy lint` shows them."
    )
    typer.echo("\nThe library holds." if not done["findings"] else f"\n{len(done['findings'])} findings.")
