"""What kind of document a file is, told from its bytes; names and endings can be wrong."""

from __future__ import annotations

import re

from coverable.base.problem import Refused, refuse
from coverable.document.readers.text.htmltables import is_text
from coverable.document.source import Kind

_WORD = "open it in a word processor, save it as DOCX or PDF, and read that file"
_OPENING = re.compile(
    r"\s*(?:<\?xml[^>]{0,300}\?>\s*)?(?:<!--.{0,20000}?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|div|table|h[1-6]|article|section|main|header|ul|ol|dl|p|meta|title|center)\b",
    re.IGNORECASE | re.DOTALL,
)
_CLOSING = re.compile(r"</(?:p|li|td|th|tr|div|ul|ol|dl|dd|table|h[1-6]|body|html)\s*>", re.IGNORECASE)
_XML = re.compile(r"\s*<\?xml\b|\s*<(?:[a-z]+:)?(?:rss|svg|feed|package|document|Workbook)\b", re.IGNORECASE)
_MAIL = re.compile(r"(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){1,40}", re.ASCII)
_PICTURES = {
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
    b"BM": "BMP",  # and four reserved bytes of zero; a text can begin with these letters too
}
_ARCHIVES = {
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"7z\xbc\xaf": "7z",
    b"Rar!": "RAR",
    b"\xfd7zXZ": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
}


def kind_of(data: bytes, where: str) -> Kind:
    """pdf, docx, html or text; anything else is refused with what to do."""
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise refuse(
            "the file is empty", where, "there is no text in it", "get the file again and read the full one"
        )
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data[:2] == b"PK" and data[2:4] in (b"\x03\x04", b"\x05\x06", b"\x07\x08"):
        return "docx"
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise _old_office(data, where)
    _refuse_others(data, where)
    text = _sample(data)
    if (_OPENING.match(text) or len(_CLOSING.findall(text)) >= 3) and not is_text(text):
        return "html"
    if _XML.match(text):
        raise refuse(
            "the file is XML of a kind that is not read",
            where,
            "only PDF, DOCX, HTML and plain text are read",
            _WORD,
        )
    head = text[:4000].lower()
    if "mime-version:" in head and "content-type: multipart/" in head and _MAIL.match(text):
        raise refuse(
            "the file is a web archive or a mail (MIME)",
            where,
            "its pages and pictures are packed together in one file",
            "open it in a browser, save the page as HTML or print it to PDF, and read that file",
        )
    return "text"


def _refuse_others(data: bytes, where: str) -> None:
    for begins, name in _PICTURES.items():
        if data.startswith(begins) and (begins != b"BM" or data[6:10] == b"\x00\x00\x00\x00"):
            raise refuse(
                f"the file is a picture ({name})",
                where,
                "a picture holds no text, and text recognition is not part of this program",
                "run text recognition (OCR), save the result as PDF, and read that file",
            )
    for begins, name in _ARCHIVES.items():
        if data.startswith(begins):
            raise refuse(
                f"the file is a {name} archive",
                where,
                "archives are not opened: what is in them could be anything, and of any size",
                "unpack it and read the document in it",
            )
    if data[:5] == b"{\\rtf":
        raise refuse("the file is RTF", where, "only PDF, DOCX, HTML and plain text are read", _WORD)
    start = data[:4096]
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    control = sum(b < 9 or (13 < b < 32 and b != 27) for b in start)
    if not wide and (start.count(0) > 8 or control > len(start) // 20 + 4):
        raise refuse(
            "the file is not a document: it holds bytes that are no text",
            where,
            "its first bytes belong to none of the kinds that are read (PDF, DOCX, HTML, plain text)",
            "open it in the program that made it, and save it as PDF, DOCX, HTML or text",
        )


def _old_office(data: bytes, where: str) -> Refused:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return refuse(
            "the document is protected with a password",
            where,
            "its content is encrypted",
            "open it with the password, save it without one, and read that file",
        )
    return refuse(
        "the file is of an old office format (such as .doc)",
        where,
        "only PDF, DOCX, HTML and plain text are read",
        _WORD,
    )


def _sample(data: bytes) -> str:
    """The beginning of the file as text, good enough to see tags in it."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data[:400_000].decode("utf-16", errors="replace")
    return data[:200_000].removeprefix(b"\xef\xbb\xbf").decode("latin-1")
