"""Reading elements of resources: coded ones by (system, code), dates as people state them, values by type."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Generic, TypeVar

from coverable.base.dates import Span, read_date
from coverable.base.shape import is_list, is_object
from coverable.fhir.bundle import Resource
from coverable.glossary.codelists import Entry, forms

T = TypeVar("T")
KEPT = 20_000
"""Codes of one system whose meaning is kept; a record may hold any number of others."""


class _Codes(dict[str, tuple[T, ...]], Generic[T]):
    """What each code of one system means; a code met for the first time is tried against the beginnings."""

    def __init__(self) -> None:
        self.beginnings: list[tuple[str, T]] = []

    def __missing__(self, code: str) -> tuple[T, ...]:
        found = tuple(dict.fromkeys(m for start, m in self.beginnings if code.startswith(start)))
        if len(self) < KEPT:
            self[code] = found
        return found


class Meanings(Generic[T]):
    """What concepts mean: by the code of any of their codings, or by their text."""

    def __init__(self, means: Iterable[tuple[Entry, T]]) -> None:
        self._systems: dict[str, _Codes[T]] = {}
        self._texts: _Codes[T] = _Codes()
        whole: dict[tuple[str, str], list[T]] = {}
        for entry, meaning in means:
            for system in entry.systems or ("",):
                codes = self._systems.setdefault(system, _Codes()) if system else self._texts
                for code in forms(entry):
                    if entry.beginning:
                        codes.beginnings.append((code, meaning))
                    else:
                        whole.setdefault((system, code), []).append(meaning)
        for (system, code), meanings in whole.items():
            codes = self._systems[system] if system else self._texts
            codes[code] = tuple(dict.fromkeys([*meanings, *codes[code]]))
        self._by_text = bool(self._texts or self._texts.beginnings)

    def of(self, concept: Mapping[str, Any]) -> tuple[T, ...]:
        """Meanings of one CodeableConcept, each once."""
        found: tuple[T, ...] = ()
        codings = concept.get("coding")
        if codings is not None:
            systems = self._systems
            for coding in codings:
                codes = systems.get(coding.get("system"))
                if codes is not None:
                    means = codes[coding.get("code") or ""]
                    found = found + means if found else means
        if self._by_text:
            text = concept.get("text")
            if text is not None:
                means = self._texts[text.lower()]
                found = found + means if found else means
        return found if len(found) < 2 else tuple(dict.fromkeys(found))

    def of_all(self, concepts: Iterable[Mapping[str, Any]]) -> tuple[T, ...]:
        """Meanings of several, each once."""
        found: tuple[T, ...] = ()
        for concept in concepts:
            found += self.of(concept)
        return found if len(found) < 2 else tuple(dict.fromkeys(found))


def at(resource: Any, path: Sequence[str]) -> list[Any]:
    """Everything that stands at a path of JSON names; lists are gone into."""
    found = [resource]
    for name in path:
        below: list[Any] = []
        for one in found:
            value = one.get(name) if is_object(one) else None
            if is_list(value):
                below += value
            elif value is not None:
                below.append(value)
        found = below
    return found


def first_at(resource: Any, *path: str) -> Any:
    """The first thing that stands at a path, or None."""
    return next(iter(at(resource, path)), None)


def path_reader(path: str) -> Callable[[Resource], list[Any]]:
    """Reads a dotted path."""
    parts = tuple(path.split("."))
    return lambda resource: at(resource, parts)


@lru_cache(maxsize=8192)
def day_of(text: str) -> Span | None:
    """The day, month or year that a FHIR date, dateTime or instant is written with (its own local calendar
    date); None where there is no such date."""
    try:
        return read_date(text[:10])
    except ValueError:
        return None


@lru_cache(maxsize=8192)
def written_day(text: str) -> str | None:
    """The same as it is written: YYYY-MM-DD, YYYY-MM or YYYY."""
    return None if day_of(text) is None else text[:10]


def date_reader(paths: Sequence[str]) -> Callable[[Resource], str | None]:
    """Reads the first date that is there; a date that does not exist counts as not stated."""
    split = [(name, tuple(rest)) for name, *rest in (path.split(".") for path in paths)]

    def read(resource: Resource) -> str | None:
        for name, rest in split:
            value: Any = resource.get(name)
            for below in rest:
                if value is None:
                    break
                value = value.get(below)
            if value is not None:
                return written_day(value)
        return None

    return read


def text_of(concept: Mapping[str, Any]) -> str | None:
    """What a person wrote of a concept, else the first display of its codings."""
    text = concept.get("text")
    if text is None:
        text = next((c["display"] for c in concept.get("coding") or () if c.get("display")), None)
    return text
