"""Lists whose levels were lost: the connectors and the numbers in the words tell where an inner list ends."""

from __future__ import annotations

import pytest

from document.trees import read

_MET = "Gadgets are considered medically necessary when the following criteria are met:\n"


@pytest.mark.parametrize(
    ("items", "tree"),
    [
        ("- Alpha; and\n- Both of the following are met:\n- Beta; and\n- Gamma.", "all(alpha, beta, gamma)"),
        (
            "- Alpha; and\n- At least one of the following conditions:\n- Beta; or\n- Gamma; or\n- Delta.",
            "all(alpha, any(beta, gamma, delta))",
        ),
        (
            "- Alpha; and\n- One or more of the following:\n- Beta; or\n- Gamma; and\n- Delta.",
            "all(alpha, any(beta, gamma), delta)",
        ),
        (
            "- Alpha;\n- Either of the following:\n- Beta; or\n- Gamma;\nand\n- Delta.",
            "all(alpha, any(beta, gamma), delta)",
        ),
        (
            "- One of the following:\n- Both of the following:\n- Alpha\n- Beta\n- Both of the following:\n- Gamma AND\n- Delta\n"
            "- Epsilon AND\n- Zeta",
            "all(any(all(alpha, beta), all(gamma, delta)), epsilon, zeta)",
        ),
    ],
)
def test_an_inner_list_goes_on_as_its_connectors_or_its_number_say(items: str, tree: str) -> None:
    found = read(f"{_MET}{items}")
    assert found.tree == tree
    assert "list_structure" in found.rules
    assert "list_lost" not in found.rules


def test_lists_that_each_follow_what_announces_them_are_told_apart_without_connectors() -> None:
    found = read(
        "Gadgets are covered for ANY of the following:\n- Diagnosis in ANY of the following situations:\n- Alpha\n- Beta\n"
        "- Prenatal testing in EITHER of the following situations:\n- Gamma\n- Delta"
    )
    assert found.tree == "any(alpha, beta, gamma, delta)"
    assert "list_structure" in found.rules


@pytest.mark.parametrize(
    "items",
    [
        "- One of the following:\n- Alpha\n- Beta\n- Gamma",
        "- Alpha\n- Both of the following:\n- Beta; and\n- Gamma; and\n- Delta",
        "- Alpha\n- Following treatment, beta\n- Gamma",
    ],
)
def test_where_nothing_tells_the_end_of_an_inner_list_it_stays_as_printed(items: str) -> None:
    assert "list_structure" not in read(f"{_MET}{items}").rules
