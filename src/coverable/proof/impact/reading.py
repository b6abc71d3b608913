"""Requests read once for each distinct piece of JSON, so that many cost no more than they differ.

Accepted and refused exactly as `determine` does it: a piece that was not seen before goes through the readers
of `determination`, and whatever they refuse is read again as a whole, for the problems with their paths.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from marshal import dumps
from typing import Any, NamedTuple

from msgspec import UNSET

from coverable.base.dates import Span, read_date, read_day
from coverable.base.problem import Refused
from coverable.base.shape import is_list, is_object
from coverable.determination.line import read_line
from coverable.determination.request import parse_json, read_request
from coverable.glossary.codebook import CodeBook
from coverable.glossary.codes import read_code
from coverable.glossary.facts import Glossary
from coverable.glossary.values import MAX_ITEMS, Facts, read_facts
from coverable.proof.impact.usual import SHARED, Said, Usual, usual

MAX_KEPT = 200_000
"""Pieces that are remembered; some hundred bytes each."""
MAX_LONGER = 20_000
MAX_LINES = 1000
_LEAST: dict[str, Any] = {"coverages": ["-"], "services": [{"code": "E1399"}]}
"""A request around a piece that is looked at alone."""
_PLAIN = frozenset({bool, str, int, type(None)})


class Asked(NamedTuple):
    """One service line: what it is, and its stated facts as numbers of pieces (`Reader.facts`)."""

    number: int
    code: str
    day: date | None
    birth: Span | None
    diagnoses: tuple[str, ...]
    place: str | None
    stage: str
    stated: Mapping[str, int]


class _Service(NamedTuple):
    number: int | None
    code: str
    day: date | None
    place: str | None
    diagnoses: tuple[str, ...] | None


@dataclass
class Reader:
    """Reads requests; `on` takes the place of every date of service."""

    glossary: Glossary
    book: CodeBook
    on: date | None = None
    facts: dict[int, tuple[str, Any]] = field(default_factory=dict[int, tuple[str, Any]])
    """Number -> (fact, what was stated of it as JSON)."""
    _pieces: dict[tuple[Any, ...], Any] = field(default_factory=dict[tuple[Any, ...], Any])
    _longer: dict[tuple[Any, ...], int] = field(default_factory=dict[tuple[Any, ...], int])
    """Statements with evidence, lists and events, of which many stand only once."""
    _kinds: dict[tuple[Any, ...], int] = field(default_factory=dict[tuple[Any, ...], int])
    """Values with the kinds of their evidence."""
    _numbers: dict[tuple[Any, ...], int] = field(default_factory=dict[tuple[Any, ...], int])

    def lines(self, data: Any, path: str = "$") -> list[Asked]:
        """Every service line of a request. Refused, with everything that is wrong, when it cannot be read."""
        try:
            return self._lines(data)
        except Refused as refused:
            self._refuse(data, path)
            raise refused from None

    def stored(self, text: bytes) -> tuple[str | None, list[Asked]] | None:
        """(id, service lines) of a request in its usual form, from its text; None when it must be read in the
        ordinary way, by `lines`."""
        found = usual(text)
        if found is None:
            return None
        try:
            return None if found.id is UNSET else found.id, self._usual(found)
        except (Refused, ValueError):
            return None

    def full(self) -> bool:
        """So much is remembered that the caller should start anew with a new reader."""
        return len(self._pieces) + len(self.facts) > MAX_KEPT

    def _lines(self, data: Any) -> list[Asked]:
        if not is_object(data) or "coverages" not in data:
            raise Refused(())
        services: Any = data.get("services")
        if not is_list(services) or not 0 < len(services) <= MAX_LINES:
            raise Refused(())
        birth: Span | None = None
        diagnoses: tuple[str, ...] = ()
        stage = "prior"
        shared: Mapping[str, int] = {}
        for name, value in data.items():
            if name == "id":
                self._text(value)
            elif name == "facts":
                shared = self._stated(value)
            elif name == "member":
                birth = self._member(value)
            elif name == "diagnoses":
                diagnoses = self._piece("diagnoses", value)
            elif name == "received":
                self._instant(value)
            elif name == "stage":
                stage = self._piece("stage", value)
            elif name != "services":
                self._piece(name, value)
        return [self._asked(i, one, birth, diagnoses, stage, shared) for i, one in enumerate(services, 1)]

    def _usual(self, found: Usual) -> list[Asked]:
        if not 0 < len(found.services) <= MAX_LINES:
            raise Refused(())
        for name in SHARED:
            raw: Any = getattr(found, name)
            if raw is not UNSET:
                self._text_piece(name, raw)
        if found.received is not UNSET:
            self._instant(found.received)
        birth = None
        if found.member is not UNSET and found.member.birth_date is not UNSET:
            birth = self._birth(found.member.birth_date)
        diagnoses: tuple[str, ...] = ()
        if found.diagnoses is not UNSET:
            diagnoses = self._text_piece("diagnoses", found.diagnoses)
        stage = "prior" if found.stage is UNSET else self._text_piece("stage", found.stage)
        shared: Mapping[str, int] = {} if found.facts is UNSET else self._stated(found.facts)
        return [
            self._line(i, self._text_piece("services", raw), None, birth, diagnoses, stage, shared)
            for i, raw in enumerate(found.services, 1)
        ]

    def _asked(
        self,
        number: int,
        one: Any,
        birth: Span | None,
        diagnoses: tuple[str, ...],
        stage: str,
        shared: Mapping[str, int],
    ) -> Asked:
        own: Any = None
        if is_object(one) and "facts" in one:
            own = one["facts"]
            one = {name: value for name, value in one.items() if name != "facts"}
        return self._line(number, self._piece("services", one), own, birth, diagnoses, stage, shared)

    def _line(
        self,
        number: int,
        service: _Service,
        own: Any,
        birth: Span | None,
        diagnoses: tuple[str, ...],
        stage: str,
        shared: Mapping[str, int],
    ) -> Asked:
        day = self.on or service.day
        if birth is not None and day is not None and birth.first > day:
            raise Refused(())
        # what a line leaves open does not take away what the request states
        stated = shared if own is None else {**shared, **self._stated(own)}
        if service.diagnoses is not None:
            diagnoses = service.diagnoses
        return Asked(
            service.number or number, service.code, day, birth, diagnoses, service.place, stage, stated
        )

    def _text(self, value: Any) -> None:
        if value is None:
            return
        if value.__class__ is not str or len(value) > 200 or not (value.isprintable() and value.isascii()):
            self._piece("id", value)

    def _instant(self, value: Any) -> None:
        """Nothing rests on it, and no two are alike: what is plainly right is not looked at again."""
        if value.__class__ is str:
            with suppress(ValueError):
                instant = datetime.fromisoformat(value)
                if instant.tzinfo is not None and 1900 <= instant.year <= 2199:
                    return
        self._piece("received", value)

    def _member(self, value: Any) -> Span | None:
        if not is_object(value):
            raise Refused(())
        birth = None
        for name, part in value.items():
            if name == "id":
                self._text(part)
            elif name == "birth_date":
                birth = self._birth(part)
            else:
                raise Refused(())
        return birth

    def _birth(self, value: Any) -> Span | None:
        if value is None:
            return None
        if value.__class__ is str:
            found = self._pieces.get(("", value))
            if found is None:
                with suppress(ValueError):
                    found = self._pieces["", value] = read_date(value)
            if found is not None:
                return found
        raise Refused(())

    def _stated(self, facts: Any) -> dict[str, int]:
        """The number of what is stated of each fact; what states nothing is left out."""
        if not is_object(facts):
            raise Refused(())
        out: dict[str, int] = {}
        pieces, kinds = self._pieces, self._kinds
        for name, raw in facts.items():
            kind = raw.__class__
            if kind is Said:
                value, evidence = raw.value, raw.evidence
                if evidence and len(evidence) == 1:  # nearly always
                    (one,) = evidence
                    key, kept = (name, value, value.__class__, one.kind), kinds
                    if one.date is not UNSET:
                        read_date(one.date)
                else:
                    key, kept = _key_of(name, raw), kinds
            elif kind in _PLAIN:
                key, kept = (name, raw, kind), pieces
            else:
                key, kept = (name, frozen(raw)), self._longer
            number = kept.get(key)
            if number is None:
                number = kept[key] = self._number(name, raw)
            if number:
                out[name] = number
        return out

    def _number(self, name: str, raw: Any) -> int:
        """0 for nothing. What says the same with the same kinds of evidence has one number: where and when
        the evidence was found decides nothing."""
        if isinstance(raw, Said):
            raw = raw.plain()
            if len(self._kinds) > MAX_LONGER:
                self._kinds.clear()
        found = read_facts({name: raw}, self.glossary, "$").get(name)
        if found is None:
            return 0
        if found.events or found.complete:
            key = (name, frozen(raw))
        else:
            key = (name, *[(s.value, tuple([e["kind"] for e in s.evidence])) for s in found.statements])
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self.facts) + 1
            self.facts[number] = (name, raw)
        if len(self._longer) > MAX_LONGER:
            self._longer.clear()
        return number

    def _piece(self, name: str, value: Any) -> Any:
        """What a field of the request says, as far as it matters here."""
        key = ("", name, frozen(value))
        if key in self._pieces:
            return self._pieces[key]
        found = self._pieces[key] = self._new_piece(name, value)
        return found

    def _text_piece(self, name: str, raw: Any) -> Any:
        """The same from the text of a field."""
        text = bytes(raw)
        key = ("raw", name, text)
        if key in self._pieces:
            return self._pieces[key]
        value = parse_json(text, name)
        if name == "services" and is_object(value) and "facts" in value:
            raise Refused(())  # facts of one line are not in the piece
        found = self._pieces[key] = self._new_piece(name, value)
        return found

    def _new_piece(self, name: str, value: Any) -> Any:
        request = read_request({**_LEAST, name: [value] if name == "services" else value})
        if name == "diagnoses":
            return _codes(request.diagnoses)
        if name == "services":
            line = request.services[0]
            own = None if line.diagnoses is None else _codes(line.diagnoses)
            day = read_day(line.date) if line.date else None
            return _Service(line.line, read_code(line.code), day, line.place_of_service, own)
        return request.stage if name == "stage" else None

    def _refuse(self, data: Any, path: str) -> None:
        request = read_request(data, path)
        if self.on is not None:
            moved = {"date": self.on.isoformat(), "end_date": None}
            services = [one.model_copy(update=moved) for one in request.services]
            request = request.model_copy(update={"services": services})
        shared = read_facts(request.facts, self.glossary, f"{path}.facts")
        for i in range(len(request.services)):
            read_line(request, i, shared, self.glossary, self.book)


def _key_of(name: str, said: Said) -> tuple[Any, ...]:
    """What matters of a value with its evidence: the value, and the kinds of evidence in their order."""
    evidence = said.evidence or ()
    if len(evidence) > MAX_ITEMS:
        raise Refused(())
    for one in evidence:
        if one.date is not UNSET:
            read_date(one.date)
    return (name, said.value, said.value.__class__, *[one.kind for one in evidence])


def frozen(value: Any) -> Any:
    """A piece of JSON as a key: equal keys, equal JSON."""
    try:
        return dumps(value, 2)
    except ValueError:  # a Decimal stands in it
        return repr(value)


def _codes(raw: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(read_code(d, expect="icd10cm") for d in raw))


def facts_of(reader: Reader, names: tuple[str, ...], asked: Asked) -> Facts:
    """What a line states of some facts, read."""
    raw = {name: reader.facts[asked.stated[name]][1] for name in names if name in asked.stated}
    return read_facts(raw, reader.glossary, "$.facts")
