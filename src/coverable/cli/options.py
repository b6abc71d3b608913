"""Options and manners that several commands share: library, format, day of looking, refusals."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, ParamSpec, TypeVar

import typer

from coverable.cli.output import SCHEMA_VERSION, Refusals, print_json, read_day_option

P = ParamSpec("P")
R = TypeVar("R")
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
    """A command whose refusals are said in words and end with exit code 2."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with Refusals(str(kwargs.get("format") or "text")):
            return command(*args, **kwargs)
        raise AssertionError("Refusals passes on what it does not end")

    return run


def print_view(data: dict[str, Any]) -> None:
    """Stable, ordered JSON with `schema_version` first."""
    print_json({"schema_version": SCHEMA_VERSION, **data})


def day_of(text: str | None, option: str) -> date | None:
    """A whole date that somebody gave for an option."""
    day = read_day_option(text, option)
    return date.fromisoformat(day) if day else None


def today_or(text: str | None) -> date:
    """The day of looking: given, or today."""
    return day_of(text, "--as-of") or date.today()
