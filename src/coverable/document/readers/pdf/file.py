"""A PDF file opened within bounds: password, damage, actions, embedded files, links, properties."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from coverable.base.problem import refuse
from coverable.document.limits import Budget
from coverable.document.readers.pdf.words import Frame
from coverable.document.readers.pdf.writer import Link
from coverable.document.readers.remarks import SAYS
from coverable.document.source import Box, Remark

_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|SubmitForm|ImportData|RichMedia)\b")
_END = b"%%EOF"
_PASSWORD, _SECURITY, _FORMAT = 4, 5, 3
_TEXT, _LINK, _FREE, _STRUCK = 1, 2, 3, 12
_MOST = 2_000


def opened(data: bytes, budget: Budget) -> Any:
    """The document; refused when it needs a password or cannot be read at all."""
    pdfium: Any = import_module("pypdfium2")
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code == _PASSWORD:
            raise refuse(
                "the document is protected with a password",
                budget.where,
                "its pages are encrypted, and no password is asked for or tried",
                "open it with the password, save or print it without one, and read that file",
            ) from error
        if code == _SECURITY:
            raise refuse(
                "the document is protected in a way that is not supported",
                budget.where,
                "its pages are encrypted with a scheme of one vendor",
                "open it in the program it needs, print it to PDF, and read that file",
            ) from error
        raise refuse(
            "the file begins like a PDF, but its pages cannot be found",
            budget.where,
            f"it is cut off or damaged ({error})",
            "get the file again from the publisher, or print it to PDF from a viewer that still opens it",
        ) from error


def remarks_on(document: Any, data: bytes) -> Iterator[Remark]:
    """What a PDF holds besides pages; nothing of it is run or opened."""
    raw: Any = import_module("pypdfium2.raw")
    scripts = raw.FPDFDoc_GetJavaScriptActionCount(document)
    named = sorted({m.decode("ascii") for m in set(_ACTIVE.findall(data))})
    if scripts > 0 or named:
        what = ", ".join(named) or f"{scripts} scripts"
        yield Remark("active_content", f"{SAYS['active_content']}: {what}")
    files = raw.FPDFDoc_GetAttachmentCount(document)
    if files > 0:
        yield Remark("embedded_content", f"{SAYS['embedded_content']}: {files} files")
    if raw.FPDF_GetFormType(document) in (2, 3):
        yield Remark("embedded_content", f"{SAYS['embedded_content']}: a form of the XFA kind")
    if _END not in data[-4096:]:
        yield Remark("cut_off", SAYS["cut_off"])


def frame_of(page: Any) -> Frame:
    """How the page is cropped and rotated."""
    left, bottom, right, top = page.get_cropbox()
    turns = (page.get_rotation() // 90) % 4
    return Frame(min(left, right), min(bottom, top), max(left, right), max(bottom, top), turns)


def pinned(page: Any, frame: Frame, document: Any) -> tuple[list[Link], int]:
    """The links of a page, and how many comments are pinned to it."""
    raw: Any = import_module("pypdfium2.raw")
    links: list[Link] = []
    comments = 0
    for i in range(min(raw.FPDFPage_GetAnnotCount(page), _MOST)):
        note = raw.FPDFPage_GetAnnot(page, i)
        if not note:
            continue
        kind = raw.FPDFAnnot_GetSubtype(note)
        if kind in (_TEXT, _FREE, _STRUCK):
            comments += 1
        elif kind == _LINK and (to := _address(raw, document, raw.FPDFAnnot_GetLink(note))):
            rect = raw.FS_RECTF()
            if raw.FPDFAnnot_GetRect(note, ctypes.byref(rect)):
                links.append(Link(_box(frame, rect), to))
        raw.FPDFPage_CloseAnnot(note)
    return links, comments


def _box(frame: Frame, rect: Any) -> Box:
    return frame.box(
        min(rect.left, rect.right),
        min(rect.bottom, rect.top),
        max(rect.left, rect.right),
        max(rect.bottom, rect.top),
    )


def _address(raw: Any, document: Any, link: Any) -> str | None:
    action = raw.FPDFLink_GetAction(link) if link else None
    if not action:
        return None
    size = raw.FPDFAction_GetURIPath(document, action, None, 0)
    if not 0 < size <= 4096:
        return None
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAction_GetURIPath(document, action, buffer, size)
    return buffer.value.decode("utf-8", errors="replace") or None


def properties_of(document: Any) -> dict[str, str]:
    """Title, author, dates and program, as the file states them."""
    found: dict[str, str] = document.get_metadata_dict(skip_empty=True)
    return {key[0].lower() + key[1:]: " ".join(value.split())[:500] for key, value in found.items()}
