"""What of an HTML page is its text, and what is navigation, form, banner, script or hidden."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from coverable.document.source import Apart

SILENT = frozenset((
    "head", "script", "style", "template", "noscript", "noframes", "object", "applet", "embed", "canvas",
    "audio", "video", "map", "param", "source", "track", "link", "meta", "base", "title",
))  # fmt: skip
"""Never text of the page."""
FORM = frozenset((
    "form", "select", "button", "input", "textarea", "datalist", "fieldset", "dialog",
))  # fmt: skip
_HIDDEN = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_ROLES = {
    "navigation": "navigation",
    "search": "form",
    "dialog": "banner",
    "alertdialog": "banner",
    "menu": "navigation",
    "menubar": "navigation",
    "toolbar": "navigation",
}
_NAMED = (
    (re.compile(r"cookie|consent|gdpr|onetrust|privacy-banner", re.IGNORECASE), "banner"),
    (
        re.compile(
            r"(?:^|[\s_-])(?:breadcrumbs?|navbar|nav|navigation|main-?menu|mega-?menu|skip-?(?:link|nav|to-content)|"
            r"pagination|share|social|share-?links|social-?links)(?:$|[\s_-])",
            re.IGNORECASE,
        ),
        "navigation",
    ),
)
_BODY = frozenset((
    "html", "body", "main", "article",
))  # fmt: skip


_PARTS = frozenset(("div", "section", "ul", "ol", "table", "article", "dl"))


def printed_box(element: Any) -> str | None:
    """A box to tick as a page shows it, ticked or not; None for another field, a hidden box, or a toggle.

    The bullet of a list stands for its box. A box with a label over a part of the page opens and shuts it.
    """
    kind = (element.get("type") or "").strip().lower()
    parent, label = element.getparent(), element.getnext()
    if kind != "checkbox" or element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
        return None
    if parent is not None and parent.tag == "li":
        return None
    if label is not None and label.tag == "label" and not (element.tail or "").strip():
        over = label.getnext()
        if over is not None and over.tag in _PARTS:
            return None
    return "☐ " if element.get("checked") is None else "☒ "


def left_out(element: Any, tag: str) -> str | None:
    """Why an element is no text of the page: script, form, navigation, banner, hidden; None when it is."""
    if tag in SILENT:
        return "script" if tag in ("script", "style") else "silent"
    if tag == "nav":
        return "navigation"
    if tag in FORM and not (tag in ("form", "fieldset") and _holds_page(element)):
        return "form"
    if tag in _BODY:
        return None
    if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
        return "hidden"
    role = _ROLES.get((element.get("role") or "").strip().lower())
    if role is not None:
        return role
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    if len(named) > 2:
        for pattern, why in _NAMED:
            if pattern.search(named) and not _holds_page(element):
                return why
    return None


def _holds_page(element: Any) -> bool:
    """Whether an element with such a name wraps the page itself (some sites put all of it into one form)."""
    if element.find(".//h1") is not None or element.find(".//main") is not None:
        return True
    return sum(1 for _ in islice(element.iter("h2"), 2)) == 2


def place_of(element: Any, tag: str, inside: bool) -> Apart | None:
    """Page header, footer or sidebar; `inside` an article, a header is the article's own."""
    role = (element.get("role") or "").strip().lower()
    if tag == "aside" or role == "complementary":
        return "sidebar"
    if role == "banner" or (tag == "header" and not inside):
        return None if element.find(".//h1") is not None or _describes(element) else "header"
    if role == "contentinfo" or (tag == "footer" and not inside):
        return "footer"
    return None


_LABELS = re.compile(
    r"\b(?:effective|published|last\s+(?:\w+\s+)?review(?:ed)?|next\s+review|version|(?:policy|guideline)\s+(?:number|no|id|#))\b",
    re.IGNORECASE,
)
_FEWEST = 2
"""Labels with which the head of a page is that of a policy."""


def _describes(element: Any) -> bool:
    """Whether the head of a page states the number, version and dates of a policy."""
    return len({m.lower() for m in _LABELS.findall(" ".join(element.itertext()))}) >= _FEWEST


def word_count(element: Any) -> int:
    """Words under an element that is left out."""
    return sum(
        len(text.split())
        for inner in element.iter()
        if isinstance(inner.tag, str) and inner.tag not in ("script", "style")
        for text in ((inner.text or ""), (inner.tail or "") if inner is not element else "")
    )
