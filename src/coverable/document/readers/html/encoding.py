"""The characters of an HTML file: its encoding as marked, stated or guessed."""

from __future__ import annotations

import re

# As browsers take them (encoding.spec.whatwg.org): what calls itself Latin-1 is Windows-1252.
_NAMES = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "iso8859-1": "cp1252",
    "windows-1252": "cp1252",
    "cp1252": "cp1252",
    "iso-8859-15": "iso-8859-15",
    "windows-1250": "cp1250",
    "macintosh": "mac-roman",
    "utf-16": "utf-8",  # a file that can be read far enough to find this is not UTF-16
}
_STATED = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)


def html_text(data: bytes) -> tuple[str, bool]:
    """The text of the file, and whether its encoding had to be guessed."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if data.startswith(mark):
            return _sound(data[len(mark) :].decode(encoding, errors="replace")), False
    found = _STATED.search(data[:4096]) or _DECLARED.match(data[:400])
    stated = _NAMES.get(found[1].decode("ascii").lower()) if found else None
    try:
        return _sound(data.decode("utf-8")), stated not in ("utf-8", None) and not data.isascii()
    except UnicodeDecodeError:
        pass
    guessed = stated in ("utf-8", None)
    return _sound(data.decode("cp1252" if guessed else stated or "cp1252", errors="replace")), guessed


def _sound(text: str) -> str:
    return text.replace("\x00", "\ufffd").replace("\r\n", "\n").replace("\r", "\n")
