"""A small fixed number of the torn policies of `make fuzz`."""

from __future__ import annotations

import pytest

from document.fuzz_policies import read_one


@pytest.mark.parametrize("chunk", range(5))
def test_what_is_left_of_a_torn_policy_becomes_a_draft_that_loads(chunk: int) -> None:
    found = [read_one(number) for number in range(chunk * 30, chunk * 30 + 30)]
    assert not [what for what in found if what.startswith("WRONG")]
