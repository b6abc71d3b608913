"""Policies by authors who never saw the reader: what their heads, histories, codes and lists say, as they wrote it down.

The first three wrote whole policies after the layouts of payers, the others short ones. Of each field the fewest
values that are read right and the most that are read and were not written down: a nurse counts, and may count otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from coverable.document.read import read_document

DATA = Path(__file__).parent / "data"
FEWEST_AND_MOST: dict[str, dict[str, tuple[int, int]]] = {}
"""By folder and field: right at the least, wrong at the most."""
SAME = {
    "revised": {"revision_effective", "updated"},
    "original_effective": {"originated"},
    "published": {"issued"},
}
"""Kinds of dates that an author may mean by another one's name."""


def _plain(value: Any) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", str(value).lower()))


def _single(meant: dict[str, Any], view: dict[str, Any], field: str) -> tuple[int, int]:
    wanted, read = meant.get(field), (view["metadata"].get(field) or {}).get("value")
    if wanted is None or read is None:
        return 0, int(read is not None)
    right = _plain(wanted) in _plain(read) if field == "title" else _plain(wanted) == _plain(read)
    return int(right), int(not right)


def _dates(meant: dict[str, Any], view: dict[str, Any]) -> tuple[int, int]:
    wanted = [(kind, str(on)) for kind, on in meant.get("dates") or []]
    read = [(d["kind"], d["value"]) for d in view["metadata"].get("dates", [])]

    def alike(a: tuple[str, str], b: tuple[str, str]) -> bool:
        return a[1] == b[1] and b[0] in {a[0]} | SAME.get(a[0], set())

    right = sum(any(alike(w, r) for r in read) for w in wanted)
    return right, sum(not any(alike(w, r) for w in wanted) for r in read)


def _sets(meant: dict[str, Any], view: dict[str, Any]) -> Iterator[tuple[str, set[Any], set[Any]]]:
    lines = view["metadata"].get("lines_of_business", [])
    stated = {one["value"] for one in lines if one.get("kind") == "stated"}
    yield "lines", set(meant.get("lines") or []), stated
    for field, word in (("definitions", "term"), ("keywords", "word")):
        yield (
            field,
            {_plain(x) for x in meant.get(field) or []},
            {_plain(x[word]) for x in view.get(field, [])},
        )
    wanted = {(s, str(code).upper()) for s, code, _ in meant.get("codes") or []}
    yield "codes", wanted, {(c["system"], c["from"].upper()) for c in view.get("codes", [])}


@cache
def _counted(folder: str) -> dict[str, tuple[int, int]]:
    """Of each field how many values of a folder are read right, and how many that nobody wrote down."""
    total: dict[str, list[int]] = {}
    for path in sorted((DATA / folder).glob("*.yaml")):
        meant = yaml.safe_load(path.read_text("utf-8"))
        document = next(p for end in (".txt", ".html") if (p := path.with_suffix(end)).exists())
        view = read_document(document.read_bytes(), document.name).view()
        found = {field: _single(meant, view, field) for field in ("number", "title", "version")}
        found["dates"] = _dates(meant, view)
        found |= {name: (len(a & b), len(b - a)) for name, a, b in _sets(meant, view)}
        for field in ("history", "references"):
            wanted, read = int(meant.get(field) or 0), len(view.get(field, []))
            found[field] = min(wanted, read), max(0, read - wanted)
        for field, (right, wrong) in found.items():
            total.setdefault(field, [0, 0])
            total[field][0] += right
            total[field][1] += wrong
    return {field: (right, wrong) for field, (right, wrong) in total.items()}


@pytest.mark.parametrize(
    ("folder", "field"), [(folder, field) for folder, of in FEWEST_AND_MOST.items() for field in of]
)
def test_most_values_of_heads_and_lists_are_those_that_the_author_wrote_down(folder: str, field: str) -> None:
    right, wrong = _counted(folder)[field]
    fewest, most = FEWEST_AND_MOST[folder][field]
    assert (right >= fewest, wrong <= most) == (True, True), (right, wrong)
