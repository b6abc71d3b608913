"""The tree of an HTML page, and what its head says of it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from coverable.base.problem import refuse
from coverable.document.limits import Budget

_META = ("description", "author", "date", "keywords", "dc.date", "dc.title", "last-modified", "revised")


def tree_of(text: str, budget: Budget) -> Any:
    """The tree of a page, repaired as a browser would; one that is nested too deep is refused."""
    lxml: Any = import_module("lxml.etree")
    parser = lxml.HTMLParser(
        encoding="utf-8",
        no_network=True,
        recover=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    root = lxml.fromstring(text.encode("utf-8", errors="replace"), parser)
    if root is None:
        raise refuse(
            "the page is empty",
            budget.where,
            "there is no element in it",
            "get the page again and read the full one",
        )
    for error in parser.error_log:
        if "depth" in error.message.lower():
            budget.depth(budget.limits.depth + 1)
    return root


def link_targets(root: Any) -> frozenset[str]:
    """Places of the page that its own links point to."""
    return frozenset(h[1:] for a in root.iter("a") if (h := a.get("href") or "").startswith("#"))


def properties_of(root: Any) -> dict[str, str]:
    """What the page says of itself: title, author, dates, its own address."""
    out: dict[str, str] = {}
    title = root.find(".//title")
    if title is not None and (title.text or "").strip():
        out["title"] = " ".join(title.text.split())[:500]
    for meta in root.iter("meta"):
        key = (meta.get("name") or meta.get("property") or meta.get("http-equiv") or "").lower()
        if key in _META and (meta.get("content") or "").strip():
            out[key] = " ".join(meta.get("content").split())[:500]
    for link in root.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and link.get("href"):
            out["address"] = link.get("href")[:500]
    if root.get("lang"):
        out["language"] = root.get("lang")[:35]
    return out
