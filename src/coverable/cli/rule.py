"""`coverable rule`: the rules of the lint and the findings of reading, and one of them with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from coverable.base.problem import did_you_mean, refuse
from coverable.cli.options import Format, guarded, print_view

if TYPE_CHECKING:
    from coverable.document.findings import Doubt
    from coverable.proof.lint.rule import Rule


@guarded
def rule(
    id: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="A rule or a finding; default: list them all.")
    ] = None,
    format: Format = "text",
) -> None:
    """Explain a rule of the lint or a finding of `coverable read`: what it finds, why that matters."""
    from coverable.document.kinds import kinds
    from coverable.proof.lint.registry import BY_ID, RULES

    doubts = kinds()
    if id is not None and id not in BY_ID and id not in doubts:
        near = did_you_mean(id, [*BY_ID, *doubts])
        raise refuse(f"no rule `{id}`", "ID", "`coverable rule` lists them all", near)
    if format == "json":
        rules = [one.view() for one in RULES if id in (None, one.id)]
        reading = [_view(name, one) for name, one in doubts.items() if id in (None, name)]
        print_view({"rules": rules, "reading": reading})
    elif id is None:
        _list()
    elif id in BY_ID:
        _show(BY_ID[id])
    else:
        _show_doubt(id, doubts[id])


def _view(name: str, one: Doubt) -> dict[str, Any]:
    from coverable.document.examples import examples

    made = {
        "id": name,
        "severity": one.severity,
        "title": one.title,
        "why": one.why,
        "question": one.question,
    }
    example = examples().get(name)
    return made | ({"bad": example.bad, "good": example.good} if example else {})


def _list() -> None:
    from coverable.cli.screen import Screen
    from coverable.document.kinds import kinds
    from coverable.proof.lint.registry import FAMILIES

    screen = Screen.of()
    for family, rules in FAMILIES.items():
        screen.title(family.capitalize())
        for one in rules:
            screen.put(f"{one.id} ({one.severity}): {one.title}", first="  ", rest="    ")
    screen.title("Findings of reading a document")
    for name, doubt in kinds().items():
        screen.put(f"{name} ({doubt.severity}): {doubt.title}", first="  ", rest="    ")
    screen.gap()
    screen.put(
        "`coverable rule ID` explains one; `coverable policy lint` runs the rules, `coverable read` reads."
    )
    typer.echo(screen.text(), nl=False)


def _show(one: Rule) -> None:
    from coverable.cli.screen import Screen

    screen = Screen.of()
    screen.put(f"{one.id} ({one.severity})", style="bold")
    screen.put(one.title)
    screen.put(one.why, first="why: ", rest="     ")
    for name, example in (("Bad", one.bad), ("Good", one.good)):
        screen.title(name)
        # YAML is shown as it is: a line that is wrapped would be another file
        screen.lines += ["  " + line if line else "" for line in example.split("\n")]
    screen.gap()
    screen.put(
        "Lines stand in policy.yaml unless a comment names another file. To accept a finding, sign it under "
        "`accepted_findings` in signoff.yaml."
    )
    typer.echo(screen.text(), nl=False)


def _show_doubt(name: str, one: Doubt) -> None:
    from coverable.cli.screen import Screen
    from coverable.document.examples import examples

    screen = Screen.of()
    screen.put(f"{name} ({one.severity})", style="bold")
    screen.put(one.title)
    screen.put(one.why, first="why: ", rest="     ")
    screen.put(one.question, first="asks: ", rest="      ")
    example = examples().get(name)
    for title, lines in (("Bad", example.bad), ("Good", example.good)) if example else ():
        screen.title(title)
        screen.lines += ["  " + line if line else "" for line in lines.rstrip("\n").split("\n")]
    screen.gap()
    if example:
        screen.put(
            "Lines stand in the criteria of a document unless a `#` names another part or a whole document."
        )
    screen.put("A finding of `coverable read`. Answer it in analyst.yaml, at its passage (docs/reading.md).")
    typer.echo(screen.text(), nl=False)
