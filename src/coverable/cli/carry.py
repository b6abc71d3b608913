"""`coverable policy carry`: which signatures and citations of a version stand in the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from coverable.base.problem import refuse
from coverable.cli.options import AsOf, Format, Library_, guarded, print_view, today_or
from coverable.cli.screen import Screen

if TYPE_CHECKING:
    from coverable.proof.workflow.carry import Carry

STATES = {
    "moved": "the same words, elsewhere",
    "changed": "other words now: read them again",
    "new": "new",
    "gone": "not cited any more",
    "no_digest": "no digest: run `coverable policy cite --write`",
}


@guarded
def carry(
    old: Annotated[str, typer.Argument(metavar="OLD", help="The older version: id@version, or its folder.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The newer version; it needs no sign-off yet.")],
    write: Annotated[
        bool, typer.Option("--write", help="Begin signoff.yaml of NEW, a draft of what carries over.")
    ] = False,
    by: Annotated[
        str | None, typer.Option("--by", metavar="NAME", help="With --write: who encodes the newer version.")
    ] = None,
    library: Library_ = None,
    as_of: AsOf = None,
    format: Format = "text",
) -> None:
    """What carries over to a newer version, and what a person must sign or read again, with the reason."""
    from coverable.cli.output import library_root
    from coverable.cli.versions import open_version
    from coverable.proof.workflow.carry import carry as carried
    from coverable.proof.workflow.draft import draft_text, head_of, write_draft

    if write and not (by and by.strip()):
        raise refuse(
            "nobody is named",
            "--by",
            "a sign-off says who made the encoding, and this program signs for nobody",
            "add `--by NAME`",
        )
    engine, (first, second) = open_version(library_root(library), old, new)
    found = carried(engine, first, second)
    written: str | None = None
    if write:
        assert by is not None
        folders = engine.library.folders
        text = draft_text(found, by, today_or(as_of).isoformat(), head_of(folders[first]))
        written = engine.library.name(write_draft(folders[second], text))
    if format == "json":
        return print_view({**found.view(), "written": written})
    screen = Screen.of()
    _show(screen, found, written)
    typer.echo(screen.text(), nl=False)


def _show(screen: Screen, found: Carry, written: str | None) -> None:
    screen.pair("From", found.old)
    screen.pair("To", found.new)
    kept = [one for one in found.readings if one.carries]
    screen.title("Interpretations that carry over (proved)")
    for one in kept:
        assert one.choice is not None
        signed = f"signed by {one.choice.by} on {one.choice.on}"
        screen.put(f"{one.name}: {one.choice.option}, {signed}", first="✓ ", margin="met")
    if not kept:
        screen.put("none")
    again = [one for one in found.readings if not one.carries]
    if again:
        screen.title("To be signed by a person")
    for one in again:
        first = "− " if one.gone else "✗ "
        screen.put(f"{one.name}: {'; '.join(one.why_not)}", first=first, margin="not_met")
    screen.title("Citations")
    for state, says in {"kept": "the same words at the same place", **STATES}.items():
        here = [one for one in found.passages if one.state == state]
        if not here:
            continue
        places = ", ".join(
            f"{one.before} → {one.place}" if one.before not in (None, one.place) else one.place
            for one in here
        )
        screen.put(f"{says}: {places}", first=f"{len(here):>4}  ")
    screen.title("Never carried over")
    for part, why in found.left:
        screen.put(f"{part}: {why}", first="− ")
    if written:
        screen.gap()
        screen.put(f"{written} is written, a draft.")
