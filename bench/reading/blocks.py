"""A document's paragraphs gathered into lists and tables, for the formats that have such things."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from bench.reading.model import Para


@dataclass
class Item:
    """A list item with what stands below it; a connector of its own line stands in the list as well."""

    para: Para
    below: list[Item] = field(default_factory=list["Item"])


@dataclass
class ListRun:
    """Items in a row; `items` of the lowest depth, the others below them."""

    items: list[Item]


@dataclass
class TableRun:
    rows: list[Para]


def runs(paras: tuple[Para, ...]) -> Iterator[Para | ListRun | TableRun]:
    """Paragraphs, lists and tables in order."""
    items: list[Para] = []
    rows: list[Para] = []
    for para in paras:
        if items and (para.kind not in ("item", "connector") or _restarts(items, para)):
            yield ListRun(nested(items))
            items = []
        if rows and (para.kind != "row" or para.table != rows[0].table):
            yield TableRun(rows)
            rows = []
        if para.kind in ("item", "connector"):
            items.append(para)
        elif para.kind == "row":
            rows.append(para)
        else:
            yield para
    if items:
        yield ListRun(nested(items))
    if rows:
        yield TableRun(rows)


def _restarts(items: list[Para], para: Para) -> bool:
    """A list of another part, or of another statement, is another list."""
    return (para.part, para.statement) != (items[-1].part, items[-1].statement)


def nested(items: list[Para]) -> list[Item]:
    """Items under the items that they belong to."""
    top: list[Item] = []
    open_: list[Item] = []
    for para in items:
        while open_ and open_[-1].para.depth >= para.depth:
            open_.pop()
        item = Item(para)
        (open_[-1].below if open_ else top).append(item)
        if para.kind == "item":
            open_.append(item)
    return top
