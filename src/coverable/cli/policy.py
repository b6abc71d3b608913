"""`coverable policy`: list, show, search, history, test, cite, export and schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from coverable.base.problem import Problem, did_you_mean, refuse
from coverable.cli.approve import approve
from coverable.cli.carry import carry
from coverable.cli.cases import cases as show_cases
from coverable.cli.compare import compare, diff
from coverable.cli.export import export
from coverable.cli.lint import lint
from coverable.cli.options import AsOf, Format, Library_, guarded, print_view, today_or
from coverable.cli.search import search

if TYPE_CHECKING:
    from coverable.policy.library import Library

policy_app = typer.Typer(help="Read, search, test and check coverage policies.", no_args_is_help=True)
policy_app.command()(approve)
policy_app.command()(carry)
policy_app.command()(compare)
policy_app.command()(diff)
policy_app.command("cases")(show_cases)
policy_app.command()(export)
One = Annotated[str, typer.Argument(metavar="POLICY", help="An id, id@version, number, title or alias.")]
OneOrAll = Annotated[
    str | None,
    typer.Argument(metavar="[POLICY]", help="An id, id@version, number, title or alias; default: all."),
]
Lines = Literal[
    "medicare",
    "medicaid",
    "commercial",
    "medicare_advantage",
    "dual_special_needs",
    "medicaid_managed_care",
    "chip",
    "commercial_insured",
    "self_funded",
    "federal_employees",
    "exchange",
]


@policy_app.command("list")
@guarded
def list_(library: Library_ = None, as_of: AsOf = None, format: Format = "text") -> None:
    """Every policy version: its lines of business, dates, review state and encoding."""
    from coverable.cli.paper import table
    from coverable.policy.overview import overview

    day = today_or(as_of)
    rows = overview(_open(library), day)
    if format == "json":
        return print_view({"as_of": day.isoformat(), "policies": rows})
    table(
        ["policy", "version", "title", "kind", "lines", "in effect", "standing", "review", "encoding"],
        [
            [
                r["policy"],
                r["version"],
                r["title"],
                r["kind"].replace("-", " "),
                ", ".join(r["lines_of_business"]).replace("_", " "),
                _span(r["in_effect"]),
                r["standing"]["says"],
                r["review"]["says"],
                r["encoding"],
            ]
            for r in rows
        ],
        spare=["kind", "encoding", "lines", "review", "title"],
    )


@policy_app.command()
@guarded
def show(
    policy: One,
    role: Annotated[
        Literal["analyst", "provider", "member"], typer.Option(help="For whom it is shown.")
    ] = "analyst",
    line: Annotated[
        Lines | None, typer.Option("--line", help="Show notes for this line of business only.")
    ] = None,
    library: Library_ = None,
    as_of: AsOf = None,
    format: Format = "text",
) -> None:
    """One policy: criteria, exclusions, codes, definitions, readings, history, notes, evidence."""
    from coverable.cli import policytext
    from coverable.policy.describe import policy_view

    opened = _open(library)
    found = opened.policy(_one(opened, policy))
    view = policy_view(found, today_or(as_of), role, _scope(line))
    if format == "json":
        return print_view({"role": role, "line": line, **view})
    policytext.show(view, role, line)
    if line and not any(_scope(line)(one) for one in found.file.lines_of_business):
        typer.echo(
            f"\nThis policy is not for {line}: there it is not applicable, which is not the same as not met."
        )


policy_app.command()(search)


@policy_app.command()
@guarded
def history(
    policy: OneOrAll = None, library: Library_ = None, as_of: AsOf = None, format: Format = "text"
) -> None:
    """The timeline of a policy, gaps between reviews, and the next review."""
    from coverable.cli import policytext
    from coverable.policy.standing import standing
    from coverable.policy.timeline import timeline_view

    opened, day = _open(library), today_or(as_of)
    views: list[dict[str, Any]] = []
    for key in _keys(opened, policy):
        one = opened.policy(key)
        stands = standing(opened, one, day)
        views.append({**timeline_view(one, day), "standing": {**stands.view(), "says": stands.says}})
    if format == "json":
        return print_view({"as_of": day.isoformat(), "policies": views})
    for view in views:
        policytext.history(view)


@policy_app.command("test")
@guarded
def run_tests(
    policy: OneOrAll = None,
    cases: Annotated[
        Path | None, typer.Option("--cases", metavar="FILE", help="Other cases than the policy's own.")
    ] = None,
    library: Library_ = None,
    as_of: AsOf = None,
    format: Annotated[Literal["text", "json", "junit"], typer.Option("--format")] = "text",
) -> None:
    """Run the cases of one policy, or of all. Exit code 1: an expectation does not hold."""
    from coverable.cli.options import day_of
    from coverable.cli.reports import junit
    from coverable.determination.engine import open_engine
    from coverable.determination.exercise import exercise

    day_of(as_of, "--as-of")
    if cases is not None and policy is None:
        raise refuse(
            "a file of cases belongs to one policy",
            str(cases),
            "each case is checked against the policy that is named",
            "name it: coverable policy test POLICY --cases FILE",
        )
    engine = open_engine(library)
    runs = [exercise(engine, key, as_of, cases) for key in _keys(engine.library, policy)]
    failed = sum(not case["holds"] for run in runs for case in run["cases"])
    if format == "json":
        print_view({"failed": failed, "policies": runs})
    elif format == "junit":
        typer.echo(junit({run["policy"]: [(c["id"], c["problems"]) for c in run["cases"]] for run in runs}))
    else:
        _show_runs(runs, failed)
    raise typer.Exit(1 if failed else 0)


def _show_runs(runs: list[dict[str, Any]], failed: int) -> None:
    from coverable.cli.paper import para

    for run in runs:
        if not run["cases"]:
            typer.echo(f"{run['policy']}: no cases")
            continue
        met = sum(c["holds"] for c in run["cases"])
        typer.echo(f"{run['policy']}: {met} of {len(run['cases'])} cases hold; {run['says']}")
        if run["not_exercised"]:
            para(f"not exercised: {', '.join(run['not_exercised'])}", 2)
        for case in run["cases"]:
            for problem in case["problems"]:
                typer.echo(str(Problem(**problem)))
    typer.echo("All cases hold." if not failed else f"{failed} cases do not hold.")


policy_app.command("lint")(lint)


@policy_app.command()
@guarded
def cite(
    policy: One,
    source: Annotated[
        Path, typer.Option("--source", help="The source document (PDF, DOCX, HTML, text), or its folder.")
    ],
    write: Annotated[bool, typer.Option("--write", help="Write citations.yaml from this document.")] = False,
    library: Library_ = None,
    format: Format = "text",
) -> None:
    """Check every citation against the source document. Exit code 1: one does not hold."""
    from coverable.base.model import read_model
    from coverable.base.yamlfile import read_yaml
    from coverable.document.draft.places import document_form
    from coverable.policy import cite as citing

    opened = _open(library)
    key = _one(opened, policy)
    origin = opened.origin(key)
    path = source / (origin.file.source.file or "") if source.is_dir() else source
    form = document_form(path)
    target = opened.folders[key] / "citations.yaml"
    if write:
        made = citing.make_citations(origin.yaml.data, form)
        if origin.file.source.sha256 not in (None, made.source_sha256):
            raise refuse(
                "this is another document",
                path.name,
                f"its SHA-256 is {made.source_sha256[:12]}…, the policy names another",
                "find the document of this version, or read the new one as a new version",
            )
        target.write_text(citing.citations_text(made), encoding="utf-8")
        opened = _open(library)
        origin = opened.origin(key)
    known = read_model(citing.Citations, read_yaml(target, opened.name(target))) if target.exists() else None
    problems = citing.check_citations(origin.file, origin.yaml.data, origin.yaml.where, known, form)
    if format == "json":
        print_view({"policy": key, "written": write, "problems": [p.as_json() for p in problems]})
    else:
        for problem in problems:
            typer.echo(str(problem))
        count = len({text for _, text in citing.all_cites(origin.yaml.data)})
        typer.echo(f"{key}: {count} places checked, {len(problems)} do not hold.")
    raise typer.Exit(1 if problems else 0)


@policy_app.command()
@guarded
def schema(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="policy, plan, request ...; default: all.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="DIR", help="Write NAME.schema.json there.")
    ] = None,
) -> None:
    """JSON Schemas of every kind of file, of requests and of determinations."""
    known = all_schemas()
    if name is not None and name not in known:
        raise refuse(
            f"no schema `{name}`", "NAME", "there is one for each kind of file", did_you_mean(name, known)
        )
    chosen = {name: known[name]} if name else known
    if out is None:
        if name is None:
            typer.echo("\n".join(f"{n}: {s['title']}" for n, s in known.items()))
        else:
            typer.echo(schema_text(known[name]), nl=False)
        return
    out.mkdir(parents=True, exist_ok=True)
    for one, made in chosen.items():
        (out / f"{one}.schema.json").write_text(schema_text(made), encoding="utf-8")
    typer.echo(f"{len(chosen)} schemas written to {out}.")


def all_schemas() -> dict[str, dict[str, Any]]:
    """Every schema by name; each layer makes those of its own files."""
    from coverable.determination import schema as determinations
    from coverable.document.draft import schema as drafts
    from coverable.plan import schema as plans
    from coverable.policy import schema as policies

    return {**policies.schemas(), **drafts.schemas(), **plans.schemas(), **determinations.schemas()}


def schema_text(made: dict[str, Any]) -> str:
    """A schema as its file holds it."""
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


def _open(root: Path | None) -> Library:
    from coverable.policy.library import Library

    return Library(root)


def _one(opened: Library, name: str) -> str:
    from coverable.policy.search import one

    return one(opened, name)


def _keys(opened: Library, name: str | None) -> list[str]:
    """Versions that are meant: all, all of one policy, or a single one."""
    if name is None:
        return list(opened.folders)
    key = _one(opened, name)
    return (
        [key] if "@" in name else [k for k in opened.folders if k.partition("@")[0] == key.partition("@")[0]]
    )


def _scope(line: str | None) -> Any:
    """Whether a note or policy for one line of business concerns another; everything without a line."""
    from coverable.plan.model import FAMILIES, in_line

    def concerns(scope: str) -> bool:
        return line is None or scope == line or in_line([scope], line) or scope in FAMILIES.get(line, ())

    return concerns


def _span(view: dict[str, Any]) -> str:
    if not view["from"]:
        return "no date known"
    supplied = " (supplied)" if view["stated_by"] == "sign-off" else ""
    return (f"{view['from']} to {view['to']}" if view["to"] else f"from {view['from']}") + supplied
