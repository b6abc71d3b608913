"""`coverable policy compare` and `policy diff`: what two texts mean, side by side, with example patients."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from coverable.base.problem import did_you_mean, refuse
from coverable.cli.options import Format, Library_, day_of, guarded, print_view
from coverable.cli.screen import Screen
from coverable.determination.wording import outcome_words

if TYPE_CHECKING:
    from coverable.determination.engine import Engine
    from coverable.policy.executable import Policy

KINDS: Final = {
    "same": "same",
    "stricter": "stricter",
    "looser": "looser",
    "different": "different",
    "only_first": "only in {first}",
    "only_second": "only in {second}",
    "not_decided": "not decided",
}
SIGNS: Final = {"same": "=", "stricter": "<", "looser": ">", "different": "≠", "not_decided": "?"}
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
    from coverable.proof.words import OTHERWISE, relation_says

    names = {side: _name(view, side) for side in ("first", "second")}
    for side in ("first", "second"):
        screen.pair(side.capitalize(), f"{names[side]}, “{view[side]['title']}”, {view[side]['publisher']}")
    screen.pair("Asked", f"for a service on {view['on']}, in the signed readings")
    told: dict[str, str] = {}
    for service in view["services"]:
        codes = ", ".join(code.split(":")[1] for code in service["codes"])
        screen.title(f"{service['first'].replace('-', ' ').capitalize()}{f' ({codes})' if codes else ''}")
        said = relation_says(service["relation"], undecided=service["undecided"], **names)
        screen.put(said, style="bold")
        if service["relation"] == "equivalent" and not service["same_outcomes"]:
            screen.put(OTHERWISE)
        _examples(screen, service, names)
        same = told.setdefault(_shape(service["rows"]), codes)
        if same == codes:
            _rows(screen, service["rows"], names, all)
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


def _shape(rows: list[dict[str, Any]]) -> str:
    """What differs and how, so that the same rows are not shown twice."""
    return repr([(row["kind"], _words(row)) for row in rows if row["differs"]])


def _name(view: dict[str, Any], side: str) -> str:
    other = "second" if side == "first" else "first"
    one = view[side]
    same = one["policy"] == view[other]["policy"]
    return f"version {one['version']}" if same else one["policy"]


def _examples(screen: Screen, service: dict[str, Any], names: dict[str, str]) -> None:
    for name, shown in service["examples"].items():
        if shown is None:
            continue
        heads = {
            "only_first": "Met under {first} only",
            "only_second": "Met under {second} only",
            "otherwise": "Met under neither, with another outcome",
        }
        screen.gap()
        screen.put(f"{heads[name].format(**names)}: the smallest example patient")
        _patient(screen, shown, names, "  ")


def _patient(screen: Screen, shown: dict[str, Any], names: dict[str, str], indent: str) -> None:
    for says in shown["says"]:
        screen.put(says, first=f"{indent}• ", rest=f"{indent}  ")
    ends = "; ".join(f"{names[side]}: {outcome_words(shown[side])}" for side in ("first", "second"))
    screen.put(ends, first=f"{indent}→ ", rest=f"{indent}  ", style="bold")


def _rows(screen: Screen, rows: list[dict[str, Any]], names: dict[str, str], all: bool) -> None:
    from coverable.policy.cite import short

    screen.title("Row by row")
    for row in rows:
        if not all and not row["differs"] and not _leads(rows, row):
            continue
        indent = "  " * row["depth"]
        sign = SIGNS.get(row["kind"], "+" if row["kind"] == "only_second" else "−")
        places = " / ".join(short(p["cite"]) or "" for p in (row["first"], row["second"]) if p)
        screen.put(
            f"{_words(row)} [{_kind(row, names)}]",
            first=f"{indent}{sign} ",
            right=places,
            style="undetermined" if row["differs"] else None,
        )
        example = row["example"]
        # a criterion above others that differ is shown by theirs
        if example is not None and (all or not _leads(rows, row)):
            ends = ", ".join(f"{names[side]}: {outcome_words(example[side])}" for side in ("first", "second"))
            screen.put(f"e.g. {'; '.join(example['says'])} → {ends}", first=f"{indent}    ", style="dim")


def _words(row: dict[str, Any]) -> str:
    """The criterion in words; both wordings where a counterpart is worded otherwise."""
    from coverable.cli.tree import BADGES

    said: list[str] = []
    for part in (row["first"], row["second"]):
        if part is not None:
            badge = BADGES.get(part["rule"])
            words = ": ".join(word for word in (badge, part["says"]) if word) or part["id"]
            if words not in said:
                said.append(words)
    return " → ".join(said)


def _kind(row: dict[str, Any], names: dict[str, str]) -> str:
    if row["kind"] == "same" and row["differs"]:
        always = "second" if row["second"]["always_needed"] else "first"
        return f"same, but always needed in {names[always]}"
    return KINDS[row["kind"]].format(**names)


def _leads(rows: list[dict[str, Any]], row: dict[str, Any]) -> bool:
    """Whether a row stands above one that differs."""
    after = rows[rows.index(row) + 1 :]
    for other in after:
        if other["depth"] <= row["depth"]:
            return False
        if other["differs"]:
            return True
    return False


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
            f"in {names[side]} {f'with the condition “{one[side]}”' if one[side] else 'without a condition'}"
            for side in ("first", "second")
        )
        screen.put(f"{one['code'].split(':')[1]} is printed {said}", first="  ")


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
