"""`coverable plan notices`: what providers are told whose figures stand out, from the grounds on record."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import typer

from coverable.cli.letters import write_letters
from coverable.cli.options import Library_, day_of, guarded
from coverable.cli.planname import chosen_plans


@guarded
def notices(
    plan: Annotated[str, typer.Argument(metavar="PLAN", help="The plan that writes.")],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="The folder of the notices.")],
    provider: Annotated[
        list[str] | None, typer.Option("--provider", metavar="NPI", help="To it only; may be repeated.")
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day of writing; default: today.")
    ] = None,
    format: Annotated[
        Literal["both", "html", "md"], typer.Option("--format", help="Default: html and md.")
    ] = "both",
    library: Library_ = None,
) -> None:
    """Notices to providers by the grounds on record: measure, own figure, peers, what is looked at.

    Only notices of the plan file with `grounds` are written, while they hold. They educate and accuse nobody.
    """
    from coverable.plan.book import PlanBook
    from coverable.policy.library import Library
    from coverable.publish.notice import notice_view
    from coverable.publish.notice import notices as told

    day = day_of(on, "--on") or date.today()
    opened = Library(library)
    [found] = chosen_plans(PlanBook(opened), [plan], "PLAN")
    chosen = told(opened, found, day, provider or ())
    made = {
        f"{one.subject.policy.id}/{one.notice.provider}-{one.notice.on}": notice_view(one, opened, day)
        for one in chosen
    }
    write_letters(made, out, format)
