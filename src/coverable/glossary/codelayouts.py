"""The layouts of code files: CMS ICD-10-CM order file, CMS HCPCS record, and CSV.

Each reader yields (line number, what stands there): an entry, a problem, or None for a line that is left out
on purpose (modifiers, further lines of a description).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from coverable.base.dates import read_day
from coverable.base.problem import Problem
from coverable.glossary.codeshelf import Entry

_AGAIN: Final = "download the file again; do not edit or re-save it"
Line = tuple[int, Entry | Problem | None]
_ORDER_LINE: Final = re.compile(r"[0-9]{5} [A-Z][0-9A-Z]{2,6} {1,5}[01] ")
_HCPCS_LINE: Final = re.compile(r"(?:[A-Z][0-9]{4}|   [0-9A-Z]{2}|[ ]{5}).{5}[3478]")


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
    for number, line in _filled(lines):
        if not _ORDER_LINE.match(line):
            why = "an order number, a code, 0 or 1, and descriptions stand in fixed columns"
            yield _bad(name, number, "this is no line of an order file", why, _AGAIN)
            continue
        label = line[77:].strip() or line[16:76].strip()
        yield number, Entry(line[6:13].strip(), label, billable=line[14] == "1")


def hcpcs_record(lines: list[str], name: str) -> Iterator[Line]:
    """CMS HCPCS record: columns 1-5 code, 11 kind of line (3 first, 4 further; 7 and 8 modifiers), 12-91 long
    description, 269-276 added, 285-292 last day, both YYYYMMDD."""
    open_: tuple[int, Entry] | None = None  # a code whose description may go on
    for number, line in _filled(lines):
        if not _HCPCS_LINE.match(line):
            why = "a code stands in columns 1-5, and 3, 4, 7 or 8 in column 11"
            yield _bad(name, number, "this is no line of a HCPCS record", why, _AGAIN)
            continue
        kind, words = line[10], line[11:91].strip()
        if kind == "4" and open_:
            open_ = open_[0], replace(open_[1], label=f"{open_[1].label} {words}")
            continue
        if open_:
            yield open_
            open_ = None
        if kind == "7":
            yield number, None
        elif kind == "3":
            try:
                since, until = _day(line[268:276]), _day(line[284:292])
            except ValueError as error:
                yield _bad(name, number, "an impossible date", str(error), _AGAIN)
                continue
            open_ = number, Entry(line[:5].strip(), words, True, since, until)
    if open_:
        yield open_


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
    columns: dict[str, int] | None = None
    number = 1  # the line on which the row begins
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                if columns is not None:
                    yield _row(cells, columns, name, number)
                else:
                    columns = _columns(cells)
                    if columns is None:
                        columns = {"code": 0, "label": 1, "from": 2, "to": 3}
                        yield _row(cells, columns, name, number)
            number = reader.line_num + 1
    except csv.Error as error:
        yield _bad(name, number, "this is not CSV", str(error), "check the quotes on this line")


def _row(cells: list[str], columns: dict[str, int], name: str, number: int) -> Line:
    found = {key: cells[at].strip() for key, at in columns.items() if at < len(cells)}
    code = found.get("code", "")
    if len(cells) < 2 or not code:
        why = "it is no CMS order file or HCPCS record either"
        again = "correct the line, or load the file under its right system"
        return _bad(name, number, "this line is not `code,label`", why, again)
    if found.get("record", "3") != "3":
        return number, None
    try:
        since, until = _day(found.get("from", "")), _day(found.get("to", ""))
    except ValueError as error:
        return _bad(name, number, "an impossible date", str(error), "write dates as YYYY-MM-DD or YYYYMMDD")
    return number, Entry(code, found.get("label", ""), None, since, until)


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


def _filled(lines: list[str]) -> Iterator[tuple[int, str]]:
    return ((n, line.rstrip("\r")) for n, line in enumerate(lines, 1) if line.strip())


def _bad(name: str, number: int, what: str, why: str, again: str) -> Line:
    return number, Problem(what, f"{name}:{number}", why, again)


def _day(text: str) -> date | None:
    """YYYYMMDD or YYYY-MM-DD; None when blank. ValueError for any other text."""
    text = text.strip()
    if re.fullmatch(r"[0-9]{8}", text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    return read_day(text) if text else None
