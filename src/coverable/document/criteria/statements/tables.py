"""The tables among the criteria: what their rows state, and what in them is read as running text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from coverable.document.codes.codegroups import is_code_column
from coverable.document.criteria.grids import cells, columns, grid, left
from coverable.document.criteria.grids.legend import spelled_out
from coverable.document.criteria.grids.listed import unfolded
from coverable.document.criteria.grids.overrows import lifted
from coverable.document.criteria.grids.overtable import (
    behind_statement,
    line_over,
    pointed_from,
    points_to_table,
)
from coverable.document.criteria.grids.renamed import by_heads
from coverable.document.criteria.grids.requirements import requirements
from coverable.document.criteria.outline.outline import outline
from coverable.document.criteria.positions.headed import heading_position, names_position
from coverable.document.criteria.positions.judged import judged
from coverable.document.criteria.positions.stand import NEGATIVE
from coverable.document.criteria.statements.place import Place, make, make_all
from coverable.document.criteria.statements.withinitems import out_of_cells, states_in_cells
from coverable.document.criteria.text.entry import Entry
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import whole
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.reading import Position, Statement
from coverable.document.source import Block

_DENIED_OVER = "A line over the table denies: every row of it, and all that stands in the row?"
_POINTED_FROM = "A criterion points to this table: what of it is asked for?"


def laid_out(part: Sequence[Block], place: Place, page: Page) -> list[Block]:
    """These blocks with signs spelled out, tables that are lists as lists, and sentences between rows as paragraphs."""
    spelled, legends = spelled_out(part)
    place.informs += [page.span(whole(b)) for b in legends]
    proofs: list[Block] = []
    listed = unfolded(lifted(spelled), proofs)
    left.ask_proofs(proofs, page)
    return listed


def take_table(
    blocks: Sequence[Block],
    part: Sequence[Block],
    place: Place,
    page: Page,
    read: Callable[[Entry, Place, Page], None],
) -> None:
    """Take a table among the criteria: a grid of services, or cells that are read one after the other."""
    if columns.is_code_table(blocks):
        return
    if told := list(cells.stated(blocks)):
        for position, service, cell in told:
            place.position, place.stage, place.open_ = position, None, None
            place.heading, place.use = (service.text if service else ""), None
            text = " ".join(b.text for b in cell)
            if position and service and names_position(text.rstrip(" .")):
                span = page.source.join([page.span(service), *map(page.source.span, cell)])
                make(Statement("", heading_position(text) or position, service.text, span), place)
                continue
            for entry in outline(cell):
                read(entry, place, page)
        place.open_ = None
        return
    if len(parts := by_heads(blocks)) > 1:
        for one in parts:
            take_table(one, part, place, page, read)
        return
    if (n := pointed_from(place.made, part, blocks[0], page)) is not None:
        span = page.source.join([page.source.span(b) for b in blocks])
        note = page.findings.add("criteria_in_table", [span], _POINTED_FROM)
        place.made[n] = replace(place.made[n], notes=(*place.made[n].notes, note))
        return
    over = points_to_table(place.made, part, blocks[0], page)
    position = over.position if over else place.position if place.fresh else None
    denied = None if over else _denied_over(blocks[0], part)
    position = denied or position
    if states_in_cells(blocks):
        for entry in outline(b for b in blocks if b.cell and b.cell.column and not b.cell.head):
            read(entry, place, page)
        place.open_ = None
        return
    cells_only, apart = out_of_cells(blocks)
    made = requirements(blocks, place.heading, page)
    made = made or grid.tables(cells_only, page, position, place.strict)
    near = behind_statement(place.made, part, blocks[0], page)
    if made and denied:
        note = page.doubt("criteria_in_table", whole(blocks[0]), _DENIED_OVER)
        made = [replace(one, notes=(*one.notes, note)) for one in made]
    if made is not None:
        made = [_unreviewed(one, page) for one in made]
        make_all(made, over, place, page, near.subject if near else "")
        for name, sentence in apart:
            before = len(place.made)
            read(Entry(sentence, None), place, page)
            place.made[before:] = [replace(one, subject=one.subject or name) for one in place.made[before:]]
        return
    before = len(place.made)
    for entry in outline(blocks):
        read(entry, place, page)
    asks = left.asks(blocks) or (not place.strict and left.unread(blocks)) or _judged_over(blocks[0], part)
    if len(place.made) > before or near or columns.takes_positions(blocks) or asks:
        page.findings.add("criteria_in_table", [page.source.join([page.source.span(b) for b in blocks])])


_NO_REVIEW = any_case(
    r"\b(?:do|does|will)\s+not\s+(?:require|need)\s+(?:an?\s+|any\s+)?(?:(?:prior|clinical|medical|utilization)\s+)?(?:review|authori[sz]ation|approval)\W*$"
    r"|\bno\s+(?:(?:prior|clinical|medical)\s+)?(?:review|authori[sz]ation|approval)\s+(?:is\s+)?(?:required|needed)\W*$"
)


def _unreviewed(one: Statement, page: Page) -> Statement:
    """A row that only says that nobody reviews its service: no condition, and perhaps no position."""
    asked = one.criteria
    if asked is None or asked.children or not _NO_REVIEW.search(asked.text):
        return one
    note = page.findings.add("position_unclear", [asked.span])
    return replace(one, criteria=None, notes=(*one.notes, *asked.notes, note))


def _denied_over(first: Block, part: Sequence[Block]) -> Position | None:
    """The position of a line that denies, right over a table: “Not covered for the following:”."""
    over = line_over(part, first)
    if over is None or over.cell is not None or not over.text.endswith(":") or len(over.text.split()) > _LINE:
        return None
    found = judged(whole(over), strict=True)
    return found.position if found and found.certain and found.position in NEGATIVE else None


def _judged_over(first: Block, part: Sequence[Block]) -> bool:
    """Whether the line right over a table takes a position as the heading of a group: “Investigational products”."""
    over = line_over(part, first)
    if over is None or over.cell is not None or len(over.text.split()) > _GROUP or is_code_column(first.text):
        return False
    titled = over.text.rstrip(" :.").casefold().endswith("criteria")  # over the table of what the document is
    return heading_position(over.text) is not None and not titled


_LINE = 8
"""Words of a line that says no more than that it denies."""
_GROUP = 6
"""Words of a line that heads a group of rows."""
