"""`coverable read --against`: a new document beside an encoded policy, and what to do about it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import typer

from coverable.base.problem import refuse
from coverable.cli.options import print_view
from coverable.cli.output import DONE, FINDINGS, program
from coverable.cli.screen import Screen

if TYPE_CHECKING:
    from coverable.document.against import Against, Cited
    from coverable.document.reading import Reading
    from coverable.document.source import Source
    from coverable.policy.build import Origin
    from coverable.policy.cite import TextForm
    from coverable.policy.library import Library

CONTEXT, MOST = 8, 12
"""Words that are shown beside a change; places that are listed."""
STATES: Final = {
    "kept": "the same words at the same place",
    "moved": "the same words, elsewhere",
    "changed": "other words now",
    "gone": "gone, and nothing like it is there",
    "lost": "not there any more",
    "no_digest": "no digest, so nobody can tell",
}


def show_against(
    library: Library,
    policy: str,
    source: Source,
    reading: Reading,
    document: Path,
    older: Path | None,
    format: Literal["text", "json", "html"],
) -> int:
    """Shows the comparison; the exit code of the command."""
    from coverable.document.against import compare_document
    from coverable.policy.search import one

    if format == "html":
        raise refuse(
            "no page for a comparison",
            "--format html",
            "the page shows one document and its draft",
            "use --format text or json with --against",
        )
    key = policy if policy in library.folders else one(library, policy)
    origin = library.origin(key)
    at_hand = _older(origin, library.folders[key], document, older)
    found = compare_document(origin, source, reading, at_hand)
    if format == "json":
        print_view(found.view())
    else:
        screen = Screen.of()
        _show(screen, found, document, key)
        typer.echo(screen.text(), nl=False)
    return FINDINGS if found.changed else DONE


def _older(origin: Origin, folder: Path, document: Path, named: Path | None) -> TextForm | None:
    """The document that the policy was read from: named, or beside the policy or the new document."""
    from coverable.base.problem import Refused
    from coverable.document.draft.places import text_form
    from coverable.document.readers.guarded import read_guarded

    name = origin.file.source.file
    places = [named / name if named.is_dir() and name else named] if named is not None else []
    places += [folder / name, document.parent / name] if name else []
    for path in places:
        try:
            form = text_form(read_guarded(path.read_bytes(), path.name))
        except (OSError, Refused):
            continue
        if origin.file.source.sha256 in (None, form.sha256):
            return form
    if named is not None:
        raise refuse(
            "this is not the document that the policy was read from",
            f"--older {named}",
            "its SHA-256 is another one, or it cannot be read",
            "name the file, or its folder, or leave the option out",
        )
    return None


def _show(screen: Screen, found: Against, document: Path, key: str) -> None:
    screen.pair("Document", document.name)
    screen.pair("Policy", found.policy)
    if found.same_document:
        screen.put("It is the document that the policy was read from.")
    counts = {state: [c for c in found.cited if c.state == state] for state in STATES}
    screen.title("Citations")
    for state, says in STATES.items():
        if counts[state]:
            screen.put(says, first=f"{len(counts[state]):>4}  ")
    if counts["moved"]:
        moved = [f"{c.place} → {c.now}" for c in counts["moved"]]
        more = f" and {len(moved) - MOST} more" if len(moved) > MOST else ""
        screen.put(", ".join(moved[:MOST]) + more, first="      moved: ")
    for state in ("changed", "gone", "lost"):
        for one in counts[state]:
            _passage(screen, one)
    touched = found.touched()
    if touched:
        screen.title("Criteria and statements that are touched")
        screen.put(", ".join(touched))
    if found.new:
        screen.title("Criteria on which nothing of the policy rests")
        for place, words in found.new:
            screen.put(words if len(words) < 200 else words[:199] + " …", first="+ ", right=place)
    if found.facts:
        screen.title("Beside the criteria")
    for fact in found.facts:
        said = f"{fact.was or 'not there'} → {fact.now or 'not there any more'}"
        screen.put(f"{fact.what.replace('_', ' ')}: {said}", first="− ", right=fact.place or "")
    _next(screen, found, document, key)


def _passage(screen: Screen, one: Cited) -> None:
    """Both sides of a changed passage; what differs stands in brackets."""
    screen.put(
        f"{one.place}{f' → {one.now}' if one.now else ''}: {', '.join(one.by)}",
        first="✗ ",
        margin="not_met",
        right=STATES[one.state],
    )
    if not one.words:
        return
    for side, name in (("removed", "was"), ("added", "now")):
        kept = [(kind, words) for kind, words in one.words if kind in ("same", side)]
        said = " ".join(
            f"[{words}]" if kind == side else _near(words, at > 0, at < len(kept) - 1)
            for at, (kind, words) in enumerate(kept)
        )
        if kept:
            screen.put(said, first=f"    {name}: ")


def _near(text: str, before: bool, after: bool) -> str:
    """Of words that stayed, those next to what changed."""
    words = text.split()
    if len(words) <= 2 * CONTEXT + 2:
        return text
    first = words[:CONTEXT] if before else []
    last = words[-CONTEXT:] if after else []
    return " ".join([*first, "…", *last])


def _next(screen: Screen, found: Against, document: Path, key: str) -> None:
    screen.title("Next")
    if not found.changed:
        screen.put("Every citation holds, and nothing beside the criteria differs.")
        return
    if any(c.state == "lost" for c in found.cited) and not found.older_at_hand:
        screen.put("With `--older FILE`, the document that the policy was read from, both sides are shown.")
    answers = f"--analyst OLD/analyst.yaml -o NEW_DIR of {key.partition('@')[0]}"
    screen.put(f"1. `{program()} read {document} {answers}` keeps every answer whose words still stand.")
    screen.put(f"2. `{program()} policy carry {key} NEW` says which signatures carry over.")
    screen.put("3. Read again what is touched, and sign (docs/changing-a-policy.md).")
