"""`coverable plan`: the register of adoptions, and the letters of plans that educate."""

from __future__ import annotations

from contextlib import redirect_stdout
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from coverable.cli.letters import letters
from coverable.cli.notices import notices
from coverable.cli.options import Library_, day_of, guarded, print_view
from coverable.cli.output import result_stream, write_text
from coverable.cli.planname import chosen_plans

if TYPE_CHECKING:
    from coverable.plan.book import Plan

plan_app = typer.Typer(help="What plans decided on policies.", no_args_is_help=True)
plan_app.command()(letters)
plan_app.command()(notices)
COLUMNS = (
    "plan", "line_of_business", "policy", "title", "version", "mode", "state", "from", "to", "by", "on",
    "because", "figures", "review_off", "fictional",
)  # fmt: skip


@plan_app.callback()
def group() -> None:
    """What plans decided on policies."""


@plan_app.command()
@guarded
def register(
    plan: Annotated[
        list[str] | None, typer.Option("--plan", help="Of this plan only; may be repeated.")
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="As it stands on this day; default: today.")
    ] = None,
    library: Library_ = None,
    format: Annotated[
        Literal["text", "json", "csv"], typer.Option("--format", help="csv: one row a decision.")
    ] = "text",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write the result to this file.")
    ] = None,
) -> None:
    """Every decision of a plan on a policy: mode, days, who, why, on what figures; and what is undecided."""
    from coverable.plan.book import PlanBook
    from coverable.plan.register import decisions, undecided
    from coverable.policy.library import Library

    day = day_of(on, "--on") or date.today()
    opened = Library(library)
    chosen = chosen_plans(PlanBook(opened), plan or [], "--plan")
    rows = [one.view() for one in decisions(opened, chosen, day)]
    left = [one.view() for one in undecided(opened, chosen, day)]
    view = {"on": day.isoformat(), "decisions": rows, "undecided": left}
    with result_stream(output) as stream, redirect_stdout(stream):
        if format == "json":
            print_view(view)
        elif format == "csv":
            write_text(stream, _csv(rows, left))
        else:
            _show(view, chosen)


def _csv(rows: list[dict[str, Any]], left: list[dict[str, Any]]) -> str:
    from coverable.publish.rows import table_text

    def cells(row: dict[str, Any]) -> list[Any]:
        off = row.get("review_off")
        told = {
            **row,
            "figures": " | ".join(one["says"] for one in row.get("figures", ())),
            "review_off": f"{off['because']}; {off['by']}" if off else None,
            "fictional": "yes" if row["fictional"] else "no",
        }
        return [told.get(name) for name in COLUMNS]

    undecided = [{**row, "mode": "undecided"} for row in left]
    return table_text(COLUMNS, (cells(row) for row in (*rows, *undecided)))


def _show(view: dict[str, Any], plans: list[Plan]) -> None:
    from coverable.cli.paper import heading, para
    from coverable.plan.register import MADE_UP

    typer.echo(f"Register of adoptions on {view['on']}")
    for plan in plans:
        line = plan.file.line_of_business.replace("_", " ")
        heading(f"{plan.id} · {line} · {plan.file.title}")
        if plan.file.fictional:
            para(MADE_UP, 2)
        for row in view["decisions"]:
            if row["plan"] == plan.id:
                _decision(row)
        for row in view["undecided"]:
            if row["plan"] == plan.id:
                para(f"{row['policy']}, {row['title']}: no decision on record", 2, "· ")


def _decision(row: dict[str, Any]) -> None:
    from coverable.cli.paper import para

    version = f"version {row['version']}" if row["version"] else "no version in effect"
    days = " ".join(
        f"{word} {row[key]}" for word, key in (("from", "from"), ("to", "to")) if row[key] is not None
    )
    state = f"{row['state']}{f' ({days})' if days else ''}"
    mode = row["mode"].replace("_", " ")
    para(f"{row['policy']}, {row['title']}, {version}: {mode}, {state}", 2, "• ")
    signed = row["by"] or "who decided is not on record"
    signed += f" on {row['on']}" if row["on"] else ""
    para(f"{signed}: {row['because'] or 'no reason on record'}", 6)
    for one in row["figures"]:
        para(one["says"], 6, "# ")
    if row["review_off"]:
        off = row["review_off"]
        para(f"not reviewed at present: {off['because']} ({off['by']})", 6, "! ")
