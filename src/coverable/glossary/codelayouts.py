"""The layouts of code files: CMS ICD-10-CM order file, CMS HCPCS record, and CSV.

Each reader yields (line number, what stands there): an entry, a problem, or None for a line that is left out
on purpose (modifiers, further lines of a description).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from coverable.base.dates import read_day
from coverable.base.problem import Problem
from coverable.glossary.codeshelf import Entry

Line = tuple[int, Entry | Problem | None]
_ORDER_LINE: Final = re.compile(r"\d{5} [A-Z][0-9A-Z]{2,6} {1,5}[01] ")
_HCPCS_LINE: Final = re.compile(r"(?:[A-Z]\d{4}|   [0-9A-Z]{2}|[ ]{5}).{5}[3478]")


def reader_for(system: str, lines: list[str], name: str) -> Iterator[Line]:
    """The reader that the first line asks for; CSV when it looks like neither of the fixed layouts."""
    first = next((line for line in lines if line.strip()), "")
    if system == "icd10cm" and _ORDER_LINE.match(first):
        return order_file(lines, name)
    if system == "hcpcs" and len(first) >= 92 and _HCPCS_LINE.match(first):
        return hcpcs_record(lines, name)
    return table(lines, name)


def order_file(lines: list[str], name: str) -> Iterator[Line]:
    """CMS order file: columns 7-13 code, 15 whether complete, 17-76 short and 78- long description."""
    for number, line in enumerate(lines, 1):
        line = line.rstrip("\r")
        if not line.strip():
            continue
        if not _ORDER_LINE.match(line):
            yield (
                number,
                Problem(
                    "this is no line of an order file",
                    f"{name}:{number}",
                    "an order number, a code, 0 or 1, and descriptions stand in fixed columns",
                    "download the file again; do not edit or re-save it",
                ),
            )
            continue
        label = line[77:].strip() or line[16:76].strip()
        yield number, Entry(line[6:13].strip(), label, billable=line[14] == "1")


def hcpcs_record(lines: list[str], name: str) -> Iterator[Line]:
    """CMS HCPCS record: columns 1-5 code, 11 kind of line (3 first, 4 further; 7 and 8 modifiers), 12-91 long
    description, 269-276 added, 285-292 last day, both YYYYMMDD."""
    at, current, words = 0, "", ""
    dates: tuple[date | None, date | None] = (None, None)
    for number, line in enumerate(lines, 1):
        line = line.rstrip("\r")
        if not line.strip():
            continue
        if not _HCPCS_LINE.match(line):
            yield (
                number,
                Problem(
                    "this is no line of a HCPCS record file",
                    f"{name}:{number}",
                    "expected a code in columns 1-5 and 3, 4, 7 or 8 in column 11",
                    "download the file again; do not edit or re-save it",
                ),
            )
            continue
        kind, text = line[10], line[11:91].strip()
        if kind == "4" and current:
            words = f"{words} {text}"
            continue
        if current:
            yield at, Entry(current, words, True, *dates)
            current = ""
        if kind == "7":
            yield number, None
        if kind == "3":
            at, current, words = number, line[:5].strip(), text
            try:
                dates = (_date8(line[268:276]), _date8(line[284:292]))
            except ValueError as error:
                yield (
                    number,
                    Problem("an impossible date", f"{name}:{number}", str(error), "correct the line"),
                )
                current = ""
    if current:
        yield at, Entry(current, words, True, *dates)


_HEADINGS: Final = {
    "code": ("code", "hcpc", "hcpcs", "cpt"),
    "label": ("label", "longdescription", "description", "shortdescription"),
    "from": ("from", "validfrom", "adddt"),
    "to": ("to", "validto", "termdt"),
    "record": ("recid",),
}


def table(lines: list[str], name: str) -> Iterator[Line]:
    """`code,label[,from,to]`, with or without headings; CMS's headings are understood."""
    reader = csv.reader(lines, strict=True)
    where: dict[str, int] | None = None
    try:
        for cells in reader:
            number = reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if where is None:
                where = _columns(cells)
                if where is not None:
                    continue
                where = {"code": 0, "label": 1, "from": 2, "to": 3}

            def cell(key: str, cells: list[str] = cells, where: dict[str, int] = where) -> str:
                at = where.get(key, len(cells))
                return cells[at].strip() if at < len(cells) else ""

            if len(cells) < 2 or not cell("code"):
                yield (
                    number,
                    Problem(
                        "this line is not `code,label`",
                        f"{name}:{number}",
                        "it is no CMS order file or HCPCS record either",
                        "correct the line, or load the file under its right system",
                    ),
                )
                continue
            if cell("record") and cell("record") not in ("3",):
                yield number, None  # further lines of a description, and modifiers
                continue
            try:
                yield (
                    number,
                    Entry(cell("code"), cell("label"), None, _date8(cell("from")), _date8(cell("to"))),
                )
            except ValueError as error:
                yield (
                    number,
                    Problem(
                        "an impossible date",
                        f"{name}:{number}",
                        str(error),
                        "write dates as YYYY-MM-DD or YYYYMMDD",
                    ),
                )
    except csv.Error as error:
        yield (
            reader.line_num,
            Problem(
                "this is not CSV", f"{name}:{reader.line_num}", str(error), "check the quotes on this line"
            ),
        )


def _columns(cells: list[str]) -> dict[str, int] | None:
    """Where each of our columns is, when the first line holds headings."""
    folded = [re.sub(r"[^a-z]", "", cell.lower()) for cell in cells]
    found = {
        key: folded.index(name)
        for key, names in _HEADINGS.items()
        for name in reversed(names)
        if name in folded
    }
    return found if "code" in found and not any(ch.isdigit() for ch in cells[found["code"]]) else None


def _date8(text: str) -> date | None:
    text = text.strip()
    if re.fullmatch(r"\d{8}", text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    return read_day(text) if text else None
