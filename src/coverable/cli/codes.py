"""`coverable codes`: look codes up, load code files, see which releases answer.

Code lookups speak of codes only: never of coverage, payment or a decision (SR-060).
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import typer

from coverable.base.dates import read_day
from coverable.base.problem import Refused, refuse
from coverable.cli.output import Refusals

if TYPE_CHECKING:
    from coverable.glossary.codebook import CodeBook, CodeState

SCHEMA_VERSION: Final = 1
CONDITIONAL: Final = (
    "A code alone decides nothing: a policy lists it or does not, and a service is medically necessary only "
    "when criteria are met."
)
codes_app = typer.Typer(help="Look up, expand and load medical codes.", no_args_is_help=True)
Format = Annotated[
    Literal["text", "json"], typer.Option("--format", help="text for people, json for programs.")
]


@codes_app.command()
def lookup(
    words: Annotated[
        list[str], typer.Argument(metavar="CODE|WORDS...", help="A code, or words of its description.")
    ],
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="Date of service, YYYY-MM-DD.")
    ] = None,
    system: Annotated[str | None, typer.Option("--system", help="icd10cm, hcpcs, cpt or icd9cm.")] = None,
    limit: Annotated[
        int, typer.Option("--limit", min=1, max=1000, help="How many codes to show for words.")
    ] = 20,
    format: Format = "text",
) -> None:
    """What a code is on a day, or the codes whose description holds the words.

    Exit code 0: every code is valid, or no release is loaded to check it by. 1: one is incomplete, ended or
    nonexistent, or nothing was found.
    """
    with Refusals(format):
        from coverable.glossary.codebook import ANSWERED_BY_NONE, open_codebook

        day = _day(on)
        book = open_codebook()
        states, asked = _states(book, words, day, system, limit)
        _show_states(book, states, day, format)
        wrong = asked and any(state.state not in ("valid", *ANSWERED_BY_NONE) for state in states)
    raise typer.Exit(1 if wrong or not states else 0)


@codes_app.command()
def load(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="CMS order file, CMS HCPCS file, or code,label CSV.")
    ],
    system: Annotated[str, typer.Option("--system", help="icd10cm, hcpcs or cpt.")],
    release: Annotated[str, typer.Option("--release", help="FY2027, 2026Q4 or the day it takes effect.")],
    licensed: Annotated[
        bool, typer.Option("--licensed", help="You hold a licence for this content (CPT).")
    ] = False,
    format: Format = "text",
) -> None:
    """Put a code file of yours into the code book. The same release is replaced."""
    with Refusals(format):
        from coverable.glossary.codefiles import load_file

        done = load_file(file, system, release, licensed)
        if format == "json":
            _json(
                {
                    "system": done.system,
                    "release": done.release,
                    "codes": done.codes,
                    "left_out": done.left_out,
                    "source": done.source,
                    "notice": done.notice,
                }
            )
            return
        typer.echo(f"{done.codes:,} {done.system} codes loaded as the release of {done.release}.")
        if done.left_out:
            typer.echo(
                f"{done.left_out:,} lines left out: modifiers, CDT and CPT codes, further description lines."
            )
        if done.notice:
            typer.echo(done.notice)


@codes_app.command()
def releases(format: Format = "text") -> None:
    """Which releases the code book holds, newest first."""
    with Refusals(format):
        from coverable.glossary.codebook import open_codebook

        book = open_codebook()
        rows = [
            {
                "system": r.system,
                "release": r.release,
                "from": r.first.isoformat(),
                "to": r.last.isoformat(),
                "source": r.source,
                "licensed": r.licensed,
            }
            for r in book.releases()
        ]
        if format == "json":
            _json({"releases": rows})
        else:
            _table(
                ["system", "release", "made for", "source"],
                [[r["system"], r["release"], f"{r['from']} to {r['to']}", r["source"]] for r in rows],
            )


def _states(
    book: CodeBook, words: list[str], day: date | None, system: str | None, limit: int
) -> tuple[tuple[CodeState, ...], bool]:
    """The answers, and whether codes were asked for: words are codes when they hold digits and can be
    read so, each by itself or together (`CPT 97033`); otherwise they are searched for in descriptions."""
    from coverable.glossary.codes import read_system

    system = read_system(system, "--system") if system else None
    text = " ".join(words)
    codelike = [any(ch.isdigit() for ch in word) for word in words]
    if codelike == [True] or (all(codelike) and not words[0].lower().startswith("icd")):
        return tuple(book.look(_code(word, system), day) for word in words), True
    if any(codelike):
        with suppress(Refused):
            return (book.look(_code(text, system), day),), True
    return tuple(book.look(found.code, day) for found in book.search(text, system, limit)), False


def _code(text: str, system: str | None) -> str:
    from coverable.glossary.codes import read_code

    return read_code(text, "CODE", system)


def _show_states(book: CodeBook, states: tuple[CodeState, ...], day: date | None, format: str) -> None:
    if format == "json":
        from dataclasses import asdict

        codes = {r.system: book.release(r.system) for r in book.releases()}
        _json(
            {"on": day.isoformat() if day else None, "releases": codes, "codes": [asdict(s) for s in states]}
        )
        return
    if not states:
        typer.echo("No code was found. Try fewer or shorter words.")
        return
    _table(["code", "state", "description"], [[s.code, _state_says(s), s.label or ""] for s in states])
    if len(states) <= 5:
        for state in states:
            typer.echo(state.says)
    typer.echo(CONDITIONAL)


def _state_says(state: CodeState) -> str:
    from coverable.glossary.codebook import ANSWERED_BY_NONE

    if state.state in ANSWERED_BY_NONE:
        return "not checked: no release loaded"
    return state.state.replace("_", " ")


def _table(heads: list[str], rows: list[list[Any]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for head in heads:
        table.add_column(head, overflow="fold")
    for row in rows:
        table.add_row(*(Text(str(cell)) for cell in row))
    Console(highlight=False).print(table)


def _json(data: dict[str, Any]) -> None:
    sys.stdout.write(
        json.dumps({"schema_version": SCHEMA_VERSION, **data}, indent=2, ensure_ascii=False) + "\n"
    )


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return read_day(text)
    except ValueError as error:
        raise refuse(
            f"`{text[:40]}` is not a date of service", "--on", str(error), "write it as YYYY-MM-DD"
        ) from None
