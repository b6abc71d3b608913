"""Depth and keys told from punctuation are those that a plain walk over the parsed JSON finds."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from coverable.base.jsonmarks import keys, marks, nested_deeper

TEXTS = st.text(st.sampled_from('ab{}[]":\\,/ é☃\n'), max_size=6)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 99) | TEXTS,
    lambda below: st.lists(below, max_size=4) | st.dictionaries(TEXTS, below, max_size=4),
    max_leaves=25,
)


def depth(value: Any) -> int:
    """How many brackets stand within each other."""
    if not isinstance(value, dict | list):
        return 0
    return 1 + max((depth(one) for one in (value.values() if isinstance(value, dict) else value)), default=0)


def count(value: Any) -> int:
    """How many keys there are."""
    if isinstance(value, dict):
        return len(value) + sum(count(one) for one in value.values())
    return sum(count(one) for one in value) if isinstance(value, list) else 0


@given(JSON, st.sampled_from([None, 1]), st.booleans())
@example({'a\\"b:': ["\\\\", '"', '":', '{"'], "\\": {"": '""'}}, None, True)
@example(["", "", "x", ":", "", {}, [[]]], None, True)
def test_marks_tell_what_a_walk_finds(value: Any, indent: int | None, ascii: bool) -> None:
    seen = marks(json.dumps(value, indent=indent, ensure_ascii=ascii).encode())
    assert keys(seen) == count(value)
    levels = depth(value)
    assert not nested_deeper(seen, levels)
    assert levels == 0 or nested_deeper(seen, levels - 1)


def test_a_key_that_stands_twice_counts_twice() -> None:
    assert keys(marks(b'{"a": {"b": 1, "b": 2}, "c": "d:e"}')) == 4
