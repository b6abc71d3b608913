"""The requirements of a drug: a name and what is asked under it, row by row, as Medicare drug plans print them.

“Required Medical Information | diagnosis of …”, “Exclusion Criteria | …”, “Age Restrictions | 18 or older”: a row of a
table, or a label with lines under it (`forms.py`). A form with the usual fields asks for all of them: a use among those
that are covered, nothing that is excluded, and what the other fields say of everybody and of that use. What else may
stand in such rows is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from coverable.document.criteria.conditions import leaves
from coverable.document.criteria.grids.covereduses import covered_uses
from coverable.document.criteria.grids.fieldcriteria import criteria_of
from coverable.document.criteria.grids.fields import Said, by_use
from coverable.document.criteria.grids.forms import forms
from coverable.document.criteria.grids.rows import cells_of, row_of
from coverable.document.criteria.outline.outline import outline
from coverable.document.criteria.positions.judgement import judges
from coverable.document.criteria.positions.stages import stage_of_heading
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import whole
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.header.labels import is_entry
from coverable.document.reading import Node, Stage, Statement
from coverable.document.source import Block

_ASKED = any_case(
    r"\W*(?:required\s+medical\s+info(?:rmation)?|(?:diagnosis|medical\s+information)\s+required|age\s+restrictions?|prescriber\s+restrictions?"
    r"|(?:required\s+)?prescribers?(?:\s+specialty)?|other\s+criteria|(?:coverage|prerequisite\s+therapy|approval)\s+(?:criteria|requirements?)|prerequisite\s+therapy\s+required"
    r"|(?:initial|renewal|continuation|re-?auth(?:ori[sz]ation)?)\s+(?:therapy\s+)?criteria)\W*(?:\((?:initial|renewal|re-?auth\w*|continuation)\)\W*)?"
)
_DRUG = any_case(
    r"\W*(?:prior\s+authori[sz]ation\s+group|drug\s+names?|products?\s+affected|medications?(?:\(s\))?|drugs?(?:\(s\))?)(?:\s+description)?\W*"
)
_OF_ONE = any_case(r"\W*(?:age\s+restrictions?|prescriber\s+restrictions?)\W*")
"""Fields of which a patient, or who prescribes, can meet one at a time."""
_BARRED = any_case(r"\W*exclusion\s+criteria\W*")
_USES = any_case(
    r"\W*(?:covered\s+uses|off[\s-]+label\s+uses|(?:(?:PA|prior\s+authori[sz]ation)\s+)?indications?(?:\s+indicator)?)\W*"
)
_NOTHING = any_case(
    r"\W*(?:n/?a|none|yes|no|[0-9]{1,3}|not\s+applicable|see\s+(?:above|below|other\s+criteria|required\s+medical\s+information)|-+|no\s+restrictions?|(?:last\s+)?updated:?\s+[0-9/]+)?\W*"
)
"""What asks for nothing: “N/A”, the number of the page."""
_ALL_STAGES = "Do the fields that name no stage hold for a renewal as well?"
_STAGES: tuple[Stage, ...] = ("initial", "continuation")
_FEWEST = 2
"""Rows with such names that make a table one of requirements."""
_USUAL = 4
"""Fields beside the covered uses with which a form is the usual one."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A condition that a row asks for, and the stage that it is for, if one."""

    made: Node
    stage: Stage | None = None


def requirements(blocks: Sequence[Block], subject: str, page: Page) -> list[Statement]:
    """What the rows of such a table ask for, drug by drug; [] for any other table. `subject` is the drug over it."""
    rows = [cells_of(list(row)) for _, row in groupby(blocks, row_of)]
    if sum(_named(row, _ASKED) or _named(row, _BARRED) for row in rows) < _FEWEST:
        return []
    made: list[Statement] = []
    group: list[dict[int, list[Block]]] = []
    for row in [*rows, {}]:
        begins = not row or (_named(row, _DRUG) and any(not _named(r, _DRUG) for r in group))
        if begins:
            made += _statements(group, subject, page)
        group = [row] if begins else [*group, row]
    return made


def of_forms(blocks: Sequence[Block], page: Page) -> tuple[list[Statement], frozenset[int]]:
    """What the forms among these blocks ask for, and the numbers of the blocks that they hold."""
    found = [(form, _statements(form.rows, form.name, page)) for form in forms(blocks)]
    numbers = frozenset(n for form, made in found if made for n in form.numbers)
    return [one for _, made in found for one in made], numbers


def _statements(rows: Sequence[Mapping[int, list[Block]]], subject: str, page: Page) -> list[Statement]:
    """What the rows of one drug ask for: one statement, or one for each stage that they name."""
    beside = (row[max(row)] for row in rows if _named(row, _DRUG))
    named = next((_drug(said) for said in beside if said), subject).strip("•● ")
    asking = [row for row in rows if _named(row, _ASKED) or _named(row, _BARRED)]
    uses = _covered([row for row in rows if _named(row, _USES)], page)
    usual = uses is not None and len(asking) >= _USUAL
    parts = [part for row in asking for part in _parts(row, page, usual)]
    if uses is not None:
        parts.insert(0, _Part(uses))
    if not parts:
        return []
    span = page.source.join([page.source.span(b) for row in rows for cell in row.values() for b in cell])
    notes = () if usual else (page.findings.add("criteria_in_table", [span]),)
    named_stages = {p.stage for p in parts}
    begins = not named_stages.isdisjoint(("initial", None)) and "continuation" in named_stages
    stages: list[Stage | None] = [s for s in _STAGES if s in named_stages or (begins and s == "initial")]
    out: list[Statement] = []
    for stage in stages or [None]:
        asked = [p.made for p in parts if p.stage in (None, stage)]
        over = page.source.join([p.span for p in asked])
        also = (page.findings.add("stage_inferred", [over], _ALL_STAGES),) if stage == "continuation" else ()
        made = Node("all", "", over, tuple(asked), confidence=0.6, notes=(*notes, *also))
        out.append(
            Statement("", "medically_necessary", named, span, made, stage=stage, notes=(*notes, *also))
        )
    return out


def _drug(said: Sequence[Block]) -> str:
    """The drug that a field names; where a line stands alone behind the products of a document, that one."""
    last = said[-1]
    if len(said) > 1 and last.cell is None and last.gap and len(last.text.split()) <= _ALONE:
        return last.text
    ends = next(
        (i for i, b in enumerate(said) if i and (b.text.endswith(":") or is_entry(b.text))), len(said)
    )
    return " ".join(b.text for b in said[:ends])


_ALONE = 4
"""Words of a line that names one drug."""


def _covered(rows: Sequence[Mapping[int, list[Block]]], page: Page) -> Node | None:
    """The covered uses, of which one is needed; None where no field names any."""
    said = [b for row in rows for b in _said(row)]
    uses = [b for b in covered_uses(said) if not (judges(b.text) and _OTHER_ROWS.search(b.text))]
    made = [leaves.leaf(whole(b).trimmed(".,;"), page, None) for b in uses]
    if len(made) < 2:
        return made[0] if made else None
    span = page.source.join([m.span for m in made])
    return Node("any", "", span, tuple(made))


_OTHER_ROWS = re.compile(
    r"\b(?:rows?|fields?|sections?|criteria|requirements)\b[^.]*\b(?:below|above|following|met|satisfied|fulfilled)\b",
    re.IGNORECASE,
)
"""“It is medically necessary for this use when the rows below are satisfied”: no use of its own."""


def _named(row: Mapping[int, Sequence[Block]], names: re.Pattern[str]) -> bool:
    first = row.get(0, ())
    return len(row) > 1 and names.fullmatch(" ".join(b.text for b in first)) is not None


def _said(row: Mapping[int, Sequence[Block]]) -> list[Block]:
    """What stands beside the label of a row, if it says anything."""
    return [
        replace(b, cell=None, kind="item" if b.marker else "paragraph")
        for column in sorted(row)
        if column
        for b in row[column]
        if not _NOTHING.fullmatch(b.text)
    ]


def _parts(row: Mapping[int, Sequence[Block]], page: Page, usual: bool) -> list[_Part]:
    """What one row asks for, for each use and stage that it names; the opposite of what a row of exclusions says."""
    out: list[_Part] = []
    stage = stage_of_heading(" ".join(b.text for b in row.get(0, ())))
    for said in by_use(_said(row)):
        asked = criteria_of(outline(said.blocks), page, _named(row, _BARRED))
        out += [_Part(made, said.stage or stage) for made in _of_use(said, asked, page, usual)]
    several = _named(row, _OF_ONE) and sum(p.made.rule != "if" and p.stage is None for p in out) > 1
    return [_Part(_noted(p.made, page), p.stage) for p in out] if several else out


def _noted(made: Node, page: Page) -> Node:
    """A condition of which a field holds several that nobody can meet together, or need not: whose is it?"""
    if made.rule == "if":
        return made
    note = page.findings.add("only_for_some", [made.span], _WHOSE)
    return replace(made, notes=(*made.notes, note))


_WHOSE = "Several ages, or prescribers, in one field: of whom is each asked?"


def _of_use(said: Said, asked: Sequence[Node], page: Page, usual: bool) -> list[Node]:
    """Conditions as those of the use that they are for; where no field says which uses are covered, it is asked."""
    if said.use is None or not asked:
        return list(asked)
    span = page.source.join([page.source.span(said.use), *(a.span for a in asked)])
    inner = (
        asked[0]
        if len(asked) == 1
        else Node("all", "", page.source.join(a.span for a in asked), tuple(asked))
    )
    notes = () if usual else (page.doubt("only_for_some", whole(said.use)),)
    use = leaves.leaf(whole(said.use), page, None)
    return [Node("if", said.use.text, span, (use, inner), confidence=0.6, notes=notes)]
