"""`coverable policy compare` and `policy diff`: what two texts mean, side by side, with example patients."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coverable.base.problem import did_you_mean, refuse
from coverable.cli.options import Format, Library_, day_of, guarded, print_view
from coverable.cli.screen import Screen

if TYPE_CHECKING:
    from coverable.determination.engine import Engine
    from coverable.policy.executable import Policy

On = Annotated[
    str | None,
    typer.Option("--on", metavar="DATE", help="Date of service for windows; default: when the newer begins."),
]
All = Annotated[bool, typer.Option("--all", help="Also the rows that are the same, and every example.")]


@guarded
def compare(
    first: Annotated[str, typer.Argument(metavar="POLICY", help="An id, id@version, number or title.")],
    second: Annotated[str, typer.Argument(metavar="OTHER", help="What it is compared with.")],
    on: On = None,
    all: All = False,
    library: Library_ = None,
    format: Format = "text",
) -> None:
    """Two policies by meaning: equivalent, narrower, wider or different, and the patients who show it."""
    from coverable.determination.engine import open_engine
    from coverable.policy.search import one as named

    engine = open_engine(library)
    one, other = (engine.library.policy(named(engine.library, name)) for name in (first, second))
    _print(engine, one, other, on, all, format)


@guarded
def diff(
    policy: Annotated[str, typer.Argument(metavar="POLICY", help="An id, number, title or alias.")],
    old: Annotated[str | None, typer.Argument(metavar="[OLD]", help="Default: the version before.")] = None,
    new: Annotated[str | None, typer.Argument(metavar="[NEW]", help="Default: the newest.")] = None,
    on: On = None,
    all: All = False,
    library: Library_ = None,
    format: Format = "text",
) -> None:
    """Two versions of a policy: what changed in meaning, for whom, and whether the history says so."""
    from coverable.determination.engine import open_engine
    from coverable.policy.search import one as named

    engine = open_engine(library)
    versions = engine.library.versions(named(engine.library, policy).partition("@")[0])
    newer = _version(versions, new) if new else versions[-1]
    before = versions[: versions.index(newer)]
    if old is None and not before:
        raise refuse(
            f"nothing stands before {newer.key}",
            f"policies/{newer.id}",
            "there is no older version in the library to compare it with",
            f"`coverable policy compare {newer.id} OTHER` compares it with another policy",
        )
    _print(engine, _version(versions, old) if old else before[-1], newer, on, all, format)


def _version(versions: Sequence[Policy], name: str) -> Policy:
    for one in versions:
        if name in (one.version, one.key):
            return one
    raise refuse(
        f"no version `{name}` of {versions[0].id}",
        f"policies/{versions[0].id}",
        "it is not in the library",
        did_you_mean(name, [one.version for one in versions]),
    )


def _print(engine: Engine, first: Policy, second: Policy, on: str | None, all: bool, format: str) -> None:
    from coverable.proof.difference import difference

    view = difference(engine, first, second, day_of(on, "--on"))
    if format == "json":
        return print_view(view)
    screen = Screen.of()
    _show(screen, view, all)
    typer.echo(screen.text(), nl=False)


def _show(screen: Screen, view: dict[str, Any], all: bool) -> None:
    from coverable.proof.sidebyside import SIDES, shape, side_by_side

    made = side_by_side(view)
    names = made["names"]
    for side in SIDES:
        screen.pair(side.capitalize(), f"{names[side]}, “{view[side]['title']}”, {view[side]['publisher']}")
    screen.pair("Asked", f"for a service on {view['on']}, in the signed readings")
    told: dict[str, str] = {}
    for service in made["services"]:
        codes = ", ".join(code.split(":")[1] for code in service["codes"])
        screen.title(f"{service['title']}{f' ({codes})' if codes else ''}")
        screen.put(service["says"], style="bold")
        for shown in service["shown"]:
            screen.gap()
            screen.put(f"{shown['head']}: the smallest example patient")
            for says in shown["says"]:
                screen.put(says, first="  • ", rest="    ")
            screen.put(shown["ends"], first="  → ", rest="    ", style="bold")
        same = told.setdefault(shape(service["rows"]), codes)
        if same == codes:
            _rows(screen, service["rows"], all)
        else:
            screen.put(f"Row by row as for {same}.")
    _codes(screen, view["codes"], names)
    _descriptions(screen, view["descriptions"], names)
    _claims(screen, view["claims"])
    screen.gap()
    screen.put(
        "Criteria that look at the same facts stand side by side; whether similar words mean the same is an "
        "analyst's decision. `--format json` has every example as a request that can be run."
    )


def _rows(screen: Screen, rows: list[dict[str, Any]], all: bool) -> None:
    screen.title("Row by row")
    for row in rows:
        if not all and not row["shown"]:
            continue
        indent = "  " * row["depth"]
        screen.put(
            f"{row['words']} [{row['kind_says']}]",
            first=f"{indent}{row['sign']} ",
            right=" / ".join(place for place in row["places"].values() if place),
            style="undetermined" if row["differs"] else None,
        )
        # a criterion above others that differ is shown by theirs
        if row["example_says"] and (all or not row["leads"]):
            screen.put(f"e.g. {row['example_says']}", first=f"{indent}    ", style="dim")


def _codes(screen: Screen, codes: dict[str, list[Any]], names: dict[str, str]) -> None:
    if not (codes["only_first"] or codes["only_second"] or codes["qualifiers"]):
        return
    screen.title("Codes")
    for side in ("first", "second"):
        if codes[f"only_{side}"]:
            listed = ", ".join(code.split(":")[1] for code in codes[f"only_{side}"])
            screen.put(f"only in {names[side]}: {listed}", first="  ")
    for one in codes["qualifiers"]:
        said = "; ".join(
            f"in {names[side]} {f'with the condition “{one[side]}”' if one[side] else 'without one'}"
            for side in ("first", "second")
        )
        screen.put(f"{one['code'].split(':')[1]} in the code tables: {said}", first="  ")


def _descriptions(screen: Screen, found: list[dict[str, Any]], names: dict[str, str]) -> None:
    """Terms that are defined differently; for reading, of no effect."""
    if not found:
        return
    screen.title("Described differently (of no effect by itself)")
    for one in found:
        for side in ("first", "second"):
            said = one[side]
            screen.put(f"{one['term']}, {names[side]}: {said['says']}", first="  ", right=said["cite"] or "")


def _claims(screen: Screen, claims: list[dict[str, Any]]) -> None:
    if not claims:
        return
    screen.title("What the history says")
    for one in claims:
        end = "it holds" if one["holds"] else "not decided" if one["holds"] is None else "it does not hold"
        style = "not_met" if one["holds"] is False else None
        screen.put(f"{one['on']}: {one['what']} {one['says']}: {end}", first="  ", style=style)
        if one["holds"] is False:
            for found in one["differences"]:
                screen.put(str(found), first="    • ")
