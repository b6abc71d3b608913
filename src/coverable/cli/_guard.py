"""What every command shares: refusals in four words with exit code 2, versioned JSON, dates."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, ParamSpec, TypeVar

import typer

from coverable.base.problem import Refused, refuse

P = ParamSpec("P")
R = TypeVar("R")
SCHEMA_VERSION = 1
Library_ = Annotated[
    Path | None,
    typer.Option("--library", metavar="DIR", help="A library folder; default: the sample library."),
]
Format = Annotated[
    Literal["text", "json"], typer.Option("--format", help="text for people, json for programs.")
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="The day of looking, YYYY-MM-DD; default: today."),
]


def guarded(command: Callable[P, R]) -> Callable[P, R]:
    """A command whose refusals are said in words (stderr, or JSON on stdout) and end with exit code 2."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except Refused as refused:
            if kwargs.get("format") == "json":
                print_json({"problems": [p.as_json() for p in refused.problems]})
            else:
                typer.echo(str(refused), err=True)
            raise typer.Exit(2) from None

    return run


def print_json(data: dict[str, Any]) -> None:
    """Stable, ordered JSON with `schema_version` first."""
    typer.echo(json.dumps({"schema_version": SCHEMA_VERSION, **data}, indent=2, ensure_ascii=False))


def day_of(text: str | None, option: str) -> date | None:
    """A whole date that somebody gave for an option."""
    from coverable.base.dates import read_day

    if text is None:
        return None
    try:
        return read_day(text)
    except ValueError as error:
        raise refuse(f"`{text[:40]}` is not a day", option, str(error), "write it as YYYY-MM-DD") from None


def today_or(text: str | None) -> date:
    """The day of looking: given, or today."""
    return day_of(text, "--as-of") or date.today()
