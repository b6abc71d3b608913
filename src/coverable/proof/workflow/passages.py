"""Which cited passages of one version stand word for word in the next.

A passage is known by the digest of its normalized words, so one that only moved is the same passage.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from coverable.base.shape import is_list, is_object
from coverable.policy.build import Origin
from coverable.policy.cite import all_cites

State: TypeAlias = Literal["kept", "moved", "changed", "new", "gone", "no_digest"]
"""kept: same words, same place · moved: same words elsewhere · changed: a statement that stood on other words
· new, gone: cited in one version only · no_digest: nobody can tell."""


@dataclass(frozen=True)
class CarriedPassage:
    """One cited place, and where it stood before."""

    state: State
    place: str
    before: str | None
    cited_by: tuple[str, ...]
    """Statements of the newer file that cite it (of the older one, where it is gone)."""

    def view(self) -> dict[str, Any]:
        return {
            "state": self.state,
            "place": self.place,
            "before": self.before,
            "cited_by": list(self.cited_by),
        }


def passages(old: Origin, new: Origin) -> Iterator[CarriedPassage]:
    """Every passage cited in the newer version, in the order of its file; then those that are gone."""
    before, now = _cited(old), _cited(new)
    places: dict[str, list[str]] = {}
    for place in before:
        if place in old.passages:
            places.setdefault(old.passages[place], []).append(place)
    by_statement = {statement: place for place, statements in before.items() for statement in statements}
    found: set[str] = set()
    for place, statements in now.items():
        digest = new.passages.get(place)
        stood = next((by_statement[one] for one in statements if one in by_statement), None)
        if digest is None:
            yield CarriedPassage("no_digest", place, stood, statements)
        elif digest in places:
            same = place if place in places[digest] else places[digest][0]
            found.update(places[digest])
            yield CarriedPassage("kept" if same == place else "moved", place, same, statements)
        else:
            yield CarriedPassage("changed" if stood else "new", place, stood, statements)
        if stood:
            found.add(stood)
    for place, statements in before.items():
        if place not in found:
            yield CarriedPassage("gone", place, place, statements)


def _cited(origin: Origin) -> dict[str, tuple[str, ...]]:
    """Each cited place with the statements that cite it, in the order of the file."""
    out: dict[str, dict[str, None]] = {}
    for path, place in all_cites(origin.yaml.data):
        out.setdefault(place, {})[_statement(origin.yaml.data, path)] = None
    return {place: tuple(statements) for place, statements in out.items()}


def _statement(data: Any, path: tuple[str | int, ...]) -> str:
    """The path with ids in place of positions, so that an entry put before it does not rename it."""
    words: list[str] = []
    for step in path[:-1]:
        below: Any = data
        data = below[step]
        named = data.get("id") if is_object(data) and isinstance(step, int) else None
        words.append(str(named or step))
    if is_list(data):
        words.append(str(path[-1]))
    return ".".join(words)
