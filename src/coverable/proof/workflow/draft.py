"""The sign-off with which a newer version begins: a draft that holds only what carries over."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from coverable.base.problem import refuse
from coverable.proof.workflow.carry import Carry

HEAD = "# yaml-language-server: $schema=../../../../../schema/signoff.schema.json"


def draft_text(carried: Carry, by: str, on: str, head: str = HEAD) -> str:
    """`signoff.yaml` of the newer version: status draft, every signature marked with where it came from.

    `by` is whoever encodes the newer version, `on` the day; both stand for the draft, they approve nothing.
    """
    return "\n".join([*_lines(carried, by, on, head), ""])


def write_draft(folder: Path, text: str) -> Path:
    """Writes it into the version's folder. Refused where a sign-off is there: people signed that one."""
    path = folder / "signoff.yaml"
    try:
        with path.open("x", encoding="utf-8", newline="\n") as out:
            out.write(text)
    except FileExistsError:
        raise refuse(
            "there is a sign-off already",
            path.name,
            "what people signed is never written over",
            "add what carries over by hand, or move the file away first",
        ) from None
    except OSError as error:
        raise refuse(
            "the sign-off cannot be written", path.name, error.strerror or str(error), "check the folder"
        ) from None
    return path


def head_of(folder: Path) -> str:
    """The first line of a version's sign-off, where it names a schema."""
    path = folder / "signoff.yaml"
    first = path.read_text(encoding="utf-8").partition("\n")[0] if path.exists() else ""
    return first if first.startswith("# yaml-language-server:") else HEAD


def _lines(carried: Carry, by: str, on: str, head: str) -> Iterator[str]:
    yield head
    yield f"# Begun with what carries over from {carried.old}. Not carried over:"
    for one in carried.readings:
        if not one.carries:
            yield _comment(f"{one.name}: {'; '.join(one.why_not)}")
    for part, why in carried.left:
        yield _comment(f"{part}: {why}")
    yield f"encoding: {{status: draft, by: {_text(by)}, on: {on}}}"
    yield f"owner: {carried.owner}"
    yield "endorsed_by_publisher: false"
    kept = [one for one in carried.readings if one.carries]
    if kept:
        yield "interpretations:"
    for one in kept:
        choice = one.choice
        assert choice is not None
        signed = f"option: {_text(choice.option)}, by: {_text(choice.by)}, on: {choice.on}"
        because = f"because: {_text(choice.because)}, carried_from: {_text(carried.old)}"
        yield f"  {_text(one.name)}: {{{signed}, {because}}}"


def _comment(words: str) -> str:
    """One line, whatever the file's names hold."""
    return f"# - {' '.join(words.split())}"


def _text(words: str) -> str:
    """A string of JSON, which YAML reads as the same string."""
    return json.dumps(words, ensure_ascii=False)
