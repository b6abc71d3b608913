"""`coverable rule`: the rules of the lint, and one of them with its reason and examples."""

from __future__ import annotations

from typing import Annotated

import typer

from coverable.cli.options import Format, guarded, print_view


@guarded
def rule(
    id: Annotated[str | None, typer.Argument(metavar="[ID]", help="A rule; default: list them all.")] = None,
    format: Format = "text",
) -> None:
    """Explain a rule of the lint: what it finds, why that matters, a bad and a good example."""
    from coverable.proof.lint.registry import RULES, rule_of

    chosen = RULES if id is None else (rule_of(id),)
    if format == "json":
        print_view({"rules": [one.view() for one in chosen]})
    elif id is None:
        _list()
    else:
        _show(id)


def _list() -> None:
    from coverable.cli.screen import Screen
    from coverable.proof.lint.registry import FAMILIES

    screen = Screen.of()
    for family, rules in FAMILIES.items():
        screen.title(family.capitalize())
        for one in rules:
            screen.put(f"{one.id} ({one.severity}): {one.title}", first="  ", rest="    ")
    screen.gap()
    screen.put("`coverable rule ID` explains one; `coverable policy lint` runs them.")
    typer.echo(screen.text(), nl=False)


def _show(id: str) -> None:
    from coverable.cli.screen import Screen
    from coverable.proof.lint.registry import rule_of

    one = rule_of(id)
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
