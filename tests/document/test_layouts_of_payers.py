"""Whole policies in the layouts of payers, programs and states, with the trees that a nurse draws of them.

The documents of `data/layouts` are invented, their layouts are not. Beside each stands its tree: the statements with
position, subject, stage and reach, their criteria by indent, and the findings that a person has to answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from coverable.document.criteria.text.doubts import DOUBTS
from coverable.document.read import reading_of
from coverable.document.readers.read import read_source
from coverable.document.reading import Node, Reading, Statement
from coverable.document.source import Source

LAYOUTS = Path(__file__).parent / "data" / "layouts"
DOCUMENTS = sorted(p for p in LAYOUTS.iterdir() if p.suffix != ".tree")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: p.stem)
def test_a_policy_in_the_layout_of_a_payer_is_read_as_a_nurse_reads_it(document: Path) -> None:
    source = read_source(document.read_bytes(), document.name)
    drawn = document.with_suffix(".tree").read_text("utf-8")
    assert "\n".join(_drawn(reading_of(source), source)) + "\n" == drawn


def test_every_tree_belongs_to_a_document() -> None:
    assert [p.stem for p in sorted(LAYOUTS.glob("*.tree"))] == [p.stem for p in DOCUMENTS]


def _drawn(reading: Reading, source: Source) -> Iterator[str]:
    for statement in reading.statements:
        yield _head(statement)
        if statement.criteria is not None:
            yield from _tree(statement.criteria, 1)
    for finding in reading.findings:
        if finding.rule in DOUBTS:
            places = finding.spans if DOUBTS[finding.rule].gathers else finding.spans[:1]
            for span in places:
                yield f"? {finding.rule}: {_short(source.text[span.start : span.end])}"


def _head(statement: Statement) -> str:
    reach = {"all other uses": statement.all_other_uses, "criteria not met": statement.criteria_not_met}
    said = [statement.stage, *(words for words, on in reach.items() if on)]
    said += [f"named {_short(str(use.value))}" for use in statement.named_uses]
    more = f" ({', '.join(s for s in said if s)})" if any(said) else ""
    return f"{statement.position}: {statement.subject}{more}"


def _tree(node: Node, depth: int) -> Iterator[str]:
    if node.rule == "leaf":
        yield f"{'  ' * depth}- {_short(node.text)}"
        return
    yield f"{'  ' * depth}{node.rule}{f' {node.n}' if node.n else ''}"
    for child in node.children:
        yield from _tree(child, depth + 1)


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 64 else f"{words[:60].rstrip()} …"
