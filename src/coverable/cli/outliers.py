"""`coverable claims outliers` and `claims ground`: providers beside peers, and what a person makes of it."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from coverable.base.problem import refuse
from coverable.cli.options import Library_, day_of
from coverable.cli.output import SCHEMA_VERSION, Refusals, library_root, result_stream, write_text

if TYPE_CHECKING:
    from coverable.claims.outliers.measures import Declared
    from coverable.policy.library import Library

Codes = Annotated[
    list[str] | None,
    typer.Option("--code", metavar="CODE", help="Look at this code; may be repeated; default: the policy's."),
]


def outliers(
    claims: Annotated[
        Path,
        typer.Argument(metavar="CLAIMS", help="A Parquet, Arrow or CSV file, or a folder of such files."),
    ],
    code: Codes = None,
    among: Annotated[
        list[str] | None,
        typer.Option("--among", metavar="CODE", help="Other codes of the same visits, for the mix."),
    ] = None,
    policy: Annotated[
        str | None, typer.Option("--policy", metavar="POLICY", help="Whose codes and lists of diagnoses.")
    ] = None,
    measures: Annotated[
        Path | None, typer.Option("--measures", metavar="FILE", help="Declared measures (YAML), alone.")
    ] = None,
    period: Annotated[
        list[str] | None,
        typer.Option("--period", metavar="FROM..TO", help="At least two; default: the claims in two halves."),
    ] = None,
    declare: Annotated[
        bool, typer.Option("--declare", help="Only print the file of measures that would be used.")
    ] = False,
    mapping: Annotated[
        Path | None,
        typer.Option(
            "--mapping", metavar="FILE", help="Which column gives which field; default: usual names."
        ),
    ] = None,
    library: Library_ = None,
    format: Annotated[
        Literal["text", "json", "csv"], typer.Option("--format", help="json: all; csv: one row a figure.")
    ] = "text",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write the result to this file.")
    ] = None,
) -> None:
    """Which providers stand out among their peers, by several measures, in two periods in a row.

    For people to look at: it decides no claim and reaches no request. Exit code: 0 done, whatever was found;
    2 could not run.
    """
    with Refusals(format):
        from coverable.policy.library import Library

        opened = Library(library_root(library))
        declared = _declared(opened, code, among, policy, measures, period)
        if declare:
            from coverable.cli.outlierstext import measures_yaml

            with result_stream(output) as stream:
                write_text(stream, measures_yaml(declared))
            return
        from coverable.claims.mapping import read_mapping
        from coverable.claims.outliers.find import find
        from coverable.claims.outliers.view import found_view

        view = found_view(find(claims, read_mapping(mapping), declared, opened))
        with result_stream(output) as stream:
            if format == "json":
                import json

                said = {"schema_version": SCHEMA_VERSION, **view}
                write_text(stream, json.dumps(said, ensure_ascii=False, indent=2) + "\n")
            elif format == "csv":
                from coverable.cli.outlierstext import outliers_csv

                outliers_csv(view, stream)
            else:
                from coverable.cli.outlierstext import outliers_page

                stream.write(outliers_page(view, stream))
        if output is not None:
            sys.stdout.write(f"{view['stand_out']:,} providers stand out; written to {output}.\n")


def ground(
    result: Annotated[
        Path, typer.Argument(metavar="RESULT", help="What `claims outliers --format json` wrote.")
    ],
    provider: Annotated[str, typer.Option("--provider", metavar="NPI", help="To whom the notice goes.")],
    measure: Annotated[
        list[str], typer.Option("--measure", metavar="ID", help="By which it stands out; may be repeated.")
    ],
    by: Annotated[str, typer.Option("--by", metavar="WHO", help="Who decided.")],
    because: Annotated[str, typer.Option("--because", metavar="WHY", help="Why a notice is right.")],
    considered: Annotated[
        list[str] | None,
        typer.Option(
            "--considered",
            metavar="REASON=FOUND",
            help="What was found of case_mix, sub_specialty, new_practice, group_billing: each of them.",
        ),
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day of the decision; default: today.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="When it expires; default: after a year.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write the entry to this file.")
    ] = None,
) -> None:
    """The ground of a notice: a flag that a person confirmed, as an entry for `notices` of a plan file."""
    with Refusals():
        from coverable.claims.outliers.confirm import confirm
        from coverable.cli.outlierstext import notice_yaml

        found = dict(_reason(one) for one in considered or [])
        made = confirm(
            result, provider, measure, by, because, found,
            day_of(on, "--on") or date.today(), day_of(until, "--until"),
        )  # fmt: skip
        with result_stream(output) as stream:
            write_text(stream, notice_yaml(made))


def _reason(text: str) -> tuple[str, str]:
    from coverable.base.problem import did_you_mean
    from coverable.plan.ground import INNOCENT

    name, equal, found = text.partition("=")
    if not equal or name not in INNOCENT:
        raise refuse(
            f"`{name[:40]}` is no reason to look at",
            "--considered",
            "it is written REASON=FOUND",
            did_you_mean(name, INNOCENT),
        )
    return name, found


def _declared(
    library: Library,
    code: list[str] | None,
    among: list[str] | None,
    policy: str | None,
    measures: Path | None,
    period: list[str] | None,
) -> Declared:
    from dataclasses import replace

    from coverable.claims.outliers.measures import MeasuresFile, measures_of, read_measures
    from coverable.glossary.codes import read_code

    if measures is not None and (code or among or policy):
        raise refuse(
            "measures are declared twice",
            "--measures",
            "a file of measures says codes and diagnoses itself",
            "leave --code, --among and --policy out",
        )
    if measures is not None:
        declared = read_measures(measures)
    else:
        codes, others = (
            [read_code(one, option) for one in given or []]
            for given, option in ((code, "--code"), (among, "--among"))
        )
        named = library.one(policy) if policy else None
        declared = measures_of(codes, others, named)
    if not period:
        return declared
    data: dict[str, Any] = declared.file.model_dump(by_alias=True)
    days = [_period(one) for one in period]
    return replace(declared, file=MeasuresFile.model_validate({**data, "periods": days}))


def _period(text: str) -> dict[str, str]:
    first, dots, last = text.partition("..")
    days = [day_of(one, "--period") for one in (first, last)] if dots else [None]
    if None in days or days[0] > days[1]:  # type: ignore[operator]
        raise refuse(
            f"`{text[:40]}` is no period",
            "--period",
            "it is written FROM..TO, two whole dates, the earlier one first",
            "write YYYY-MM-DD..YYYY-MM-DD",
        )
    return {"from": str(days[0]), "to": str(days[1])}
