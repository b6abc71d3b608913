"""`coverable demo`: sample requests under both seed policies, and what to try next."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from coverable.base.problem import refuse
from coverable.cli.output import Refusals, program

if TYPE_CHECKING:
    from coverable.cli.screen import Screen

FIRST: Final = "demo-3-information"
"""The sample whose rationale is shown in full: it has something met, something open and a question."""
CONTACT: Final = "the number on the member's card"
FOLDER: Final = "demo-requests"


def demo(
    save: Annotated[
        Path | None, typer.Option("--save", metavar="DIR", help="Write the sample requests there as files.")
    ] = None,
) -> None:
    """Decide sample requests under both seed policies; nothing is written unless you say --save."""
    with Refusals():
        samples = read_samples()
        if save is not None:
            _save(samples, save)
            return
        _show(samples)


def read_samples() -> list[dict[str, Any]]:
    """The sample requests that come with the package: `says` and `request`."""
    return json.loads((Path(__file__).parent / "data" / "demo.json").read_text(encoding="utf-8"))


def _save(samples: list[dict[str, Any]], folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for one in samples:
            text = json.dumps(one["request"], ensure_ascii=False, indent=2) + "\n"
            (folder / f"{one['request']['id']}.json").write_text(text, encoding="utf-8")
    except OSError as error:
        raise refuse(
            "the samples cannot be written",
            f"--save {folder}",
            error.strerror or str(error),
            "name another folder",
        ) from None
    sys.stdout.write(f"{len(samples)} sample requests are in {folder}. Next:\n")
    sys.stdout.write(f"  {program()} check {shlex.quote(str(folder))}/*.json\n")


def _show(samples: list[dict[str, Any]]) -> None:
    from coverable.cli.screen import Screen
    from coverable.cli.text import Writer
    from coverable.determination.decide import determine
    from coverable.determination.engine import open_engine

    engine = open_engine()
    screen = Screen.of()
    decided = {one["request"]["id"]: determine(one["request"], engine) for one in samples}
    first = next(one for one in samples if one["request"]["id"] == FIRST)
    screen.put(
        f"{len(samples)} sample requests under two payers' policies for iontophoresis, made-up patients. "
        "One of them in full:"
    )
    screen.gap()
    screen.put(f"“{first['says']}”", style="bold")
    screen.gap()
    Writer(screen, engine).determination(decided[FIRST])
    screen.title("The other samples")
    for one in samples:
        if one is not first:
            _row(screen, one["says"], decided[one["request"]["id"]])
    _next(screen)
    sys.stdout.write(screen.text())


def _row(screen: Screen, says: str, determination: dict[str, Any]) -> None:
    """One sample: what it is, what came out, why and what comes next."""
    from coverable.determination.headline import headline, step_says

    one = determination["lines"][0]["coverages"][0]
    sign, title, why = headline(one)
    style = {"✓": "met", "✗": "not_met", "?": "undetermined"}.get(sign)
    screen.put(says, first="  • ", right=one["plan"] or "plan not loaded")
    screen.put(f"{sign} {title}" + (f" — {why}" if why else ""), first="      ", style=style)
    because = _because(one)
    step = f"next: {step_says(one, CONTACT)}"
    if because:
        screen.put(because, first="      ", style="dim")
    screen.put(step, first="      ", style="dim")


def _because(one: dict[str, Any]) -> str:
    """What decided, in a few words."""
    if one["rationale"] is None:
        return str(one["flags"][0]["says"]).rstrip(".") if one["flags"] else ""
    return "; ".join(dict.fromkeys(_deciding(one["rationale"])))


def _deciding(node: dict[str, Any]) -> list[str]:
    """The tests that a settled criterion rests on."""
    if node["rule"] == "leaf":
        from coverable.policy.cite import short

        says, stated = str(node["says"]), str(node["stated"])
        said = says if says.endswith(f": {stated}") else f"{says}: {stated}"
        return [f"{said} ({short(node['cite'])})"]
    alike = [c for c in node["children"] if c["value"] == node["value"]]
    one_is_enough = (node["rule"] == "any") == (node["value"] == "met")
    return [said for c in (alike[:1] if one_is_enough else alike) for said in _deciding(c)]


def _next(screen: Screen) -> None:
    """Commands that work when they are copied, from this folder."""
    name = program()
    screen.title("Try next")
    for command, says in next_commands(name):
        screen.put(says, first="  # ", style="dim", margin="dim")
        screen.lines.append(f"  {command}")


def next_commands(name: str) -> list[tuple[str, str]]:
    """(command, what it does) of the steps after the demo."""
    return [
        (
            f"{name} ask E1399 --plan sentara/medicare --date 2026-02-10",
            "answer the questions that matter, one by one",
        ),
        (f"{name} demo --save {FOLDER}", f"write the sample requests into {FOLDER}/, to change them"),
        (f"{name} check {FOLDER}/{FIRST}.json", "decide one of them again; --format json for programs"),
        (f"{name} serve", "the same in the browser: look up, check, compare, read policies"),
    ]
