"""The sentences of a code lookup, in one place so that their vocabulary can be checked.

They speak of the code only: never of coverage, payment or a decision (SR-060).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from coverable.glossary.codes import SYSTEMS, split_code


def _bare(code: str) -> str:
    return split_code(code)[1]


def _system(code: str) -> str:
    return SYSTEMS[split_code(code)[0]]


def _several(codes: Sequence[str], shown: int = 3) -> str:
    return ", ".join(_bare(code) for code in codes[:shown])


def valid(code: str) -> str:
    return f"{_bare(code)} is a complete {_system(code)} code."


def header(code: str, count: int, first: Sequence[str]) -> str:
    if not count:
        return f"{_bare(code)} is incomplete: it heads other codes and cannot stand on a claim."
    codes = f"{count} complete code{'s' if count > 1 else ''}"
    return f"{_bare(code)} is incomplete: use one of the {codes} under it, such as {_several(first)}."


def ended(code: str, until: str, successors: Sequence[str]) -> str:
    instead = f"; use {' or '.join(_bare(c) for c in successors)}" if successors else ""
    return f"{_bare(code)} was last valid on {until}{instead}."


def not_yet(what: str, since: str, day: date) -> str:
    return f"{what} came into use on {since}, after {day}."


def nonexistent(code: str, near: Sequence[str]) -> str:
    return f"{_bare(code)} is no {_system(code)} code; {nearest(near)}."


def impossible(code: str) -> str:
    return f"{_bare(code)} cannot be a {_system(code)} code: its shape is not used there."


def bare(code: str) -> str:
    return (
        f"{_bare(code)} is known as a {_system(code)} code, and was not checked: no release of "
        f"{_system(code)} is loaded, so nobody here knows whether it is valid on a day."
    )


def not_loaded(code: str) -> str:
    system = split_code(code)[0]
    return (
        f"{_bare(code)} was not checked: no release of {_system(code)} is loaded "
        f"(`coverable codes load FILE --system {system} --release R`)."
    )


def icd9_ended(code: str) -> str:
    return f"{_bare(code)} is an ICD-9-CM code; services from 2015-10-01 on are coded in ICD-10-CM."


def release_note(release: str, on: date | None, first: date, last: date) -> str:
    """Which release answered, and that it was made for other days where that is so."""
    if on is None or first <= on <= last:
        return f"Codes as of {release}."
    return f"Answered from the release of {release}, made for {first} to {last}; {on} lies outside it."


def nearest(near: Sequence[str]) -> str:
    return f"the nearest codes are {_several(near)}" if near else "check the code"
