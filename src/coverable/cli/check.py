"""`coverable check`: decide requests and say what came out, why, and what is still needed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TextIO

import typer

from coverable.base.problem import Problem, Refused, did_you_mean, refuse
from coverable.cli.output import (
    DONE,
    FAILED,
    FINDINGS,
    Refusals,
    library_root,
    print_problems,
    read_day_option,
    result_stream,
    write_text,
)
from coverable.cli.records import as_asked

if TYPE_CHECKING:
    from coverable.determination.engine import Engine

Format = Annotated[
    Literal["text", "json", "jsonl"],
    typer.Option("--format", help="text for people, json for programs, jsonl one determination a line."),
]
LibraryOption = Annotated[
    Path | None,
    typer.Option("--library", metavar="DIR", help="The library to use; default: the one that comes along."),
]
OUTCOME_CODES: Final = {
    "criteria_met": 0,
    "criteria_not_met": 3,
    "use_excluded": 3,
    "use_not_listed": 3,
    "information_needed": 4,
    "judgment_needed": 4,
}
ADMINISTRATIVE: Final = 5
"""Everything else: no criteria were run, so nothing is met."""


def check(
    requests: Annotated[
        list[str], typer.Argument(metavar="REQUEST...", help="JSON or JSON Lines files; - is standard input.")
    ],
    library: LibraryOption = None,
    format: Format = "text",
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="The day of looking, YYYY-MM-DD.")
    ] = None,
    interpretation: Annotated[
        list[str] | None,
        typer.Option(
            "--interpretation", metavar="AM-1=OPTION", help="What if the text were read so? May be repeated."
        ),
    ] = None,
    exit_code: Annotated[
        Literal["done", "outcome"], typer.Option("--exit-code", help="outcome: as said above.")
    ] = "done",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write the result to this file.")
    ] = None,
    fhir: Annotated[
        bool, typer.Option("--fhir", help="The input is FHIR R4: a Bundle, or a list of resources.")
    ] = False,
    order: Annotated[
        list[str] | None,
        typer.Option("--order", metavar="TYPE/ID", help="Of --fhir: the order asked about. May be repeated."),
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Show every criterion and reading.")] = False,
    reviewer: Annotated[
        bool, typer.Option("--reviewer", help="Show what would settle an open outcome. Not for providers.")
    ] = False,
) -> None:
    """Decide requests: the outcome, why, what is still needed, who looks next.

    Exit code: 0 decided, whatever the outcome; 1 some of several requests were refused; 2 nothing could be
    decided. With --exit-code outcome: 0 criteria met, 3 not met or a use that the policy excludes or does not
    list, 4 information or judgment needed, 5 administrative; of several, the highest.
    """
    with Refusals():
        from coverable.determination.decide import determine_or_refusal
        from coverable.determination.engine import open_engine

        to_requests = as_asked(fhir, order or [])
        day = read_day_option(as_of, "--as-of")
        root = library_root(library)
        engine = open_engine(root, read_choices(interpretation or [], root))
        decided: list[Any] = []
        single = False
        total = refused = highest = 0
        with result_stream(output) as stream:
            write = _writer(format, stream, engine, full, reviewer)
            for path, data in to_requests(_all_requests(requests), engine):
                one = determine_or_refusal(data, engine, day, path)
                total += 1
                single = total == 1 and len(requests) == 1 and path.endswith(" $") and ".jsonl:" not in path
                if "refused" in one:
                    refused += 1
                    print_problems(Problem(**p) for p in one["refused"])
                else:
                    highest = max(
                        highest, *(outcome_code(line["combined"]["outcome"]) for line in one["lines"])
                    )
                if write is None:
                    decided.append(one)
                elif single and format == "text" and "refused" in one:
                    raise typer.Exit(FAILED)  # said already; a file of -o stays as it was
                else:
                    write(one)
            if write is None:
                from coverable.determination.decide import dump

                write_text(stream, dump(decided[0] if single else decided, 2) + "\n")
        if not total:
            sys.stderr.write("There is no request in the input.\n")
    if refused:
        raise typer.Exit(FAILED if refused == total else FINDINGS)
    raise typer.Exit(highest if exit_code == "outcome" else DONE)


def outcome_code(outcome: str) -> int:
    """The exit code of `--exit-code outcome`."""
    return OUTCOME_CODES.get(outcome, ADMINISTRATIVE)


def read_choices(given: list[str], root: Path | None) -> dict[str, str]:
    """{interpretation: option} from `AM-1=OPTION`; Refused when no policy of the library knows it."""
    if not given:
        return {}
    from coverable.policy.library import Library
    from coverable.policy.readings import check_reading, readings_of

    known = readings_of(Library(root))
    out: dict[str, str] = {}
    for text in given:
        name, equals, option = (part.strip() for part in text.partition("="))
        where = f"--interpretation {text}"
        if not equals:
            raise refuse(
                "an interpretation needs its option",
                where,
                "it is written AM-1=OPTION",
                did_you_mean(name, known),
            )
        check_reading(known, name, option, where)
        if out.setdefault(name, option) != option:
            raise refuse(
                f"{name} is given twice", where, f"once as {out[name]}, once as {option}", "keep one"
            )
    return out


def _writer(
    format: str, stream: TextIO, engine: Engine, full: bool, reviewer: bool
) -> Callable[[Any], None] | None:
    """Writes one determination at once; None where all of them make one JSON value."""
    if format == "json":
        return None
    if format == "jsonl":
        from coverable.determination.decide import dump

        return lambda one: write_text(stream, dump(one) + "\n")
    from coverable.cli.screen import Screen
    from coverable.cli.text import Writer

    first = True

    def write(one: Any) -> None:
        nonlocal first
        screen = Screen.of(stream)
        Writer(screen, engine, full, reviewer).determination(one)
        stream.write(("" if first else "\n" + "─" * min(screen.width, 60) + "\n\n") + screen.text())
        first = False

    return write


def _all_requests(names: list[str]) -> Iterator[tuple[str, Any]]:
    """(place, data or Refused) of every request, in order. A file that cannot be read takes one place."""
    if names.count("-") > 1:
        raise refuse("standard input is named twice", "-", "it can be read only once", "keep one `-`")
    for name in names:
        try:
            yield from _from_stdin() if name == "-" else _from_file(Path(name))
        except Refused as refused:
            yield f"{name} $", refused


def _from_file(path: Path) -> Iterator[tuple[str, Any]]:
    from coverable.determination.request import read_requests

    if path.is_dir():
        raise refuse("this is a folder", str(path), "requests are read from files", f"try {path}/*.json")
    for place, data in read_requests(path):
        yield (f"{path.name} {place}" if place.startswith("$") else f"{place} $"), data


def _from_stdin() -> Iterator[tuple[str, Any]]:
    """One object, a list, or JSON Lines: told by whether the first line is a whole value."""
    from coverable.determination.request import parse_json

    name = "standard input"
    first = sys.stdin.buffer.readline()
    rest = sys.stdin.buffer
    try:
        data = parse_json(first, name) if first.strip() else None
        several = data is not None and not isinstance(data, list)
    except Refused:
        data, several = None, False
    if several:
        following = rest.readline()
        if not following.strip() and not (following := rest.read()).strip():
            yield f"{name} $", data
            return
        yield f"{name}:1 $", data
        for i, line in enumerate(_lines(following, rest), 2):
            if line.strip():
                place = f"{name}:{i}"
                try:
                    yield f"{place} $", parse_json(line, place)
                except Refused as refused:
                    yield f"{place} $", refused
        return
    data = parse_json(first + rest.read(), name)
    if isinstance(data, list):
        yield from ((f"{name} $[{i}]", one) for i, one in enumerate(data))  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    else:
        yield f"{name} $", data


def _lines(first: bytes, rest: Any) -> Iterator[bytes]:
    yield from first.splitlines()
    yield from rest
