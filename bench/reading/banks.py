"""The variants that documents are made of: each has a stable id, and its id decides the half it belongs to.

A document of the half `develop` uses only variants of that half, and the report half only its own: what a
reader learned from the one half tells nothing about the other.

The folders of `banks` are rounds: the variants of all but the last have been developed on and belong to
`develop`. Those of the last, `unseen`, of the same shape, were written by somebody who did not know the
reader and belong to `report`, the whole of them; once anybody who works on the reader has seen one, the
round counts for `develop` and the next is written. A section that `unseen` lacks holds no wording (markers,
forms of dates, ...); both halves share it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any, Literal, TypeAlias

from coverable.base.shape import is_list, is_object
from coverable.base.yamlfile import read_yaml

Half: TypeAlias = Literal["develop", "report"]
HALVES: tuple[Half, ...] = ("develop", "report")
BANKS = Path(__file__).with_name("banks")
ROUNDS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "unseen",
)
"""In the order in which they were written; an id begins with the name of its round.

`thirteenth` was `unseen` until the third session of 28 November 2026, when the reader began to learn from it.
"""
UNSEEN = f"{ROUNDS[-1]}:"


@dataclass(frozen=True, slots=True)
class Variant:
    """One wording, layout or form. `text` is its words, `more` what else the bank says of it."""

    id: str
    text: str
    more: dict[str, Any]

    def many(self, name: str) -> list[str]:
        """A list of the bank entry; empty when it is not given."""
        value = self.more.get(name, [])
        return [str(one) for one in value] if is_list(value) else [str(value)]

    def has(self, name: str) -> bool:
        return bool(self.more.get(name))

    def get(self, name: str, default: str = "") -> str:
        return str(self.more.get(name, default))

    def number(self, name: str) -> int:
        return int(self.more.get(name, 0))


def half_of(id: str) -> Half:
    """Whose variant it is; what stands in an older folder can be no news to a reader any more."""
    return "report" if id.startswith(UNSEEN) else "develop"


@cache
def bank_file(folder: str, name: str) -> Any:
    """The data of one file of a round, e.g. `quantifiers` of `unseen`."""
    return read_yaml(BANKS / folder / f"{name}.yaml").data


@cache
def bank(path: str) -> tuple[Variant, ...]:
    """All variants of one bank, e.g. `quantifiers/all`, of every round."""
    return tuple(variant for folder in ROUNDS for variant in section(folder, path))


def section(folder: str, path: str) -> tuple[Variant, ...]:
    """The variants of one round; only a later one may lack the section."""
    id = f"{folder}:{path}"
    file, *keys = path.split("/")
    data: Any = bank_file(folder, file)
    for key in keys:
        if folder != ROUNDS[0] and key not in data:
            return ()
        data = data[key]
    if is_list(data):
        return tuple(_variant(f"{id}#{_digest(entry)}", entry) for entry in data)
    return tuple(_variant(f"{id}/{key}", entry) for key, entry in data.items())


def _digest(entry: Any) -> str:
    words = entry.get("t") or entry.get("name") or repr(entry) if is_object(entry) else repr(entry)
    return sha256(str(words).encode()).hexdigest()[:8]


def _variant(id: str, entry: Any) -> Variant:
    if isinstance(entry, str):
        return Variant(id, entry, {})
    if is_list(entry):
        return Variant(id, "", {"list": entry})
    words = entry.get("text") or entry.get("t") or entry.get("name") or ""
    return Variant(id, str(words), dict(entry))


@dataclass
class Picker:
    """Draws variants of one half, and remembers which were used."""

    rng: Random
    half: Half
    used: dict[str, None]

    def some(self, path: str, where: Callable[[Variant], bool] = lambda v: True) -> list[Variant]:
        """The variants of this half that fit; all that fit where both halves share the bank."""
        every = bank(path)
        shared = not any(v.id.startswith(UNSEEN) for v in every)
        return [v for v in every if (shared or half_of(v.id) == self.half) and where(v)]

    def one(self, path: str, where: Callable[[Variant], bool] = lambda v: True) -> Variant:
        """One of them; a bank without one that fits is a mistake of the bank."""
        fitting = self.some(path, where)
        if not fitting:
            raise LookupError(f"no variant of {path} in the half {self.half} fits")
        return self.use(self.rng.choice(fitting))

    def maybe(self, path: str, where: Callable[[Variant], bool]) -> Variant | None:
        """One that fits, if there is any."""
        fitting = self.some(path, where)
        return self.use(self.rng.choice(fitting)) if fitting else None

    def use(self, variant: Variant) -> Variant:
        """Note it as used, unless it is a shared one of the other half."""
        if half_of(variant.id) == self.half:
            self.used[variant.id] = None
        return variant

    def chance(self, p: float) -> bool:
        return self.rng.random() < p

    def word(self, words: list[str]) -> str:
        """One of some words that carry no meaning (both halves share them)."""
        return self.rng.choice(words)
