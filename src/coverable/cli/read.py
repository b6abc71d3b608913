"""`coverable read`: a policy document as a draft policy, with everything doubtful as a finding."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from coverable.base.problem import Refused, refuse
from coverable.cli.options import AsOf, Library_, guarded, print_view, today_or
from coverable.cli.output import DONE, FINDINGS, library_root, print_problems, write_text

if TYPE_CHECKING:
    from coverable.document.draft.analyst import Answers
    from coverable.document.draft.apply import Applied
    from coverable.document.reading import Reading
    from coverable.document.source import Source


@guarded
def read(
    document: Annotated[Path, typer.Argument(metavar="DOCUMENT", help="A PDF, DOCX, HTML or text file.")],
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="DRAFT_DIR", help="Write the draft policy into this folder."),
    ] = None,
    format: Annotated[
        Literal["text", "json", "html"],
        typer.Option("--format", help="text for people, json for programs, html: document and draft."),
    ] = "text",
    against: Annotated[
        str | None,
        typer.Option("--against", metavar="POLICY", help="Compare the document with this encoded policy."),
    ] = None,
    analyst: Annotated[
        Path | None,
        typer.Option(
            "--analyst", metavar="FILE", help="Answers of an analyst; default: analyst.yaml in DRAFT_DIR."
        ),
    ] = None,
    older: Annotated[
        Path | None,
        typer.Option("--older", metavar="FILE|DIR", help="With --against: what the policy was read from."),
    ] = None,
    quote: Annotated[
        bool, typer.Option("--quote", help="Copy the document's sentences; its rights must allow that.")
    ] = False,
    library: Library_ = None,
    as_of: AsOf = None,
) -> None:
    """Read a policy document into a draft policy. Exit code 1: a grave finding, or answers that leave
    something open."""
    from coverable.document.parts.known import known_in
    from coverable.document.read import reading_of
    from coverable.document.readers.guarded import read_guarded
    from coverable.policy.library import Library

    day = today_or(as_of).isoformat()
    source = read_guarded(_bytes(document), document.name)
    opened = Library(library_root(library))
    reading = reading_of(source, known_in(opened), opened.book)
    if format == "json" and out is None and against is None and analyst is None:
        print_view({k: v for k, v in reading.view().items() if k != "schema_version"})
        raise typer.Exit(FINDINGS if any(f.severity == "high" for f in reading.findings) else DONE)
    if against is not None:
        from coverable.cli.readagainst import show_against

        raise typer.Exit(show_against(opened, against, source, reading, document, older, format))
    from coverable.document.draft.apply import apply, unanswered
    from coverable.document.draft.bench import readable
    from coverable.document.draft.check import check
    from coverable.document.draft.folder import policy_head, write_folder
    from coverable.document.draft.make import make_draft

    if quote:
        _may_quote(source, reading)
    draft = make_draft(reading, source, readable(opened), quote, _named(out))
    answers = _answers(out, analyst)
    applied = apply(draft, answers, day) if answers else unanswered(draft, day)
    checked = check(applied, opened, head=policy_head(draft))
    if checked.problems:
        raise Refused(checked.problems)
    files = None
    if out is not None:
        files = write_folder(out, applied, checked, answers)
    if format == "json":
        print_view({k: v for k, v in reading.view().items() if k != "schema_version"})
    elif format == "html":
        import sys

        from coverable.document.draft.page import reading_html

        write_text(sys.stdout, reading_html(applied))
    else:
        from coverable.cli.readtext import show

        typer.echo(show(applied, document, out, files), nl=False)
    print_problems(applied.lost)
    raise typer.Exit(_code(applied))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise refuse(
            "the document cannot be read", str(path), error.strerror or str(error), "check the path"
        ) from None


def _may_quote(source: Source, reading: Reading) -> None:
    """Refused where the document reserves its rights: its words may then not be copied (SR-122)."""
    from coverable.document.draft.places import place_of

    rights = reading.metadata.get("rights")
    if rights is not None and not isinstance(rights, tuple):
        raise refuse(
            "this document may not be quoted",
            f"{source.name or 'the document'}, {place_of(source, rights.span)}",
            "it says that copying needs the publisher's permission",
            "leave out --quote, and write what passages mean in your own words",
        )


def _named(out: Path | None) -> tuple[str, str] | None:
    """In a library the folder says which policy and version it is: policies/PUBLISHER/NUMBER/VERSION."""
    parts = out.resolve().parts if out is not None else ()
    if len(parts) < 4 or parts[-4] != "policies":
        return None
    return f"{parts[-3]}/{parts[-2]}", parts[-1]


def _answers(out: Path | None, analyst: Path | None) -> Answers | None:
    """The answers that are meant: those that are named, or those that stand in the folder already."""
    from coverable.document.draft.analyst import read_answers

    mine = out / "analyst.yaml" if out is not None else None
    if analyst is None:
        return read_answers(mine) if mine is not None and mine.exists() else None
    if mine is not None and mine.exists() and mine.resolve() != analyst.resolve():
        raise refuse(
            "two files of answers",
            f"--analyst {analyst}",
            f"{mine} stands in the folder already",
            "leave out --analyst, or name another folder",
        )
    return read_answers(analyst)


def _code(applied: Applied) -> int:
    """Exit code: a finding of high severity that nobody has answered, or something left to be answered."""
    if applied.said or applied.lost:
        return FINDINGS if applied.open or applied.lost else DONE
    return FINDINGS if any(f.severity == "high" for f in applied.draft.reading.findings) else DONE
