"""`coverable agreement`: percent agreement and kappa of reviewers, and of the engine, on shared cases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import typer

from coverable.cli.options import AsOf, Library_, print_view
from coverable.cli.output import Refusals, library_root, read_day_option, result_stream, write_text

if TYPE_CHECKING:
    from coverable.determination.agreement import Report

COLUMNS: Final = (
    "of", "raters", "measure", "cases", "left_out", "percent", "percent_low", "percent_high",
    "expected_percent", "kappa", "kappa_low", "kappa_high", "undefined", "differ",
)  # fmt: skip


def agreement(
    answers: Annotated[
        list[Path],
        typer.Argument(metavar="ANSWERS...", help="Reviewers' answers: JSON Lines, or CSV when so named."),
    ],
    requests: Annotated[
        list[Path] | None,
        typer.Option(
            "--requests",
            metavar="FILE",
            help="The cases as requests (id = case): the engine is compared as well; may be repeated.",
        ),
    ] = None,
    library: Library_ = None,
    as_of: AsOf = None,
    format: Annotated[
        Literal["text", "json", "csv"], typer.Option("--format", help="csv: one row for each comparison.")
    ] = "text",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write the result to this file.")
    ] = None,
) -> None:
    """How consistently the same cases are reviewed: percent agreement and kappa with 95 % intervals.

    Cohen's kappa for two raters, Fleiss' for more; by outcome and by criterion, with the cases that differ.
    """
    with Refusals(format if format == "json" else "text"):
        from coverable.determination.agreement import report
        from coverable.determination.answers import engine_answers, read_answers

        root = library_root(library)
        day = read_day_option(as_of, "--as-of")
        given = read_answers(answers)
        decided = []
        if requests:
            from coverable.determination.engine import open_engine

            decided = engine_answers(open_engine(root), requests, day)
        made = report(given, decided)
        with result_stream(output) as stream, redirect_stdout(stream):
            if format == "json":
                print_view(made.view())
            elif format == "csv":
                from coverable.publish.rows import table_text

                write_text(stream, table_text(COLUMNS, _rows(made)))
            else:
                from coverable.cli.agreementtext import show

                show(made)


def _rows(made: Report) -> Iterator[list[Any]]:
    for question in (made.outcome, *made.criteria):
        for one in question.all:
            view = one.view()
            percent = view["percent_interval"] or [None, None]
            kappa = view["interval"] or [None, None]
            told = {
                **view,
                "of": question.name,
                "raters": one.name,
                "percent_low": percent[0],
                "percent_high": percent[1],
                "kappa_low": kappa[0],
                "kappa_high": kappa[1],
                "differ": "; ".join(one.differ),
            }
            yield [told[name] for name in COLUMNS]
