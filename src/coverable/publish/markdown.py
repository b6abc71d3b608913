"""The page as Markdown. What policy files contain is text: no mark of it becomes a format or a link."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from coverable.publish.outline import Block, blocks

_MARKS = re.compile(r"([\\`*_{}\[\]<>|~#])")


def policy_markdown(page: Mapping[str, Any]) -> str:
    """CommonMark with tables; every anchor stands where the HTML page has it."""
    return markdown(blocks(page))


def markdown(blocks: Iterable[Block]) -> str:
    """Blocks of any page as CommonMark."""
    out: list[str] = []
    before = ""
    for block in blocks:
        if before and not (block.kind == before and block.kind in ("item", "box")):
            out.append("")
        out += _lines(block)
        before = block.kind
    return "\n".join(out) + "\n"


def _lines(block: Block) -> list[str]:
    anchor = f'<a id="{block.anchor}"></a>' if block.anchor else ""
    text = escaped(block.text)
    note = f" ({escaped(block.note)})" if block.note else ""
    match block.kind:
        case "heading":
            head = f"{'#' * block.level} {text}"
            return [anchor, "", head] if anchor else [head]
        case "para":
            return [text]
        case "item":
            badge = f"**{block.badge}** " if block.badge else ""
            return [f"{'  ' * block.level}- {anchor}{badge}{text}{note}"]
        case "box":
            return [f"- [ ] {text}{note}"]
        case "table":
            rows = ["| " + " | ".join(escaped(cell) for cell in row) + " |" for row in block.rows]
            return [
                "| " + " | ".join(block.heads) + " |",
                "|" + " --- |" * len(block.heads),
                *rows,
            ]


def escaped(text: str) -> str:
    """One line of text in which nothing is a mark."""
    line = _MARKS.sub(r"\\\1", " ".join(text.split()))
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", re.sub(r"^([-+])", r"\\\1", line))
