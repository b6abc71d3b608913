"""Plain text, as a PDF extraction or a wiki leaves it: markup taken out, rows as cells, lines joined.

Some markup is common in such files: `<u>Effective Date</u>`, `**ALL**`, `[Criteria](#)`, `# Heading`. It is
layout, not words; the characters keep their places in the file (SR-126).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import accumulate

from coverable.document.layout.lines import Line, line_of
from coverable.document.layout.lostbullets import with_lost_bullets
from coverable.document.layout.markers import marker_of
from coverable.document.layout.reflow import blocks_of
from coverable.document.limits import Budget
from coverable.document.readers.clean import twice_encoded
from coverable.document.readers.remarks import SAYS
from coverable.document.readers.text.columns import Table, tables
from coverable.document.readers.text.htmltables import apart, beside, holds_lines, lines_of_cell
from coverable.document.readers.text.markup import plain, signs
from coverable.document.readers.text.rows import Placed, placed, tight
from coverable.document.readers.text.stacks import stacks
from coverable.document.source import Remark, Source

_HEADING = re.compile(r"#{1,6}\s+(?=\S)")
_CLOSED = re.compile(r"\s+#{1,6}\s*$")
"""“##### Title #####”."""
_BAR = re.compile(r" \| |^\s*\|?(?:\s*:?-{2,}:?\s*\|)+")
"""What a row of cells holds, or the line under the head of a table."""
_UNDER_HEAD = re.compile(r"\s*\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?")
_DRAWN = re.compile(r"\s*(?:={5,}|_{5,}|~{5,}|\*{5,}|\.{10,}|-{20,}|–{10,}|—{10,})\s*")
"""A line that is drawn."""
_WIDE = re.compile(r"\t|(?<=\S) {3,}(?=\S)")
_BARRED_DATE = re.compile(r"\b[0-9]{1,2} \| [0-9]{1,2} \| (?:19|20)[0-9]{2}\b")
"""“EFFECTIVE DATE: 10 | 01 | 2024”."""
_RULE = re.compile(r":?-{2,}:?|")
"""A cell of the line under the head of a table, `| --- | :---: |`."""
_FIRST_BAR = re.compile(r"[ \t]*\|[ \t]*")
_LAST_BAR = re.compile(r"\s*\|\s*$")
_BARS = re.compile(r"\s*\|\s*")
_COLUMNS = re.compile(r"\t+|(?<=\S) {3,}(?=\S)")


def read_text(data: bytes, name: str | None = None, budget: Budget | None = None) -> Source:
    """Plain text in any usual encoding as a Source; `L34` counts lines of the file."""
    text = decoded(data)
    pages = text.count("\f") + 1 if "\f" in text else None
    around, printed = apart(text, budget or Budget(name or "the document"))
    lines, lost = with_lost_bullets(list(beside(_lines(around, pages is not None), printed)))
    source = Source("text", sha256(data).hexdigest(), text, blocks_of(lines, text), name=name, pages=pages)
    seen = {
        "mended_encoding": [source.place(start, end) for start, end, _ in twice_encoded(text)],
        "dropped_bullets": [source.place(lines[i].parts[0].start, lines[i].parts[-1].end) for i in lost],
    }
    remarks = tuple(Remark(rule, SAYS[rule], tuple(places)) for rule, places in seen.items() if places)
    return replace(source, remarks=remarks)


def decoded(data: bytes) -> str:
    """The file's characters, line ends as `\\n`. UTF-8, UTF-16 by its mark, else Windows-1252."""
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
        if data.startswith(mark):
            return _line_ends(data.decode(encoding, errors="replace"))
    try:
        return _line_ends(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _line_ends(data.decode("cp1252", errors="replace"))


def _line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _lines(text: str, paged: bool) -> Iterator[Line]:
    """Every line with words in it; a row of tabulated text gives one line a cell."""
    offset, gap, page, row = 0, 0, 1, 0
    marks = signs(text)
    every = text.split("\n")
    ended = _ended_cells(every)
    aligned = {table.first: table for table in (*stacks(every), *tables(every))}
    begins = [0, *accumulate(len(raw) + 1 for raw in every)]
    under, cuts = _placed(every, aligned)
    inside = 0
    for number, raw in enumerate(every):
        words = raw.replace("\f", " ")
        page += raw.count("\f")
        if (table := aligned.get(number)) is not None:
            yield from _aligned(table, every, begins, marks, page if paged else None, gap, row)
            row, inside = row + len(table.rows), table.last
        if number < inside:
            gap, offset = 0, offset + len(raw) + 1
            continue
        if not words.strip():
            gap, offset = gap + 1, offset + len(raw) + 1
            continue
        if _UNDER_HEAD.fullmatch(words) or _DRAWN.fullmatch(words):
            gap, offset = gap + (1 if _DRAWN.fullmatch(words) else 0), offset + len(raw) + 1
            continue
        if (column := ended.get(number)) is not None:
            row += column == 0
            made, links = plain(words[: words.rindex("|")].rstrip(), offset, marks)
            cell = line_of(
                made, page=page if paged else None, gap=gap, cell=column, cells=2, row=row, links=links
            )
            if cell.text:
                yield cell
            gap, offset = 0, offset + len(raw) + 1
            continue
        heading = _HEADING.match(words.lstrip())
        bold = heading is not None or _all_strong(words)
        indent = len(words.expandtabs(4)) - len(words.expandtabs(4).lstrip())
        shared = {"page": page if paged else None, "bold": bold, "gap": gap}
        barred = " | " in _BARRED_DATE.sub("", words) and _beside(every, number, _BAR)
        cells = _cells(words, barred, "\t" in words or _beside(every, number, _WIDE), cuts.get(number, ()))
        if cells and all(_RULE.fullmatch(cell.strip()) for cell, _ in cells):
            offset += len(raw) + 1
            continue
        if cells:
            row += 1
            of_row = under.get(number) or Placed(tuple(range(len(cells))), len(cells))
            for column, (cell, at) in zip(of_row.columns, cells, strict=True):
                of_cell = {**shared, "cell": column, "cells": of_row.count, "row": row}
                if holds_lines(cell):
                    start = offset + at
                    yield from lines_of_cell(text, (start, start + len(cell)), marks, **of_cell)
                    continue
                made, links = plain(cell, offset + at, marks)
                line = line_of(made, **of_cell, links=links)
                if line.text:
                    yield line
        else:
            start = len(words) - len(words.lstrip()) + (heading.end() if heading else 0)
            words = _CLOSED.sub("", words) if heading else words
            made, links = plain(words[start:], offset + start, marks)
            line = line_of(made, **shared, indent=float(indent), links=links)
            if line.text:
                yield line
        gap, offset = 0, offset + len(raw) + 1


def _placed(
    lines: list[str], tables: Mapping[int, Table]
) -> tuple[dict[int, Placed], dict[int, tuple[int, ...]]]:
    """The columns of rows with empty cells, and where cells begin behind two blanks.

    Both of lines that are no part of a table of cells of several lines.
    """
    inside = {n for table in tables.values() for n in range(table.first, table.last)}
    rows: dict[int, tuple[int, ...]] = {}
    for number, line in enumerate(lines):
        if number not in inside and "\t" not in line and " | " not in line:
            cells = _cells(line.replace("\f", " "), False, True)
            if cells:
                rows[number] = tuple(at for _, at in cells)
    empty = frozenset(n for n, line in enumerate(lines) if not line.strip())
    cuts = tight(lines, rows, empty)
    whole = {n: tuple(sorted((*starts, *cuts.get(n, ())))) for n, starts in rows.items()}
    return placed(whole, empty), cuts


def _aligned(
    table: Table,
    lines: list[str],
    begins: list[int],
    marks: frozenset[int],
    page: int | None,
    gap: int,
    rows: int,
) -> Iterator[Line]:
    """The cells of a table in columns: a line for each paragraph of a cell. `rows` stand before it."""
    for at, row in enumerate(table.rows, 1):
        for column, cell in enumerate(row):
            for paragraph in cell:
                runs: list[tuple[str, int, int]] = []
                links: list[str] = []
                for number, first, last in paragraph:
                    place = begins[number] + first
                    if runs:
                        runs.append((" ", runs[-1][2], place))
                    made, linked = plain(lines[number][first:last], place, marks)
                    runs, links = [*runs, *made], [*links, *linked]
                line = line_of(
                    runs,
                    page=page,
                    gap=gap if at == 1 else 0,
                    indent=float(paragraph[0][1]),
                    cell=column,
                    cells=table.columns,
                    row=rows + at,
                    links=tuple(links),
                    entry=len(cell) > 1,
                )
                if line.text:
                    yield line


def _ended_cells(lines: list[str]) -> dict[int, int]:
    """The lines that are cells of a table of two columns, each with its column, where a bar ends every cell.

    “Bed Pans | / Covered if confined to bed. |”: an extraction put each cell on a line of its own.
    A bar that stands alone is an empty one before or behind them.
    """
    out: dict[int, int] = {}
    run: list[int] = []
    for number, line in enumerate([*lines, ""]):
        words = line.strip()
        if words == "|":
            continue
        if words.endswith("|") and words.count("|") == 1:
            run.append(number)
            continue
        if len(run) >= _FEWEST and len(run) % 2 == 0:
            out |= {n: i % 2 for i, n in enumerate(run)}
        run = []
    return out


_FEWEST = 4
"""Lines with a bar at their ends that make a table."""


def _all_strong(words: str) -> bool:
    inner = words.strip()
    return (
        len(inner) > 4
        and inner.startswith("**")
        and inner.rstrip(":").endswith("**")
        and inner.count("**") == 2
    )


def _beside(lines: list[str], number: int, sign: re.Pattern[str]) -> bool:
    """Whether a line beside this one is tabulated too: one alone is a running foot, `12 | Page 3`."""
    for step in (1, -1):
        near = number + step
        while 0 <= near < len(lines) and not lines[near].strip() and abs(near - number) <= 3:
            near += step
        if 0 <= near < len(lines) and sign.search(lines[near]):
            return True
    return False


def _cells(words: str, barred: bool, columns: bool, cuts: Sequence[int] = ()) -> list[tuple[str, int]]:
    """The cells of a row of tabulated text with their offsets; [] when it is ordinary text.

    `cuts` are places where a cell begins behind fewer blanks than set columns apart.
    """
    if not barred and not (columns and _COLUMNS.search(words.rstrip())):
        return []
    body = words.lstrip(" ").rstrip()
    at = words.index(body)
    if barred and (bar := _FIRST_BAR.match(words)):  # “| a | b |”: the outer bars set nothing apart
        at, body = bar.end(), _LAST_BAR.sub("", words[bar.end() :])
    if marker_of(body.lstrip()):
        return []
    out: list[tuple[str, int]] = []
    position = 0
    gaps = [m.span() for m in (_BARS if barred else _COLUMNS).finditer(body)]
    for end, following in sorted([*gaps, *((cut - at - 2, cut - at) for cut in cuts)]):
        out.append((body[position:end], at + position))
        position = following
    out.append((body[position:], at + position))
    return out if len(out) > 1 else []
