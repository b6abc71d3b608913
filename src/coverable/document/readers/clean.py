"""Characters as a reader of the page sees them: no ligature, no soft hyphen, no twice encoded sign."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

_ONE = {
    "\u00a0": " ",
    "\u2007": " ",
    "\u202f": " ",
    "\u2011": "-",  # the hyphen that does not break; codes and ranges are compared with the plain one
    "\u00ad": None,
    "\u200b": None,
    "\u200c": None,
    "\u200d": None,
    "\u2060": None,
    "\ufeff": None,
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "ft",
    "\ufb06": "st",
}
_SPACES = {"\u2028": "\n", "\u2029": "\n", "\u0085": "\n", "\x0b": "\n", "\x0c": " "}
# What Unicode calls control, surrogate or private has no words in it; tab and line feed stay.
_CONTROL = dict.fromkeys((*range(9), *range(14, 32), 127, *range(8234, 8239), *range(8294, 8298)))
_TABLE = str.maketrans({**_ONE, **_SPACES}) | _CONTROL
_PLAIN = re.compile(r"[\t\n -~]*")

# UTF-8 read as Windows-1252: a lead byte's letter and the signs of its continuation bytes.
_CP1252 = "".join(bytes([b]).decode("cp1252", errors="ignore") or chr(b) for b in range(0x80, 0xC0))
_CONTINUED = f"[\x80-\xbf{re.escape(_CP1252)}]"
_TWICE = re.compile(f"[\xc2-\xdf]{_CONTINUED}|[\xe0-\xef]{_CONTINUED}{{2}}|[\xf0-\xf4]{_CONTINUED}{{3}}")
_BYTE = {c: 0x80 + i for i, c in enumerate(_CP1252)}


def clean(text: str) -> str:
    """The text with compatibility forms, soft hyphens and control characters resolved."""
    return text if _PLAIN.fullmatch(text) else text.translate(_TABLE)


def twice_encoded(text: str) -> Iterator[tuple[int, int, str]]:
    """Where signs were encoded twice, and the sign that is meant; `â‰¥` is the sign for at least."""
    for match in () if text.isascii() else _TWICE.finditer(text):
        raw = bytes(_BYTE.get(c, ord(c) & 0xFF) for c in match[0])
        with suppress(UnicodeDecodeError):
            yield match.start(), match.end(), raw.decode("utf-8")


def mended(text: str) -> tuple[str, int]:
    """Signs that were encoded twice made one again, and how many."""
    out, position, count = "", 0, 0
    for start, end, sign in twice_encoded(text):
        out, position, count = out + text[position:start] + sign, end, count + 1
    return out + text[position:], count
