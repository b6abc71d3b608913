"""Nothing in the files of a run decides against anyone, and nothing in them can run in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from claims.folders import one_file, rows_of
from coverable.claims import diagnoses, faults, hints, manifest
from coverable.claims.mapping import MappingFile
from coverable.claims.run import Asked, review
from coverable.cli.claimstext import harmless
from coverable.determination.steps import STEP

ADVERSE = re.compile(
    r"\b(den(y|ies|ied|ial|ials|ying)|reject(ed)? (the )?(claim|service)|refus\w+|payable|(un|non)?covered|fraud\w*|abus\w+"
    r"|overpa\w+|recoup\w*|recover\w*|improper|not medically necessary)\b",
    re.IGNORECASE,
)
FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "＝1",
    "|cmd",
    "%0A=1",
    '=HYPERLINK("http://x","y")',
]


def texts(folder: Path) -> list[str]:
    return [p.read_text(encoding="utf-8") for p in folder.rglob("*") if p.suffix in (".csv", ".json")]


@pytest.mark.sr("SR-083")
def test_no_line_and_no_file_has_an_adverse_wording(reviewed: Path) -> None:
    for text in texts(reviewed):
        found = ADVERSE.search(text)
        assert not found, text[max(0, found.start() - 100) : found.end() + 50]
    table = pq.read_table(reviewed / "lines")
    words = {
        str(w)
        for name in ("outcome", "next_step", "units", "rejected")
        for w in table[name].unique().to_pylist()
    }
    assert not [w for w in words if ADVERSE.search(w.replace("_", " "))]
    assert {w for w in table["next_step"].unique().to_pylist() if w} <= {
        *STEP.values(),
        "physician_review",
        "approve",
    }


def test_no_sentence_of_ours_is_adverse() -> None:
    said = [*hints.SIGNALS.values(), *faults.FAULTS.values(), *diagnoses.SAYS.values(), manifest.KIND]
    assert not [s for s in said if ADVERSE.search(s)]


def test_nothing_in_a_table_can_run_in_a_spreadsheet(tmp_path: Path, root: Path) -> None:
    rows = [{"claim": f, "member": f, "units": 9, "dx2": "M26.601"} for f in FORMULAS]
    rows += [{"claim": f, "plan": f, "modifier1": f} for f in FORMULAS]
    path = one_file(tmp_path / "=claims.parquet", *rows)
    out = tmp_path / "out"
    review(Asked(path, out, MappingFile(), root / "library"))
    assert rows_of(out / "worklist.csv")
    assert rows_of(out / "rejects.csv")
    for name in ("worklist.csv", "rejects.csv"):
        for row in csv.reader(io.StringIO((out / name).read_text(encoding="utf-8"), newline="")):
            risky = [c for c in row if re.match(r"\s*[=+\-@\t\r\n＝＋－＠|%]", c)]
            assert not risky, risky


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_becomes_text(formula: str) -> None:
    assert harmless(formula) == f"'{formula}"
    assert harmless("C-1 = 2") == "C-1 = 2"
