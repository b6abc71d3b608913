"""A line on how long an approval lasts that stands over a list says its stage as well: “Initial approval (6 months):”."""

from __future__ import annotations

import pytest

from coverable.document.granted.lengths import lengths
from document.trees import read


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Initial approval (6 months):", "Renewal (12 months):"),
        ("Initial approval: 6 months", "Renewal: 12 months"),
        ("Initial Authorization – 6 months", "Reauthorization – 12 months"),
    ],
)
def test_a_length_over_a_list_parts_the_lists_of_the_stages(first: str, second: str) -> None:
    found = read(f"Policy\n\nCriteria\n\n{first}\n- Alpha\n- Beta\n\n{second}\n- Gamma\n- Delta")
    assert [s.stage for s in found.statements] == ["initial", "continuation"]
    assert found.short == ["medically_necessary: all(alpha, beta)", "medically_necessary: all(gamma, delta)"]
    assert [s.subject for s in found.statements] == ["", ""]


def test_a_length_behind_a_list_is_none() -> None:
    text = "Splints are covered when all of these are met:\n- Alpha\n- Beta\n\nInitial approval: 6 months"
    found = read(f"Policy\n\n{text}")
    assert (found.tree, len(found.statements)) == ("all(alpha, beta)", 1)


def test_how_long_is_no_name_of_a_service() -> None:
    found = read("Policy\n\nApprove for 6 months if both are met:\n- Alpha\n- Beta")
    assert [s.subject for s in found.statements] == [""]


def test_a_stage_behind_its_length_is_the_stage_of_that_length() -> None:
    assert [
        (one.says, one.stage) for one in lengths("6 months initial, 1 year continuation", labelled=True)
    ] == [
        ("6 months", "initial"),
        ("1 year", "continuation"),
    ]
