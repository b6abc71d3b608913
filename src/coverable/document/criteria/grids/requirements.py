"""The requirements of a drug: a name and what is asked under it, row by row, as Medicare drug plans print them.

“Required Medical Information | diagnosis of …”, “Exclusion Criteria | …”, “Age Restrictions | 18 or older”: a row of a
table, or a label with lines under it (`forms.py`). It holds whatever the plan put there: a finding asks whether that is all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby

from coverable.document.criteria.conditions import leaves, tree
from coverable.document.criteria.grids.forms import by_use, forms
from coverable.document.criteria.grids.rows import cells_of, row_of
from coverable.document.criteria.outline.outline import outline
from coverable.document.criteria.positions.judged import judged
from coverable.document.criteria.quantifiers import gates
from coverable.document.criteria.text.entry import Entry
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import whole
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.reading import Node, Statement
from coverable.document.source import Block

_ASKED = any_case(
    r"\W*(?:required\s+medical\s+information|(?:diagnosis|medical\s+information)\s+required|age\s+restrictions?|prescriber\s+restrictions?"
    r"|(?:required\s+)?prescribers?(?:\s+specialty)?|other\s+criteria|(?:coverage|prerequisite\s+therapy|approval)\s+(?:criteria|requirements?)|prerequisite\s+therapy\s+required)\W*"
)
_DRUG = any_case(
    r"\W*(?:prior\s+authori[sz]ation\s+group|drug\s+names?|products?\s+affected|medications?(?:\(s\))?|drugs?)(?:\s+description)?\W*"
)
_BARRED = any_case(r"\W*exclusion\s+criteria\W*")
_USES = any_case(r"\W*(?:covered\s+uses|indications)\W*")
_BY_LAW = any_case(
    r"\W*(?:all|any|every)\s+(?:FDA[\s-]approved|medically[\s-]accepted)\s+(?:indications?|uses?)(?:\s+not\s+otherwise\s+excluded\s+(?:from|by|under)\s+(?:medicare\s+)?part\s+d)?\W*"
)
"""The uses that the law has every such plan cover: no condition of this one beside others."""
_NOTHING = any_case(r"\W*(?:n/?a|none|not\s+applicable|see\s+(?:above|below)|-+|no\s+restrictions?)?\W*")
_FEWEST = 2
"""Rows with such names that make a table one of requirements."""


def requirements(blocks: Sequence[Block], subject: str, page: Page) -> list[Statement]:
    """What the rows of such a table ask for, drug by drug; [] for any other table. `subject` is the drug over it."""
    rows = [cells_of(list(row)) for _, row in groupby(blocks, row_of)]
    if sum(_named(row, _ASKED) or _named(row, _BARRED) for row in rows) < _FEWEST:
        return []
    made: list[Statement] = []
    group: list[dict[int, list[Block]]] = []
    for row in [*rows, {}]:
        begins = not row or (_named(row, _DRUG) and any(not _named(r, _DRUG) for r in group))
        if begins and (one := _statement(group, subject, page)):
            made.append(one)
        group = [row] if begins else [*group, row]
    return made


def of_forms(blocks: Sequence[Block], page: Page) -> tuple[list[Statement], frozenset[int]]:
    """What the forms among these blocks ask for, and the numbers of the blocks that they hold."""
    found = [(form, _statement(form.rows, form.name, page)) for form in forms(blocks)]
    made = [(form, one) for form, one in found if one is not None]
    numbers = frozenset(n for form, _ in made for n in form.numbers)
    return [one for _, one in made], numbers


def _statement(rows: Sequence[Mapping[int, list[Block]]], subject: str, page: Page) -> Statement | None:
    """What the rows of one drug ask for."""
    named = next((" ".join(b.text for b in row[max(row)]) for row in rows if _named(row, _DRUG)), subject)
    asking = [row for row in rows if _named(row, _ASKED) or _named(row, _BARRED)]
    uses = [row for row in rows if _named(row, _USES)]
    parts = [part for row in asking for part in _parts(row, page)]
    parts += [p for row in uses for p in _parts(row, page) if not (parts and _BY_LAW.fullmatch(p.text))]
    if not parts:
        return None
    span = page.source.join([page.source.span(b) for row in rows for cell in row.values() for b in cell])
    note = page.findings.add("criteria_in_table", [span])
    over = page.source.join([p.span for p in parts])
    made = Node("all", "", over, tuple(parts), confidence=0.6, notes=(note,))
    return Statement("", "medically_necessary", named, span, made, notes=(note,))


def _named(row: Mapping[int, Sequence[Block]], names: re.Pattern[str]) -> bool:
    first = row.get(0, ())
    return len(row) > 1 and names.fullmatch(" ".join(b.text for b in first)) is not None


def _parts(row: Mapping[int, Sequence[Block]], page: Page) -> list[Node]:
    """What one row asks for: of a table a condition for each paragraph of its cell, of a form for each sentence."""
    said = [b for column in sorted(row) if column for b in row[column] if not _NOTHING.fullmatch(b.text)]
    line = row[0][0].cell is None
    made = _of_field(said, page) if line else [leaves.leaf(whole(b), page, None) for b in said]
    return [Node("not", m.text, m.span, (m,)) for m in made] if _named(row, _BARRED) else made


def _of_field(said: Sequence[Block], page: Page) -> list[Node]:
    """What a field asks for: of everybody, and of those who have a use that it names."""
    out: list[Node] = []
    for use, blocks in by_use(said):
        asked = [_asked(entry, page) for entry in outline(blocks)]
        if use is None or not asked:
            out += asked
            continue
        span = page.source.join([page.source.span(use), *(a.span for a in asked)])
        inner = (
            asked[0]
            if len(asked) == 1
            else Node("all", "", page.source.join(a.span for a in asked), tuple(asked))
        )
        note = page.doubt("only_for_some", whole(use))
        named = leaves.leaf(whole(use), page, None)
        out.append(Node("if", use.text, span, (named, inner), confidence=0.6, notes=(note,)))
    return out


def _asked(entry: Entry, page: Page) -> Node:
    """What an entry of a field asks for: a condition, or the opposite of what a sentence denies coverage for."""
    found = judged(entry.passage, strict=False)
    made = tree.node(entry, page)[0]
    if entry.under or found is None or found.position == "medically_necessary":
        return made
    barred = gates.unled(entry.passage.part(found.last)) or entry.passage
    return Node(
        "not", made.text, made.span, (leaves.leaf(barred.trimmed(".;,"), page, None),), notes=made.notes
    )
