"""Citations: a place in a source document, and the digest of the passage that stands there.

`L34`, `L30-33` (lines of the text form), `p3`, `p3-4` (pages), `p3.12`, `p3.12-14`, `p3.40-4.2` (lines on
pages). The text itself is not shipped; with the document at hand `check_citations` proves that every cited
passage is still the one the analyst read.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from coverable.base.model import Model
from coverable.base.problem import Problem, refuse
from coverable.base.shape import is_list, is_object
from coverable.policy.model import PolicyFile, Source

MOST_TOLD = 10
_CITE = re.compile(r"(L|p)([0-9]+)(?:-([0-9]+))?")
_ON_PAGES = re.compile(r"p([0-9]+)\.([0-9]+)(?:-(?:([0-9]+)\.)?([0-9]+))?")
_MARKUP = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|\?xml)", re.IGNORECASE)


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
    top: int | None = None
    """Of pages: the line on the first of them with which the passage begins."""
    bottom: int | None = None
    """The line on the last of them with which it ends."""

    def __str__(self) -> str:
        if self.top is None:
            return f"{self.unit}{self.first}" + (f"-{self.last}" if self.last != self.first else "")
        if self.last != self.first:
            return f"p{self.first}.{self.top}-{self.last}.{self.bottom}"
        return f"p{self.first}.{self.top}" + (f"-{self.bottom}" if self.bottom != self.top else "")

    @property
    def order(self) -> tuple[int, int]:
        """By where it begins."""
        return self.first, self.top or 0

    def lines(self, page_lines: Sequence[int], last_line: int) -> tuple[int, int] | None:
        """First and last line of the text form; None where it is not known on which lines pages begin."""
        if self.unit == "L":
            return self.first, self.last
        if self.last > len(page_lines):
            return None
        end = page_lines[self.last] - 1 if self.last < len(page_lines) else last_line
        first = page_lines[self.first - 1] + (self.top or 1) - 1
        return first, end if self.bottom is None else page_lines[self.last - 1] + self.bottom - 1


def read_place(text: str) -> Place:
    """`L30-33` as a Place; ValueError when it is not one."""
    match, on_pages = _CITE.fullmatch(text), _ON_PAGES.fullmatch(text)
    if on_pages:
        page, top, last, bottom = (int(g) if g else None for g in on_pages.groups())
        assert page is not None and top is not None
        made = Place("p", page, page if last is None else last, top, top if bottom is None else bottom)
        starts, ends = (made.first, top), (made.last, made.bottom or 0)
        if not (page >= 1 and top >= 1 and starts <= ends and ends[1] >= 1):
            raise ValueError("the place ends before it begins, or begins at 0")
        return made
    if not match:
        raise ValueError("a place is written L34, L30-33, p3, p3-4, p3.12, p3.12-14 or p3.40-4.2")
    first, last = int(match[2]), int(match[3] or match[2])
    if not 1 <= first <= last:
        raise ValueError("the place ends before it begins, or begins at 0")
    return Place(match[1], first, last)


def page_place(first: int, last: int, page_lines: Sequence[int]) -> Place:
    """Lines of the text form as a place on pages: what a person with the printed document looks up."""
    pages = [bisect_right(page_lines, max(line, page_lines[0])) for line in (first, last)]
    on = [
        max(line, page_lines[0]) - page_lines[page - 1] + 1
        for line, page in zip((first, last), pages, strict=True)
    ]
    return Place("p", pages[0], pages[1], on[0], on[1])


def section_of(place: Place, source: Source) -> str | None:
    """The section in which a cited line stands: the narrowest that holds it."""
    best: tuple[int, str] | None = None
    at = place.lines(source.page_lines, source.lines or place.first)
    if at is None or (place.unit == "p" and place.top is None):
        return None  # several sections can stand on a page
    for name, lines in source.sections.items():
        first, _, last = lines.partition("-")
        low, high = int(first), int(last or first)
        if low <= at[0] <= high and (best is None or high - low < best[0]):
            best = (high - low, name)
    return best[1] if best else None


def cite_view(text: str, source: Source, passages: Mapping[str, str]) -> dict[str, Any]:
    """What a determination says of a place: section, lines or pages, digest of the passage."""
    place = read_place(text)
    span = str(Place(place.unit, place.first, place.last))[1:]
    out: dict[str, Any] = {"lines" if place.unit == "L" else "pages": span}
    if place.top is not None:
        out["page_lines"] = (
            f"{place.top}-{place.bottom}"
            if place.bottom != place.top or place.first != place.last
            else str(place.top)
        )
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
    if "page_lines" in cite:
        pages, lines = (str(cite[name]).partition("-") for name in ("pages", "page_lines"))
        first, last = int(pages[0]), int(pages[2] or pages[0])
        return str(Place("p", first, last, int(lines[0]), int(lines[2] or lines[0])))
    return f"L{cite['lines']}" if "lines" in cite else f"p{cite.get('pages', '')}"


def passage(lines: Sequence[str], place: Place, page_lines: Sequence[int] = ()) -> str:
    """The cited words, normalized: a re-flowed edition of the same words has the same digest."""
    at = place.lines(page_lines, len(lines))
    text = unicodedata.normalize("NFKC", " ".join(lines[at[0] - 1 : at[1]] if at else ()))
    return " ".join(text.split())


def passage_digest(lines: Sequence[str], place: Place, page_lines: Sequence[int] = ()) -> str:
    """SHA-256 of the cited words."""
    return sha256(passage(lines, place, page_lines).encode("utf-8")).hexdigest()


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


class TextForm(NamedTuple):
    """A document as citations count it: its lines, and on which of them each page begins."""

    sha256: str
    lines: Sequence[str]
    page_lines: Sequence[int] = ()
    name: str = "the document"


def _text_form(source: Path | TextForm) -> TextForm:
    return TextForm(*read_source(source), name=str(source)) if isinstance(source, Path) else source


def read_source(path: Path) -> tuple[str, list[str]]:
    """SHA-256 and lines of a source document that is plain text."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise refuse(
            "the source document cannot be read", str(path), error.strerror or str(error), "check the path"
        ) from None
    if len(raw) > 50_000_000 or b"\0" in raw[:100_000] or raw.startswith(b"%PDF") or _MARKUP.match(raw):
        raise refuse(
            "the source is not a text document",
            str(path),
            "citations by line need the text form",
            "give the text form (`coverable policy cite` takes every format)",
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # what editors count as lines, and nothing else
    return sha256(raw).hexdigest(), text.removesuffix("\n").split("\n")


def make_citations(data: Any, source: Path | TextForm) -> Citations:
    """Digests of every cited passage of the document."""
    form = _text_form(source)
    passages: dict[str, str] = {}
    for _, text in all_cites(data):
        place = read_place(text)
        if place.lines(form.page_lines, len(form.lines)):
            passages[text] = passage_digest(form.lines, place, form.page_lines)
    return Citations(
        source_sha256=form.sha256,
        passages=dict(sorted(passages.items(), key=lambda kv: read_place(kv[0]).order)),
    )


def citations_text(made: Citations) -> str:
    """`citations.yaml` as it is written: JSON strings are YAML, and digests need no more."""
    rows = [f'  "{place}": {found}' for place, found in made.passages.items()]
    head = "# yaml-language-server: $schema=../../../../../schema/citations.schema.json"
    body = "\n".join(["passages:", *rows]) if rows else "passages: {}"
    return f"{head}\nsource_sha256: {made.source_sha256}\n{body}\n"


def check_citations(
    file: PolicyFile, data: Any, where: Any, citations: Citations | None, source: Path | TextForm
) -> list[Problem]:
    """Everything that does not hold between a policy's citations and its document; [] is proof."""
    form = _text_form(source)
    found, lines, document = form.sha256, form.lines, form.name
    problems: list[Problem] = []
    if file.source.sha256 and found != file.source.sha256:
        problems.append(
            Problem(
                "this is another document",
                document,
                f"its SHA-256 is {found[:12]}…, the policy names {file.source.sha256[:12]}…",
                "find the document of this version, or read the new one as a new version",
            )
        )
    known = citations.passages if citations else {}
    for path, text in all_cites(data):
        place = read_place(text)
        at = place.lines(form.page_lines, len(lines))
        if at is None and (place.unit == "L" or not form.page_lines):
            continue
        here = where(path)
        if at is None or at[1] > len(lines):
            problems.append(
                Problem(
                    f"`{text}` lies behind the end",
                    here,
                    f"the document has {len(lines)} lines"
                    + (f" on {len(form.page_lines)} pages" if form.page_lines else ""),
                    "correct the place",
                )
            )
        elif not passage(lines, place, form.page_lines):
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
        elif passage_digest(lines, place, form.page_lines) != known[text]:
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
            Problem(what, document, "it is not the document that was read", problems[0].next),
        ]
    return problems
