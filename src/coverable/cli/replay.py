"""`coverable replay`: compute a determination again from what it pins, and say what differs."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, cast

import typer

from coverable.base.problem import Refused, refuse
from coverable.cli.check import LibraryOption
from coverable.cli.output import DONE, FINDINGS, SCHEMA_VERSION, Refusals, clean, library_root, print_json

SHOWN = 20
MISSING = "(absent)"


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that is not the same any more."""

    path: str
    then: Any
    now: Any
    pin: str | None
    """What was pinned there, when the value is a pin."""


def replay(
    determination: Annotated[
        Path, typer.Argument(metavar="DETERMINATION", help="JSON from `coverable check`.")
    ],
    request: Annotated[
        Path, typer.Argument(metavar="REQUEST", help="The request that it was computed from.")
    ],
    library: LibraryOption = None,
    format: Annotated[
        Literal["text", "json"], typer.Option("--format", help="text for people, json for programs.")
    ] = "text",
    full: Annotated[bool, typer.Option("--full", help="List every field that differs.")] = False,
) -> None:
    """Compute a determination again, as of its own day, and compare.

    Exit code: 0 identical (formatting aside), 1 something differs, 2 it could not be computed.
    """
    with Refusals(format):
        text, then = _read(determination)
        root = library_root(library)
        pairs = list(_pairs(then, request, determination.name))
        now = [_again(old, data, path, root) for old, data, path in pairs]
        differences = [
            d
            for (old, _, path), new in zip(pairs, now, strict=True)
            for d in differs(old, new, path if len(pairs) > 1 else "$")
        ]
        identical = not differences and _same_bytes(text, now if isinstance(then, list) else now[0])
        if format == "json":
            _as_json(differences, identical)
        else:
            _as_text(differences, identical, len(pairs), full)
    raise typer.Exit(FINDINGS if differences else DONE)


def differs(then: Any, now: Any, path: str = "$") -> Iterator[Difference]:
    """Every leaf that is not the same, in the order of the older value."""
    if isinstance(then, dict) and isinstance(now, dict):
        a, b = cast("dict[str, Any]", then), cast("dict[str, Any]", now)
        for key in dict.fromkeys([*a, *b]):
            yield from differs(a.get(key, MISSING), b.get(key, MISSING), f"{path}.{key}")
    elif isinstance(then, list) and isinstance(now, list):
        old, new = cast("list[Any]", then), cast("list[Any]", now)
        for i in range(max(len(old), len(new))):
            yield from differs(
                old[i] if i < len(old) else MISSING, new[i] if i < len(new) else MISSING, f"{path}[{i}]"
            )
    elif then != now:
        yield Difference(path, then, now, _pin(path))


def _pin(path: str) -> str | None:
    """What a path pins, in words."""
    last = path.rpartition(".")[2]
    if ".pins." in path:
        return {"facts": "facts of the request", "glossary": "glossary"}.get(last, f"code release of {last}")
    if last == "engine" and path.count(".") == 1:
        return "engine version"
    names = {"plan_sha256": "plan file", "sha256": "policy file", "signoff_sha256": "sign-off"}
    if ".governing.includes" in path:
        return f"policy {last} that is included"
    return names.get(last) if ".governing." in path or last == "plan_sha256" else None


def _read(path: Path) -> tuple[str, Any]:
    """Text and data of a determination file: JSON, or JSON Lines as a list."""
    from coverable.determination.request import parse_json

    try:
        raw = path.read_bytes()
    except OSError as error:
        raise refuse(
            "the determination cannot be read", path.name, error.strerror or str(error), "check the path"
        ) from None
    if path.suffix == ".jsonl":
        data: Any = [
            parse_json(line, f"{path.name}:{i}") for i, line in enumerate(raw.splitlines(), 1) if line.strip()
        ]
    else:
        data = parse_json(raw, path.name)
    for i, one in enumerate(cast("list[Any]", data) if isinstance(data, list) else [data]):
        if not isinstance(one, dict) or "refused" in one or not {"pins", "lines", "as_of"} <= one.keys():
            refused = isinstance(one, dict) and "refused" in one
            why = "the request was refused" if refused else "it has no pins and lines"
            raise refuse(
                "this is not a determination",
                f"{path.name} $[{i}]" if isinstance(data, list) else path.name,
                why,
                "give the JSON that `coverable check --format json` wrote",
            )
    return raw.decode("utf-8-sig"), cast("Any", data)


def _pairs(then: Any, request: Path, name: str) -> Iterator[tuple[dict[str, Any], Any, str]]:
    """Each determination with its request: by position, as `check` writes them."""
    from coverable.determination.request import read_requests

    asked: list[tuple[str, Any]] = list(read_requests(request))
    old = cast("list[dict[str, Any]]", then if isinstance(then, list) else [then])
    if len(asked) != len(old):
        mine = [one for one in asked if len(old) == 1 and _id(one[1]) == old[0]["request"]]
        if len(mine) != 1:
            raise refuse(
                "these two do not belong together",
                f"{name}, {request.name}",
                f"{len(old)} determinations, {len(asked)} requests",
                "give the request of this determination",
            )
        asked = mine
    for one, (place, data) in zip(old, asked, strict=True):
        if isinstance(data, Refused):
            raise data
        yield one, data, place if place.startswith("$") else f"{place} $"


def _id(data: Any) -> Any:
    return cast("dict[str, Any]", data).get("id") if isinstance(data, dict) else None


def _again(then: Mapping[str, Any], data: Any, path: str, root: Path | None) -> Any:
    """The determination of today's library, as of the old one's day and under its readings."""
    from coverable.cli.check import read_choices
    from coverable.determination.decide import determine, dump
    from coverable.determination.engine import open_engine
    from coverable.determination.request import parse_json

    what_if: dict[str, str] = then.get("what_if") or {}
    engine = open_engine(root, read_choices([f"{k}={v}" for k, v in what_if.items()], root))
    return parse_json(dump(determine(data, engine, then["as_of"], path)), path)


def _same_bytes(text: str, now: Any) -> bool:
    """Whether the file holds what `check` would write: compact, indented, or one a line."""
    from coverable.determination.decide import dump

    lines = "\n".join(dump(one) for one in cast("list[Any]", now)) if isinstance(now, list) else None
    return text.removesuffix("\n") in (dump(now), dump(now, 2), lines)


def _as_json(differences: list[Difference], identical: bool) -> None:
    def view(one: Difference) -> dict[str, Any]:
        return {"path": one.path, "then": one.then, "now": one.now}

    print_json(
        {
            "schema_version": SCHEMA_VERSION,
            "identical": not differences,
            "bytes_identical": identical,
            "pins": [{"pin": d.pin, **view(d)} for d in differences if d.pin],
            "fields": [view(d) for d in differences if not d.pin],
        }
    )


def _as_text(differences: list[Difference], identical: bool, count: int, full: bool) -> None:
    from coverable.cli.screen import Screen

    screen = Screen.of()
    which = "The determination" if count == 1 else f"All {count} determinations"
    if not differences:
        says = "byte-identical." if identical else "identical in every value; only the formatting differs."
        screen.put(f"✓ {which}: {says}", rest="  ", style="met")
    else:
        pins = [d for d in differences if d.pin]
        fields = [d for d in differences if not d.pin]
        screen.put("✗ Not the same as then.", style="not_met")
        if pins:
            screen.title("What it rests on has changed")
        for one in pins:
            screen.put(
                f"{one.pin}: {_brief(one.then)} then, {_brief(one.now)} now", first="  • ", right=one.path
            )
        screen.title("Fields that came out otherwise" if fields else "Everything else came out the same")
        for one in fields if full else fields[:SHOWN]:
            screen.put(one.path, first="  • ")
            screen.put(f"then: {_brief(one.then)}", first="      ")
            screen.put(f"now:  {_brief(one.now)}", first="      ")
        if len(fields) > SHOWN and not full:
            screen.put(f"and {len(fields) - SHOWN} more (--full shows all)", first="  • ")
        if any(d.pin == "facts of the request" for d in pins):
            screen.gap()
            screen.put("The facts differ: this may be another request, or one that was changed since.")
    sys.stdout.write(screen.text())


def _brief(value: Any) -> str:
    """A value in a few words; a hash as its beginning."""
    text = clean(value if isinstance(value, str) else str(value))
    if len(text) == 64 and all(c in "0123456789abcdef" for c in text):
        return text[:12]
    return text if len(text) <= 200 else text[:199] + "…"
