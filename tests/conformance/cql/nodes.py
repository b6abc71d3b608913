"""ELM without what has no meaning, so that two of them can be compared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

NOTES = frozenset(["annotation", "locator", "localId", "signature"])
"""Notes of the translator: where a node stands in the text, which overload was meant."""


def bare(node: Any) -> Any:
    """The node without notes and empty lists."""
    if isinstance(node, dict):
        return {k: bare(v) for k, v in node.items() if k not in NOTES and v != []}
    return [bare(one) for one in node] if isinstance(node, list) else node


def unlike(mine: Any, theirs: Any, path: str = "") -> Iterator[str]:
    """Where two nodes differ."""
    if isinstance(mine, dict) and isinstance(theirs, dict):
        for key in sorted({*mine, *theirs}):
            yield from unlike(mine.get(key), theirs.get(key), f"{path}/{key}")
    elif isinstance(mine, list) and isinstance(theirs, list) and len(mine) == len(theirs):
        for i, pair in enumerate(zip(mine, theirs, strict=True)):
            yield from unlike(*pair, f"{path}[{i}]")
    elif mine != theirs:
        yield f"{path}: {str(mine)[:200]}, theirs {str(theirs)[:200]}"
