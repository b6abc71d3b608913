"""What somebody asks for, taken apart: codes and words, and all that each may be looked for as."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from coverable.base.problem import Refused
from coverable.glossary.codes import has_shape, read_code
from coverable.policy.names import fold
from coverable.policy.search.words import SLIP_FROM, SMALL, one_slip, sound, stem

MOST_WORDS: Final = 24
_LONGEST: Final = 6
_READINGS: Final = 3
SAME, SPELLING, SLIP = "same", "spelling", "slip"
PLAIN, ALSO, MEMBER, CLASS = "plain", "also", "member", "class"


@dataclass(frozen=True, slots=True)
class Way:
    """One phrase that a part of the question is looked for as, and why."""

    phrase: tuple[str, ...]
    """Words as they are compared."""
    said: str
    """As a person reads it."""
    how: str
    """same · spelling · slip · plain words · also called · member of a class · class of a member"""
    place: str | None = None
    """Where the glossary says so."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One part of the question: a word, or several that the glossary knows as one."""

    asked: str
    ways: tuple[Way, ...]
    codes: tuple[str, ...] = ()
    """Canonical codes that it may be."""

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(stem(word) for word in fold(self.asked).split())

    def of(self, *how: str) -> tuple[Way, ...]:
        return tuple(way for way in self.ways if way.how in how)


@dataclass(frozen=True)
class Query:
    """The question: as asked, and its parts in order."""

    asked: str
    units: tuple[Unit, ...]

    @cached_property
    def corrected(self) -> bool:
        return any(unit.of(SPELLING, SLIP) for unit in self.units)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes that the whole question may be."""
        return self.units[0].codes if len(self.units) == 1 else ()


def read_query(text: str, index: sqlite3.Connection) -> Query:
    """The parts of a question; no part where there is no letter or digit."""
    whole = codes_of(text)
    if whole:
        return Query(text, (Unit(text.strip(), _same(fold(text).split()), whole),))
    typed = text.split()
    folded = [(word, inner) for word in typed for inner in fold(word).split()][:MOST_WORDS]
    words = [inner for _, inner in folded]
    fixed = [_near(word, index) for word in words]
    units = list(_units(words, fixed, [codes_of(word) for word, _ in folded], index))
    telling = [unit for unit in units if unit.asked not in SMALL]
    return Query(text, tuple(telling or units))


def codes_of(text: str) -> tuple[str, ...]:
    """The codes that a text may be: one, or two where its shape leaves the system open."""
    text = text.strip()
    if len(text) > 40 or not any(ch.isdigit() for ch in text):
        return ()
    found: dict[str, None] = {}
    for expect in (None, "icd10cm", "hcpcs"):
        with suppress(Refused):
            code = read_code(text, expect=expect)
            if has_shape(code) and _told(text, code):
                found[code] = None
    return tuple(found)


def _told(text: str, code: str) -> bool:
    """Whether somebody who writes this can mean a code: `32`, `MD-1a` and `DME 32` are none."""
    system, _, bare = code.partition(":")
    if system == "icd9cm" or (system == "icd10cm" and not bare[1].isdigit()):
        return False
    return ":" in text or len(bare.replace(".", "")) >= 3


def _same(words: list[str]) -> tuple[Way, ...]:
    return (Way(tuple(stem(word) for word in words), " ".join(words), SAME),)


def _near(word: str, index: sqlite3.Connection) -> tuple[Way, ...]:
    """The words of policies that an unknown one may be: written otherwise, or with one slip."""
    own = stem(word)
    known = index.execute("SELECT often FROM term WHERE word = ?", (own,)).fetchone()
    if (known and known[0]) or not own.isalpha() or len(own) < SLIP_FROM - 1:
        return ()
    heard = index.execute(
        "SELECT word, said FROM term WHERE sound = ? AND word <> ? ORDER BY often DESC LIMIT ?",
        (sound(own), own, _READINGS),
    ).fetchall()
    if heard or known or len(own) < SLIP_FROM:  # a word of the glossary is no slip
        return tuple(Way((near,), said, SPELLING) for near, said in heard)
    # one slip leaves the first two letters alone, or the last two
    size = (len(own) - 1, len(own) + 1)
    rows = index.execute(
        "SELECT word, said, often FROM term WHERE head = ? AND size BETWEEN ? AND ?"
        " UNION SELECT word, said, often FROM term WHERE tail = ? AND size BETWEEN ? AND ?"
        " ORDER BY often DESC",
        (own[:2], *size, own[-2:], *size),
    )
    near = [(w, said) for w, said, _ in rows if one_slip(own, w) or one_slip(sound(own), sound(w))]
    return tuple(Way((w,), said, SLIP) for w, said in near[:_READINGS])


def _units(
    words: list[str], fixed: list[tuple[Way, ...]], codes: list[tuple[str, ...]], index: sqlite3.Connection
) -> Iterator[Unit]:
    """The words in order; those that the glossary knows together stay together."""
    at = 0
    while at < len(words):
        for size in range(min(_LONGEST, len(words) - at), 0, -1):
            typed, near = words[at : at + size], fixed[at : at + size]
            said = _synonyms(tuple(stem(word) for word in typed), index)
            read = tuple(
                ways[0] if ways else _same([word])[0] for word, ways in zip(typed, near, strict=True)
            )
            meant = _synonyms(tuple(word for way in read for word in way.phrase), index) if any(near) else ()
            if said or meant or size == 1:
                ways = [*_same(typed), *said]
                if size == 1:
                    ways += near[0]
                elif meant and not said:
                    how = SLIP if any(way.how == SLIP for way in read) else SPELLING
                    ways.append(
                        Way(tuple(w for way in read for w in way.phrase), " ".join(w.said for w in read), how)
                    )
                ways += [way for way in meant if way not in said]
                yield Unit(" ".join(typed), tuple(ways), codes[at] if size == 1 else ())
                at += size
                break


def _synonyms(phrase: tuple[str, ...], index: sqlite3.Connection) -> tuple[Way, ...]:
    """Everything that the glossary finds beside a phrase; one step only, never a synonym of a synonym."""
    text = " ".join(phrase)
    out: dict[tuple[str, ...], Way] = {}
    groups = index.execute(
        "SELECT DISTINCT term, how, place FROM synonym WHERE phrase = ?", (text,)
    ).fetchall()
    for term, mine, place in groups:
        rows = index.execute(
            "SELECT phrase, said, how FROM synonym WHERE term = ? AND place = ?", (term, place)
        )
        for other, said, how in rows.fetchall():
            key = tuple(other.split())
            if key == phrase or (mine == MEMBER and how == MEMBER):
                continue  # two drugs of one class are two drugs
            relation = (
                MEMBER
                if mine == MEMBER
                else CLASS
                if how == MEMBER
                else PLAIN
                if PLAIN in (mine, how)
                else ALSO
            )
            out.setdefault(key, Way(key, said, relation, place))
    return tuple(out.values())
