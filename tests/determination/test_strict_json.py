"""Strict JSON: what two readers could take for different things is refused, wherever it stands."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverable.base.problem import Refused
from coverable.determination.request import MAX_DEPTH, parse_json

AROUND = st.lists(
    st.sampled_from(["[%s]", '{"a": %s}', '["x:{", %s, "]\\\\"]', '{"\\"": 1, ":": %s}']), max_size=8
)
WHOLE = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.text(max_size=8),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(st.text(max_size=4), below, max_size=4),
    max_leaves=20,
)


def within(around: list[str], text: str) -> str:
    for one in around:
        text = one.replace("%s", text)
    return text


@given(WHOLE, st.booleans())
def test_honest_json_is_read_as_the_standard_library_reads_it(value: Any, ascii: bool) -> None:
    text = json.dumps(value, ensure_ascii=ascii)
    assert parse_json(text, "x") == parse_json(text.encode(), "x") == json.loads(text)


@given(AROUND, st.sampled_from(['{"k": 1, "k": 1}', '{"k": {}, "o": 2, "\\u006b": []}', '{"": "", "": ""}']))
def test_a_key_that_is_given_twice_is_refused_wherever_it_stands(around: list[str], text: str) -> None:
    with pytest.raises(Refused, match="is given twice"):
        parse_json(within(around, text), "x")


@given(AROUND, st.sampled_from(['"\\ud800"', '"a\\uDFFFb"', '{"\\udc00": 1}', '"\\ude00\\ud83d"']))
def test_half_of_a_character_is_refused_wherever_it_stands(around: list[str], text: str) -> None:
    with pytest.raises(Refused, match="half of a character"):
        parse_json(within(around, text), "x")


def test_a_character_of_two_halves_is_one_character() -> None:
    assert parse_json('"\\ud83d\\ude00"', "x") == "😀"


def test_half_of_a_character_in_a_text_of_ours_is_refused() -> None:
    with pytest.raises(Refused, match="half of a character"):
        parse_json('"\ud800"', "x")


@pytest.mark.parametrize(("open", "close"), ["[]", ('{"a":', "}")])
def test_nesting_is_bounded(open: str, close: str) -> None:
    most = MAX_DEPTH - 1
    assert parse_json(open * most + "1" + close * most, "x") is not None
    for levels in (MAX_DEPTH, 1000, 100_000):
        with pytest.raises(Refused, match="nested too deeply"):
            parse_json(open * levels + "1" + close * levels, "x")


def test_numbers_keep_the_digits_that_they_came_with() -> None:
    read = parse_json("[1.50, -0.0, 1e5, 123456789012345678, -1]", "x")
    assert [str(one) for one in read] == ["1.50", "-0.0", "1E+5", "123456789012345678", "-1"]
    assert isinstance(read[0], Decimal)
