"""`coverable policy export`: a policy as a page, as data, as a table, as SQL; the yearly CMS-10913 list."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import typer

from coverable.base.problem import refuse
from coverable.cli.options import AsOf, Library_, day_of, today_or
from coverable.cli.output import FINDINGS, Refusals, library_root, print_problems, write_text

if TYPE_CHECKING:
    from coverable.base.problem import Problem
    from coverable.policy.executable import Policy
    from coverable.policy.library import Library
    from coverable.publish.umsubmission import Finding

ExportFormat = Literal["html", "json", "md", "csv", "docx", "sql", "cql", "elm", "fhirpath", "um-submission"]
SUFFIXES: Final = ("html", "json", "md", "csv", "docx", "sql", "cql", "elm", "fhirpath")
PROGRAMS: Final = {"sql": "SQL", "cql": "CQL", "elm": "ELM", "fhirpath": "FHIRPath"}
"""Formats that programs run: never made of a draft, nor of criteria that may not be shown."""
Dialects = Literal["duckdb", "postgres", "spark", "databricks", "snowflake", "bigquery", "trino"]


def export(
    policies: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[POLICY]...", help="Ids, id@version, numbers, titles; default: all approved."
        ),
    ] = None,
    format: Annotated[
        ExportFormat | None,
        typer.Option("--format", help="Default: what the name of -o ends in, else html."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="FILE|DIR", help="A file, or a folder for several policies."),
    ] = None,
    version: Annotated[
        str | None, typer.Option("--version", help="This version; default: the newest.")
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The version in effect on this day.")
    ] = None,
    dialect: Annotated[Dialects, typer.Option("--dialect", help="Of --format sql.")] = "duckdb",
    plan: Annotated[
        str | None, typer.Option("--plan", help="Of --format um-submission: a Medicare Advantage plan.")
    ] = None,
    year: Annotated[int | None, typer.Option("--year", help="Of --format um-submission.")] = None,
    complete_only: Annotated[
        bool,
        typer.Option(
            "--complete-only", help="Of --format um-submission: write nothing while a column is empty."
        ),
    ] = False,
    draft: Annotated[
        bool,
        typer.Option(
            "--draft",
            help="Also while readings of the text compete; the result says first that it is a draft.",
        ),
    ] = False,
    library: Library_ = None,
    as_of: AsOf = None,
) -> None:
    """A policy as a page that needs nothing else (html), as json, md, csv, docx, sql, cql, elm; in our words.

    fhirpath gives, as JSON, the expressions that find in a FHIR Bundle the facts that the policy asks.

    Several policies, or none named (all approved ones), go into the folder of -o. With --format
    um-submission: the yearly list of a Medicare Advantage plan (CMS-10913). Exit code 1: a column of
    it stays empty.
    """
    kind = format or _kind_of(out)
    with Refusals("json" if kind == "json" else "text"):
        asked = _Asked(
            policies or [], kind, out, version, day_of(on, "--on"), plan, year, complete_only, draft
        )
        _export(asked, library, today_or(as_of), dialect)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the command line asks for."""

    names: list[str]
    kind: str
    out: Path | None
    version: str | None
    when: date | None
    plan: str | None
    year: int | None
    complete_only: bool
    draft: bool


def _export(asked: _Asked, root: Path | None, day: date, dialect: str) -> None:
    from coverable.policy.library import Library

    opened, names, kind, out = Library(library_root(root)), asked.names, asked.kind, asked.out
    if asked.version is not None and asked.when is not None:
        raise refuse("both --version and --on", "--on", "each of them picks the version", "give one")
    if kind == "um-submission":
        return _submission(opened, asked)
    for given, name in (
        (asked.plan, "--plan"), (asked.year, "--year"), (asked.complete_only or None, "--complete-only"),
    ):  # fmt: skip
        if given is not None:
            raise refuse(
                f"`{name}` without its format", name, "it is for --format um-submission only", "remove it"
            )
    chosen = _chosen(opened, names, asked.version, asked.when)
    make = _maker(kind, opened, day, dialect, asked.draft)
    single = len(chosen) == 1 and bool(names)
    if single and (out is None or (out.suffix.lower() == f".{kind}" and not out.is_dir())):
        return _one(make(chosen[0]), kind, out)
    if out is None:
        raise refuse(
            f"{len(chosen)} policies go into a folder",
            "-o",
            "none was named",
            "add -o DIR, or name one policy",
        )
    if out.suffix and not out.is_dir():
        raise refuse(
            f"`{out.name}` is no name for this", "-o", f"the format is {kind}, of {len(chosen)} policies",
            f"end it in .{kind}" if single else "name a folder",
        )  # fmt: skip
    return _folder(chosen, make, kind, out, opened, day)


def _kind_of(out: Path | None) -> str:
    suffix = out.suffix.lower().lstrip(".") if out is not None and not out.is_dir() else ""
    return suffix if suffix in SUFFIXES else "html"


def _chosen(opened: Library, names: Sequence[str], version: str | None, day: date | None) -> list[Policy]:
    """The policy versions that are meant, each once, in the order in which they were named."""
    from coverable.policy.search import one

    if not names:
        ids = opened.ids()
        if version is not None:
            raise refuse(
                "--version of all policies", "--version", "versions belong to a policy", "name the policy"
            )
        found = [p for id in ids for p in ([opened.version_on(id, day)] if day else opened.versions(id))]
        kept = [p for p in found if p is not None and p.signoff.encoding.status == "approved"]
        if not kept:
            raise refuse("nothing to export", "[POLICY]", "no approved policy is in effect then", "name one")
        return kept
    keys: dict[str, Policy] = {}
    for name in names:
        key = one(opened, name)
        id = key.partition("@")[0]
        if version is not None:
            key = f"{id}@{version}"
        if day is not None:
            if "@" in name:
                raise refuse(
                    f"`{name}` names a version, and --on another", "--on", "each of them picks the version",
                    "give one",
                )  # fmt: skip
            policy = opened.version_on(id, day)
            if policy is None:
                raise refuse(
                    f"no version of `{id}` on {day}", "--on", "none is in effect then",
                    f"see `coverable policy history {id}`",
                )  # fmt: skip
        else:
            opened.origin(key)  # refused, with the nearest names, where there is none
            policy = opened.policy(key)
        keys[policy.key] = policy
    return list(keys.values())


def _program(kind: str, policy: Policy, dialect: str) -> str:
    """The criteria as SQL, CQL or ELM, or as FHIRPath the facts that they ask."""
    if kind == "sql":
        from coverable.publish.sql import policy_sql

        return policy_sql(policy, dialect)
    if kind in ("cql", "elm"):
        from coverable.fhir.cql.elm import elm_text
        from coverable.fhir.cql.policy import policy_library
        from coverable.fhir.cql.text import cql

        return (cql if kind == "cql" else elm_text)(policy_library(policy))
    from coverable.fhir.fhirpath import policy_fhirpath
    from coverable.publish.data import json_text

    return json_text(policy_fhirpath(policy))


def _maker(kind: str, opened: Library, day: date, dialect: str, draft: bool) -> Callable[[Policy], bytes]:
    """Makes the file of one policy. Refused while its text has competing statements (SR-052), unless asked
    for as a draft; what programs run is never made of a draft."""

    def made(policy: Policy) -> bytes:
        from coverable.publish.gate import open_statements, refuse_unresolved
        from coverable.publish.view import page_view

        if not draft or kind in PROGRAMS:
            refuse_unresolved(policy, opened, None if kind in PROGRAMS else "--draft")
        if kind in PROGRAMS:
            if not policy.may_be_shown:
                raise refuse(
                    f"{policy.key} cannot be exported as {PROGRAMS[kind]}", f"--format {kind}",
                    "its criteria belong to a third party, and no licence is on file",
                    "put the licence on file, or export the page without them",
                )  # fmt: skip
            return _program(kind, policy, dialect).encode()
        page = page_view(policy, opened, day, draft and bool(open_statements(policy, opened)))
        match kind:
            case "json":
                from coverable.publish.data import json_text, policy_data

                return json_text(policy_data(page, policy)).encode()
            case "md":
                from coverable.publish.markdown import policy_markdown

                return policy_markdown(page).encode()
            case "csv":
                from coverable.publish.rows import csv_text

                return csv_text([page]).encode()
            case "docx":
                from coverable.publish.pagedocx import policy_docx

                return policy_docx(page)
            case _:
                from coverable.publish.html import policy_html

                return policy_html(page).encode()

    return made


def _one(made: bytes, kind: str, out: Path | None) -> None:
    if out is not None:
        _write(out, made)
        typer.echo(f"written to {out}", err=True)
    elif kind == "docx":
        raise refuse("a DOCX file cannot be printed", "-o", "it is no text", "add -o FILE.docx")
    else:
        write_text(sys.stdout, made.decode())


def _folder(
    chosen: Sequence[Policy],
    make: Callable[[Policy], bytes],
    kind: str,
    out: Path,
    opened: Library,
    day: date,
) -> None:
    """`PUBLISHER/NUMBER/VERSION.html` below the folder, and for pages a list of them all."""
    names = [f"{policy.id}/{policy.version}.{kind}" for policy in chosen]
    made = [make(policy) for policy in chosen]  # all, or nothing is written
    for name, content in zip(names, made, strict=True):
        _write(out / name, content)
    if kind == "html":
        from coverable.publish.html import index_html
        from coverable.publish.view import page_view

        pages: list[dict[str, Any]] = [page_view(policy, opened, day) for policy in chosen]
        _write(out / "index.html", index_html(pages, names).encode())
    typer.echo(f"{len(names)} policy version{'s' * (len(names) != 1)} written to {out}", err=True)


def _write(path: Path, made: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made)
    except OSError as error:
        raise refuse(
            "the export cannot be written", str(path), error.strerror or str(error), "name another place"
        ) from None


def _submission(opened: Library, asked: _Asked) -> None:
    """Writes the list even where columns stay empty, unless told not to: a gap is to be seen and filled."""
    from coverable.base.problem import did_you_mean
    from coverable.plan.book import PlanBook
    from coverable.policy.search import one
    from coverable.publish.data import SCHEMA_VERSION, json_text
    from coverable.publish.umsubmission import submission, submission_csv

    plan, year, out = asked.plan, asked.year, asked.out
    if plan is None or year is None:
        lacking = "--plan" if plan is None else "--year"
        raise refuse(
            f"`{lacking}` is missing", lacking, "the submission is of one plan and one year",
            "e.g. --plan sentara/medicare --year 2026",
        )  # fmt: skip
    plans = PlanBook(opened).plans
    if plan not in plans:
        raise refuse(f"no plan `{plan}`", "--plan", "it is not in the library", did_you_mean(plan, plans))
    made = submission(
        opened, plans[plan], year, [one(opened, name).partition("@")[0] for name in asked.names]
    )

    print_problems(_told(made.findings))
    if not (asked.complete_only and made.findings):
        as_json = out is not None and out.suffix.lower() == ".json"
        text = (
            json_text({"schema_version": SCHEMA_VERSION, **made.view()}) if as_json else submission_csv(made)
        )
        if out is None:
            write_text(sys.stdout, text)
        else:
            _write(out, text.encode())
            typer.echo(f"{len(made.rows)} services written to {out}, {len(made.findings)} findings", err=True)
    raise typer.Exit(FINDINGS if made.findings else 0)


def _told(findings: Sequence[Finding]) -> list[Problem]:
    """The findings in words, the empty columns of one service together."""
    from coverable.base.problem import Problem

    out: list[Problem] = []
    empty: dict[tuple[str, str], list[Finding]] = {}
    for found in findings:
        where = f"{found.policy} {found.service or ''}".strip()
        if found.column is None:
            out.append(Problem("to be looked at", where, found.why, found.next))
        else:
            empty.setdefault((where, found.policy), []).append(found)
    for (where, policy), group in empty.items():
        named = "; ".join(str(found.column) for found in group)
        whys = "; ".join(dict.fromkeys(found.why for found in group))
        next = f"state them under `medicare:` where the plan adopts {policy}"
        out.append(Problem(f"columns that stay empty: {named}", where, whys, next))
    return out
