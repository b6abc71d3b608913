"""The word lists of `data/`: one entry a line or words in rows; lines that begin with `#` are remarks."""

from __future__ import annotations

from importlib.resources import files


def lines_of(name: str) -> tuple[str, ...]:
    """The entries of a list with one a line, in order."""
    text = files("coverable.document").joinpath(f"data/{name}").read_text("utf-8")
    return tuple(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


def words_of(name: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(" ".join(lines_of(name)).split())
