"""One row of a block as what it says: for deciding an example of many, and for explaining a line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coverable.base.shape import is_list
from coverable.claims.arrow import pa
from coverable.claims.days import day_at
from coverable.claims.fieldids import Block, Fields, array_of
from coverable.claims.heads import Heads
from coverable.claims.mapping import Source
from coverable.claims.row import Row
from coverable.plan.route import Route


class Rows:
    """Looks rows up, one at a time."""

    def __init__(self, fields: Fields, heads: Heads) -> None:
        self.fields, self.heads = fields, heads

    def ready(self, block: Block, rows: Sequence[int]) -> None:
        """Take out the values of rows that are looked up next: all at once costs little more than one."""
        places = pa.array(rows, pa.int64())
        for name in self.fields.columns.names:
            values = array_of(block.table, name).take(places).to_pylist()
            block.taken[name] = dict(zip(rows, values, strict=True))

    def at(self, block: Block, row: int, head: int, names: bool = True) -> Row:
        """The row as it was read. Without `names` claim and line number are left out, so that rows that say
        the same are equal."""
        plan = self.heads.coverings[self.heads.head(head).coverage].asked
        return Row(
            claim=self._text(block, "claim", row) if names else None,
            line=self._text(block, "line", row) if names else None,
            birth_date=self._birth(block, row),
            provider=self._value(block, "provider", row),
            plan=plan,
            service_date=self._day(block, "service_date", row),
            end_date=self._day(block, "end_date", row),
            code=self._value(block, "code", row),
            modifiers=self._list(block, "modifiers", row),
            units=self._value(block, "units", row),
            place_of_service=self._value(block, "place_of_service", row),
            diagnoses=self._list(block, "diagnoses", row),
            facts=tuple(self._facts(block, row).items()),
        )

    def route(self, block: Block, row: int, head: int) -> Route | None:
        """The route of the row's head."""
        place = block.places.get("service_date")
        day = None if place is None else day_at(int(place[row]))
        plan = self.heads.coverings[self.heads.head(head).coverage].plan
        if plan is None or day is None:
            return None
        code = str(self._value(block, "code", row))
        return self.heads.engine.route(plan, code, day, self._value(block, "provider", row))

    def _value(self, block: Block, name: str, row: int) -> Any:
        sources = self.fields.columns.fields.get(name)
        return None if sources is None else self.fields.words[name][0].of(_raw(block, sources[0], row)).value

    def _list(self, block: Block, name: str, row: int) -> tuple[str, ...]:
        out: list[str] = []
        for source in self.fields.columns.fields.get(name, ()):
            raw = _raw(block, source, row)
            if isinstance(raw, str) and source.separator:
                raw = raw.split(source.separator)
            values: list[Any] = raw if is_list(raw) else [raw]
            found = [self.fields.words[name][0].of(one).value for one in values]
            out += [one for one in found if one is not None]
        return tuple(out)

    def _day(self, block: Block, name: str, row: int) -> str | None:
        place = block.places.get(name)
        day = None if place is None else day_at(int(place[row]))
        return day.isoformat() if day else None

    def _birth(self, block: Block, row: int) -> str | None:
        found = self._value(block, "birth_date", row)
        return None if found is None else found[0]

    def _facts(self, block: Block, row: int) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for name, source in self.fields.columns.facts.items():
            value = self.fields.facts[name].of(_raw(block, source, row)).value
            if value is not None:
                out[name] = value
        return out

    def _text(self, block: Block, name: str, row: int) -> str | None:
        sources = self.fields.columns.fields.get(name)
        raw = _raw(block, sources[0], row) if sources else None
        return None if raw is None else str(raw).strip()


def _raw(block: Block, source: Source, row: int) -> Any:
    """What stands in the row, as it is."""
    if source.column is None:
        return source.same
    taken = block.taken.get(source.column)
    if taken is not None and row in taken:
        return taken[row]
    return array_of(block.table, source.column)[row].as_py()
