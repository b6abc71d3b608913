"""Policies by authors who never saw the reader: what their heads, histories, codes and lists say, as they wrote it down.

The first fifteen wrote whole policies after the layouts of payers (the fifth in a word processor, seven in print only), the others
short ones. Of each field the fewest
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
FEWEST_AND_MOST: dict[str, dict[str, tuple[int, int]]] = {
    "policies-of-a-tenth-author": {
        "number": (13, 0),
        "title": (16, 0),
        "version": (0, 1),
        "dates": (32, 8),
        "lines": (22, 4),
        "definitions": (14, 5),
        "keywords": (6, 0),
        "codes": (167, 0),
        "history": (62, 7),
        "references": (64, 1),
    },
    "policies-of-an-eleventh-author": {
        "number": (11, 0),
        "title": (12, 4),
        "version": (2, 0),
        "dates": (28, 4),
        "lines": (15, 0),
        "definitions": (12, 3),
        "keywords": (4, 0),
        "codes": (75, 0),
        "history": (62, 0),
        "references": (63, 12),
    },
    "policies-of-a-twelfth-author": {
        "number": (12, 0),
        "title": (15, 1),
        "version": (0, 0),
        "dates": (31, 12),
        "lines": (20, 4),
        "definitions": (19, 2),
        "keywords": (12, 0),
        "codes": (118, 0),
        "history": (53, 9),
        "references": (74, 6),
    },
    "policies-of-a-thirteenth-author": {
        "number": (12, 1),
        "title": (15, 1),
        "version": (0, 0),
        "dates": (33, 2),
        "lines": (15, 4),
        "definitions": (26, 4),
        "keywords": (12, 2),
        "codes": (142, 1),
        "history": (90, 9),
        "references": (90, 1),
    },
    "policies-of-a-fourteenth-author": {
        "number": (14, 0),
        "title": (14, 0),
        "version": (3, 0),
        "dates": (35, 0),
        "lines": (13, 3),
        "definitions": (29, 0),
        "keywords": (8, 0),
        "codes": (97, 0),
        "history": (64, 1),
        "references": (74, 0),
    },
    "policies-of-a-fifteenth-author": {
        "number": (11, 0),
        "title": (11, 1),
        "version": (4, 0),
        "dates": (23, 4),
        "lines": (11, 0),
        "definitions": (12, 2),
        "codes": (75, 1),
        "history": (46, 0),
        "references": (43, 2),
    },
    "policies-of-a-sixteenth-author": {
        "number": (12, 0),
        "title": (12, 0),
        "version": (5, 0),
        "dates": (32, 3),
        "lines": (12, 1),
        "definitions": (15, 8),
        "codes": (77, 0),
        "history": (44, 0),
        "references": (43, 0),
    },
    "policies-of-a-seventeenth-author": {
        "number": (10, 0),
        "title": (12, 0),
        "version": (2, 0),
        "dates": (32, 6),
        "lines": (11, 0),
        "definitions": (8, 0),
        "codes": (105, 2),
        "history": (62, 4),
        "references": (39, 4),
    },
    "policies-of-an-eighteenth-author": {
        "number": (10, 1),
        "title": (11, 1),
        "version": (2, 1),
        "dates": (28, 1),
        "lines": (13, 5),
        "definitions": (12, 11),
        "codes": (125, 40),
        "history": (41, 0),
        "references": (42, 0),
    },
    "policies-of-a-nineteenth-author": {
        "number": (8, 1),
        "title": (10, 0),
        "version": (2, 1),
        "dates": (22, 0),
        "lines": (11, 1),
        "definitions": (12, 0),
        "codes": (111, 1),
        "history": (31, 1),
        "references": (48, 1),
    },
    "policies-of-a-twentieth-author": {
        "number": (11, 0),
        "title": (11, 1),
        "version": (3, 0),
        "dates": (31, 3),
        "lines": (23, 3),
        "definitions": (18, 0),
        "codes": (110, 0),
        "history": (49, 0),
        "references": (52, 0),
    },
    "policies-of-a-twenty-first-author": {
        "number": (10, 0),
        "title": (11, 1),
        "version": (1, 2),
        "dates": (21, 4),
        "lines": (12, 4),
        "definitions": (17, 0),
        "codes": (119, 0),
        "history": (43, 6),
        "references": (61, 1),
    },
    "policies-of-a-twenty-second-author": {
        "number": (9, 0),
        "title": (9, 3),
        "version": (0, 0),
        "dates": (22, 2),
        "lines": (11, 2),
        "definitions": (16, 1),
        "codes": (97, 0),
        "history": (32, 5),
        "references": (52, 3),
    },
    "policies-of-a-twenty-third-author": {
        "number": (2, 0),
        "title": (5, 0),
        "version": (1, 0),
        "dates": (7, 1),
        "lines": (8, 1),
        "definitions": (10, 1),
        "codes": (50, 0),
        "history": (18, 0),
        "references": (22, 0),
    },
    "policies-of-a-twenty-fourth-author": {
        "number": (10, 0),
        "title": (11, 1),
        "version": (1, 0),
        "dates": (24, 3),
        "lines": (8, 2),
        "definitions": (21, 1),
        "codes": (82, 0),
        "history": (38, 0),
        "references": (62, 1),
    },
    "short-policies-of-an-author": {
        "number": (32, 1),
        "title": (39, 1),
        "version": (5, 0),
        "dates": (99, 7),
        "lines": (45, 1),
        "definitions": (24, 1),
        "keywords": (22, 1),
        "codes": (109, 1),
        "history": (80, 4),
        "references": (67, 0),
    },
    "short-policies-of-another-author": {
        "number": (32, 0),
        "title": (40, 0),
        "version": (4, 0),
        "dates": (88, 4),
        "lines": (44, 0),
        "definitions": (22, 0),
        "keywords": (18, 1),
        "codes": (84, 0),
        "history": (85, 4),
        "references": (57, 2),
    },
}
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
        document = next(
            p for end in (".txt", ".html", ".docx", ".pdf") if (p := path.with_suffix(end)).exists()
        )
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
