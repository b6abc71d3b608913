"""A report on agreement as a page of text: the outcome first, then each criterion, then the cases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer

from coverable.cli.paper import heading, para, table
from coverable.determination.wording import outcome_words

if TYPE_CHECKING:
    from coverable.determination.agreement import Compared, Question, Report

HEADS = ("raters", "cases", "agree", "95 %", "kappa", "95 % of kappa", "differ")
SHOWN = 12
"""Cases that are named in a line; the rest is counted."""


def show(made: Report) -> None:
    """The whole page."""
    raters = [*made.reviewers, *(["the engine"] if made.with_engine else [])]
    typer.secho(f"Agreement on {len(made.cases)} shared cases: {', '.join(raters)}", bold=True)
    heading("Outcome")
    _table(made.outcome.all)
    _why(made.outcome)
    if made.criteria:
        heading("By criterion")
        _criteria(made)
    heading("Cases that differ")
    _cases(made)
    heading("How it is counted")
    for says in made.view()["method"].values():
        para(f"{says}.", 2, "- ")
    _left(made)


def _cells(one: Compared) -> list[Any]:
    view = one.view()
    return [
        one.name,
        one.agreement.cases,
        "–" if view["percent"] is None else f"{view['percent']:.1f} %",
        _span(view["percent_interval"], 1),
        "undefined" if view["kappa"] is None else f"{view['kappa']:.2f}",
        _span(view["interval"], 2),
        len(one.differ),
    ]


def _span(pair: Sequence[float] | None, digits: int) -> str:
    return "–" if pair is None else f"{pair[0]:.{digits}f} to {pair[1]:.{digits}f}"


def _table(rows: Sequence[Compared]) -> None:
    table(HEADS, [_cells(one) for one in rows], spare=["95 %", "differ"])


def _why(question: Question) -> None:
    """Why a kappa has no value, or no interval."""
    for one in question.all:
        if one.agreement.undefined:
            para(f"{one.name}: {one.agreement.undefined}.", 2, "! ")
        elif one.agreement.no_interval:
            para(f"{one.name}: no interval, for {one.agreement.no_interval}.", 2, "! ")


def _criteria(made: Report) -> None:
    """The reviewers among themselves, and the engine against each, criterion by criterion."""
    rows: list[list[Any]] = []
    for question in made.criteria:
        for one in (*([question.among] if question.among else []), *question.engine):
            rows.append([question.name, *_cells(one)])
    table(("criterion", *HEADS), rows, spare=["95 %", "95 % of kappa", "differ"])
    undefined = [f"{r[0]} ({r[1]})" for r in rows if r[5] == "undefined"]
    if undefined:
        para(
            f"Undefined, for every answer is the same one or nobody answered: {', '.join(undefined)}.",
            2,
            "! ",
        )


def _cases(made: Report) -> None:
    if not made.differing:
        para("None: everybody who answered a case said the same.", 2)
    for one in made.differing:
        typer.echo(f"  {one['case']}")
        for name, answers in one["answers"].items():
            said = ", ".join(
                f"{who} {_word(name, answer)}" for who, answer in answers.items() if answer is not None
            )
            para(f"{name}: {said}", 6)


def _word(name: str, answer: str) -> str:
    return outcome_words(answer) if name == "outcome" else answer.replace("_", " ")


def _left(made: Report) -> None:
    for says, names in (
        ("Cases without a request, so without the engine", made.without_request),
        ("Requests that no reviewer answered", made.without_answer),
        ("Criteria that stand in no rationale of the engine", made.not_the_engines),
    ):
        if names:
            more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
            para(f"{says}: {', '.join(names[:SHOWN])}{more}.", 2, "! ")
