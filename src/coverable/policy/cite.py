"""Citations: a place in a source document, and the digest of the passage that stands there.

`L34`, `L30-33`, `p3`, `p3-4`. The text itself is not shipped; with the document at hand
`check_citations` proves that every cited passage is still the one the analyst read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from coverable.base.model import Model
from coverable.base.problem import Problem, refuse
from coverable.base.shape import is_list, is_object
from coverable.policy.model import PolicyFile, Source

MOST_TOLD = 10
_CITE = re.compile(r"(L|p)([0-9]+)(?:-([0-9]+))?")


class Citations(Model):
    """`citations.yaml`: digests of the cited passages, made by `coverable policy cite --write`."""

    source_sha256: str
    passages: dict[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """Lines (`L`) or pages (`p`), both ends included, counted from 1."""

    unit: str
    first: int
    last: int

    def __str__(self) -> str:
        return f"{self.unit}{self.first}" + (f"-{self.last}" if self.last != self.first else "")


def read_place(text: str) -> Place:
    """`L30-33` as a Place; ValueError when it is not one."""
    match = _CITE.fullmatch(text)
    if not match:
        raise ValueError("a place is written L34, L30-33, p3 or p3-4")
    first, last = int(match[2]), int(match[3] or match[2])
    if not 1 <= first <= last:
        raise ValueError("the place ends before it begins, or begins at 0")
    return Place(match[1], first, last)


def section_of(place: Place, source: Source) -> str | None:
    """The section in which a cited line stands: the narrowest that holds it."""
    best: tuple[int, str] | None = None
    for name, lines in source.sections.items():
        first, _, last = lines.partition("-")
        low, high = int(first), int(last or first)
        if place.unit == "L" and low <= place.first <= high and (best is None or high - low < best[0]):
            best = (high - low, name)
    return best[1] if best else None


def cite_view(text: str, source: Source, passages: Mapping[str, str]) -> dict[str, Any]:
    """What a determination says of a place: section, lines or pages, digest of the passage."""
    place = read_place(text)
    span = str(place)[1:]
    out: dict[str, Any] = {"lines" if place.unit == "L" else "pages": span}
    section = section_of(place, source)
    if section:
        out = {"section": section, **out}
    if text in passages:
        out["sha256"] = passages[text]
    return out


def short(cite: Mapping[str, Any] | None) -> str | None:
    """The place in one word: `L34`."""
    if cite is None:
        return None
    return f"L{cite['lines']}" if "lines" in cite else f"p{cite.get('pages', '')}"


def passage(lines: list[str], place: Place) -> str:
    """The cited words, normalized: a re-flowed edition of the same words has the same digest."""
    text = unicodedata.normalize("NFKC", " ".join(lines[place.first - 1 : place.last]))
    return " ".join(text.split())


def passage_digest(lines: list[str], place: Place) -> str:
    return sha256(passage(lines, place).encode("utf-8")).hexdigest()


def all_cites(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every `cite` (and `..._cite`) in a policy file's plain data, with its path."""
    if is_object(data):
        for key, value in data.items():
            if (key == "cite" or str(key).endswith("_cite")) and isinstance(value, str):
                yield (*path, key), value
            else:
                yield from all_cites(value, (*path, key))
    elif is_list(data):
        for i, value in enumerate(data):
            yield from all_cites(value, (*path, i))


def read_source(path: Path) -> tuple[str, list[str]]:
    """SHA-256 and lines of a source document that is plain text."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise refuse(
            "the source document cannot be read", str(path), error.strerror or str(error), "check the path"
        ) from None
    if len(raw) > 50_000_000 or b"\0" in raw[:100_000]:
        raise refuse(
            "the source is not a text document",
            str(path),
            "citations by line need the text form",
            "give the text that the policy file names under `source`",
        )
    return sha256(raw).hexdigest(), raw.decode("utf-8", errors="replace").splitlines()


def make_citations(file: PolicyFile, data: Any, source: Path) -> Citations:
    """Digests of every cited passage of the document."""
    found, lines = read_source(source)
    passages: dict[str, str] = {}
    for _, text in all_cites(data):
        place = read_place(text)
        if place.unit == "L":
            passages[text] = passage_digest(lines, place)
    return Citations(
        source_sha256=found, passages=dict(sorted(passages.items(), key=lambda kv: read_place(kv[0]).first))
    )


def citations_text(made: Citations) -> str:
    """`citations.yaml` as it is written: JSON strings are YAML, and digests need no more."""
    rows = [f'  "{place}": {found}' for place, found in made.passages.items()]
    head = "# yaml-language-server: $schema=../../../../../schema/citations.schema.json"
    body = "\n".join(["passages:", *rows]) if rows else "passages: {}"
    return f"{head}\nsource_sha256: {made.source_sha256}\n{body}\n"


def check_citations(
    file: PolicyFile, data: Any, where: Any, citations: Citations | None, source: Path
) -> list[Problem]:
    """Everything that does not hold between a policy's citations and its document; [] is proof."""
    found, lines = read_source(source)
    problems: list[Problem] = []
    if file.source.sha256 and found != file.source.sha256:
        problems.append(
            Problem(
                "this is another document",
                str(source),
                f"its SHA-256 is {found[:12]}…, the policy names {file.source.sha256[:12]}…",
                "find the document of this version, or read the new one as a new version",
            )
        )
    known = citations.passages if citations else {}
    for path, text in all_cites(data):
        place = read_place(text)
        if place.unit != "L":
            continue
        here = where(path)
        if place.last > len(lines):
            problems.append(
                Problem(
                    f"`{text}` lies behind the end",
                    here,
                    f"the document has {len(lines)} lines",
                    "correct the place",
                )
            )
        elif not passage(lines, place):
            problems.append(
                Problem(f"`{text}` cites blank lines", here, "nothing stands there", "correct the place")
            )
        elif text not in known:
            problems.append(
                Problem(
                    f"`{text}` has no digest",
                    here,
                    "nobody can tell whether the passage changed",
                    "run `coverable policy cite --write`",
                )
            )
        elif passage_digest(lines, place) != known[text]:
            problems.append(
                Problem(
                    f"the words at `{text}` changed",
                    here,
                    "the criterion rests on other words now",
                    "read the passage again, then correct the criterion or the place",
                )
            )
    if len(problems) > MOST_TOLD and "another document" in problems[0].what:
        rest = len(problems) - 1  # a list of hundreds would hide the one reason
        what = f"{rest} of {len(list(all_cites(data)))} cited places hold other words"
        return [
            problems[0],
            Problem(what, str(source), "it is not the document that was read", problems[0].next),
        ]
    return problems
