"""What a file of ours never holds: hosts, paths of one machine, private tools, marks of unfinished work."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

MAX_LINES = 400
# One letter stands in brackets so that this file does not find itself.
NEVER = {
    "a package registry's host": r"pyp[i]\.org|pythonhoste[d]|npmj[s]|maven\.(?:or[g]|apach[e])|crates\.i[o]|"
    r"proxy\.golan[g]|deb\.debia[n]|registry\.yarnpk[g]",
    "an absolute path of one machine": r"(?<![\w.~\-/])/(?:wor[k]|hom[e]|roo[t]|User[s])/",
    "a private tool": r"\.librar[y]/|\bclaud[e]\b|anthropi[c]|before-sto[p]",
    "a mark of unfinished work": r"\b(?:TOD[O]|FIXM[E])\b",
}


@pytest.mark.parametrize("what", NEVER)
def test_no_file_holds(what: str, texts: Mapping[str, str]) -> None:
    pattern = re.compile(NEVER[what], re.IGNORECASE if "mark" not in what else 0)
    hits = [
        f"{name}:{at}: {line.strip()[:120]}"
        for name, text in texts.items()
        for at, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]
    assert not hits, f"{what}:\n" + "\n".join(hits)


def test_every_python_file_stays_under_400_lines(texts: Mapping[str, str]) -> None:
    long = {n: len(t.splitlines()) for n, t in texts.items() if n.endswith(".py")}
    assert not {name: lines for name, lines in long.items() if lines >= MAX_LINES}


_SPACED = re.compile(r"[)\]sSwWdD]\{[0-9]+, [0-9]*\}")
"""A count with a blank in it: a pattern takes it for letters, and an f-string for a pair."""


def test_no_pattern_counts_with_a_blank(texts: Mapping[str, str]) -> None:
    files = {n: t for n, t in texts.items() if n.endswith(".py") and not n.endswith("test_tidy.py")}
    hits = [f"{n}: {m[0]}" for n, t in files.items() for m in _SPACED.finditer(t)]
    assert not hits, hits
    assert _SPACED.search(r"(?:\w+\s+){0, 2}")


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("a package registry's host", "index = https://" + "pypi" + ".org/simple"),
        ("an absolute path of one machine", "see " + "/wor" + "k/main"),
        ("a mark of unfinished work", "# TO" + "DO later"),
    ],
)
def test_a_planted_line_is_found(what: str, line: str) -> None:
    assert re.search(NEVER[what], line)
