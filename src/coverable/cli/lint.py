"""`coverable policy lint`: what is wrong or doubtful in policies, with its place and the next step."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from coverable.cli.options import AsOf, Library_, guarded, print_view, today_or

if TYPE_CHECKING:
    from coverable.policy.library import Library
    from coverable.proof.lint.rule import Finding

NOTICES = {"error": "error", "warning": "warning", "note": "notice"}
MARKS = {"error": "not_met", "warning": "undetermined", "note": "dim"}
"""How each severity is coloured, as results of criteria are."""


@guarded
def lint(
    policies: Annotated[
        list[str] | None,
        typer.Argument(metavar="[POLICY]...", help="Ids, id@version, numbers, titles; default: everything."),
    ] = None,
    library: Library_ = None,
    as_of: AsOf = None,
    format: Annotated[Literal["text", "json", "sarif", "junit", "github"], typer.Option("--format")] = "text",
    strict: Annotated[bool, typer.Option("--strict", help="Warnings, too, give exit code 1.")] = False,
    fix: Annotated[bool, typer.Option("--fix", help="Write the changes that are safe.")] = False,
    source: Annotated[
        Path | None,
        typer.Option("--source", metavar="DIR", help="The folder of the source documents, to check places."),
    ] = None,
) -> None:
    """What is wrong or doubtful in policies. Exit code 1: an error. `coverable rule ID` explains."""
    from coverable.policy.library import Library
    from coverable.proof.lint import edits
    from coverable.proof.lint.run import lint as run

    day = today_or(as_of)
    opened = Library(library)
    keys = _keys(opened, policies or [])
    found = run(opened, day, keys, source)
    fixed: list[Finding] = []
    if fix:
        fixed = edits.apply(found)
        if fixed:
            opened = Library(library)
            found = run(opened, day, keys, source)
    if format == "json":
        from coverable.proof.lint.run import lint_view

        print_view({"fixed": [f.view() for f in fixed], **lint_view(opened, day, found)})
    elif format == "sarif":
        from coverable.cli.output import print_json
        from coverable.proof.lint.sarif import sarif

        print_json(sarif(found))
    elif format == "junit":
        from coverable.cli.reports import junit

        typer.echo(junit(_suites(found, keys or list(opened.folders), strict)))
    elif format == "github":
        from coverable.cli.reports import github

        typer.echo(github((_notice(f), _row(f)) for f in found))
    else:
        _show(found, fixed, len(keys if keys is not None else opened.folders), day.isoformat())
    raise typer.Exit(1 if any(_fails(f, strict) for f in found) else 0)


def _keys(opened: Library, names: Sequence[str]) -> list[str] | None:
    """The versions that are meant, in the order of the library; None: everything."""
    from coverable.policy.search import one

    if not names:
        return None
    wanted: set[str] = set()
    for name in names:
        found = opened.find(name)  # builds nothing: a policy that cannot be built is to be linted, too
        if len({key.partition("@")[0] for key in found}) != 1:
            key = one(opened, name)
            found = [k for k in opened.folders if k.partition("@")[0] == key.partition("@")[0]]
        wanted |= set(found)
    return [key for key in opened.folders if key in wanted]


def _fails(one: Finding, strict: bool) -> bool:
    worst = ("error", "warning") if strict else ("error",)
    return one.accepted is None and one.rule.severity in worst


def _row(one: Finding) -> dict[str, str]:
    """The four words, and who accepted it."""
    row = one.hit.problem.as_json()
    row["what"] = f"{one.rule.id}: {row['what']}"
    if one.accepted:
        row["next"] = f"accepted by {one.accepted.by} on {one.accepted.on}: {one.accepted.because}"
    return row


def _notice(one: Finding) -> str:
    return "notice" if one.accepted else NOTICES[one.rule.severity]


def _suites(found: Sequence[Finding], keys: Sequence[str], strict: bool) -> dict[str, Any]:
    """One suite a policy, one test a rule that found something; what does not fail passes."""
    suites: dict[str, dict[str, list[dict[str, str]]]] = {key: {} for key in keys}
    for one in found:
        tests = suites.setdefault(one.subject, {})
        problems = tests.setdefault(one.rule.id, [])
        if _fails(one, strict):
            problems.append(_row(one))
    return {name: list(tests.items()) or [("lint", [])] for name, tests in suites.items()}


def _show(found: Sequence[Finding], fixed: Sequence[Finding], versions: int, day: str) -> None:
    from coverable.cli.screen import Screen
    from coverable.proof.lint.run import counted

    screen = Screen.of()
    for one in fixed:
        fix = one.hit.fix
        screen.put(f"{one.hit.problem.where}: {fix.says if fix else ''}", first="fixed  ", margin="met")
    for subject in dict.fromkeys(f.subject for f in found):
        screen.title(subject)
        mine = [f for f in found if f.subject == subject]
        for one in sorted(mine, key=_weight):
            _put(screen, one)
    numbers = counted(found)
    words = [f"{n} {kind}{'' if n == 1 else 's'}" for kind, n in numbers.items() if kind != "accepted"]
    screen.gap()
    screen.put(
        f"{', '.join(words)}; {numbers['accepted']} accepted. "
        f"{versions} policy version{'' if versions == 1 else 's'} as of {day}."
        + (" `coverable rule ID` explains a rule." if found else ""),
        style="bold",
    )
    typer.echo(screen.text(), nl=False)


def _weight(one: Finding) -> int:
    """Errors first, what was accepted last; else in the order of the rules."""
    return len(NOTICES) if one.accepted else list(NOTICES).index(one.rule.severity)


def _put(screen: Any, one: Finding) -> None:
    problem, accepted = one.hit.problem, one.accepted
    word = "accepted" if accepted else one.rule.severity
    screen.put(
        f"{problem.what}", first=f"  {word:<9}", rest=" " * 11, margin="met" if accepted else MARKS[word]
    )
    screen.put(f"{problem.where}  [{one.rule.id}]", first=" " * 11, style="dim")
    screen.put(problem.why, first=f"{'':11}why   ")
    if accepted:
        by = f"{accepted.by}, {accepted.on}: {accepted.because}"
        screen.put(by, first=f"{'':11}by    ")
    else:
        screen.put(problem.next, first=f"{'':11}next  ")
    if one.hit.fix and not accepted:
        screen.put(f"--fix would {one.hit.fix.says}", first=f"{'':11}fix   ")
