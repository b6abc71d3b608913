"""Any document as a Source: the kind is told from the bytes, and every failure is a refusal that helps."""

from __future__ import annotations

from collections.abc import Callable

from coverable.base.problem import Refused, refuse
from coverable.document.limits import LIMITS, Budget, Limits
from coverable.document.readers.sniff import kind_of
from coverable.document.source import Kind, Source


def read_source(data: bytes, name: str | None = None, limits: Limits = LIMITS) -> Source:
    """Read a document; raises Refused for what is no document, is encrypted, too large or damaged."""
    budget = Budget(name or "the document", limits)
    budget.size(data)
    kind = kind_of(data, budget.where)
    try:
        return _READERS[kind](data, name, budget)
    except Refused:
        raise
    except (MemoryError, RecursionError) as error:
        raise refuse(
            "the document needs more memory than reading may take",
            budget.where,
            f"it is nested too deep or grows too large ({type(error).__name__})",
            "save the document again from the program that made it, and read that file",
        ) from error
    except Exception as error:  # a library met bytes that it did not expect
        said = f"{type(error).__name__}: {str(error)[:200]}"
        raise refuse(
            f"the document could not be read as {kind.upper()}",
            budget.where,
            f"it is damaged in a way that the reader does not know ({said})",
            "open it in the program that made it, save it again, and read that file",
        ) from error


def _docx(data: bytes, name: str | None, budget: Budget) -> Source:
    from coverable.document.readers.docx.read import read_docx

    return read_docx(data, name, budget)


def _html(data: bytes, name: str | None, budget: Budget) -> Source:
    from coverable.document.readers.html.read import read_html

    return read_html(data, name, budget)


def _pdf(data: bytes, name: str | None, budget: Budget) -> Source:
    from coverable.document.readers.pdf.read import read_pdf

    return read_pdf(data, name, budget)


def _text(data: bytes, name: str | None, budget: Budget) -> Source:
    from coverable.document.readers.text.read import read_text

    if len(data) > budget.limits.chars:
        raise budget.too_much("characters", f"{len(data):,}", f"{budget.limits.chars:,}")
    return read_text(data, name, budget)


_READERS: dict[Kind, Callable[[bytes, str | None, Budget], Source]] = {
    "pdf": _pdf,
    "docx": _docx,
    "html": _html,
    "text": _text,
}
