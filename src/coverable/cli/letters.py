"""`coverable plan letters`: education letters on the policies that a plan adopts for education only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from coverable.base.problem import refuse
from coverable.cli.options import Library_, day_of, guarded
from coverable.cli.planname import chosen_plans


@guarded
def letters(
    plan: Annotated[str, typer.Argument(metavar="PLAN", help="The plan that writes.")],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="The folder of the letters.")],
    policy: Annotated[
        list[str] | None, typer.Option("--policy", help="On this policy only; may be repeated.")
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day of the letter; default: today.")
    ] = None,
    figures: Annotated[
        Path | None,
        typer.Option(
            "--figures", metavar="FILE", help="Providers' own figures and their peers': CSV, JSONL."
        ),
    ] = None,
    format: Annotated[
        Literal["both", "html", "md"], typer.Option("--format", help="Default: html and md.")
    ] = "both",
    library: Library_ = None,
) -> None:
    """Provider education letters, one for each policy that the plan adopts as `education_only`.

    With --figures one for each provider of that file, with its own figures beside those of its peers. A
    field that looks like data of a member is refused.
    """
    from coverable.plan.book import PlanBook
    from coverable.policy.library import Library
    from coverable.policy.search import one as find
    from coverable.publish.figures import read_figures
    from coverable.publish.letter import letter_view, subjects

    day = day_of(on, "--on") or date.today()
    opened = Library(library)
    [found] = chosen_plans(PlanBook(opened), [plan], "PLAN")
    only = [find(opened, name).partition("@")[0] for name in policy or []]
    chosen = subjects(opened, found, day, only)
    read = read_figures(figures) if figures else None
    if read:
        known = {one.policy.id for one in chosen}
        other = next((row.policy for row in read.rows if row.policy and row.policy not in known), None)
        if other:
            raise refuse(
                f"figures on {other}",
                str(figures),
                f"no letter on it is written; there are letters on {', '.join(sorted(known))}",
                "correct `policy`, or remove the row",
            )
    made: dict[str, dict[str, Any]] = {}
    for subject in chosen:
        for provider in read.providers if read else (None,):
            rows = read.of(provider, subject.policy.id) if read and provider else []
            if provider and not rows:
                continue
            letter = letter_view(subject, opened, day, provider, rows)
            name = subject.policy.id + (f"/{provider}" if provider else "")
            made[name] = letter
    write_letters(made, out, format)


def write_letters(made: Mapping[str, Mapping[str, Any]], out: Path, format: str) -> None:
    """Write each letter under its name as HTML, as Markdown or both, after all of them could be made."""
    from coverable.publish.lettertext import letter_html, letter_markdown

    texts: dict[str, str] = {}
    for name, letter in made.items():
        if format != "md":
            texts[f"{name}.html"] = letter_html(letter)
        if format != "html":
            texts[f"{name}.md"] = letter_markdown(letter)
    for name, text in texts.items():
        _write(out / name, text)
    typer.echo(f"{len(texts)} files written to {out}", err=True)


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise refuse(
            "the letter cannot be written", str(path), error.strerror or str(error), "name another folder"
        ) from None
