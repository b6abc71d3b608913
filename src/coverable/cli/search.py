"""`coverable policy search`: policies by whatever somebody knows of them, and why each was found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from coverable.cli.options import Format, Library_, day_of, guarded, print_view

if TYPE_CHECKING:
    from coverable.cli.screen import Screen
    from coverable.policy.search import Found, Hit

MOST = 200


@guarded
def search(
    words: Annotated[
        list[str],
        typer.Argument(metavar="WORDS...", help="A number, code, drug, device, condition, any words."),
    ],
    plan: Annotated[
        str | None,
        typer.Option("--plan", help="Policies that this plan has adopted: an id, or `PAYER, LINE`."),
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="Versions in effect on this day, YYYY-MM-DD.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=MOST, help="Show so many at most.")] = 10,
    library: Library_ = None,
    format: Format = "text",
) -> None:
    """Find policies, the likeliest first, and say why each was found. Exit code 1: nothing was found."""
    from coverable.cli.progress import progress
    from coverable.plan.search import search as searched
    from coverable.policy.library import Library

    opened, day = Library(library), day_of(on, "--on")
    with progress("Making the search index (once)") as told:
        done = searched(opened, " ".join(words), plan, day, limit, told)
    if format == "json":
        print_view(done.view())
    else:
        _show(done.found, done.says)
    raise typer.Exit(0 if done.found.hits else 1)


def _show(found: Found, says: Sequence[str]) -> None:
    from coverable.cli.screen import Screen

    page = Screen.of()
    for at, hit in enumerate(found.hits):
        if at:
            page.gap()
        _hit(page, hit)
    page.gap()
    if found.hits:
        shown, every = len(found.hits), len(found.hits) + found.more
        of = f"{shown} of {every}" if found.more else str(shown)
        rest = " (--limit shows more)" if found.more else ""
        page.put(f"{of} found among {found.searched} {'policies' if found.searched > 1 else 'policy'}{rest}.")
    for one in says:
        page.put(one)
    typer.echo(page.text(), nl=False)


def _hit(page: Screen, hit: Hit) -> None:
    from coverable.policy.search.entries import KINDS

    page.put(hit.title, first=f"{hit.policy}  ", rest="  ", style="bold", margin="bold")
    first, last = hit.in_effect
    dates = f"from {first}" if first else "no date known"
    about = [
        hit.number,
        f"version {hit.version}",
        ", ".join(hit.lines),
        dates + (f" to {last}" if last else ""),
    ]
    page.put(" · ".join(about), first="  ", style="dim")
    for at, reason in enumerate(hit.reasons):
        of = f" for “{reason.of}”" if reason.of else ""
        how = f", {hit.how}" if at == 0 else ""
        page.put(f"{KINDS[reason.kind]}: “{reason.text}”{of}{how}", first="  - ")
        for reading in reason.readings:
            page.put(reading.says, first="    ")
        page.put(reason.where + (f" ({reason.cite})" if reason.cite else ""), first="    ", style="dim")
