"""The written forms of codes: single ones, ranges, wildcards, codes that run into their label.

Only the form is looked at here; what stands around a number says whether it is a code at all (`codes`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

System: TypeAlias = Literal["cpt", "hcpcs", "icd10cm", "icd10pcs", "icd9cm", "ndc", "revenue", "unknown"]

_END = r"(?:(?![A-Za-z0-9])|(?=[A-Z][a-z]))"
"""A code ends before anything but a letter or digit, or where a label begins without a blank."""
_SHAPES: Final[dict[System, str]] = {
    "icd10cm": rf"[A-Z][0-9][0-9AB](?:\.[0-9A-WYZxX]{{1,4}}?)?{_END}",
    "hcpcs": rf"[A-EGHJ-MP-V][0-9]{{4}}{_END}",
    "cpt": rf"[0-9]{{4}}[0-9FTUMA]{_END}",
    "ndc": r"[0-9]{5}-[0-9]{3,4}-[0-9]{1,2}(?![0-9-])|[0-9]{4}-[0-9]{4}-[0-9]{2}(?![0-9-])",
}
_EXPECTED: Final[dict[System, str]] = {
    "icd10cm": rf"[A-Z][0-9][0-9AB](?:\.?[0-9A-WYZxX]{{1,4}}?)?{_END}",
    "icd10pcs": rf"(?=[A-HJ-NP-Z0-9]{{0,6}}[0-9])[0-9B-DF-HX][0-9A-HJ-NP-Z]{{6}}{_END}",
    "icd9cm": r"(?:[0-9]{3}(?:\.[0-9]{1,2})?|V[0-9]{2}(?:\.[0-9]{1,2})?|E[0-9]{3}(?:\.[0-9])?)" + _END,
    "ndc": r"[0-9]{11}(?![0-9])",
    "revenue": rf"0?[0-9]{{2}}[0-9xX]{_END}",
}
"""Forms that are codes only under a heading that says which system is listed."""
_WILD = r"[A-Z][0-9][0-9AB](?:\.[0-9A-Z]{0,3}(?:x{1,3}|\*|-(?=[\s,;)]|$))|-(?=[\s,;)]|$)|\*)(?![A-Za-z0-9])"
_SLIP = re.compile(
    r"(?P<first>[A-Z][0-9][0-9AB])\.(?P<last>[A-Z][0-9][0-9AB](?:\.[0-9A-Z]{1,4})?)(?![A-Za-z0-9])"
)
_JOINER = re.compile(r"\+?\s?[-–—‑‐−]\s?|\s(?:to|through|thru)\s", re.IGNORECASE)
_SHORT_END = re.compile(r"\.?[0-9]{1,3}(?![0-9A-Za-z.-])")


@dataclass(frozen=True, slots=True)
class Token:
    """A code or a range of codes in a text: `text[start:end]`."""

    start: int
    end: int
    system: System
    first: str
    last: str
    wildcard: bool = False
    slip: bool = False
    unclear: bool = False
    """A dash follows, and what stands behind it is no code."""


def _pattern(shapes: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(shapes))


_BY_SYSTEM: Final = {
    name: _pattern([_EXPECTED[name]] if name in _EXPECTED else [_SHAPES[name]])
    for name in ("icd10cm", "icd10pcs", "icd9cm", "revenue", "hcpcs", "cpt")
} | {"ndc": _pattern([_SHAPES["ndc"], _EXPECTED["ndc"]])}
_UNTOLD: Final[tuple[System, ...]] = ("ndc", "cpt", "hcpcs", "icd10cm", "icd10pcs")
_STRONG: Final = {
    "icd10cm": re.compile(
        rf"[A-Z][0-9][0-9AB](?:\.[0-9A-WYZxX]{{1,4}}?{_END}|(?=\s?[-–]\s?[A-Z][0-9][0-9AB](?![\w.])))"
    ),
    **{name: re.compile(_SHAPES[name]) for name in ("hcpcs", "cpt", "ndc")},
    "icd10pcs": re.compile(
        rf"(?=[A-Z]*[0-9])(?=[0-9]+[A-Z]|[A-Z]+[0-9])[0-9B-DF-HX][0-9A-HJ-NP-Z]{{6}}{_END}"
    ),
}
_WILDCARD = re.compile(_WILD)
_CODE_BEHIND = re.compile(rf"\s*(?:{_BY_SYSTEM['icd10cm'].pattern})")


def token_at(text: str, at: int, expect: System | None, strong: bool = False) -> Token | None:
    """The code or range that begins at a place. With `strong`, only forms that little else has."""
    if at and (text[at - 1].isalnum() or text[at - 1] in "$.#"):
        return None
    slip = _SLIP.match(text, at)
    if slip and expect in (None, "icd10cm"):
        return Token(at, slip.end(), "icd10cm", slip["first"], slip["last"], slip=True)
    if expect in (None, "icd10cm"):
        wild = _WILDCARD.match(text, at)
        joiner = _JOINER.match(text, wild.end()) if wild else None
        other = _WILDCARD.match(text, joiner.end()) if joiner else None
        if wild and other and wild[0][-1] != "-":
            return Token(at, other.end(), "icd10cm", wild[0], other[0], wildcard=True)
        if wild and not _range_follows(text, wild):
            return Token(at, wild.end(), "icd10cm", wild[0], wild[0], wildcard=True)
    for system in (expect,) if expect else _UNTOLD:
        pattern = _STRONG.get(system) if strong else _BY_SYSTEM.get(system)
        match = pattern.match(text, at) if pattern else None
        if match:
            return _with_range(text, match, system)
    return None


def _range_follows(text: str, wild: re.Match[str]) -> bool:
    """Whether the dash of `L74.5- L74.9` joins two codes instead of standing for any character."""
    if text[wild.end() - 1] != "-" or text[wild.end() - 2] == ".":
        return False  # “I63.- U09.9” are two
    return _CODE_BEHIND.match(text, wild.end()) is not None


def _with_range(text: str, match: re.Match[str], system: System) -> Token:
    first, end = _canonical(match[0], system), match.end()
    if system in ("ndc",):
        return Token(match.start(), end, system, first, first)
    joiner = _JOINER.match(text, end)
    if joiner:
        other = _BY_SYSTEM[system].match(text, joiner.end())
        if other and _alike(first, other[0], system):
            return Token(match.start(), other.end(), system, first, _canonical(other[0], system))
        if (
            system == "icd10cm"
            and "." in first
            and _SHORT_END.match(text, joiner.end())
            and " " not in joiner[0]
        ):
            return Token(match.start(), end, system, first, first, unclear=True)
    return Token(match.start(), end, system, first, first)


def _alike(first: str, last: str, system: System) -> bool:
    """Whether two codes can be the ends of one range: J0585 and J0588, never 97110 and J0585."""
    if system in ("cpt", "hcpcs"):
        return first[0].isalpha() == last[0].isalpha() and first[-1].isalpha() == last[-1].isalpha()
    return True


def _canonical(written: str, system: System) -> str:
    return written.upper() if system != "ndc" else written
