"""`coverable library conflicts`: where two levels of precedence answer one patient in opposite ways."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from coverable.base.problem import did_you_mean, refuse
from coverable.cli.options import Format, Library_, day_of, guarded, print_view
from coverable.cli.screen import Screen


@guarded
def conflicts(
    plan: Annotated[str | None, typer.Option("--plan", help="One plan; default: all of the library.")] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="Date of service; default: today.")
    ] = None,
    library: Library_ = None,
    format: Format = "text",
) -> None:
    """Policies of two levels that end differently for one patient; the higher level governs (SR-022)."""
    from datetime import date

    from coverable.determination.engine import open_engine
    from coverable.proof import conflicts as proofs

    engine, day = open_engine(library), day_of(on, "--on") or date.today()
    plans = engine.plans.plans
    if plan is not None and plan not in plans:
        raise refuse(f"no plan `{plan}`", "--plan", "it is not in the library", did_you_mean(plan, plans))
    found: list[dict[str, Any]] = [
        {"plan": name, **one.view()}
        for name in ([plan] if plan else sorted(plans))
        for one in proofs.conflicts(engine, plans[name], day)
    ]
    if format == "json":
        return print_view({"on": day.isoformat(), "conflicts": found})
    screen = Screen.of()
    for one in found:
        _show(screen, one)
    screen.gap()
    checked = "1 plan" if plan else f"{len(plans)} plans"
    count = "1 conflict" if len(found) == 1 else f"{len(found)} conflicts"
    screen.put(f"{count} between levels in {checked}, for a service on {day.isoformat()}.")
    typer.echo(screen.text(), nl=False)


def _show(screen: Screen, one: dict[str, Any]) -> None:
    from coverable.determination.wording import outcome_words

    codes = ", ".join(code.split(":")[1] for code in one["codes"])
    screen.title(f"{one['plan']}: {one['governs']} governs, {one['yields']} would end otherwise ({codes})")
    for says in one["says"]:
        screen.put(says, first="  • ")
    screen.put(
        f"{one['governs']}: {outcome_words(one['first'])}; {one['yields']}: {outcome_words(one['second'])}",
        first="  → ",
        style="bold",
    )
