"""`coverable policy approve`: what a version lacks before it may decide. It signs nothing for anybody."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coverable.cli.options import Format, Library_, guarded, print_view
from coverable.cli.screen import Screen
from coverable.determination.wording import outcome_words

if TYPE_CHECKING:
    from coverable.proof.compare import Shown
    from coverable.proof.workflow.change import Change
    from coverable.proof.workflow.gate import Review

OWNERS = {"publisher": "the publisher's own file", "encoder": "an encoding of somebody else's policy"}


@guarded
def approve(
    policy: Annotated[str, typer.Argument(metavar="POLICY", help="An id, id@version, or its folder.")],
    library: Library_ = None,
    format: Format = "text",
) -> None:
    """Check what a version lacks to be approved; nothing is written. Exit code 1: something is missing."""
    from coverable.cli.versions import open_version
    from coverable.proof.workflow.gate import review

    engine, (key,) = open_version(_checked(library), policy)
    found = review(engine, key, day=date.today())
    if format == "json":
        print_view(found.view())
    else:
        screen = Screen.of()
        _show(screen, found)
        typer.echo(screen.text(), nl=False)
    raise typer.Exit(1 if found.missing else 0)


def _checked(library: Path | None) -> Path | None:
    from coverable.cli.output import library_root

    return library_root(library)


def _show(screen: Screen, found: Review) -> None:
    screen.pair("Policy", found.key)
    status = found.status or "not signed"
    screen.pair("Status", f"{status}, {OWNERS[found.owner]}" if found.owner else status)
    if found.change is not None:
        _change(screen, found.change)
    for one in found.missing:
        screen.gap()
        screen.put(one.what, first="✗ ", style="bold", margin="not_met")
        screen.put(one.where, first="  where: ")
        screen.put(one.why, first="  why:   ")
        screen.put(one.next, first="  next:  ")
    screen.gap()
    if found.missing:
        screen.put(f"{len(found.missing)} missing.", style="bold")
    elif found.status == "draft":
        screen.put("Nothing is missing. Whoever approves it writes `status: approved` into signoff.yaml.")
    else:
        screen.put("Nothing is missing.")


def _change(screen: Screen, change: Change) -> None:
    screen.pair("Change", f"{change.impact.replace('_', ' ')} against {change.before}")
    for because in change.because:
        screen.put(because, first=" " * 10 + "• ")
    for one in change.examples[:2]:
        screen.put(_example(one, change), first=" " * 10 + "e.g. ", style="dim")


def _example(one: Shown, change: Change) -> str:
    facts = "; ".join(f"{label}: {value}" for label, value in one.example.facts)
    before, after = outcome_words(one.first), outcome_words(one.second)
    return f"{facts} → {change.before}: {before}, {change.after}: {after}"
