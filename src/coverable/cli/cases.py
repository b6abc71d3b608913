"""`coverable policy cases`: the cases of a policy, and those that are generated at its boundaries."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coverable.cli.options import Format, Library_, day_of, guarded, print_view

if TYPE_CHECKING:
    from coverable.proof.boundary import Boundary


@guarded
def cases(
    policy: Annotated[str, typer.Argument(metavar="POLICY", help="An id, id@version, number or title.")],
    boundary: Annotated[
        bool, typer.Option("--boundary", help="Generate the cases at which each criterion decides alone.")
    ] = False,
    mutants: Annotated[
        bool,
        typer.Option(
            "--mutants", help="Plant faults in the policy and see which of those cases notices each."
        ),
    ] = False,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help="Date of service; default: the first day."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="FILE", help="Write them there as a cases file.")
    ] = None,
    library: Library_ = None,
    format: Format = "text",
) -> None:
    """Cases of a policy. With --boundary: a request for every test and every kind of value that decides."""
    from coverable.determination.engine import open_engine
    from coverable.policy.search import one as named

    engine = open_engine(library)
    found = engine.library.policy(named(engine.library, policy))
    if not (boundary or mutants):
        from coverable.determination.cases import read_cases

        folder = engine.library.folders[found.key]
        file, _ = read_cases(folder, engine.library.name(folder / "cases.yaml"))
        listed = [{"id": c.id, "says": c.says, "outcome": c.expect.outcome} for c in file.cases]
        return _list(found.key, listed, format)
    from coverable.proof.boundary import boundary as boundary_cases
    from coverable.proof.boundary import cases_file

    made = boundary_cases(engine, found, day_of(on, "--on"))
    if mutants:
        _mutants(found.key, made, format)
        return
    if out is not None:
        out.write_text(_yaml(cases_file(made)), encoding="utf-8")
        typer.echo(
            f"{len(made)} cases written to {out}; run them: coverable policy test {found.key} --cases {out}"
        )
    elif format == "json":
        print_view({"policy": found.key, **cases_file(made)})
    else:
        _list(found.key, [{"id": c.id, "says": c.says, "outcome": c.outcome} for c in made], format)


def _list(key: str, rows: list[dict[str, Any]], format: str) -> None:
    if format == "json":
        return print_view({"policy": key, "cases": rows})
    from coverable.cli.paper import table

    table(["case", "outcome", "what it shows"], [[r["id"], r["outcome"], r["says"]] for r in rows])
    typer.echo(f"{key}: {len(rows)} cases")


def _mutants(key: str, made: list[Boundary], format: str) -> None:
    """What the cases notice. Exit code 1: a planted fault passes unnoticed and is not proved harmless."""
    from coverable.proof.mutants import judge, tally

    judged = list(judge(made))
    count = tally(judged)
    survived = [one.says for one in judged if one.end == "survived"]
    if format == "json":
        print_view({"policy": key, "cases": len(made), "mutants": count, "survived": survived})
    else:
        typer.echo(
            f"{key}: {len(judged)} faults planted, {count['killed']} noticed by the {len(made)} cases, "
            f"{count['equivalent']} proved to change nothing for anybody, {count['survived']} unnoticed"
        )
        for says in survived:
            typer.echo(f"  unnoticed: {says}")
    raise typer.Exit(1 if survived else 0)


def _yaml(data: dict[str, Any]) -> str:
    from ruamel.yaml import YAML

    yaml: Any = YAML()
    yaml.width = 110
    text = StringIO()
    yaml.dump(data, text)
    return text.getvalue()
