"""One row of a block as what it says: for deciding an example of many, and for explaining a line."""

from __future__ import annotations

from typing import Any

from coverable.claims.days import day_at
from coverable.claims.fieldids import NEVER, Block, Fields, array_of
from coverable.claims.heads import Heads
from coverable.claims.row import Row
from coverable.plan.route import Route


class Rows:
    """Looks rows up, one at a time."""

    def __init__(self, fields: Fields, heads: Heads) -> None:
        self.fields, self.heads = fields, heads

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
        ids = block.ids.get(name)
        return None if ids is None else self.fields.words[name][0].values[ids[row]].value

    def _list(self, block: Block, name: str, row: int) -> tuple[str, ...]:
        if name not in block.listed:
            return ()
        words = self.fields.words[name][0]
        found = [words.values[ids[row]].value for ids in block.listed[name]]
        return tuple(one for one in found if one is not None)

    def _birth(self, block: Block, row: int) -> str | None:
        if "birth_date" in block.ids:
            read = self.fields.words["birth_date"][0].values[block.ids["birth_date"][row]]
            return None if read.value is None else read.value[0]
        born = self.fields.births(block)
        if born is None or born[0][row] == NEVER:
            return None
        day = day_at(int(born[0][row]))
        return day.isoformat() if day else None

    def _day(self, block: Block, name: str, row: int) -> str | None:
        place = block.places.get(name)
        day = None if place is None else day_at(int(place[row]))
        return day.isoformat() if day else None

    def _facts(self, block: Block, row: int) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for name, source in self.fields.columns.facts.items():
            words = self.fields.facts[name]
            raw = source.same if source.column is None else array_of(block.table, source.column)[row].as_py()
            value = words.values[words.id(raw)].value
            if value is not None:
                out[name] = value
        return out

    def _text(self, block: Block, name: str, row: int) -> str | None:
        sources = self.fields.columns.fields.get(name)
        if sources is None:
            return None
        raw = sources[0].same
        if sources[0].column is not None:
            raw = array_of(block.table, sources[0].column)[row].as_py()
        return None if raw is None else str(raw).strip()
