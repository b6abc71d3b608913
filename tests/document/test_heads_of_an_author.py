"""What 75 documents of seven authors say of themselves: heads, codes, histories, as untidy as payers print them.

None had seen the reader, which had learned from the one before each when it was counted first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from coverable.document.read import reading_of
from coverable.document.readers.read import read_source

DATA = Path(__file__).parent / "data"
FOLDERS = (
    "heads-of-an-author",
    "heads-of-a-second-author",
    "heads-of-a-third-author",
    "heads-of-a-fourth-author",
    "heads-of-a-fifth-author",
    "heads-of-a-sixth-author",
    "heads-of-a-seventh-author",
)
SIZES: dict[str, int] = dict(zip(FOLDERS, (12, 12, 10, 11, 10, 11, 9), strict=True))
DOCUMENTS = {f: sorted(p for end in ("*.txt", "*.html") for p in (DATA / f).glob(end)) for f in FOLDERS}
SYSTEMS = {
    "CPT": "cpt",
    "HCPCS": "hcpcs",
    "CDT": "hcpcs",
    "ICD-9-CM": "icd9cm",
    "ICD-10-CM": "icd10cm",
    "ICD-10-PCS": "icd10pcs",
    "revenue": "revenue",
    "NDC": "ndc",
}
"""Systems whose codes are read; modifiers are written down and not counted."""
AS_PRINTED = {
    "number": (12, 8, 6, 9, 7, 10, 7),
    "title": (10, 9, 7, 9, 7, 9, 6),
    "publisher": (11, 10, 6, 10, 7, 8, 3),
    "kind": (6, 3, 4, 0, 0, 0, 0),
    "version": (7, 8, 6, 6, 7, 7, 7),
    "prior_authorization": (9, 8, 5, 10, 5, 7, 8),
}
"""Of the documents of each author, how many fields hold at least what was written down.

The last four wrote kinds down by names of their own."""
CODES = {
    "heads-of-an-author": (232, 214, 190, 0, 3),
    "heads-of-a-second-author": (248, 237, 212, 4, 0),
    "heads-of-a-third-author": (288, 274, 226, 11, 2),
    "heads-of-a-fourth-author": (333, 321, 197, 1, 0),
    "heads-of-a-fifth-author": (370, 348, 288, 4, 1),
    "heads-of-a-sixth-author": (214, 200, 144, 1, 0),
    "heads-of-a-seventh-author": (244, 218, 196, 1, 0),
}
"""Codes and ranges that were written down, those that are read, those with what is said of them, others, and
those of which something else is said (that nothing is said of a code is no such thing)."""


@cache
def _read(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is read of a document, and what its author wrote down."""
    view = reading_of(read_source(path.read_bytes(), path.name)).view()
    return view, yaml.safe_load(path.with_suffix(".yaml").read_text("utf-8"))


def _plain(value: Any) -> str:
    return re.sub(r"\W+", " ", str(value or "").lower()).strip()


def _field(view: dict[str, Any], name: str) -> Any:
    return (view["metadata"].get(name) or {}).get("value")


def _meant(wanted: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for group in wanted["codes"]:
        for code in group["codes"] if group["system"] in SYSTEMS else ():
            ends = re.sub(r"\s?(?:thru|through|to)\s|\s?[-–]\s?(?=[A-Z0-9])", "-", str(code))
            said = "informational" if group["polarity"] == "mentioned" else group["polarity"]
            yield SYSTEMS[group["system"]], ends.upper().replace(" ", ""), said


def _listed(view: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for code in view["codes"]:
        ends = dict.fromkeys((code["from"], code["to"]))
        yield code["system"], "-".join(ends).upper(), code["polarity"]


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("field", AS_PRINTED)
def test_most_heads_say_what_the_author_wrote_down(field: str, folder: str) -> None:
    both = map(_read, DOCUMENTS[folder])
    right = Counter(_plain(_field(v, field)) == _plain(w.get(field)) for v, w in both)
    assert len(DOCUMENTS[folder]) == SIZES[folder]
    assert right[True] >= AS_PRINTED[field][FOLDERS.index(folder)]


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_codes_of_the_documents_are_read_with_what_is_said_of_them(folder: str) -> None:
    found = meant = grouped = more = turned = 0
    for view, wanted in map(_read, DOCUMENTS[folder]):
        want, got = {*_meant(wanted)}, {*_listed(view)}
        printed, read = {w[:2] for w in want}, {g[:2] for g in got}
        meant, found = meant + len(printed), found + len(printed & read)
        grouped, more = grouped + len(want & got), more + len(read - printed)
        alike = {g[:2] for g in want & got}
        turned += sum(g[:2] in printed - alike and g[2] != "informational" for g in got)
    written, codes, with_their_group, too_many, otherwise = CODES[folder]
    assert meant == written
    assert (found >= codes, grouped >= with_their_group) == (True, True)
    assert (more <= too_many, turned <= otherwise) == (True, True)


@pytest.mark.parametrize(
    ("document", "lines"),
    [
        (
            "05",
            {
                ("stated", "commercial"),
                ("stated", "exchange"),
                ("excluded", "medicare"),
                ("excluded", "medicaid"),
            },
        ),
        ("06", {("stated", "commercial"), ("stated", "medicare_advantage"), ("excluded", "medicare")}),
        ("08", {("stated", "medicaid")}),
        ("11", {("stated", "exchange"), ("excluded", "medicare")}),
    ],
)
def test_lines_of_business_that_a_policy_is_not_for_are_excluded(document: str, lines: set[Any]) -> None:
    [path] = [p for p in DOCUMENTS[FOLDERS[0]] if p.name.startswith(document)]
    told = _read(path)[0]["metadata"]["lines_of_business"]
    assert {(one["kind"], one["value"]) for one in told} == lines


@pytest.mark.parametrize(("folder", "fewest"), [(FOLDERS[0], 9), (FOLDERS[1], 6), (FOLDERS[2], 4)])
def test_histories_and_references_are_counted_as_the_author_counted_them(folder: str, fewest: int) -> None:
    near = [
        abs(len(v["history"]) - w["history_events"]) <= 1 and abs(len(v["references"]) - w["references"]) <= 1
        for v, w in map(_read, DOCUMENTS[folder])
    ]
    assert sum(near) >= fewest
