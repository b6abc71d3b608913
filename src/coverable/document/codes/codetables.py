"""Codes in tables: names of columns, a heading over the whole width, or codes in cells of a row (SR-057)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from coverable.document.codes.codecolumns import PROCEDURES, of_codes, sort_codes, sorts
from coverable.document.codes.codeforms import System, token_at
from coverable.document.codes.codegroups import (
    is_code_column,
    is_coverage_column,
    is_none,
    opened,
)
from coverable.document.codes.codelist import (
    Listing,
    note,
    take_entries,
)
from coverable.document.codes.codemarks import is_mark, marked_at_end
from coverable.document.codes.codequalifiers import Qualifier, position_of, qualifier_in
from coverable.document.codes.codesinwords import led
from coverable.document.codes.codewords import codes_begin, names_a_system, polarity_of, system_of
from coverable.document.reading import Polarity
from coverable.document.source import Block

_COMMENTS = re.compile(r"\b(?:comments?|notes?|limits?|limitations?|restrictions?)\b", re.IGNORECASE)
_CONDITION = re.compile(r"\b(?:if|when|only|unless|except)\b", re.IGNORECASE)
_LIMITED = re.compile(r"\b(?:for|if|when|only|unless|except|under|in|with)\b", re.IGNORECASE)
"""“Not covered for Medicare Advantage”: what a cell says besides the coverage itself."""
_ALONE = re.compile(
    r"\W*(?:(?:covered|medically\s+necessary)(?:\s+(?:if|when|with)\s+(?:the\s+)?criteria(?:\s+(?:are\s+)?met)?)?"
    r"|(?:not|non-?)\s?covered(?:\s+\([\w\s]{3,30}\))?|not\s+medically\s+necessary|investigational|experimental|unproven|cosmetic)\W*",
    re.IGNORECASE,
)
"""What a cell says of the codes beside it, whatever its column is called."""
_GROUPED = re.compile(rf"\s*(?:group\s+[0-9]+\W*)?(?:{_ALONE.pattern}|informational\W*)$", re.IGNORECASE)
_NAME: Final = 2
"""Words of a name of a column that may only say what a mark in it means."""
_WITH_CODES: Final = 2
"""Cells of a row with a label and codes."""
_OTHER = re.compile(r"\W*(?:(?:all\s+)?others?|related|additional|miscellaneous)\W*", re.IGNORECASE)
"""A heading inside of a table that ends what the one before it said."""
_REVENUE = re.compile(r"rev(?:enue)?\.?\s+codes?\b", re.IGNORECASE)
"""The words beside a code say that it is one of revenue: “0413 | Revenue code for”."""


def take_row(row: list[Block], state: Listing, in_list: bool) -> None:
    """One row of a table: names of columns, a heading over the whole width, or codes in some of its cells."""
    cell = row[0].cell
    assert cell is not None
    if cell.table != state.table:
        state.table, state.columns, state.sorted, state.down = cell.table, {}, False, {}
    if _names_columns(row, state, in_list) or not (in_list or of_codes(state.columns)):
        return
    filled = [b for b in row if b.text.strip()]
    if len(filled) == 1 and not token_at(filled[0].text, 0, state.group.system):
        _take_heading(filled[0], state)
    else:
        _begin(filled, state)
        covering = _covering(row, state)
        _take_codes(filled, _said([*row, *covering], state), state, covering)


def _take_group(row: list[Block], state: Listing) -> None:
    """What the name of a column says of the codes in the one beside it: “CPT | Group 2: non-covered”."""
    for block in row:
        named = len(block.text.split()) <= _NAME
        grouped = _GROUPED.match(block.text) and not named  # under “Covered?” stand “Yes” and “No”
        if grouped and block.cell and (polarity := polarity_of(block.text)):
            span = state.source.span(block)
            state.aside = state.aside or state.group  # it ends with the table, and at other names of columns
            state.group = replace(state.group, words=block.text, polarity=polarity, spans=(span,))
            state.columns = {**state.columns, block.cell.column: ""}


def _covering(row: list[Block], state: Listing) -> list[Block]:
    """The cells of rows above that cover this row as well; its own that cover further rows are kept."""
    at = row[0].cell.row if row[0].cell else 0
    above = [block for last, block in state.down.values() if at <= last]
    for block in row:
        if block.cell and block.cell.row_span > 1:
            state.down[block.cell.column] = (at + block.cell.row_span - 1, block)
    return above


def _names_columns(row: list[Block], state: Listing, in_list: bool) -> bool:
    """Whether a row names the columns of its table; they are kept."""
    heads = {b.cell.column: b.text for b in row if b.cell}
    if of_codes(heads) and not any(token_at(t, 0, None) for t in heads.values()):
        if state.aside is not None and not state.down:
            state.group, state.aside = state.aside, None
        state.columns = heads
        for text in heads.values():
            if is_code_column(text) and (named := system_of(text)) != (None, False):
                state.group = replace(state.group, system=named[0], both=named[1])
        if len(row) == 1 and (begun := opened(row[0], state.group, state.source)):
            state.group = begun
        if len(of_codes(heads)) == 1:
            _take_group(row, state)
        return True
    unnamed = not state.columns and (in_list or all(map(sorts, heads.values())))
    if unnamed and sort_codes(heads):
        state.columns, state.sorted = heads, True
        return True
    return False


def _take_heading(only: Block, state: Listing) -> None:
    """The one filled cell of a row, without a code: it begins a group, ends one, or says that none are."""
    if is_none(only.text):
        note(state, only, 0, len(only.text), none=True)
    elif begun := opened(only, state.group, state.source):
        state.group = begun
    elif _OTHER.fullmatch(only.text):
        state.group = replace(state.group, words=only.text, polarity="informational", spans=())


def _begin(filled: list[Block], state: Listing) -> None:
    """What the first cell of a row says of its codes and of those below: a label, or their system."""
    _labelled(filled, state)
    if len(filled) > 1 and names_a_system(filled[0].text):
        system = system_of(filled[0].text)[0]
        state.group = replace(state.group, system=system)
        if filled[1].cell and token_at(filled[1].text, 0, system):
            state.columns = {**state.columns, filled[1].cell.column: filled[0].text}


def _labelled(row: list[Block], state: Listing) -> None:
    """A label in the first cell says what the codes beside it are, and those of the rows under it.

    “Not covered:  69710   S2230”; behind such a row “By report:  L8699” says nothing of coverage.
    """
    lead = _with_label(row[0], state.group.system)
    label = lead[1] if lead else row[0].text.strip().removesuffix(":")
    if len(row) < _WITH_CODES or not (lead or row[0].text.rstrip().endswith(":")) or names_a_system(label):
        return
    polarity = polarity_of(label)
    if polarity is not None or state.aside is not None:
        state.aside = state.aside or state.group
        made = replace(state.group, words=label.strip(), polarity=polarity or "informational")
        state.group = replace(made, spans=(state.source.span(row[0]),))


def _with_label(block: Block, expect: System | None) -> tuple[int, str] | None:
    """Where the codes of a cell begin behind its label, and the label: “Not covered: 69710”."""
    lead = led(block.text, expect)
    return lead if lead and polarity_of(lead[1]) else None


def _said(row: list[Block], state: Listing) -> Polarity | None:
    """What a row says of its codes: its cell under “Covered?”, a cell that says nothing else, or a mark."""
    for block in row:
        head = state.columns.get(block.cell.column if block.cell else -1, "")
        if head and is_coverage_column(head) and not is_code_column(head):
            said = block.text.strip(" .").casefold()
            told: Polarity | None = (
                "covered" if said in ("yes", "y") else "not_covered" if said in ("no", "n") else None
            )
            return told or polarity_of(block.text)
    for block in row:
        if alone := position_of(block.text.strip(" .")):
            return alone
        if _ALONE.fullmatch(block.text):
            return polarity_of(block.text)
    return _by_mark(row, state)


def _by_mark(row: list[Block], state: Listing) -> Polarity | None:
    """What the mark behind the name in a row says of its codes; that behind a code holds for it alone."""
    for block in row:
        named = not token_at(block.text, 0, state.group.system)
        if named and (polarity := marked_at_end(block.text.strip(), state.marks)):
            return polarity
    return None


def _take_codes(filled: list[Block], said: Polarity | None, state: Listing, covering: list[Block]) -> None:
    """The codes of a row, cell by cell; `said`: what the row says of them, where its columns do not.

    `covering`: the cells of rows above that stand beside this row too.
    """
    outer, taken = state.group, False
    for block in filled:
        head = _head_over(block, state)
        others = [b for b in (*filled, *covering) if b is not block]
        system = _system_under(head, others, state)
        by_column = polarity_of(head) if sorts(head) else None
        state.group = replace(outer, polarity=by_column or said or outer.polarity)
        coded = by_column is not None or _for_codes(block, head, system, filled, taken, state)
        at, named = codes_begin(block.text)
        if block is filled[0] and at == 0 and (lead := _with_label(block, system)):
            at, coded = lead[0], True
        at += block.text[at : at + 1] == "+"  # an add-on code
        expect = named or system
        if (head == "" or state.sorted) and not token_at(block.text, at, expect):
            expect = None
        if coded and token_at(block.text, at, expect):
            take_entries(block, state, at, expect, None)
            _qualify(state, block, others)
            taken = True
        elif coded and is_none(block.text) and not taken:
            note(state, block, 0, len(block.text), none=True)
    state.group = outer


def _head_over(block: Block, state: Listing) -> str:
    """The name over a cell; a column without one is under that to the left, where names sort the codes."""
    column = block.cell.column if block.cell else -1
    left = [c for c in state.columns if c <= column] if state.sorted else []
    return state.columns[max(left)] if left else state.columns.get(column, "")


def _system_under(head: str, others: list[Block], state: Listing) -> System | None:
    """The system of the codes in a cell, as the name of its column or the cells beside it tell it."""
    if any(_REVENUE.match(b.text) for b in others):
        return "revenue"
    return system_of(head)[0] or (None if PROCEDURES.fullmatch(head) else state.group.system)


def _for_codes(
    block: Block, head: str, system: System | None, filled: list[Block], taken: bool, state: Listing
) -> bool:
    """Whether a cell is one for codes: by the name of its column, or without a name by what it holds."""
    column = block.cell.column if block.cell else -1
    several = sum(token_at(b.text, 0, None, strong=True) is not None for b in filled) > 1
    untitled = head == "" and (not taken or several or _only_codes(block.text, system))
    of_one = state.sorted and _only_codes(block.text, system)
    return column in of_codes(state.columns) or untitled or of_one


def _only_codes(text: str, expect: System | None) -> bool:
    """Whether a cell holds one code or range and nothing else."""
    token = token_at(text, 0, expect) or token_at(text, 0, None)
    return token is not None and (token.end == len(text.rstrip()) or is_mark(text[token.end :]))


def _qualify(state: Listing, block: Block, others: list[Block]) -> None:
    """The qualifier in another cell of the row, or its comment with a condition, belongs to these codes."""
    found = [q for other in others if (q := qualifier_in(state.source, other, 0, len(other.text)))]
    for other in others:
        head = state.columns.get(other.cell.column if other.cell else -1, "")
        limited = is_coverage_column(head) and _LIMITED.search(other.text)
        if limited or (_COMMENTS.search(head) and _CONDITION.search(other.text)):
            found.append(Qualifier(other.text, state.source.span(other)))
        if limited:
            state.findings.add("code_limited", [state.source.span(other)])
    if not found:
        return
    span = state.source.span(block)
    for n in range(len(state.codes) - 1, -1, -1):
        code = state.codes[n]
        if not span.start <= code.span.start < span.end:
            break
        if code.qualifier is None:
            state.codes[n] = replace(
                code, qualifier=found[0].words, span=state.source.join([code.span, found[0].span])
            )
