"""`coverable claims`: review columns of claims, explain a line, sum providers up and compare them, make
claims up."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from coverable.base.problem import refuse
from coverable.cli.options import Library_, day_of
from coverable.cli.outliers import ground, outliers
from coverable.cli.output import DONE, FINDINGS, Refusals, library_root, print_json, result_stream
from coverable.cli.progress import progress

claims_app = typer.Typer(
    no_args_is_help=True, help="Review claims by the million: signals and worklists, never a decision."
)
claims_app.command()(outliers)
claims_app.command()(ground)
Claims = Annotated[
    Path, typer.Argument(metavar="CLAIMS", help="A Parquet, Arrow or CSV file, or a folder of such files.")
]
MappingFile_ = Annotated[
    Path | None,
    typer.Option("--mapping", metavar="FILE", help="Which column gives which field; default: usual names."),
]


@claims_app.command()
def review(
    claims: Claims,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="OUT_DIR", help="The folder of the run.")],
    mapping: MappingFile_ = None,
    facts: Annotated[
        Path | None,
        typer.Option("--facts", metavar="FILE", help="A second file with facts, joined by claim and line."),
    ] = None,
    library: Library_ = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help="The day of looking; default: that of each service."),
    ] = None,
    since: Annotated[
        Path | None,
        typer.Option("--since", metavar="RUN", help="The folder of an earlier run, to take over from."),
    ] = None,
    engine: Annotated[
        Literal["local", "spark"], typer.Option("--engine", help="local: this machine; spark: Apache Spark.")
    ] = "local",
    workers: Annotated[
        int, typer.Option("--workers", min=0, metavar="N", help="Processes; default: one for each core.")
    ] = 0,
    format: Annotated[Literal["text", "json"], typer.Option("--format", help="json: the manifest.")] = "text",
) -> None:
    """Decide every claim line as `check` would, and say where looking at the record is worth it.

    A run that was stopped goes on where it stopped: give the same command again. Exit code: 0 done, whatever
    was found; 1 no line could be decided; 2 could not run.
    """
    with Refusals(format):
        from coverable.base.share import cores
        from coverable.claims.mapping import read_mapping
        from coverable.claims.run import Asked
        from coverable.claims.run import review as run_review

        day = day_of(as_of, "--as-of")
        root = library_root(library)
        asked = Asked(
            claims, output, read_mapping(mapping), root, facts, day, workers or cores(), since, engine
        )
        with progress("lines") as told:
            manifest = run_review(asked, told)
    if format == "json":
        print_json(manifest)
    else:
        from coverable.cli.claimstext import manifest_page

        sys.stdout.write(manifest_page(manifest, output, sys.stdout))
    lines = manifest["lines"]
    raise typer.Exit(FINDINGS if lines["read"] and not lines["decided"] else DONE)


@claims_app.command()
def explain(
    run: Annotated[Path, typer.Argument(metavar="OUT_DIR", help="The folder of a run.")],
    claim: Annotated[str, typer.Argument(metavar="CLAIM_ID", help="The number of a claim.")],
    line: Annotated[
        str | None, typer.Option("--line", metavar="N", help="Only this line of the claim.")
    ] = None,
    library: Library_ = None,
    format: Annotated[
        Literal["text", "json"], typer.Option("--format", help="json: the determinations.")
    ] = "text",
    full: Annotated[bool, typer.Option("--full", help="Show every criterion and reading.")] = False,
    reviewer: Annotated[
        bool, typer.Option("--reviewer", help="Show what would settle an open outcome. Not for providers.")
    ] = False,
) -> None:
    """The rationale of a claim's lines, as `check` gives it for the requests that they stand for."""
    with Refusals(format):
        from coverable.claims.explain import Ended
        from coverable.claims.explain import explain as explain_claim
        from coverable.determination.decide import determine
        from coverable.determination.engine import open_engine

        ended = Ended(run)
        engine = open_engine(library_root(library) or ended.library)
        lines = explain_claim(ended, claim, engine)
        lines = [one for one in lines if line is None or one.said["line"] == line]
        if not lines:
            raise refuse(f"no line `{line}`", claim[:40], "the claim has other lines", "leave --line out")
        said = [determine(one.request, engine) if one.request else None for one in lines]
    if format == "json":
        print_json([one or {"rejected": of.said["rejected"]} for one, of in zip(said, lines, strict=True)])
        return
    from coverable.cli.claimstext import line_page

    for one, determination in zip(lines, said, strict=True):
        sys.stdout.write(line_page(one.said, determination, engine, sys.stdout, full, reviewer))


@claims_app.command()
def summary(
    claims: Claims,
    mapping: MappingFile_ = None,
    code: Annotated[
        list[str] | None,
        typer.Option(
            "--code",
            metavar="CODE",
            help="Count lines of this code. May be repeated; default: codes "
            "that policies of the library list.",
        ),
    ] = None,
    least: Annotated[
        int, typer.Option("--least", min=1, metavar="N", help="Providers with at least so many lines.")
    ] = 1,
    library: Library_ = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write the whole table as CSV.")
    ] = None,
) -> None:
    """Rates of each provider beside those of its peers (same specialty and region): a table, no judgement."""
    with Refusals():
        from coverable.claims.mapping import read_mapping
        from coverable.claims.summary import summarize
        from coverable.cli.claimstext import summary_csv, summary_page
        from coverable.glossary.codes import read_code
        from coverable.policy.library import Library

        opened = Library(library_root(library))
        codes = [read_code(one, "--code") for one in code or []]
        if not codes:
            codes = sorted({c for id in opened.ids() for p in opened.versions(id) for c in p.codes})
        table = summarize(claims, read_mapping(mapping), codes, opened.glossary, least)
        if output is None:
            sys.stdout.write(summary_page(table))
        else:
            with result_stream(output) as stream:
                summary_csv(table, stream)
            sys.stdout.write(f"{len(table.rows):,} providers written to {output}.\n")


@claims_app.command()
def synth(
    rows: Annotated[int, typer.Option("--rows", min=1, metavar="N", help="How many lines.")],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="NAME.parquet, NAME.arrow or NAME.csv.")
    ],
    seed: Annotated[
        int, typer.Option("--seed", min=0, metavar="S", help="The same seed, the same lines.")
    ] = 1,
    dirty: Annotated[
        float,
        typer.Option("--dirty", min=0, max=1, metavar="SHARE", help="Share of rows that cannot be decided."),
    ] = 0.002,
    documented: Annotated[
        float, typer.Option("--documented", min=0, max=1, metavar="SHARE", help="Share of lines with facts.")
    ] = 0.3,
) -> None:
    """Make claims up: realistic lines of nobody, with providers that bill unusually and rows full of
    faults."""
    with Refusals():
        from coverable.claims.synth.write import synth as write

        if not output.parent.is_dir():
            raise refuse(
                "no such folder", f"-o {output}", f"there is no folder {output.parent}", "make it first"
            )
        with progress("lines") as told:
            planted = write(output, rows, seed, dirty, documented, told)
    sys.stdout.write(f"{rows:,} made-up claim lines written to {output}.\n")
    for kind, providers in planted.items():
        sys.stdout.write(f"Bills unusually by {kind}: {', '.join(providers)}\n")
