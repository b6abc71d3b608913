"""The pages of the library as of one day, and their HTML as a tree."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest

from coverable.determination.engine import Engine
from coverable.publish.html import policy_html
from coverable.publish.view import page_view

AS_OF = date(2026, 11, 22)
VOID = {"meta", "br", "hr", "img", "link", "input"}


@dataclass
class Element:
    """One element: its name, attributes, children and the text below it."""

    name: str
    attributes: dict[str, str]
    children: list[Element] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def all(self, *names: str) -> list[Element]:
        """Every element below with one of the names, in order."""
        found: list[Element] = []
        for child in self.children:
            found += [child] if not names or child.name in names else []
            found += child.all(*names)
        return found

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts + [child.text for child in self.children]).split())


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("root", {})
        self.stack = [self.root]

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.stack[-1].children.append(element)
        if tag not in VOID:
            self.stack.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.stack[-1].name == tag, f"</{tag}> closes <{self.stack[-1].name}>"
        self.stack.pop()

    def handle_data(self, data: str) -> None:
        self.stack[-1].texts.append(data)


def parsed(html: str) -> Element:
    """The page as a tree; an element that is not closed fails the test."""
    parser = _Parser()
    parser.feed(html)
    assert parser.stack == [parser.root]
    return parser.root


@pytest.fixture(scope="session")
def pages(engine: Engine) -> dict[str, dict[str, Any]]:
    """Every policy version of the library as page data."""
    return {p.key: page_view(p, engine.library, AS_OF) for p in engine.library.all()}


@pytest.fixture(scope="session")
def htmls(pages: dict[str, dict[str, Any]]) -> dict[str, str]:
    return {key: policy_html(page) for key, page in pages.items()}
