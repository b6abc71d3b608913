"""A policy beside the document that it was read from: each line with what of the policy rests on it (SR-146).

A line is encoded (something that decides cites it), informational (something else cites it), blank, or not
mapped: what nobody mapped must be seen. The text is shown only where the document is at hand and its rights
allow; else the places and digests stand alone (SR-122).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from coverable.base.shape import is_object
from coverable.document.draft.coverage import DECIDING, ICONS, WORDS, State
from coverable.document.draft.places import document_form
from coverable.plan.book import PlanBook
from coverable.policy.cite import TextForm, all_cites, read_place
from coverable.policy.executable import Policy

_RESERVED = re.compile(r"permission|reserved|licen[cs]e|copyright|©|reproduc|prohibit|consent", re.IGNORECASE)
LARGEST: Final = 50_000_000
NOT_LOADED: Final = "The document is not loaded on this server: each criterion names its place and digest."
NOT_SHOWN: Final = (
    "The document is loaded, and its rights do not allow to show it here: each criterion names its place."
)


@dataclass(frozen=True, slots=True)
class Resting:
    """Something of the policy that rests on a line: its id, and whether it decides."""

    name: str
    decides: bool


def find_document(policy: Policy, home: Path, folder: Path | None) -> Path | None:
    """The policy's document: in its own folder `home`, or in a folder of documents, known by its SHA-256."""
    wanted = policy.file.source.sha256
    if wanted is None:
        return None
    near = [path for path in sorted(home.iterdir()) if path.name == policy.file.source.file]
    every = sorted(folder.rglob("*")) if folder is not None else []
    for path in [*near, *every]:
        small = path.is_file() and path.stat().st_size <= LARGEST
        if small and sha256(path.read_bytes()).hexdigest() == wanted:
            return path
    return None


def may_show(policy: Policy, plans: PlanBook, public: bool) -> bool:
    """Whether the text may be shown: a plan of the publisher says that its own policies may be quoted; or the
    document reserves nothing, and the page is either not public or the text was written for this library."""
    publisher = policy.id.partition("/")[0]
    if any(p.file.rights for name, p in plans.plans.items() if name.partition("/")[0] == publisher):
        return True
    rights = policy.file.source.rights
    if rights is None:
        return not public
    return not _RESERVED.search(rights)


def beside(policy: Policy, document: Path | None, shown: bool) -> dict[str, Any]:
    """The document line by line, JSON-ready: {state, words, lines, counts, sha256}.

    A line: {number, text (None where it is not shown), state, rests: [names]}.
    """
    form = document_form(document) if document is not None else None
    says = None if form is not None and shown else NOT_SHOWN if form is not None else NOT_LOADED
    rests = _rests(policy, form)
    last = len(form.lines) if form is not None else max((*rests, policy.file.source.lines or 0), default=0)
    lines = [_line(n, form, shown, rests.get(n, ())) for n in range(1, last + 1)]
    counts: dict[State, int] = {"encoded": 0, "informational": 0, "unmapped": 0}
    for one in lines:
        if one["state"] in counts:
            counts[one["state"]] += 1
    return {
        "title": policy.file.source.title,
        "sha256": policy.file.source.sha256,
        "shown": form is not None and shown,
        "says": says,
        "counts": [
            {"state": state, "icon": ICONS[state], "says": WORDS[state], "lines": n}
            for state, n in counts.items()
        ],
        "lines": lines,
    }


def _line(number: int, form: TextForm | None, shown: bool, rests: Any) -> dict[str, Any]:
    text = form.lines[number - 1] if form is not None else None
    state = (
        "blank"
        if text is not None and not text.strip()
        else "encoded"
        if any(one.decides for one in rests)
        else "informational"
        if rests
        else "unmapped"
    )
    return {
        "number": number,
        "text": text if shown else None,
        "state": state,
        "rests": list(dict.fromkeys(one.name for one in rests)),
    }


def _rests(policy: Policy, form: TextForm | None) -> Mapping[int, tuple[Resting, ...]]:
    """{line: what rests on it}, what cites it most narrowly first."""
    pages = form.page_lines if form is not None else policy.file.source.page_lines
    end = len(form.lines) if form is not None else policy.file.source.lines or 0
    found: dict[int, list[tuple[int, Resting]]] = {}
    for title, lines in policy.file.source.sections.items():
        found[int(lines.partition("-")[0])] = [(0, Resting(title, False))]  # its heading
    for name, decides, cite in _cited(policy):
        at = read_place(cite).lines(pages, end)
        if at is not None:
            for line in range(at[0], at[1] + 1):
                found.setdefault(line, []).append((at[1] - at[0], Resting(name, decides)))
    return {n: tuple(one for _, one in sorted(rows, key=lambda row: row[0])) for n, rows in found.items()}


def _cited(policy: Policy) -> Iterator[tuple[str, bool, str]]:
    """(id of the nearest thing that has one, whether it decides, place) of everything that cites a place."""
    data: Any = policy.origin.yaml.data
    for path, cite in all_cites(data):
        names = [str(part) for part in path[:2] if isinstance(part, str)]  # `indications: hyperhidrosis:`
        names += _ids(data, path[:-1])
        yield names[-1], names[0] in DECIDING, cite


def _ids(above: Any, path: Sequence[str | int]) -> Iterator[str]:
    """Ids on the way down a path, outermost first."""
    for part in path:
        below: Any = above[part]
        if is_object(below) and isinstance(below.get("id"), str):
            yield below["id"]
        above = below
