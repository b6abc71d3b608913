"""The quick reader of YAML stands beside ruamel's own: the same nodes, the same places, the same refusals."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from coverable.base.problem import Refused
from coverable.base.yamlfile import parse_yaml
from coverable.base.yamlscan import compose

ROOT = Path(__file__).resolve().parents[2]
PIECES = (
    "a", "key", "é", "日本", "1", "007", "0.50", "-", "- ", "? ", "?", ": ", ":", ":x", "::", ", ", ",", "[", "]", "{", "}",
    "#", " # c", "\n", "\n  ", "\n    ", "\n\n", "\r\n", "\r", "\t", " ", "  ", "'", '"', "''", "\\n", "\\u0041", "\\x", "|\n", "|\n\n", "a: |\n  b\n\n", ">-\n", "|2\n",
    "!x ", "!!str ", "&a ", "*a", "<<: ", "---\n", "...\n", "%YAML 1.1\n---\n", "%YAML 1.2\n---\n", "%", "@", "`", "~", "null",
    "true", "yes", "=", ".nan", "2026-01-01", "\u2028", "\ufeff", "\ufffe", "\0",
)  # fmt: skip


def parts(node: Any) -> Any:
    """Everything of a node that decides something."""
    mark = (node.start_mark.line, node.start_mark.column)
    head = (type(node).__name__, node.tag, mark, node.anchor, getattr(node, "style", None))
    if isinstance(node.value, str):
        return (*head, node.value)
    inside = [part for pair in node.value for part in pair] if head[0] == "MappingNode" else node.value
    return (*head, [parts(one) for one in inside])


def said(read: Any, text: str) -> Any:
    try:
        return [None if node is None else parts(node) for node in read(text)]
    except MarkedYAMLError as error:
        marks = [(m.line, m.column) if m else None for m in (error.context_mark, error.problem_mark)]
        return (type(error), error.context, error.problem, marks)
    except (YAMLError, RecursionError, ValueError, IndexError, AssertionError) as error:
        return (type(error), str(error))


def ruamel(text: str) -> Any:
    loader: Any = YAML(typ="safe", pure=True)
    loader.version = (1, 2)
    return list(loader.compose_all(text))


def alike(text: str) -> None:
    assert said(compose, text) == said(ruamel, text)


@cache
def files() -> tuple[str, ...]:
    found = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "library").rglob("*.yaml"))]
    return tuple(text for text in found if len(text) < 6000)


def test_every_short_file_of_the_library_is_read_as_ruamel_reads_it():
    assert len(files()) > 20
    for text in files():
        alike(text)


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_pieces_of_yaml_in_any_order_are_read_or_refused_as_ruamel_does_it(text: str):
    alike(text)


@given(st.data())
def test_a_file_with_a_piece_put_in_or_cut_out_is_read_or_refused_as_ruamel_does_it(data: st.DataObject):
    text = data.draw(st.sampled_from([t for t in files() if len(t) < 1500]))
    at = data.draw(st.integers(0, len(text)))
    put = data.draw(st.sampled_from(PIECES))
    cut = data.draw(st.integers(0, 3))
    alike(text[:at] + put + text[at + cut :])


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_as_ruamel_does_it(text: str):
    alike(text)


def test_a_character_that_yaml_does_not_allow_is_refused_and_no_traceback():
    with pytest.raises(Refused) as refused:
        parse_yaml("a: \ufffe", "x.yaml")
    assert [p.where for p in refused.value.problems] == ["x.yaml"]
